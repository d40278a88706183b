package layout

import (
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// charts draws a chart from its table, or two heat maps beside each other.
func (l *layouter) charts(c column, charts ...*document.Chart) {
	before, faults := len(l.flow), len(l.problems)
	if len(charts) > 1 {
		l.heatmaps(charts, c)
	} else {
		l.chart(charts[0], c)
	}
	if !l.style.Print || !l.problems[faults:].HasErrors() {
		return
	}
	// Perhaps it is another program's: nothing of it is lost.
	l.flow, l.problems = l.flow[:before], l.problems[:faults]
	for _, v := range charts {
		l.problems.Warnf(l.position(), "", "chart %q is printed as a table", v.Title)
		l.title(v.Title, c)
		l.table(v.Table(), c, 0)
	}
}

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
	case "year":
		l.year(v, c)
	case "tree":
		l.tree(v, c)
	case "map":
		l.bandedMap(v, c)
	default:
		l.problems.Errorf(l.position(), "kinds are heatmap, bars, gantt, year, tree and map", "unknown kind of chart %q", v.Kind)
	}
}

// string places a plain string on one line.
func (l *layouter) string(items []Item, s string, k look, a document.Align, x, width, y int) []Item {
	k.solid = true
	t := l.plain(s, k)
	return l.place(items, &t, line{to: len(t.atoms)}, aligned(a, x, width, t.width()), y, false)
}

// labelled breaks the label of a chart into lines, few enough for a chart to stay one.
func (l *layouter) labelled(t *text, s string, width int) []line {
	const most = 6
	lines := l.fewest(t, width)
	if len(lines) > most {
		l.problems.Warnf(l.position(), "", "the label of a chart is cut off: %.40s…", s)
		lines = lines[:most]
	}
	return lines
}

// rowLabel places the label of a row of a chart, in the middle of its height, and returns that height: at least least, and
// no less than its lines need with padding around them.
func (l *layouter) rowLabel(s string, x, width, least, padding int) ([]Item, int) {
	t := l.plain(s, look{size: tableSize, colour: ink})
	lines := l.labelled(&t, s, width)
	h := max(least, len(lines)*tableLine+padding)
	var items []Item
	for i, ln := range lines {
		items = l.place(items, &t, ln, x, (h-len(lines)*tableLine)/2+i*tableLine+baseline(tableLine, tableSize), false)
	}
	return items, h
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
	slabs := l.lineSlabs(&t, l.labelled(&t, s, c.width), c.x, c.width, document.Left, tableLine, tableSize)
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
