package excel

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// look is everything that tells one cell's style from another's.
type look struct {
	header, locked, edged, number, date, title, faint bool
	fill                                              string
}

const (
	ink, muted, hairline, tint = "1C2B39", "5B6B7A", "D3D9DF", "F3F6F8"
)

// fills are the light colours behind a status word.
var fills = map[string]string{"green": "DFEAE3", "amber": "FBF0DA", "red": "F6DEDC", "grey": "EDF0F2"}

func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	s := &excelize.Style{
		Font:       &excelize.Font{Family: "Calibri", Size: 10, Color: ink},
		Alignment:  &excelize.Alignment{Vertical: "top", WrapText: true},
		Protection: &excelize.Protection{Locked: l.locked || l.header || l.title},
	}
	if l.title {
		s.Font.Size, s.Font.Bold = 18, true
		s.Alignment.WrapText = false
	}
	if l.faint || l.locked {
		s.Font.Color = muted
	}
	if l.header {
		s.Font.Bold, s.Font.Color = true, muted
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{tint}}
		s.Alignment.Vertical = "center"
		s.Border = append(s.Border, excelize.Border{Type: "top", Color: ink, Style: 1})
	}
	if !l.title && !l.faint {
		s.Border = append(s.Border, excelize.Border{Type: "bottom", Color: hairline, Style: 1})
	}
	if l.edged {
		s.Border = append(s.Border, excelize.Border{Type: "left", Color: b.accent, Style: 1})
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	switch {
	case l.number:
		s.NumFmt, s.Alignment.Horizontal = 0, "right"
	case l.date:
		s.CustomNumFmt, s.Alignment.Horizontal = new("yyyy-mm-dd"), "left"
	}
	id, err := b.NewStyle(s)
	b.try(err)
	b.styles[l] = id
	return id
}

// sheet writes one register: a title row would break the filter for people who sort, so the header is row 1.
func (b *book) sheet(index int, g table.Grid) {
	name := sheetName(g.Title)
	cell := func(column, row int) string {
		s, err := excelize.CoordinatesToCellName(column+1, row+1)
		b.try(err)
		return s
	}
	header := unique(g.Columns)
	for i, title := range header {
		b.try(b.SetCellStr(name, cell(i, 0), cellText(title)))
		b.try(b.SetCellStyle(name, cell(i, 0), cell(i, 0), b.style(look{header: true})))
	}
	widths := make([]int, len(g.Columns))
	for i, c := range g.Columns {
		widths[i] = width(c, g.Rows, i)
	}
	for r, row := range g.Rows {
		tallest := 1
		for i, v := range row {
			b.value(name, cell(i, r+1), g.Columns[i], v)
			tallest = max(tallest, lines(v.Text, widths[i]-2))
		}
		b.try(b.SetRowHeight(name, r+2, min(float64(tallest)*lineHeight+4, maxHeight)))
	}
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.SetColWidth(name, column, column, float64(w)))
		b.dropDown(name, column, g.Columns[i], len(g.Rows))
	}
	b.try(b.SetRowHeight(name, 1, 30))
	last := cell(len(g.Columns)-1, max(len(g.Rows), 1))
	b.try(b.AddTable(name, &excelize.Table{Range: "A1:" + last, Name: fmt.Sprintf("register_%d", index+1), StyleName: "", ShowRowStripes: new(false)}))
	b.try(b.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}))
	b.page(name, true, 1)
	b.try(b.ProtectSheet(name, &excelize.SheetProtectionOptions{AutoFilter: true, Sort: true, FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, SelectLockedCells: true, SelectUnlockedCells: true}))
}

