package excel

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/table"
)

// summarySheet writes a summary on a sheet of its own.
func (b *book) summarySheet(s *Summary) {
	p := b.panel(s.Title)
	defer p.finish()
	p.widths(38)
	for i := 1; i < len(s.Heads); i++ {
		p.try(p.SetColWidth(p.sheet, letters(i), letters(i), 17))
	}
	p.head(s.Title, s.Lead, len(s.Heads)-1, 38+17*(len(s.Heads)-1))
	p.summary(s, 0)
	b.page(p.sheet, "landscape", "", 0)
	b.protect(p.sheet)
}

// summary writes the counts from a column on, and the chart below.
func (p *panel) summary(s *Summary, column int) {
	header, first := p.row, p.row+1
	for i, h := range s.Heads {
		p.put(column+i, h, look{header: true, centred: i > 0})
	}
	p.height(32)
	p.row++
	for _, row := range s.Rows {
		p.put(column, row.Label, look{})
		for i, f := range row.Formulas {
			p.compute(column+1+i, p.compile(nil, f), row.Values[i], look{number: true, centred: true})
		}
		p.row++
	}
	last := p.row - 1
	if s.Total != "" {
		p.put(column, s.Total, look{bold: true, header: true})
		for i := 1; i < len(s.Heads); i++ {
			sum := 0
			for _, row := range s.Rows {
				sum += row.Values[i-1]
			}
			at := letters(column + i)
			p.compute(column+i, formula{fmt.Sprintf("SUM(%s%d:%s%d)", at, first, at, last)}, sum, look{number: true, bold: true, header: true, centred: true})
		}
		p.row++
	}
	p.row++
	chart := &excelize.Chart{
		Type: excelize.Col, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: s.Chart, Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: ink}}}},
		Legend: excelize.ChartLegend{Position: "bottom"}, Dimension: excelize.ChartDimension{Width: 860, Height: 330},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0;;"}}, GapWidth: new(uint(60)), Border: excelize.LineOptions{Type: excelize.LineNone},
		XAxis: excelize.ChartAxis{Font: excelize.Font{Family: "Calibri", Size: 9, Color: ink}},
		YAxis: excelize.ChartAxis{Font: excelize.Font{Family: "Calibri", Size: 9, Color: muted}, MajorGridLines: false, None: true},
	}
	if s.Stacked {
		chart.Type, chart.Overlap, chart.XAxis.ReverseOrder = excelize.BarStacked, new(100), true
	}
	cells := func(column, from, to int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(p.sheet), letters(column), from, letters(column), to)
	}
	for i, n := range s.Series {
		at := letters(column + n)
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: fmt.Sprintf("%s!$%s$%d", quoted(p.sheet), at, header), Categories: cells(column, first, last), Values: cells(column+n, first, last),
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.Colours[i]}},
			DataLabel: excelize.ChartDataLabel{Font: excelize.Font{Family: "Calibri", Size: 9, Bold: true, Color: readable(s.Colours[i])}},
		})
	}
	p.try(p.AddChart(p.sheet, letters(column)+strconv.Itoa(p.row), chart))
}

// readable is the colour of a text on a colour.
func readable(on string) string {
	n, _ := strconv.ParseUint(on, 16, 32)
	if 3*(n>>16)+6*(n>>8&0xFF)+n&0xFF > 10*150 {
		return ink
	}
	return "FFFFFF"
}

// heatmap writes maps side by side: a cell for each pair of levels, in the colour of its band, with a live count.
func (b *book) heatmap(h *Heatmap) {
	p := b.panel(h.Title)
	defer p.finish()
	size, wide := len(h.Maps[0].Counts), len(h.Maps[0].Counts[0])
	block := wide + 3 // two columns for the axis, a gap
	for m := range h.Maps {
		at := m * block
		p.try(p.SetColWidth(p.sheet, letters(at), letters(at), 4))
		p.try(p.SetColWidth(p.sheet, letters(at+1), letters(at+1), 4))
		p.try(p.SetColWidth(p.sheet, letters(at+2), letters(at+1+wide), 8))
		p.try(p.SetColWidth(p.sheet, letters(at+block-1), letters(at+block-1), 4))
	}
	to := len(h.Maps)*block - 2
	p.head(h.Title, h.Lead, to, 8*wide*len(h.Maps)+20)
	top := p.row
	for m, heat := range h.Maps {
		at := m * block
		p.row = top
		p.put(at, heat.Title, look{title: true, bare: true, size: 11})
		p.row++
		p.put(at, h.Likelihood, look{faint: true, bare: true, upright: true})
		p.try(p.MergeCell(p.sheet, fmt.Sprintf("%s%d", letters(at), p.row), fmt.Sprintf("%s%d", letters(at), p.row+size-1)))
		for likelihood := size; likelihood >= 1; likelihood-- {
			p.height(36)
			p.put(at+1, strconv.Itoa(likelihood), look{faint: true, bare: true, centred: true, framed: true})
			for impact := 1; impact <= wide; impact++ {
				colours := bandColours[b.band(h.Level(likelihood, impact))]
				p.compute(at+1+impact, b.compile(nil, heat.Formula(likelihood, impact)), heat.Counts[likelihood-1][impact-1],
					look{counted: true, centred: true, bold: true, size: 12, fill: colours[0], colour: colours[1], framed: true})
			}
			p.row++
		}
		for impact := 1; impact <= wide; impact++ {
			p.put(at+1+impact, strconv.Itoa(impact), look{faint: true, bare: true, centred: true})
		}
		p.row++
		p.put(at+2, h.Impact, look{faint: true, bare: true, centred: true})
		p.try(p.MergeCell(p.sheet, fmt.Sprintf("%s%d", letters(at+2), p.row), fmt.Sprintf("%s%d", letters(at+1+wide), p.row)))
	}
	p.row += 2
	b.page(p.sheet, "landscape", "", 0)
	b.protect(p.sheet)
}

