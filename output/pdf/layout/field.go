package layout

import "ismsgen/output/document"

// writing is the height of a line to write on.
const writing = 26 * pt

// pairs reports whether two fields fit beside each other: one line each, short labels.
func pairs(a, b *document.Field, c column) bool {
	return a.Lines <= 1 && b.Lines <= 1 && c.width >= 300*pt && len(flat(a.Label)) <= 30 && len(flat(b.Label)) <= 30
}

// fields lays out places to write by hand, beside each other: a hairline at writing height with a small label under it.
func (l *layouter) fields(fields []*document.Field, c column) {
	l.space(4 * pt)
	width := min(c.width, c.measure)
	const gap = 16 * pt
	each := (width - gap*(len(fields)-1)) / len(fields)
	if len(fields) == 2 {
		each = (width - gap) / 2
	}
	s := slab{}
	for i, f := range fields {
		x := c.x + i*(each+gap)
		y := 0
		for range max(1, f.Lines) {
			y += writing
			s.items = append(s.items, &Stroke{X1: x, Y1: y, X2: x + each, Y2: y, Width: thin, Colour: grey})
		}
		y += 2 * pt
		t := l.measure(f.Label, look{size: smallSize, colour: grey})
		s.notes = append(s.notes, t.notes...)
		for _, ln := range l.breakUp(&t, each, true) {
			s.items = l.place(s.items, &t, ln, x, y+baseline(smallLine, smallSize), false)
			y += smallLine
		}
		s.height = max(s.height, y)
	}
	if most := l.sheet.bottom - l.sheet.top; s.height > most { // more lines than a page: as many as it holds
		l.problems.Warnf(l.position(), "", "a field has more lines than a page")
	}
	l.add(s)
	l.space(10 * pt)
}
