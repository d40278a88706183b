package document

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// blocks reads the blocks below a node.
func (p *mdParser) blocks(parent ast.Node) []Block {
	if p.tooDeep(parent) {
		return []Block{&Paragraph{Text: []Inline{Text(p.flatText(parent))}}}
	}
	p.depth++
	defer func() { p.depth-- }()
	f := flow{p: p, signatures: -1}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Heading:
			f.add(p.heading(n)...)
		case *ast.Paragraph, *ast.TextBlock:
			f.add(p.paragraph(n)...)
		case *ast.List:
			f.add(p.list(n))
		case *ast.Blockquote:
			f.add(p.quote(n))
		case *ast.CodeBlock:
			f.add(&Code{Text: p.lines(n)})
		case *ast.FencedCodeBlock:
			f.add(p.fence(n))
		case *ast.HTMLBlock:
			c = f.html(n)
		case *ast.ThematicBreak:
			f.rule(n)
		case *east.Table:
			f.add(p.table(n))
		case *east.DefinitionList:
			f.add(p.definitions(n))
		case *east.FootnoteList:
			p.notes = n
		case *ast.LinkReferenceDefinition: // the links have what it says
		default:
			p.fault(p.offset(n), "", "unsupported construct %s", n.Kind())
			f.add(&Paragraph{Text: []Inline{Text(p.flatText(n))}})
		}
	}
	return f.done()
}

// flow collects the blocks of one container. Markers, which are siblings of what they enclose, open and close frames.
type flow struct {
	p          *mdParser
	open       []flowFrame
	out        []Block
	signatures int // byte of a marker that waits for its table, or -1
}

type flowFrame struct {
	name, arg string
	at        int
	outer     []Block
}

// add appends blocks, gives a waiting anchor to the first and makes a waiting signature block of a table.
func (f *flow) add(blocks ...Block) {
	for _, b := range blocks {
		if f.signatures >= 0 {
			if t, ok := b.(*Table); ok {
				b = &Signatures{t}
			} else {
				f.p.fault(f.signatures, "", "no table follows the marker of signatures")
			}
			f.signatures = -1
		}
		if anchor := f.waiting(); anchor != nil {
			switch b := b.(type) {
			case *Heading:
				if b.Anchor == "" {
					b.Anchor = anchor.Anchor
					f.out = f.out[:len(f.out)-1]
				}
			case *Paragraph:
				if b.Anchor == "" {
					b.Anchor = anchor.Anchor
					f.out = f.out[:len(f.out)-1]
				}
			}
		}
		f.out = append(f.out, b)
	}
}

// waiting returns the anchor that stands before the next block, or nil.
func (f *flow) waiting() *Paragraph {
	if len(f.out) == 0 {
		return nil
	}
	if p, ok := f.out[len(f.out)-1].(*Paragraph); ok && len(p.Text) == 0 {
		return p
	}
	return nil
}

// rule reads a thematic break. One of underscores right under a field is more space to write.
func (f *flow) rule(n *ast.ThematicBreak) {
	at := f.p.offset(n)
	if field, ok := lastField(f.out); ok && !n.HasBlankPreviousLines() && at < len(f.p.src) && f.p.src[at] == '_' {
		field.Lines++
		return
	}
	f.add(&Line{})
}

// done reports what is still open and returns the blocks.
func (f *flow) done() []Block {
	if f.signatures >= 0 {
		f.p.fault(f.signatures, "", "no table follows the marker of signatures")
	}
	for len(f.open) > 0 {
		last := f.open[len(f.open)-1]
		f.p.fault(last.at, "write <!-- /"+last.name+" --> where it ends", "marker %q is not closed", last.name)
		f.closeMarker()
	}
	return f.out
}
