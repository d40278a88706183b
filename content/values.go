package content

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Bounds of a value.
const (
	maxName = 300    // characters
	maxText = 20_000 // bytes; a cell of a workbook holds 32,767 characters
)

// reader turns the nodes of one file into values, by the definitions of the fields.
type reader struct {
	file     string
	main     string   // language of a text that is written once
	tags     []string // languages that a text may name
	problems *problem.List
	refs     *[]reference
	together bool      // rows that lack required values are reported together, see open.go
	open     []openRow // of those rows
}

// reference is a value that names a row elsewhere; it is looked up when everything is read.
type reference struct {
	at    problem.Position
	value string
	to    []string
}

func (r *reader) at(n *yaml.Node) problem.Position { return position(r.file, n, 0) }

// row reads a mapping. The row has every field, whatever is wrong with the file. path leads messages: "legal.".
func (r *reader) row(n *yaml.Node, fields []table.Field, path string) table.Row {
	row := empty(fields)
	row.SetAt("", r.at(n))
	if n.Kind != yaml.MappingNode {
		what := "a row"
		if path != "" {
			what = strings.TrimSuffix(path, ".")
		}
		r.problems.Errorf(r.at(n), "write "+example(fields), "%s must be a mapping of keys, not %s", what, kind(n))
		return row
	}
	lines, open := map[string]int{}, []*table.Field{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := r.at(key)
		f := table.Find(fields, key.Value)
		if key.Kind != yaml.ScalarNode {
			r.problems.Errorf(at, "write key: value", "a key must be a single word, not %s", kind(key))
			continue
		}
		if f == nil {
			hint := problem.DidYouMean(key.Value, table.Names(fields))
			if n.Style&yaml.FlowStyle != 0 && isNull(value) && value.Value == "" { // what follows a comma within a text or a number
				hint = "put a text that holds a comma in double quotes, and write a number with a point, as in 2.5"
			}
			r.problems.Errorf(at, hint, "unknown key %q", path+shorten(key.Value))
			continue
		}
		if line := lines[f.Name]; line > 0 {
			r.problems.Errorf(at, fmt.Sprintf("it stands on line %d already", line), "%s is written twice", path+f.Name)
			continue
		}
		lines[f.Name] = at.Line
		row.SetAt(f.Name, r.at(value))
		if isNull(value) {
			hint := "write " + pattern(f)
			if !f.Required {
				hint += ", or leave the key out"
			}
			if f.Required && r.together && path == "" {
				open = append(open, f)
			} else {
				r.problems.Errorf(r.at(value), hint, "%s has no value", path+f.Name)
			}
			continue
		}
		if v := r.field(value, f, path+f.Name, row); v != nil {
			row[f.Name] = v
		}
	}
	for i := range fields {
		if f := &fields[i]; f.Required && lines[f.Name] == 0 {
			r.problems.Errorf(r.at(n), "write "+pattern(f), "%s is missing", path+f.Name)
		}
	}
	if len(open) > 0 {
		r.open = append(r.open, openRow{row, open})
	}
	return row
}

// field reads the value of one field; nil means that there is none to keep.
func (r *reader) field(n *yaml.Node, f *table.Field, path string, row table.Row) any {
	switch {
	case f.Keyed:
		return r.keyed(n, f, path)
	case !f.List:
		return r.value(n, f, path, row)
	}
	if n.Kind != yaml.SequenceNode {
		r.problems.Errorf(r.at(n), "write "+pattern(f), "%s must be a list, not %s", path, kind(n))
		return nil
	}
	r.bounds(n, f, path)
	if f.Type == table.Group {
		rows := []table.Row{}
		for _, c := range n.Content {
			rows = append(rows, r.row(c, f.Fields, path+"."))
		}
		r.unique(rows, "id", path)
		return rows
	}
	list, seen := []any{}, map[any]bool{}
	for i, c := range n.Content {
		key := f.Name + "." + strconv.Itoa(i)
		row.SetAt(key, r.at(c))
		v := r.value(c, &table.Field{Name: key, Type: f.Type, Choices: f.Choices, To: f.To}, path, row)
		if v == nil {
			continue
		}
		if f.Type == table.Choice || f.Type == table.Ref {
			if seen[v] {
				r.problems.Errorf(r.at(c), "write it once", "%s has %q twice", path, v)
				continue
			}
			seen[v] = true
		}
		list = append(list, v)
	}
	return list
}

func (r *reader) bounds(n *yaml.Node, f *table.Field, path string) {
	switch count := len(n.Content); {
	case f.Min != nil && f.Max != nil && *f.Min == *f.Max && count != *f.Min:
		r.problems.Errorf(r.at(n), "", "%s needs exactly %d entries, not %d", path, *f.Min, count)
	case f.Min != nil && count < *f.Min:
		r.problems.Errorf(r.at(n), "", "%s needs at least %d entries, not %d", path, *f.Min, count)
	case f.Max != nil && count > *f.Max:
		r.problems.Errorf(r.at(n), "", "%s has room for %d entries, not %d", path, *f.Max, count)
	case f.Required && count == 0:
		r.problems.Errorf(r.at(n), "write "+pattern(f), "%s is empty", path)
	}
}

