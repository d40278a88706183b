package generator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/excel"
)

// bookwork is the work on one workbook.
type bookwork struct {
	*pack
	*content.Workbook
	labels map[string]*labels
	days   map[table.Date]string
	users  map[string][]excel.Cell // documents that print a register
}

// workbook makes a workbook of the registers.
func (p *pack) workbook(def *content.Workbook, style output.Style) excel.Workbook {
	b := &bookwork{pack: p, Workbook: def, labels: map[string]*labels{}, days: map[table.Date]string{}}
	b.findUsers()
	var bands []excel.Band
	for _, band := range p.view.Registers["bands"] {
		bands = append(bands, excel.Band{Name: band.String("name"), To: band.Int("to")})
	}
	term, date := p.locale.term, p.locale.Date(p.now)
	words := p.locale.Workbooks[def.ID]
	w := excel.Workbook{
		ID: def.ID, Client: p.view.Org.String("id"), Language: p.locale.Tag, Title: words.Title, Summary: words.What,
		Organisation: p.view.Org.String("name"), Classification: p.level(def.Classification), Date: date,
		Created: p.now, Today: p.now, Accent: uint32(style.Accent), Bands: bands,
		Words: excel.Words{About: term("workbook-about"), Computed: term("workbook-computed"), Unique: term("workbook-unique"), Pick: term("workbook-pick"),
			Number: term("workbook-number"), Date: term("workbook-day"), Several: term("workbook-several"), Text: term("workbook-text"), Whole: term("workbook-whole"),
			Decimal: term("workbook-decimal"), Day: term("workbook-a-day"), Required: term("workbook-required"), Derived: term("workbook-derived"), DayFormat: term("workbook-day-format")},
		Intro:      []string{term("workbook-colours", "{date}", date), term("workbook-rows"), term("workbook-return", "{who}", p.roleHolder(keeper))},
		Contents:   []string{term("workbook-sheet"), term("workbook-count"), term("workbook-holds"), term("workbook-by"), term("workbook-documents")},
		Legend:     term("workbook-legend"),
		LegendLead: term("workbook-legend-lead"), LegendHeads: []string{term("workbook-sheet"), term("workbook-column"), term("workbook-by"), term("workbook-takes")},
	}
	fact := func(label string, c excel.Cell) { w.Facts = append(w.Facts, excel.Cell{Text: label}, c) }
	fact(p.locale.words.Organisation, excel.Cell{Text: w.Organisation})
	fact(term("workbook-classification"), excel.Cell{Text: w.Classification})
	fact(term("workbook-date"), excel.Cell{Text: date})
	for _, id := range def.Documents {
		if j := p.job(id); j != nil {
			m := p.meta(j)
			fact(p.locale.words.Document, excel.Cell{Text: strings.Join([]string{j.number + " " + j.title, p.locale.words.Version + " " + m.Version, m.Date}, " · "), Link: p.pdfOf(j)})
		}
	}
	for i := range def.Sheets {
		s := &def.Sheets[i]
		if s.Show != "" {
			w.Sheets = append(w.Sheets, shows[s.Show](b, s))
		} else {
			w.Sheets = append(w.Sheets, b.table(s))
		}
	}
	return w
}

// keeper is the role that sees to the registers, and to each that names nobody else.
const keeper = "ciso"

// pdfOf is a document as a workbook links to it; "" when the pack that is made does not hold it.
func (p *pack) pdfOf(j *job) string {
	if !p.shown(j) {
		return ""
	}
	return "../pdf/" + j.file(".pdf")
}

// table makes the sheet of a register, or of a list in its rows.
func (b *bookwork) table(def *content.Sheet) *excel.Table {
	register, list, nested := strings.Cut(def.Register, ".")
	d := b.lib.Tables[register]
	t := &excel.Table{Title: b.sheetTitle(def.Register), What: b.locale.Sheets[def.Register], Register: def.Register, Key: d.Key, Fixed: def.Fixed, Spare: def.Spare, Links: b.users[register]}
	if !def.Fixed && t.Spare == 0 {
		t.Spare = 20
	}
	rows := b.view.Registers[register]
	if nested {
		b.entries(t, register, d.Field(list), rows)
	} else {
		b.rows(t, def, rows)
	}
	t.By = b.by(t, d)
	return t
}

// holds reports that the workbook has a sheet of a register.
func (b *bookwork) holds(register string) bool {
	return slices.ContainsFunc(b.Sheets, func(s content.Sheet) bool { return s.Register == register })
}

