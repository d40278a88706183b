package generator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel"
)

// namedField is a field of a row under its dotted name.
type namedField struct {
	name    string
	field   *table.Field
	derived bool // not written by the client
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
