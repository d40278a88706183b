package content

import (
	"fmt"
	"io/fs"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// editTable is a register with every kind of field.
var editTable = &table.Table{ID: "things", Key: "id", Fields: []table.Field{
	{Name: "id", Type: table.ID, Required: true},
	{Name: "title", Type: table.Text},
	{Name: "applies", Type: table.Bool},
	{Name: "status", Type: table.Choice, Choices: []string{"open", "not", "done"}},
	{Name: "since", Type: table.Day},
	{Name: "count", Type: table.Int},
	{Name: "share", Type: table.Number},
	{Name: "version", Type: table.Name},
	{Name: "controls", Type: table.Ref, List: true, To: []string{"controls"}},
	{Name: "how", Type: table.Text},
	{Name: "actions", Type: table.Group, List: true, Fields: []table.Field{
		{Name: "what", Type: table.Text}, {Name: "due", Type: table.Day}, {Name: "who", Type: table.Ref, To: []string{"roles"}}}},
	{Name: "accepted", Type: table.Group, Fields: []table.Field{{Name: "by", Type: table.Ref, To: []string{"roles"}}, {Name: "on", Type: table.Day}, {Name: "why", Type: table.Text}}},
}}

const editBlock = `# The register.

- id: T-1   # first
  title: {nl: "Een", en: "One"}
  applies: yes      # decided
  status: open
  since: 2026-01-02
  controls: ["5.1", OWN-01,  "8.30"]   # three
  how: >
    A long text that is folded
    over two lines.

  # about actions
  actions:
    - {what: {nl: "Doen, nu", en: "Do"}, due: 2026-03-01, who: ciso}
    # between
    - what: plain text
      due: 2026-04-01
  accepted: {by: ciso, on: 2026-02-01}

# --- second
- id: T-2
  title: It's plain
  controls:
    - "5.2"
    - '5.3'  # the third
  how: plain text that goes
    on here
  accepted:
    why: "because"
`

// editOpen is a row as a new folder has it: values stand open, with what to write behind them.
const editOpen = `- id: T-1
  title: Een
  applies:  # yes or no
  how:  # <text>
  controls: ~
  accepted:  # {by: ciso}
`

const editFlow = `- {id: T-1, title: "Een: twee", applies: no, controls: [], actions: [{what: "x", due: 2026-03-01}]} # one
- {id: T-2, title: {en: Two, nl: 'Twee'}, accepted: {by: ciso,
   on: 2026-02-01}}
`

func edit(t *testing.T, text string, changes ...Change) string {
	t.Helper()
	out, problems := Edit("registers/things.yaml", []byte(text), editTable, "nl", []string{"en", "nl"}, changes)
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	return string(out)
}

func TestEditTouchesOnlyWhatChanges(t *testing.T) {
	day := table.Date{Year: 2026, Month: 12, Day: 24}
	for _, test := range []struct {
		text, key, path string
		value           any
		old, new        string // the only difference
	}{
		{editBlock, "T-1", "status", "done", "status: open", "status: done"},
		{editBlock, "T-1", "applies", false, "applies: yes ", "applies: no "},
		{editBlock, "T-1", "since", day, "2026-01-02", "2026-12-24"},
		{editBlock, "T-1", "since", nil, "  since: 2026-01-02\n", ""},
		{editBlock, "T-1", "count", 12, "2026-01-02\n", "2026-01-02\n  count: 12\n"},
		{editBlock, "T-1", "share", 2.5, "2026-01-02\n", "2026-01-02\n  share: 2.5\n"},
		{editBlock, "T-1", "version", "1.10", "2026-01-02\n", "2026-01-02\n  version: \"1.10\"\n"},
		{editBlock, "T-1", "title", table.Texts{"en": `Say "no"`}, `"One"`, `"Say \"no\""`},
		{editBlock, "T-1", "title", table.Texts{"en": ""}, `"Een", en: "One"`, `"Een"`},
		{editBlock, "T-2", "title", table.Texts{"nl": "Gewoon dit"}, "It's plain", "Gewoon dit"},
		{editBlock, "T-2", "title", table.Texts{"nl": "Gewoon: dit"}, "It's plain", `"Gewoon: dit"`},
		{editBlock, "T-2", "title", table.Texts{"en": "New"}, "It's plain", `{nl: "It's plain", en: "New"}`},
		{editBlock, "T-1", "how", table.Texts{"nl": "Short."}, ">\n    A long text that is folded\n    over two lines.", ">\n    Short."},
		{editBlock, "T-1", "how", table.Texts{"nl": strings.Repeat("word ", 20) + "end\nnew"}, ">\n    A long text that is folded\n    over two lines.",
			">\n    " + strings.Repeat("word ", 11) + "word\n    " + strings.Repeat("word ", 8) + "end\n\n    new"},
		{editBlock, "T-1", "how", nil, "  how: >\n    A long text that is folded\n    over two lines.\n", ""},
		{editBlock, "T-2", "how", table.Texts{"nl": "x"}, "plain text that goes\n    on here", "x"},
		{editBlock, "T-1", "controls", []any{"5.1", "8.30"}, `, OWN-01`, ""},
		{editBlock, "T-1", "controls", []any{"5.1", "OWN-01", "8.30", "8.31", "OWN-02"}, `"8.30"]`, `"8.30", "8.31", OWN-02]`},
		{editBlock, "T-1", "controls", []any{"5.1", "8.5", "OWN-01", "8.30"}, `OWN-01,`, `"8.5", OWN-01,`},
		{editBlock, "T-1", "controls", []any{"5.1", "OWN-01"}, `,  "8.30"]`, `]`},
		{editBlock, "T-2", "controls", []any{"5.2", "5.3", "5.4"}, "third\n", "third\n    - \"5.4\"\n"},
		{editBlock, "T-2", "controls", []any{"5.3"}, "    - \"5.2\"\n", ""},
		{editBlock, "T-2", "controls", []any{}, "  controls:\n    - \"5.2\"\n    - '5.3'  # the third\n", ""},
		{editBlock, "T-1", "actions.0.what", table.Texts{"nl": "Later"}, `"Doen, nu"`, `"Later"`},
		{editBlock, "T-1", "actions.1.who", "it", "due: 2026-04-01\n", "due: 2026-04-01\n      who: it\n"},
		{editBlock, "T-1", "actions.1", nil, "    - what: plain text\n      due: 2026-04-01\n", ""},
		{editBlock, "T-1", "actions.0.due", nil, ", due: 2026-03-01", ""},
		{editBlock, "T-1", "actions.2", table.Row{"what": table.Texts{"nl": "a", "en": "b"}, "due": day}, "due: 2026-04-01\n", "due: 2026-04-01\n    - {what: {nl: \"a\", en: \"b\"}, due: 2026-12-24}\n"},
		{editBlock, "T-1", "accepted.why", table.Texts{"nl": "zo"}, "on: 2026-02-01", `on: 2026-02-01, why: "zo"`},
		{editBlock, "T-2", "accepted.by", "it", "    why: ", "    by: it\n    why: "},
		{editBlock, "T-2", "accepted.why", nil, "  accepted:\n    why: \"because\"\n", ""},
		{editBlock, "T-2", "actions.0", table.Row{"what": table.Texts{"nl": "a"}}, "    on here\n", "    on here\n  actions:\n    - {what: a}\n"},
		{editBlock, "T-2", "", nil, editBlock[strings.Index(editBlock, "- id: T-2"):], ""},
		{editBlock, "T-3", "", table.Row{"id": "T-3", "applies": true, "title": table.Texts{"nl": "x"}, "controls": []any{"5.1"}}, "\"because\"\n", "\"because\"\n- id: T-3\n  title: x\n  applies: yes\n  controls: [\"5.1\"]\n"},
		{editOpen, "T-1", "applies", true, "applies:  #", "applies: yes  #"},
		{editOpen, "T-1", "how", table.Texts{"nl": "Zo: dus", "en": "So"}, "how:  #", `how: {nl: "Zo: dus", en: "So"}  #`},
		{editOpen, "T-1", "controls", []any{"5.1"}, "controls: ~", `controls: ["5.1"]`},
		{editOpen, "T-1", "accepted.by", "it", "accepted:  #", "accepted: {by: it}  #"},
		{editOpen, "T-1", "status", "done", "or no\n", "or no\n  status: done\n"},
		{editFlow, "T-1", "applies", true, "applies: no", "applies: yes"},
		{editFlow, "T-1", "id", "T-9", "{id: T-1", "{id: T-9"},
		{editFlow, "T-1", "title", table.Texts{"en": "y"}, `"Een: twee"`, `{nl: "Een: twee", en: "y"}`},
		{editFlow, "T-1", "status", "not", "applies: no", "applies: no, status: not"},
		{editFlow, "T-1", "controls", []any{"5.1"}, "controls: []", `controls: ["5.1"]`},
		{editFlow, "T-1", "actions.0.what", nil, `what: "x", `, ""},
		{editFlow, "T-1", "actions.0", nil, `, actions: [{what: "x", due: 2026-03-01}]`, ""},
		{editFlow, "T-2", "title", table.Texts{"nl": "Het is 't"}, "'Twee'", "'Het is ''t'"},
		{editFlow, "T-2", "accepted", nil, ", accepted: {by: ciso,\n   on: 2026-02-01}", ""},
		{editFlow, "T-2", "accepted.on", day, "2026-02-01}}", "2026-12-24}}"},
		{editFlow, "T-2", "count", 3, "nl: 'Twee'}", "nl: 'Twee'}, count: 3"},
		{editFlow, "T-3", "", table.Row{"id": "T-3", "title": table.Texts{"en": "z"}, "count": 1}, "2026-02-01}}\n", "2026-02-01}}\n- {id: T-3, title: {en: z}, count: 1}\n"},
		{"# none yet\n", "T-1", "", table.Row{"id": "T-1"}, "yet\n", "yet\n- id: T-1\n"},
		{"[]\n", "T-1", "", table.Row{"id": "T-1", "count": 1}, "[]\n", "- id: T-1\n  count: 1\n"},
		{"- id: T-1", "T-1", "count", 1, "T-1", "T-1\n  count: 1"},
		{"- id: T-1", "T-2", "", table.Row{"id": "T-2"}, "T-1", "T-1\n- id: T-2\n"},
		{"-   id: T-1\r\n    count: 3\r\n", "T-1", "title", table.Texts{"nl": "x"}, "T-1\r\n", "T-1\r\n    title: \"x\"\r\n"},
	} {
		if strings.Count(test.text, test.old) != 1 && test.path != "title" && test.path != "accepted" {
			t.Fatalf("%s %s: the place is not clear", test.key, test.path)
		}
		want := strings.Replace(test.text, test.old, test.new, 1)
		if got := edit(t, test.text, Change{test.key, test.path, test.value}); got != want {
			t.Errorf("%s %s = %v:\n%s\nwant\n%s", test.key, test.path, test.value, got, want)
		}
	}
}

func TestEditRefuses(t *testing.T) {
	for _, c := range []Change{{"T-9", "count", 1}, {"T-1", "nothing", 1}, {"T-1", "actions.7.what", table.Texts{"nl": "x"}}, {"T-1", "", table.Row{"id": "T-1"}}, {"T-9", "", nil}, {"T-1", "count", "x"}} {
		if out, problems := Edit("registers/things.yaml", []byte(editBlock), editTable, "nl", nil, []Change{c}); !problems.HasErrors() || out != nil {
			t.Errorf("%v is made: %s", c, out)
		}
	}
	if _, problems := Edit("f.yaml", []byte("- {a"), editTable, "nl", nil, nil); !problems.HasErrors() {
		t.Error("a broken file is edited")
	}
}

// TestEditExamples makes a change of every kind to every row of the examples; each reads back as itself, and turning it
// back gives the file that was.
func TestEditExamples(t *testing.T) {
	lib := library(t)
	for _, name := range Examples() {
		client, err := Example(name)
		if err != nil {
			t.Fatal(err)
		}
		org, problems := Load(client, lib)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		for _, id := range lib.Registers {
			r := org.Registers[id]
			if r.Table.Key == "" || len(r.Rows) == 0 {
				continue
			}
			data, err := fs.ReadFile(client, r.File)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewSource(1))
			for _, row := range r.Rows[:1] {
				key := row.String(r.Table.Key)
				for _, f := range r.Table.Fields {
					if f.Type == table.Group || f.Name == r.Table.Key {
						continue
					}
					value := anyValue(&f, random)
					now, problems := Edit(r.File, data, r.Table, org.Languages[0], lib.Tags(), []Change{{key, f.Name, value}})
					if len(problems) > 0 {
						t.Fatalf("%s %s %s: %v", r.File, key, f.Name, problems)
					}
					if !f.Required && row[f.Name] == nil {
						back, _ := Edit(r.File, now, r.Table, org.Languages[0], lib.Tags(), []Change{{key, f.Name, nil}})
						if string(back) != string(data) {
							t.Errorf("%s %s %s: added and removed, the file is another", r.File, key, f.Name)
						}
					} else if old, isList := row[f.Name].([]any); (!isList || len(old) > 0) && f.Type != table.Text {
						back, _ := Edit(r.File, now, r.Table, org.Languages[0], lib.Tags(), []Change{{key, f.Name, row[f.Name]}})
						if string(back) != string(data) && !isList {
							t.Errorf("%s %s %s: changed and changed back, the file is another", r.File, key, f.Name)
						}
					}
				}
			}
		}
	}
}

