package generator

import (
	"slices"
	"strings"

	"ismsgen/content/table"
)

// gapStates are the states of a clause in the baseline measurement, best first.
var gapStates = []string{"fulfilled", "partly", "open"}

// gapCounts are the names of the counts of clauses: at the baseline, and now.
func gapCounts() []string {
	names := []string{"total"}
	for _, s := range gapStates {
		names = append(names, s, "now_"+s)
	}
	return names
}

// deriveBaseline adds to each clause its chapter, its title and its story (the finding and the action), says which controls
// were in place when the clauses were measured, and counts both.
func (p *pack) deriveBaseline() {
	rows := p.view.Registers["baseline"]
	slices.SortStableFunc(rows, func(a, b table.Row) int { return compareIDs(a.String("clause"), b.String("clause")) })
	zero := func() table.Row {
		r := table.Row{"measured": nil}
		for _, name := range gapCounts() {
			r[name] = 0
		}
		return r
	}
	gap, chapters := zero(), []table.Row{}
	var measured table.Date
	for _, r := range rows {
		id, _, _ := strings.Cut(r.String("clause"), ".")
		above, title := p.clauseTitle(r.String("clause"))
		if above != "" && strings.HasSuffix(r.String("clause"), ".1") { // the chapter tells others apart
			title = above + strings.ToLower(title)
		}
		r["chapter"], r["title"], r["closed"] = id, title, r.String("now") == "fulfilled"
		r["story"] = r.String("finding")
		if action := r.String("action"); action != "" {
			r["story"] = r.String("finding") + "\n" + p.locale.heading("baseline", "action") + ": " + action
		}
		if len(chapters) == 0 || chapters[len(chapters)-1].String("id") != id {
			c := zero()
			c["id"], c["title"] = id, p.locale.titles.Clauses[id]
			chapters = append(chapters, c)
		}
		for _, count := range []table.Row{gap, chapters[len(chapters)-1]} {
			for _, key := range []string{"total", r.String("status"), "now_" + r.String("now")} {
				count[key] = count.Int(key) + 1
			}
		}
		if on := r.Date("measured"); on.Compare(measured) > 0 {
			measured, gap["measured"] = on, on
		}
	}
	p.facts["gap"], p.facts["chapters"] = gap, chapters

	soa := p.facts.Group("soa")
	soa["then"] = 0
	for _, theme := range p.facts.Rows("themes") {
		theme["then"] = 0
		for _, c := range theme.Rows("controls") {
			c["then"] = "not"
			switch since := c.Date("since"); {
			case !c.Bool("applies"):
				c["then"] = "excluded"
			case c.String("status") == "implemented" && !since.IsZero() && since.Compare(measured) <= 0:
				c["then"] = "implemented"
				theme["then"], soa["then"] = theme.Int("then")+1, soa.Int("then")+1
			}
		}
	}
}

// clauseTitle is the title of a clause; with one that several clauses share ("General") comes the title of the clause above.
func (p *pack) clauseTitle(number string) (above, title string) {
	title = p.locale.titles.Clauses[number]
	same := 0
	for _, t := range p.locale.titles.Clauses {
		if t == title {
			same++
		}
	}
	if i := strings.LastIndexByte(number, '.'); same > 1 && i > 0 {
		above = p.locale.titles.Clauses[number[:i]] + ": "
	}
	return above, title
}
