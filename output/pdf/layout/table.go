package layout

import "ismsgen/output/document"

// signingHeight is the least height of a row in which people sign.
const signingHeight = 34 * pt

// small is the height up to which a table stays on one page.
const small = 160 * pt

// rowPadding stands above and below the lines of a row.
const rowPadding = 3 * pt

// table lays out a table: rules only across, the header again on each page. least is the least height of a row.
func (l *layouter) table(t *document.Table, c column, least int) {
	if len(t.Align) == 0 {
		return
	}
	g := l.grid(t, c.cell, c.colour)
	x, width := c.x, c.width
	if whole := c.x + c.width - c.reach; whole > width && (g.comfort() > width || least > 0 && g.written() > width/2 || l.gains(g, width, whole)) {
		x, width = c.reach, whole
	}
	widths, gap := l.widths(g, width)
	if least > 0 && len(widths) > 1 {
		widths = signing(g, width-gap*(len(widths)-1), widths)
	}
	around := l.loosely(12 * pt)
	l.space(around)
	if x < c.x {
		l.clear(4 * pt)
	}
	first := len(l.flow)
	r := rower{l: l, g: g, x: x, width: width, widths: widths, gap: gap, leading: c.row, size: c.cell, least: least, padding: rowPadding}
	if l.tight {
		r.padding = 1 * pt
	}
	r.header()
	for i := range g.rows {
		r.row(i)
	}
	rows := l.flow[first:]
	if least > 0 {
		keepTogether(rows, l.sheet.bottom-l.sheet.top)
	}
	keepTogether(rows, small)
	for _, i := range [...]int{1, len(rows) - 2} { // no single row before or after the end of a page
		if i > 0 && i < len(rows)-1 && rows[i].height <= small/2 {
			rows[i].keep = true
		}
	}
	l.space(around + 2*pt)
}

// gains reports whether a table of high rows gets much lower on a greater width.
func (l *layouter) gains(g *grid, width, greater int) bool {
	usual, _ := l.widths(g, width)
	before := g.lowness(usual)
	if before < 3*lineLowness*len(g.extents) {
		return false
	}
	wide, _ := l.widths(g, greater)
	return g.lowness(wide) < before*4/5
}

// written is the width of the columns that are filled in, each as wide as its widest line.
func (g *grid) written() (sum int) {
	for _, s := range g.columns {
		if s.body > 0 {
			sum += s.most
		}
	}
	return sum
}

// signing makes empty columns as wide as hands need: almost half of the table, the last one widest.
func signing(g *grid, room int, widths []int) []int {
	shares, taken := 0, g.written()
	for i, s := range g.columns {
		if s.body == 0 {
			shares += 1 + i/(len(widths)-1) // the signature gets two
		}
	}
	if shares == 0 {
		return widths
	}
	rest, most := room, room*55/100
	shared := make([]int, len(widths))
	for i, s := range g.columns {
		if s.body > 0 {
			if shared[i] = s.most; taken > most {
				shared[i] = max(s.least, s.most*most/taken)
			}
			rest -= shared[i]
		}
	}
	if rest < room/4 {
		return widths
	}
	for i, s := range g.columns {
		if s.body == 0 {
			shared[i] = rest * (1 + i/(len(widths)-1)) / shares
		}
	}
	return shared
}

// rower places the rows of a table.
type rower struct {
	l             *layouter
	g             *grid
	x, width, gap int
	widths        []int
	leading, size int
	least         int
	padding       int // above and below the lines of a row
	head          *slab
}

// across is a line over the whole width.
func (r *rower) across(y, width int, colour Colour) *Stroke {
	return &Stroke{X1: r.x, Y1: y, X2: r.x + r.width, Y2: y, Width: width, Colour: colour}
}

// header adds the rule and the header row. A header that is too high to be printed on each page is printed once.
func (r *rower) header() {
	top := func() Item { return r.across(0, rule, ink) }
	r.head = &slab{items: []Item{top()}}
	if !r.g.headed {
		r.l.add(slab{keep: true, items: []Item{top()}})
		return
	}
	cells, n := r.broken(r.g.header)
	h := n*headLine + 2*r.padding
	if h > (r.l.sheet.bottom-r.l.sheet.top)/3 {
		r.l.add(slab{keep: true, items: []Item{top()}})
		r.parts(r.g.header, cells, n, headLine, headSize)
		return
	}
	items := []Item{top()}
	for i, lines := range cells { // short headers stand on the last line
		items = r.cell(items, &r.g.header[i], lines, i, r.padding+(n-len(lines))*headLine, headLine, headSize)
	}
	items = append(items, r.across(h, thin, hairline))
	r.head = &slab{height: h, items: again(items)}
	r.l.add(slab{height: h, keep: true, items: items, notes: notes(r.g.header)})
}

// notes lists the footnotes that cells refer to.
func notes(cells []text) []int {
	var all []int
	for i := range cells {
		all = append(all, cells[i].notes...)
	}
	return all
}

// broken breaks the cells of a row into lines and returns the number of lines of the highest.
func (r *rower) broken(cells []text) ([][]line, int) {
	most := 0
	out := make([][]line, min(len(cells), len(r.widths)))
	for i := range out {
		out[i] = r.l.fewest(&cells[i], r.widths[i])
		most = max(most, len(out[i]))
	}
	return out, most
}

// cell places lines of a cell of column i, the first one from y.
func (r *rower) cell(items []Item, t *text, lines []line, i, y, leading, size int) []Item {
	x := r.x
	for _, w := range r.widths[:i] {
		x += w + r.gap
	}
	for _, ln := range lines {
		items = r.l.place(items, t, ln, aligned(r.g.table.Align[i], x, r.widths[i], ln.width), y+baseline(leading, size), false)
		y += leading
	}
	return items
}

// row adds a row. One that is higher than half a page becomes several slabs.
func (r *rower) row(number int) {
	cells := r.g.rows[number]
	broken, n := r.broken(cells)
	h := max(max(n, 1)*r.leading+2*r.padding, r.least)
	if h%(2*pt) != 0 { // the grid
		h += pt
	}
	if h > (r.l.sheet.bottom-r.l.sheet.top)/2 {
		r.parts(cells, broken, n, r.leading, r.size)
		return
	}
	items := r.l.some()
	for i, lines := range broken {
		y := r.padding
		if r.least > 0 { // people sign above the line
			y = h - r.padding - len(lines)*r.leading
		}
		items = r.cell(items, &cells[i], lines, i, y, r.leading, r.size)
	}
	items = r.l.claim(append(items, r.across(h, thin, hairline)))
	r.l.add(slab{height: h, items: items, notes: notes(cells), repeat: r.head})
}

// parts adds a high row as slabs of a few lines, between which pages may end.
func (r *rower) parts(cells []text, broken [][]line, n, leading, size int) {
	const part = 6 // lines
	for from := 0; from < n; from += part {
		to := min(n, from+part)
		s := slab{height: (to - from) * leading, repeat: r.head}
		top := 0
		if from == 0 {
			top, s.notes = r.padding, notes(cells)
			s.height += r.padding
		}
		for i, lines := range broken {
			s.items = r.cell(s.items, &cells[i], lines[min(from, len(lines)):min(to, len(lines))], i, top, leading, size)
		}
		if to == n {
			s.height += r.padding
			s.items = append(s.items, r.across(s.height, thin, hairline))
		}
		r.l.add(s)
	}
}
