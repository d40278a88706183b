// Package pdf prints a document as PDF/A-1b: layout places, this package draws what was placed and finishes the file.
package pdf

import (
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// Render prints a document and counts its pages. The same document and style give the same bytes.
func Render(d *document.Document, s layout.Style) (file []byte, count int, problems problem.List) {
	pages, problems := layout.Layout(d, s)
	data, err := draw(pages, d.Meta)
	if err != nil {
		problems.Errorf(problem.Position{File: d.Meta.ID}, "", "cannot print: %v", err)
	}
	return data, len(pages), problems
}