func anyValue(f *table.Field, r *rand.Rand) any {
	one := func() any {
		switch f.Type {
		case table.Text:
			return table.Texts{"nl": fmt.Sprintf("Tekst %d: \"x\", {y} # z\nregel", r.Intn(99))}
		case table.Int:
			if f.Min != nil {
				return *f.Min + r.Intn(3)
			}
			return r.Intn(3) + 1
		case table.Number:
			return float64(r.Intn(100)) / 4
		case table.Bool:
			return r.Intn(2) == 0
		case table.Day:
			return table.Date{Year: 2026, Month: r.Intn(12) + 1, Day: r.Intn(28) + 1}
		case table.Choice:
			return f.Choices[r.Intn(len(f.Choices))]
		}
		return fmt.Sprintf("x%d", r.Intn(9))
	}
	if !f.List {
		return one()
	}
	var list []any
	for range r.Intn(3) + 1 {
		if v := one(); !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// FuzzEdit writes any text into any file that is a register; Edit refuses or what it gives reads back as the change and
// nothing else.
func FuzzEdit(f *testing.F) {
	for _, text := range []string{editBlock, editFlow, "- id: T-1\n  how: |\n    a\n     b\n\n    c\n  title: 'x\n    y'\n", "- {id: T-1, title: \"a\\\n   b\"}"} {
		for _, value := range []string{"x", "a: b", "- x", "yes", "5.10", "a\n\nb", "# c", "{x", "it's \"q\" \\", "é 🙂\u00a0", strings.Repeat("word ", 40) + "x"} {
			for _, path := range []string{"title", "how", "actions.0.what", "accepted.why", "version"} {
				f.Add(text, path, value)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text, path, value string) {
		fields, parts := editTable.Fields, strings.Split(path, ".")
		var field *table.Field
		for _, p := range parts {
			if f := table.Find(fields, p); f != nil {
				field, fields = f, f.Fields
			}
		}
		if field == nil || field.Type == table.Group || field.List {
			t.Skip()
		}
		v, problems := ReadValue(field, value, "nl")
		if len(problems) > 0 || v == nil {
			t.Skip()
		}
		before := readRows(text)
		out, problems := Edit("f.yaml", []byte(text), editTable, "nl", []string{"en", "nl"}, []Change{{"T-1", path, v}})
		if len(problems) > 0 {
			return
		}
		after := readRows(string(out))
		if len(before) != len(after) {
			t.Fatalf("%d rows became %d:\n%s", len(before), len(after), out)
		}
		changed := false
		for i := range before {
			if !changed && before[i].String("id") == "T-1" {
				changed = true
				if !assign(before[i], editTable.Fields, parts, v) {
					t.Fatal("a change that has no place was made")
				}
			}
			if !sameRow(before[i], after[i]) {
				t.Fatalf("row %d: %v became %v\n%s", i, before[i], after[i], out)
			}
		}
	})
}

func readRows(text string) []table.Row {
	var problems problem.List
	top, ok := parseYAML("", []byte(text), 0, &problems)
	if !ok || top == nil || top.Kind != yaml.SequenceNode {
		return nil
	}
	e := &editor{main: "nl", tags: []string{"en", "nl"}, table: editTable}
	var rows []table.Row
	for _, n := range top.Content {
		rows = append(rows, e.read(n))
	}
	return rows
}
