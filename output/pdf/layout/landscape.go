package layout

import (
	"slices"

	"ismsgen/output/document"
)

// onLandscape lays out blocks on landscape pages.
func (l *layouter) onLandscape(list []document.Block) {
	before := l.sheet
	l.sheet = l.landscape
	l.blocks(list, l.landscape.text)
	l.sheet = before
}

// landscapes puts tables that need more width than a page has on landscape pages of their own.
func (l *layouter) landscapes(list []document.Block) []document.Block {
	var out []document.Block
	for _, b := range list {
		switch v := b.(type) {
		case *document.Register:
			for _, inner := range l.landscapes(v.Blocks) {
				out = turned(out, inner)
			}
			continue
		case *document.Table:
			if len(v.Align) > 0 && l.needsLandscape(v) {
				b = &document.Landscape{Blocks: []document.Block{v}}
			}
		}
		out = turned(out, b)
	}
	return out
}

// turned adds a block. A landscape section takes along the headings and the short text that lead to it, which would
// otherwise stand alone on a page, and joins a section right before it.
func turned(out []document.Block, b document.Block) []document.Block {
	wide, ok := b.(*document.Landscape)
	if !ok {
		return append(out, b)
	}
	from, start := len(out), len(out)
	for paragraphs := 0; from > 0; from-- {
		if _, ok := out[from-1].(*document.Heading); ok {
			start = from - 1
			continue
		}
		if _, ok := out[from-1].(*document.Paragraph); !ok || start < len(out) || paragraphs == 2 {
			break
		}
		paragraphs++
	}
	blocks := append(slices.Clone(out[start:]), wide.Blocks...)
	out = out[:start]
	if start > 0 {
		if before, ok := out[start-1].(*document.Landscape); ok {
			out[start-1] = &document.Landscape{Blocks: append(slices.Clone(before.Blocks), blocks...)}
			return out
		}
	}
	return append(out, &document.Landscape{Blocks: blocks})
}

// needsLandscape reports whether a table reads badly on the whole width of an upright page.
func (l *layouter) needsLandscape(t *document.Table) bool {
	c := l.portrait.text
	g := l.grid(t, tableSize, ink)
	if l.style.Print { // narrow columns are better than pages that turn for two rows
		return g.words() > c.x+c.width-c.reach
	}
	return g.comfort() > c.x+c.width-c.reach
}
