package layout

import (
	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// list lays out a bulleted or numbered list: text hangs beside its bullet, number or box.
func (l *layouter) list(v *document.List, c column) {
	l.space(min(c.gap, 6*pt))
	k := look{size: c.size, colour: c.colour, solid: true}
	indent := 12 * pt
	if v.Ordered {
		indent = l.metrics.width(ordinal(v.Start+len(v.Items)-1), font.Regular, c.size) + 6*pt
	}
	bullet := "•"
	if c.nested {
		bullet = "–"
	}
	inner := c.within(indent, 0)
	inner.nested, inner.gap = true, 6*pt
	if v.Tight {
		inner.gap = 2 * pt
	}
	for i, item := range v.Items {
		if i > 0 {
			l.space(inner.gap)
		}
		slabs := l.inside(func() { l.blocks(item.Blocks, inner) })
		var t text
		switch {
		case item.Task:
			t = l.measure([]document.Inline{document.Box(item.Checked)}, k)
		case v.Ordered:
			t = l.plain(ordinal(v.Start+i), k)
		default:
			t = l.plain(bullet, look{size: c.size, colour: grey, solid: true})
		}
		if v.Ordered && !item.Task {
			l.label(&slabs[0], &t, inner.x-6*pt, c, document.Right)
		} else {
			l.label(&slabs[0], &t, inner.x-indent, c, document.Left)
		}
	}
	l.space(c.gap)
}

// definitions lays out terms, each with what it means moved in below it.
func (l *layouter) definitions(v *document.Definitions, c column) {
	for _, entry := range v.Entries {
		l.space(c.gap)
		t := l.measure(entry.Term, look{face: font.Bold, size: c.size, colour: c.colour})
		width := min(c.width, c.measure)
		for i := range l.lineSlabs(&t, l.breakUp(&t, width, false), c.x, width, document.Left, c.leading, c.size) {
			l.flow[len(l.flow)-1-i].keep = true
		}
		inner := c.within(12*pt, 0)
		for _, definition := range entry.Blocks {
			l.exactly(2 * pt)
			l.inside(func() { l.blocks(definition, inner) })
		}
	}
	l.space(c.gap)
}
