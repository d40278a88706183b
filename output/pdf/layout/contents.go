package layout

import (
	"strconv"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// entry is a line of the contents.
type entry struct {
	heading *document.Heading
	target  string
}

// mostEntries is how many lines the contents of a pack's document have before they show level 1 alone: the body begins
// under them.
const mostEntries = 12

// fewHeadings is how many headings a document without a cover has at most that needs no contents.
const fewHeadings = 16

// entries lists the headings of levels 1 and 2, or of level 1 alone where there would be too many.
func (l *layouter) entries() []entry {
	var all []entry
	deep := 0
	for _, h := range l.headings {
		if h.Level <= 2 {
			all = append(all, entry{h, l.anchor(h)})
			deep += h.Level - 1
		}
	}
	most := mostEntries
	switch {
	case l.style.Print:
		most = 32
	case l.doc.Meta.Compact:
		most = 4
	}
	if len(all) <= most {
		return all
	}
	var top []entry
	for _, e := range all {
		if e.heading.Level == 1 {
			top = append(top, e)
		}
	}
	if len(top) < 3 {
		return all
	}
	return top
}

// contents lays out the versions and the contents, with the page numbers known so far.
func (l *layouter) contents(versions bool) []slab {
	words := l.doc.Meta.Words
	return l.aside(l.portrait, func() {
		c := l.portrait.text
		if l.style.Print {
			l.plainTitle()
		}
		if versions {
			l.history(c)
		}
		list := l.entries()
		if len(list) == 0 || l.doc.Meta.Compact && len(l.headings) <= fewHeadings {
			return
		}
		l.caption(words.Contents, c)
		for _, e := range list {
			l.entry(e, c, len(list) <= 32)
		}
	})
}

// history lays out the versions.
func (l *layouter) history(c column) {
	if len(l.doc.Meta.Versions) > 0 {
		l.caption(l.doc.Meta.Words.Versions, c)
		l.table(l.versions(), c, 0)
		l.space(l.loosely(26 * pt))
	}
}

// loosely is a distance between parts of a page, less where pages are set closer.
func (l *layouter) loosely(n int) int {
	if l.tight {
		return n * 2 / 3 / (2 * pt) * 2 * pt
	}
	return n
}

// caption is a heading that the outline and the contents do not have.
func (l *layouter) caption(s string, c column) {
	if s == "" {
		return
	}
	size, leading, below := 15*pt, 20*pt, 8*pt
	if l.tight {
		size, leading, below = 10600, 14*pt, 4*pt
	}
	t := l.plain(s, look{face: font.Bold, size: size, colour: ink})
	slabs := l.lineSlabs(&t, l.breakUp(&t, c.width, false), c.x, c.width, document.Left, leading, size)
	for i := range slabs {
		slabs[i].keep = true
	}
	l.exactly(below)
}

// versions is the revision history as a table.
func (l *layouter) versions() *document.Table {
	w := l.doc.Meta.Words
	cells := func(texts ...string) []document.Cell {
		row := make([]document.Cell, len(texts))
		for i, s := range texts {
			row[i] = document.Cell{document.Text(s)}
		}
		return row
	}
	t := &document.Table{Align: make([]document.Align, 4), Header: cells(w.Version, w.Date, w.Change, w.ApprovedBy)}
	for _, v := range l.doc.Meta.Versions {
		t.Rows = append(t.Rows, cells(v.Version, v.Date, v.Change, v.Approver))
	}
	return t
}

// entry lays out one line of the contents: number, title, leader and page; airy ones stand apart from the section before.
func (l *layouter) entry(e entry, c column, airy bool) {
	const column = 40 * pt
	leading := 16 * pt
	if l.tight {
		leading, airy = 14*pt, false
	}
	number := look{size: c.size, colour: grey, solid: true}
	above := 0
	if e.heading.Level == 1 {
		number.face, number.colour = font.Bold, l.accent
		if airy {
			above = 4 * pt
		}
	}
	l.space(above)
	x := c.x
	if e.heading.Number == "" && e.heading.Level > 1 {
		x += 12 * pt
	}
	t := l.measure(e.heading.Text, look{size: c.size, colour: ink})
	for i := range t.runs { // links and notes are not repeated here
		t.runs[i].link, t.runs[i].colour = "", ink
	}
	lines := l.breakUp(&t, c.x+c.width-x-column, false)
	if len(lines) == 0 {
		return
	}
	y := baseline(leading, c.size)
	right := c.x + c.width
	for i, ln := range lines {
		var items []Item
		if i == 0 {
			items = l.string(items, e.heading.Number, number, document.Right, c.side, 0, y)
		}
		items = l.place(items, &t, ln, x, y, false)
		last := i == len(lines)-1
		if last {
			page := ""
			if n := l.numbers[e.target]; n > 0 {
				page = strconv.Itoa(n)
			}
			if l.joined {
				page = "00"
			}
			wide := l.metrics.width(page, font.Regular, c.size)
			if from, to := x+ln.width+5*pt, right-wide-5*pt; to-from > 8*pt {
				items = append(items, &Stroke{X1: from, Y1: y, X2: to, Y2: y, Width: thin, Dash: 1400, Colour: silver})
			}
			items = l.string(items, page, look{size: c.size, colour: ink}, document.Right, right, 0, y)
			if l.joined {
				l.marks = append(l.marks, mark{items[len(items)-1].(*Text), e.target, right})
			}
		}
		items = append(items, &Link{X: c.side - 30*pt, Width: right - c.side + 30*pt, Height: leading, Target: "#" + e.target})
		l.add(slab{height: leading, items: items, keep: !last})
	}
}
