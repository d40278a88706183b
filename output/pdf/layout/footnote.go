package layout

import (
	"strconv"

	"ismsgen/output/document"
)

// printed is a footnote as laid out for one kind of page.
type printed struct {
	number int
	sheet  *sheet
}

// footnote lays out a footnote for the foot of a page. It is empty when the document has no such note.
func (l *layouter) footnote(n int, on *sheet) []slab {
	key := printed{n, on}
	if slabs, ok := l.laid[key]; ok {
		return slabs
	}
	note, ok := l.footnotes[n]
	if !ok {
		return nil
	}
	slabs := l.aside(on, func() { l.note(note, on.text) })
	for i := range slabs {
		slabs[i].notes = nil // a note within a note would need room that nobody kept
	}
	l.laid[key] = slabs
	return slabs
}

// note lays out one footnote in a column.
func (l *layouter) note(note *document.Footnote, c column) {
	c = c.within(0, 0)
	c.width = min(c.width, c.measure)
	c.size, c.leading, c.cell, c.row = noteSize, noteLine, noteSize, noteLine
	l.space(2 * pt)
	target := noteTarget(note.Number)[1:]
	l.pending = append(l.pending, &Target{Name: target})
	slabs := l.inside(func() { l.blocks(note.Blocks, c.within(14*pt, 0)) })
	number := l.plain(strconv.Itoa(note.Number), look{size: c.size, colour: l.accent})
	l.label(&slabs[0], &number, c.x, c, document.Left)
}

// restNotes prints the footnotes that nothing refers to where the document has them.
func (l *layouter) restNotes(notes *document.Footnotes, c column) {
	first := len(l.flow)
	for i := range notes.Notes {
		if n := &notes.Notes[i]; !l.referred[n.Number] {
			l.note(n, c)
		}
	}
	for i := range l.flow[first:] {
		l.flow[first+i].notes = nil // a note that these refer to is one of them
	}
}
