package excel

import (
	"fmt"
	"slices"
)

// panel is a sheet that is written cell by cell, in any order.
type panel struct {
	*book
	sheet   string
	row     int // next to write, from 1
	cells   map[int][]placed
	heights map[int]float64
}

// placed is a cell with its column, counted from 0.
type placed struct {
	column, style int
	Cell
	numeric bool
	formula formula
}

func (b *book) panel(title string) *panel {
	return &panel{b, sheetName(title), 1, map[int][]placed{}, map[int]float64{}}
}

// put writes a text.
func (p *panel) put(column int, text string, l look) {
	p.cells[p.row] = append(p.cells[p.row], placed{column: column, style: p.style(l), Cell: Cell{Text: text}})
}

// count writes a number.
func (p *panel) count(column int, n float64, l look) {
	p.cells[p.row] = append(p.cells[p.row], placed{column: column, style: p.style(l), Cell: Cell{Text: "n", Number: n}, numeric: true})
}

// compute writes a formula with the value that it has now.
func (p *panel) compute(column int, f formula, now int, l look) {
	p.cells[p.row] = append(p.cells[p.row], placed{column: column, style: p.style(l), Cell: Cell{Text: "n", Number: float64(now)}, numeric: true, formula: f})
}

func (p *panel) height(points float64) { p.heights[p.row] = points }

// finish hands the cells to the book.
func (p *panel) finish() {
	var r rows
	for _, n := range sorted(p.cells) {
		r.begin(n, p.heights[n])
		cells := p.cells[n]
		slices.SortStableFunc(cells, func(a, b placed) int { return a.column - b.column })
		for _, c := range cells {
			switch {
			case c.formula != nil:
				r.formula(c.column, c.style, c.formula, c.Cell, true)
			case c.Text == "":
				r.blank(c.column, c.style)
			case c.numeric:
				r.number(c.column, c.style, c.Number)
			default:
				r.text(c.column, c.style, c.Text)
			}
		}
		r.end()
	}
	p.append(p.sheet, r)
}

// paragraph writes a text over several columns and makes room for it.
func (p *panel) paragraph(text string, to, characters int, l look) {
	p.put(0, text, l)
	p.try(p.MergeCell(p.sheet, fmt.Sprintf("A%d", p.row), fmt.Sprintf("%s%d", letters(to), p.row)))
	p.height(float64(lines(text, characters))*lineHeight + 4)
	p.row++
}

// head writes the title of a sheet and its first line.
func (p *panel) head(title, lead string, to, characters int) {
	p.put(0, title, look{title: true, bare: true, size: 18})
	p.height(28)
	p.row++
	if lead != "" {
		p.paragraph(lead, to, characters, look{faint: true, bare: true})
	}
	p.row++
}

func (p *panel) widths(characters ...float64) {
	for i, w := range characters {
		p.try(p.SetColWidth(p.sheet, letters(i), letters(i), w))
	}
}

// linkColumns is how many documents stand beside a sheet in the list of the first sheet.
const linkColumns = 4

// about writes the first sheet: what the workbook is, how it is filled in and comes back, and what is on which sheet.
func (b *book) about() {
	p := b.panel(b.Words.About)
	defer p.finish()
	p.widths(30, 8, 52, 30, 9, 9, 9, 9)
	to := 3 + linkColumns
	p.put(0, b.Title, look{title: true, bare: true, size: 20})
	p.height(32)
	p.row++
	p.paragraph(b.Summary, to, 140, look{faint: true, bare: true, size: 11})
	p.row++
	for i := 0; i+1 < len(b.Facts); i += 2 {
		value := b.Facts[i+1]
		p.put(0, b.Facts[i].Text, look{faint: true})
		for c := 2; c <= to; c++ {
			p.put(c, "", look{})
		}
		p.try(p.MergeCell(p.sheet, fmt.Sprintf("B%d", p.row), fmt.Sprintf("%s%d", letters(to), p.row)))
		p.put(1, value.Text, look{link: value.Link != ""})
		if value.Link != "" {
			p.link(p.sheet, fmt.Sprintf("B%d", p.row), value.Link)
		}
		p.row++
	}
	p.row++
	for _, s := range b.Intro {
		p.paragraph(s, to, 185, look{bare: true})
	}
	p.row++
	for i, s := range b.Contents {
		p.put(i, s, look{header: true, number: i == 1, indented: i == 1})
	}
	for i := len(b.Contents); i <= to; i++ {
		p.put(i, "", look{header: true})
	}
	p.try(p.MergeCell(p.sheet, fmt.Sprintf("E%d", p.row), fmt.Sprintf("%s%d", letters(to), p.row)))
	p.height(22)
	p.row++
	for _, s := range b.Sheets {
		t, _ := s.(*Table)
		what, by := "", ""
		var links []Cell
		switch s := s.(type) {
		case *Table:
			what, by, links = s.What, s.By, s.Links
		case *Heatmap:
			what = s.Lead
		case *Summary:
			what = s.Lead
		case *Notes:
			what = s.Lead
		}
		p.put(0, s.title(), look{link: true})
		p.link(p.sheet, fmt.Sprintf("A%d", p.row), "#"+quoted(sheetName(s.title()))+"!A1")
		if t != nil {
			p.count(1, float64(len(t.Rows)), look{number: true, indented: true})
		} else {
			p.put(1, "", look{})
		}
		p.put(2, what, look{})
		p.put(3, by, look{faint: true})
		for i := range linkColumns {
			if i >= len(links) {
				p.put(4+i, "", look{})
				continue
			}
			p.put(4+i, links[i].Text, look{link: true})
			p.link(p.sheet, fmt.Sprintf("%s%d", letters(4+i), p.row), links[i].Link)
		}
		p.height(float64(max(lines(what, fits(52)), lines(by, fits(30)), lines(s.title(), fits(30))))*lineHeight + 4)
		p.row++
	}
	if b.Legend != "" {
		p.put(0, b.Legend, look{link: true})
		p.link(p.sheet, fmt.Sprintf("A%d", p.row), "#"+quoted(sheetName(b.Legend))+"!A1")
		p.put(1, "", look{})
		p.put(2, b.LegendLead, look{})
		for i := 3; i <= to; i++ {
			p.put(i, "", look{})
		}
		p.height(float64(lines(b.LegendLead, fits(52)))*lineHeight + 4)
	}
	b.page(p.sheet, "landscape", "", 0)
	b.protect(p.sheet)
}
