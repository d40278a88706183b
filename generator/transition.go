package generator

import (
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// deriveTransition shows, for an organisation that still follows an earlier edition, what each of its decisions becomes in
// the edition in force, and which controls there are new.
func (p *pack) deriveTransition() problem.List {
	p.addDerived("transition", nil)
	if p.framework == p.written {
		return nil
	}
	titles, problems := p.lib.Titles(p.locale.Tag, p.written.ID)
	if problems.HasErrors() {
		return problems
	}
	became := map[string][]string{}
	var fresh []table.Row
	for _, c := range p.written.Controls {
		name := c.Label() + " " + titles.Controls[c.Number]
		for _, was := range c.Was {
			became[was] = append(became[was], name)
		}
		if len(c.Was) == 0 {
			fresh = append(fresh, table.Row{"id": "–", "title": content.Capital(p.locale.term("transition-new")), "state": p.locale.label("controls.status", "not"), "now": name})
		}
	}
	var rows []table.Row
	for _, c := range p.view.Registers["controls"] {
		if names := became[c.String("control")]; names != nil {
			rows = append(rows, table.Row{"id": c.String("number"), "title": c.String("title"), "state": p.locale.label("controls.status", c.String("status")), "now": strings.Join(names, "\n")})
		}
	}
	p.addDerived("transition", append(rows, fresh...))
	return problems
}
