package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// signals is the colour of a status, shown as a dot before its word.
var signals = map[string]string{
	"implemented": "green", "partly": "amber", "planned": "amber", "not": "red", "excluded": "grey",
	"fulfilled": "green", "done": "green", "running": "amber", "open": "grey", "on-track": "green", "behind": "amber", "reached": "green",
	"error": "red", "warning": "amber", "achieved": "green", "proposed": "grey", "rejected": "grey", "effective": "green", "not-effective": "red", "in-force": "green", "withdrawn": "red",
	"met": "green", "missed": "red", "late": "red", "closed": "green", "kept": "green", "never": "amber", "better": "green", "worse": "red", "major": "red", "minor": "amber",
	"needed": "amber", "corrected": "amber", "rolled-back": "amber", "good": "green", "conditions": "amber", "poor": "red", "pending": "amber",
}

// deriveControls adds to each control its number and title, the risks and documents behind it, and the texts of the
// Statement of Applicability; then it counts.
func (p *pack) deriveControls() {
	risks := map[string][]any{}
	for _, r := range p.view.Registers["risks"] {
		for _, c := range r.Strings("controls") {
			risks[c] = append(risks[c], r.String("id"))
		}
	}
	grounds := map[string][]table.Row{}
	for _, l := range p.view.Registers["laws"] {
		for _, c := range l.Strings("controls") {
			grounds[c] = append(grounds[c], l)
		}
	}
	themes := map[string]string{}
	var order []string
	for _, c := range p.framework.Controls {
		themes[c.Number] = c.Theme
	}
	for _, t := range p.framework.Themes {
		order = append(order, t.ID)
	}
	order = append(order, "own")
	byTheme := map[string][]table.Row{}
	total := table.Row{"total": 0, "own": 0, "applicable": 0, "excluded": 0, "implemented": 0, "partly": 0, "planned": 0, "not": 0}
	for _, row := range p.view.Registers["controls"] {
		id := row.String("control")
		theme, standard := themes[id]
		row["number"], row["theme"] = id, "own"
		if standard {
			row["number"], row["theme"], row["title"] = "A."+id, theme, p.locale.titles.Controls[id]
		} else {
			total["own"] = total.Int("own") + 1
		}
		row["risks"] = append([]any{}, risks[id]...)
		if !row.Bool("applies") {
			row["status"] = "excluded"
		}
		row["laws"] = strings.Join(titles(grounds[id], ""), "\n")
		row["shown"] = strings.Join(shown(row), "\n")
		for name, values := range attributes(p.framework.Control(id)) {
			row[name] = values
		}
		row["entry"] = row.String("number") + " " + row.String("title")
		row["basis"], row["state"], row["practice"] = p.basis(row, grounds[id]), row["status"], p.practice(row)
		byTheme[row.String("theme")] = append(byTheme[row.String("theme")], row)
		tally(total, row)
	}
	p.facts["soa"] = total
	var themeRows, ordered []table.Row
	for _, t := range order {
		controls := byTheme[t]
		if len(controls) == 0 {
			continue
		}
		slices.SortStableFunc(controls, func(a, b table.Row) int { return compareIDs(a.String("control"), b.String("control")) })
		ordered = append(ordered, controls...)
		row := table.Row{"id": t, "title": p.themeTitle(t), "controls": controls, "total": 0, "applicable": 0, "excluded": 0, "implemented": 0, "partly": 0, "planned": 0, "not": 0}
		for _, c := range controls {
			tally(row, c)
		}
		themeRows = append(themeRows, row)
	}
	p.facts["themes"], p.view.Registers["controls"] = themeRows, ordered
}

func (p *pack) themeTitle(id string) string {
	if id == "own" {
		return p.locale.term("own-controls")
	}
	return p.locale.titles.Themes[id]
}

// tally counts a control.
func tally(to, control table.Row) {
	to["total"] = to.Int("total") + 1
	to[control.String("status")] = to.Int(control.String("status")) + 1
	if control.Bool("applies") {
		to["applicable"] = to.Int("applicable") + 1
	}
}

// basis says why a control is in or out: the reasons in short, then the organisation's sentence. The risks that it treats
// and the laws and contracts that name it are reasons of themselves; those that the client gives follow.
func (p *pack) basis(row table.Row, laws []table.Row) string {
	if !row.Bool("applies") {
		laws = nil
	}
	var reasons []string
	named := map[string]bool{}
	if r := row.Strings("risks"); len(r) > 0 && row.Bool("applies") {
		reasons = append(reasons, p.locale.term("risk")+" "+strings.Join(r, ", "))
	}
	for _, kind := range p.lib.Tables["laws"].Field("kind").Choices {
		if of := titles(laws, kind); len(of) > 0 {
			named[kind] = true
			reasons = append(reasons, p.locale.label("laws.kind", kind)+": "+strings.Join(of, "; "))
		}
	}
	for _, r := range row.Strings("reasons") {
		if !named[r] {
			reasons = append(reasons, p.locale.label("controls.reasons", r))
		}
	}
	if len(reasons) == 0 {
		return row.String("why")
	}
	return content.Capital(strings.Join(reasons, " · ")) + "\n" + row.String("why")
}

