package content

import (
	"io/fs"
	"strings"
	"testing"

	"ismsgen/content/table"
)

func TestFactsOfAnOrganisation(t *testing.T) {
	steps := func(status ...string) *Register {
		r := &Register{Rows: []table.Row{{"step": "baseline", "status": "done"}}}
		for _, s := range status {
			r.Rows = append(r.Rows, table.Row{"step": "certification", "status": s})
		}
		return r
	}
	org := &Organisation{
		Row: table.Row{"size": 14, "standard": "iso27001-2022", "profile": table.Row{"cloud": true, "software": []any{"inhouse", "outsourced"}},
			"nis2": table.Row{"status": "important"}, "certification": table.Row{"goal": "certificate"}},
		Registers: map[string]*Register{"certification": steps("done", "planned")},
	}
	for _, test := range []struct {
		key, value string
		holds      bool
	}{
		{"size", "small", true}, {"size", "medium", false}, {"cloud", "yes", true}, {"cloud", "no", false}, {"software", "outsourced", true}, {"software", "none", false},
		{"nis2", "important", true}, {"trust_services", "no", true}, {"certification", "certificate", true}, {"standard", "iso27001-2022", true}, {"certified", "no", true}, {"disclosure", "yes", true}, {"unheard", "", false},
	} {
		if org.Facts().Meet(map[string][]string{test.key: {"other", test.value}}) != test.holds {
			t.Errorf("%s %s: %v", test.key, test.value, !test.holds)
		}
	}
	for _, test := range []struct {
		r    *Register
		want bool
	}{{steps(), false}, {steps("planned"), false}, {steps("done", "running"), false}, {steps("done"), true}, {nil, false}} {
		org.Registers["certification"] = test.r
		if org.Certified() != test.want || org.Facts().Meet(map[string][]string{"certified": {"yes"}}) != test.want {
			t.Errorf("%+v: certified %v", test.r, !test.want)
		}
	}
	for people, want := range map[int]string{1: "small", 14: "small", 15: "medium", 59: "medium", 60: "large"} {
		if Size(people) != want {
			t.Errorf("%d people: %s", people, Size(people))
		}
	}
}

// TestNoCertificateAgainstAWithdrawnEdition holds that it is an error of the data, found beside others.
func TestNoCertificateAgainstAWithdrawnEdition(t *testing.T) {
	lib := library(t)
	const wanted = "no certificate can be had against it"
	for _, goal := range []string{"certificate", "alignment"} {
		folder := client(t, lib)
		data, err := fs.ReadFile(folder, organisationFile)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("iso27001-2022", "iso27001-2013", "goal: certificate", "goal: "+goal, "goal: alignment", "goal: "+goal).Replace(string(data))
		_, problems := Load(with(folder, organisationFile, text), lib)
		found, others := 0, 0
		for _, p := range problems {
			if strings.Contains(p.Message, wanted) && p.At.File == organisationFile && p.At.Line > 1 && p.Severity == 0 {
				found++
			} else {
				others++
			}
		}
		if found == 1 != (goal == "certificate") || others == 0 { // the decisions speak of 2022
			t.Errorf("%s: found %d times, beside %d others", goal, found, others)
		}
	}
}

// TestReferenceDate holds that a draft is not dated before what it tells.
func TestReferenceDate(t *testing.T) {
	day := func(m, d int) table.Date { return table.Date{Year: 2026, Month: m, Day: d} }
	org := &Organisation{Row: table.Row{"assessments": []table.Row{{"on": day(9, 15)}}}, Registers: map[string]*Register{
		"risks":    {Rows: []table.Row{{"accepted": table.Row{"on": day(9, 30)}}, {}}},
		"controls": {Rows: []table.Row{{"since": day(3, 2), "due": day(12, 31)}}},
	}}
	if got := org.ReferenceDate(); got != day(9, 30) {
		t.Errorf("%v, want the day of the last acceptance", got)
	}
	org.Row["reference_date"] = day(8, 1)
	if got := org.ReferenceDate(); got != day(8, 1) {
		t.Errorf("%v, want the one that is written", got)
	}
}
