package workbook

import (
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/output/excel/read"
)

// schema is the form of the hidden sheet that this package reads; package excel says what it holds.
const schema = "1"

// dataSheet is the hidden sheet of a workbook of ours, nil in one of others. Programs that save a workbook anew may show
// it, and may have put it elsewhere.
func dataSheet(b *read.Book) *read.Sheet {
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if s.Name == "data" && len(s.Rows) > 0 && s.Rows[0].Number == 1 && word(s.Rows[0], 1) == "schema" {
			return s
		}
	}
	return nil
}

// word is the text of a cell.
func word(r read.Row, column int) string { c := r.Cell(column); return content.Normal(c.String()) }

// block is a sheet as it was exported.
type block struct {
	sheet    string // its name
	register string // risks
	list     string // actions, for a sheet of the entries of a list
	key      string // name of the field that identifies a row of the register
	paths    []string
	rows     []baseRow
}

// baseRow is a row as it was exported.
type baseRow struct {
	key   string
	index int // of the entry of a list, from 0
	cells []string
}

// firstColumn is where the cells of a row start on the hidden sheet.
const firstColumn = 5

// blocks reads the hidden sheet. ok is false when it is not in the form that it was written in.
func blocks(s *read.Sheet) (list []block, ok bool) {
	for _, r := range s.Rows[1:] {
		switch word(r, 1) {
		case "sheet":
			b := block{sheet: word(r, 2), key: word(r, 4)}
			b.register, b.list, _ = strings.Cut(word(r, 3), ".")
			for column := firstColumn; column <= r.Cells[len(r.Cells)-1].Column; column++ {
				b.paths = append(b.paths, word(r, column))
			}
			list = append(list, b)
		case "row":
			if len(list) == 0 {
				return nil, false
			}
			b := &list[len(list)-1]
			row := baseRow{key: word(r, 3)}
			if b.list != "" {
				key, place, _ := strings.Cut(row.key, "#")
				n, err := strconv.Atoi(place)
				if err != nil || n < 1 {
					return nil, false
				}
				row.key, row.index = key, n-1
			}
			for i := range b.paths {
				row.cells = append(row.cells, word(r, firstColumn+i))
			}
			b.rows = append(b.rows, row)
		default:
			return nil, false
		}
	}
	return list, true
}