// titles are those of the laws and contracts of a kind, or of all.
func titles(laws []table.Row, kind string) []string {
	var out []string
	for _, l := range laws {
		if kind == "" || l.String("kind") == kind {
			out = append(out, l.String("title"))
		}
	}
	return out
}

// practice says how a control is done and what shows it.
func (p *pack) practice(row table.Row) string {
	var lines []string
	if how := row.String("how"); how != "" {
		lines = append(lines, how)
	}
	if shown := shown(row); len(shown) > 0 {
		lines = append(lines, p.locale.heading("controls", "evidence")+": "+strings.Join(shown, "; "))
	}
	return strings.Join(lines, "\n")
}

// shown is each piece of evidence for a control, with its place.
func shown(row table.Row) []string {
	var shown []string
	for _, e := range row.Rows("evidence") {
		s := e.String("what")
		if where := e.String("where"); where != "" {
			s += " (" + where + ")"
		}
		shown = append(shown, s)
	}
	return shown
}

// attributes are those of a control, none for an own one.
func attributes(c *content.Control) map[string][]any {
	if c == nil {
		c = &content.Control{}
	}
	list := func(values []string) []any {
		out := make([]any, len(values))
		for i, v := range values {
			out[i] = v
		}
		return out
	}
	return map[string][]any{"type": list(c.Type), "property": list(c.Property), "concept": list(c.Concept), "capability": list(c.Capability), "domain": list(c.Domain)}
}

// practiceLinks is the practice with links to the documents that treat the control.
func (p *pack) practiceLinks(row table.Row) Markdown {
	jobs := p.treating()[row.String("control")]
	if len(jobs) == 0 {
		return Markdown(document.Escape(row.String("practice")))
	}
	return Markdown(document.Escape(row.String("practice")+"\n"+p.locale.heading("controls", "documents")+":") + " " + p.links(jobs))
}

func (p *pack) links(jobs []*job) string {
	var links []string
	for _, j := range jobs {
		links = append(links, string(p.to(j, j.number, j.file(".md"))))
	}
	return strings.Join(links, ", ")
}

// leading links to the documents that are about controls; where none is, to those that treat them.
func (p *pack) leading(controls []string) Markdown {
	var jobs []*job
	for _, c := range controls {
		all := p.treating()[c]
		lead := slices.DeleteFunc(slices.Clone(all), func(j *job) bool { return !slices.Contains(p.serves(j.all()).controls, c) })
		if len(lead) == 0 {
			lead = all
		}
		for _, j := range lead {
			if !slices.Contains(jobs, j) {
				jobs = append(jobs, j)
			}
		}
	}
	return Markdown(p.links(jobs))
}

// treat finds the documents whose sections and rules treat each control, in the order of [rank]. Where none does, they are
// those whose topics lead to it.
func (p *pack) treat() map[string][]*job {
	treating := map[string][]*job{}
	ranks := map[string]map[*job]int{}
	for _, j := range p.jobs {
		if j.doc.Audience == "customer" { // an edition of another document
			continue
		}
		f, about := p.filled[j.doc.ID](), p.serves(j.all()).controls
		for _, c := range slices.Compact(slices.Sorted(slices.Values(f.cited))) {
			if ranks[c] == nil {
				ranks[c] = map[*job]int{}
			}
			treating[c] = append(treating[c], j)
			ranks[c][j] = rank(j, slices.Contains(about, c), slices.Contains(f.headed, c))
		}
	}
	for _, j := range p.jobs {
		for _, c := range p.serves(j.all()).controls {
			if ranks[c] == nil {
				treating[c] = append(treating[c], j)
			}
		}
	}
	for c, jobs := range treating {
		slices.SortStableFunc(jobs, func(a, b *job) int { return ranks[c][a] - ranks[c][b] })
	}
	return treating
}

// compareIDs orders ids such as 5.9 and 5.10, or, by their numbers.
func compareIDs(a, b string) int {
	number := func(s string) (int, int) {
		n, i := 0, 0
		for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			n = n*10 + int(s[i]-'0')
		}
		return n, i
	}
	for a != "" && b != "" {
		m, i := number(a)
		n, j := number(b)
		switch {
		case i > 0 && j > 0:
			if m != n {
				return m - n
			}
			a, b = a[i:], b[j:]
		case a[0] != b[0]:
			return int(a[0]) - int(b[0])
		default:
			a, b = a[1:], b[1:]
		}
	}
	return len(a) - len(b)
}