// band is the place of the band in which a level lies.
func (b *book) band(level int) int {
	for i, band := range b.Bands {
		if level <= band.To {
			return min(i, len(bandColours)-1)
		}
	}
	return len(bandColours) - 1
}

// notes writes small tables under each other.
func (b *book) notes(n *Notes) {
	p := b.panel(n.Title)
	defer p.finish()
	p.widths(26, 70, 40)
	p.head(n.Title, n.Lead, 2, 130)
	for t, g := range n.Tables {
		p.put(0, g.Title, look{title: true, bare: true, size: 11})
		p.row++
		for i, c := range g.Columns {
			p.put(i, c.Title, look{header: true, indented: true})
		}
		p.row++
		for r, row := range g.Rows {
			tallest := 1
			for i, v := range row {
				l := look{indented: true}
				if i == 0 {
					l.bold = true
					if t == n.Coloured {
						colours := bandColours[min(r, len(bandColours)-1)]
						l.fill, l.colour = colours[0], colours[1]
					} else if v.Signal != "" {
						l.fill, l.colour = fills[v.Signal][0], fills[v.Signal][1]
					}
				}
				tallest = max(tallest, lines(v.Text, fits([]int{26, 70, 40}[min(i, 2)])))
				if v.Type == table.Int && v.Text != "" {
					p.count(i, v.Number, look{bold: true, indented: true})
					continue
				}
				p.put(i, v.Text, l)
			}
			p.height(float64(tallest)*lineHeight + 4)
			p.row++
		}
		p.row++
	}
	b.page(p.sheet, "portrait", "", 0)
	b.protect(p.sheet)
}

// legend explains every column of every table: who fills it in and what it takes.
func (b *book) legend() {
	if b.Legend == "" {
		return
	}
	p := b.panel(b.Legend)
	defer p.finish()
	p.widths(26, 30, 30, 76)
	p.head(b.Legend, b.LegendLead, 3, 160)
	for i, h := range b.LegendHeads {
		p.put(i, h, look{header: true})
	}
	header := p.row
	p.row++
	for _, s := range b.Sheets {
		t, ok := s.(*Table)
		if !ok || t.Register == "" {
			continue
		}
		for i, title := range unique(t.Columns) {
			c := &t.Columns[i]
			if i == 0 {
				p.put(0, t.Title, look{bold: true})
			} else {
				p.put(0, "", look{})
			}
			takes := b.takes(c)
			p.put(1, title, look{computed: c.Path == ""})
			p.put(2, c.By, look{faint: true})
			p.put(3, takes, look{computed: c.Path == ""})
			p.height(float64(max(lines(takes, fits(76)), lines(c.By, fits(30)), lines(title, fits(30))))*lineHeight + 4)
			p.row++
		}
	}
	b.page(p.sheet, "landscape", "", header)
	b.protect(p.sheet)
}

// takes says in words what a column holds.
func (b *book) takes(c *Column) string {
	w := b.Words
	if c.Path == "" {
		return w.Derived
	}
	s := w.Text
	switch {
	case c.Note != "":
		s = c.Note
	case len(c.Choices) > 0:
		s = strings.Join(c.Choices, ", ")
	case c.picked():
		s = w.Pick
	case c.Type == table.Int && c.Min != nil && c.Max != nil:
		s = w.Whole + fmt.Sprintf(" %d–%d", *c.Min, *c.Max)
	case c.Type == table.Int:
		s = w.Whole
	case c.Type == table.Number:
		s = w.Decimal
	case c.Type == table.Day:
		s = w.Day
	}
	if c.Many {
		s = w.Several + " " + s
	}
	if c.Required {
		s += " · " + w.Required
	}
	return s
}
