package workbook

import (
	"fmt"
	"slices"
	"strconv"
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

// derivedRating says which rating of a risk stands in for one that has no column.
var derivedRating = map[string][]string{"inherent": {"current", "residual"}, "current": {"inherent", "residual"}, "residual": {"current", "inherent"}}

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

// rows takes the rows of any other register.
func (f *foreignSheet) rows() {
	key := f.register.Table.Key
	seen := map[string]int{}
	for _, r := range f.body() {
		at := read.Name(number(f.Columns[0].Column), r.Number)
		if banner := f.banner(r); banner != "" && len(f.Columns) > 2 {
			f.leave(f.sheet.Name, at, "", "the row is a heading or empty but for %q", shorten(banner))
			continue
		}
		if cell := r.Cell(f.columns[key]); f.columns[key] > 0 && cell.String() != "" { // not what stands below the table: sums, signatures
			if _, faults := content.ReadValue(f.register.Table.Field(key), content.Normal(cell.String()), f.words.lang); len(faults) > 0 {
				f.leave(f.sheet.Name, at, faults[0].Hint, "%q is no id: the row is not taken", shorten(cell.String()))
				continue
			}
		}
		values, broken := f.values(r)
		note := ""
		id := values[key].text
		if id == "" {
			id, note = f.freeKey(seen), "new id"
		}
		if seen[id] > 0 {
			f.leave(f.sheet.Name, at, "give it one of its own", "%s stands in row %d already: this row is not taken", id, seen[id])
			continue
		}
		seen[id] = r.Number
		delete(values, key)
		if f.Register == "risks" {
			note = join(note, f.risk(r, values))
		}
		f.row(id, values, r.Number, note, broken)
	}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// freeKey is the next key in the manner of those that the register has: R-12 after R-11.
func (f *foreignSheet) freeKey(seen map[string]int) string {
	prefix, digits, last := map[string]string{"risks": "R-", "assets": "A-"}[f.Register], 2, 0
	try := func(key string) {
		if i := strings.LastIndexByte(key, '-'); i >= 0 {
			if n, err := strconv.Atoi(key[i+1:]); err == nil {
				prefix, digits, last = key[:i+1], len(key)-i-1, max(last, n)
			}
		}
	}
	for _, row := range f.register.Rows {
		try(row.String(f.register.Table.Key))
	}
	for key := range seen {
		if strings.HasPrefix(key, prefix) {
			if n, err := strconv.Atoi(key[len(prefix):]); err == nil {
				last = max(last, n)
			}
		}
	}
	return fmt.Sprintf("%s%0*d", prefix, digits, last+1)
}

// risk completes what a row says of a risk; the note says what was assumed.
func (f *foreignSheet) risk(r read.Row, values map[string]found) (note string) {
	if _, has := values["title"]; !has && f.columns["threat"] > 0 {
		threat := r.Cell(f.columns["threat"])
		text := content.Normal(threat.String())
		if asset := r.Cell(f.columns["assets"]); f.columns["assets"] > 0 && asset.String() != "" {
			text += ": " + content.Normal(asset.String())
		}
		if text != "" {
			values["title"] = found{text, read.Name(f.columns["threat"], r.Number)}
			note = "title made of threat and asset"
		}
	}
	for _, group := range []string{"inherent", "current", "residual"} {
		for _, field := range []string{"likelihood", "impact"} {
			if _, has := values[group+"."+field]; has || f.columns[group+"."+field] > 0 {
				continue
			}
			for _, other := range derivedRating[group] {
				if v, has := values[other+"."+field]; has && f.columns[other+"."+field] > 0 {
					values[group+"."+field] = found{v.text, ""}
					if field == "impact" {
						note = join(note, group+" rated as "+other)
					}
					break
				}
			}
		}
	}
	return note
}

// row changes or adds a row. broken says what in it could not be read.
func (f *foreignSheet) row(id string, values map[string]found, number int, note string, broken map[string]string) {
	now := f.register.Row(id)
	at := read.Name(max(f.columns[f.register.Table.Key], 1), number)
	entries := map[string]map[string]found{} // of lists, by their name
	if now != nil {
		for _, path := range content.Paths(f.fields) {
			v, has := values[path]
			field := table.FindPath(f.fields, path)
			if list, sub, nested := strings.Cut(path, "."); has && nested && f.register.Table.Field(list).List {
				if entries[list] == nil {
					entries[list] = map[string]found{}
				}
				entries[list][sub] = v
				continue
			}
			if !has || v.cell == "" || path == f.register.Table.Key || f.assumed(path) {
				continue
			}
			old := content.WriteValue(field, now.Value(path), f.words.lang)
			if old == v.text {
				continue
			}
			c := Change{Kind: Set, Sheet: f.sheet.Name, Cell: v.cell, Register: f.Register, Key: id, Field: path, Old: old, New: v.text, Note: join(note, stays(otherLanguages(now.Value(path), f.words.lang)))}
			value, faults := content.ReadValue(field, v.text, f.words.lang)
			if len(faults) > 0 || value == nil {
				f.refuse(c, faults)
				continue
			}
			f.take(c, asKept(value, now.Value(path), f.words.lang))
		}
		for _, list := range table.Names(f.fields) {
			if entries[list] != nil {
				f.entry(id, list, entries[list], now.Rows(list), note)
			}
		}
		return
	}
	n := &newRow{register: f.Register, key: id, row: table.Row{f.register.Table.Key: id}}
	n.cells = append(n.cells, &Change{Kind: Add, Sheet: f.sheet.Name, Cell: at, Register: f.Register, Key: id, Field: f.register.Table.Key, New: id, Note: note})
	for _, path := range content.Paths(f.fields) {
		v, has := values[path]
		list, _, nested := strings.Cut(path, ".")
		if nested && f.register.Table.Field(list).List {
			if has {
				if entries[list] == nil {
					entries[list] = map[string]found{}
				}
				entries[list][path[len(list)+1:]] = v
			}
			continue
		}
		if !has || path == f.register.Table.Key {
			continue
		}
		c := &Change{Kind: Add, Sheet: f.sheet.Name, Cell: v.cell, Register: f.Register, Key: id, Field: path, New: v.text}
		if v.cell == "" {
			c.Cell = at
		}
		value, faults := content.ReadValue(table.FindPath(f.fields, path), v.text, f.words.lang)
		if len(faults) > 0 || value == nil {
			broken[path] = "\"" + shorten(v.text) + "\" cannot stand there"
			f.refuse(*c, faults)
			continue
		}
		put(n.row, path, value)
		n.cells = append(n.cells, c)
	}
	for list, e := range entries {
		if row, text := f.newEntry(id, list, e); row != nil {
			n.row[list] = []table.Row{row}
			n.cells = append(n.cells, &Change{Kind: Add, Sheet: f.sheet.Name, Cell: at, Register: f.Register, Key: id, Field: list, New: text})
		}
	}
	var reasons []string
	for _, path := range missing(n.row, f.fields, "") {
		if broken[path] != "" {
			reasons = append(reasons, path+": "+broken[path])
		} else {
			reasons = append(reasons, "no "+path)
		}
	}
	if len(reasons) > 0 {
		f.leave(f.sheet.Name, at, "fill it in, or say in a --map file what its words mean (words:) or what holds for all rows (fill:)", "the new row %s is not taken: %s", id, strings.Join(reasons, "; "))
		return
	}
	f.adds = append(f.adds, n)
}

// assumed reports a field of a row that is there already and that this sheet has no column for.
func (f *foreignSheet) assumed(path string) bool {
	return f.columns[path] == 0 && path != "applies" && path != "title"
}

// entry adds an entry to a list of a row that is there, unless it says what one of them says.
func (f *foreignSheet) entry(id, list string, e map[string]found, now []table.Row, note string) {
	row, text := f.newEntry(id, list, e)
	if row == nil {
		return
	}
	what := table.FindPath(f.fields, list+".what")
	for _, have := range now {
		if fold(content.WriteValue(what, have["what"], f.words.lang)) == fold(content.WriteValue(what, row["what"], f.words.lang)) {
			return
		}
	}
	cell := e["what"].cell
	f.edits = append(f.edits, edit{&Change{Kind: Add, Sheet: f.sheet.Name, Cell: cell, Register: f.Register, Key: id, Field: list + "." + strconv.Itoa(len(now)), New: text, Note: note}, row})
}

// newEntry makes an entry of a list, nil when it misses something, which is reported.
func (f *foreignSheet) newEntry(id, list string, e map[string]found) (table.Row, string) {
	what, has := e["what"]
	if !has {
		return nil, "" // a status without an action
	}
	fields := f.register.Table.Field(list).Fields
	row, parts := table.Row{}, []string{}
	for i := range fields {
		v, ok := e[fields[i].Name]
		if !ok {
			continue
		}
		value, faults := content.ReadValue(&fields[i], v.text, f.words.lang)
		if len(faults) > 0 || value == nil {
			f.refuse(Change{Sheet: f.sheet.Name, Cell: v.cell, Key: id}, faults)
			return nil, ""
		}
		row[fields[i].Name] = value
		parts = append(parts, fields[i].Name+": "+v.text)
	}
	if open := missing(row, fields, ""); len(open) > 0 {
		f.leave(f.sheet.Name, what.cell, "add it by hand, or write under fill: what all have: "+list+"."+open[0], "%s: %q is not taken under %s: it has no %s", id, shorten(what.text), list, strings.Join(open, ", "))
		return nil, ""
	}
	return row, strings.Join(parts, "; ")
}
