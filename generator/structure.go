package generator

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
)

// organigram draws the roles with their holders: the management body above top management, every other role under
// top management or under the role that it reports to.
func (f *filling) organigram() Markdown {
	header := []string{f.locale.heading("roles", "id"), f.locale.heading("roles", "name"), f.locale.heading("roles", "holder"), f.locale.heading("organisation", "roles.reports_to")}
	var rows [][]string
	for _, r := range f.view.Org.Rows("roles") {
		id, above := r.String("id"), r.String("reports_to")
		switch {
		case above != "" || id == "management_body":
		case id != "top_management":
			above = "top_management"
		case f.roleRow("management_body") != nil:
			above = "management_body"
		}
		rows = append(rows, []string{id, content.Capital(f.roleName(id)), f.holder(id), above})
	}
	return chart("tree", f.locale.term("organigram"), header, rows)
}

// processMap draws how the ISMS steers and supports the work: its own processes by the chapters of the standard with their
// documents, the business processes with their owners, and the roles that carry controls with how many each carries.
func (f *filling) processMap() Markdown {
	header := []string{f.locale.term("map-group"), f.locale.term("map-box"), f.locale.term("map-text")}
	var rows [][]string
	for _, c := range f.framework.Clauses {
		if strings.Contains(c.Number, ".") {
			continue
		}
		var numbers []string
		for _, j := range f.jobs {
			if f.shown(j) && slices.ContainsFunc(f.serves(j.all()).clauses, func(n string) bool { return strings.HasPrefix(n, c.Number+".") }) {
				numbers = append(numbers, j.number)
			}
		}
		const most = 3
		text := strings.Join(numbers[:min(most, len(numbers))], ", ")
		if more := len(numbers) - most; more > 0 {
			text += " +" + strconv.Itoa(more)
		}
		rows = append(rows, []string{f.locale.term("map-isms"), c.Number + " " + f.locale.titles.Clauses[c.Number], text})
	}
	for _, r := range f.view.Registers["processes"] {
		rows = append(rows, []string{f.locale.term("map-work"), r.String("name"), content.Capital(f.roleName(r.String("owner")))})
	}
	for _, role := range f.facts.Rows("roles") {
		n := 0
		for _, c := range f.view.Registers["controls"] {
			if c.Bool("applies") && c.String("owner") == role.String("id") {
				n++
			}
		}
		if n > 0 {
			rows = append(rows, []string{f.locale.term("map-controls"), role.String("name"), strconv.Itoa(n)})
		}
	}
	return chart("map", f.locale.term("process-map"), header, rows)
}