// keyed reads a mapping from id to group.
func (r *reader) keyed(n *yaml.Node, f *table.Field, path string) any {
	if n.Kind != yaml.MappingNode {
		r.problems.Errorf(r.at(n), "write "+pattern(f), "%s must be a mapping, not %s", path, kind(n))
		return nil
	}
	rows, lines := []table.Row{}, map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := r.at(key)
		switch line := lines[key.Value]; {
		case key.Kind != yaml.ScalarNode || len(f.Choices) > 0 && !slices.Contains(f.Choices, key.Value):
			r.problems.Errorf(at, oneOf(key.Value, f.Choices), "unknown key %q", path+"."+shorten(key.Value))
		case line > 0:
			r.problems.Errorf(at, fmt.Sprintf("it stands on line %d already", line), "%s.%s is written twice", path, key.Value)
		default:
			lines[key.Value] = at.Line
			row := r.row(value, f.Fields, path+"."+key.Value+".")
			row["id"] = key.Value
			row.SetAt("id", at)
			rows = append(rows, row)
		}
	}
	if f.Required && len(n.Content) == 0 {
		r.problems.Errorf(r.at(n), "write "+pattern(f), "%s is empty", path)
	}
	return rows
}

// unique reports rows that share the value of their key.
func (r *reader) unique(rows []table.Row, key, path string) {
	seen := map[string]int{}
	for _, row := range rows {
		id := row.String(key)
		if id == "" {
			continue
		}
		if line := seen[id]; line > 0 {
			r.problems.Errorf(row.At(key), fmt.Sprintf("it stands on line %d already", line), "%s has %s %q twice", path, key, id)
			continue
		}
		seen[id] = row.At(key).Line
	}
}

