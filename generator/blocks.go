package generator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

func (f *filling) ref(id string) (Markdown, error) {
	j := f.pack.job(id)
	if j == nil {
		return "", fmt.Errorf(`the pack has no document %q here: test with {{if has %q}}`, id, id)
	}
	return link(j.number+" "+j.title, j.file(".md")), nil
}

func (f *filling) ruleRef(id, key string) (Markdown, error) {
	j := f.pack.job(id)
	if j == nil {
		return "", fmt.Errorf(`the pack has no document %q here: test with {{if has %q}}`, id, id)
	}
	if f.dry {
		return "", nil
	}
	n, ok := f.numbers[id]()[key]
	if !ok {
		return "", fmt.Errorf("%s has no rule %q for this organisation", id, key)
	}
	target := j.file(".md") + "#" + key
	if j == f.job {
		target = "#" + key
	}
	return link(fmt.Sprintf("%s\u00a0R%d", j.number, n), target), nil
}

var ruleKey = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// rule opens a citable rule; the parser gives it its number.
func (f *filling) rule(key string, controls ...string) (Markdown, error) {
	if !ruleKey.MatchString(key) {
		return "", fmt.Errorf("%q cannot be the key of a rule: write small letters, digits and hyphens", key)
	}
	var apply []string
	for _, c := range controls {
		if f.applies(c) {
			apply = append(apply, "A."+c)
			f.cited = append(f.cited, c)
		}
	}
	s := `<a id="` + key + `"></a>**R**`
	if len(apply) > 0 {
		s += " <sub>" + strings.Join(apply, " · ") + "</sub>"
	}
	return Markdown(s), nil
}

// gaps says which controls are not fully in place, and who completes them by when. Without arguments it looks at all
// controls that the document treats.
func (f *filling) gaps(controls ...string) Markdown {
	if len(controls) == 0 {
		controls = f.treated()
	}
	var lines []string
	for _, c := range controls {
		row := f.soa[c]
		status := row.String("status")
		if !slices.Contains([]string{"partly", "planned", "not"}, status) {
			continue
		}
		line := "> - " + document.Escape(row.String("number")+" "+row.String("title")+" ("+f.locale.label("controls.status", status)+"). "+row.String("how"))
		if due := row.Date("due"); !due.IsZero() && row.String("owner") != "" {
			line += " " + document.Escape(f.locale.completes(f.the(row.String("owner")), due))
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return ""
	}
	return Markdown("> [!NOTE]\n> **" + document.Escape(f.locale.term("gaps")) + "**\n>\n" + strings.Join(lines, "\n") + "\n")
}

// treated are the controls that the document serves and those that its rules so far name.
func (f *filling) treated() []string {
	controls := append(f.serves(f.job.doc).controls, f.cited...)
	slices.SortFunc(controls, compareIDs)
	return slices.Compact(controls)
}

// references lists the clauses that the document serves and the controls that it treats.
func (f *filling) references() Markdown {
	clauses, controls := f.serves(f.job.doc).clauses, f.treated()
	g := table.Grid{Columns: []table.Column{{Title: f.locale.term("reference")}, {Title: f.locale.term("reference-title")}}}
	for _, c := range clauses {
		above, title := f.clauseTitle(c)
		g.Rows = append(g.Rows, []table.Value{{Text: c}, {Text: above + title}})
	}
	for _, c := range controls {
		g.Rows = append(g.Rows, []table.Value{{Text: "A." + c}, {Text: f.locale.titles.Controls[c]}})
	}
	return markdownTable(g)
}

// register prints a register, or some of its rows, as a generated block.
func (f *filling) register(name, view string, rows ...[]table.Row) (Markdown, error) {
	columns := f.lib.Views[name]
	var all []table.Row
	if path, ok := strings.CutPrefix(name, "org."); ok {
		all, _ = at(f.view.Org, path).([]table.Row)
	} else {
		columns = f.lib.Tables[name].Views[view]
		all = f.view.Registers[name]
	}
	if len(rows) > 0 {
		all = rows[0]
	}
	if len(all) == 0 {
		return "", fmt.Errorf("the register %s has no rows to print: test with {{if}} first", name)
	}
	return Markdown("<!-- register: "+name+" -->\n\n") + markdownTable(f.grid(name, columns, all)) + "\n<!-- /register -->\n", nil
}

// approved is the day on which a role approved the issued version of the document, "" for others and for drafts.
func (f *filling) approved(role string) string {
	if issued := f.issued(f.job.doc.ID); len(issued) > 0 && issued[0].String("approver") == role {
		return f.locale.ShortDate(issued[0].Date("on"))
	}
	return ""
}

// signatures draws a block in which the holders of roles sign.
func (f *filling) signatures(roles ...string) (Markdown, error) {
	w := f.locale.words
	g := table.Grid{Columns: []table.Column{{Title: w.Name}, {Title: w.Role}, {Title: w.Date}, {Title: w.Signature}}}
	for _, id := range roles {
		name, err := f.heldBy(id)
		if err != nil {
			return "", err
		}
		g.Rows = append(g.Rows, []table.Value{{Text: name}, {Text: content.Capital(f.roleName(id))}, {Text: f.approved(id)}, {}})
	}
	return "<!-- signatures -->\n\n" + markdownTable(g), nil
}
