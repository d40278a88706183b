package layout

import "slices"

// slab is a strip of a page that is never divided: a line of text, a row, a chart. Its items are placed from its top.
type slab struct {
	before, height int  // before: space above, dropped at the top of a page
	keep           bool // on one page with the next slab
	fresh          bool // opens a page
	sheet          *sheet
	panel          *panel
	repeat         *slab // printed again above this slab when it opens a page
	notes          []int // footnotes that it refers to
	items          []Item
}

// panel is a background that slabs share.
type panel struct {
	x, width int
	fill     Colour
	line     Colour // 0: no outline
	radius   int
}

// add puts a slab at the end of the flow, with the space, places and page break that were asked for before it.
func (l *layouter) add(s slab) {
	s.before = max(s.before, l.gap)
	s.fresh = s.fresh || l.fresh
	s.sheet = l.sheet
	if len(l.pending) > 0 {
		s.items = append(l.pending, s.items...)
		l.pending = nil
	}
	l.gap, l.fixed, l.fresh = 0, false, false
	l.flow = append(l.flow, s)
}

// space asks for a distance before the next slab; the largest that was asked for counts.
func (l *layouter) space(n int) {
	if !l.fixed {
		l.gap = max(l.gap, n)
	}
}

// exactly asks for a distance before the next slab that nothing enlarges.
func (l *layouter) exactly(n int) { l.gap, l.fixed = n, true }

// inside lays out content that begins without space of its own, and returns its slabs.
func (l *layouter) inside(content func()) []slab {
	first, gap := len(l.flow), l.gap
	l.exactly(0)
	content()
	if len(l.flow) == first {
		l.add(slab{})
	}
	l.flow[first].before = gap
	l.gap, l.fixed = 0, false
	return l.flow[first:]
}

// aside lays out content that stands elsewhere and returns its slabs.
func (l *layouter) aside(on *sheet, content func()) []slab {
	flow, gap, fixed, fresh, pending, sheet := l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet
	l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet = nil, 0, false, false, nil, on
	content()
	made := l.flow
	l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet = flow, gap, fixed, fresh, pending, sheet
	return made
}

// keepTogether keeps slabs on one page when they are not too high for that.
func keepTogether(slabs []slab, most int) {
	if height(slabs) > most {
		return
	}
	for i := range slabs[:max(0, len(slabs)-1)] {
		slabs[i].keep = true
	}
}

func height(slabs []slab) int {
	h := 0
	for i := range slabs {
		h += slabs[i].before + slabs[i].height
	}
	return h
}

// pack gives slabs a common background, with padding above and below.
func pack(slabs []slab, p *panel, padding int) {
	for i := range slabs {
		s := &slabs[i]
		down := padding
		if i > 0 {
			down, s.before = s.before, 0
		}
		s.height += down
		for _, it := range s.items {
			move(it, 0, down)
		}
		if s.panel == nil {
			s.panel = p
		}
	}
	slabs[len(slabs)-1].height += padding
}

// composer puts slabs on pages.
type composer struct {
	l     *layouter
	first int // number of the first page
	pages []Page
	sheet *sheet
	y     int
	limit int // where footnotes begin
	empty bool
	items []Item
	panel *panel
	box   *Box // of panel, on this page
	notes []slab
	late  []slab       // footnotes for which no page had room
	done  map[int]bool // footnotes that are placed
}

// compose places slabs on pages, the first of which has the number first, and records the pages of all places.
func (l *layouter) compose(slabs []slab, first int) []Page {
	c := &composer{l: l, first: first, done: map[int]bool{}}
	for i := 0; i < len(slabs) || len(c.late) > 0; {
		if i == len(slabs) {
			slabs, c.late = append(slabs, c.late...), nil
		}
		s := &slabs[i]
		if c.sheet != s.sheet || s.fresh && !c.empty {
			c.turn(s.sheet)
		}
		end := i + 1
		for end < len(slabs) && slabs[end-1].keep && slabs[end].sheet == s.sheet && !slabs[end].fresh {
			end++
		}
		if c.fits(slabs[i:end]) {
			for ; i < end; i++ {
				c.put(&slabs[i])
			}
			continue
		}
		if !c.empty {
			c.turn(s.sheet)
			c.repeat(s)
			continue
		}
		for ; i < end; i++ { // more than a page is kept together
			if !c.fits(slabs[i:i+1]) && !c.empty {
				c.turn(s.sheet)
				c.repeat(&slabs[i])
			}
			c.put(&slabs[i])
		}
	}
	if c.sheet != nil {
		c.finish()
	}
	return c.pages
}

