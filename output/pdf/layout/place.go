package layout

import "ismsgen/output/document"

// place adds one line of a text, with its left end at x, to items.
func (l *layouter) place(items []Item, t *text, ln line, x, y int, artifact bool) []Item {
	var link *Link
	for i := ln.from; i < ln.to; {
		a := &t.atoms[i]
		r := &t.runs[a.run]
		start := x
		switch a.kind {
		case word:
			items, i, x = l.placeWords(items, t, ln, i, x, y, artifact)
		case dot:
			radius := r.size * 25 / 100
			items = append(items, &Disc{X: x + radius, Y: y - r.size*36/100, Radius: radius, Fill: r.colour})
			x += int(a.width + a.space)
			i++
		case tick:
			items = appendTick(items, x, y, r.size, a.to == 1)
			x += int(a.width + a.space)
			i++
		case figure:
			p := *r.picture
			p.X, p.Y = x, y-p.Height
			items = append(items, &p)
			x += int(a.width + a.space)
			i++
		case newline:
			i++
		}
		if r.link == "" || artifact {
			link = nil
			continue
		}
		if link != nil && link.Target == r.link {
			link.Width = x - link.X
		} else {
			link = &Link{X: start, Y: y - r.rise - r.size*90/100, Width: x - start, Height: r.size * 120 / 100, Target: r.link}
			items = append(items, link)
		}
	}
	return items
}

// placeWords adds the words of one run from atom i on, and returns the atom and the place after them.
func (l *layouter) placeWords(items []Item, t *text, ln line, i, x, y int, artifact bool) ([]Item, int, int) {
	a := &t.atoms[i]
	r := &t.runs[a.run]
	start, end := x, i+1
	x += int(a.width)
	for end < ln.to && t.atoms[end].run == a.run && t.atoms[end].kind == word {
		x += int(t.atoms[end-1].space) + int(t.atoms[end].width)
		end++
	}
	last := &t.atoms[end-1]
	s := r.text[a.from:last.to]
	width := x - start
	if end < ln.to && last.space > 0 {
		s = r.text[a.from : last.to+1]
		width += int(last.space)
	}
	hyphen := ln.hyphen && end == ln.to
	if hyphen {
		s += "-"
		width += l.hyphen(t, end-1)
	}
	if r.tinted {
		items = append(items, &Box{X: start - 1*pt, Y: y - r.size*88/100, Width: x - start + 2*pt, Height: r.size * 118 / 100, Radius: 1500, Filled: true, Fill: tint})
	}
	if s != "" {
		item := l.newText()
		*item = Text{X: start, Y: y - r.rise, Width: width, Face: r.face, Size: r.size, Colour: r.colour, Text: s, Artifact: artifact, SoftHyphen: hyphen}
		items = append(items, item)
	}
	if r.strike {
		middle := y - r.rise - r.size*27/100
		items = append(items, &Stroke{X1: start, Y1: middle, X2: x, Y2: middle, Width: 600, Colour: r.colour})
	}
	return items, end, x + int(last.space)
}

// aligned is where a line starts that stands in a width.
func aligned(a document.Align, x, width, line int) int {
	switch a {
	case document.Right:
		return x + width - line
	case document.Centre:
		return x + (width-line)/2
	}
	return x
}

// appendTick draws a check box as wide as the type is high.
func appendTick(items []Item, x, y, size int, checked bool) []Item {
	edge := size * 78 / 100
	top := y - size*75/100
	items = append(items, &Box{X: x, Y: top, Width: edge, Height: edge, Radius: 1 * pt, LineWidth: 700, Line: grey})
	if checked {
		at := func(px, py int) (int, int) { return x + edge*px/100, top + edge*py/100 }
		x1, y1 := at(22, 52)
		x2, y2 := at(43, 74)
		x3, y3 := at(80, 26)
		items = append(items, &Stroke{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: 1200, Colour: ink}, &Stroke{X1: x2, Y1: y2, X2: x3, Y2: y3, Width: 1200, Colour: ink})
	}
	return items
}

// newText takes a Text from a block of many.
func (l *layouter) newText() *Text {
	if len(l.texts) == cap(l.texts) {
		l.texts = l.memory.texts.next(256)
	}
	l.texts = append(l.texts, Text{})
	return &l.texts[len(l.texts)-1]
}

// some is an empty list of items that claim closes: a part of a large block.
func (l *layouter) some() []Item {
	if cap(l.items)-len(l.items) < 32 {
		l.items = l.memory.items.next(1024)
	}
	return l.items[len(l.items):]
}

func (l *layouter) claim(items []Item) []Item {
	if n := len(items); n <= cap(l.items)-len(l.items) {
		l.items = l.items[:len(l.items)+n]
	}
	return items[:len(items):len(items)]
}

// move shifts an item.
func move(it Item, dx, dy int) {
	switch v := it.(type) {
	case *Text:
		v.X, v.Y = v.X+dx, v.Y+dy
	case *Stroke:
		v.X1, v.X2, v.Y1, v.Y2 = v.X1+dx, v.X2+dx, v.Y1+dy, v.Y2+dy
	case *Box:
		v.X, v.Y = v.X+dx, v.Y+dy
	case *Disc:
		v.X, v.Y = v.X+dx, v.Y+dy
	case *Picture:
		v.X, v.Y = v.X+dx, v.Y+dy
	case *Link:
		v.X, v.Y = v.X+dx, v.Y+dy
	case *Target:
		v.Y += dy
	case *Bookmark:
		v.Y += dy
	}
}

// again copies what is repeated on a new page, as an artifact. Links and places are not repeated.
func again(items []Item) []Item {
	var out []Item
	for _, it := range items {
		switch v := it.(type) {
		case *Text:
			c := *v
			c.Artifact = true
			out = append(out, &c)
		case *Stroke:
			c := *v
			out = append(out, &c)
		case *Box:
			c := *v
			out = append(out, &c)
		case *Disc:
			c := *v
			out = append(out, &c)
		}
	}
	return out
}
