package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// Heading opens a section. Level counts from 1; the title of the document is not a heading.
type Heading struct {
	Level       int
	Number      string // 3.1; set by the parser, empty in lenient mode
	Anchor      string // unique in the document
	Text        []Inline
	Serves      []string // clauses and controls that the section answers to, as printed: 9.3.2, A.7.7
	Offset, End int      // bytes of the whole line in Source
}

func (*Heading) block() {}

// writtenNumber is a section number as Written writes it: the em space tells it from a heading that starts with a number
// of its own, as in "2026 budget".
var writtenNumber = regexp.MustCompile(`^[0-9]+(?:\.[0-9]+)*\x{2003}[ \x{2003}]*`)

func (p *mdParser) heading(n *ast.Heading) []Block {
	first, at := p.lineOf(n), p.offset(n)
	var serves []string
	if !p.opt.Lenient {
		p.stripNumber(n)
		serves = p.stripServes(n)
	}
	text, anchors := p.anchored(n)
	if text = trim(text); serves != nil {
		text = trimSpace(text)
	}
	h := &Heading{Level: n.Level, Text: text, Serves: serves}
	h.Offset, h.End = p.starts[first], p.lineEnd(first)
	if p.isTitle(n, text, at) {
		if p.opt.Lenient { // people link to the top
			anchors = append(anchors, p.unique(slug(Plain(text))))
		}
		return anchorsOnly(anchors)
	}
	if len(text) == 0 {
		p.fault(at, "", "heading has no text")
	}
	if !p.opt.Lenient {
		if n.Parent().Kind() != ast.KindDocument {
			p.fault(at, "", "a heading stands on its own, not in a list or a quote")
		}
		if n.Level == 1 {
			p.fault(at, "write ##: the title stands in the front matter", "a second title")
		}
		h.Level = max(n.Level-1, 1)
		h.Number = p.number(h.Level, at)
	}
	p.headings = append(p.headings, h)
	return append(anchorsRest(anchors, &h.Anchor), h)
}

// isTitle reports whether a heading repeats the title of the document, for viewers that do not show front matter: the
// first block and the only heading of level 1. It then is not printed a second time.
func (p *mdParser) isTitle(n *ast.Heading, text []Inline, at int) bool {
	if n.Level != 1 || !p.isFirst(n) || n.Parent().Kind() != ast.KindDocument || len(text) == 0 {
		return false
	}
	title := Plain(text)
	switch {
	case p.meta.Title == title:
	case p.opt.Lenient && p.meta.Title == "" && !hasSecondTitle(n):
		p.meta.Title = title
	case p.opt.Lenient:
		return false
	case p.meta.Title == "":
		p.meta.Title = title
	default:
		p.fault(at, fmt.Sprintf("write %q, or leave the heading out", p.meta.Title), "title differs from the one in the front matter")
	}
	return true
}

// isFirst reports whether nothing stands before a title; in lenient mode a logo and badges may.
func (p *mdParser) isFirst(n ast.Node) bool {
	before := 0
	for s := n.PreviousSibling(); s != nil; s = s.PreviousSibling() {
		if before++; !p.opt.Lenient || before > 2 || s.Kind() != ast.KindParagraph && s.Kind() != ast.KindHTMLBlock || strings.TrimSpace(p.words(s)) != "" {
			return false
		}
	}
	return true
}

// words is the text of a block but for what stands for pictures.
func (p *mdParser) words(n ast.Node) string {
	if n.Kind() == ast.KindHTMLBlock {
		var b strings.Builder
		for _, tok := range tokenize(p.lines(n)) {
			switch {
			case tok.kind == htmlText:
				b.WriteString(tok.text)
			case len(tok.name) == 2 && tok.name[0] == 'h' && isDigit(tok.name[1]): // a heading
				b.WriteString(tok.name)
			}
		}
		return b.String()
	}
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(p.src))
		case *ast.Image, *ast.RawHTML:
		default:
			b.WriteString(p.words(c))
		}
	}
	return b.String()
}

func hasSecondTitle(n ast.Node) bool {
	for s := n.NextSibling(); s != nil; s = s.NextSibling() {
		if h, ok := s.(*ast.Heading); ok && h.Level == 1 {
			return true
		}
	}
	return false
}

// stripNumber takes a written number off the first text of a heading, after its anchors.
func (p *mdParser) stripNumber(n ast.Node) {
	c := n.FirstChild()
	for c != nil && c.Kind() == ast.KindRawHTML {
		c = c.NextSibling()
	}
	if t, ok := c.(*ast.Text); ok {
		length := len(writtenNumber.Find(t.Segment.Value(p.src)))
		t.Segment = t.Segment.WithStart(t.Segment.Start + length)
	}
}

// stripServes takes <sub>9.3.2 · A.7.7</sub> off the end of a heading.
func (p *mdParser) stripServes(n ast.Node) []string {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindRawHTML {
			continue
		}
		serves, nodes := p.small(c)
		if len(nodes) > 0 && nodes[len(nodes)-1].NextSibling() == nil {
			for _, s := range nodes {
				n.RemoveChild(n, s)
			}
			return serves
		}
	}
	return nil
}

// number counts a heading and returns its number.
func (p *mdParser) number(level, at int) string {
	if level > len(p.counters)+1 {
		p.fault(at, "write "+strings.Repeat("#", len(p.counters)+2), "heading skips a level")
		level = len(p.counters) + 1
	}
	if level > len(p.counters) {
		p.counters = append(p.counters, 0)
	}
	p.counters = p.counters[:level]
	p.counters[level-1]++
	parts := make([]string, level)
	for i, n := range p.counters {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}

// finishHeadings gives every heading an anchor, and in lenient mode makes the top level 1.
func (p *mdParser) finishHeadings() {
	top := 6
	for _, h := range p.headings {
		top = min(top, h.Level)
	}
	for _, h := range p.headings {
		if p.opt.Lenient {
			h.Level += 1 - top
		}
		if h.Anchor == "" {
			h.Anchor = p.unique(slug(Plain(h.Text)))
		}
	}
}

func (p *mdParser) unique(slug string) string {
	anchor := slug
	for p.anchors[anchor] {
		p.copies[slug]++
		anchor = slug + "-" + strconv.Itoa(p.copies[slug])
	}
	p.anchors[anchor] = true
	return anchor
}

// slug makes an anchor as code hosts do: lower case, letters, marks, digits, '-' and '_' of any script, spaces become '-'.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), r == '-', r == '_':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// headingStart matches what stands before the text of a heading: marks and anchors.
var headingStart = regexp.MustCompile(`^ {0,3}(?:#{1,6}[ \t]+)?(?:<a (?:id|name)="[^"]*"></a>[ \t]*)*`)

// Written returns the line of the heading in source, with its number, and with its anchor where it has none of its own:
// what code hosts make of the line counts the number too, and links would miss it.
func (h *Heading) Written(source []byte) []byte {
	line := source[h.Offset:h.End]
	at := len(headingStart.Find(line))
	rest := line[at+len(writtenNumber.Find(line[at:])):]
	if h.Number == "" || len(rest) == 0 {
		return line
	}
	anchor := ""
	if !bytes.Contains(line[:at], []byte("<a ")) {
		anchor = `<a id="` + h.Anchor + `"></a>`
	}
	return bytes.Join([][]byte{line[:at], []byte(anchor + h.Number + "\u2003"), rest}, nil)
}
