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
