package generator

import (
	"io/fs"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// Listed is a document of the catalogue as a list shows it.
type Listed struct {
	ID, Number, Kind, Title, Summary string
	Clauses, Controls                []string // that it serves
}

// Documents lists the catalogue in a language, with what each document serves in a framework.
func Documents(lib *content.Library, templates fs.FS, lang, framework string) ([]Listed, problem.List) {
	f, problems := lib.Framework(framework)
	l, faults := lib.Language(lang)
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, problems
	}
	var list []Listed
	for i := range lib.Documents {
		d := &lib.Documents[i]
		t, _, ok := sources{builtin: templates}.document(lang, d, &problems)
		if !ok {
			continue
		}
		s := serves(f, []*content.Document{d}, func(string) bool { return true })
		list = append(list, Listed{ID: d.ID, Number: d.Number, Kind: l.Documents.Kinds[d.Kind], Title: t.title, Summary: t.summary, Clauses: s.clauses, Controls: s.controls})
	}
	return list, problems
}
