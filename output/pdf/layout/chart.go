package layout

import (
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// chart draws a chart from its table.
func (l *layouter) chart(v *document.Chart, c column) {
	if len(v.Rows) == 0 || len(v.Header) == 0 {
		l.problems.Errorf(l.position(), "", "chart %q has no rows", v.Title)
		return
	}
	switch v.Kind {
	case "heatmap":
		l.heatmaps([]*document.Chart{v}, c)
	case "bars":
		l.bars(v, c)
	case "gantt":
		l.gantt(v, c)
	default:
		l.problems.Errorf(l.position(), "kinds are heatmap, bars and gantt", "unknown kind of chart %q", v.Kind)
	}
}

// string places a plain string on one line.
func (l *layouter) string(items []Item, s string, k look, a document.Align, x, width, y int) []Item {
	k.solid = true
	t := l.plain(s, k)
	return l.place(items, &t, line{to: len(t.atoms)}, aligned(a, x, width, t.width()), y, false)
}

// naturalWidth is the width of a label that is not broken into lines.
func (l *layouter) naturalWidth(s string, size int) int {
	t := l.plain(s, look{size: size})
	return t.width()
}

// title adds the title of a chart to a slab of its own.
func (l *layouter) title(s string, c column) {
	if s == "" {
		return
	}
	t := l.plain(s, look{face: font.Bold, size: tableSize, colour: ink})
	slabs := l.lineSlabs(&t, l.breakUp(&t, c.width, false), c.x, c.width, document.Left, tableLine, tableSize)
	for i := range slabs {
		slabs[i].keep = true
	}
	l.exactly(6 * pt)
}

// count reads a whole number of a chart. Anything else is a problem.
func (l *layouter) count(s string, v *document.Chart) int {
	s = strings.TrimSpace(s)
	if s == "" || s == "-" || s == "–" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000_000 {
		l.problems.Errorf(l.position(), "write a whole number", "chart %q: %q is not a count", v.Title, s)
		return 0
	}
	return n
}
