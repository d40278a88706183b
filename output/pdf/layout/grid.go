package layout

import (
	"slices"
	"sort"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// grid is a measured table.
type grid struct {
	table   *document.Table
	header  []text
	rows    [][]text
	extents [][]extent // of the cells of the header and of the rows, with those of the tables alike
	columns []span     // with those of the tables alike
	own     []span
	headed  bool // some header cell is not empty
}

// span is what the content of a column asks for.
type span struct {
	least, most int // widest word, widest line
	body        int // widest line below the header
	content     int // all lines together
	filled      int // cells with content
	small       int // widest part of a divided word; 0: not yet measured
}

// grid measures a table for a size of type, together with the tables that have the same header.
func (l *layouter) grid(t *document.Table, size int, colour Colour) *grid {
	key := sized{t, size}
	if g, ok := l.grids[key]; ok {
		return g
	}
	g := l.measured(t, size, colour)
	for _, other := range l.alike[headerOf(t)] {
		if other == t || len(other.Align) != len(t.Align) {
			continue
		}
		alike := l.measured(other, size, colour)
		g.extents = append(slices.Clip(g.extents), alike.extents[1:alike.count()]...)
		for i, s := range alike.own {
			own := &g.columns[i]
			own.least, own.most, own.body = max(own.least, s.least), max(own.most, s.most), max(own.body, s.body)
			own.content, own.filled = own.content+s.content, own.filled+s.filled
		}
	}
	l.grids[key] = g
	return g
}

// headerOf identifies tables with the same header, whose columns stand alike in a document; empty: none.
func headerOf(t *document.Table) string {
	var b strings.Builder
	for _, cell := range t.Header {
		b.WriteString(document.Plain(cell))
		b.WriteByte('\x00')
	}
	return strings.Trim(b.String(), "\x00")
}

// measured measures a table by itself.
func (l *layouter) measured(t *document.Table, size int, colour Colour) *grid {
	key := sized{t, size}
	if g, ok := l.rough[key]; ok {
		return g
	}
	g := &grid{table: t, columns: make([]span, len(t.Align)), rows: make([][]text, len(t.Rows)), extents: make([][]extent, 0, 1+len(t.Rows))}
	all := make([]extent, (1+len(t.Rows))*len(t.Align))
	measure := func(cells []document.Cell, k look, header bool) []text {
		row, extents := make([]text, len(cells)), all[:min(len(cells), len(g.columns))]
		all = all[len(extents):]
		for i, cell := range cells {
			row[i] = l.measure(cell, k)
			if i >= len(g.columns) {
				continue
			}
			s, e := &g.columns[i], row[i].extent()
			extents[i] = e
			s.least, s.most = max(s.least, e.piece), max(s.most, e.line)
			s.content += e.line
			if !header {
				s.body = max(s.body, e.line)
			}
			if e.line > 0 {
				s.filled++
			}
		}
		g.extents = append(g.extents, extents)
		return row
	}
	g.header = measure(t.Header, look{face: font.Bold, size: headSize, colour: grey}, true)
	for _, h := range g.header {
		g.headed = g.headed || len(h.atoms) > 0
	}
	for i, row := range t.Rows {
		g.rows[i] = measure(row, look{size: size, colour: colour}, false)
	}
	for i := range g.columns { // a column of empty cells is there to be written in
		if s := &g.columns[i]; l.doc.Meta.Form && len(t.Rows) > 0 && s.body == 0 && t.Align[i] == document.Left {
			s.least, s.most = max(s.least, handRoom), max(s.most, handRoom)
		}
	}
	g.own = slices.Clone(g.columns)
	l.rough[key] = g
	return g
}

// handRoom is the least width of a column of a form that people write in.
const handRoom = 48 * pt

// sized is a table as measured in a size of type.
type sized struct {
	table *document.Table
	size  int
}

// comfort is the width at which a table reads well: short columns on one line, long ones a few words wide.
func (g *grid) comfort() int {
	sum := columnGap * (len(g.columns) - 1)
	for _, s := range g.columns {
		average := s.content / max(1, s.filled)
		sum += min(s.most, max(s.least, min(max(average*2/5, 64*pt), 150*pt)))
	}
	return sum
}

// words is the width at which no word is divided.
func (g *grid) words() int {
	sum := columnGap * (len(g.columns) - 1)
	for _, s := range g.columns {
		sum += s.least
	}
	return sum
}

// widths shares a width among the columns: each gets its widest line if there is room, else at least its widest word,
// and what is left goes where it saves most lines. When even the words are too wide they will be divided.
func (l *layouter) widths(g *grid, width int) (widths []int, gap int) {
	n := len(g.columns)
	gap = columnGap
	room := width - gap*(n-1)
	widths = make([]int, n)
	g.evenMarks(room)
	most, least := 0, 0
	for _, s := range g.columns {
		most += s.most
		least += s.least
	}
	if room >= most {
		extra, share := room-most, most+n*16*pt
		for i, s := range g.columns {
			widths[i] = s.most + extra*(s.most+16*pt)/share
		}
		return widths, gap
	}
	low := make([]int, n)
	for i, s := range g.columns {
		low[i] = s.least
	}
	for i, s := range g.columns { // one long word does not take what the other columns need
		if fair := room / n; n > 2 && s.least > fair {
			low[i] = max(fair, l.divided(g, i))
			least += low[i] - s.least
		}
	}
	if room < least {
		gap = 8 * pt
		room = width - gap*(n-1)
		least = l.squeeze(g, low)
		if room < least { // nothing helps but cutting the longest words anywhere
			if room < n*12*pt {
				l.problems.Errorf(l.position(), "split it, or turn rows into columns", "a table of %d columns is wider than a page", n)
			}
			capped := func(most int) (sum int) {
				for i := range low {
					widths[i] = min(low[i], most)
					sum += widths[i]
				}
				return sum
			}
			capped(sort.Search(max(room, 0), func(most int) bool { return capped(most+1) > room }))
			return widths, gap
		}
	}
	g.share(widths, low, room)
	g.settle(widths, low)
	l.yield(g, widths, low)
	return widths, gap
}

// yield lets columns that are as wide as one long word, which may be divided, give room to others when that makes a table
// of high rows much lower.
func (l *layouter) yield(g *grid, widths, low []int) {
	before := g.lowness(widths)
	if l.style.Hyphens == nil || before < lineLowness*len(g.extents)*5/2 {
		return
	}
	lower, other := slices.Clone(low), slices.Clone(widths)
	for i, s := range g.columns {
		if s.least > narrow && widths[i] < s.least+8*pt {
			lower[i] = min(low[i], max(narrow, l.divided(g, i)))
		}
	}
	if g.settle(other, lower); g.lowness(other) < before*9/10 {
		copy(widths, other)
	}
}

// count is how many of the extents are of the table itself.
func (g *grid) count() int { return 1 + len(g.rows) }

// narrow is the width below which text has a word or two on a line: no column gets narrower for the sake of others.
const narrow = 84 * pt

// settle moves room from column to column while that makes the table lower.
func (g *grid) settle(widths, least []int) {
	low := slices.Clone(least)
	for i, s := range g.columns {
		low[i] = max(low[i], min(widths[i], s.most, narrow))
	}
	best := g.lowness(widths)
	for _, step := range [...]int{24 * pt, 8 * pt} {
		for from, to := -1, -1; ; {
			least := best
			for i := range widths {
				if widths[i]-step < low[i] {
					continue
				}
				for j := range widths {
					if i == j || widths[j] >= g.columns[j].most {
						continue
					}
					widths[i], widths[j] = widths[i]-step, widths[j]+step
					if h := g.lowness(widths); h < least {
						least, from, to = h, i, j
					}
					widths[i], widths[j] = widths[i]+step, widths[j]-step
				}
			}
			if least == best {
				break
			}
			best = least
			widths[from] -= step
			widths[to] += step
		}
	}
}

// lineLowness is what lowness says of a row of one full line.
const lineLowness = 3 * 16

// lowness is about how high the rows of a table are in columns of some widths: lines, finely divided, so that rows that
// are almost a line lower count too.
func (g *grid) lowness(widths []int) (sum int) {
	const fine = lineLowness / 3
	for _, row := range g.extents {
		high := 0
		for i, e := range row {
			if e.total <= widths[i] {
				high = max(high, e.ends*fine)
				continue
			}
			lines := (e.total+e.total/16)*fine/widths[i] + (e.ends-1)*fine/2
			high = max(high, max(lines, e.ends*fine))
		}
		sum += high + (high+fine-1)/fine*fine*2
	}
	return sum
}

// evenMarks makes centred columns, which hold marks, alike where there is room for it.
func (g *grid) evenMarks(room int) {
	most, widest := 0, 0
	for i, s := range g.columns {
		if g.table.Align[i] == document.Centre {
			widest = max(widest, s.most)
		}
	}
	even := slices.Clone(g.columns)
	for i := range even {
		if g.table.Align[i] == document.Centre {
			even[i].most = widest
		}
		most += even[i].most
	}
	if most <= room {
		g.columns = even
	}
}

// share gives the columns between their least widths and their widest lines what is left of the room, by their content.
func (g *grid) share(widths, low []int, room int) {
	n := len(widths)
	// The height of a row is that of its longest cell: columns whose cells are equally high save most lines.
	weight := make([]int, n)
	for i, s := range g.columns {
		weight[i] = 1 + s.content/(10*pt)
	}
	// Headers may go on more lines first.
	high := make([]int, n)
	sum := 0
	for i, s := range g.columns {
		high[i] = max(s.body, low[i])
		sum += high[i]
	}
	if sum < room {
		low, high = high, low
		for i, s := range g.columns {
			high[i] = max(s.most, low[i])
		}
	}
	fill := func(level int) (sum int) {
		for i := range widths {
			widths[i] = min(max(level*weight[i], low[i]), high[i])
			sum += widths[i]
		}
		return sum
	}
	level := sort.Search(room, func(level int) bool { return fill(level+1) > room })
	rest := room - fill(level)
	for i := range widths { // the last steps that rounding left
		add := min(rest, max(0, high[i]-widths[i]), weight[i])
		widths[i] += add
		rest -= add
	}
	complete(widths, low, high)
}

// complete gives columns that lack a little for their widest line what they lack, from the widest column: that saves more
// lines than it costs.
func complete(widths, low, high []int) {
	for i, w := range widths {
		lack := high[i] - w
		if lack <= 0 || lack > 14*pt {
			continue
		}
		from := 0
		for j := range widths {
			if widths[j] > widths[from] {
				from = j
			}
		}
		if widths[from] > 2*w && widths[from]-lack >= low[from] {
			widths[i] += lack
			widths[from] -= lack
		}
	}
}

// squeeze lowers the least widths to those of divided words, and returns their sum.
func (l *layouter) squeeze(g *grid, low []int) int {
	sum := 0
	for i := range g.columns {
		low[i] = min(low[i], l.divided(g, i))
		sum += low[i]
	}
	return sum
}

// divided is the least width of a column when its words are divided.
func (l *layouter) divided(g *grid, i int) int {
	s := &g.columns[i]
	if s.small == 0 {
		s.small = 1 * pt
		for _, row := range append([][]text{g.header}, g.rows...) {
			if i < len(row) {
				s.small = max(s.small, l.smallest(&row[i]))
			}
		}
	}
	return s.small
}
