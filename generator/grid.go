package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// at returns the value under a dotted name; nil where a group on the way was left out.
func at(row table.Row, name string) any { return row.Value(name) }

// grid makes rows of a register readable: columns are dotted names of its fields.
func (p *pack) grid(register string, columns []string, rows []table.Row) table.Grid {
	g := table.Grid{Title: p.locale.term("register-" + register)}
	fields := make([]*table.Field, len(columns))
	for i, c := range columns {
		f := table.FindPath(p.names.registers[register], c)
		fields[i] = f
		column := table.Column{Title: p.locale.heading(register, c), Type: f.Type}
		if f.List {
			column.Type = table.Text
		}
		g.Columns = append(g.Columns, column)
	}
	for _, r := range rows {
		cells := make([]table.Value, len(columns))
		for i, c := range columns {
			cells[i] = p.value(register, c, fields[i], at(r, c), r)
		}
		g.Rows = append(g.Rows, cells)
	}
	return g
}

// choice is the word of a choice; levels of classification have the organisation's own names.
func (p *pack) choice(register, column, key string) string {
	if slices.Contains([]string{"confidentiality", "level", "classification"}, column) {
		return p.level(key)
	}
	set, field := wordsOf(register, column)
	return p.locale.Choice(set, field, key)
}

// value makes one value readable.
func (p *pack) value(register, column string, f *table.Field, v any, row table.Row) table.Value {
	cell := table.Value{Type: f.Type}
	switch v := v.(type) {
	case nil:
		return cell
	case bool:
		cell.Text = p.locale.Bool(v)
	case int:
		cell.Text, cell.Number = p.locale.Whole(v), float64(v)
	case float64:
		cell.Text, cell.Number = p.locale.Number(v), v
	case table.Date:
		cell.Text = p.locale.ShortDate(v)
	case table.Row:
		cell.Text = p.summary(register, column, f, v)
	case []table.Row:
		lines := make([]string, len(v))
		for i, r := range v {
			lines[i] = p.summary(register, column, f, r)
		}
		cell.Text, cell.Type = strings.Join(lines, "\n"), table.Text
	case []any:
		if about := row.Strings("controls"); register == "sessions" && len(about) > 0 {
			cell.Markdown = string(later("documents", strings.Join(about, " ")))
			return cell
		}
		return p.list(register, column, f, v, row)
	case string:
		cell.Text = v
		if register == "controls" && column == "practice" {
			cell.Markdown = string(later("practice", row.String("control")))
		}
		if register == "controls" && column == "entry" {
			state := strings.ReplaceAll(p.state(row), "\n", " ")
			cell.Text = v + "\n" + state
			origin := p.origin(row)
			cell.Markdown = "**" + document.Escape(row.String("number")) + "** " + document.Escape(row.String("title")) + "<br>" + document.Status(signals[row.String("status")]).String() + " " + document.Escape(state)
			if origin != "" {
				cell.Text += "\n" + origin
				cell.Markdown += "<br>" + document.Escape(origin)
			}
		}
		if register == "index" && column == "places" {
			cell.Markdown = row.String("links")
		}
		if register == "baseline" && column == "story" {
			cell.Text = row.String("title") + "\n" + v
			cell.Markdown = "**" + document.Escape(row.String("title")) + "**<br>" + document.Escape(v)
		}
		switch f.Type {
		case table.Choice:
			cell.Text, cell.Signal = p.choice(register, column, v), signals[v]
			if register == "controls" && column == "state" {
				cell.Text = p.state(row)
			}
		case table.Ref:
			cell.Text, cell.Markdown = p.named(f.To, v)
		}
	}
	return cell
}

// origin is the set from which an own control comes and what it answers in the CyberFundamentals Framework, "" for most.
func (p *pack) origin(row table.Row) string {
	var parts []string
	if set := row.String("set"); set != "" {
		parts = append(parts, p.locale.term("own-set", "{set}", set))
	}
	if c := row.Group("cyfun"); c != nil {
		parts = append(parts, p.locale.heading("controls", "cyfun")+" "+c.String("edition")+", "+p.locale.label("controls.cyfun.level", c.String("level"))+": "+c.String("reference"))
	}
	return strings.Join(parts, " · ")
}