// sheetTitle is the name of the sheet of a register: its title, or a shorter one where that is too long for a sheet.
func (b *bookwork) sheetTitle(register string) string {
	if title := b.locale.term("sheet-" + register); title != "" {
		return title
	}
	if title := b.locale.term("register-" + register); title != "" {
		return title
	}
	register, list, _ := strings.Cut(register, ".")
	return b.locale.term("register-"+register) + " - " + b.locale.heading(register, list)
}

// namedField is a field of a row under its dotted name.
type namedField struct {
	name    string
	field   *table.Field
	derived bool // not written by the client
}

// keyHeading is the heading of the column that identifies the rows of a register.
func (b *bookwork) keyHeading(register, key string) string {
	if register == "controls" {
		key = "number"
	}
	return b.locale.heading(register, key)
}

// columns are the fields of a register that a sheet holds: those of its view for workbooks, then the others. Lists of groups have
// sheets of their own, and rare fields are left out while no row fills them in.
func (b *bookwork) columns(def *content.Sheet, rows []table.Row) []namedField {
	d := b.lib.Tables[def.Register]
	unused := func(name string) bool {
		if strings.HasSuffix(name, ".loss") && b.facts.Group("losses") == nil { // the method does not count in euros
			return true
		}
		name, _, _ = strings.Cut(name, ".")
		f := d.Field(name)
		return f != nil && f.Rare && !slices.ContainsFunc(rows, func(r table.Row) bool { return r.String(name) != "" || r.Group(name) != nil })
	}
	var out []namedField
	for _, name := range d.Views["workbook"] {
		if unused(name) {
			continue
		}
		f := table.FindPath(b.names.registers[def.Register], name)
		out = append(out, namedField{name, f, table.FindPath(d.Fields, name) == nil})
	}
	var rest func(fields []table.Field, path string)
	rest = func(fields []table.Field, path string) {
		for i := range fields {
			f, name := &fields[i], path+fields[i].Name
			switch {
			case unused(name) || slices.ContainsFunc(out, func(n namedField) bool { return n.name == name }):
			case f.Type == table.Group && !f.List && !f.Keyed:
				rest(f.Fields, name+".")
			case f.Type != table.Group:
				out = append(out, namedField{name, f, false})
			}
		}
	}
	rest(d.Fields, "")
	return out
}

// rows fills a table with the rows of a register.
func (b *bookwork) rows(t *excel.Table, def *content.Sheet, rows []table.Row) {
	columns := b.columns(def, rows)
	for _, n := range columns {
		c := b.column(def.Register, n)
		c.Key, c.Aside = n.name == t.Key, slices.Contains(def.Aside, n.name)
		if c.Key {
			c.Title = b.keyHeading(def.Register, t.Key)
		}
		t.Columns = append(t.Columns, c)
	}
	for _, row := range rows {
		r := excel.Row{Key: row.String(t.Key), Cells: make([]excel.Cell, len(columns))}
		for i, n := range columns {
			v := at(row, n.name)
			if def.Register == "controls" {
				v = b.client(row, n.name, v)
			}
			if r.Cells[i] = b.cell(def.Register, n, v); n.derived {
				r.Cells[i].Base = ""
			}
			b.special(def.Register, n.name, row, &r.Cells[i])
		}
		t.Rows = append(t.Rows, r)
	}
}

// client takes back what deriveControls put in the place of what the client wrote, and adds the documents.
func (b *bookwork) client(row table.Row, name string, v any) any {
	switch {
	case name == "documents":
		ids := []any{}
		for _, j := range b.treating()[row.String("control")] {
			ids = append(ids, j.doc.ID)
		}
		return ids
	case name == "status" && v == "excluded":
		return nil
	}
	return v
}

// special are the cells that show something else than their value.
func (b *bookwork) special(register, name string, row table.Row, c *excel.Cell) {
	switch register + "." + name {
	case "controls.control":
		c.Text, c.Locked = row.String("number"), true
	case "controls.title", "controls.document":
		c.Locked = row.String("theme") != "own"
	case "controls.theme":
		c.Text = b.themeTitle(row.String("theme"))
	case "baseline.clause":
		c.Locked = true
	}
}

