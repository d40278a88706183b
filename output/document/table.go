package document

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Align is how a column stands.
type Align uint8

// The alignments of a column.
const (
	Left Align = iota
	Centre
	Right
)

// Table is a header row and body rows, all with as many cells as Align has entries. Header cells may all be empty.
type Table struct {
	Align  []Align
	Header []Cell
	Rows   [][]Cell
}

// Cell holds inlines; a Break starts a new line.
type Cell []Inline

func (*Table) block() {}

func (p *mdParser) table(n *east.Table) *Table {
	t := &Table{}
	for _, a := range n.Alignments {
		switch a {
		case east.AlignCenter:
			t.Align = append(t.Align, Centre)
		case east.AlignRight:
			t.Align = append(t.Align, Right)
		default:
			t.Align = append(t.Align, Left)
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == east.KindTableHeader {
			t.Header = p.row(c, len(t.Align))
		} else {
			t.Rows = append(t.Rows, p.row(c, len(t.Align)))
		}
	}
	return t
}

func (p *mdParser) row(n ast.Node, columns int) []Cell {
	cells := make([]Cell, 0, columns)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		cells = append(cells, p.inlines(c))
	}
	line := p.lineOf(n)
	written, rest := splitRow(string(p.src[p.offset(n):p.lineEnd(line)]), columns)
	if written != columns {
		p.fault(p.offset(n), `an empty cell is "| |", a bar in a cell is "\|"`, "row has %d cells, the table %d columns", written, columns)
	}
	if rest != "" && len(cells) > 0 { // cells that the table has no column for stay text
		last := &cells[len(cells)-1]
		*last = appendText(*last, " | "+unescape(rest))
	}
	return cells
}

// splitRow counts the cells of a row and returns what stands after the given number of cells.
func splitRow(line string, columns int) (cells int, rest string) {
	line = strings.TrimPrefix(strings.Trim(line, " \t"), "|")
	line = strings.TrimSuffix(line, "|")
	for i := 0; ; {
		cells++
		end := i
		for end < len(line) && (line[end] != '|' || end > 0 && line[end-1] == '\\') {
			end++
		}
		if cells == columns && end < len(line) {
			rest = strings.TrimSpace(line[end+1:])
		}
		if end >= len(line) {
			return cells, rest
		}
		i = end + 1
	}
}
