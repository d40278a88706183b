package generator

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// manner is how an organisation of a size works, as its documents show it.
type manner struct {
	size    int
	roles   float64  // held by a person, on average
	forums  []string // with their rhythm
	rhythms []int    // months of all commitments to a rhythm
	texts   []string // of the document on roles
}

func (w *sample) manner(docs []sampleDoc) manner {
	m := manner{size: w.view.Org.Int("size")}
	people := map[string]bool{}
	held := 0
	for _, r := range w.view.Org.Rows("roles") {
		for _, p := range r.Strings("people") {
			people[p] = true
			held++
		}
	}
	m.roles = float64(held) / float64(len(people))
	for _, d := range docs {
		if !d.holds("roles-and-responsibilities") {
			continue
		}
		for _, p := range d.passages {
			m.texts = append(m.texts, normal(p.text))
		}
		for _, f := range w.view.Org.Rows("forums") {
			if name := content.Capital(f.String("name")); slices.ContainsFunc(d.passages, func(p passage) bool {
				return strings.Contains(p.text, name) && strings.Contains(p.text, w.locale.Every(f.Int("every_months")))
			}) {
				m.forums = append(m.forums, fmt.Sprint(name, f.Int("every_months")))
			}
		}
	}
	for _, c := range w.lib.Commitments {
		if c.Every {
			m.rhythms = append(m.rhythms, w.view.Commitments.Int(c.ID))
		}
	}
	return m
}

// alike is the part of the texts of one that stand in the other as well.
func alike(a, b []string) float64 {
	n := 0
	for _, t := range a {
		if slices.Contains(b, t) {
			n++
		}
	}
	return float64(n) / float64(max(len(a), 1))
}

// TestSizesWorkDifferently holds that roles, forums and rhythms of 7, 41 and 412 people differ, also in the documents, and
// that the documents of one organisation change with its size.
func TestSizesWorkDifferently(t *testing.T) {
	var all []manner
	for _, w := range examplePacks(t) {
		m := w.manner(w.docs)
		if len(m.forums) != len(w.view.Org.Rows("forums")) || len(m.forums) == 0 {
			t.Errorf("%s/%s: the document on roles names %d of %d forums with their rhythm", w.example, w.lang, len(m.forums), len(w.view.Org.Rows("forums")))
		}
		if w.lang == "en" {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b manner) int { return a.size - b.size })
	if len(all) != 3 || all[0].size != 7 || all[1].size != 41 || all[2].size != 412 {
		t.Fatalf("the examples have other sizes: %+v", all)
	}
	for i, m := range all {
		for _, other := range all[i+1:] {
			if m.roles <= other.roles {
				t.Errorf("a person of %d holds %.2f roles, one of %d %.2f", m.size, m.roles, other.size, other.roles)
			}
			if slices.Equal(m.rhythms, other.rhythms) || slices.Equal(m.forums, other.forums) {
				t.Errorf("%d and %d people meet and check at the same rhythm", m.size, other.size)
			}
			if part := alike(m.texts, other.texts); part > 0.7 {
				t.Errorf("%.0f%% of the document on roles is the same for %d and %d people", 100*part, m.size, other.size)
			}
		}
	}

	var sizes []manner
	var documents []string
	for _, n := range []int{7, 41, 412} {
		r := request(t, "software")
		packs, err := writeSample(Request{Client: r.Client, Library: r.Library, Templates: templates.Files, Only: []string{"roles-and-responsibilities"}}, "software", func(org *content.Organisation) { org.Row["size"] = n })
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, packs[0].manner(packs[0].docs))
		var list []string
		for _, j := range packs[0].jobs {
			list = append(list, j.number)
		}
		documents = append(documents, strings.Join(list, " "))
	}
	for i, m := range sizes {
		for k, other := range sizes[i+1:] {
			if m.size < 15 && alike(m.texts, other.texts) > 0.9 {
				t.Errorf("the document on roles of one organisation is the same with %d and %d people", m.size, other.size)
			}
			if documents[i] == documents[i+1+k] {
				t.Errorf("one organisation gets the same documents with %d and %d people", m.size, other.size)
			}
		}
	}
}

// pair is what one person should not do alone: a role that does, and one that approves or checks it.
type pair struct{ does, approves string }

