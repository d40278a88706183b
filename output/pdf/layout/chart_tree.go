package layout

import (
	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// Measures of boxes in trees and maps.
const (
	boxWide, boxGap, boxPad = 118 * pt, 12 * pt, 5 * pt
	busDrop                 = 10 * pt // from a box down to the line above its children
)

// tree draws an organigram. Each row of its table is a box: a key, the text in bold, the text under it, and the key of the
// box above; a row whose key above is empty or unknown is a root.
func (l *layouter) tree(v *document.Chart, c column) {
	l.space(14 * pt)
	l.title(v.Title, c)
	under := map[string][][]string{}
	known := map[string]bool{}
	for _, row := range v.Rows {
		if len(row) < 4 {
			l.problems.Errorf(l.position(), "write | key | name | who | under |", "chart %q needs four columns", v.Title)
			return
		}
		known[row[0]] = true
	}
	for _, row := range v.Rows {
		above := row[3]
		if !known[above] || above == row[0] {
			above = ""
		}
		under[above] = append(under[above], row)
	}
	drawn := 0
	var items []Item
	bottom := 0
	for _, root := range under[""] {
		if bottom > 0 {
			bottom += 2 * boxGap
		}
		bottom = l.branch(&items, root, under, c.x, min(c.width, c.measure), bottom, 0, &drawn)
	}
	if drawn < len(v.Rows) {
		l.problems.Errorf(l.position(), "a box cannot stand under itself", "chart %q has a circle", v.Title)
	}
	if bottom > l.sheet.bottom-l.sheet.top {
		l.problems.Errorf(l.position(), "", "chart %q is higher than a page", v.Title)
	}
	l.add(slab{height: (bottom + pt) / (2 * pt) * 2 * pt, items: items})
	l.space(14 * pt)
}

// branch draws a box in the middle of a width and what stands under it in rows of even number, so that the line down to
// the next row passes between two boxes. It returns where it ends.
func (l *layouter) branch(items *[]Item, row []string, under map[string][][]string, x, width, y, depth int, drawn *int) int {
	*drawn++
	w := min(width, boxWide)
	middle := x + width/2
	h := l.textBox(items, row[1], row[2], middle-w/2, w, y, depth == 0)
	children := under[row[0]]
	bottom := y + h
	if len(children) == 0 || depth > 6 {
		return bottom
	}
	columns := len(children)
	if most := max(1, (width+boxGap)/(82*pt+boxGap)); columns > most {
		columns = max(1, most/2*2)
	}
	each := (width - (columns-1)*boxGap) / columns
	for len(children) > 0 {
		now := children[:min(columns, len(children))]
		children = children[len(now):]
		left := middle - (len(now)*each+(len(now)-1)*boxGap)/2
		if columns%2 == 0 && len(now) < columns { // under those above them
			left = middle - (columns*each+(columns-1)*boxGap)/2
		}
		bus, top := bottom+busDrop, bottom+2*busDrop
		*items = append(*items, &Stroke{X1: middle, Y1: y + h, X2: middle, Y2: bus, Width: rule, Colour: silver})
		first, last := left+each/2, left+(len(now)-1)*(each+boxGap)+each/2
		*items = append(*items, &Stroke{X1: min(first, middle), Y1: bus, X2: max(last, middle), Y2: bus, Width: rule, Colour: silver})
		for i, child := range now {
			at := left + i*(each+boxGap)
			*items = append(*items, &Stroke{X1: at + each/2, Y1: bus, X2: at + each/2, Y2: top, Width: rule, Colour: silver})
			bottom = max(bottom, l.branch(items, child, under, at, each, top, depth+1, drawn))
		}
	}
	return bottom
}

// textBox draws a box with a name in bold and a text under it, and returns its height. A strong one is filled with the
// accent.
func (l *layouter) textBox(items *[]Item, name, text string, x, width, y int, strong bool) int {
	const size, leading = 7800, 10 * pt
	fill, bold, faint := tint, ink, grey
	if strong {
		fill = l.accent
		bold = onto(fill)
		faint = bold
	}
	box := &Box{X: x, Y: y, Width: width, Radius: 2500, Fill: fill, Filled: true}
	*items = append(*items, box)
	h := boxPad
	for i, s := range [...]string{name, text} {
		k := look{face: font.Bold, size: size, colour: bold}
		if i == 1 {
			k = look{size: headSize, colour: faint}
		}
		if s == "" {
			continue
		}
		t := l.plain(s, k)
		for _, ln := range l.labelled(&t, s, width-2*boxPad) {
			*items = l.place(*items, &t, ln, aligned(document.Centre, x+boxPad, width-2*boxPad, ln.width), y+h+baseline(leading, size), false)
			h += leading
		}
	}
	box.Height = h + boxPad
	return box.Height
}
