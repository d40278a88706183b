package workbook

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
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

// columns finds where the columns are now: where they were, unless their headings say otherwise.
func (s *sheetTaker) columns() {
	s.at, s.titles = make([]int, len(s.paths)), make([]string, len(s.paths))
	header := read.Row{}
	if len(s.sheet.Rows) > 0 && s.sheet.Rows[0].Number == 1 {
		header = s.sheet.Rows[0]
	}
	lang, _ := s.Library.Language(s.lang)
	set := s.block.register
	prefix := ""
	if s.list != "" {
		prefix = s.list + "."
	}
	used := map[int]bool{}
	expected := func(path string) string { return fold(lang.Label(set, prefix+path)) }
	for i, path := range s.paths { // those that stand where they were
		if title := fold(word(header, i+1)); title != "" && (title == expected(path) || path == "" && !s.isTitle(title, expected)) {
			s.at[i], used[i+1] = i+1, true
		}
	}
	for i, path := range s.paths { // those that moved
		for _, c := range header.Cells {
			if s.at[i] == 0 && path != "" && !used[c.Column] && fold(c.String()) == expected(path) {
				s.at[i], used[c.Column] = c.Column, true
			}
		}
	}
	for i, path := range s.paths { // those with a heading of their own: beside the one that was beside them
		if at := s.beside(i); s.at[i] == 0 && at > 0 && !used[at] && word(header, at) != "" {
			s.at[i], used[at] = at, true
		}
		if s.at[i] == 0 && path != "" {
			s.left.Warnf(problem.Position{File: s.Name + ": " + s.sheet.Name}, "give it its heading back, if its cells count", "the column of %s (%s) is gone: its values stay as they are", path, lang.Label(set, prefix+path))
		}
		if s.at[i] > 0 {
			s.titles[i] = word(header, s.at[i])
		}
	}
	computed := map[string]bool{}
	for field := range lang.Fields[set] {
		computed[fold(lang.Label(set, field))] = true
	}
	for _, c := range header.Cells {
		title, _, _ := strings.Cut(fold(c.String()), " (")
		if !used[c.Column] && !computed[title] && !computed[fold(c.String())] {
			s.leave(s.sheet.Name, read.Name(c.Column, 1), "", "the column %q is not one of the register: it is not taken", shorten(c.String()))
		}
	}
}

// beside is where a column stands, reckoned from the nearest one that was found; 0 when none was.
func (s *sheetTaker) beside(i int) int {
	for away := 1; away < len(s.paths); away++ {
		if i-away >= 0 && s.at[i-away] > 0 {
			return s.at[i-away] + away
		}
		if i+away < len(s.paths) && s.at[i+away] > 0 {
			return max(s.at[i+away]-away, 0)
		}
	}
	return 0
}

func (s *sheetTaker) isTitle(title string, expected func(string) string) bool {
	return slices.ContainsFunc(s.paths, func(p string) bool { return p != "" && expected(p) == title })
}

// keyColumn is the column in which the key of a row stands.
func (s *sheetTaker) keyColumn() int {
	if i := slices.Index(s.paths, s.key); i >= 0 {
		return s.at[i]
	}
	return 0
}

// keyOf is the key that a row shows.
func (s *sheetTaker) keyOf(r read.Row) string {
	key := word(r, s.keyColumn())
	if s.key == "control" {
		key = strings.TrimPrefix(key, "A.")
	}
	return key
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

func (s *sheetTaker) title(path string) string {
	if i := slices.Index(s.paths, path); i >= 0 && s.titles[i] != "" {
		return s.titles[i]
	}
	return path
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
			if f.Type == table.Group || s.shows(c, f, path, b.cells[i]) {
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
		case b.cells[i] == "" && s.untranslated(text, now.Value(path)):
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

// standard reports a text that belongs to the standard and not to the data: the title of its controls.
func (s *sheetTaker) standard(key, path string) bool {
	return s.block.register == "controls" && path == "title" && s.framework.Control(key) != nil
}

// shows reports a cell that holds what was exported, in words that have no meaning any more.
func (s *sheetTaker) shows(c read.Cell, f *table.Field, path, base string) bool {
	return base != "" && fold(c.String()) == fold(base)
}

// untranslated reports a text that only shows the one of another language, marked: [EN] ….
func (s *sheetTaker) untranslated(text string, v any) bool {
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

// asKept gives a value the form that the data has: of a name that stands there one per language, one changes.
func asKept(v, now any, lang string) any {
	name, isName := v.(string)
	if _, perLanguage := now.(table.Texts); isName && perLanguage {
		return table.Texts{lang: name}
	}
	return v
}

// otherLanguages are those of a text besides one.
func otherLanguages(v any, lang string) string {
	texts, _ := v.(table.Texts)
	var others []string
	for other := range texts {
		if other != lang {
			others = append(others, other)
		}
	}
	slices.Sort(others)
	return strings.Join(others, ", ")
}

// stays reminds of the translations of a text that changes.
func stays(others string) string {
	if others == "" {
		return ""
	}
	return "the text in " + others + " stays: translate it"
}

// refuse reports a value that cannot stand in the data.
func (t *taker) refuse(c Change, faults problem.List) {
	for _, p := range faults[:min(len(faults), 1)] {
		t.leave(c.Sheet, c.Cell, p.Hint, "%s: %s", c.Key, p.Message)
	}
}

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
