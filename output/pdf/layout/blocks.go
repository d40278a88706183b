package layout

import (
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// blocks lays out blocks in a column, one under the other.
func (l *layouter) blocks(list []document.Block, c column) {
	for i := 0; i < len(list); i++ {
		if chart, ok := list[i].(*document.Chart); ok && chart.Kind == "heatmap" && i+1 < len(list) {
			if next, ok := list[i+1].(*document.Chart); ok && next.Kind == "heatmap" {
				l.charts(c, chart, next)
				i++
				continue
			}
		}
		if f, ok := list[i].(*document.Field); ok && i+1 < len(list) {
			if next, ok := list[i+1].(*document.Field); ok && pairs(f, next, c) {
				l.fields([]*document.Field{f, next}, c)
				i++
				continue
			}
		}
		l.block(list[i], c)
		if _, ok := list[i].(*document.Paragraph); ok && i+1 < len(list) && len(l.flow) > 0 {
			switch list[i+1].(type) {
			case *document.Table, *document.Chart, *document.Register, *document.Field: // what is said about it stands with it
				l.flow[len(l.flow)-1].keep = true
			}
		}
	}
}

func (l *layouter) block(b document.Block, c column) {
	switch v := b.(type) {
	case *document.Heading:
		l.heading(v, c)
	case *document.Paragraph:
		l.paragraph(v, c)
	case *document.List:
		l.list(v, c)
	case *document.Rules:
		l.clear(2 * pt) // what the heading serves stands where the number of the first rule comes
		l.rules(v, c)
	case *document.Table:
		l.table(v, c, 0)
	case *document.Callout:
		l.callout(v, c)
	case *document.Quote:
		l.quote(v, c)
	case *document.Code:
		l.code(v, c)
	case *document.Chart:
		l.charts(c, v)
	case *document.Field:
		l.fields([]*document.Field{v}, c)
	case *document.Signatures:
		l.table(v.Table, c, signingHeight)
	case *document.Definitions:
		l.definitions(v, c)
	case *document.Footnotes:
		l.restNotes(v, c)
	case *document.Picture:
		l.picture(v.Image, c)
	case *document.Line:
		l.space(16 * pt)
		l.add(slab{items: []Item{&Stroke{X1: c.x, X2: c.x + min(c.width, c.measure), Width: thin, Colour: hairline}}})
		l.space(16 * pt)
	case *document.PageBreak:
		l.fresh = true
	case *document.Landscape:
		l.onLandscape(v.Blocks)
	case *document.Register:
		l.blocks(v.Blocks, c)
	default:
		l.problems.Errorf(l.position(), "", "cannot print a block of type %T", b)
	}
}

// heading lays out a heading. Its number stands in the side column, or before it where there is none.
func (l *layouter) heading(h *document.Heading, c column) {
	size, leading, above, below := textSize, 14*pt, 14*pt, 2*pt
	switch h.Level {
	case 1:
		size, leading, above, below = 15*pt, 20*pt, 26*pt, 8*pt
	case 2:
		size, leading, above, below = 10600, 14*pt, 18*pt, 4*pt
	}
	if c.size < textSize && !l.tight {
		size = min(size, c.size)
	}
	l.space(l.loosely(above))
	l.clear(4 * pt)
	name := l.anchor(h)
	title := flat(h.Text)
	if h.Number != "" {
		title = h.Number + " " + title
	}
	l.pending = append(l.pending, &Target{Name: name}, &Bookmark{Level: h.Level - 1, Title: title})
	number := l.plain(h.Number, look{face: font.Bold, size: size, colour: l.accent, solid: true})
	x, width := c.x, min(c.width, c.measure)
	k := look{face: font.Bold, size: size, colour: ink}
	t := l.measure(h.Text, k)
	if h.Number != "" && c.side == 0 {
		shift := number.width() + 8*pt
		x, width = x+shift, width-shift
	}
	first := len(l.flow)
	slabs := l.lineSlabs(&t, l.balanced(&t, width), x, width, document.Left, leading, size)
	if len(slabs) == 0 {
		return
	}
	if len(h.Serves) > 0 {
		slabs = l.serving(h.Serves, first, c, leading)
		l.overhang = max(0, l.overhang-height(slabs)+slabs[0].before)
	}
	if h.Number != "" {
		at := column{x: c.x, width: c.width, size: size, leading: leading}
		if c.side > 0 {
			l.label(&slabs[0], &number, c.side-number.width(), at, document.Left)
		} else {
			l.label(&slabs[0], &number, c.x, at, document.Left)
		}
	}
	for i := range slabs {
		slabs[i].keep = true
	}
	if c.side == 0 { // what it serves stands above the text
		below = max(below, l.overhang)
	}
	l.exactly(below)
}

// serving prints the clauses and controls that a section answers to: small, under its number in the side column, or at
// the right end of its title where there is none. The heading is the flow from first on.
func (l *layouter) serving(ids []string, first int, c column, leading int) []slab {
	const size, below, width = 7200, 10 * pt, 80 * pt
	t := l.plain(strings.Join(ids, " · "), look{size: size, colour: grey})
	right, y := c.side, leading+baseline(below, size)
	if c.side == 0 {
		right, y = c.x+c.width, baseline(leading, size)
	}
	s := &l.flow[first]
	for _, ln := range l.breakUp(&t, width, false) {
		s.items = l.place(s.items, &t, ln, aligned(document.Right, right-width, width, ln.width), y, false)
		y += below
	}
	l.overhang = y - baseline(below, size)
	return l.flow[first:]
}

// anchor is the name of a heading's place.
func (l *layouter) anchor(h *document.Heading) string {
	if h.Anchor != "" {
		return h.Anchor
	}
	return l.anchors[h]
}

// paragraph lays out running text.
func (l *layouter) paragraph(p *document.Paragraph, c column) {
	if p.Anchor != "" {
		l.pending = append(l.pending, &Target{Name: p.Anchor})
	}
	l.space(c.gap)
	t := l.measure(p.Text, look{size: c.size, colour: c.colour})
	width := min(c.width, c.measure)
	slabs := l.lineSlabs(&t, l.running(&t, width), c.x, width, document.Left, c.leading, c.size)
	if len(slabs) > 0 && introduces(p.Text) {
		slabs[len(slabs)-1].keep = true
	}
	l.space(c.gap)
}

// introduces reports whether text ends with a colon, so that what follows belongs to it.
func introduces(text []document.Inline) bool {
	if len(text) == 0 {
		return false
	}
	last, ok := text[len(text)-1].(document.Text)
	return ok && strings.HasSuffix(strings.TrimRight(string(last), " "), ":")
}

// lineSlabs adds a slab per line; a page never ends after the first line or begins with the last one.
func (l *layouter) lineSlabs(t *text, lines []line, x, width int, a document.Align, leading, size int) []slab {
	first := len(l.flow)
	for i, ln := range lines {
		s := slab{height: leading, keep: i == 0 || i == len(lines)-2}
		if len(lines) == 1 || i == len(lines)-1 {
			s.keep = false
		}
		s.items = l.claim(l.place(l.some(), t, ln, aligned(a, x, width, ln.width), baseline(leading, size), false))
		if i == 0 {
			s.notes = t.notes
		}
		l.add(s)
	}
	if len(lines) > 1 {
		l.spreadNotes(t, lines, l.flow[first:])
	}
	return l.flow[first:]
}

// spreadNotes gives each line the footnotes that it refers to.
func (l *layouter) spreadNotes(t *text, lines []line, slabs []slab) {
	if len(t.notes) == 0 {
		return
	}
	slabs[0].notes = nil
	for i, ln := range lines {
		for _, n := range t.notes {
			for a := ln.from; a < ln.to; a++ {
				if r := &t.runs[t.atoms[a].run]; r.link == noteTarget(n) && r.rise > 0 {
					slabs[i].notes = append(slabs[i].notes, n)
					break
				}
			}
		}
	}
}

// label puts a text on the first line of a slab, before its content: a bullet, a number.
func (l *layouter) label(s *slab, t *text, x int, c column, a document.Align) {
	lines := l.breakUp(t, 1<<30, false)
	if len(lines) == 0 {
		return
	}
	var items []Item
	n := 0
	for n < len(s.items) { // places stay in front
		if _, ok := s.items[n].(*Target); !ok {
			if _, ok := s.items[n].(*Bookmark); !ok {
				break
			}
		}
		n++
	}
	items = append(items, s.items[:n]...)
	items = l.place(items, t, lines[0], aligned(a, x, 0, lines[0].width), baseline(c.leading, c.size), false)
	s.items = append(items, s.items[n:]...)
	s.height = max(s.height, c.leading)
}

func (t *text) width() int {
	w, _ := t.widest()
	return w
}

// running breaks running text so that its last line is more than a short word, where that costs no line.
func (l *layouter) running(t *text, width int) []line {
	lines := l.fewest(t, width)
	short := func(lines []line) bool { return lines[len(lines)-1].width < width/8 }
	if len(lines) < 2 || !short(lines) {
		return lines
	}
	for _, hundredths := range [...]int{97, 94, 91} {
		if other := l.fewest(t, width*hundredths/100); len(other) == len(lines) && !short(other) {
			return other
		}
	}
	return l.fewest(t, width)
}

// balanced breaks a heading so that its lines are about equally long.
func (l *layouter) balanced(t *text, width int) []line {
	lines := l.breakUp(t, width, false)
	for narrow := width * 95 / 100; len(lines) > 1 && narrow > width/2; narrow -= width / 20 {
		if _, widest := t.widest(); widest > narrow {
			break
		}
		fewer := l.breakUp(t, narrow, false)
		if len(fewer) > len(lines) {
			return l.breakUp(t, narrow+width/20, false)
		}
		lines = fewer
	}
	return lines
}

func ordinal(n int) string { return strconv.Itoa(n) + "." }
