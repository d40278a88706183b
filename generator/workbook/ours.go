package workbook

import (
	"slices"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// ours takes what a person changed in a workbook of ours.
func (t *taker) ours(book *read.Book, base *read.Sheet, problems *problem.List) {
	head := base.Rows[0]
	at := problem.Position{File: t.Name}
	list, ok := blocks(base)
	lang, client := word(head, 3), word(head, 4)
	switch {
	case word(head, 2) != schema:
		problems.Errorf(at, "export the workbook anew with this program and carry the changes over", "the workbook is of another edition of this program (schema %s)", word(head, 2))
	case !ok:
		problems.Errorf(at, "go back to the workbook as it was exported, or give the columns with --map", "the hidden sheet \"data\" was changed: it can no longer be told what is new")
	case client != t.org.Row.String("id"):
		problems.Errorf(at, "import it into the folder of that client", "the workbook is of the client %q, and this folder is of %q", client, t.org.Row.String("id"))
	case !slices.Contains(t.Library.Languages, lang):
		problems.Errorf(at, "", "the workbook is in the unknown language %q", lang)
	}
	if problems.HasErrors() {
		return
	}
	t.words = t.newWords(lang, true)
	t.baseNames(list)
	for i := range list {
		b := &list[i]
		r := t.org.Registers[b.register]
		at := slices.IndexFunc(book.Sheets, func(s read.Sheet) bool { return s.Name == b.sheet })
		var fields []table.Field
		if r != nil {
			fields = r.Table.Fields
			if b.list != "" {
				if f := r.Table.Field(b.list); f != nil {
					fields = f.Fields
				}
			}
		}
		switch {
		case r == nil:
			t.left.Warnf(problem.Position{File: t.Name + ": " + b.sheet}, "", "there is no register %q any more: nothing of this sheet is taken", b.register)
		case at < 0:
			t.left.Warnf(problem.Position{File: t.Name + ": " + b.sheet}, "give the sheet its name back, if its rows count", "the sheet is gone: nothing of it is taken and no row removed")
		default:
			s := &sheetTaker{taker: t, block: b, sheet: &book.Sheets[at], register: r, fields: fields, lang: lang}
			s.columns()
			if b.list == "" {
				s.rows()
			} else {
				s.entries()
			}
		}
	}
}

// baseNames learns the names that rows had when the workbook was made: cells show them even if they changed since.
func (t *taker) baseNames(list []block) {
	for _, b := range list {
		name := max(slices.Index(b.paths, "name"), slices.Index(b.paths, "title"))
		if b.list != "" || name < 0 || b.register == "controls" {
			continue
		}
		l := labels{}
		for _, r := range b.rows {
			l.add(r.cells[name], r.key)
		}
		t.words.known[b.register] = l
	}
}

// sheetTaker takes from one sheet of ours.
type sheetTaker struct {
	*taker
	*block
	sheet    *read.Sheet
	register *content.Register
	fields   []table.Field // of the rows, or of the entries
	lang     string
	at       []int    // column of each path in the sheet; 0 where it is gone
	titles   []string // of the columns, by path
	known    map[string]table.Row
}

// row is the row of that key as the data has it, or nil.
func (s *sheetTaker) row(key string) table.Row {
	if s.known == nil {
		s.known = map[string]table.Row{}
		for _, r := range s.register.Rows {
			s.known[r.String(s.register.Table.Key)] = r
		}
	}
	return s.known[key]
}
