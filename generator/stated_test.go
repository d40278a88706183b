package generator

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/output/document"
)

// TestStatedIsPrinted holds what the outlines say of the examples against the documents themselves: the commitments that
// filling them asked for, and the numbers of their rules.
func TestStatedIsPrinted(t *testing.T) {
	for _, example := range content.Examples() {
		for _, p := range packsOf(t, request(t, example)) {
			numbered := 0
			found, failed := p.statements()
			if len(failed) > 0 {
				t.Errorf("%s/%s: the outlines of %v cannot be run", example, p.locale.Tag, failed)
			}
			for _, j := range p.jobs {
				var said, asked []string
				for _, s := range found {
					if s.job == j && !slices.Contains(said, s.commitment) {
						said = append(said, s.commitment)
					}
				}
				for _, d := range j.all() {
					f := &filling{pack: p, job: j, doc: d}
					tmpl, err := p.prose.template(d.ID)
					if err != nil {
						t.Fatal(err)
					}
					funcs := f.funcs()
					funcs["amount"] = func(id string) string { asked = append(asked, id); return f.amount(id) }
					funcs["every"] = func(id string) string { asked = append(asked, id); return f.locale.Every(6) }
					funcs["parts"] = func() Markdown { return "" }
					var out bounded
					if err := tmpl.Funcs(funcs).Execute(&out, map[string]any(p.dot(j))); err != nil {
						t.Fatal(err)
					}
				}
				for _, id := range asked {
					if !slices.Contains(said, id) {
						t.Errorf("%s/%s/%s prints %s, and its outline does not", example, p.locale.Tag, j.doc.ID, id)
					}
				}
				duties := slices.ContainsFunc(j.all(), func(d *content.Document) bool { return d.ID == "incident-response" }) // prints their register
				for _, id := range said {
					owed := duties && slices.ContainsFunc(p.lib.Duties, func(d content.Duty) bool { return d.Commitment == id })
					if !slices.Contains(asked, id) && !owed && !j.holds("stage-1-readiness") { // it prints rules when there are points
						t.Errorf("%s/%s/%s is said to state %s, and does not", example, p.locale.Tag, j.doc.ID, id)
					}
				}
				numbered += ruled(t, p, j, found)
			}
			if numbered < 60 {
				t.Errorf("%s/%s: the rule is known of %d promises only", example, p.locale.Tag, numbered)
			}
		}
	}
}

// ruled holds that each rule that is said to state a commitment prints it, and counts them.
func ruled(t *testing.T, p *pack, j *job, found []promise) int {
	rules, n := map[int]string{}, 0
	document.Walk(p.parsed(p.early, j).Blocks, func(b document.Block) bool {
		if list, ok := b.(*document.Rules); ok {
			for _, r := range list.Rules {
				document.Walk(r.Blocks, func(b document.Block) bool {
					if text, ok := b.(*document.Paragraph); ok {
						rules[r.Number] += strings.ToLower(document.Plain(text.Text))
					}
					return true
				})
			}
		}
		return true
	})
	for _, s := range found {
		if s.job != j || s.rule == 0 {
			continue
		}
		n++
		text, value := rules[s.rule], p.view.Commitments.Int(s.commitment)
		if !strings.Contains(text, strings.ToLower(p.locale.Every(value))) && !strings.Contains(text, strings.ToLower(p.amount(s.commitment))) && !strings.Contains(text, strconv.Itoa(value)) {
			t.Errorf("%s/%s R%d is said to state %s: %q", p.locale.Tag, j.doc.ID, s.rule, s.commitment, text)
		}
	}
	return n
}

// packsOf makes the pack of each language, without a document being filled.
func packsOf(t *testing.T, r Request) []*pack {
	t.Helper()
	org, problems := content.Load(r.Client, r.Library)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	docs := plan(r.Library, org, &problems)
	var packs []*pack
	for _, lang := range org.Languages {
		p, faults := newPack(&r, org, lang, org.ReferenceDate(), docs)
		if problems = append(problems, faults...); problems.HasErrors() {
			t.Fatal(problems)
		}
		packs = append(packs, p)
	}
	return packs
}
