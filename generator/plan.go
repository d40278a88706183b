package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// planned is a document that the organisation gets. A bundle has the documents that are its chapters.
type planned struct {
	doc   *content.Document
	parts []*content.Document
}

// all are the document and its parts.
func (d planned) all() []*content.Document { return append([]*content.Document{d.doc}, d.parts...) }

// job is one document of the pack in one language.
type job struct {
	planned
	number         string
	title, summary string
}

// file is the name of the document in its format's folder; links between documents use it.
func (j *job) file(extension string) string { return j.number + "-" + j.doc.ID + extension }

// place is where a topic begins: the file, or its chapter in a bundle.
func (j *job) place(id, extension string) string {
	if id == j.doc.ID {
		return j.file(extension)
	}
	return j.file(extension) + "#" + id
}

// holds reports whether the job is the document of that id or has it as a part.
func (j *job) holds(id string) bool {
	return slices.ContainsFunc(j.all(), func(d *content.Document) bool { return d.ID == id })
}

// plan decides which documents the organisation gets: those whose facts hold, whose roles have holders. What a bundle of
// the plan holds is no document of its own.
func plan(lib *content.Library, org *content.Organisation, problems *problem.List) []planned {
	var docs []planned
	facts := org.Facts()
	bundled, missing := map[string]bool{}, map[string][]string{}
	for i := range lib.Documents {
		d := planned{doc: &lib.Documents[i]}
		if !facts.Meet(d.doc.When) {
			continue
		}
		for _, id := range d.doc.Parts[sizeOf(org.Row)] {
			if part := lib.Document(id); part != nil && facts.Meet(part.When) {
				d.parts = append(d.parts, part)
				bundled[id] = true
			}
		}
		if len(d.doc.Parts) == 0 || len(d.parts) > 0 {
			docs = append(docs, d)
		}
	}
	docs = slices.DeleteFunc(docs, func(d planned) bool { return bundled[d.doc.ID] })
	for _, d := range docs {
		for _, part := range d.all() {
			for _, role := range append([]string{part.Owner, part.Approver}, part.Needs...) {
				held := slices.ContainsFunc(org.Row.Rows("roles"), func(r table.Row) bool { return r.String("id") == role })
				if !held && !slices.Contains(missing[role], part.ID) {
					missing[role] = append(missing[role], part.ID)
				}
			}
		}
	}
	for _, role := range keys(missing) {
		problems.Errorf(org.Row.At("roles"), "write "+role+": {people: [ID]} with the id of a person under people",
			"no holder for the role %s, which %s needs", role, strings.Join(missing[role], ", "))
	}
	return docs
}

// sizeOf is the class of an organisation by its people.
func sizeOf(org table.Row) string { return content.Size(org.Int("size")) }

// served is what a document answers to.
type served struct{ clauses, controls []string }

// serves follows the topics of documents through the framework, to clauses and to the controls that apply.
func serves(f *content.Framework, docs []*content.Document, applies func(control string) bool) served {
	var s served
	for _, d := range docs {
		for _, t := range d.Topics {
			topic := f.Topic(t)
			if topic == nil {
				continue
			}
			s.clauses = append(s.clauses, topic.Clauses...)
			for _, c := range topic.Controls {
				if applies(c) {
					s.controls = append(s.controls, c)
				}
			}
		}
	}
	slices.SortFunc(s.clauses, compareIDs)
	slices.SortFunc(s.controls, compareIDs)
	s.clauses, s.controls = slices.Compact(s.clauses), slices.Compact(s.controls)
	return s
}

// serves adds to what the topics of documents lead to the own controls that name one of them.
func (p *pack) serves(docs []*content.Document) served {
	s := serves(p.framework, docs, p.applies)
	for _, d := range docs {
		for _, row := range p.own[d.ID] {
			s.controls = append(s.controls, row.String("control"))
		}
	}
	return s
}
