package content

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Change is one change to a row of a register.
type Change struct {
	Key  string // of the row
	Path string // of the value: status, accepted.on, actions.0.due; "" is the row itself
	// Value is as in a [table.Row]; nil removes what stands there. Texts change the languages that they hold, and "" removes
	// one. A Row under the next index of a list is added to it; a Row under a new key is added as the last row.
	Value any
}

// Edit writes changes into the text of a register's file and leaves every other byte as it was: comments, order, quotes
// and blank lines. What is new is written as its neighbours are. main is the language of a text that is written once.
// The result is read again: a change that would not read back as exactly itself is a problem, and nothing is returned.
func Edit(file string, data []byte, t *table.Table, main string, tags []string, changes []Change) ([]byte, problem.List) {
	var problems problem.List
	top, ok := parseYAML(file, data, 0, &problems)
	if !ok {
		return nil, problems
	}
	e := &editor{file: file, table: t, main: main, tags: tags, newline: "\n", styles: map[string]yaml.Style{}}
	if i := strings.IndexByte(string(data), '\n'); i > 0 && data[i-1] == '\r' {
		e.newline = "\r\n"
	}
	if top != nil && len(top.Content) > 0 && (top.Kind != yaml.SequenceNode || top.Style&yaml.FlowStyle != 0) {
		problems.Errorf(position(file, top, 0), "start each row on a line of its own with \"- \"", "only a list of rows can be edited")
		return nil, problems
	}
	e.split(string(data), top)
	for _, c := range changes {
		if fault := e.change(c); fault != "" {
			at := problem.Position{File: file}
			if i := e.find(c.Key); i >= 0 {
				at = position(file, e.rows[i].node, 0)
			}
			where := c.Key
			if c.Path != "" {
				where += ", " + c.Path
			}
			problems.Errorf(at, "make this change by hand", "%s: %s", where, fault)
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	out := e.head
	for _, r := range e.rows {
		out += r.text
	}
	return []byte(out), nil
}

// editor holds a file during an edit, as the text of each of its rows.
type editor struct {
	file, main string
	tags       []string
	table      *table.Table
	newline    string
	head       string                // before the first row
	rows       []chunk               // in written order
	styles     map[string]yaml.Style // how a value of that path is written elsewhere in the file; indexes are *
	keys       map[string]int        // index in rows
}

// chunk is the text of a row from the start of its line to the start of the next one. A chunk whose row was removed
// keeps the comments that followed it.
type chunk struct {
	key  string
	text string
	node *yaml.Node // of the whole file, nil for a row that is gone or new
}

func (e *editor) split(text string, top *yaml.Node) {
	e.keys = map[string]int{}
	if top == nil || len(top.Content) == 0 {
		if top != nil && top.Style&yaml.FlowStyle != 0 { // []
			s := source(text)
			from := s.offset(top)
			text = text[:from] + text[s.end(top):]
		}
		if trimmed := strings.TrimRight(text, " "); text != "" && !strings.HasSuffix(trimmed, "\n") {
			text = trimmed + e.newline
		}
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		e.head = text
		return
	}
	s := source(text)
	starts := make([]int, len(top.Content)+1)
	for i, n := range top.Content {
		line := n.Line
		for line > 1 && !strings.HasPrefix(strings.TrimLeft(text[s.lines[line-1]:], " \ufeff"), "-") {
			line--
		}
		starts[i] = s.lines[line-1]
		e.learn("", n)
	}
	starts[len(top.Content)] = len(text)
	e.head = text[:starts[0]]
	for i, n := range top.Content {
		key := keyOf(n, e.table.Key)
		e.rows = append(e.rows, chunk{key: key, text: text[starts[i]:starts[i+1]], node: n})
		if _, twice := e.keys[key]; !twice {
			e.keys[key] = i
		}
	}
}

func keyOf(n *yaml.Node, name string) string {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			key := normal(n.Content[i+1].Value)
			if name == "control" && controlName.MatchString(key) {
				key = key[2:]
			}
			return key
		}
	}
	return ""
}

// single leads the path of a value that is no group and no list, in the styles of a file.
const single = "="

// learn remembers how the values of a row are written: the first one that is found of each path counts.
func (e *editor) learn(path string, n *yaml.Node) {
	as := path
	if n.Kind == yaml.ScalarNode {
		as = single + path
	}
	if _, known := e.styles[as]; !known {
		e.styles[as] = n.Style
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			e.learn(path+"."+n.Content[i].Value, n.Content[i+1])
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			e.learn(path+".*", c)
		}
	}
}

func (e *editor) find(key string) int {
	if i, ok := e.keys[key]; ok {
		return i
	}
	return -1
}

// change makes one change; the fault says why it cannot be made.
func (e *editor) change(c Change) (fault string) {
	i := e.find(c.Key)
	switch {
	case c.Path == "" && c.Value == nil:
		if i < 0 {
			return "there is no such row"
		}
		s := source(e.rows[i].text)
		node, ok := s.row()
		if !ok {
			return "the row cannot be read by itself"
		}
		e.rows[i] = chunk{text: e.rows[i].text[s.lineEnd(s.end(node)):]}
		delete(e.keys, c.Key)
		return ""
	case c.Path == "":
		row, ok := c.Value.(table.Row)
		if i >= 0 || !ok {
			return "the row is there already"
		}
		return e.add(c.Key, row)
	case i < 0:
		return "there is no such row"
	}
	s := source(e.rows[i].text)
	node, ok := s.row()
	if !ok {
		return "the row cannot be read by itself"
	}
	want := e.read(node)
	if !assign(want, e.table.Fields, strings.Split(c.Path, "."), c.Value) {
		return "there is no such field"
	}
	text := s.apply(e.set(s, node, e.table.Fields, strings.Split(c.Path, "."), "", c.Value))
	if after, ok := source(text).row(); !ok || !sameRow(want, e.read(after)) {
		return "the text cannot be changed there without changing more"
	}
	e.rows[i].text = text
	return ""
}

