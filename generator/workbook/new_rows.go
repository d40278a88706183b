package workbook

import (
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// add makes a new row.
func (s *sheetTaker) add(r read.Row, key string) {
	n := &newRow{register: s.block.register, key: key, row: table.Row{}}
	ok := true
	for i, path := range s.paths {
		f := table.FindPath(s.fields, path)
		if f == nil || s.at[i] == 0 {
			continue
		}
		c := Change{Kind: Add, Sheet: s.sheet.Name, Cell: read.Name(s.at[i], r.Number), Register: n.register, Key: key, Field: path}
		if !s.fill(n.row, r.Cell(s.at[i]), &c, f, path) {
			ok = false
		} else if c.New != "" {
			n.cells = append(n.cells, &c)
		}
	}
	if ok = s.complete(n.row, s.fields, r, key) && ok; ok {
		s.adds = append(s.adds, n)
	}
}

// fill puts the value of a cell into a new row; it is false when the value cannot stand there, which is reported.
func (s *sheetTaker) fill(row table.Row, cell read.Cell, c *Change, f *table.Field, path string) bool {
	if cell.Formula && cell.String() == "0" { // of a column that is copied down
		return true
	}
	text, fault, hint := s.words.plain(cell, s.block.register, s.wordPath(path), f, "")
	if fault != "" {
		s.leave(c.Sheet, c.Cell, hint, "new row %s: %s", c.Key, fault)
		return false
	}
	if c.New = text; text == "" {
		return true
	}
	v, faults := content.ReadValue(f, text, s.lang)
	if len(faults) > 0 || v == nil {
		s.refuse(*c, faults)
		return false
	}
	put(row, path, v)
	return true
}

// complete reports what a new row misses.
func (s *sheetTaker) complete(row table.Row, fields []table.Field, r read.Row, key string) bool {
	missing := missing(row, fields, "")
	if len(missing) == 0 {
		return true
	}
	s.leave(s.sheet.Name, read.Name(s.keyColumn(), r.Number), "fill in: "+strings.Join(missing, ", "), "the new row %s is not complete: it is not taken", key)
	return false
}

// missing are the paths of the required fields that a new row does not have.
func missing(row table.Row, fields []table.Field, prefix string) (paths []string) {
	for i := range fields {
		f := &fields[i]
		g, isGroup := row[f.Name].(table.Row)
		switch {
		case isGroup && g != nil:
			paths = append(paths, missing(g, f.Fields, prefix+f.Name+".")...)
		case f.Required && row[f.Name] == nil && f.Type == table.Group && !f.List:
			paths = append(paths, missing(table.Row{}, f.Fields, prefix+f.Name+".")...)
		case f.Required && row[f.Name] == nil:
			paths = append(paths, prefix+f.Name)
		}
	}
	return paths
}

// put sets a value under a path in a new row.
func put(row table.Row, path string, v any) {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		row[head] = v
		return
	}
	g := row.Group(head)
	if g == nil {
		g = table.Row{}
		row[head] = g
	}
	put(g, rest, v)
}
