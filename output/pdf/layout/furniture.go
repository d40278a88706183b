package layout

import (
	"fmt"
	"strconv"
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// furnish adds header and footer to all pages and numbers them, after the pages before them and out of the total. covers is
// the number of pages in front that have neither.
func (l *layouter) furnish(pages []Page, covers, before, total int) {
	m := l.doc.Meta
	head := joined("  ·  ", m.Organisation, m.Title)
	foot := l.footLine()
	for i := range pages {
		p := &pages[i]
		p.Label = strconv.Itoa(before + i + 1)
		if i < covers {
			continue
		}
		s := l.portrait
		if p.Width > p.Height {
			s = l.landscape
		}
		var items []Item
		k := look{size: smallSize, colour: grey}
		badge := 0
		if m.Classification != "" {
			badge = l.metrics.width(m.Classification, font.Bold, 6800) + 20*pt
			items = l.badge(items, m.Classification, s.right, s.header-9*pt, 6800, hairline, grey)
		}
		if !l.style.Print || i > 0 {
			items = l.short(items, head, k, s.left, s.right-s.left-badge, s.header)
		}
		items = append(items, &Stroke{X1: s.left, Y1: s.footer - 12*pt, X2: s.right, Y2: s.footer - 12*pt, Width: thin, Colour: hairline})
		number := fmt.Sprintf("%d / %d", before+i+1, total)
		items = l.string(items, number, k, document.Right, s.right, 0, s.footer)
		items = l.short(items, foot, k, s.left, s.right-s.left-60*pt, s.footer)
		for _, it := range items {
			if t, ok := it.(*Text); ok {
				t.Artifact = true
			}
		}
		p.Items = append(p.Items, items...)
	}
}

// footLine says which issue of the document a page belongs to.
func (l *layouter) footLine() string {
	m := l.doc.Meta
	version := ""
	if m.Version != "" {
		version = joined(" ", l.within(m.Words.Version), m.Version)
	}
	state := m.Date
	if draft := l.within(m.Words.Draft); m.Draft && !strings.Contains(strings.ToLower(state), strings.ToLower(draft)) {
		state = joined("  ·  ", draft, state)
	}
	return joined("  ·  ", m.Number, version, state)
}

// short prints a line, cut off with an ellipsis where it does not fit.
func (l *layouter) short(items []Item, s string, k look, x, width, y int) []Item {
	r := []rune(s)
	for n := len(r); l.plainWidth(s, k) > width && n > 0; n-- {
		s = strings.TrimRight(string(r[:n-1]), " ·") + "…"
	}
	return l.string(items, s, k, document.Left, x, 0, y)
}

func (l *layouter) plainWidth(s string, k look) int {
	k.solid = true
	t := l.plain(s, k)
	return t.width()
}
