package workbook

import (
	"fmt"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// foreign takes the registers of a workbook of others.
func (t *taker) foreign(book *read.Book, problems *problem.List) {
	m := t.Map
	if m == nil {
		if m = t.propose(book); m == nil {
			problems.Errorf(problem.Position{File: t.Name}, "say with --map which sheet holds which register and what its columns are",
				"no Statement of Applicability, risk register or asset register is recognised in it: no row of headings among the first %d of a sheet", headerRows)
			return
		}
	}
	switch {
	case t.Language != "":
		m.Language = t.Language
	case m.Language == "":
		m.Language = t.org.Languages[0]
	}
	t.result.Mapping = m
	if !slices.Contains(t.org.Languages, m.Language) {
		problems.Errorf(problem.Position{File: "--lang"}, "", "%q is not among the languages of this client: %s", m.Language, strings.Join(t.org.Languages, ", "))
		return
	}
	t.words = t.newWords(m.Language, false)
	slices.SortStableFunc(m.Sheets, func(a, b content.SheetMapping) int { // assets before the risks that name them
		return strings.Compare(a.Register, b.Register)
	})
	for i := range m.Sheets {
		s := &m.Sheets[i]
		at := slices.IndexFunc(book.Sheets, func(b read.Sheet) bool { return b.Name == s.Sheet })
		if at < 0 {
			var names []string
			for _, b := range book.Sheets {
				names = append(names, b.Name)
			}
			problems.Errorf(s.At, problem.DidYouMean(s.Sheet, names), "the workbook has no sheet %q", s.Sheet)
			continue
		}
		f := &foreignSheet{taker: t, SheetMapping: s, sheet: &book.Sheets[at], register: t.org.Registers[s.Register], columns: map[string]int{}, fills: map[string]string{}}
		for _, c := range s.Columns {
			f.columns[c.Field] = number(c.Column)
		}
		for _, c := range s.Fill {
			f.fills[c.Field] = c.Column
		}
		f.fields = f.register.Table.Fields
		f.gaps()
		if s.Register == "controls" {
			f.controls()
		} else {
			f.rows()
		}
		f.report()
	}
}

// foreignSheet takes one register from a sheet of others.
type foreignSheet struct {
	*taker
	*content.SheetMapping
	sheet    *read.Sheet
	register *content.Register
	fields   []table.Field
	columns  map[string]int    // by path
	fills    map[string]string // by path
	faults   []*fault
}

// fault is a word that means nothing here, with the cells in which it stands.
type fault struct {
	path, word, what, hint string
	cells                  []string
}

// found is what a row of the sheet says about one field.
type found struct{ text, cell string }

// gaps names the required fields for which there is neither a column nor a value.
func (f *foreignSheet) gaps() {
	var open []string
	for _, p := range missing(table.Row{}, f.fields, "") {
		group, field, nested := strings.Cut(p, ".")
		if f.columns[p] > 0 || f.fills[p] != "" || p == f.register.Table.Key || f.Register == "controls" && f.columns["title"] > 0 && p == "control" ||
			f.Register == "controls" && p == "applies" && f.columns["status"] > 0 || f.Register == "risks" && p == "title" && f.columns["threat"] > 0 {
			continue
		}
		if nested && slices.ContainsFunc(derivedRating[group], func(other string) bool { return f.columns[other+"."+field] > 0 }) {
			continue
		}
		open = append(open, p)
		if f.Map == nil {
			f.Fill = append(f.Fill, content.ColumnMapping{Field: p, Column: content.Undecided})
		}
	}
	if f.Register == "controls" && len(f.register.Rows) == 0 {
		for _, p := range []string{"status", "how", "owner"} {
			if f.columns[p] == 0 && f.fills[p] == "" {
				open = append(open, p)
			}
		}
	}
	if len(open) > 0 {
		f.left.Warnf(problem.Position{File: f.Name + ": " + f.Sheet}, "name their columns in a --map file, or write under fill: a value for all rows", "no column holds %s: without it no new row can be added", strings.Join(open, ", "))
	}
}

// values reads what a row says, and reports what cannot be read. broken are the fields of which that is so.
func (f *foreignSheet) values(r read.Row) (values map[string]found, broken map[string]string) {
	values, broken = map[string]found{}, map[string]string{}
	for _, c := range f.Columns {
		cell := r.Cell(number(c.Column))
		name := read.Name(number(c.Column), r.Number)
		field := table.FindPath(f.fields, c.Field)
		if field == nil || f.Register == "controls" && (c.Field == "control" || c.Field == "title") || cell.String() == "" {
			continue
		}
		text, fault, hint := f.text(cell, c.Field, field)
		if fault != "" && f.fills[c.Field] != "" {
			fault = ""
		}
		if fault != "" {
			broken[c.Field] = fault
			f.fault(c.Field, content.Normal(cell.String()), fault, hint, name)
			continue
		}
		if text != "" {
			values[c.Field] = found{text, name}
		}
	}
	for _, path := range content.Paths(f.fields) {
		value, given := f.fills[path]
		if _, has := values[path]; given && !has && table.FindPath(f.fields, path) != nil {
			text, fault, _ := f.text(read.Cell{Text: value}, path, table.FindPath(f.fields, path))
			if fault == "" {
				values[path] = found{text, ""}
			} else if _, said := broken[path]; !said {
				broken[path] = fault
			}
		}
	}
	return values, broken
}

// fault remembers a cell that cannot be read; the same word is reported once.
func (f *foreignSheet) fault(path, word, what, hint, cell string) {
	for _, known := range f.faults {
		if known.path == path && known.what == what {
			known.cells = append(known.cells, cell)
			return
		}
	}
	f.faults = append(f.faults, &fault{path, word, what, hint, []string{cell}})
}

// report lists the cells that could not be read, and puts the words to be decided into the mapping.
func (f *foreignSheet) report() {
	for _, x := range f.faults {
		also := ""
		if len(x.cells) > 1 {
			also = " (also in " + strings.Join(x.cells[1:min(len(x.cells), 9)], ", ")
			if len(x.cells) > 9 {
				also += fmt.Sprintf(" and %d more", len(x.cells)-9)
			}
			also += ")"
		}
		f.leave(f.sheet.Name, x.cells[0], x.hint, "%s: %s%s", x.path, x.what, also)
		field := table.FindPath(f.fields, x.path)
		asked := slices.ContainsFunc(f.Words, func(w content.WordMapping) bool { return w.Field == x.path && fold(w.Word) == fold(x.word) })
		if f.Map == nil && !asked && (field.Type == table.Ref || field.Type == table.Choice) && len([]rune(x.word)) <= 60 {
			f.Words = append(f.Words, content.WordMapping{Field: x.path, Word: x.word, Value: content.Undecided})
		}
	}
	slices.SortStableFunc(f.Words, func(a, b content.WordMapping) int {
		return number(letters(f.Columns, a.Field)) - number(letters(f.Columns, b.Field))
	})
}

func letters(columns []content.ColumnMapping, field string) string {
	for _, c := range columns {
		if c.Field == field {
			return c.Column
		}
	}
	return ""
}

// body are the rows below the headings that hold anything.
func (f *foreignSheet) body() []read.Row {
	var rows []read.Row
	for _, r := range f.sheet.Rows {
		if r.Number <= f.Header {
			continue
		}
		for _, c := range f.Columns {
			if cell := r.Cell(number(c.Column)); cell.String() != "" && !cell.Formula {
				rows = append(rows, r)
				break
			}
		}
	}
	return rows
}

// banner is the text of a row that holds nothing else: a heading of a chapter. It is "" for any other row.
func (f *foreignSheet) banner(r read.Row) string {
	text := ""
	for _, c := range f.Columns {
		if cell := r.Cell(number(c.Column)); cell.String() != "" {
			if text != "" && cell.String() != text {
				return ""
			}
			text = cell.String()
		}
	}
	return text
}
