package layout

import (
	"slices"
	"sort"
	"strconv"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// bars draws stacked horizontal bars: the number in every part, the sum at the end, the series named above.
func (l *layouter) bars(v *document.Chart, c column) {
	l.space(14 * pt)
	const high, line = 14 * pt, 20 * pt
	width := min(c.width, 482*pt)
	series := max(0, len(v.Header)-1)
	l.title(v.Title, c)

	labels, numbers := 0, 0
	values := make([][]int, len(v.Rows))
	most := 1
	for i, row := range v.Rows {
		labels = max(labels, l.naturalWidth(row[0], tableSize))
		sum := 0
		for _, s := range row[1:] {
			n := l.count(s, v)
			values[i] = append(values[i], n)
			sum += n
		}
		most = max(most, sum)
		numbers = max(numbers, l.metrics.width(strconv.Itoa(sum), font.Bold, tableSize))
	}
	labels = min(labels, width*2/5)
	least := func(n int) int { return l.metrics.width(strconv.Itoa(n), font.Bold, smallSize) + 6*pt }
	left := c.x + labels + 10*pt
	room := width - labels - 10*pt - numbers - 8*pt
	// Parts too small for their number are widened; the scale leaves room for that.
	part := func(n, scale int) int { return max(n*scale/most, least(n)) }
	tooWide := func(scale int) bool {
		return slices.ContainsFunc(values, func(row []int) bool {
			sum := 0
			for _, n := range row {
				if n > 0 {
					sum += part(n, scale)
				}
			}
			return sum > room
		})
	}
	scale := sort.Search(room, func(scale int) bool { return tooWide(scale + 1) })

	l.series(v.Header, series, c, left, c.x+width)
	for i, row := range v.Rows {
		items, h := l.rowLabel(row[0], c.x, labels, line, 6*pt)
		x, sum := left, 0
		top := (h - high) / 2
		for j, n := range values[i] {
			sum += n
			if n == 0 {
				continue
			}
			w := part(n, scale)
			fill, text := l.shade(j, series)
			items = append(items, &Box{X: x, Y: top, Width: w - 1*pt, Height: high, Fill: fill, Filled: true})
			items = l.string(items, strconv.Itoa(n), look{face: font.Bold, size: smallSize, colour: text}, document.Centre, x, w-1*pt, top+baseline(high, smallSize))
			x += w
		}
		if series > 1 || sum == 0 {
			items = l.string(items, strconv.Itoa(sum), look{face: font.Bold, size: tableSize, colour: ink}, document.Left, x+5*pt, 0, top+baseline(high, tableSize))
		}
		l.add(slab{height: h, items: items, keep: i < len(v.Rows)-1})
	}
	l.space(14 * pt)
}

// series names the series above the bars, each after a patch of its colour.
func (l *layouter) series(header []string, n int, c column, left, right int) {
	if n < 2 {
		return
	}
	const patch = 7 * pt
	var items []Item
	x, y := left, 0
	for i, name := range header[1:] {
		w := l.metrics.width(name, font.Regular, smallSize)
		if x > left && x+patch+4*pt+w > right {
			x, y = left, y+12*pt
		}
		fill, _ := l.shade(i, n)
		items = append(items, &Box{X: x, Y: y + 2*pt, Width: patch, Height: patch, Fill: fill, Filled: true})
		items = l.short(items, name, look{size: smallSize, colour: grey}, x+patch+4*pt, right-x-patch-4*pt, y+baseline(11*pt, smallSize))
		x += patch + w + 16*pt
	}
	l.add(slab{height: y + 14*pt, items: items, keep: true})
}

// shade is the fill of series i of n, from the accent to a pale tone of it, and the colour of text on it.
func (l *layouter) shade(i, n int) (fill, text Colour) {
	share := 100
	if n > 1 {
		share = 100 - 60*i/(n-1) - 25*min(i, 1)
	}
	fill = mix(l.accent, Colour(share))
	return fill, onto(fill)
}