// add writes a new row after all others, in the form of the last one.
func (e *editor) add(key string, row table.Row) (fault string) {
	indent, gap, flow, apart := "", " ", false, false
	for i := len(e.rows) - 1; i >= 0; i-- {
		s := source(e.rows[i].text)
		if n, ok := s.row(); ok {
			at := s.offset(n)
			line := s.text[:at]
			if nl := strings.LastIndexAny(line, "\r\n"); nl < 0 {
				if dash := strings.IndexByte(line, '-'); dash >= 0 {
					indent, gap = strings.TrimPrefix(line[:dash], "\ufeff"), line[dash+1:]
				}
			}
			flow = n.Style&yaml.FlowStyle != 0
			apart = i > 0 && strings.HasSuffix(strings.ReplaceAll(e.rows[i-1].text, "\r", ""), "\n\n")
			break
		}
	}
	text := indent + "-" + gap
	if flow {
		text += e.group(row, e.table.Fields, "", 0, true)
	} else {
		text += strings.TrimLeft(e.group(row, e.table.Fields, "", len(indent)+1+len(gap), false), " \r\n")
	}
	text += e.newline
	if node, ok := source(text).row(); !ok || !sameRow(complete(e.table.Fields, row), e.read(node)) {
		return "the row cannot be written so that it reads back"
	}
	end := &e.head
	if len(e.rows) > 0 {
		end = &e.rows[len(e.rows)-1].text
	}
	if *end != "" && !strings.HasSuffix(*end, "\n") {
		*end += e.newline
	}
	if apart && !strings.HasSuffix(strings.ReplaceAll(*end, "\r", ""), "\n\n") {
		text = e.newline + text
	}
	e.keys[key] = len(e.rows)
	e.rows = append(e.rows, chunk{key: key, text: text})
	return ""
}

// read gives the values of a row. What is wrong with them was reported when the folder was loaded.
func (e *editor) read(n *yaml.Node) table.Row {
	var problems problem.List
	r := &reader{file: e.file, main: e.main, tags: e.tags, problems: &problems, refs: new([]reference)}
	return r.row(n, e.table.Fields, "")
}

// complete is a row with every field of its definition, in the form in which it is read.
func complete(fields []table.Field, row table.Row) table.Row {
	out := empty(fields)
	for i := range fields {
		f := &fields[i]
		switch v := row[f.Name].(type) {
		case nil:
		case table.Row:
			if v != nil {
				out[f.Name] = complete(f.Fields, v)
			}
		case []table.Row:
			rows := []table.Row{}
			for _, r := range v {
				rows = append(rows, complete(f.Fields, r))
			}
			out[f.Name] = rows
		default:
			out[f.Name] = v
		}
	}
	return out
}

// assign makes in values the change that set makes in text.
func assign(row table.Row, fields []table.Field, path []string, value any) bool {
	f := table.Find(fields, path[0])
	if f == nil || f.Keyed {
		return false
	}
	if len(path) == 1 {
		texts, isTexts := value.(table.Texts)
		switch {
		case isTexts && !f.List:
			now, _ := row[f.Name].(table.Texts)
			now = maps.Clone(now)
			if now == nil {
				now = table.Texts{}
			}
			maps.Copy(now, texts)
			maps.DeleteFunc(now, func(_, s string) bool { return s == "" })
			if row[f.Name] = now; len(now) == 0 {
				row[f.Name] = nil
			}
		case value == nil:
			row[f.Name] = empty(fields)[f.Name]
		default:
			row[f.Name] = complete(fields, table.Row{f.Name: value})[f.Name]
		}
		return true
	}
	if f.Type != table.Group {
		return false
	}
	if !f.List {
		g := row.Group(f.Name)
		if g == nil {
			g = empty(f.Fields)
		}
		ok := assign(g, f.Fields, path[1:], value)
		if row[f.Name] = g; sameRow(g, empty(f.Fields)) {
			row[f.Name] = table.Row(nil)
		}
		return ok
	}
	rows := slices.Clone(row.Rows(f.Name))
	i, err := strconv.Atoi(path[1])
	r, isRow := value.(table.Row)
	ok := err == nil && i >= 0
	switch {
	case !ok:
		return false
	case len(path) > 2 && i < len(rows):
		ok = assign(rows[i], f.Fields, path[2:], value)
		if sameRow(rows[i], empty(f.Fields)) {
			rows = slices.Delete(rows, i, i+1)
		}
	case len(path) == 2 && i < len(rows) && value == nil:
		rows = slices.Delete(rows, i, i+1)
	case len(path) == 2 && i < len(rows) && isRow:
		rows[i] = complete(f.Fields, r)
	case len(path) == 2 && i == len(rows) && isRow:
		rows = append(rows, complete(f.Fields, r))
	default:
		return false
	}
	row[f.Name] = rows
	return ok
}

// sameRow compares values, wherever they stand.
func sameRow(a, b table.Row) bool { return reflect.DeepEqual(bareRow(a), bareRow(b)) }

func bareRow(row table.Row) map[string]any {
	if row == nil {
		return nil
	}
	out := map[string]any{}
	for name, v := range row {
		switch v := v.(type) {
		case table.Row:
			out[name] = bareRow(v)
		case []table.Row:
			rows := []map[string]any{}
			for _, r := range v {
				rows = append(rows, bareRow(r))
			}
			out[name] = rows
		default:
			if table.IsField(name) {
				out[name] = v
			}
		}
	}
	return out
}
