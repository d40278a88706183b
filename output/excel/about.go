package excel

import "fmt"

// about writes the first sheet: what the workbook is, the facts of its document, and where each sheet is.
func (b *book) about(w Workbook) {
	name := sheetName(w.About)
	row := 1
	put := func(column, text string, l look) {
		cell := fmt.Sprintf("%s%d", column, row)
		b.try(b.SetCellStr(name, cell, cellText(text)))
		b.try(b.SetCellStyle(name, cell, cell, b.style(l)))
	}
	b.try(b.SetColWidth(name, "A", "A", 24))
	b.try(b.SetColWidth(name, "B", "B", 84))
	put("A", b.meta.Title, look{title: true})
	row += 2
	words := b.meta.Words
	for _, f := range [][2]string{
		{words.Organisation, b.meta.Organisation}, {words.Document, b.meta.Number}, {words.Version, b.meta.Version},
		{words.Status, b.meta.Status}, {words.Owner, b.meta.Owner}, {words.ApprovedBy, b.meta.Approver}, {words.ValidFrom, b.meta.ValidFrom},
	} {
		if f[1] != "" {
			put("A", f[0], look{header: true})
			put("B", f[1], look{})
			row++
		}
	}
	row++
	for _, p := range w.Intro {
		cells := fmt.Sprintf("A%d", row)
		put("A", p, look{faint: true})
		b.try(b.MergeCell(name, cells, fmt.Sprintf("B%d", row)))
		b.try(b.SetRowHeight(name, row, float64(14*(1+len([]rune(p))/110))))
		row++
	}
	row++
	for _, g := range w.Sheets {
		put("A", g.Title, look{})
		cell := fmt.Sprintf("A%d", row)
		b.try(b.SetCellHyperLink(name, cell, quoted(sheetName(g.Title))+"!A1", "Location"))
		row++
	}
	b.page(name, false, 0)
}
