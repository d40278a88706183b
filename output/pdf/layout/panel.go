package layout

import (
	"strings"
	"unicode/utf8"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// tall is the height up to which text set apart stays on one page.
const tall = 220 * pt

// callout lays out text on a tint. A callout that has no bold lead gets the word for its tone.
func (l *layouter) callout(v *document.Callout, c column) {
	const side, top = 10 * pt, 6 * pt
	l.space(12 * pt)
	inner := c.within(side, side)
	inner.width = min(inner.width, inner.measure)
	inner.size, inner.leading = asideSize, asideLine
	slabs := l.inside(func() { l.blocks(l.led(v), inner) })
	keepTogether(slabs, tall)
	pack(slabs, &panel{x: c.x, width: inner.width + 2*side, fill: tint, radius: 2 * pt}, top)
	l.space(12 * pt)
}

// led is the content of a callout, with the word for its tone in front when it does not begin in bold.
func (l *layouter) led(v *document.Callout) []document.Block {
	words := l.doc.Meta.Words
	lead := map[document.Tone]string{document.Note: words.Note, document.Important: words.Important, document.Warning: words.Warning}[v.Tone]
	if lead == "" {
		return v.Blocks
	}
	bold := document.Strong{document.Text(lead + ".")}
	if len(v.Blocks) > 0 {
		if p, ok := v.Blocks[0].(*document.Paragraph); ok {
			if len(p.Text) > 0 {
				if _, ok := p.Text[0].(document.Strong); ok {
					return v.Blocks
				}
			}
			first := &document.Paragraph{Anchor: p.Anchor, Text: append([]document.Inline{bold, document.Text(" ")}, p.Text...)}
			return append([]document.Block{first}, v.Blocks[1:]...)
		}
	}
	return append([]document.Block{&document.Paragraph{Text: []document.Inline{bold}}}, v.Blocks...)
}

// quote lays out quoted text, moved in and grey.
func (l *layouter) quote(v *document.Quote, c column) {
	l.space(12 * pt)
	inner := c.within(14*pt, 14*pt)
	inner.size, inner.leading, inner.colour = asideSize, asideLine, grey
	slabs := l.inside(func() { l.blocks(v.Blocks, inner) })
	pack(slabs, &panel{x: inner.x - 14*pt, width: 1500, fill: hairline}, 0)
	l.space(12 * pt)
}

// code lays out text as typed. Long lines go on below, moved in.
func (l *layouter) code(v *document.Code, c column) {
	const side, top = 10 * pt, 6 * pt
	l.space(10 * pt)
	x, width := c.x, min(c.width, c.measure)
	lines := strings.Split(strings.ReplaceAll(strings.TrimSuffix(v.Text, "\n"), "\t", "    "), "\n")
	longest := 0
	for _, s := range lines {
		longest = max(longest, utf8.RuneCountInString(s))
	}
	advance, _ := l.metrics.advance(font.Mono, ' ')
	fits := func(size int) bool { return longest*scale(advance, size) <= width-2*side }
	size := codeSize
	if c.reach < c.x && !fits(size) { // into the side column, and a little smaller if that is enough
		x, width = c.reach, c.x+width-c.reach
		l.clear(4 * pt)
		if small := codeSize * 85 / 100; !fits(size) && fits(small) {
			size = small
		}
	}
	k := look{face: font.Mono, size: size, colour: c.colour, solid: true}
	slabs := l.inside(func() {
		for _, s := range lines {
			l.codeLine(s, k, x+side, width-2*side)
		}
	})
	keepTogether(slabs, tall)
	for i := range slabs {
		slabs[i].keep = slabs[i].keep || i == 0 && len(slabs) > 1
	}
	pack(slabs, &panel{x: x, width: width, fill: tint, radius: 2 * pt}, top)
	l.space(10 * pt)
}

// codeLine adds one line as typed, in pieces as wide as the column.
func (l *layouter) codeLine(s string, k look, x, width int) {
	advance, _ := l.metrics.advance(font.Mono, ' ')
	if s == "" {
		l.add(slab{height: codeLine})
	}
	for first := true; s != ""; first = false {
		indent := 0
		if !first {
			indent = 2 * scale(advance, k.size)
		}
		piece := s
		t := l.plain(piece, k)
		for t.width() > width-indent && len(piece) > 1 {
			piece = shorter(piece, t.width(), width-indent)
			t = l.plain(piece, k)
		}
		s = s[len(piece):]
		if !first && s == "" && strings.TrimSpace(piece) == "" {
			return
		}
		for i := range t.atoms {
			t.atoms[i].after = stays
		}
		l.add(slab{height: codeLine, notes: nil, items: l.place(nil, &t, line{to: len(t.atoms)}, x+indent, baseline(codeLine, k.size), false)})
	}
}

// shorter cuts the end of s so that about room is left of width: after a space or a sign near there, else anywhere.
func shorter(s string, width, room int) string {
	end := max(1, min(len(s)-1, len(s)*room/width))
	for end > 1 && !utf8.RuneStart(s[end]) {
		end--
	}
	if near := strings.LastIndexAny(s[:end], " ,;/"); near > end*2/3 {
		end = near + 1
	}
	if !utf8.RuneStart(s[end]) { // one character that is wider than the column
		_, n := utf8.DecodeRuneInString(s)
		end = n
	}
	return s[:end]
}
