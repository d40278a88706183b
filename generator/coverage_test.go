package generator

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/templates"
)

// treats lists what the sections and rules of a template answer to, as 9.3.2 and A.7.7.
func treats(tree *parse.Tree) []string {
	var ids []string
	walk(tree.Root, func(n parse.Node) {
		c, ok := n.(*parse.CommandNode)
		if !ok {
			return
		}
		switch call(c) {
		case "serves":
			for i := 1; i < len(c.Args); i++ {
				id, _ := literal(c, i)
				ids = append(ids, id)
			}
		case "rule":
			for i := 2; i < len(c.Args); i++ {
				id, _ := literal(c, i)
				ids = append(ids, "A."+id)
			}
		}
	})
	return ids
}

// promised lists the clauses and controls of the topics of a document.
func promised(f *content.Framework, d *content.Document) []string {
	s := serves(f, []*content.Document{d}, func(string) bool { return true })
	ids := slices.Clone(s.clauses)
	for _, c := range s.controls {
		ids = append(ids, "A."+c)
	}
	return ids
}

// everything lists the clauses without sub-clauses and the controls of an edition.
func everything(f *content.Framework) []string {
	ids := slices.Clone(f.Leaves())
	for _, c := range f.Controls {
		ids = append(ids, c.Label())
	}
	return ids
}

// missingFrom lists what is in no list of the map.
func missingFrom(want []string, treated map[string][]string) []string {
	var missing []string
	for _, id := range want {
		if !slices.ContainsFunc(slices.Collect(maps.Values(treated)), func(ids []string) bool { return slices.Contains(ids, id) }) {
			missing = append(missing, id)
		}
	}
	return missing
}

// evidenceKinds are the kinds of documents that can show what was done.
var evidenceKinds = []string{"record", "register", "report", "plan"}

// TestEveryClauseAndControlIsTreated holds that each clause and control is treated by a section or rule of a document in
// the catalogue, that each document treats what its topics promise, and that evidence is shown where results stand.
func TestEveryClauseAndControlIsTreated(t *testing.T) {
	lib := library(t)
	f, _ := lib.Current()
	src := sources{builtin: templates.Files}
	for _, lang := range lib.Languages {
		found := newFindings(t)
		treated, kinds := map[string][]string{}, map[string]string{}
		topics := map[string][]string{} // documents by what they promise
		for i := range lib.Documents {
			d := &lib.Documents[i]
			for _, id := range promised(f, d) {
				topics[id] = append(topics[id], d.ID)
			}
			var problems problem.List
			file := "templates/" + lang + "/" + d.Kind + "/" + d.ID + ".md.tmpl"
			text, body, ok := src.document(lang, d, &problems)
			if !ok {
				found.plainly("%s: the template is missing; it is to treat %s", file, strings.Join(promised(f, d), ", "))
				continue
			}
			tree := parseTemplate(text.file, body, &problems)
			if tree == nil {
				t.Fatal(problems)
			}
			treated[d.ID], kinds[d.ID] = treats(tree), d.Kind
			for _, id := range missingFrom(promised(f, d), map[string][]string{d.ID: treated[d.ID]}) {
				found.plainly(`%s: a topic of the document promises %s, and no section or rule treats it; write {{serves %q}} on the heading that does, cite it in a rule, or change the topics in catalogue.yaml`, file, id, id)
			}
		}
		for _, id := range missingFrom(everything(f), treated) {
			found.plainly("templates/%s: no section or rule of any document treats %s; it belongs to %s", lang, id, strings.Join(topics[id], ", "))
		}
		for _, item := range f.Documented {
			for _, clause := range item.Clauses {
				shown := map[string][]string{}
				for id, ids := range treated {
					if item.Kind != "record" || slices.Contains(evidenceKinds, kinds[id]) {
						shown[id] = ids
					}
				}
				if len(missingFrom([]string{clause}, shown)) > 0 {
					found.plainly("templates/%s: %s is to be documented (%s, %s), and no section of a %s treats it; it belongs to %s", lang, item.ID, clause, item.Kind,
						map[bool]string{true: strings.Join(evidenceKinds, ", "), false: "document"}[item.Kind == "record"], strings.Join(topics[clause], ", "))
				}
			}
		}
		found.tell()

		// What one document alone treats is missed when that document is left out.
		single := 0
		for id := range treated {
			rest := maps.Clone(treated)
			delete(rest, id)
			single += len(missingFrom(everything(f), rest))
		}
		if single < 10 {
			t.Errorf("%s: only %d clauses and controls depend on one document", lang, single)
		}
	}
}

