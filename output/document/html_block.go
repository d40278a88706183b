package document

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// html reads a block of HTML: our markers, or what people put into Markdown. Blocks of HTML that follow each other are
// read as one, since a blank line within a table splits it. It returns the last node that it read.
func (f *flow) html(n *ast.HTMLBlock) ast.Node {
	h := htmlSource{p: f.p}
	last := ast.Node(n)
	for open := h.append(n); open > 0; {
		next, ok := last.NextSibling().(*ast.HTMLBlock)
		if !ok {
			break
		}
		open += h.append(next)
		last = next
	}
	toks := tokenize(h.text.String())
	for len(toks) > 0 && (toks[0].kind == htmlComment || isSpace(toks[0])) {
		if toks[0].kind == htmlComment {
			at := h.offset(toks[0].at)
			if toks[0].unclosed {
				f.p.fault(at, "write -->", "a comment that is not closed hides the rest")
			}
			f.marker(toks[0].text, at)
		}
		toks = toks[1:]
	}
	if len(toks) == 0 {
		return last
	}
	for i := range toks {
		toks[i].at = h.offset(toks[i].at)
	}
	if !f.p.opt.Lenient {
		f.p.fault(toks[0].at, "write it in Markdown", "a block of HTML")
	}
	w := htmlWriter{p: f.p, f: f}
	w.flow(htmlTree(toks))
	w.flush()
	return last
}

func isSpace(t htmlToken) bool { return t.kind == htmlText && strings.TrimSpace(t.text) == "" }

// htmlSource is the text of blocks of HTML, and where its lines stand in Source.
type htmlSource struct {
	p     *mdParser
	text  strings.Builder
	lines []struct{ at, offset int }
}

// append adds a block and returns how many tables and lists it opens more than it closes.
func (h *htmlSource) append(n *ast.HTMLBlock) (open int) {
	start := h.text.Len()
	add := func(offset int, text []byte) {
		h.lines = append(h.lines, struct{ at, offset int }{h.text.Len(), offset})
		h.text.Write(text)
	}
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		add(seg.Start, seg.Value(h.p.src))
	}
	if n.HasClosure() {
		add(n.ClosureLine.Start, n.ClosureLine.Value(h.p.src))
	}
	h.text.WriteByte('\n')
	for _, t := range tokenize(h.text.String()[start:]) {
		switch t.name {
		case "table", "ul", "ol", "dl":
			if t.kind == htmlOpen {
				open++
			} else {
				open--
			}
		}
	}
	return open
}

// offset turns a byte of the text into a byte of Source.
func (h *htmlSource) offset(at int) int {
	line := h.lines[max(sort.Search(len(h.lines), func(i int) bool { return h.lines[i].at > at })-1, 0)]
	return min(line.offset+at-line.at, len(h.p.src))
}

// htmlWriter turns elements into blocks.
type htmlWriter struct {
	p      *mdParser
	f      *flow
	inline *inliner // running text that no block has ended yet
}

// text returns the collector of running text.
func (w *htmlWriter) text() *inliner {
	if w.inline == nil {
		w.inline = &inliner{p: w.p, anchorable: true}
		w.inline.start()
	}
	return w.inline
}

// flush ends a paragraph of running text.
func (w *htmlWriter) flush() {
	if w.inline == nil {
		return
	}
	b := w.inline
	w.inline = nil
	b.soft = false
	w.f.add(w.p.running(trimSpace(b.done(0)), b.anchors)...)
}

// flow writes elements below each other.
func (w *htmlWriter) flow(nodes []*htmlNode) {
	for _, n := range nodes {
		switch {
		case n.kind == htmlComment:
			w.flush()
			w.f.marker(n.text, n.at)
		case n.kind != htmlOpen:
			w.leaf(n)
		case isBlockTag(n.name):
			w.flush()
			w.block(n)
			w.flush()
		case hasBlocks(n):
			if !isInlineTag(n.name) {
				w.p.unknownTag(n.htmlToken)
			}
			w.flow(n.kids)
		default:
			w.leaf(n)
		}
	}
}

// leaf writes running text and the tags within.
func (w *htmlWriter) leaf(n *htmlNode) {
	b := w.text()
	if n.kind == htmlText {
		writeCollapsed(b, n.text)
		return
	}
	before := len(b.frames)
	b.token(n.htmlToken)
	for _, k := range n.kids {
		w.leaf(k)
	}
	if len(b.frames) > before {
		b.close(htmlToken{kind: htmlClose, name: n.name, at: n.at})
	}
}

// writeCollapsed writes text as HTML shows it: any run of spaces and line ends is one space.
func writeCollapsed(b *inliner, s string) {
	for i, word := range strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && isBlank(byte(r)) }) {
		b.soft = b.soft || i > 0 || isBlank(s[0])
		b.text(unescapeEntities(word))
	}
	b.soft = b.soft || s != "" && isBlank(s[len(s)-1])
}

