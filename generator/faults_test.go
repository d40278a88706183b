package generator

import (
	"context"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// overlay is a client folder with other or further files in it.
type overlay struct {
	fs.FS
	files fstest.MapFS
}

func (o overlay) Open(name string) (fs.File, error) {
	if _, ok := o.files[name]; ok {
		return o.files.Open(name)
	}
	if f, err := o.FS.Open(name); err == nil {
		return f, nil
	}
	return o.files.Open(name)
}

func with(t testing.TB, r Request, files map[string]string) Request {
	t.Helper()
	m := fstest.MapFS{}
	for name, data := range files {
		m[name] = &fstest.MapFile{Data: []byte(data)}
	}
	r.Client = overlay{r.Client, m}
	return r
}

var wanted = regexp.MustCompile(`\{\{/\* want: (.*?) \*/\}\}`)

// TestTemplateFaultsAreAllFoundAtOnce holds a client's template with one fault a line against the messages that stand
// beside them.
func TestTemplateFaultsAreAllFoundAtOnce(t *testing.T) {
	source, err := os.ReadFile("testdata/faults.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	const name = "templates/en/policy/scope.md.tmpl"
	r := with(t, request(t, content.Examples()[0]), map[string]string{name: string(source)})
	emitted := 0
	_, problems := Generate(context.Background(), r, func(File) error { emitted++; return nil })
	if emitted > 0 {
		t.Errorf("%d files were handed out", emitted)
	}
	byLine := map[int][]problem.Problem{}
	for _, p := range problems {
		if p.At.File != name {
			t.Errorf("a problem elsewhere: %v", p)
			continue
		}
		if p.At.Column == 0 {
			t.Errorf("no column: %v", p)
		}
		byLine[p.At.Line] = append(byLine[p.At.Line], p)
	}
	for i, line := range strings.Split(string(source), "\n") {
		want := wanted.FindStringSubmatch(line)
		got := byLine[i+1]
		switch {
		case want == nil && len(got) > 0:
			t.Errorf("line %d: %v", i+1, got)
		case want != nil && (len(got) != 1 || got[0].Message != want[1]):
			t.Errorf("line %d: got %v, want %q", i+1, got, want[1])
		}
	}
}

// TestAnExecutionFaultHasItsPlace prints a value that was left out.
func TestAnExecutionFaultHasItsPlace(t *testing.T) {
	const name = "templates/en/policy/scope.md.tmpl"
	r := with(t, request(t, content.Examples()[0]), map[string]string{
		name: "---\ntitle: A\nsummary: B\n---\n## One\n\n{{range .org.roles}}{{.deputy}}{{end}}\n",
	})
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	if len(problems) != 1 || problems[0].At != (problem.Position{File: name, Line: 7, Column: 23}) || problems[0].Message != errAbsent.Error() {
		t.Errorf("got %v", problems)
	}
}

func TestAStrayTemplateIsAProblem(t *testing.T) {
	r := with(t, request(t, content.Examples()[0]), map[string]string{"templates/en/policy/scop.md.tmpl": "x"})
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	if len(problems) != 1 || !strings.Contains(problems[0].Hint, "scope.md.tmpl") {
		t.Errorf("got %v", problems)
	}
}

func TestATemplateThatGrowsWithoutEndIsStopped(t *testing.T) {
	body := "---\ntitle: A\nsummary: B\n---\n## One\n\n" + strings.Repeat("{{range .registers.risks}}", 6) + strings.Repeat("x", 100) + strings.Repeat("{{end}}", 6)
	body = strings.Replace(body, "{{range .registers.risks}}{{range .registers.risks}}", "{{range .registers.risks}}{{range $.registers.risks}}", 1)
	body = strings.ReplaceAll(body, "{{range .registers.risks}}", "{{range $.registers.risks}}")
	r := with(t, request(t, content.Examples()[0]), map[string]string{"templates/en/policy/scope.md.tmpl": body})
	r.Only, r.Languages = []string{"scope"}, []string{"en"}
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	if len(problems) != 1 || !strings.Contains(problems[0].Message, errTooLong.Error()) {
		t.Errorf("got %v", problems)
	}
}

// TestExecutionFaults fills what only the data can tell to be wrong: each is a problem with a place, in words.
func TestExecutionFaults(t *testing.T) {
	for body, want := range map[string]string{
		`{{print nil}}`:         errAbsent.Error(),
		`{{print ""}}`:          errEmpty.Error(),
		`{{control .org.name}}`: "no control",
		`{{join (rolenames .org.policy_direction)}}`:              "rolenames takes ids of roles",
		`{{label "risks.treatment" .org.name}}`:                   "risks.treatment has no word for",
		`{{(soa .org.name).how}}`:                                 "map has no entry",
		`{{if eq .org.sites .org.name}}{{end}}`:                   "incompatible types for comparison: a list of rows and string",
		`{{ruleref "scope" .org.name}}`:                           "has no rule",
		`{{$x := 1}}{{$x = .org.name}}{{date $x}}`:                "wrong type for value; expected a date; got string",
		`{{rule .org.name}}`:                                      "cannot be the key of a rule",
		`{{ref .org.name}}`:                                       "the pack has no document",
		`{{or .org.sites .org.name}}`:                             "a list cannot be printed",
		`{{range .org.sites}}{{break}}{{end}}{{with nil}}{{end}}`: "nil is not a command",
	} {
		const name = "templates/en/policy/scope.md.tmpl"
		r := with(t, request(t, "accountancy"), map[string]string{name: "---\ntitle: A\nsummary: B\n---\n## One\n\n" + body + "\n"})
		r.Only, r.Languages, r.Formats = []string{"scope"}, []string{"en"}, []string{"md"}
		_, problems := Generate(context.Background(), r, func(File) error { return nil })
		if len(problems) != 1 || problems[0].At.File != name || problems[0].At.Line != 7 || problems[0].At.Column == 0 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: got %v, want %q", body, problems, want)
		}
	}
}

// TestATemplateIsText holds that characters which nobody sees, and other encodings, are found where they stand.
func TestATemplateIsText(t *testing.T) {
	for text, want := range map[string]string{
		"caf\xe9":         "templates/en/policy/scope.md.tmpl:5:4: not UTF-8 text: byte 0xe9",
		"ab\u202ec":       "templates/en/policy/scope.md.tmpl:5:3: invisible character that turns the direction of reading: U+202E",
		"a\x00":           "templates/en/policy/scope.md.tmpl:5:2: not UTF-8 text: byte 0x00",
		"{{if .org.name}": "templates/en/policy/scope.md.tmpl:5",
	} {
		r := with(t, request(t, "accountancy"), map[string]string{"templates/en/policy/scope.md.tmpl": "---\ntitle: A\nsummary: B\n---\n" + text})
		_, problems := Generate(context.Background(), r, func(File) error { return nil })
		if len(problems) == 0 || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%q: got %v, want %s", text, problems, want)
		}
	}
	big := strings.Repeat("x", maxTemplate+1)
	r := with(t, request(t, "accountancy"), map[string]string{"templates/en/policy/scope.md.tmpl": big})
	if _, problems := Generate(context.Background(), r, func(File) error { return nil }); len(problems) != 1 || !strings.Contains(problems[0].Message, "larger than 1 MiB") {
		t.Errorf("got %v", problems)
	}
}

