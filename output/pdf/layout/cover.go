package layout

import (
	"strings"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// cover is the first page: whose document it is, what it is called and what it says, and facts about it. Nothing else.
func (l *layouter) cover(about []fact) Page {
	m := l.doc.Meta
	s := l.portrait
	var items []Item
	if logo := l.logo(140*pt, 44*pt); logo != nil {
		logo.X, logo.Y = s.left, 60*pt
		items = append(items, logo)
	}
	items = l.badge(items, m.Classification, s.right, 60*pt, 7800, l.accent, l.accent)

	y := 280 * pt
	items = l.capitals(items, m.Kind, s.left, y+baseline(14*pt, 8600))
	y += 34 * pt
	items, y = l.fitted(items, m.Title, font.Bold, ink, s.left, s.right-s.left-40*pt, y, 250*pt, 31*pt)
	y += 14 * pt
	items, _ = l.fitted(items, m.Summary, font.Regular, grey, s.left, 340*pt, y, 100*pt, 12*pt)

	facts, height := l.facts(about, 3, s.left, s.right-s.left)
	top := s.bottom - height
	items = append(items, &Stroke{X1: s.left, Y1: top - 14*pt, X2: s.right, Y2: top - 14*pt, Width: 900, Colour: l.accent})
	for _, it := range facts {
		move(it, 0, top)
	}
	return Page{Width: s.width, Height: s.height, Items: append(items, facts...)}
}

// logo is the client's logo within a box, or nil.
func (l *layouter) logo(width, height int) *Picture {
	if l.style.Logo == nil {
		return nil
	}
	p := l.scaled(l.style.Logo, "logo", width, height)
	if p != nil {
		p.Alt = l.doc.Meta.Organisation
	}
	return p
}

// badge is a classification in a small outline, its right end at right.
func (l *layouter) badge(items []Item, s string, right, y, size int, line, colour Colour) []Item {
	if s == "" {
		return items
	}
	w := l.metrics.width(s, font.Bold, size)
	const side = 6 * pt
	high := size * 2 / pt * pt
	items = append(items, &Box{X: right - w - 2*side, Y: y, Width: w + 2*side, Height: high, Radius: 2500, LineWidth: 700, Line: line})
	return l.string(items, s, look{face: font.Bold, size: size, colour: colour}, document.Left, right-w-side, 0, y+baseline(high, size))
}

// capitals prints a word in small, spaced capitals.
func (l *layouter) capitals(items []Item, s string, x, y int) []Item {
	const spacing = 900
	before := len(items)
	items = l.string(items, strings.ToUpper(s), look{face: font.Bold, size: 8600, colour: l.accent}, document.Left, x, 0, y)
	for _, it := range items[before:] {
		if t, ok := it.(*Text); ok {
			move(t, x-t.X, 0)
			t.Spacing = spacing
			t.Width += spacing * len([]rune(t.Text))
			x += t.Width
		}
	}
	return items
}

// fitted prints text from y down, smaller when it would be higher than most or a word of it wider than a line, and returns
// where it ends.
func (l *layouter) fitted(items []Item, s string, f font.Face, colour Colour, x, width, y, most, size int) ([]Item, int) {
	for ; ; size = size * 9 / 10 {
		t := l.plain(s, look{face: f, size: size, colour: colour})
		leading := (size*13/10 + pt) / (2 * pt) * 2 * pt
		if f == font.Regular {
			leading = (size*14/10 + pt) / (2 * pt) * 2 * pt
		}
		if _, word := t.widest(); word > width && size > 14*pt {
			continue
		}
		lines := l.balanced(&t, width)
		if len(lines)*leading > most && size > 7*pt {
			continue
		}
		for _, ln := range lines {
			items = l.place(items, &t, ln, x, y+baseline(leading, size), false)
			y += leading
		}
		return items, y
	}
}

// fact is a label with what it stands for.
type fact struct {
	label string
	value []document.Inline
}

// facing lists the six facts of the cover.
func (l *layouter) facing() []fact {
	m := l.doc.Meta
	w := m.Words
	status := m.Status
	if m.Draft && w.Draft != "" && !strings.EqualFold(status, w.Draft) {
		status = joined(" · ", status, w.Draft)
	}
	colour := document.Status("green")
	if m.Draft {
		colour = "amber"
	}
	version := ""
	if m.Version != "" {
		version = joined(" ", l.within(w.Version), m.Version)
	}
	plain := func(s string) []document.Inline { return []document.Inline{document.Text(s)} }
	facts := []fact{
		{w.Organisation, plain(m.Organisation)},
		{w.Document, plain(joined(" · ", m.Number, version))},
		{w.Status, append([]document.Inline{colour}, plain(" "+status)...)},
		{w.Owner, plain(m.Owner)},
		{w.ApprovedBy, plain(m.Approver)},
		{joined(" · ", w.ValidFrom, l.within(w.Review)), plain(joined(" · ", m.ValidFrom, m.NextReview))},
	}
	if status == "" {
		facts[2].value = nil
	}
	return facts
}

// facts places facts in columns and returns the height they take.
func (l *layouter) facts(facts []fact, columns, x, width int) ([]Item, int) {
	const gap = 16 * pt
	each := (width - gap*(columns-1)) / columns
	var items []Item
	y := 0
	for row := 0; row < len(facts); row += columns {
		below := y
		for i, f := range facts[row:min(row+columns, len(facts))] {
			at := x + i*(each+gap)
			if len(flat(f.value)) == 0 {
				continue
			}
			label := l.plain(f.label, look{face: font.Bold, size: 7000, colour: grey})
			h := y
			for _, ln := range l.fewest(&label, each) {
				items = l.place(items, &label, ln, at, h+baseline(smallLine, 7000), false)
				h += smallLine
			}
			value := l.measure(f.value, look{size: 9200, colour: ink})
			h += 2 * pt
			lines := l.fewest(&value, each)
			for _, ln := range lines[:min(5, len(lines))] { // a fact is not a story
				items = l.place(items, &value, ln, at, h+baseline(12*pt, 9200), false)
				h += 12 * pt
			}
			below = max(below, h)
		}
		y = below + 10*pt
	}
	return items, max(0, y-10*pt)
}

// opening is the header block of a document without a cover: kind, title and the facts between two rules. Above it stands
// the logo, but for forms.
func (l *layouter) opening() {
	m := l.doc.Meta
	s := l.portrait
	var items []Item
	y := 0
	if logo := l.logo(120*pt, 30*pt); logo != nil && !m.Form {
		logo.X = s.left
		items = append(items, logo)
		y = logo.Height + 18*pt
	}
	items = l.capitals(items, m.Kind, s.left, y+baseline(12*pt, 8600))
	y += 16 * pt
	items, y = l.fitted(items, m.Title, font.Bold, ink, s.left, s.right-s.left, y, 120*pt, 20*pt)
	if m.Summary != "" {
		items, y = l.fitted(items, m.Summary, font.Regular, grey, s.left, s.right-s.left-60*pt, y+4*pt, 60*pt, 9600)
	}
	y += 8 * pt
	items = append(items, &Stroke{X1: s.left, Y1: y, X2: s.right, Y2: y, Width: 900, Colour: l.accent})
	y += 8 * pt
	about := l.facing()[1:] // the organisation stands in the header
	if m.Form {
		about = about[:3] // who signs stands in the form
	}
	facts, height := l.facts(about, len(about), s.left, s.right-s.left)
	for _, it := range facts {
		move(it, 0, y)
	}
	y += height + 8*pt
	items = append(items, facts...)
	items = append(items, &Stroke{X1: s.left, Y1: y, X2: s.right, Y2: y, Width: thin, Colour: hairline})
	l.add(slab{height: (y + pt) / (2 * pt) * 2 * pt, items: items})
	l.space(12 * pt)
}

// plainTitle opens a plain Markdown file.
func (l *layouter) plainTitle() {
	if l.doc.Meta.Title == "" {
		return
	}
	c := l.portrait.text
	items, y := l.fitted(nil, l.doc.Meta.Title, font.Bold, ink, c.x, c.width, 0, 150*pt, 20*pt)
	if l.doc.Meta.Summary != "" {
		items, y = l.fitted(items, l.doc.Meta.Summary, font.Regular, grey, c.x, c.width, y+4*pt, 80*pt, 11*pt)
	}
	l.add(slab{height: (y + pt) / (2 * pt) * 2 * pt, items: items, keep: true})
	l.space(20 * pt)
}

// joined joins the texts that are not empty.
func joined(by string, texts ...string) string {
	var have []string
	for _, s := range texts {
		if s != "" {
			have = append(have, s)
		}
	}
	return strings.Join(have, by)
}

// within is a label as it stands within a line: in lower case, except in German.
func (l *layouter) within(label string) string {
	if strings.HasPrefix(l.doc.Meta.Language, "de") || len(label) < 2 || strings.ToUpper(label[:2]) == label[:2] {
		return label
	}
	r := []rune(label)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}
