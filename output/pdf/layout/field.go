package layout

import "ismsgen/output/document"

// writing is the height of a line to write on.
const writing = 22 * pt

// pairs reports whether two fields fit beside each other: one line each, short labels.
func pairs(a, b *document.Field, c column) bool {
	room := c.width / (10 * pt) // characters of a label in half the width
	return a.Lines <= 1 && b.Lines <= 1 && c.width >= 300*pt && len(flat(a.Label)) <= room && len(flat(b.Label)) <= room
}

// fields lays out places to write by hand, beside each other: hairlines at writing height with a small label under them.
func (l *layouter) fields(fields []*document.Field, c column) {
	l.space(4 * pt)
	const gap = 16 * pt
	each := (min(c.width, c.measure) - gap*(len(fields)-1)) / len(fields)
	lines := 1
	for _, f := range fields {
		lines = max(lines, f.Lines)
	}
	for i := range lines { // the label stays with the last line
		s := slab{height: writing, keep: i == 0 || i == lines-1}
		for j := range fields {
			x := c.x + j*(each+gap)
			s.items = append(s.items, &Stroke{X1: x, Y1: writing, X2: x + each, Y2: writing, Width: thin, Colour: grey})
		}
		l.add(s)
	}
	l.space(2 * pt)
	labels := make([]text, len(fields))
	broken := make([][]line, len(fields))
	most := 0
	for j, f := range fields {
		labels[j] = l.measure(f.Label, look{size: smallSize, colour: grey})
		broken[j] = l.fewest(&labels[j], each)
		most = max(most, len(broken[j]))
	}
	for i := range most {
		s := slab{height: smallLine, keep: i < most-1}
		for j, lines := range broken {
			if i < len(lines) {
				s.items = l.place(s.items, &labels[j], lines[i], c.x+j*(each+gap), baseline(smallLine, smallSize), false)
			}
		}
		if i == 0 {
			s.notes = notes(labels)
		}
		l.add(s)
	}
	l.space(6 * pt)
}
