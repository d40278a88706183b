package document

import (
	"strconv"
	"strings"
)

// Walk visits blocks and the blocks within them, in the order of the text. When visit returns false, it stays out of
// that block.
func Walk(blocks []Block, visit func(Block) bool) {
	for _, b := range blocks {
		if !visit(b) {
			continue
		}
		for _, inner := range within(b) {
			Walk(inner, visit)
		}
	}
}

// within returns the blocks that a block holds.
func within(b Block) [][]Block {
	var inner [][]Block
	switch b := b.(type) {
	case *List:
		for _, i := range b.Items {
			inner = append(inner, i.Blocks)
		}
	case *Rules:
		for _, r := range b.Rules {
			inner = append(inner, r.Blocks)
		}
	case *Callout:
		inner = append(inner, b.Blocks)
	case *Quote:
		inner = append(inner, b.Blocks)
	case *Definitions:
		for _, e := range b.Entries {
			inner = append(inner, e.Blocks...)
		}
	case *Footnotes:
		for _, n := range b.Notes {
			inner = append(inner, n.Blocks)
		}
	case *Landscape:
		inner = append(inner, b.Blocks)
	case *Register:
		inner = append(inner, b.Blocks)
	case *Signatures:
		inner = append(inner, []Block{b.Table})
	}
	return inner
}

// WalkInlines visits the inlines that a block holds itself, and the inlines within them: not those of inner blocks.
func WalkInlines(b Block, visit func(Inline)) {
	switch b := b.(type) {
	case *Heading:
		walkInlines(b.Text, visit)
	case *Paragraph:
		walkInlines(b.Text, visit)
	case *Field:
		walkInlines(b.Label, visit)
	case *Picture:
		visit(*b.Image)
	case *Definitions:
		for _, e := range b.Entries {
			walkInlines(e.Term, visit)
		}
	case *Table:
		for _, c := range b.Header {
			walkInlines(c, visit)
		}
		for _, r := range b.Rows {
			for _, c := range r {
				walkInlines(c, visit)
			}
		}
	}
}

func walkInlines(text []Inline, visit func(Inline)) {
	for _, i := range text {
		visit(i)
		walkInlines(inside(i), visit)
	}
}

// inside returns the inlines that an inline holds.
func inside(i Inline) []Inline {
	switch i := i.(type) {
	case Strong:
		return i
	case Emphasis:
		return i
	case Strike:
		return i
	case Sub:
		return i
	case Sup:
		return i
	case Link:
		return i.Text
	}
	return nil
}

// Plain gives the text of inlines without their form. A Break is a line end; a picture is its Alt.
func Plain(text []Inline) string {
	var b strings.Builder
	walkInlines(text, func(i Inline) {
		switch i := i.(type) {
		case Text:
			b.WriteString(string(i))
		case Mono:
			b.WriteString(string(i))
		case Break:
			b.WriteByte('\n')
		case Image:
			b.WriteString(i.Alt)
		case Status:
			b.WriteString(i.String())
		case Box:
			b.WriteString(i.String())
		}
	})
	return b.String()
}

// PlainText gives all text of a document that a reader sees, a line or more for each block, in the order of the tree.
func PlainText(d *Document) string {
	var b strings.Builder
	line := func(parts ...string) {
		for i, part := range parts {
			if i > 0 && b.Len() > 0 && part != "" {
				b.WriteByte(' ')
			}
			b.WriteString(part)
		}
		b.WriteByte('\n')
	}
	row := func(cells []Cell) { line(plainRow(cells)...) }
	var blocks func([]Block)
	blocks = func(list []Block) {
		for _, block := range list {
			switch k := block.(type) {
			case *Heading:
				if k.Number != "" {
					b.WriteString(k.Number + " ")
				}
				line(Plain(k.Text))
			case *Paragraph:
				line(Plain(k.Text))
			case *Rules:
				for _, r := range k.Rules {
					line("R"+strconv.Itoa(r.Number), strings.Join(r.Controls, " · "))
					blocks(r.Blocks)
				}
			case *Table:
				row(k.Header)
				for _, r := range k.Rows {
					row(r)
				}
			case *Code:
				b.WriteString(k.Text)
			case *Chart:
				line(k.Title)
				line(k.Header...)
				for _, r := range k.Rows {
					line(r...)
				}
			case *Field:
				line(Plain(k.Label))
			case *Definitions:
				for _, e := range k.Entries {
					line(Plain(e.Term))
					for _, d := range e.Blocks {
						blocks(d)
					}
				}
			case *Picture:
				line(k.Image.Alt)
			default:
				for _, inner := range within(block) {
					blocks(inner)
				}
			}
		}
	}
	blocks(d.Blocks)
	return b.String()
}