// entries fills a table with the entries of a list in the rows of a register, each after the key of its row.
func (b *bookwork) entries(t *excel.Table, register string, list *table.Field, rows []table.Row) {
	title := "title"
	if b.lib.Tables[register].Field("name") != nil {
		title = "name"
	}
	parent := excel.Column{Name: t.Key, Path: t.Key, Title: b.keyHeading(register, t.Key), Type: table.Name, Key: true, Required: true}
	own := b.holds(register)
	if own {
		parent.From = register + ":" + t.Key
	}
	t.Columns = append(t.Columns, parent)
	names := own && b.lib.Tables[register].Field(title) != nil
	if names {
		t.Columns = append(t.Columns, excel.Column{Name: title, Title: b.locale.heading(register, title), Type: table.Text, Width: 34,
			Formula: "IFERROR(INDEX({" + register + ":" + title + "},MATCH({" + t.Key + "},{" + register + ":" + t.Key + "},0)),\"\")"})
	}
	var columns []namedField
	for i := range list.Fields {
		f := &list.Fields[i]
		n := namedField{name: f.Name, field: f}
		columns = append(columns, n)
		c := b.column(register+"."+list.Name, n)
		if f.Name == t.Key || f.Name == title && names {
			c.Name = list.Name + "." + f.Name
		}
		t.Columns = append(t.Columns, c)
	}
	for _, row := range rows {
		shown := excel.Cell{Text: row.String(t.Key), Base: row.String(t.Key)}
		if register == "controls" {
			shown.Text = row.String("number")
		}
		for i, entry := range row.Rows(list.Name) {
			r := excel.Row{Key: excel.ChildKey(row.String(t.Key), i+1), Cells: []excel.Cell{shown}}
			if names {
				r.Cells = append(r.Cells, excel.Cell{Text: row.String(title)})
			}
			for _, n := range columns {
				r.Cells = append(r.Cells, b.cell(register+"."+list.Name, n, entry[n.name]))
			}
			t.Rows = append(t.Rows, r)
		}
	}
}

// deadlines are the names of days after which something is overdue, and of those on which it ended.
var (
	deadlines = []string{"due", "until", "next", "next_review", "expires"}
	endings   = []string{"done", "closed", "ended"}
	closing   = []string{"status", "now"}
	closed    = []string{"rejected", "withdrawn", "cancelled"}
)

// column describes a field to the workbook.
func (b *bookwork) column(register string, n namedField) excel.Column {
	f := n.field
	base, list, nested := strings.Cut(register, ".")
	full := n.name // as labels know it
	if nested {
		full = list + "." + n.name
	}
	last := n.name[strings.LastIndexByte(n.name, '.')+1:]
	c := excel.Column{Name: n.name, Path: n.name, Title: b.locale.heading(base, full), Type: f.Type, Many: f.List, Required: f.Required && !f.List,
		Min: f.Min, Max: f.Max, Width: f.Width, By: b.fills(register, f.Fills)}
	if n.derived {
		c.Path, c.Required = "", false
	}
	if strings.Contains(n.name, ".") { // the group may be left out
		c.Required = c.Required && b.groupRequired(base, n.name)
	}
	if f.List {
		c.Type, c.Min, c.Max = table.Text, nil, nil
	}
	switch f.Type {
	case table.Bool:
		c.Choices = []string{b.locale.Yes, b.locale.No}
	case table.Choice:
		c.Signals = map[string]string{}
		for _, id := range f.Choices {
			word := b.choice(base, full, id)
			c.Choices = append(c.Choices, word)
			if s := signals[id]; s != "" && !f.List {
				c.Signals[word] = s
			}
			if slices.Contains(closing, last) && (signals[id] == "green" || slices.Contains(closed, id)) {
				c.Done = append(c.Done, word)
			}
		}
	case table.Ref:
		if b.holds(f.To[0]) && len(f.To) == 1 && !b.label(f.To).named && b.lib.Tables[f.To[0]] != nil {
			c.From = f.To[0] + ":" + b.lib.Tables[f.To[0]].Key // so that new rows can be chosen
		} else {
			c.Choices = b.label(f.To).all
		}
		if where := b.locale.term("register-" + f.To[0]); where != "" {
			c.Note = b.locale.term("workbook-refers", "{where}", where)
		} else {
			c.Note = b.locale.term("workbook-pick")
		}
	case table.Day:
		c.Due = !f.List && (slices.Contains(deadlines, last) || strings.HasSuffix(last, "_until"))
		c.Ends = slices.Contains(endings, last)
	case table.Int:
		c.Turned = f.Max != nil && *f.Max <= 10 && !f.List
		if steps := len(b.view.Org.Group("risk").Rows(last)); steps > 0 { // likelihood and impact, on scales of the client's own
			c.Max = &steps
		}
	}
	if last == "level" && n.derived {
		group, formula := strings.TrimSuffix(n.name, "level"), `IF(COUNT(L,M)<2,"",L*M)`
		if b.view.Org.Group("risk").String("combine") == "sum" {
			formula = `IF(COUNT(L,M)<2,"",L+M)`
		}
		c.Level, c.Turned = true, true
		c.Formula = strings.NewReplacer("L", "{"+group+"likelihood}", "M", "{"+group+"impact}").Replace(formula)
	}
	if last == "loss" && n.derived {
		group := strings.TrimSuffix(n.name, "loss")
		c.Formula = fmt.Sprintf(`IF(COUNT({%[1]slikelihood},{%[1]simpact})<2,"",CHOOSE({%[1]slikelihood},%[2]s)*CHOOSE({%[1]simpact},%[3]s))`, group, b.steps("likelihood", "per_year"), b.steps("impact", "euros"))
	}
	return c
}

