// Package table is the one definition language of ismsgen's data: the columns of a register, the keys of
// organisation.yaml, and the typed values that stand in them. Loading, problems, the checks of templates, tables in
// documents and sheets in workbooks all follow from these definitions. It uses no library and every room may import it.
package table

import (
	"fmt"
	"strings"

	"ismsgen/content/problem"
)

// Type is what a field holds.
type Type string

// The types, with the Go type of their values in a [Row]. An optional field that was left out holds nil, an empty list
// or a nil Row, so that templates can test it with if.
const (
	Text   Type = "text"   // prose, one text or one per language: Texts as loaded, string in a view of one language
	Name   Type = "name"   // a line of text that is the same in every language: string; see Field.ByLang
	ID     Type = "id"     // letters and digits, with '-', '_' or '.' between them, as in web-shop or R-07: string
	Int    Type = "int"    // int
	Number Type = "number" // float64
	Bool   Type = "bool"   // bool; written yes or no
	Day    Type = "date"   // Date
	Choice Type = "choice" // one of Field.Choices: string; labels stand in the language files
	Ref    Type = "ref"    // the id of a row elsewhere (Field.To): string
	Group  Type = "group"  // a mapping with its own Fields: Row
)

// Field is one column of a register or one key of organisation.yaml.
type Field struct {
	Name     string   `yaml:"name"`
	Type     Type     `yaml:"type"`
	Required bool     `yaml:"required"`
	List     bool     `yaml:"list"`    // a list of values: []any, for a group []Row
	Keyed    bool     `yaml:"keyed"`   // a group written as a mapping from id to group: []Row in written order, the id under "id"
	Choices  []string `yaml:"choices"` // for Choice; for a keyed group: the ids that it may hold, any when empty
	To       []string `yaml:"to"`      // for Ref: sets of ids, any of which may hold it (people, roles, sites, controls, a register)
	Fields   []Field  `yaml:"fields"`  // for Group
	Min      *int     `yaml:"min"`     // for Int and Number: smallest value; for a list: fewest entries
	Max      *int     `yaml:"max"`     // for Int and Number: largest value; for a list: most entries
	Width    int      `yaml:"width"`   // of its column in a workbook, in characters; what its cells need when left out
	Rare     bool     `yaml:"rare"`    // its column stands in a workbook only when a row fills it in
	Fills    string   `yaml:"fills"`   // who fills it in: a role, or the field of the row that names one; who fills in the register when left out
	ByLang   bool     `yaml:"by_lang"` // for Name: may be written one per language, as Texts; written once, it holds in every language
}

// Table defines a register: a list of rows with the same fields.
type Table struct {
	ID       string              `yaml:"id"`
	Key      string              `yaml:"key"` // the field that identifies a row; unique
	Required bool                `yaml:"required"`
	Derived  bool                `yaml:"derived"` // rows are computed, no file is read
	Fields   []Field             `yaml:"fields"`
	Fills    string              `yaml:"fills"` // who fills it in: a role; the CISO when left out
	Views    map[string][]string `yaml:"views"` // named selections of columns, for tables in documents; workbook: those that come first on its sheet
}

// Field returns the field of that name, or nil.
func (t *Table) Field(name string) *Field { return Find(t.Fields, name) }

// Find returns the field of that name among fields, or nil.
func Find(fields []Field, name string) *Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

// FindPath returns the field under a path of names, as in residual.level, or nil.
func FindPath(fields []Field, path string) *Field {
	head, rest, nested := strings.Cut(path, ".")
	f := Find(fields, head)
	if f == nil || !nested {
		return f
	}
	return FindPath(f.Fields, rest)
}

// Names lists the names of fields.
func Names(fields []Field) []string {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return names
}

// Texts is prose in one or several languages. A text written once stands under the client's main language.
type Texts map[string]string

// Row is one row: every field of its definition is present. Positions of the values are kept beside them, out of reach
// of templates; see [Row.At].
type Row map[string]any

// positions is a key that neither YAML nor a template can name.
const positions = "\x00at"

// At returns where a field was written; for a field that was left out, or "", where the row starts.
func (r Row) At(field string) problem.Position {
	at, _ := r[positions].(map[string]problem.Position)
	if p, ok := at[field]; ok {
		return p
	}
	return at[""]
}

// SetAt records where a field was written; "" is the row itself.
func (r Row) SetAt(field string, p problem.Position) {
	at, ok := r[positions].(map[string]problem.Position)
	if !ok {
		at = map[string]problem.Position{}
		r[positions] = at
	}
	at[field] = p
}

// Value returns what stands under a path of names, as in residual.level; nil where it, or a group on the way, was left out.
func (r Row) Value(path string) any {
	head, rest, nested := strings.Cut(path, ".")
	if !nested {
		return r[head]
	}
	if g := r.Group(head); g != nil {
		return g.Value(rest)
	}
	return nil
}

// String returns a text field of a view, or "" when it was left out.
func (r Row) String(field string) string { s, _ := r[field].(string); return s }

// Int returns a whole number, or 0 when it was left out.
func (r Row) Int(field string) int { n, _ := r[field].(int); return n }

// Bool returns a yes or no; left out is no.
func (r Row) Bool(field string) bool { b, _ := r[field].(bool); return b }

// Date returns a date, or the zero Date when it was left out.
func (r Row) Date(field string) Date { d, _ := r[field].(Date); return d }

// Group returns a group, or nil when it was left out.
func (r Row) Group(field string) Row { g, _ := r[field].(Row); return g }

// Rows returns a list of groups.
func (r Row) Rows(field string) []Row { g, _ := r[field].([]Row); return g }

// Strings returns a list of texts, ids or choices.
func (r Row) Strings(field string) []string {
	list, _ := r[field].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Date is a day without a clock or a zone. The zero Date is no date.
type Date struct{ Year, Month, Day int }

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	var d Date
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("not a date: %q", s)
	}
	for _, part := range []struct {
		to *int
		s  string
	}{{&d.Year, s[:4]}, {&d.Month, s[5:7]}, {&d.Day, s[8:]}} {
		for _, c := range part.s {
			if c < '0' || c > '9' {
				return Date{}, fmt.Errorf("not a date: %q", s)
			}
			*part.to = *part.to*10 + int(c-'0')
		}
	}
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > days(d.Year, d.Month) || d.Year < 1900 {
		return Date{}, fmt.Errorf("no such day: %q", s)
	}
	return d, nil
}

func days(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// IsZero reports that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD, "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare orders days: negative when d is before e.
func (d Date) Compare(e Date) int {
	return (d.Year-e.Year)*10000 + (d.Month-e.Month)*100 + d.Day - e.Day
}

// AddMonths moves by whole months; a day that the target month lacks becomes its last.
func (d Date) AddMonths(n int) Date {
	m := d.Year*12 + d.Month - 1 + n
	e := Date{m / 12, m%12 + 1, d.Day}
	e.Day = min(e.Day, days(e.Year, e.Month))
	return e
}

// IsField reports that a key of a [Row] is a field, and not where the row keeps its positions.
func IsField(key string) bool { return key != positions }
