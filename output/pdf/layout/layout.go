package layout

import (
	"image"
	"maps"
	"strconv"

	"ismsgen/content/problem"
	"ismsgen/output/document"
)

// Style is what a client's brand and language decide about a page.
type Style struct {
	Accent  Colour                  // 0: the built-in accent
	Logo    []byte                  // PNG or JPEG; nil: none
	Hyphens func(word string) []int // rune offsets at which a word of the language may be divided; nil: never
	Pages   func(target string) int // page of a place in another file, file.md#anchor; 0: unknown. nil: none is printed
	Print   bool                    // a Markdown file that is not of a pack: no cover, no empty control table
}

// Layout places a document on pages. Problems are runes that no face has (a warning, once per rune, printed as the
// replacement), images and charts that cannot be placed, tables with more columns than a page holds, and links within the
// document that lead nowhere.
func Layout(d *document.Document, s Style) ([]Page, problem.List) {
	return new(Memory).Layout(d, s)
}

func newLayouter(d *document.Document, s Style, m *Memory) *layouter {
	m.speak(d.Meta.Language)
	l := &layouter{memory: m, metrics: &m.metrics, doc: d, style: s, accent: readable(s.Accent), portrait: portrait(), landscape: landscape()}
	if d.Meta.Form {
		l.portrait = form()
	}
	if l.tight = d.Meta.Form || d.Meta.Compact; l.tight {
		l.portrait.dense()
	}
	return l
}

// pages lays out the document, but for headers and footers, which covers pages in front have not.
func (l *layouter) pages() (pages []Page, covers int) {
	d, s := l.doc, l.style
	l.survey(d.Blocks)

	// The body is laid out until the page numbers that its references print are those that come out. Two passes do it,
	// unless a number that grows by a digit moves a line; then the last pass stands.
	const passes = 5
	front := l.front()
	var body []Page
	for range passes {
		before := l.found
		l.begin()
		l.body(front)
		body = l.compose(l.flow, l.before+front+1)
		if s.Print && front == 0 && len(body) > 4 && len(l.headings) > 2 {
			front = len(l.compose(l.contents(false), 1))
			continue
		}
		l.number()
		if l.numbers = l.found; !l.references || maps.Equal(before, l.found) {
			break
		}
	}
	if l.covered() {
		covers = 1
		pages = append(pages, l.cover(l.facing()))
	}
	if front > covers {
		pages = append(pages, l.compose(l.contents(!s.Print), covers+1)...)
	}
	pages = append(pages, body...)
	if len(pages) == 0 {
		pages = []Page{{Width: l.portrait.width, Height: l.portrait.height}}
	}
	l.checkLinks(pages)
	return pages, covers
}

// covered reports whether the document has a cover.
func (l *layouter) covered() bool {
	m := l.doc.Meta
	return !l.style.Print && !m.Form && (m.Cover || !m.Compact)
}

// layouter lays out one document.
type layouter struct {
	memory              *Memory
	metrics             *metrics
	doc                 *document.Document
	style               Style
	accent              Colour
	portrait, landscape *sheet
	bound               bool // in a binder, which has the contents
	before              int  // pages of the binder in front
	tight               bool // set closer, see [sheet.dense]
	joined              bool // versions and contents stand on the first page of the body
	marks               []mark
	problems            problem.List
	warned              map[string]bool
	pictures            map[bytesOf]image.Point // sizes in pixels of images

	// What a survey of the document found.
	headings  []*document.Heading
	anchors   map[*document.Heading]string // names of headings that have none
	alike     map[string][]*document.Table // tables by their header
	footnotes map[int]*document.Footnote
	referred  map[int]bool // footnotes that something refers to

	// Page numbers of places: as printed in references, and as found in this pass.
	numbers, found map[string]int
	references     bool

	// The flow being made; see flow.go.
	flow    []slab
	sheet   *sheet
	gap     int
	fixed   bool
	fresh   bool
	pending []Item
	// How far what the last heading serves, in the side column, reaches below the flow.
	overhang int

	// What this pass has measured.
	grids map[sized]*grid // with the tables alike
	rough map[sized]*grid // each by itself
	laid  map[printed][]slab

	// The text being measured, and the blocks that small things are cut from now.
	firstAtom, firstRun int
	notes               []int
	atoms               []atom
	runs                []run
	lines               []line
	texts               []Text
	items               []Item
}