// pairs lists who approves what whom does, in the documents of the pack: owners write and approvers approve, and the CISO
// looks after who runs systems.
func (w *sample) pairs() []pair {
	list := []pair{{"it", "ciso"}, {"development", "ciso"}, {"operations", "ciso"}}
	for _, j := range w.jobs {
		for _, part := range j.all() {
			if p := (pair{part.Owner, part.Approver}); p.does != p.approves && part.Controlled && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return list
}

// rowsOf lists the texts of a document that are read as one: a row of a table is.
func rowsOf(d *document.Document) []string {
	var list []string
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Paragraph:
			list = append(list, document.Plain(b.Text))
		case *document.Table:
			for _, r := range b.Rows {
				var cells []string
				for _, c := range r {
					cells = append(cells, document.Plain(c))
				}
				list = append(list, strings.Join(cells, " | "))
			}
		}
		return true
	})
	return list
}

// deputies are the words for who takes over.
var deputies = map[string]string{"en": "deput", "nl": "plaatsverva"}

// uncompensated lists the pairs that one person holds, where no text says who looks instead: one that names the person, or
// both roles, and a second person or the deputy.
func (w *sample) uncompensated(found *findings, why string) (pairs int) {
	role := func(id string) table.Row { return w.roleRow(id) }
	for _, p := range w.pairs() {
		if role(p.does) == nil || role(p.approves) == nil {
			continue
		}
		for _, person := range role(p.does).Strings("people") {
			if !slices.Contains(role(p.approves).Strings("people"), person) || len(role(p.approves).Strings("people")) > 1 {
				continue
			}
			pairs++
			name := w.person(person)
			named := false
			for _, d := range w.docs {
				if !d.holds("roles-and-responsibilities") {
					continue
				}
				for _, text := range rowsOf(d.tree) {
					small := strings.ToLower(text)
					speaks := strings.Contains(text, name) && (strings.Contains(small, strings.ToLower(w.roleName(p.does))) || strings.Contains(small, strings.ToLower(w.roleName(p.approves)))) ||
						strings.Contains(small, strings.ToLower(w.roleName(p.does))) && strings.Contains(small, strings.ToLower(w.roleName(p.approves)))
					second := strings.Contains(small, deputies[w.lang]) || slices.ContainsFunc(w.view.Org.Rows("people"), func(o table.Row) bool {
						return o.String("id") != person && strings.Contains(text, o.String("name"))
					})
					register := strings.Contains(text, name+" | ") // a list of holders and deputies says nothing of who checks
					named = named || speaks && second && !register
				}
			}
			if !named {
				found.plainly("templates/%s/procedure/roles-and-responsibilities.md.tmpl: %s, %s%s holds the roles %s and %s, which approves or checks the other; under “who checks whom” write who looks instead, by name or as the deputy: {{if eq (holder %q) (holder %q)}}…{{end}}",
					w.lang, w.example, why, name, p.does, p.approves, p.does, p.approves)
			}
		}
	}
	return pairs
}

// TestOnePersonWithTwoRolesIsWatched finds who approves or checks what they do themselves, in the examples and in those
// whose roles were joined, and asks for the measure that stands in for a second person.
func TestOnePersonWithTwoRolesIsWatched(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		w.uncompensated(found, "")
	}
	joined := 0
	for _, test := range []struct{ example, does, approves string }{{"accountancy", "ciso", "top_management"}, {"software", "it", "ciso"}, {"manufacturer", "procurement", "top_management"}} {
		r := request(t, test.example)
		packs, err := writeSample(Request{Client: r.Client, Library: r.Library, Templates: templates.Files, Only: []string{"roles-and-responsibilities"}}, test.example, func(org *content.Organisation) {
			rows := org.Row.Rows("roles")
			of := func(id string) table.Row {
				return rows[slices.IndexFunc(rows, func(r table.Row) bool { return r.String("id") == id })]
			}
			of(test.does)["people"] = of(test.approves)["people"]
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range packs {
			joined += w.uncompensated(found, "where "+test.does+" is held by "+test.approves+", ")
			silent, none := *w, newFindings(t)
			silent.docs = slices.DeleteFunc(slices.Clone(w.docs), func(d sampleDoc) bool { return d.holds("roles-and-responsibilities") })
			if n := silent.uncompensated(none, ""); n > 0 && len(none.list) == 0 {
				t.Errorf("%s/%s: %d pairs of one person, and nobody misses the document on roles", w.example, w.lang, n)
			}
		}
	}
	if joined < 6 {
		t.Errorf("only %d pairs of one person were found", joined)
	}
	found.tell()
}
