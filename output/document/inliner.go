package document

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// inliner collects the inlines of one block. HTML tags open and close frames, since in Markdown they are siblings of
// the text that they enclose.
type inliner struct {
	p          *mdParser
	frames     []inlineFrame
	soft       bool     // a line ended: a space, unless a break or the end follows
	anchorable bool     // anchors may stand at the start
	anchors    []string // found at the start
}

type inlineFrame struct {
	tag   htmlToken
	items []Inline
}

func (b *inliner) start() { b.frames = []inlineFrame{{}} }

// inlines reads the inline children of a node that cannot hold an anchor.
func (p *mdParser) inlines(n ast.Node) []Inline {
	b := &inliner{p: p}
	b.start()
	b.children(n)
	return b.done(p.offset(n))
}

// add appends an inline to the innermost frame.
func (b *inliner) add(i Inline) {
	if _, isBreak := i.(Break); isBreak {
		b.soft = false
	}
	b.space()
	top := &b.frames[len(b.frames)-1]
	top.items = append(top.items, i)
}

// space writes the space that a line end stands for.
func (b *inliner) space() {
	top := &b.frames[len(b.frames)-1]
	if b.soft && !b.fresh() {
		top.items = appendText(top.items, " ")
	}
	b.soft = false
}

// text appends plain text, in which circles and boxes are signs.
func (b *inliner) text(s string) {
	if s == "" {
		return
	}
	b.space()
	top := &b.frames[len(b.frames)-1]
	for {
		at := strings.IndexAny(s, "🟢🟠🔴⚪☐☑")
		if at < 0 {
			break
		}
		top.items = appendText(top.items, s[:at])
		for _, r := range s[at:] {
			top.items = append(top.items, signOf(r))
			s = s[at+len(string(r)):]
			break
		}
	}
	top.items = appendText(top.items, s)
}

func appendText(items []Inline, s string) []Inline {
	if s == "" {
		return items
	}
	if last := len(items) - 1; last >= 0 {
		if t, ok := items[last].(Text); ok {
			items[last] = t + Text(s)
			return items
		}
	}
	return append(items, Text(s))
}

func endsInBreak(items []Inline) bool {
	if len(items) == 0 {
		return false
	}
	_, ok := items[len(items)-1].(Break)
	return ok
}

// fresh reports that nothing stands on the line yet.
func (b *inliner) fresh() bool {
	for i := len(b.frames) - 1; i >= 0; i-- {
		if items := b.frames[i].items; len(items) > 0 {
			return endsInBreak(items)
		}
	}
	return true
}

// children reads the inline children of a node. A switch that forgets a kind is an error with a line, not lost text.
func (b *inliner) children(parent ast.Node) {
	p := b.p
	if p.tooDeep(parent) {
		b.text(p.flatText(parent))
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.leaf(n)
		case *ast.String:
			b.text(string(n.Value))
		case *ast.CodeSpan:
			b.add(Mono(p.codeSpan(n)))
		case *ast.Emphasis:
			if n.Level == 2 {
				b.add(Strong(p.inlines(n)))
			} else {
				b.add(Emphasis(p.inlines(n)))
			}
		case *east.Strikethrough:
			b.add(Strike(p.inlines(n)))
		case *ast.Link:
			b.link(n)
		case *ast.AutoLink:
			b.autoLink(n)
		case *ast.Image:
			alt := Plain(p.inlines(n))
			p.pageTitle(n.Title, p.offset(n))
			b.add(p.image(unescape(string(n.Destination)), alt, p.offset(n)))
		case *ast.RawHTML:
			b.rawHTML(n)
		case *east.FootnoteLink:
			b.add(p.footnoteRef(n.Index))
		case *east.FootnoteBacklink:
		case *east.TaskCheckBox:
			if !p.isItemBox(n) {
				b.add(Box(n.IsChecked))
			}
		default:
			p.fault(p.offset(n), "", "unsupported construct %s", n.Kind())
			b.text(p.flatText(n))
		}
	}
}

func (b *inliner) leaf(n *ast.Text) {
	s := string(n.Segment.Value(b.p.src))
	if !n.IsRaw() {
		s = unescape(s)
	}
	b.text(s)
	switch {
	case n.HardLineBreak():
		b.add(Break{})
	case n.SoftLineBreak():
		b.soft = true
	}
}

func (p *mdParser) codeSpan(n *ast.CodeSpan) string {
	var s strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			s.WriteString(strings.ReplaceAll(string(t.Segment.Value(p.src)), "\n", " "))
		}
	}
	return s.String()
}

func (b *inliner) rawHTML(n *ast.RawHTML) {
	var s strings.Builder
	for i := range n.Segments.Len() {
		seg := n.Segments.At(i)
		s.Write(seg.Value(b.p.src))
	}
	at := b.p.offset(n)
	if n.Segments.Len() > 0 {
		at = n.Segments.At(0).Start
	}
	for _, tok := range tokenize(s.String()) {
		tok.at = at
		b.token(tok)
	}
}

// done closes what is open and returns the inlines.
func (b *inliner) done(at int) []Inline {
	for len(b.frames) > 1 {
		tag := b.frames[len(b.frames)-1].tag
		if !b.p.opt.Lenient && !isVoid(tag.name) {
			b.p.fault(tag.at, "", "<%s> is not closed", tag.name)
		}
		b.pop()
	}
	return b.frames[0].items
}
