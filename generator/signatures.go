package generator

import (
	"slices"

	"ismsgen/content"
	"ismsgen/content/table"
)

// signed is the day on which a role signed the issued version of the document: who approved it and its owner on the day of
// issue, the management body for its measures on the day of the approval that the operations log holds, everybody the minutes of
// a review on the day that its row says. Zero for others and for drafts.
func (f *filling) signed(role string) table.Date {
	if slices.Contains(f.doc.Topics, "management-review-minutes") {
		return f.facts.Group("review").Date("signed")
	}
	issued := f.issued(f.job.doc.ID)
	switch {
	case len(issued) == 0:
		return table.Date{}
	case role == "management_body" && slices.Contains(f.doc.Topics, "nis2-measures"):
		return f.executed(bodyApproval, f.pack.now).Date("on")
	case role == issued[0].String("approver") || role == f.job.doc.Owner || role == f.doc.Owner:
		return issued[0].Date("on")
	}
	return table.Date{}
}

// bodyApproval is the rhythm in which the management body approves the measures against cyber risk.
const bodyApproval = "nis2_approval_months"

// accepted is the day on which the holders of a role, in this role or another, last accepted residual risk; zero when they
// accepted none.
func (f *filling) accepted(role string) table.Date {
	people := f.roleRow(role).Strings("people")
	var last table.Date
	for _, r := range f.view.Registers["risks"] {
		a := r.Group("accepted")
		same := slices.ContainsFunc(f.roleRow(a.String("by")).Strings("people"), func(who string) bool { return slices.Contains(people, who) })
		if same && a.Date("on").Compare(last) > 0 {
			last = a.Date("on")
		}
	}
	return last
}

// signatures draws a block in which the holders of roles sign, with the day where it is known.
func (f *filling) signatures(roles ...string) (Markdown, error) { return f.signing(f.signed, roles) }

// ownerSignatures draws a block in which top management signs for the document and each owner of a risk for what they
// accepted, in the order of the people.
func (f *filling) ownerSignatures() (Markdown, error) {
	roles := []string{"top_management"}
	for _, r := range f.view.Registers["risks"] {
		if owner := r.String("owner"); !slices.Contains(roles, owner) {
			roles = append(roles, owner)
		}
	}
	var people []string
	for _, p := range f.view.Org.Rows("people") {
		people = append(people, p.String("id"))
	}
	first := func(role string) int {
		least := len(people)
		for _, who := range f.roleRow(role).Strings("people") {
			if n := slices.Index(people, who); n >= 0 {
				least = min(least, n)
			}
		}
		return least
	}
	slices.SortStableFunc(roles, func(a, b string) int { return first(a) - first(b) })
	return f.signing(func(role string) table.Date {
		if role == "top_management" {
			return f.signed(role)
		}
		return f.accepted(role)
	}, roles)
}

// signing draws a block with a row per person, who signs once for all roles; for roles of which the days differ, once each.
func (f *filling) signing(day func(role string) table.Date, roles []string) (Markdown, error) {
	type signature struct {
		who   string
		names []string
		on    table.Date
	}
	var rows []*signature
	for _, id := range roles {
		if _, err := f.heldBy(id); err != nil {
			return "", err
		}
		on, name := day(id), f.roleName(id)
		for _, who := range f.roleRow(id).Strings("people") {
			n := slices.IndexFunc(rows, func(s *signature) bool {
				return s.who == who && (s.on == on || s.on.IsZero() || on.IsZero())
			})
			if n < 0 {
				n = len(rows)
				rows = append(rows, &signature{who: who})
			}
			s := rows[n]
			if s.on.IsZero() {
				s.on = on
			}
			if !slices.Contains(s.names, name) {
				s.names = append(s.names, name)
			}
		}
	}
	w := f.locale.words
	g := table.Grid{Columns: []table.Column{{Title: w.Name}, {Title: w.Role}, {Title: w.Date}, {Title: w.Signature}}}
	for _, s := range rows {
		date := ""
		if !s.on.IsZero() {
			date = f.locale.ShortDate(s.on)
		}
		g.Rows = append(g.Rows, []table.Value{{Text: f.person(s.who)}, {Text: content.Capital(f.locale.List(s.names))}, {Text: date}, {}})
	}
	return "<!-- signatures -->\n\n" + markdownTable(g), nil
}
