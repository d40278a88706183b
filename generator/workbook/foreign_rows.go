package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

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

// derivedRating says which rating of a risk stands in for one that has no column.
var derivedRating = map[string][]string{"inherent": {"current", "residual"}, "current": {"inherent", "residual"}, "residual": {"current", "inherent"}}

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
	if now := f.register.Row(id); now != nil {
		f.change(id, values, now, note)
	} else {
		f.add(id, values, read.Name(max(f.columns[f.register.Table.Key], 1), number), note, broken)
	}
}

// parts are the paths of what a row says of itself, in the order of their definition, and what it says of an entry of each
// of its lists, by list and field.
func (f *foreignSheet) parts(values map[string]found) (paths []string, entries map[string]map[string]found) {
	entries = map[string]map[string]found{}
	for _, path := range content.Paths(f.fields) {
		v, has := values[path]
		list, sub, nested := strings.Cut(path, ".")
		switch {
		case !has || path == f.register.Table.Key:
		case !nested || !f.register.Table.Field(list).List:
			paths = append(paths, path)
		case entries[list] == nil:
			entries[list] = map[string]found{sub: v}
		default:
			entries[list][sub] = v
		}
	}
	return paths, entries
}

// change changes a row that is there.
func (f *foreignSheet) change(id string, values map[string]found, now table.Row, note string) {
	paths, entries := f.parts(values)
	for _, path := range paths {
		v, field := values[path], table.FindPath(f.fields, path)
		if v.cell == "" || f.assumed(path) {
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
}

// add adds a row; at is where its key stands or would stand.
func (f *foreignSheet) add(id string, values map[string]found, at, note string, broken map[string]string) {
	key := f.register.Table.Key
	n := &newRow{register: f.Register, key: id, row: table.Row{key: id}}
	add := func(field, cell, text, note string) *Change {
		if cell == "" {
			cell = at
		}
		return &Change{Kind: Add, Sheet: f.sheet.Name, Cell: cell, Register: f.Register, Key: id, Field: field, New: text, Note: note}
	}
	n.cells = append(n.cells, add(key, at, id, note))
	paths, entries := f.parts(values)
	for _, path := range paths {
		v := values[path]
		c := add(path, v.cell, v.text, "")
		value, faults := content.ReadValue(table.FindPath(f.fields, path), v.text, f.words.lang)
		if len(faults) > 0 || value == nil {
			broken[path] = "\"" + shorten(v.text) + "\" cannot stand there"
			f.refuse(*c, faults)
			continue
		}
		put(n.row, path, value)
		n.cells = append(n.cells, c)
	}
	for _, list := range table.Names(f.fields) {
		if entries[list] == nil {
			continue
		}
		if row, text := f.newEntry(id, list, entries[list]); row != nil {
			n.row[list] = []table.Row{row}
			n.cells = append(n.cells, add(list, at, text, ""))
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
