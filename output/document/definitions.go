package document

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Definitions is a definition list.
type Definitions struct{ Entries []Definition }

// Definition is a term with what it means. Several terms with one meaning stand under each other.
type Definition struct {
	Term   []Inline
	Blocks [][]Block // one per definition
}

func (*Definitions) block() {}

func (p *mdParser) definitions(n ast.Node) Block {
	d := &Definitions{}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == east.KindDefinitionTerm {
			term := p.inlines(c)
			if last := len(d.Entries) - 1; last >= 0 && len(d.Entries[last].Blocks) == 0 {
				d.Entries[last].Term = append(append(d.Entries[last].Term, Break{}), term...)
				continue
			}
			d.Entries = append(d.Entries, Definition{Term: term})
			continue
		}
		if len(d.Entries) == 0 {
			p.fault(p.offset(c), "", "a definition without a term")
			d.Entries = append(d.Entries, Definition{})
		}
		last := &d.Entries[len(d.Entries)-1]
		last.Blocks = append(last.Blocks, p.blocks(c))
	}
	return d
}
