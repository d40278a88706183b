// Package output lists the formats in which a document leaves the program. A format is a value in a list: one that is
// added there is known to the command line, to the generator and to the tests.
package output

import (
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/output/excel"
	"ismsgen/output/markdown"
	"ismsgen/output/pdf"
	"ismsgen/output/pdf/layout"
)

// Style is what the client's brand and the language decide about a page or a sheet.
type Style = layout.Style

// Input is everything that a format may print.
type Input struct {
	Front    []byte // front matter as text
	Document *document.Document
	Style    Style
}

// Output is a printed document. Data is nil when the format has nothing to say about it.
type Output struct {
	Data   []byte
	Pages  int            // of formats that have pages
	Places map[string]int // page of each anchor, of formats that have pages
}

// Format is one way to print a document.
type Format struct {
	ID        string                                      // as in --formats, and the folder of its files in the pack
	Name      string                                      // as people call it
	Extension string                                      // of its files
	Render    func(Input) (Output, problem.List)          // nil: it prints no documents
	Workbook  func(excel.Workbook) ([]byte, problem.List) // nil: it prints no workbooks
}

// Formats are all formats, in the order in which people list them.
func Formats() []Format {
	return []Format{
		{ID: "md", Name: "Markdown", Extension: ".md", Render: renderMarkdown},
		{ID: "pdf", Name: "PDF", Extension: ".pdf", Render: renderPDF},
		{ID: "xlsx", Name: "Excel", Extension: ".xlsx", Workbook: excel.Render},
	}
}

func renderMarkdown(in Input) (Output, problem.List) {
	return Output{Data: append(in.Front[:len(in.Front):len(in.Front)], markdown.Write(in.Document)...)}, nil
}

func renderPDF(in Input) (Output, problem.List) {
	data, pages, places, problems := pdf.Render(in.Document, in.Style)
	return Output{Data: data, Pages: pages, Places: places}, problems
}
