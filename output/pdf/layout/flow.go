package layout

// slab is a strip of a page that is never divided: a line of text, a row, a chart. Its items are placed from its top.
type slab struct {
	before, height int  // before: space above, dropped at the top of a page
	firm           bool // the space above never shrinks
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
	s.before, s.firm = max(s.before, l.gap), l.fixed
	s.fresh = s.fresh || l.fresh
	s.sheet = l.sheet
	if len(l.pending) > 0 {
		s.items = append(l.pending, s.items...)
		l.pending = nil
	}
	l.gap, l.fixed, l.fresh = 0, false, false
	l.overhang = max(0, l.overhang-s.before-s.height)
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

// clear asks for enough distance that what reaches into the side column does not meet what the heading above serves.
func (l *layouter) clear(n int) {
	if room := (l.overhang + n + pt) / (2 * pt) * 2 * pt; l.overhang > 0 && room > l.gap {
		l.exactly(room)
	}
}

// inside lays out content that begins without space of its own, and returns its slabs.
func (l *layouter) inside(content func()) []slab {
	first, gap, fixed := len(l.flow), l.gap, l.fixed
	l.exactly(0)
	content()
	if len(l.flow) == first {
		l.add(slab{})
	}
	l.flow[first].before, l.flow[first].firm = gap, fixed
	l.gap, l.fixed = 0, false
	return l.flow[first:]
}

// aside lays out content that stands elsewhere and returns its slabs.
func (l *layouter) aside(on *sheet, content func()) []slab {
	flow, gap, fixed, fresh, pending, sheet, overhang := l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet, l.overhang
	l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet, l.overhang = nil, 0, false, false, nil, on, 0
	content()
	made := l.flow
	l.flow, l.gap, l.fixed, l.fresh, l.pending, l.sheet, l.overhang = flow, gap, fixed, fresh, pending, sheet, overhang
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