// steps are the values of the levels of a scale, in their order, as a formula lists them.
func (b *bookwork) steps(scale, value string) string {
	rows := b.view.Org.Group("risk").Rows(scale)
	list := make([]string, len(rows))
	for _, r := range rows {
		n, _ := r[value].(float64)
		list[r.Int("level")-1] = strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strings.Join(list, ",")
}

// groupRequired reports that the group of a dotted name must be there.
func (b *bookwork) groupRequired(register, name string) bool {
	f := table.FindPath(b.lib.Tables[register].Fields, name[:strings.LastIndexByte(name, '.')])
	return f != nil && f.Required
}

// fills names who fills in a column: a role with its holder, or the title of the column that names the role.
func (b *bookwork) fills(register, who string) string {
	switch base, list, nested := strings.Cut(register, "."); {
	case who == "":
		return ""
	case b.isRole(who):
		return b.roleHolder(who)
	case nested:
		return b.locale.heading(base, list+"."+who)
	default:
		return b.locale.heading(base, who)
	}
}

// by names who fills in a sheet: whoever sees to the register, and those whom its columns name.
func (b *bookwork) by(t *excel.Table, d *table.Table) string {
	who := d.Fills
	if who == "" || b.holder(who) == "" {
		who = keeper
	}
	names := []string{b.fills(d.ID, who)}
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.By == "" && c.Path != "" {
			c.By = names[0]
		}
		if c.Path != "" && !slices.Contains(names, c.By) {
			names = append(names, c.By)
		}
	}
	return strings.Join(names, "; ")
}

// naming gives the registers that a line of a template names: .registers.risks, .facts.known.risks, register "risks".
func naming(line string) (ids []string) {
	line = strings.ReplaceAll(line, ".facts.known.", ".registers.")
	for {
		at := strings.Index(line, "register")
		if at < 0 {
			return ids
		}
		list := at > 0 && line[at-1] == '.'
		line = line[at+len("register"):]
		rest, named := strings.CutPrefix(line, ` "`)
		if list {
			rest, named = strings.CutPrefix(line, "s.")
		}
		if id := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz_"))]; named && id != "" {
			ids = append(ids, id)
		}
	}
}

// findUsers finds the documents that print each register.
func (b *bookwork) findUsers() {
	b.users = map[string][]excel.Cell{}
	for _, j := range b.jobs {
		if !b.pack.shown(j) {
			continue
		}
		seen := map[string]bool{}
		for _, d := range j.all() {
			t := b.prose.docs[d.ID]
			if t == nil {
				continue
			}
			for _, line := range t.lines {
				for _, id := range naming(line) {
					if !seen[id] {
						seen[id] = true
						b.users[id] = append(b.users[id], excel.Cell{Text: j.number, Link: b.pdfOf(j)})
					}
				}
			}
		}
	}
}

// cell makes a value readable, and gives its normal form for the way back.
func (b *bookwork) cell(register string, n namedField, v any) excel.Cell {
	c := excel.Cell{Base: content.WriteValue(n.field, v, "")}
	switch v := v.(type) {
	case string:
		c.Text = b.shown(register, n, v, false)
	case bool:
		c.Text = b.locale.Bool(v)
	case int:
		c.Text, c.Number = c.Base, float64(v)
	case float64:
		c.Text, c.Number = c.Base, v
	case table.Date:
		if !v.IsZero() {
			c.Text, c.Number = b.day(v), float64(excel.Serial(v))
		}
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			if s, ok := e.(string); ok {
				texts[i] = b.shown(register, n, s, true)
			} else {
				texts[i] = b.cell(register, n, e).Text
			}
		}
		separator := ", "
		if n.field.Type == table.Text {
			separator = "\n"
		}
		c.Text = strings.Join(texts, separator)
	}
	return c
}

