package generator

import (
	"slices"
	"strconv"

	"ismsgen/content/problem"
	"ismsgen/output"
	"ismsgen/output/document"
	"ismsgen/output/pdf"
	"ismsgen/output/pdf/layout"
)

// binderFile is the name of the binder in the folder of the PDF files.
const binderFile = "isms-pack.pdf"

// binder collects the documents of one language after the other.
type binder struct {
	style  output.Style
	format int // in the summary
	bound  []layout.Bound
	draft  bool // one of them is
}

func (b *binder) add(t task, d *document.Document) {
	b.bound = append(b.bound, layout.Bound{Name: t.job.file(""), Document: d})
	b.draft = b.draft || d.Meta.Draft
}

// print makes one file of the documents collected, and starts anew. What was reported of a document is not said twice.
func (b *binder) print(p *pack, problems *problem.List) printedFile {
	b.style.Hyphens = p.locale.breaks
	data, pages, faults := pdf.Bind(p.binderMeta(len(b.bound), b.draft), b.bound, b.style)
	for _, f := range faults {
		if !slices.Contains(*problems, f) {
			*problems = append(*problems, f)
		}
	}
	b.bound, b.draft = nil, false
	return printedFile{File{Path: p.locale.Tag + "/pdf/" + binderFile, Data: data}, b.format, pages}
}

// binderMeta is what the binder says of itself. It is as confidential as the most confidential of its documents,
// and a draft as soon as one of them is.
func (p *pack) binderMeta(documents int, draft bool) document.Meta {
	l := p.locale
	m := document.Meta{
		ID: "binder", Kind: l.term("binder-kind"), Title: l.term("binder-title"),
		Summary:      l.term("binder-summary", "{n}", strconv.Itoa(documents), "{organisation}", p.view.Org.String("name")),
		Organisation: p.view.Org.String("name"), Date: l.Date(p.now), Created: p.now.String(), Language: l.Tag, Words: l.words,
	}
	if draft {
		m.Draft, m.Date = true, l.term("draft-on", "{date}", m.Date)
	}
	for _, level := range p.view.Org.Rows("classification") { // from the least to the most protected
		key := level.String("level")
		if slices.ContainsFunc(p.jobs, func(j *job) bool { return j.doc.Classification == key }) {
			m.Classification = p.level(key)
		}
	}
	return m
}
