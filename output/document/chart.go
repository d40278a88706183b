package document

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Chart is a picture drawn from a table of plain text. Kinds: heatmap, bars, gantt, year, tree, map.
type Chart struct {
	Kind   string
	Title  string // rest of the info string
	Header []string
	Rows   [][]string
}

func (*Chart) block() {}

// Table gives the chart as the table that it is drawn from.
func (c *Chart) Table() *Table {
	row := func(texts []string) []Cell {
		cells := make([]Cell, len(texts))
		for i, s := range texts {
			cells[i] = Cell{Text(s)}
		}
		return cells
	}
	t := &Table{Align: make([]Align, len(c.Header)), Header: row(c.Header)}
	for _, r := range c.Rows {
		t.Rows = append(t.Rows, row(r))
	}
	return t
}

// chart reads the table in a fenced block, with the same escapes as a table in the text; nil when there is none.
func (p *mdParser) chart(n *ast.FencedCodeBlock, info string) Block {
	kind, title, _ := strings.Cut(info, " ")
	line := p.firstLine + p.lineOf(n) + 1
	inner := newParser(p.file, []byte(p.lines(n)), Options{FirstLine: line, Lenient: p.opt.Lenient})
	root := inner.tree()
	defer func() { p.problems = append(p.problems, inner.problems...) }()
	only := root.FirstChild()
	source, ok := only.(*east.Table)
	if !ok || only.NextSibling() != nil {
		p.fault(p.offset(n), "write | a | b | lines under a header and a line of | --- | --- |", "a chart holds one table and nothing else")
		return nil
	}
	if kind == "" {
		p.fault(p.offset(n), "write ```chart bars Title", "chart has no kind")
	}
	t := inner.table(source)
	c := &Chart{Kind: kind, Title: plainLine(strings.TrimSpace(title)), Header: plainRow(t.Header)}
	for _, row := range t.Rows {
		c.Rows = append(c.Rows, plainRow(row))
	}
	return c
}

// plainLine reads a line of Markdown as plain text.
func plainLine(s string) string {
	p := newParser("", []byte("# "+s), Options{Lenient: true})
	return Plain(p.inlines(p.tree().FirstChild()))
}

func plainRow(cells []Cell) []string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = Plain(c)
	}
	return texts
}
