// Package excel prints registers as workbooks that people fill in: a first sheet that says what it is, then sheets with
// typed cells, drop-down lists, colours that follow the status, a filter and a print set-up. Formulas are only those that
// the program itself names; no value is read as one.
package excel

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/problem"
)

// maxText is what a cell can hold, in UTF-16 units; maxName what the name of a sheet can, in characters.
const (
	maxText = 32767
	maxName = 31
)

// Render prints a workbook. The same input gives the same bytes.
func Render(w Workbook) ([]byte, problem.List) {
	var problems problem.List
	f := excelize.NewFile()
	defer f.Close()
	b := &book{File: f, Workbook: &w, problems: &problems, styles: map[look]int{}, colours: map[string]int{}, parts: map[string][][]byte{}}
	if w.Accent == 0 {
		w.Accent = 0x0B5C6B
	}
	b.accent, b.pale = fmt.Sprintf("%06X", w.Accent), pale(w.Accent)
	b.try(b.SetDefaultFont("Calibri"))
	b.try(f.SetSheetName("Sheet1", sheetName(w.Words.About)))
	for _, s := range w.Sheets {
		b.add(sheetName(s.title()))
	}
	if w.Legend != "" {
		b.add(sheetName(w.Legend))
	}
	b.about()
	for _, s := range w.Sheets {
		switch s := s.(type) {
		case *Table:
			b.table(s)
		case *Heatmap:
			b.heatmap(s)
		case *Summary:
			b.summarySheet(s)
		case *Notes:
			b.notes(s)
		}
	}
	b.legend()
	b.lists()
	b.add(DataSheet)
	b.append(DataSheet, w.data())
	b.try(b.SetSheetVisible(DataSheet, false, true))
	b.properties()
	f.SetZipWriter(func(out io.Writer) excelize.ZipWriter {
		return &sortedZip{out: out, parts: map[string]*bytes.Buffer{}, rows: b.parts}
	})
	f.SetActiveSheet(0)
	var out bytes.Buffer
	b.try(f.Write(&out))
	if b.err != nil {
		problems.Errorf(problem.Position{File: w.ID + ".xlsx"}, "", "cannot write the workbook: %v", b.err)
		return nil, problems
	}
	return out.Bytes(), problems
}

// book is a workbook being written. The first error stays; after it nothing that follows counts.
type book struct {
	*excelize.File
	*Workbook
	accent   string // of the client, as RRGGBB
	pale     string // the same, mixed with white
	problems *problem.List
	styles   map[look]int
	colours  map[string]int      // conditional formats by their colours
	choices  [][]string          // drop-down lists, one column each on the hidden sheet
	parts    map[string][][]byte // rows of sheets by the name of their part
	err      error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) add(sheet string) {
	if at, _ := b.GetSheetIndex(sheet); at >= 0 {
		b.try(fmt.Errorf("two sheets have the name %q", sheet))
	}
	_, err := b.NewSheet(sheet)
	b.try(err)
}

// append gives a sheet its rows.
func (b *book) append(sheet string, r rows) {
	for id, name := range b.GetSheetMap() {
		if name == sheet {
			b.parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", id)] = r.pieces()
		}
	}
	if r.row > 0 {
		b.try(b.SetSheetDimension(sheet, fmt.Sprintf("A1:%s%d", letters(max(len(r.columns)-1, 0)), r.row)))
	}
}

func (b *book) properties() {
	day := b.Created.String() + "T00:00:00Z"
	b.try(b.SetDocProps(&excelize.DocProperties{
		Title: b.Title, Subject: b.Summary, Creator: b.Organisation, LastModifiedBy: b.Organisation, Category: b.Classification,
		Language: b.Language, Identifier: b.ID, Created: day, Modified: day,
	}))
	b.try(b.SetAppProps(&excelize.AppProperties{Company: b.Organisation}))
}

// page sets what every sheet shows and how it prints. area is what is printed, "" for all; header the row that is repeated.
func (b *book) page(sheet, orientation, area string, header int) {
	b.try(b.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: new(false), ZoomScale: new(100.0), TopLeftCell: new("A1")}))
	b.try(b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: new(9), Orientation: &orientation, FitToWidth: new(1), FitToHeight: new(0)}))
	b.try(b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	b.try(b.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: new(0.5), Right: new(0.5), Top: new(0.7), Bottom: new(0.7), Header: new(0.3), Footer: new(0.3)}))
	b.try(b.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddHeader: "&L&8" + plain(b.Organisation+" · "+b.Title) + "&R&8" + plain(b.Classification),
		OddFooter: "&L&8" + plain(sheet+" · "+b.Date) + "&R&8&P / &N",
	}))
	if area != "" {
		b.try(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: quoted(sheet) + "!" + area, Scope: sheet}))
	}
	if header > 0 {
		b.try(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted(sheet), header, header), Scope: sheet}))
	}
}

// formula is a formula cut at the references to cells of its own row: what stands between them, and their columns, by
// turns.
type formula []string

// compile puts the cells and columns of this workbook in place of the names in a formula. t is the table that holds it,
// or nil.
func (b *book) compile(t *Table, s string) formula {
	var f formula
	var text strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, "{")
		text.WriteString(before)
		if !found {
			break
		}
		var name string
		name, s, _ = strings.Cut(rest, "}")
		if register, column, far := strings.Cut(name, ":"); far {
			text.WriteString(b.column(register, column))
			continue
		}
		if t == nil {
			b.try(fmt.Errorf("a formula names the column %q of no table", name))
			break
		}
		i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
		if i < 0 {
			b.try(fmt.Errorf("a formula names the column %q, which the sheet %q does not have", name, t.Title))
			break
		}
		f = append(f, text.String(), "$"+letters(i))
		text.Reset()
	}
	return append(f, text.String())
}

// column is the range of a column of a table, with the room for new rows.
func (b *book) column(register, name string) string {
	for _, s := range b.Sheets {
		t, ok := s.(*Table)
		if !ok || t.Register != register {
			continue
		}
		if i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name }); i >= 0 {
			return fmt.Sprintf("%s!$%s$2:$%s$%d", quoted(sheetName(t.Title)), letters(i), letters(i), t.last())
		}
	}
	b.try(fmt.Errorf("a formula names the column %s of the register %s, which is not in this workbook", name, register))
	return ""
}