// day writes a day; the same days come again and again.
func (b *bookwork) day(d table.Date) string {
	s, ok := b.days[d]
	if !ok {
		s = b.locale.ShortDate(d)
		b.days[d] = s
	}
	return s
}

// shown is the word for an id, or the text itself.
func (b *bookwork) shown(register string, n namedField, v string, listed bool) string {
	switch n.field.Type {
	case table.Choice:
		base, list, nested := strings.Cut(register, ".")
		if nested {
			return b.choice(base, list+"."+n.name, v)
		}
		return b.choice(base, n.name, v)
	case table.Ref:
		return b.label(n.field.To).of(v, listed)
	}
	return v
}

// labels are the words that references show.
type labels struct {
	words map[string]string // by id
	all   []string          // of the drop-down, in the order of the things themselves
	named bool              // some are other words than the ids
}

func (l *labels) of(id string, listed bool) string {
	word, ok := l.words[id]
	if !ok || listed && strings.ContainsAny(word, ",;\n") {
		return id
	}
	return word
}

// label gives the words for what references to these sets point to: names where they are unique, ids otherwise.
func (b *bookwork) label(to []string) *labels {
	key := strings.Join(to, " ")
	if l := b.labels[key]; l != nil {
		return l
	}
	var ids, words []string
	add := func(id, word string) {
		if word == "" {
			word = id
		}
		ids, words = append(ids, id), append(words, word)
	}
	for _, set := range to {
		switch set {
		case "roles":
			for _, r := range b.view.Org.Rows("roles") {
				add(r.String("id"), content.Capital(b.roleName(r.String("id"))))
			}
		case "people":
			for _, r := range b.view.Org.Rows("people") {
				add(r.String("id"), b.person(r.String("id")))
			}
		case "controls":
			for _, r := range b.view.Registers["controls"] {
				add(r.String("control"), r.String("number"))
			}
		case "documents":
			for _, j := range b.jobs {
				for _, d := range j.all() {
					add(d.ID, d.Number)
				}
			}
		case "commitments":
			for _, c := range b.lib.Commitments {
				add(c.ID, b.locale.Commitments[c.ID])
			}
		default:
			if t := b.lib.Tables[set]; t != nil {
				for _, r := range b.view.Registers[set] {
					add(r.String(t.Key), r.String("name"))
				}
				continue
			}
			for _, r := range b.view.Org.Rows(set) {
				add(r.String("id"), r.String("name"))
			}
		}
	}
	count := map[string]int{}
	for _, w := range append(slices.Clone(ids), words...) {
		count[w]++
	}
	l := &labels{words: map[string]string{}}
	for i, id := range ids {
		word := words[i]
		if word != id && count[word] > 1 {
			word = id
		}
		if _, twice := l.words[id]; twice {
			continue
		}
		l.named = l.named || word != id
		l.words[id] = word
		l.all = append(l.all, word)
	}
	b.labels[key] = l
	return l
}

// book is a workbook to make in one language.
type book struct {
	pack *pack
	def  *content.Workbook
}

// books are the workbooks to make: those of each language that r.For may have, unless only some documents are asked for;
// formats that name workbooks ask for them all the same.
func books(r *Request, some bool, packs []*pack, formats []output.Format) []book {
	prints := slices.ContainsFunc(formats, func(f output.Format) bool { return f.Workbook != nil })
	if !prints || some && r.Formats == nil {
		return nil
	}
	var work []book
	for _, p := range packs {
		for i := range r.Library.Workbooks {
			if w := &r.Library.Workbooks[i]; slices.Contains(audiences[r.For], w.Audience) {
				work = append(work, book{p, w})
			}
		}
	}
	return work
}

// make prints a workbook in every format that prints workbooks.
func (w book) make(formats []output.Format, style output.Style) (m made) {
	for i, f := range formats {
		if f.Workbook == nil {
			continue
		}
		data, problems := f.Workbook(w.pack.workbook(w.def, style))
		m.problems = append(m.problems, problems...)
		if problems.HasErrors() {
			continue
		}
		m.files = append(m.files, printedFile{File{Path: w.pack.locale.Tag + "/" + f.ID + "/" + w.def.ID + f.Extension, Data: data}, i, 0})
	}
	return m
}
