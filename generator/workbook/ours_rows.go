package workbook

import (
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// rows merges the rows of a register.
func (s *sheetTaker) rows() {
	seen := map[string]int{}
	if s.keyColumn() == 0 {
		s.filled()
		return
	}
	exported := map[string]int{}
	for i, b := range s.block.rows {
		exported[fold(b.key)] = i
	}
	for _, r := range s.filled() {
		key, cell := s.keyOf(r), read.Name(s.keyColumn(), r.Number)
		i, known := exported[fold(key)]
		switch {
		case key == "":
			s.leave(s.sheet.Name, cell, "give it one that no other row has", "the row has no %s: it is not taken", s.title(s.key))
		case seen[fold(key)] > 0:
			s.leave(s.sheet.Name, cell, "give it one of its own", "%s stands in row %d already: this row is not taken", key, seen[fold(key)])
		case known:
			s.merge(r, s.block.rows[i], s.block.rows[i].key, "", s.row(s.block.rows[i].key))
		case s.row(key) != nil && s.same(r, s.row(key)): // taken before
		case s.row(key) != nil:
			s.leave(s.sheet.Name, cell, "give the new row another", "the data has got a row %s of its own since the workbook was made: this row is not taken", key)
		default:
			s.add(r, key)
		}
		if key != "" && seen[fold(key)] == 0 {
			seen[fold(key)] = r.Number
		}
	}
	for _, b := range s.block.rows {
		if seen[fold(b.key)] > 0 {
			continue
		}
		now := s.row(b.key)
		if now == nil {
			continue // gone on both sides
		}
		at := problem.Position{File: s.Name + ": " + s.sheet.Name}
		switch {
		case !s.unchanged(b, now):
			s.left.Warnf(at, "remove it from the data by hand, or add it to the workbook again", "the row %s is gone from the workbook, and the data changed since: it stays", b.key)
		case !s.RemoveRows:
			s.left.Warnf(at, "add --remove-rows to remove it from the data", "the row %s is gone from the workbook: it stays", b.key)
		default:
			s.edits = append(s.edits, edit{&Change{Kind: Remove, Sheet: s.sheet.Name, Register: s.block.register, Key: b.key, Old: s.summary(b)}, nil})
		}
	}
}

// filled are the rows below the header in which anything was typed.
func (s *sheetTaker) filled() []read.Row {
	if s.keyColumn() == 0 {
		s.left.Warnf(problem.Position{File: s.Name + ": " + s.sheet.Name}, "give the column its heading back", "the column that identifies the rows is gone: nothing of this sheet is taken")
		return nil
	}
	var rows []read.Row
	for _, r := range s.sheet.Rows {
		typed := false
		for i, path := range s.paths {
			if c := r.Cell(s.at[i]); s.at[i] > 0 && path != "" && !c.Formula && c.String() != "" {
				typed = true
			}
		}
		if r.Number > 1 && typed {
			rows = append(rows, r)
		}
	}
	return rows
}

// summary names a row by its first texts.
func (s *sheetTaker) summary(b baseRow) string {
	for i, path := range s.paths {
		if f := table.FindPath(s.fields, path); f != nil && f.Type == table.Text && b.cells[i] != "" || path == "name" {
			return b.cells[i]
		}
	}
	return ""
}

// unchanged reports that the data has a row as it was exported.
func (s *sheetTaker) unchanged(b baseRow, now table.Row) bool {
	for i, path := range s.paths {
		if f := table.FindPath(s.fields, path); f != nil && f.Type != table.Group && !(s.list != "" && i == 0) && b.cells[i] != content.WriteValue(f, now.Value(path), s.lang) {
			return false
		}
	}
	return true
}

// same reports that the data has what a row of the sheet says.
func (s *sheetTaker) same(r read.Row, now table.Row) bool {
	for i, path := range s.paths {
		f := table.FindPath(s.fields, path)
		if f == nil || f.Type == table.Group || s.at[i] == 0 {
			continue
		}
		text, fault, _ := s.words.plain(r.Cell(s.at[i]), s.block.register, s.wordPath(path), f, "")
		if fault != "" || text != content.WriteValue(f, now.Value(path), s.lang) {
			return false
		}
	}
	return true
}

// merge takes what a person changed in a row. prefix leads the path of the fields of an entry: "actions.0.".
func (s *sheetTaker) merge(r read.Row, b baseRow, key, prefix string, now table.Row) {
	where := key
	if prefix != "" {
		where = key + " " + strings.TrimSuffix(prefix, ".")
	}
	for i, path := range s.paths {
		f := table.FindPath(s.fields, path)
		if f == nil || s.at[i] == 0 || s.list != "" && i == 0 || s.list == "" && path == s.key {
			continue
		}
		c, cell := r.Cell(s.at[i]), read.Name(s.at[i], r.Number)
		text, fault, hint := s.words.plain(c, s.block.register, s.wordPath(path), f, b.cells[i])
		if fault != "" {
			if f.Type == table.Group || shows(c, b.cells[i]) {
				continue
			}
			s.leave(s.sheet.Name, cell, hint, "%s, %s: %s", where, s.titles[i], fault)
			continue
		}
		old := content.WriteValue(f, now.Value(path), s.lang)
		switch {
		case text == b.cells[i] || text == old:
		case now == nil:
			s.leave(s.sheet.Name, cell, "", "%s is gone from the data since the workbook was made: the change to %q is not taken", where, shorten(text))
		case b.cells[i] == "" && untranslated(text, now.Value(path)):
		case s.standard(key, path):
			s.leave(s.sheet.Name, cell, "", "%s: the title of a control comes from the standard: the change is not taken", where)
		case old != b.cells[i]:
			s.leave(s.sheet.Name, cell, "decide, and write it in the data or in a workbook that is exported anew",
				"%s, %s was changed on both sides: %q here and %q in the data; it was %q", where, s.titles[i], shorten(text), shorten(old), shorten(b.cells[i]))
		default:
			s.value(Change{Kind: Set, Sheet: s.sheet.Name, Cell: cell, Register: s.block.register, Key: key, Field: prefix + path, Old: old, New: text}, f, path, now)
		}
	}
}

// value takes a changed value, when it can stand there.
func (s *sheetTaker) value(c Change, f *table.Field, path string, now table.Row) {
	others := otherLanguages(now.Value(path), s.lang)
	if c.New == "" {
		if f.Required {
			s.leave(c.Sheet, c.Cell, "write a value", "%s, %s cannot be empty: it stays %q", c.Key, f.Name, shorten(c.Old))
			return
		}
		if others != "" {
			c.Note = "also in " + others
		}
		s.take(c, nil)
		return
	}
	v, faults := content.ReadValue(f, c.New, s.lang)
	if len(faults) > 0 || v == nil {
		s.refuse(c, faults)
		return
	}
	c.Note = stays(others)
	s.take(c, asKept(v, now.Value(path), s.lang))
}

// standard reports a text that belongs to the standard and not to the data: the title of its controls.
func (s *sheetTaker) standard(key, path string) bool {
	return s.block.register == "controls" && path == "title" && s.framework.Control(key) != nil
}

// shows reports a cell that holds what was exported, in words that have no meaning any more.
func shows(c read.Cell, base string) bool {
	return base != "" && fold(c.String()) == fold(base)
}

// untranslated reports a text that only shows the one of another language, marked: [EN] ….
func untranslated(text string, v any) bool {
	texts, _ := v.(table.Texts)
	for lang, other := range texts {
		if text == "["+strings.ToUpper(lang)+"] "+other {
			return true
		}
	}
	return false
}

// wordPath is the path under which the words of a field stand in the language files.
func (s *sheetTaker) wordPath(path string) string {
	if s.list != "" {
		return s.list + "." + path
	}
	return path
}
