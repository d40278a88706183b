package read

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content/table"
)

// area is a merged range.
type area struct{ left, top, right, bottom int }

// sheet reads the rows of a sheet.
func (b *opened) sheet(name string) ([]Row, error) {
	data, err := b.part(name)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var merged []area
	row, at := Row{}, 0
	flush := func() {
		if len(row.Cells) > 0 {
			rows = append(rows, row)
		}
		row.Cells = nil
	}
	width := 8
	s := scanner{data: data}
	for s.next() {
		if s.kind != start {
			continue
		}
		switch s.name {
		case "row":
			flush()
			number := row.Number + 1
			if r := s.attribute("r"); r != "" {
				if number, err = strconv.Atoi(r); err != nil || number <= row.Number {
					return nil, fmt.Errorf("row %q comes after row %d", r, row.Number)
				}
			}
			if number > maxRow {
				return nil, fmt.Errorf("row %d", number)
			}
			row, at = Row{Number: number, Hidden: truth(s.attribute("hidden"))}, 0
		case "c":
			column := at + 1
			if row.Number == 0 {
				return nil, errors.New("a cell stands in no row")
			}
			if r := s.attribute("r"); r != "" {
				if column, _ = place(r); column < at || column < 1 || column > maxColumns {
					return nil, fmt.Errorf("cell %q in row %d", r, row.Number)
				}
			}
			at = column
			c, err := b.cell(&s)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", Name(column, row.Number), err)
			}
			if c.Kind == Text && c.Text == "" {
				continue
			}
			if b.cells++; b.cells > maxCells {
				return nil, tooLarge
			}
			c.Column = column
			if n := len(row.Cells); n > 0 && row.Cells[n-1].Column == column { // an empty cell may stand there twice
				return nil, fmt.Errorf("cell %s has two values", Name(column, row.Number))
			}
			if row.Cells == nil {
				row.Cells = make([]Cell, 0, width)
			}
			row.Cells = append(row.Cells, c)
			width = max(width, len(row.Cells))
		case "mergeCell":
			from, to, _ := strings.Cut(s.attribute("ref"), ":")
			a := area{}
			a.left, a.top = place(from)
			if a.right, a.bottom = place(to); a.left > 0 && a.top > 0 && a.right >= a.left && a.bottom >= a.top {
				merged = append(merged, a)
			}
		}
	}
	flush()
	if err := s.whole("worksheet"); err != nil {
		return nil, err
	}
	return rows, b.spread(rows, merged)
}

// spread gives the cells of merged ranges the value of their first one. Rows that hold nothing stay so.
func (b *opened) spread(rows []Row, merged []area) error {
	byNumber := func(r Row, n int) int { return r.Number - n }
	widest, work := 0, 0
	for _, r := range rows {
		widest = max(widest, r.Cells[len(r.Cells)-1].Column)
	}
	for _, a := range merged {
		top, found := slices.BinarySearchFunc(rows, a.top, byNumber)
		if !found {
			continue
		}
		c := rows[top].Cell(a.left)
		if c.Kind == Text && c.Text == "" {
			continue
		}
		c.Merged = true
		for i := top; i < len(rows) && rows[i].Number <= a.bottom; i++ {
			cells := make([]Cell, 0, len(rows[i].Cells)+min(a.right, widest)-a.left+1)
			old := rows[i].Cells
			if work += cap(cells); work > 4*maxCells { // ranges over ranges, which no program writes
				return tooLarge
			}
			for column := a.left; column <= min(a.right, widest); column++ {
				for len(old) > 0 && old[0].Column < column {
					cells, old = append(cells, old[0]), old[1:]
				}
				if len(old) > 0 && old[0].Column == column {
					continue
				}
				if b.cells++; b.cells > maxCells {
					return tooLarge
				}
				c.Column = column
				cells = append(cells, c)
			}
			rows[i].Cells = append(cells, old...)
		}
	}
	return nil
}

// place reads the name of a cell.
func place(s string) (column, row int) {
	i := 0
	for s = strings.ReplaceAll(s, "$", ""); i < len(s) && i < 4 && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		column = column*26 + int(s[i]-'A') + 1
	}
	row, _ = strconv.Atoi(s[i:])
	return column, row
}

// cell reads what stands between <c> and </c>.
func (b *opened) cell(s *scanner) (c Cell, err error) {
	kind, style := s.attribute("t"), s.attribute("s")
	if s.empty {
		return c, nil
	}
	value, text := "", ""
	for s.next() {
		switch {
		case s.kind == end && s.name == "c":
			return b.typed(c, kind, style, value, text)
		case s.kind != start:
		case s.name == "f":
			c.Formula = true
			if !s.empty {
				_ = s.text("f")
			}
		case s.name == "v" && !s.empty:
			value = s.text("v")
		case s.name == "is" && !s.empty:
			text = s.richText("is")
		}
	}
	return c, errors.New("it has no end")
}

// typed makes a cell of what stands in the file.
func (b *opened) typed(c Cell, kind, style, value, text string) (Cell, error) {
	switch kind {
	case "s":
		if value == "" {
			return c, nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(b.strings) {
			return c, fmt.Errorf("there is no text %q", value)
		}
		c.Text = b.strings[i]
	case "inlineStr":
		c.Text = text
	case "str":
		c.Text = unescape(value)
	case "e":
		c.Kind, c.Text = Fault, value
	case "b":
		c.Kind = Bool
		if truth(strings.TrimSpace(value)) {
			c.Number = 1
		}
	case "d":
		c.Text = value
		if d, err := table.ParseDate(value[:min(len(value), 10)]); err == nil {
			c.Text = d.String()
		}
	default:
		if value = strings.TrimSpace(value); value == "" {
			return c, nil
		}
		n, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return c, fmt.Errorf("%q is no number", value)
		}
		c.Kind, c.Number = Number, n
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(b.days) {
			if c.Format = b.formats[i]; b.days[i] {
				c.Kind, c.Number = Day, n+b.epoch
			}
		}
	}
	return c, nil
}
