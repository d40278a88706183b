package document

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Footnotes are the notes of the document, in order of reference; printed at its end.
type Footnotes struct{ Notes []Footnote }

// Footnote is one note.
type Footnote struct {
	Number int
	Blocks []Block
}

func (*Footnotes) block() {}

// footnoteRef gives a note its number at the first reference: goldmark counts in another order.
func (p *mdParser) footnoteRef(index int) FootnoteRef {
	number, known := p.noteNumbers[index]
	if !known {
		p.noteOrder = append(p.noteOrder, index)
		number = len(p.noteOrder)
		p.noteNumbers[index] = number
	}
	return FootnoteRef(number)
}

// footnotes reads the notes in the order of their numbers; a note may refer to further ones. A note that nothing refers
// to is a fault, and printed last.
func (p *mdParser) footnotes(list ast.Node) []Block {
	byIndex := map[int]ast.Node{}
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		byIndex[c.(*east.Footnote).Index] = c
	}
	notes := &Footnotes{}
	read := func() {
		for len(notes.Notes) < len(p.noteOrder) {
			number := len(notes.Notes) + 1
			notes.Notes = append(notes.Notes, Footnote{Number: number})
			if n := byIndex[p.noteOrder[number-1]]; n != nil {
				notes.Notes[number-1].Blocks = p.blocks(n)
			}
		}
	}
	read()
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		note := c.(*east.Footnote)
		if before := len(p.noteOrder); int(p.footnoteRef(note.Index)) > before {
			p.fault(p.offset(c), "", "nothing refers to footnote %q", note.Ref)
			read()
		}
	}
	return []Block{notes}
}

// keepNotes counts the notes that nothing refers to, before goldmark drops them.
type keepNotes struct{}

// Transform implements parser.ASTTransformer. A list of notes may hang below one of its own notes, out of reach of the
// tree; only the context knows it for certain, under a key of which only the type is public.
func (keepNotes) Transform(_ *ast.Document, _ text.Reader, pc parser.Context) {
	for key := parser.ContextKey(0); key <= parser.ContextKeyMax; key++ {
		list, ok := pc.Get(key).(*east.FootnoteList)
		if !ok {
			continue
		}
		for c := list.FirstChild(); c != nil; c = c.NextSibling() {
			if note := c.(*east.Footnote); note.Index < 0 {
				list.Count++
				note.Index = list.Count
			}
		}
	}
}