var (
	wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,8})$`)
	number      = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)
	identifier  = regexp.MustCompile(`^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$`)
	controlName = regexp.MustCompile(`^A\.[0-9]`)
)

// value reads one value, list or not; nil means that there is none to keep.
func (r *reader) value(n *yaml.Node, f *table.Field, path string, row table.Row) any {
	if f.Type == table.Group {
		return r.row(n, f.Fields, path+".")
	}
	if (f.Type == table.Text || f.ByLang) && n.Kind == yaml.MappingNode {
		return r.texts(n, path, f, row)
	}
	if n.Kind != yaml.ScalarNode {
		r.problems.Errorf(r.at(n), "write "+pattern(f), "%s must be a single value, not %s", path, kind(n))
		return nil
	}
	s, ok := r.text(n, path)
	if !ok {
		return nil
	}
	wrong := func(hint, what string) any {
		r.problems.Errorf(r.at(n), hint, "%s must be %s, not %q", path, what, shorten(s))
		return nil
	}
	switch f.Type {
	case table.Text:
		if !r.says(n, s, path) {
			return nil
		}
		return table.Texts{r.main: s}
	case table.Name:
		if s != "-" && !r.says(n, s, path) { // a required name that there is not: the address of people at home
			return nil
		}
		if !r.fits(n, s, path) {
			return nil
		}
		return s
	case table.ID:
		if len(s) > 64 || !identifier.MatchString(s) {
			return wrong("use letters, digits, '-' and '_', as in web-shop or R-07", "an id")
		}
		if f.Name == "control" && controlName.MatchString(s) {
			s = s[2:]
		}
		return s
	case table.Int:
		if !wholeNumber.MatchString(s) {
			return wrong("write it in digits alone, at most nine, as in 12", "a whole number")
		}
		i, _ := strconv.Atoi(s)
		return r.within(n, f, path, float64(i), i)
	case table.Number:
		if !number.MatchString(s) {
			return wrong("write it as 12 or 2.5, without a unit", "a number")
		}
		x, _ := strconv.ParseFloat(s, 64)
		return r.within(n, f, path, x, x)
	case table.Bool:
		switch s {
		case "yes", "true":
			return true
		case "no", "false":
			return false
		}
		return wrong("", "yes or no")
	case table.Day:
		d, err := table.ParseDate(s)
		if err != nil {
			return wrong("write a day of the calendar as YYYY-MM-DD: 2026-10-14", "a date")
		}
		return d
	case table.Choice:
		if !slices.Contains(f.Choices, s) {
			r.problems.Errorf(r.at(n), oneOf(s, f.Choices), "%s cannot be %q", path, shorten(s))
			return nil
		}
		return s
	case table.Ref:
		if slices.Contains(f.To, "controls") && controlName.MatchString(s) {
			s = s[2:]
		}
		*r.refs = append(*r.refs, reference{r.at(n), s, f.To})
		return s
	}
	r.problems.Errorf(r.at(n), "", "%s has the unknown type %q", path, f.Type)
	return nil
}

func (r *reader) within(n *yaml.Node, f *table.Field, path string, x float64, value any) any {
	switch {
	case f.Min != nil && x < float64(*f.Min):
		r.problems.Errorf(r.at(n), "", "%s must be at least %d, not %s", path, *f.Min, n.Value)
	case f.Max != nil && x > float64(*f.Max):
		r.problems.Errorf(r.at(n), "", "%s must be at most %d, not %s", path, *f.Max, n.Value)
	default:
		return value
	}
	return nil
}

// text reads the text of a scalar in normal form.
func (r *reader) text(n *yaml.Node, path string) (string, bool) {
	s := normal(n.Value)
	switch bad := strings.IndexFunc(s, forbidden); {
	case isNull(n) || s == "":
		r.problems.Errorf(r.at(n), "write a value, or leave it out", "%s has no value", path)
	case bad >= 0:
		c, _ := utf8.DecodeRuneInString(s[bad:])
		r.problems.Errorf(r.at(n), "remove it", "%s holds the %s %U", path, forbiddenName(c), c)
	case !utf8.ValidString(s):
		r.problems.Errorf(r.at(n), "", "%s is not UTF-8 text", path)
	case len(s) > maxText:
		r.problems.Errorf(r.at(n), "shorten it: nobody reads it, and no cell of a workbook holds it", "%s is longer than %d characters", path, maxText)
	default:
		return s, true
	}
	return "", false
}

// says reports a text that only fills its place, and quotes of an office program where YAML's own were meant.
func (r *reader) says(n *yaml.Node, s, path string) bool {
	switch strings.ToLower(strings.Trim(s, ".…")) {
	case "", "-", "–", "—", "?", "??", "???", "n/a", "n.a", "na", "n.v.t", "nvt", "tbd", "tbc", "todo", "to do", "xxx", "<text>":
		r.problems.Errorf(r.at(n), "write what a reader needs to know, or leave out a key that may be left out", "%s says nothing: %q", path, s)
		return false
	}
	if n.Style == 0 && strings.IndexAny(s, "“”„") == 0 {
		r.problems.Errorf(r.at(n), `write straight quotes around it: "…"`, "%s begins with a curly quote, which would be printed", path)
		return false
	}
	return true
}

// fits reports a name that is no line, or too long a one.
func (r *reader) fits(n *yaml.Node, s, path string) bool {
	hint, what := "", ""
	switch {
	case strings.ContainsAny(s, "\n\t"):
		what = "one line"
	case utf8.RuneCountInString(s) > maxName:
		hint, what = "it stands in the head of pages and tables", fmt.Sprintf("at most %d characters long", maxName)
	default:
		return true
	}
	r.problems.Errorf(r.at(n), hint, "%s must be %s, not %q", path, what, shorten(s))
	return false
}

// texts reads a mapping from language to text.
func (r *reader) texts(n *yaml.Node, path string, f *table.Field, row table.Row) any {
	texts := table.Texts{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(r.tags, key.Value):
			hint := "write one of: " + strings.Join(r.tags, ", ")
			if len(key.Value) > 3 {
				hint = `put a text that holds ": " in double quotes`
			}
			r.problems.Errorf(r.at(key), hint, "%s: unknown language %q", path, shorten(key.Value))
		case texts[key.Value] != "":
			r.problems.Errorf(r.at(key), "", "%s.%s is written twice", path, key.Value)
		case value.Kind != yaml.ScalarNode:
			r.problems.Errorf(r.at(value), "", "%s.%s must be a text, not %s", path, key.Value, kind(value))
		default:
			at := path + "." + key.Value
			row.SetAt(f.Name+"."+key.Value, r.at(value))
			if s, ok := r.text(value, at); ok && r.says(value, s, at) && (f.Type != table.Name || r.fits(value, s, at)) {
				texts[key.Value] = s
			}
		}
	}
	if len(n.Content) == 0 {
		r.problems.Errorf(r.at(n), "write a value, or leave it out", "%s has no value", path)
	}
	if len(texts) == 0 {
		return nil
	}
	return texts
}

// empty is a row in which every field is left out.
func empty(fields []table.Field) table.Row {
	row := make(table.Row, len(fields)+1)
	for i := range fields {
		switch f := &fields[i]; {
		case f.Type == table.Group && (f.List || f.Keyed):
			row[f.Name] = []table.Row{}
		case f.Type == table.Group:
			row[f.Name] = table.Row(nil)
		case f.List:
			row[f.Name] = []any{}
		default:
			row[f.Name] = nil
		}
	}
	return row
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