// value writes one cell with its type.
func (b *book) value(sheet, cell string, c table.Column, v table.Value) {
	l := look{locked: c.Locked, edged: len(c.Choices) > 0 && !c.Locked, fill: fills[v.Signal]}
	text, short := cut(v.Text)
	if short {
		b.problems.Warnf(problem.Position{File: b.meta.ID}, "shorten the text", "cell %s of the sheet %q holds at most %d characters: the rest is left out", cell, sheet, maxText)
	}
	switch {
	case text == "":
	case v.Type == table.Int || v.Type == table.Number:
		l.number = true
		b.try(b.SetCellFloat(sheet, cell, v.Number, -1, 64))
	case v.Type == table.Day && !v.Date.IsZero():
		l.date = true
		b.try(b.SetCellFloat(sheet, cell, float64(serial(v.Date)), -1, 64))
	default:
		b.try(b.SetCellStr(sheet, cell, cellText(text)))
	}
	if c.Type == table.Day {
		l.date = true
	}
	b.try(b.SetCellStyle(sheet, cell, cell, b.style(l)))
}

// serial is the number of a day as workbooks count: days since 30 December 1899.
func serial(d table.Date) int {
	y, m := d.Year, d.Month
	if m <= 2 {
		y, m = y-1, m+12
	}
	// Days of the Gregorian calendar by the usual civil count, shifted to the workbook's epoch.
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d.Day - 1 - 693899
}

// width is what a column needs, in characters: enough for most of its cells, so that a sheet prints at a size that can be
// read; longer texts wrap.
func width(c table.Column, rows [][]table.Value, i int) int {
	lengths := []int{0}
	word := 0
	for _, r := range rows {
		longest := 0
		for line := range strings.SplitSeq(r[i].Text, "\n") {
			longest = max(longest, utf8.RuneCountInString(line))
			for w := range strings.FieldsSeq(line) {
				word = max(word, min(utf8.RuneCountInString(w), 30)) // a longer one, such as an address, may be cut
			}
		}
		lengths = append(lengths, longest)
	}
	for w := range strings.FieldsSeq(c.Title) {
		word = max(word, utf8.RuneCountInString(w))
	}
	slices.Sort(lengths)
	most := lengths[len(lengths)*4/5]
	switch {
	case most > 90:
		most = 36
	case most > 40:
		most = 28
	case most > 22:
		most = 20
	}
	return max(most, word+2, 6) + 2 // the filter's button and the edges
}

// lines is how many lines a text takes in a column of that many characters.
func lines(text string, width int) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		left := width
		for word := range strings.FieldsSeq(line) {
			length := utf8.RuneCountInString(word) + 1
			if length > left && left < width {
				n, left = n+1, width
			}
			for ; length > width; length -= width {
				n++
			}
			left -= length
		}
	}
	return n
}

const (
	lineHeight = 13.2  // points, of Calibri 10
	maxHeight  = 409.0 // of a row in a workbook
)

// dropDown offers the choices of a column, from the hidden sheet of lists, and colours nothing: the words do.
func (b *book) dropDown(sheet, column string, c table.Column, rows int) {
	if len(c.Choices) == 0 || c.Locked {
		return
	}
	at := slices.IndexFunc(b.choices, func(l []string) bool { return slices.Equal(l, c.Choices) })
	if at < 0 {
		at = len(b.choices)
		b.choices = append(b.choices, c.Choices)
	}
	list, err := excelize.ColumnNumberToName(at + 1)
	b.try(err)
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, rows+200)
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, list, list, len(c.Choices)))
	b.try(b.AddDataValidation(sheet, v))
}

const listSheet = "lists"

// lists writes the choices of all drop-downs on a sheet that people do not see.
func (b *book) lists() {
	if len(b.choices) == 0 {
		return
	}
	_, err := b.NewSheet(listSheet)
	b.try(err)
	for i, list := range b.choices {
		for j, word := range list {
			cell, err := excelize.CoordinatesToCellName(i+1, j+1)
			b.try(err)
			b.try(b.SetCellStr(listSheet, cell, cellText(word)))
		}
	}
	b.try(b.SetSheetVisible(listSheet, false))
}

// unique are the titles of the columns, no two alike and none empty, as a table in a workbook needs them.
func unique(columns []table.Column) []string {
	var titles []string
	for _, c := range columns {
		title := c.Title
		if title == "" {
			title = c.Name
		}
		for base, n := title, 2; slices.Contains(titles, title); n++ {
			title = fmt.Sprintf("%s (%d)", base, n)
		}
		titles = append(titles, title)
	}
	return titles
}
