package content

import (
	"slices"

	"ismsgen/content/table"
)

// Facts are what conditions of the knowledge ask of an organisation: keys of its profile, nis2 (its status) and certification (its
// goal), with their values; "yes" and "no" for a bool. A client that has a folder also has its size (small, medium, large), the
// standard that it follows, trust_services, certified: whether the certificate has been granted, and disclosure: whether a law asks it
// to take in reports of weaknesses.
type Facts map[string][]string

// Meet reports whether a condition of the knowledge holds; see [Document].
func (f Facts) Meet(when map[string][]string) bool {
	for key, wanted := range when {
		if !slices.ContainsFunc(f[key], func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	return true
}

// Facts are those of an organisation with a folder.
func (o *Organisation) Facts() Facts {
	word := func(yes bool) string {
		if yes {
			return "yes"
		}
		return "no"
	}
	f := Facts{
		"size":           {Size(o.Row.Int("size"))},
		"standard":       {o.Row.String("standard")},
		"nis2":           {o.Row.Group("nis2").String("status")},
		"trust_services": {word(o.Row.Group("nis2").Bool("trust_services"))},
		"certification":  {o.Row.Group("certification").String("goal")},
		"certified":      {word(o.Certified())},
	}
	profile := o.Row.Group("profile")
	for key, value := range profile {
		switch v := value.(type) {
		case bool:
			f[key] = []string{word(v)}
		case []any:
			f[key] = profile.Strings(key)
		}
	}
	f["disclosure"] = []string{word(f["nis2"][0] == "important" || f["nis2"][0] == "essential" || profile.Bool("digital_products"))}
	return f
}

// Size is the class of an organisation by the people under its control: small below 15, medium below 60, else large.
func Size(people int) string {
	switch {
	case people < 15:
		return "small"
	case people < 60:
		return "medium"
	}
	return "large"
}

// Certified reports that the last step to the certificate has been done.
func (o *Organisation) Certified() bool {
	r := o.Registers["certification"]
	if r == nil {
		return false
	}
	last := func(step table.Row) bool { return step.String("step") == "certification" }
	return slices.ContainsFunc(r.Rows, last) && !slices.ContainsFunc(r.Rows, func(step table.Row) bool { return last(step) && step.String("status") != "done" })
}
