package layout

import (
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// rules lays out citable rules: the number with the controls under it stands in the side column.
func (l *layouter) rules(v *document.Rules, c column) {
	const size, leading = 7200, 10 * pt
	for _, rule := range v.Rules {
		l.space(c.gap)
		if rule.Key != "" {
			l.pending = append(l.pending, &Target{Name: rule.Key})
		}
		x, width, align, text := c.side-80*pt, 80*pt, document.Right, c
		if c.side == 0 {
			x, width, align, text = c.x, 64*pt, document.Left, c.within(76*pt, 0)
		}
		slabs := l.inside(func() { l.blocks(rule.Blocks, text) })
		number := l.plain("R"+strconv.Itoa(rule.Number), look{face: font.Bold, size: c.size, colour: l.accent, solid: true})
		controls := l.plain(strings.Join(rule.Controls, " · "), look{size: size, colour: grey})
		side := l.breakUp(&number, width, false)
		items := l.place(nil, &number, side[0], aligned(align, x, width, side[0].width), baseline(c.leading, c.size), false)
		y := c.leading
		for _, ln := range l.breakUp(&controls, width, false) {
			items = l.place(items, &controls, ln, aligned(align, x, width, ln.width), y+baseline(leading, size), false)
			y += leading
		}
		n := 0
		if len(slabs[0].items) > 0 {
			if _, ok := slabs[0].items[0].(*Target); ok {
				n = 1
			}
		}
		slabs[0].items = append(append(slabs[0].items[:n:n], items...), slabs[0].items[n:]...)
		cover(slabs, y)
	}
	l.space(c.gap)
}

// cover makes slabs at least as high as what stands beside them, and keeps that part of them on one page.
func cover(slabs []slab, height int) {
	for i := range slabs {
		s := &slabs[i]
		if i > 0 {
			height -= s.before
			s.firm = true
		}
		height -= s.height
		if height <= 0 {
			return
		}
		if i == len(slabs)-1 {
			s.height += height
			return
		}
		s.keep = true
	}
}