// block writes one element that stands on lines of its own.
func (w *htmlWriter) block(n *htmlNode) {
	switch n.name {
	case "hr":
		w.f.add(&Line{})
	case "ul", "ol":
		w.f.add(w.list(n)...)
	case "dl":
		w.definitions(n)
	case "table":
		w.table(n)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		h := &Heading{Level: int(n.name[1] - '0')}
		blocks := w.inner(n.kids)
		for _, b := range blocks {
			para, ok := b.(*Paragraph)
			if !ok || len(h.Text) > 0 && len(para.Text) > 0 {
				w.f.add(b)
				continue
			}
			if h.Text = append(h.Text, para.Text...); para.Anchor != "" {
				h.Anchor = para.Anchor
			}
		}
		if len(h.Text) > 0 {
			w.p.headings = append(w.p.headings, h)
			w.f.add(h)
		}
	case "pre":
		w.f.add(&Code{Text: strings.Trim(flatHTML(n), "\n") + "\n"})
	case "blockquote":
		w.f.add(&Quote{w.inner(n.kids)})
	default:
		w.flow(n.kids)
	}
}

// inner returns the blocks of elements within another.
func (w *htmlWriter) inner(nodes []*htmlNode) []Block {
	f := flow{p: w.p, signatures: -1}
	inner := htmlWriter{p: w.p, f: &f}
	inner.flow(nodes)
	inner.flush()
	return f.done()
}

func (w *htmlWriter) list(n *htmlNode) []Block {
	l := &List{Ordered: n.name == "ol", Tight: true}
	if l.Ordered {
		l.Start = 1
	}
	for _, k := range n.kids {
		if isSpace(k.htmlToken) || k.kind == htmlComment {
			continue
		}
		kids := []*htmlNode{k}
		if k.name == "li" {
			kids = k.kids
		}
		l.Items = append(l.Items, Item{Blocks: w.inner(kids)})
	}
	if len(l.Items) == 0 {
		return nil
	}
	return []Block{l}
}

func (w *htmlWriter) definitions(n *htmlNode) {
	d := &Definitions{}
	for _, k := range n.kids {
		if isSpace(k.htmlToken) || k.kind == htmlComment {
			continue
		}
		last := len(d.Entries) - 1
		switch {
		case k.name == "dt" && last >= 0 && len(d.Entries[last].Blocks) == 0:
			d.Entries[last].Term = append(append(d.Entries[last].Term, Break{}), w.line(k)...)
			continue
		case k.name == "dt":
			d.Entries = append(d.Entries, Definition{Term: w.line(k)})
			continue
		case last < 0:
			d.Entries = append(d.Entries, Definition{})
			last = 0
		}
		kids := []*htmlNode{k}
		if k.name == "dd" {
			kids = k.kids
		}
		d.Entries[last].Blocks = append(d.Entries[last].Blocks, w.inner(kids))
	}
	if len(d.Entries) > 0 {
		w.f.add(d)
	}
}

// line reads an element as running text.
func (w *htmlWriter) line(n *htmlNode) []Inline {
	inner := htmlWriter{p: w.p}
	for _, k := range n.kids {
		inner.leaf(k)
	}
	b := inner.text()
	b.soft = false
	return trimSpace(b.done(n.at))
}

// table writes a table, all rows as wide as the widest. What stands between its cells comes before it.
func (w *htmlWriter) table(n *htmlNode) {
	var rows [][]Cell
	header := false
	var walk func(n *htmlNode)
	walk = func(n *htmlNode) {
		for _, k := range n.kids {
			switch {
			case k.kind == htmlOpen && k.name == "tr":
				row, isHeader := w.row(k)
				if len(rows) == 0 {
					header = isHeader
				}
				rows = append(rows, row)
			case k.kind == htmlOpen && (k.name == "thead" || k.name == "tbody" || k.name == "tfoot"):
				walk(k)
			default:
				w.flow([]*htmlNode{k})
			}
		}
	}
	walk(n)
	w.flush()
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width == 0 {
		return
	}
	t := &Table{Align: make([]Align, width)}
	if !header {
		rows = append([][]Cell{nil}, rows...)
	}
	for i := range rows {
		for len(rows[i]) < width {
			rows[i] = append(rows[i], nil)
		}
	}
	t.Header, t.Rows = rows[0], rows[1:]
	w.f.add(t)
}

func (w *htmlWriter) row(n *htmlNode) (cells []Cell, header bool) {
	header = true
	for _, k := range n.kids {
		if k.kind != htmlOpen || k.name != "td" && k.name != "th" {
			w.flow([]*htmlNode{k})
			continue
		}
		header = header && k.name == "th"
		cells = append(cells, w.line(k))
	}
	return cells, header && len(cells) > 0
}
