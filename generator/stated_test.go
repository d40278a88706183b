package generator

import (
	"slices"
	"testing"

	"ismsgen/content"
)

// TestStatedIsPrinted holds what the outlines say of the examples against the documents themselves: the commitments that
// filling them asked for, and the numbers of their rules.
func TestStatedIsPrinted(t *testing.T) {
	for _, example := range content.Examples() {
		for _, p := range packsOf(t, request(t, example)) {
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
				for _, id := range said {
					if !slices.Contains(asked, id) {
						t.Logf("%s/%s/%s is said to state %s", example, p.locale.Tag, j.doc.ID, id)
					}
				}
			}
		}
	}
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
