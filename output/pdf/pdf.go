// Package pdf prints a document as PDF/A-1b: layout places, this package draws what was placed and finishes the file.
package pdf

import (
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// Render prints a document and counts its pages; places gives the page of each anchor. The same document and style give
// the same bytes.
func Render(d *document.Document, s layout.Style) (file []byte, count int, places map[string]int, problems problem.List) {
	k := take()
	defer k.leave()
	pages, problems := k.memory.Layout(d, s)
	file, count, problems = k.printed(pages, d.Meta, problems)
	return file, count, layout.Places(pages), problems
}

// Places gives the page of each anchor of a document, without printing it.
func Places(d *document.Document, s layout.Style) map[string]int {
	k := take()
	defer k.leave()
	pages, _ := k.memory.Layout(d, s)
	return layout.Places(pages)
}

// Bind prints documents as one file behind one cover and contents; see [layout.Bind].
func Bind(m document.Meta, bound []layout.Bound, s layout.Style) (file []byte, count int, problems problem.List) {
	k := take()
	defer k.leave()
	pages, problems := k.memory.Bind(m, bound, s)
	return k.printed(pages, m, problems)
}

func (k *desk) printed(pages []layout.Page, m document.Meta, problems problem.List) ([]byte, int, problem.List) {
	data, err := k.draw(pages, m)
	if err != nil {
		problems.Errorf(problem.Position{File: m.ID}, "", "cannot print: %v", err)
	}
	return data, len(pages), problems
}
