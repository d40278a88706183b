package layout

import (
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// heatmaps draws one or two heat maps beside each other: likelihood upwards, impact to the right, in each cell up to two
// ids or else their count, and small in the corner the level. Colour is never alone.
func (l *layouter) heatmaps(charts []*document.Chart, c column) {
	const gap, scale, corner = 18 * pt, 14 * pt, 5600
	l.space(14 * pt)
	if c.side > 0 { // where the axes are named
		l.clear(4 * pt)
	}
	width := min(c.width, 420*pt)
	if len(charts) == 2 {
		width = (width - gap) / 2
	} else {
		width = min(width, 240*pt)
	}
	var items []Item
	bottom := 0
	for i, v := range charts {
		x := c.x + i*(width+gap)
		y := 0
		if charts[0].Title != "" || charts[len(charts)-1].Title != "" {
			t := l.plain(v.Title, look{face: font.Bold, size: tableSize, colour: ink})
			for _, ln := range l.labelled(&t, v.Title, width) {
				items = l.place(items, &t, ln, x, y+baseline(tableLine, tableSize), false)
				y += tableLine
			}
			y += 4 * pt
		}
		rows, bands, sum := l.bands(v)
		columns := max(1, len(v.Header)-1)
		cell := min((width-scale)/columns, 60*pt)
		high := min(cell*85/100/(2*pt)*2*pt, 400*pt/max(1, len(rows))/(2*pt)*2*pt)
		if i == 0 && len(rows) > 0 {
			items = l.axes(items, c, y, high*len(rows))
		}
		for _, row := range rows {
			likelihood := l.count(row[0], v)
			items = l.string(items, row[0], look{size: smallSize, colour: grey}, document.Left, x, 0, y+baseline(high, smallSize))
			for j := 1; j <= columns && j < len(row); j++ {
				level := likelihood * l.count(v.Header[j], v)
				if sum {
					level = likelihood + l.count(v.Header[j], v)
				}
				fill, text := l.level(level, bands)
				left := x + scale + (j-1)*cell
				items = append(items, &Box{X: left, Y: y, Width: cell - 2*pt, Height: high - 2*pt, Radius: 1500, Fill: fill, Filled: true})
				items = l.cellIDs(items, row[j], text, left, cell-2*pt, y, high-2*pt)
				number := strconv.Itoa(level)
				w := l.metrics.width(number, font.Regular, corner)
				items = append(items, &Text{X: left + cell - 5*pt - w, Y: y + high - 4500, Width: w, Size: corner, Colour: text, Text: number, Artifact: true})
			}
			y += high
		}
		for j := 1; j <= columns && j < len(v.Header); j++ {
			items = l.string(items, v.Header[j], look{size: smallSize, colour: grey}, document.Centre, x+scale+(j-1)*cell, cell-2*pt, y+baseline(smallLine, smallSize))
		}
		bottom = max(bottom, y+12*pt)
	}
	if c.side == 0 { // no side column: the axes are named below
		words := l.doc.Meta.Words
		items = l.string(items, axis(words.Likelihood, "↑")+" · "+axis(words.Impact, "→"), look{size: smallSize, colour: grey}, document.Left, c.x+scale, 0, bottom+baseline(smallLine, smallSize))
		bottom += 12 * pt
	}
	l.add(slab{height: bottom, items: items})
	l.space(14 * pt)
}

func axis(name, arrow string) string { return strings.TrimSpace(name + " " + arrow) }

// axes names the axes in the side column: likelihood at the top, impact at the foot.
func (l *layouter) axes(items []Item, c column, y, height int) []Item {
	if c.side == 0 {
		return items
	}
	k := look{size: smallSize, colour: grey}
	words := l.doc.Meta.Words
	items = l.string(items, axis(words.Likelihood, "↑"), k, document.Right, c.side, 0, y+baseline(smallLine, smallSize))
	return l.string(items, axis(words.Impact, "→"), k, document.Right, c.side, 0, y+height+baseline(smallLine, smallSize))
}

// bands takes the thresholds from the last row when its first cell is "bands", or "bands sum" where a level is likelihood
// plus impact.
func (l *layouter) bands(v *document.Chart) (rows [][]string, bands [3]int, sum bool) {
	bands = [3]int{4, 9, 14}
	for i, row := range v.Rows {
		if len(row) == 0 {
			continue
		}
		if i == len(v.Rows)-1 && (row[0] == "bands" || row[0] == "bands sum") {
			sum = row[0] == "bands sum"
			for j, s := range row[1:] {
				if s != "" && j < len(bands) {
					bands[j] = l.count(s, v)
				}
			}
			continue
		}
		rows = append(rows, row)
	}
	return rows, bands, sum
}

// level is the fill of a risk level, and the colour of text on it.
func (l *layouter) level(n int, bands [3]int) (fill, text Colour) {
	at := 0
	for at < len(bands) && n > bands[at] {
		at++
	}
	fill = levels()[at]
	return fill, onto(fill)
}

// cellIDs prints the ids of a cell: two under each other, more as their number.
func (l *layouter) cellIDs(items []Item, cell string, colour Colour, x, width, y, height int) []Item {
	ids := strings.Fields(strings.ReplaceAll(cell, ",", " "))
	if len(ids) > 2 || len(ids) == 2 && height < 2*9*pt {
		ids = []string{strconv.Itoa(len(ids))}
	}
	const leading = 9 * pt
	y += (height-len(ids)*leading)/2 - 3*pt*(len(ids)/2) // clear of the level
	for _, id := range ids {
		size := 7000
		for size > 4000 && l.metrics.width(id, font.Bold, size) > width-4*pt {
			size -= 200
		}
		items = l.string(items, id, look{face: font.Bold, size: size, colour: colour}, document.Centre, x, width, y+baseline(leading, size))
		y += leading
	}
	return items
}
