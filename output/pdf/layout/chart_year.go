package layout

import (
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// year draws a grid of activities over months: a patch in each month in which an activity falls, with the number in it
// when it is more than one. A column's heading is a month and its year; the year is printed where it changes.
func (l *layouter) year(v *document.Chart, c column) {
	l.space(14 * pt)
	l.title(v.Title, c)
	const most, patch = 26 * pt, 9 * pt
	high := 17 * pt
	if l.tight {
		high = 14 * pt
	}
	months := len(v.Header) - 1
	if months < 1 {
		l.problems.Errorf(l.position(), "write a column for each month", "chart %q has no months", v.Title)
		return
	}
	labels := 0
	for _, row := range v.Rows {
		labels = max(labels, l.naturalWidth(row[0], tableSize))
	}
	labels = min(labels, c.width*45/100)
	wide := min((c.width-labels-10*pt)/months, most)
	left, right := c.x+labels+10*pt, c.x+labels+10*pt+wide*months

	var head []Item
	last := ""
	for i, name := range v.Header[1:] {
		month, year, _ := strings.Cut(strings.TrimSpace(name), " ")
		x := left + i*wide
		if year != last {
			head = l.string(head, year, look{face: font.Bold, size: headSize, colour: grey}, document.Left, x+2*pt, 0, baseline(12*pt, headSize))
			last = year
		}
		head = l.string(head, month, look{size: headSize, colour: grey}, document.Centre, x, wide, 11*pt+baseline(12*pt, headSize))
	}
	head = append(head, &Stroke{X1: c.x, Y1: 25 * pt, X2: right, Y2: 25 * pt, Width: rule, Colour: ink})
	axis := slab{height: 25 * pt, keep: true, items: head}
	again := &slab{height: axis.height, items: again(head)}
	l.add(axis)
	for i, row := range v.Rows {
		items, h := l.rowLabel(row[0], c.x, labels, high, 5*pt)
		for j := range min(months, len(row)-1) {
			n := l.count(row[j+1], v)
			if n == 0 {
				continue
			}
			x, size := left+j*wide+(wide-patch)/2, patch
			if n > 1 {
				x, size = left+j*wide+(wide-13*pt)/2, 13*pt
			}
			items = append(items, &Box{X: x, Y: (h - size) / 2, Width: size, Height: size, Radius: 1500, Fill: l.accent, Filled: true})
			if n > 1 {
				items = l.string(items, strings.TrimSpace(row[j+1]), look{face: font.Bold, size: headSize, colour: onto(l.accent)}, document.Centre, x, size, (h-size)/2+baseline(size, headSize))
			}
		}
		items = append(items, &Stroke{X1: c.x, Y1: h, X2: right, Y2: h, Width: thin, Colour: hairline})
		l.add(slab{height: h, items: items, repeat: again, keep: i == 0 && len(v.Rows) > 1 || i == len(v.Rows)-2})
	}
	l.space(14 * pt)
}