// untreated lists the clauses and the controls that apply which no section of the documents treats.
func (w *sample) untreated(docs []sampleDoc) []string {
	treated := map[string][]string{}
	for _, d := range docs {
		for _, s := range d.sections {
			treated[d.doc.ID] = append(treated[d.doc.ID], s.serves...)
		}
	}
	want := slices.Clone(w.framework.Leaves())
	for _, c := range w.view.Registers["controls"] { // own ones too
		if c.Bool("applies") {
			want = append(want, c.String("number"))
		}
	}
	return missingFrom(want, treated)
}

// TestEveryPackTreatsWhatApplies holds that each pack has a section or rule for every clause and every included control.
func TestEveryPackTreatsWhatApplies(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		for _, id := range w.untreated(w.docs) {
			var belongs []string
			for i := range w.lib.Documents {
				if d := &w.lib.Documents[i]; slices.Contains(promised(w.framework, d), id) {
					state := "not in this pack"
					if j := w.job(d.ID); j != nil {
						state = "in " + j.number
					}
					belongs = append(belongs, d.ID+" ("+state+")")
				}
			}
			found.plainly("%s/%s: no section treats %s; it belongs to %s", w.example, w.lang, id, strings.Join(belongs, ", "))
		}
		// What one document alone treats is missed without it.
		single := 0
		missing := w.untreated(w.docs)
		for i := range w.docs {
			single += len(w.untreated(slices.Delete(slices.Clone(w.docs), i, i+1))) - len(missing)
		}
		if single < 10 {
			t.Errorf("%s/%s: only %d clauses and controls depend on one document", w.example, w.lang, single)
		}
	}
	found.tell()
}

// TestNoDocumentIsAChapterTwice holds that no two bundles of a size have the same chapter: a pack would say all of it twice.
func TestNoDocumentIsAChapterTwice(t *testing.T) {
	chapter := map[string]string{}
	for _, d := range library(t).Documents {
		for size, parts := range d.Parts {
			if !slices.Contains(d.When["size"], size) {
				t.Errorf("catalogue.yaml: %s has chapters for a size that it is not made for: %s", d.ID, size)
			}
			for _, part := range parts {
				if other := chapter[size+part]; other != "" {
					t.Errorf("catalogue.yaml: %s is a chapter of %s and of %s in %s organisations: take it out of one", part, other, d.ID, size)
				}
				chapter[size+part] = d.ID
			}
		}
	}
}

// TestDocumentsOfTheStatementAgreeWithTheIndex holds that every included control, own ones too, has documents in the
// Statement of Applicability, that these are the documents of the sheet of places, that the index shows them first, and that
// each place in the index has its page.
func TestDocumentsOfTheStatementAgreeWithTheIndex(t *testing.T) {
	for _, w := range examplePacks(t) {
		name := w.example + "/" + w.lang
		places, paged := map[string][]string{}, 0
		for _, row := range w.treatments(nil) {
			for _, at := range row.places {
				if at.section != nil && !slices.Contains(places[row.id], at.job.doc.ID) {
					places[row.id] = append(places[row.id], at.job.doc.ID)
				}
			}
		}
		index := map[string]table.Row{}
		for _, row := range w.index(w.job("auditor-index")) {
			index[row.String("id")] = row
			for _, m := range regexp.MustCompile(`\]\(([^ ]*) "page"\)`).FindAllStringSubmatch(row.String("links"), -1) {
				if paged++; w.page(m[1]) < 1 {
					t.Errorf("%s: the index has no page for %s at %s", name, row.String("id"), m[1])
				}
			}
		}
		b := &bookwork{pack: w.pack, Workbook: &w.lib.Workbooks[0]}
		included, own := 0, 0
		for _, c := range w.view.Registers["controls"] {
			if !c.Bool("applies") {
				continue
			}
			included++
			number := c.String("number")
			var documents []string
			for _, id := range b.client(c, "documents", nil).([]any) {
				documents = append(documents, id.(string))
			}
			if len(documents) == 0 {
				t.Errorf("%s: the Statement of Applicability names no document for %s", name, number)
				continue
			}
			if !slices.Equal(slices.Sorted(slices.Values(documents)), slices.Sorted(slices.Values(places[number]))) {
				t.Errorf("%s: %s is treated in %v by the Statement of Applicability and in %v by the index", name, number, documents, places[number])
			}
			if first := index[number].String("places"); !strings.HasPrefix(first, w.job(documents[0]).number+" § ") {
				t.Errorf("%s: %s is first treated in %s by the Statement of Applicability and in %q by the index", name, number, documents[0], first)
			}
			if w.isOwn(c.String("control")) {
				own++
				if d := c.String("document"); !w.job(documents[0]).holds(d) {
					t.Errorf("%s: %s is to be treated in %s and stands in %v", name, number, d, documents)
				}
			}
		}
		if own == 0 || included < 70 || paged < included {
			t.Errorf("%s: %d controls, %d own ones, %d pages", name, included, own, paged)
		}
	}
}