func TestOptionsNameSomethingOnce(t *testing.T) {
	r := request(t, "accountancy")
	r.Languages, r.Formats, r.Only = []string{}, []string{"md", "md"}, []string{""}
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	var files []string
	for _, p := range problems {
		files = append(files, p.At.File)
	}
	if strings.Join(files, " ") != "--formats --lang --only" {
		t.Errorf("got %v", problems)
	}
	r = request(t, "accountancy")
	r.For, r.Only = "staff", []string{"risk-file"}
	if _, problems := Generate(context.Background(), r, func(File) error { return nil }); len(problems) != 1 || problems[0].At.File != "--for" {
		t.Errorf("a pack of nothing: %v", problems)
	}
}

// TestAFaultOfTheFilledTextPointsIntoTheTemplate holds that nobody is sent to a file that was not written.
func TestAFaultOfTheFilledTextPointsIntoTheTemplate(t *testing.T) {
	const name, head = "templates/en/policy/scope.md.tmpl", "---\ntitle: A\nsummary: B\n---\n"
	for body, want := range map[string]string{
		head + "## One\n\n{{.org.name}}\n\n##### Deep\n":              name + ":9:7: heading skips a level",
		head + "## One\n\nSee <b>{{.org.name}}</b>.\n":                name + `: unsupported tag <b>, in the filled line "See <b>Haverloo`,
		"## One\n\nText.\n":                                           name + ":1: the document has no title",
		"---\nsummary: B\n---\n## One\n\nText.\n":                     name + ":1: the document has no title",
		strings.Replace(head, "title", "titel", 1) + "## One\n\nText": name + `:2:1: unknown key "titel"`,
	} {
		r := with(t, request(t, "accountancy"), map[string]string{name: body})
		r.Only, r.Languages, r.Formats = []string{"ISMS-01"}, []string{"en"}, []string{"md"}
		_, problems := Generate(context.Background(), r, func(File) error { return nil })
		if len(problems) == 0 || !strings.HasPrefix(problems.Error(), want) {
			t.Errorf("%q: got %v, want %s", body, problems, want)
		}
	}
}

// TestALogoThatNothingNames warns: it was put there to be printed.
func TestALogoThatNothingNames(t *testing.T) {
	r := with(t, request(t, "accountancy"), map[string]string{"brand/logo.png": "x"})
	r.Only, r.Languages, r.Formats = []string{"scope"}, []string{"en"}, []string{"md"}
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	if len(problems) != 1 || problems[0].String() != "brand/logo.png: warning: nothing names this logo, so it is not printed\n\twrite brand: {logo: logo.png} in organisation.yaml" {
		t.Errorf("got %v", problems)
	}
}
