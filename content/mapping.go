package content

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Foreign are the words by which workbooks of others are understood.
type Foreign struct {
	Headings map[string]map[string][]string `yaml:"headings"` // register to path of a field to headings of a column
	Words    map[string]map[string][]string `yaml:"words"`    // register.path, yes-no or a scale to value to words
}

// Import gives the words of all languages together, to be read only.
func (l *Library) Import() Foreign { return l.foreign() }

// ImportIn gives the words of one language; without any the lists are empty. The problems are faults in the file.
func (l *Library) ImportIn(tag string) (Foreign, problem.List) {
	var f Foreign
	var problems problem.List
	if file := "languages/" + tag + "/import.yaml"; slices.Contains(l.files.list("languages/"+tag), "import.yaml") {
		l.files.decodeFile(file, &f, &problems)
	}
	return f, problems
}

func (l *Library) allForeign() Foreign {
	all := Foreign{map[string]map[string][]string{}, map[string]map[string][]string{}}
	add := func(to, from map[string]map[string][]string) {
		for set, lists := range from {
			if to[set] == nil {
				to[set] = map[string][]string{}
			}
			for key, list := range lists {
				to[set][key] = append(to[set][key], list...)
			}
		}
	}
	for _, tag := range l.tags {
		f, _ := l.ImportIn(tag) // a test finds the faults
		add(all.Headings, f.Headings)
		add(all.Words, f.Words)
	}
	return all
}

// Mapping says what the columns of a workbook of others mean.
type Mapping struct {
	Language string // of the texts in it; "": the main one of the client
	Sheets   []SheetMapping
}

// SheetMapping is one sheet that holds a register.
type SheetMapping struct {
	Sheet    string
	Register string
	Header   int // row of the headings; the rows below it hold the data
	Columns  []ColumnMapping
	Fill     []ColumnMapping // values for what stands in no column or cannot be read there; Column is the value
	Words    []WordMapping
	At       problem.Position
}

// ColumnMapping is the field that a column holds.
type ColumnMapping struct {
	Field   string // path in a row of the register
	Column  string // its letters: C
	Heading string // what stands above it, for people
}

// WordMapping says what a word in a column means: an id or a value. One that is still to be decided means nothing.
type WordMapping struct{ Field, Word, Value string }

// Undecided stands in a proposed mapping for what a person is to fill in.
const Undecided = "(decide)"

// Paths are the fields of a register that a column can hold, those of groups and of entries of lists with a dot.
func Paths(fields []table.Field) []string {
	var paths []string
	for _, f := range fields {
		if f.Type != table.Group {
			paths = append(paths, f.Name)
			continue
		}
		for _, p := range Paths(f.Fields) {
			paths = append(paths, f.Name+"."+p)
		}
	}
	return paths
}

// String writes a mapping as the file that [ReadMapping] reads.
func (m *Mapping) String() string {
	var b strings.Builder
	if m.Language != "" {
		fmt.Fprintf(&b, "language: %s\n", m.Language)
	}
	b.WriteString("sheets:\n")
	for _, s := range m.Sheets {
		fmt.Fprintf(&b, "  - sheet: %s\n    register: %s\n    header: %d\n    columns:\n", quote(s.Sheet), s.Register, s.Header)
		for _, c := range s.Columns {
			line := fmt.Sprintf("      %s: %s", c.Field, c.Column)
			if h := strings.Join(strings.Fields(c.Heading), " "); h != "" {
				line = fmt.Sprintf("%-30s # %s", line, shorten(h))
			}
			b.WriteString(line + "\n")
		}
		if len(s.Fill) > 0 {
			b.WriteString("    fill:\n")
		}
		for _, c := range s.Fill {
			fmt.Fprintf(&b, "      %s: %s\n", c.Field, value(c.Column))
		}
		for i, w := range s.Words {
			if i == 0 {
				b.WriteString("    words:\n")
			}
			if i == 0 || s.Words[i-1].Field != w.Field {
				fmt.Fprintf(&b, "      %s:\n", w.Field)
			}
			fmt.Fprintf(&b, "        %s: %s\n", quote(w.Word), value(w.Value))
		}
	}
	return b.String()
}

// value writes a value of a mapping.
func value(s string) string {
	return write(s, &table.Field{Type: table.Name}, 0, false)
}