// list makes a list of values readable: texts under each other, others in a line.
func (p *pack) list(register, column string, f *table.Field, values []any, row table.Row) table.Value {
	var texts, links []string
	linked := false
	for _, v := range values {
		c := p.value(register, column, f, v, row)
		if id, ok := v.(string); ok && len(texts) > 0 && p.isRole(id) && slices.Contains(f.To, "roles") {
			c.Text = p.roleName(id) // within a line
		}
		texts = append(texts, c.Text)
		if c.Markdown == "" {
			c.Markdown = document.Escape(c.Text)
		} else {
			linked = true
		}
		links = append(links, c.Markdown)
	}
	separator := ", "
	switch {
	case f.Type == table.Text:
		separator = "\n"
	case slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, ",") }): // or nobody sees where one ends
		separator = "; "
	}
	cell := table.Value{Type: table.Text, Text: strings.Join(texts, separator)}
	if linked {
		cell.Markdown = strings.Join(links, separator)
	}
	return cell
}

// state is the status of a control with the day since which it holds, or by which it will be completed.
func (p *pack) state(row table.Row) string {
	word := p.locale.label("controls.status", row.String("status"))
	if due := row.Date("due"); !due.IsZero() {
		return word + "\n" + p.locale.term("until", "{date}", p.locale.ShortDate(due))
	}
	if since := row.Date("since"); !since.IsZero() {
		return word + "\n" + p.locale.term("since", "{date}", p.locale.ShortDate(since))
	}
	return word
}

// summary puts a group into one line: its values in the order of their fields, what is in the first place first.
func (p *pack) summary(register, column string, f *table.Field, row table.Row) string {
	var parts []string
	for i := range f.Fields {
		sub := &f.Fields[i]
		if t := p.value(register, column+"."+sub.Name, sub, row[sub.Name], row).Text; t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " · ")
}

// named is what a reference shows: the name of what it points to, and for a document a link.
func (p *pack) named(to []string, id string) (text, markdown string) {
	for _, set := range to {
		switch set {
		case "roles":
			if p.isRole(id) {
				return content.Capital(p.roleName(id)), ""
			}
		case "people":
			return p.person(id), ""
		case "controls":
			if row, ok := p.soa[id]; ok {
				return row.String("number"), ""
			}
		case "documents":
			if j := p.job(id); j != nil {
				return j.number, string(p.to(j, j.number, j.place(id, ".md")))
			}
		case "sites":
			for _, s := range p.view.Org.Rows("sites") {
				if s.String("id") == id {
					return s.String("name"), ""
				}
			}
		case "commitments":
			if text, ok := p.locale.Commitments[id]; ok {
				return text, ""
			}
		case "suppliers", "assets", "processes":
			for _, s := range p.view.Registers[set] {
				if s.String("id") == id {
					return s.String("name"), ""
				}
			}
		}
	}
	return id, ""
}

// markdownTable prints a grid as a Markdown table.
func markdownTable(g table.Grid) Markdown {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	heads, rules := make([]string, len(g.Columns)), make([]string, len(g.Columns))
	for i, c := range g.Columns {
		heads[i], rules[i] = document.Escape(c.Title), "---"
		if c.Type == table.Int || c.Type == table.Number {
			rules[i] = "---:"
		}
	}
	line(heads)
	line(rules)
	for _, row := range g.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = v.Markdown
			if cells[i] == "" && v.Text != "" {
				cells[i] = document.Escape(v.Text)
			}
			if v.Signal != "" {
				cells[i] = document.Status(v.Signal).String() + " " + cells[i]
			}
		}
		line(cells)
	}
	return Markdown(b.String())
}
