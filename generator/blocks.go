package generator

import (
	"bytes"
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
	title := j.title
	if id != j.doc.ID {
		title = f.prose.docs[id].title
	}
	return f.to(j, j.number+" "+title, j.place(id, ".md")), nil
}

// ruleRef names a rule, whose number is known when its document has been filled.
func (f *filling) ruleRef(id, key string) (Markdown, error) {
	if f.now {
		return f.ruleLink(f.job, id, key)
	}
	return later("rule", id+" "+key), nil
}

// ruleLink is a link from a document to a rule.
func (p *pack) ruleLink(from *job, id, key string) (Markdown, error) {
	j := p.job(id)
	if j == nil {
		return "", fmt.Errorf(`the pack has no document %q here: test with {{if has %q}}`, id, id)
	}
	if j.doc.ID != id {
		key = id + "-" + key
	}
	n, ok := p.numbers[j.doc.ID]()[key]
	if !ok {
		return "", fmt.Errorf("%s has no rule %q for this organisation", id, key)
	}
	target := j.file(".md") + "#" + key
	if j == from {
		target = "#" + key
	}
	return p.to(j, fmt.Sprintf("%s\u00a0R%d", j.number, n), target), nil
}

var ruleKey = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// rule opens a citable rule; the parser gives it its number.
func (f *filling) rule(key string, controls ...string) (Markdown, error) {
	if !ruleKey.MatchString(key) {
		return "", fmt.Errorf("%q cannot be the key of a rule: write small letters, digits and hyphens", key)
	}
	var apply []string
	for _, c := range f.ours(controls...) {
		if f.applies(c) {
			apply = append(apply, f.controlLabel(c))
			f.cited = append(f.cited, c)
		}
	}
	return f.ruleHead(key, apply...), nil
}

// ruleHead is what a rule begins with: its key and the numbers of its controls.
func (f *filling) ruleHead(key string, controls ...string) Markdown {
	if !f.alone() {
		key = f.doc.ID + "-" + key
	}
	s := `<a id="` + key + `"></a>**R**`
	if len(controls) > 0 {
		s += " <sub>" + strings.Join(controls, " · ") + "</sub>"
	}
	return Markdown(s)
}

// gaps says which controls are not fully in place, and who completes them by when. Without arguments it looks at all
// controls that the document treats.
func (f *filling) gaps(controls ...string) Markdown {
	if len(controls) == 0 {
		controls = f.treated()
	} else {
		controls = f.ours(controls...)
	}
	var lines []string
	for _, c := range controls {
		row := f.soa[c]
		status := row.String("status")
		if !slices.Contains([]string{"partly", "planned", "not"}, status) || row.String("document") == f.doc.ID { // its rule says so
			continue
		}
		line := "> - " + document.Escape(row.String("number")+" "+row.String("title")+" ("+content.Lower(f.locale.label("controls.status", status))+"). "+row.String("how"))
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

// alone reports whether the text being filled is a document of its own, not a chapter of a bundle.
func (f *filling) alone() bool { return f.doc == f.job.doc }

// served are the documents whose clauses and controls the text being filled answers to.
func (f *filling) served() []*content.Document {
	if f.alone() {
		return f.job.all()
	}
	return []*content.Document{f.doc}
}

// parts prints the chapters of a bundle: each begins with its title in place of its own first heading, and its headings
// are one level deeper.
func (f *filling) parts() (Markdown, error) {
	var b strings.Builder
	for i, d := range f.job.parts {
		if i > 0 && f.job.doc.Kind == "form" { // each is handed out by itself
			b.WriteString("<!-- pagebreak -->\n\n")
		}
		t := f.prose.docs[d.ID]
		part := &filling{pack: f.pack, job: f.job, doc: d, now: f.now}
		body, err := part.execute()
		if err != nil {
			return "", err
		}
		f.cited, f.headed = append(f.cited, part.cited...), append(f.headed, part.headed...)
		b.WriteString(chapter(d) + document.Escape(t.title) + "\n\n")
		b.Write(deeper(tidy(body)))
		b.WriteString("\n")
	}
	return Markdown(b.String()), nil
}

// deeper moves the headings of a text one level down and takes away the heading that it begins with.
func deeper(text []byte) []byte {
	var out []byte
	fence, first := false, true
	for line := range bytes.Lines(text) {
		heading := !fence && bytes.HasPrefix(line, []byte("##"))
		if bytes.HasPrefix(line, []byte("```")) {
			fence = !fence
		}
		switch {
		case heading && first:
		case heading:
			out = append(append(out, '#'), line...)
		default:
			out = append(out, line...)
		}
		first = first && len(bytes.TrimSpace(line)) == 0
	}
	return out
}

// serving marks a section with the clauses ("9.3.2") and the controls ("A.7.7") that it answers to; controls that do not
// apply are left out.
func (f *filling) serving(ids ...string) Markdown {
	var shown []string
	for _, id := range ids {
		if number, isControl := strings.CutPrefix(id, "A."); isControl {
			for _, c := range f.ours(number) {
				if f.applies(c) {
					f.cited, f.headed = append(f.cited, c), append(f.headed, c)
					shown = append(shown, f.controlLabel(c))
				}
			}
		} else if f.framework == f.written {
			shown = append(shown, id)
		} else if c := f.written.Clause(id); c != nil {
			shown = append(shown, c.Was...)
		}
	}
	if len(shown) == 0 {
		return ""
	}
	return Markdown("<sub>" + strings.Join(shown, " · ") + "</sub>")
}

// treated are the controls that the document serves and those that its rules so far name.
func (f *filling) treated() []string {
	controls := append(f.serves(f.served()).controls, f.cited...)
	slices.SortFunc(controls, compareIDs)
	return slices.Compact(controls)
}

// references lists the clauses that the document serves and the controls that it treats, each in a paragraph; a bundle
// gives their numbers alone.
func (f *filling) references() Markdown {
	var clauses, controls []string
	named := func(number, title string) string {
		if len(f.job.parts) > 0 {
			return number
		}
		return document.Escape(number + "\u00a0" + title)
	}
	for _, c := range f.serves(f.served()).clauses {
		above, title := f.clauseTitle(c)
		clauses = append(clauses, named(c, above+title))
	}
	for _, c := range f.treated() {
		controls = append(controls, named(f.controlLabel(c), f.soa[c].String("title")))
	}
	if len(f.job.parts) > 0 {
		return Markdown(strings.Join(append(clauses, controls...), " · ") + "\n")
	}
	var b strings.Builder
	if len(f.own[f.doc.ID]) > 0 {
		b.WriteString(endOfRules)
	}
	for _, list := range [][]string{clauses, controls} {
		if len(list) > 0 {
			b.WriteString(strings.Join(list, " · ") + "\n\n")
		}
	}
	return Markdown(b.String())
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
	if name == "index" {
		return later("index", view), nil
	}
	if len(rows) > 0 {
		all = rows[0]
	}
	if len(all) == 0 {
		return "", fmt.Errorf("the register %s has no rows to print: test with {{if}} first", name)
	}
	return f.block(name, columns, all), nil
}

// block marks a register that is generated.
func (p *pack) block(name string, columns []string, rows []table.Row) Markdown {
	return Markdown("<!-- register: "+name+" -->\n\n") + markdownTable(p.grid(name, columns, rows)) + "\n<!-- /register -->\n"
}