// ReadMapping reads a mapping that a person wrote. Its faults have their place.
func ReadMapping(name string, data []byte, lib *Library) (*Mapping, problem.List) {
	var problems problem.List
	top, ok := parseYAML(name, data, 0, &problems)
	if !ok || top == nil {
		if ok {
			problems.Errorf(problem.Position{File: name, Line: 1}, "write sheets: and what their columns are, as --dry-run shows it", "the file is empty")
		}
		return nil, problems
	}
	r := &reader{file: name, main: "en", tags: lib.tags, problems: &problems, refs: new([]reference)}
	one := 1
	head := []table.Field{{Name: "sheet", Type: table.Name, Required: true}, {Name: "register", Type: table.Choice, Required: true, Choices: lib.Registers}, {Name: "header", Type: table.Int, Required: true, Min: &one}}
	m := &Mapping{}
	for _, n := range children(top, "sheets") {
		fields := slices.Clone(head)
		if t := lib.Tables[scalarAt(n, "register")]; t != nil {
			var columns []table.Field
			for _, p := range Paths(t.Fields) {
				columns = append(columns, table.Field{Name: p, Type: table.Name})
			}
			fields = append(fields, table.Field{Name: "columns", Type: table.Group, Required: true, Fields: columns}, table.Field{Name: "fill", Type: table.Group, Fields: columns})
		} else {
			fields = append(fields, table.Field{Name: "columns", Type: table.Name}, table.Field{Name: "fill", Type: table.Name})
		}
		words := r.wordMappings(n, lib.Tables[scalarAt(n, "register")])
		row := r.row(without(n, "words"), fields, "")
		s := SheetMapping{Words: words, Sheet: row.String("sheet"), Register: row.String("register"), Header: row.Int("header"), At: row.At("sheet")}
		for _, f := range fields {
			if f.Type != table.Group {
				continue
			}
			for _, c := range f.Fields {
				v := row.Group(f.Name).String(c.Name)
				switch {
				case v == "" || v == Undecided && f.Name == "fill":
				case f.Name == "fill":
					s.Fill = append(s.Fill, ColumnMapping{Field: c.Name, Column: v})
				case !columnLetters(v):
					problems.Errorf(row.Group(f.Name).At(c.Name), "write the letters that stand above the column, as in C", "%q names no column", shorten(v))
				default:
					s.Columns = append(s.Columns, ColumnMapping{Field: c.Name, Column: strings.ToUpper(v)})
				}
			}
		}
		m.Sheets = append(m.Sheets, s)
	}
	row := r.row(without(top, "sheets"), []table.Field{{Name: "language", Type: table.Choice, Choices: lib.tags}}, "")
	if m.Language = row.String("language"); len(m.Sheets) == 0 && len(problems) == 0 {
		problems.Errorf(position(name, top, 0), "write sheets: and what their columns are, as --dry-run shows it", "the file names no sheet")
	}
	return m, problems
}

// wordMappings reads what words mean: field: {word: value}.
func (r *reader) wordMappings(n *yaml.Node, t *table.Table) (out []WordMapping) {
	for i := 0; n.Kind == yaml.MappingNode && t != nil && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "words" {
			continue
		}
		for fields := n.Content[i+1]; len(fields.Content) > 1; {
			key, list := fields.Content[0], fields.Content[1]
			if known := Paths(t.Fields); fields.Kind != yaml.MappingNode || list.Kind != yaml.MappingNode {
				r.problems.Errorf(r.at(list), "write owner: {\"IT department\": it}", "words must be a mapping of fields to words and what they mean")
			} else if !slices.Contains(known, key.Value) {
				r.problems.Errorf(r.at(key), problem.DidYouMean(key.Value, known), "unknown key %q", "words."+shorten(key.Value))
			} else {
				for j := 0; j+1 < len(list.Content); j += 2 {
					if s, ok := r.text(list.Content[j+1], "words."+key.Value); ok && s != Undecided {
						out = append(out, WordMapping{key.Value, normal(list.Content[j].Value), s})
					}
				}
			}
			rest := *fields
			rest.Content = fields.Content[2:]
			fields = &rest
		}
	}
	return out
}

func columnLetters(s string) bool {
	return len(s) <= 3 && strings.Trim(strings.ToUpper(s), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// children are the entries of a list under a key.
func children(n *yaml.Node, key string) []*yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.SequenceNode {
			return n.Content[i+1].Content
		}
	}
	return nil
}

func scalarAt(n *yaml.Node, key string) string {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// without is a mapping less one key.
func without(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	out := *n
	out.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &out
}
