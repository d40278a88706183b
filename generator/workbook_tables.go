package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel"
)

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

// keyHeading is the heading of the column that identifies the rows of a register.
func (b *bookwork) keyHeading(register, key string) string {
	if register == "controls" {
		key = "number"
	}
	return b.locale.heading(register, key)
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
	case "controls.documents":
		var numbers []string
		for _, j := range b.treating()[row.String("control")] {
			numbers = append(numbers, j.number)
		}
		c.Text = strings.Join(numbers, ", ")
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