// begin starts a pass.
func (l *layouter) begin() {
	l.found = map[string]int{}
	l.grids, l.rough, l.laid = map[sized]*grid{}, map[sized]*grid{}, map[printed][]slab{}
	l.flow, l.sheet, l.gap, l.fixed, l.fresh, l.pending, l.overhang = nil, l.portrait, 0, false, false, nil, 0
}

// body lays out the blocks of the document, after front pages that have its title.
func (l *layouter) body(front int) {
	switch {
	case l.doc.Meta.Form && !l.style.Print:
		l.opening()
	case l.style.Print && front == 0:
		l.plainTitle()
	case l.bound:
		if !l.covered() {
			l.opening()
		}
		l.history(l.portrait.text)
	case l.joined:
		l.marks = nil
		if !l.covered() {
			l.opening()
		}
		under := len(l.flow)
		l.flow = append(l.flow, l.contents(true)...)
		if under > 0 && under < len(l.flow) {
			l.flow[under].before = 18 * pt
		}
		l.exactly(l.loosely(36 * pt))
	}
	l.blocks(l.landscapes(l.doc.Blocks), l.sheet.text)
	if len(l.pending) > 0 {
		l.add(slab{})
	}
}

// mark is a page number in the contents that is filled in when the page is known.
type mark struct {
	text   *Text
	target string
	right  int
}

// number fills in the page numbers of contents that stand on the first page of the body.
func (l *layouter) number() {
	for _, m := range l.marks {
		m.text.Text = strconv.Itoa(l.found[m.target])
		m.text.Width = l.metrics.width(m.text.Text, m.text.Face, m.text.Size)
		m.text.X = m.right - m.text.Width
	}
}

// front is the number of pages before the body: a cover, versions and contents. Their length does not depend on the page
// numbers in them. Short ones stand on the first page of the body.
func (l *layouter) front() int {
	if l.doc.Meta.Form || l.style.Print {
		return 0
	}
	covers := 0
	if l.covered() {
		covers = 1
	}
	if l.bound || l.doc.Meta.Compact {
		l.joined = !l.bound
		return covers
	}
	l.begin()
	slabs := l.contents(true)
	if l.joined = height(slabs) <= (l.portrait.bottom-l.portrait.top)/2; l.joined {
		return 1
	}
	return 1 + len(l.compose(slabs, 2))
}

// position is where problems of this document are reported: the tree does not carry lines.
func (l *layouter) position() problem.Position { return problem.Position{File: l.doc.Meta.ID} }

// survey finds the headings and footnotes of a document and what refers to them.
func (l *layouter) survey(blocks []document.Block) {
	l.anchors, l.alike = map[*document.Heading]string{}, map[string][]*document.Table{}
	l.footnotes, l.referred = map[int]*document.Footnote{}, map[int]bool{}
	document.Walk(blocks, func(b document.Block) bool {
		switch v := b.(type) {
		case *document.Heading:
			l.headings = append(l.headings, v)
			if v.Anchor == "" {
				l.anchors[v] = "section-" + strconv.Itoa(len(l.headings))
			}
		case *document.Table:
			if key := headerOf(v); key != "" && !l.style.Print { // elsewhere a header says less
				l.alike[key] = append(l.alike[key], v)
			}
		case *document.Footnotes:
			for i := range v.Notes {
				l.footnotes[v.Notes[i].Number] = &v.Notes[i]
			}
			return false // a note that only a note refers to stands at the end
		}
		document.WalkInlines(b, func(in document.Inline) {
			if n, ok := in.(document.FootnoteRef); ok {
				l.referred[int(n)] = true
			}
		})
		return true
	})
}

// checkLinks takes away the links to places that the document does not have.
func (l *layouter) checkLinks(pages []Page) {
	places := Places(pages)
	for i := range pages {
		kept := pages[i].Items[:0]
		for _, it := range pages[i].Items {
			if k, ok := it.(*Link); ok && k.Target[0] == '#' && places[k.Target[1:]] == 0 {
				if !l.style.Print { // else the parser has said so, with the line
					l.problems.Warnf(l.position(), "", "a link leads nowhere: %s", k.Target)
				}
				continue
			}
			kept = append(kept, it)
		}
		pages[i].Items = kept
	}
}
