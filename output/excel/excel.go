// Package excel prints registers as a workbook: a first sheet that says what it is, then a sheet per register with typed
// cells, a filter, drop-down lists and a print set-up. No cell is ever a formula and no value is read as one.
package excel

import (
	"bytes"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// Workbook is what a file holds.
type Workbook struct {
	About  string   // name of the first sheet
	Intro  []string // paragraphs of the first sheet: what this is, who fills in what, how it comes back
	Sheets []table.Grid
	Accent uint32 // 0xRRGGBB; 0: the built-in one
}

// maxText is what a cell can hold, in UTF-16 units; maxName what the name of a sheet can, in characters.
const (
	maxText = 32767
	maxName = 31
)

// Render prints a workbook. The same input gives the same bytes.
func Render(m document.Meta, w Workbook) ([]byte, problem.List) {
	var problems problem.List
	f := excelize.NewFile()
	defer f.Close()
	b := &book{File: f, meta: m, accent: fmt.Sprintf("%06X", w.Accent), problems: &problems, styles: map[look]int{}}
	if w.Accent == 0 {
		b.accent = "0B5C6B"
	}
	b.try(f.SetSheetName("Sheet1", sheetName(w.About)))
	for _, g := range w.Sheets {
		_, err := f.NewSheet(sheetName(g.Title))
		b.try(err)
	}
	b.about(w)
	for i, g := range w.Sheets {
		b.sheet(i, g)
	}
	b.lists()
	b.properties()
	f.SetZipWriter(func(out io.Writer) excelize.ZipWriter { return &sortedZip{out: out, parts: map[string]*bytes.Buffer{}} })
	f.SetActiveSheet(0)
	var out bytes.Buffer
	b.try(f.Write(&out))
	if b.err != nil {
		problems.Errorf(problem.Position{File: m.ID}, "", "cannot write the workbook: %v", b.err)
		return nil, problems
	}
	return out.Bytes(), problems
}

// book is a workbook being written. The first error stays; after it nothing that follows counts.
type book struct {
	*excelize.File
	meta     document.Meta
	accent   string
	problems *problem.List
	styles   map[look]int
	choices  [][]string // drop-down lists, one column each on the hidden sheet
	err      error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) properties() {
	day := b.meta.Created + "T00:00:00Z"
	b.try(b.SetDocProps(&excelize.DocProperties{
		Title: b.meta.Title, Subject: b.meta.Summary, Creator: b.meta.Organisation, LastModifiedBy: b.meta.Organisation,
		Language: b.meta.Language, Version: b.meta.Version, Created: day, Modified: day,
	}))
	b.try(b.SetAppProps(&excelize.AppProperties{Company: b.meta.Organisation}))
	b.try(b.SetDefaultFont("Calibri"))
}

// page sets what every sheet shows and how it prints.
func (b *book) page(sheet string, landscape bool, lastHeader int) {
	orientation := "portrait"
	if landscape {
		orientation = "landscape"
	}
	b.try(b.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: new(false), ZoomScale: new(100.0), TopLeftCell: new("A1")}))
	b.try(b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: new(9), Orientation: &orientation, FitToWidth: new(1), FitToHeight: new(0)}))
	b.try(b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	b.try(b.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: new(0.5), Right: new(0.5), Top: new(0.7), Bottom: new(0.7), Header: new(0.3), Footer: new(0.3)}))
	b.try(b.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddHeader: "&L&8" + plain(b.meta.Organisation+" · "+b.meta.Title) + "&R&8" + plain(b.meta.Classification),
		OddFooter: "&L&8" + plain(b.meta.Number+" · "+b.meta.Words.Version+" "+b.meta.Version+" · "+b.meta.Date) + "&R&8&P / &N",
	}))
	if lastHeader > 0 {
		b.try(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(sheet), lastHeader, lastHeader), Scope: sheet}))
	}
}
