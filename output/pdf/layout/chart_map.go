package layout

import (
	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// bandedMap draws groups of boxes in bands under each other. Each row of its table is a box: its group, the text in bold and the
// text under it; boxes of a group stand in the order of the rows.
func (l *layouter) bandedMap(v *document.Chart, c column) {
	l.space(14 * pt)
	l.title(v.Title, c)
	const columns = 4
	width := min(c.width, c.measure)
	each := (width - 2*boxPad - (columns-1)*boxGap/2) / columns
	for i := 0; i < len(v.Rows); {
		end := i
		for end < len(v.Rows) && len(v.Rows[end]) >= 3 && v.Rows[end][0] == v.Rows[i][0] {
			end++
		}
		if end == i {
			l.problems.Errorf(l.position(), "write | group | name | text |", "chart %q needs three columns", v.Title)
			return
		}
		var items []Item
		band := &Box{X: c.x, Width: width, Radius: 3500, LineWidth: thin, Line: hairline}
		items = append(items, band)
		items = l.string(items, v.Rows[i][0], look{face: font.Bold, size: headSize, colour: l.accent}, document.Left, c.x+boxPad, 0, 4*pt+baseline(headLine, headSize))
		y := 4*pt + headLine + 3*pt
		for i < end {
			row, highest := v.Rows[i:min(end, i+columns)], 0
			first := len(items)
			for j, cell := range row {
				highest = max(highest, l.textBox(&items, cell[1], cell[2], c.x+boxPad+j*(each+boxGap/2), each, y, false))
			}
			for _, it := range items[first:] { // boxes of a row are alike
				if b, ok := it.(*Box); ok {
					b.Height = highest
				}
			}
			y += highest + boxGap/2
			i += len(row)
		}
		band.Height = y
		l.add(slab{height: (y + pt) / (2 * pt) * 2 * pt, items: items, keep: end < len(v.Rows)})
		l.space(6 * pt)
	}
	l.space(14 * pt)
}
