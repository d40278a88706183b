package layout

import (
	"maps"
	"slices"
)

// composer puts slabs on pages.
type composer struct {
	l     *layouter
	first int // number of the first page
	ended int // pages that are complete
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
	trial bool         // only measures: nothing is moved
	fit
}

// fit is how the pages of a section differ from the usual, so that its last page is more than a few lines.
type fit struct {
	closer int // eighths that the space between blocks is smaller
	page   int // number of a page that ends early, counted from 0
	early  int // by how much
}

// compose places slabs on pages, the first of which has the number first, and records the pages of all places.
func (l *layouter) compose(slabs []slab, first int) []Page {
	c := &composer{l: l, first: first, done: map[int]bool{}}
	for len(slabs) > 0 {
		n := 1
		for n < len(slabs) && slabs[n].sheet == slabs[0].sheet && !slabs[n].fresh {
			n++
		}
		c.fit = c.best(slabs[:n])
		c.fill(slabs[:n])
		if slabs = slabs[n:]; len(slabs) == 0 {
			slabs, c.late = c.late, nil
		}
	}
	if c.sheet != nil {
		c.finish()
	}
	return c.pages
}

// best finds how a section ends on a page that is worth turning to. Where only a few lines are left for it, a section that is
// set a little closer may need a page less; else the page before leaves some of its lines to it.
func (c *composer) best(section []slab) fit {
	const few, fewest = 8, 7 // lines
	s := section[0].sheet
	if height(section) <= s.bottom-s.top {
		return fit{}
	}
	line := s.text.leading
	usual, last := c.try(section, fit{})
	if usual == c.ended || last >= few*line {
		return fit{}
	}
	for closer := 1; closer <= 2; closer++ {
		if pages, _ := c.try(section, fit{closer: closer}); pages < usual {
			return fit{closer: closer}
		}
	}
	for lines := 1; lines <= few && last < fewest*line; lines++ {
		f := fit{page: usual - 1, early: lines * line}
		if pages, last := c.try(section, f); pages == usual && last >= fewest*line {
			return f
		}
	}
	return fit{}
}

// try measures a section: the number of its last page, counted from 0, and how much of that page it fills.
func (c *composer) try(section []slab, f fit) (page, filled int) {
	t := *c
	t.trial, t.fit, t.done, t.notes, t.late = true, f, maps.Clone(c.done), slices.Clip(c.notes), slices.Clip(c.late)
	t.fill(section)
	return t.ended, t.y - t.sheet.top + t.sheet.bottom - t.limit
}

// fill puts slabs on the page and on further pages.
func (c *composer) fill(slabs []slab) {
	for i := 0; i < len(slabs); {
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
}

// above is the space above a slab.
func (c *composer) above(s *slab) int {
	if c.closer == 0 || s.firm || s.before < 6*pt {
		return s.before
	}
	return s.before * (8 - c.closer) / 8 / (2 * pt) * 2 * pt
}

// fits reports whether slabs and the footnotes they bring fit on what is left of the page.
func (c *composer) fits(slabs []slab) bool {
	h, extra := 0, 0
	for i := range slabs {
		if h += slabs[i].height; i > 0 || !c.empty {
			h += c.above(&slabs[i])
		}
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
		c.y += c.above(s)
	}
	if !c.trial {
		c.place(s)
	}
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

// place puts what is on a slab on the page, with its background.
func (c *composer) place(s *slab) {
	if s.panel != nil && c.panel == s.panel {
		c.box.Height = c.y + s.height - c.box.Y
	} else if c.panel = s.panel; s.panel != nil {
		c.box = &Box{X: s.panel.x, Y: c.y, Width: s.panel.width, Height: s.height, Radius: s.panel.radius, Fill: s.panel.fill, Filled: true}
		if s.panel.line != 0 {
			c.box.Line, c.box.LineWidth = s.panel.line, thin
		}
		c.items = append(c.items, c.box)
	}
	number := c.first + c.ended
	for _, it := range s.items {
		move(it, 0, c.y)
		if t, ok := it.(*Target); ok && c.l.found[t.Name] == 0 { // the first of a name counts
			c.l.found[t.Name] = number
		}
	}
	c.items = append(c.items, s.items...)
}

// turn ends the page and opens the next.
func (c *composer) turn(s *sheet) {
	if c.sheet != nil {
		c.finish()
	}
	c.sheet, c.y, c.limit, c.empty, c.panel = s, s.top, s.bottom, true, nil
	if c.closer > 0 { // a little closer to the footer
		c.limit = min(c.limit+c.closer*6*pt, s.deepest())
	}
	if c.early > 0 && c.page == c.ended {
		c.limit -= c.early
	}
}

// repeat prints the header row again above a row that opens a page.
func (c *composer) repeat(s *slab) {
	if s.repeat == nil {
		return
	}
	if !c.trial {
		items := again(s.repeat.items)
		for _, it := range items {
			move(it, 0, c.y)
		}
		c.items = append(c.items, items...)
	}
	c.y += s.repeat.height
}

// finish completes the page with its footnotes.
func (c *composer) finish() {
	c.ended++
	if c.trial {
		c.notes = nil
		return
	}
	if len(c.notes) > 0 {
		left := c.sheet.text.x
		y := max(c.limit, c.y) + 10*pt
		c.items = append(c.items, &Stroke{X1: left, Y1: y, X2: left + 60*pt, Y2: y, Width: thin, Colour: grey})
		c.limit, c.y, c.empty, c.panel = c.sheet.bottom, y+6*pt-c.above(&c.notes[0]), false, nil
		c.ended--
		for i := range c.notes {
			c.put(&c.notes[i])
		}
		c.ended++
		c.notes = nil
	}
	c.pages = append(c.pages, Page{Width: c.sheet.width, Height: c.sheet.height, Items: slices.Clip(c.items)})
	c.items = make([]Item, 0, len(c.items))
}