// fits reports whether slabs and the footnotes they bring fit on what is left of the page.
func (c *composer) fits(slabs []slab) bool {
	h := height(slabs)
	if c.empty {
		h -= slabs[0].before
	}
	extra := 0
	for i := range slabs {
		for _, n := range slabs[i].notes {
			if !c.done[n] {
				extra += height(c.l.footnote(n, slabs[i].sheet))
			}
		}
	}
	if extra > 0 && len(c.notes) == 0 {
		extra += noteSpace
	}
	return c.y+h+extra <= c.limit
}

// noteSpace is the height of the line above footnotes, with the space around it.
const noteSpace = 16 * pt

func (c *composer) put(s *slab) {
	if !c.empty {
		c.y += s.before
	}
	if s.panel != nil && c.panel == s.panel {
		c.box.Height = c.y + s.height - c.box.Y
	} else if c.panel = s.panel; s.panel != nil {
		c.box = &Box{X: s.panel.x, Y: c.y, Width: s.panel.width, Height: s.height, Radius: s.panel.radius, Fill: s.panel.fill, Filled: true}
		if s.panel.line != 0 {
			c.box.Line, c.box.LineWidth = s.panel.line, thin
		}
		c.items = append(c.items, c.box)
	}
	number := c.first + len(c.pages)
	for _, it := range s.items {
		move(it, 0, c.y)
		if t, ok := it.(*Target); ok && c.l.found[t.Name] == 0 { // the first of a name counts
			c.l.found[t.Name] = number
		}
	}
	c.items = append(c.items, s.items...)
	c.y += s.height
	c.empty = false
	for _, n := range s.notes {
		note := c.l.footnote(n, s.sheet)
		if c.done[n] || len(note) == 0 {
			continue
		}
		c.done[n] = true
		room := height(note)
		if len(c.notes) == 0 {
			room += noteSpace
		}
		if c.y+room > c.limit {
			c.late = append(c.late, note...)
			continue
		}
		c.limit -= room
		c.notes = append(c.notes, note...)
	}
}

// turn ends the page and opens the next.
func (c *composer) turn(s *sheet) {
	if c.sheet != nil {
		c.finish()
	}
	c.sheet, c.y, c.limit, c.empty, c.panel = s, s.top, s.bottom, true, nil
}

// repeat prints the header row again above a row that opens a page.
func (c *composer) repeat(s *slab) {
	if s.repeat != nil {
		items := again(s.repeat.items)
		for _, it := range items {
			move(it, 0, c.y)
		}
		c.items = append(c.items, items...)
		c.y += s.repeat.height
	}
}

// finish completes the page with its footnotes.
func (c *composer) finish() {
	if len(c.notes) > 0 {
		left := c.sheet.text.x
		y := max(c.limit, c.y) + 10*pt
		c.items = append(c.items, &Stroke{X1: left, Y1: y, X2: left + 60*pt, Y2: y, Width: thin, Colour: grey})
		c.limit, c.y, c.empty, c.panel = c.sheet.bottom, y+6*pt-c.notes[0].before, false, nil
		for i := range c.notes {
			c.put(&c.notes[i])
		}
		c.notes = nil
	}
	c.pages = append(c.pages, Page{Width: c.sheet.width, Height: c.sheet.height, Items: slices.Clip(c.items)})
	c.items = make([]Item, 0, len(c.items))
}
