package generator

import (
	"io/fs"
	"strconv"
	"strings"
	"text/template/parse"

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
		all := []*content.Document{d}
		for _, size := range keys(d.Parts) {
			for _, id := range d.Parts[size] {
				if part := lib.Document(id); part != nil {
					all = append(all, part)
				}
			}
		}
		s := serves(f, all, func(string) bool { return true })
		list = append(list, Listed{ID: d.ID, Number: d.Number, Kind: l.Documents.Kinds[d.Kind], Title: t.title, Summary: t.summary, Clauses: s.clauses, Controls: s.controls})
	}
	return list, problems
}

// ListedCommitment is a commitment as a list shows it.
type ListedCommitment struct {
	ID, Default, Bounds, Unit, Label, Reason string
	Documents                                []string // numbers and ids of those that state it
}

// Commitments lists the promised numbers in a language, with the documents of the catalogue whose templates state each.
func Commitments(lib *content.Library, templates fs.FS, lang string) ([]ListedCommitment, problem.List) {
	l, problems := lib.Language(lang)
	if problems.HasErrors() {
		return nil, problems
	}
	src := sources{builtin: templates}
	partials := map[string]*parse.Tree{}
	entries, _ := fs.ReadDir(templates, lang+"/partials")
	for _, e := range entries {
		file := lang + "/partials/" + e.Name()
		if data, ok := src.text(file, &problems); ok {
			partials[strings.TrimSuffix(e.Name(), ".md.tmpl")] = parseTemplate("templates/"+file, string(data), &problems)
		}
	}
	where := map[string][]string{}
	for i := range lib.Documents {
		d := &lib.Documents[i]
		t, body, ok := src.document(lang, d, &problems)
		if !ok {
			continue
		}
		for _, id := range stated(parseTemplate(t.file, body, &problems), partials, lib.Duties) {
			where[id] = append(where[id], d.Number+" "+d.ID)
		}
	}
	var list []ListedCommitment
	for _, c := range lib.Commitments {
		row := ListedCommitment{ID: c.ID, Default: l.Count(c.Default, c.Unit), Unit: l.Unit(c.Unit, c.Max), Label: l.Commitments[c.ID], Reason: l.Reasons[c.ID], Documents: where[c.ID]}
		if row.Bounds = strconv.Itoa(c.Min); c.Max != c.Min {
			row.Bounds += "-" + strconv.Itoa(c.Max)
		}
		if c.Every {
			row.Default = l.Every(c.Default)
		}
		list = append(list, row)
	}
	return list, problems
}
