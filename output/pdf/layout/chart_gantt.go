package layout

import (
	"strconv"
	"strings"

	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// gantt draws activities over months, with a line at today's date when the chart has one.
func (l *layouter) gantt(v *document.Chart, c column) {
	l.space(14 * pt)
	l.title(v.Title, c)
	g := gantt{l: l, c: c, width: min(c.width, 600*pt)}
	var from, to []int
	for _, row := range v.Rows {
		a, b := 0, 0
		if len(row) > 2 {
			a, b = l.month(row[1], false, v), l.month(row[2], true, v)
		}
		from, to = append(from, a), append(to, max(a, b))
		if len(row) > 3 && row[3] != "" && g.today == 0 {
			g.today = l.month(row[3], false, v)
		}
		if a > 0 {
			g.begin(a)
			g.begin(max(a, b) - 1)
		}
		g.labels = max(g.labels, l.naturalWidth(row[0], tableSize))
	}
	if g.today > 0 {
		g.begin(g.today)
	}
	if g.last == 0 || g.last-g.first > 12*40 {
		if g.last > 0 {
			l.problems.Errorf(l.position(), "", "chart %q spans more than forty years", v.Title)
		}
		return
	}
	g.labels = min(g.labels, g.width*38/100)
	g.left = c.x + g.labels + 10*pt
	g.span = c.x + g.width - g.left
	axis := slab{height: 24 * pt, keep: true, items: g.axis()}
	if g.today > 0 && len(v.Header) > 3 {
		axis.items = append(axis.items, g.marker(v.Header[3], 24*pt)...)
		axis.height += 10 * pt
	}
	head := &slab{height: axis.height, items: again(axis.items)}
	first := len(l.flow)
	l.add(axis)
	for i, row := range v.Rows {
		s := g.row(row, from[i], to[i])
		s.repeat = head
		s.keep = i == 0 && len(v.Rows) > 1 || i == len(v.Rows)-2
		l.add(s)
	}
	keepTogether(l.flow[first:], 300*pt)
	l.space(14 * pt)
}

// gantt is the geometry of a chart. Dates are days of a calendar in which every month has 31: month number * 31 + day.
type gantt struct {
	l             *layouter
	c             column
	first, last   int // months: year * 12 + month
	today         int
	labels, width int
	left, span    int
}

// begin widens the axis to hold a date.
func (g *gantt) begin(date int) {
	m := date / 31
	if g.last == 0 {
		g.first, g.last = m, m
	}
	g.first, g.last = min(g.first, m), max(g.last, m)
}

func (g *gantt) x(date int) int {
	days := (g.last - g.first + 1) * 31
	return g.left + g.span*(date-g.first*31)/days
}

// month reads YYYY-MM or YYYY-MM-DD. The end of a period is the day after it.
func (l *layouter) month(s string, end bool, v *document.Chart) int {
	s = strings.TrimSpace(s)
	whole := len(s) == 7
	if whole {
		s += "-01"
	}
	d, err := table.ParseDate(s)
	if err != nil {
		l.problems.Errorf(l.position(), "write YYYY-MM or YYYY-MM-DD", "chart %q: %v", v.Title, err)
		return 0
	}
	date := (d.Year*12+d.Month-1)*31 + d.Day - 1
	switch {
	case end && whole:
		date += 31
	case end:
		date++
	}
	return date
}

// step is how many months stand between two marks of the axis.
func (g *gantt) step() int {
	for _, step := range [...]int{1, 3, 6} {
		if (g.last-g.first+1)/step*16*pt <= g.span {
			return step
		}
	}
	return 12
}

// axis names years and months.
func (g *gantt) axis() []Item {
	var items []Item
	step := g.step()
	for m := g.first; m <= g.last; m++ {
		x := g.x(m * 31)
		if m == g.first || m%12 == 0 && (g.last-m >= 2 || step == 1) && (m-g.first >= 2) {
			items = g.l.string(items, strconv.Itoa(m/12), look{face: font.Bold, size: headSize, colour: grey}, document.Left, x+1*pt, 0, baseline(12*pt, headSize))
		}
		if m%step == 0 {
			wide := g.x((m+step)*31) - x
			items = g.l.string(items, strconv.Itoa(m%12+1), look{size: headSize, colour: grey}, document.Left, x+1*pt, wide, 10*pt+baseline(12*pt, headSize))
		}
	}
	return append(items, &Stroke{X1: g.c.x, Y1: 24 * pt, X2: g.c.x + g.width, Y2: 24 * pt, Width: rule, Colour: ink})
}

// marker names today's line.
func (g *gantt) marker(name string, y int) []Item {
	w := g.l.metrics.width(name, font.Bold, headSize)
	x := min(max(g.x(g.today)-w/2, g.left), g.c.x+g.width-w)
	return g.l.string(nil, name, look{face: font.Bold, size: headSize, colour: red}, document.Left, x, 0, y+baseline(10*pt, headSize))
}

// row draws one activity.
func (g *gantt) row(row []string, from, to int) slab {
	label, h := g.l.rowLabel(row[0], g.c.x, g.labels, 18*pt, 6*pt)
	var items []Item
	for m := g.first; m <= g.last; m++ {
		if m%g.step() == 0 {
			x := g.x(m * 31)
			items = append(items, &Stroke{X1: x, X2: x, Y2: h, Width: 300, Colour: hairline})
		}
	}
	items = append(items, label...)
	if from > 0 {
		x := g.x(from)
		items = append(items, &Box{X: x, Y: h/2 - 4*pt, Width: max(2*pt, g.x(to)-x), Height: 8 * pt, Radius: 1500, Fill: g.l.accent, Filled: true})
	}
	if g.today > 0 {
		x := g.x(g.today)
		items = append(items, &Stroke{X1: x, X2: x, Y2: h, Width: 900, Colour: red})
	}
	items = append(items, &Stroke{X1: g.c.x, Y1: h, X2: g.c.x + g.width, Y2: h, Width: thin, Colour: hairline})
	return slab{height: h, items: items}
}
