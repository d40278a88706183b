package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// library is the knowledge that comes with the program.
func library(t testing.TB) *content.Library {
	t.Helper()
	lib, problems := content.Open(content.Builtin())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lib
}

func request(t testing.TB, example string) Request {
	t.Helper()
	client, err := content.Example(example)
	if err != nil {
		t.Fatal(err)
	}
	return Request{Client: client, Library: library(t), Templates: templates.Files}
}

// collect makes a pack in memory.
func collect(t testing.TB, r Request) (map[string][]byte, []string, Summary) {
	t.Helper()
	files := map[string][]byte{}
	var order []string
	s, problems := Generate(context.Background(), r, func(f File) error {
		if files[f.Path] != nil {
			t.Errorf("%s comes twice", f.Path)
		}
		files[f.Path] = f.Data
		order = append(order, f.Path)
		return nil
	})
	if len(problems) > 0 {
		t.Fatalf("problems:\n%v", problems)
	}
	return files, order, s
}

func TestEveryFunctionIsBoundAndChecked(t *testing.T) {
	bound := unbound()
	goOwn := []string{"and", "or", "not", "len", "eq", "ne", "lt", "le", "gt", "ge", "print"}
	for name := range bound {
		if _, ok := functions[name]; !ok && name != escaper {
			t.Errorf("the checker does not know %s", name)
		}
	}
	for name, f := range functions {
		fn, ok := bound[name]
		if !ok {
			if !slices.Contains(goOwn, name) {
				t.Errorf("%s is bound to nothing", name)
			}
			continue
		}
		ft := reflect.TypeOf(fn)
		least := ft.NumIn()
		if ft.IsVariadic() {
			least-- // the checker may ask for more
		}
		if f.least < least || f.least > least && !ft.IsVariadic() {
			t.Errorf("%s takes at least %d arguments, the checker says %d", name, least, f.least)
		}
		if !ft.IsVariadic() && f.most != ft.NumIn() {
			t.Errorf("%s takes at most %d arguments, the checker says %d", name, ft.NumIn(), f.most)
		}
	}
}

func TestWordsOfAPageHaveTheirNames(t *testing.T) {
	lib := library(t)
	want := reflect.TypeFor[document.Words]()
	for _, tag := range lib.Languages {
		l, problems := lib.Language(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for i := range want.NumField() {
			if l.Words[want.Field(i).Name] == "" {
				t.Errorf("%s lacks the word %s", tag, want.Field(i).Name)
			}
		}
		if len(l.Words) != want.NumField() {
			t.Errorf("%s has %d words, a page uses %d", tag, len(l.Words), want.NumField())
		}
	}
}

// TestTheSameRequestGivesTheSameBytes makes a pack with one and with two workers.
func TestTheSameRequestGivesTheSameBytes(t *testing.T) {
	r := request(t, content.Examples()[2])
	r.Workers = 1
	first, order, _ := collect(t, r)
	r.Workers = 2
	again, orderAgain, _ := collect(t, r)
	if !slices.Equal(order, orderAgain) {
		t.Error("the files come in another order")
	}
	for name, data := range first {
		if string(again[name]) != string(data) {
			t.Errorf("%s differs", name)
		}
	}
}

// TestRulesCountAsTheParserDoes holds the quick count of rules against the parser, over every document.
func TestRulesCountAsTheParserDoes(t *testing.T) {
	quick := 0
	count := func(name string, body []byte) {
		got, want := map[string]int{}, map[string]int{}
		if !plainRules(body, got) {
			return
		}
		d, _ := document.Parse(name, body, document.Options{})
		document.Walk(d.Blocks, func(b document.Block) bool {
			if rules, ok := b.(*document.Rules); ok {
				for _, r := range rules.Rules {
					want[r.Key] = r.Number
				}
			}
			return true
		})
		if quick += len(want); !maps.Equal(got, want) {
			t.Errorf("%s: %v, the parser says %v", name, got, want)
		}
	}
	for _, example := range content.Examples() {
		r := request(t, example)
		org, _ := content.Load(r.Client, r.Library)
		var problems problem.List
		for _, lang := range org.Languages {
			p, _ := newPack(&r, org, lang, org.ReferenceDate(), plan(r.Library, org, &problems))
			for _, j := range p.jobs {
				body, problems := p.bare(j)
				if problems.HasErrors() {
					t.Fatal(problems)
				}
				count(j.file(".md"), body)
			}
		}
	}
	if quick < 100 {
		t.Errorf("only %d rules were counted quickly", quick)
	}
	for _, body := range []string{"- <a id=\"a\"></a>**R7** A\n- <a id=\"b\"></a>**R** B\n", "> - <a id=\"a\"></a>**R** A\n", "1. <a id=\"a\"></a>**R** A\n",
		"- <a id=\"a\"></a>**R** A\n  - <a id=\"b\"></a>**R** B\n", "- <a id=\"a\"></a>**R** as **R1** says\n"} {
		if plainRules([]byte(body), map[string]int{}) {
			t.Errorf("counted without the parser: %q", body)
		}
	}
}

// grammar are the functions that belong to a language: a translation may use them as its sentences need.
var grammar = []string{"role", "the", "The", "holder", "deputy", "join", "count", "amount", "every", "rhythm", "date", "shortdate", "month", "capital", "pluck", "rolenames", "person", "control", "print", "len", "label", "level"}

// skeleton lists, per section, the facts, topics, rules and registers that a template uses.
func skeleton(tree *parse.Tree) map[string][]string {
	sections := map[string][]string{}
	section := 0
	add := func(s string) {
		key := fmt.Sprintf("section %d", section)
		if !slices.Contains(sections[key], s) {
			sections[key] = append(sections[key], s)
		}
	}
	walk(tree.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TextNode:
			for line := range strings.Lines(string(n.Text)) {
				if strings.HasPrefix(line, "## ") {
					section++
					add("##")
				} else if strings.HasPrefix(line, "### ") {
					add("###")
				}
			}
		case *parse.FieldNode:
			add(n.String())
		case *parse.TemplateNode:
			add("template " + n.Name)
		case *parse.CommandNode:
			// "eq … 1" chooses between singular and plural.
			if name := call(n); name != "" && !slices.Contains(grammar, name) && !(name == "eq" && strings.HasSuffix(n.String(), " 1")) {
				add(n.String())
			}
		}
	})
	for _, s := range sections {
		slices.Sort(s)
	}
	return sections
}

// TestTranslationsSayTheSame holds the templates of every language against the first: a translation cannot drift.
func TestTranslationsSayTheSame(t *testing.T) {
	lib := library(t)
	src := sources{builtin: templates.Files}
	for i := range lib.Documents {
		d := &lib.Documents[i]
		var want map[string][]string
		for _, lang := range lib.Languages {
			var problems problem.List
			file := lang + "/" + d.Kind + "/" + d.ID + ".md.tmpl"
			data, err := src.read(file)
			if err != nil {
				t.Error(err)
				continue
			}
			_, body, _ := document.Split(data)
			tree := parseTemplate(file, string(body), &problems)
			if tree == nil {
				t.Errorf("%v", problems)
				continue
			}
			got := skeleton(tree)
			if want == nil {
				want = got
				continue
			}
			for _, section := range slices.Sorted(maps.Keys(union(want, got))) {
				for _, s := range want[section] {
					if !slices.Contains(got[section], s) {
						t.Errorf("%s, %s lacks %s", file, section, s)
					}
				}
				for _, s := range got[section] {
					if !slices.Contains(want[section], s) {
						t.Errorf("%s, %s has %s, which %s has not", file, section, s, lib.Languages[0])
					}
				}
			}
		}
	}
}

func union[V any](a, b map[string]V) map[string]V {
	u := maps.Clone(a)
	maps.Copy(u, b)
	return u
}

func TestOrderedKeepsOrderAndStops(t *testing.T) {
	var got []int
	err := ordered(context.Background(), 50, 4, func(i int) int { return i * i }, func(v int) error { got = append(got, v); return nil })
	if err != nil || len(got) != 50 || !slices.IsSorted(got) {
		t.Errorf("got %v, %v", got, err)
	}
	stop := errors.New("stop")
	taken := 0
	err = ordered(context.Background(), 1000, 4, func(i int) int { return i }, func(int) error {
		if taken++; taken == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || taken != 3 {
		t.Errorf("took %d, %v", taken, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := ordered(ctx, 10, 1, func(i int) int { return i }, func(int) error { return nil }); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestCompareIDs(t *testing.T) {
	sorted := []string{"5.1", "5.2", "5.10", "6.1", "8.34", "OWN-1", "OWN-2", "OWN-10"}
	for i, a := range sorted {
		for j, b := range sorted {
			if c := compareIDs(a, b); (c < 0) != (i < j) || (c > 0) != (i > j) {
				t.Errorf("compare %s with %s: %d", a, b, c)
			}
		}
	}
}

func BenchmarkPack(b *testing.B) {
	for _, example := range content.Examples() {
		b.Run(example, func(b *testing.B) {
			r := request(b, example)
			pages := 0
			for b.Loop() {
				s, problems := Generate(context.Background(), r, func(File) error { return nil })
				if problems.HasErrors() {
					b.Fatal(problems)
				}
				for _, f := range s.Formats {
					pages += f.Pages
				}
			}
			b.ReportMetric(float64(pages)/float64(b.N), "pages/op")
		})
	}
}

// BenchmarkOneDocument is what a run for one document does, from opening the library on.
func BenchmarkOneDocument(b *testing.B) {
	for b.Loop() {
		r := request(b, content.Examples()[0])
		r.Only, r.Languages, r.Formats = []string{"scope"}, []string{"nl"}, []string{"pdf"}
		if _, problems := Generate(context.Background(), r, func(File) error { return nil }); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}

// renamed is a file system in which one folder also appears under another name.
type renamed struct {
	fs.FS
	from, to string
}

func (r renamed) back(name string) string {
	return strings.Replace(name, "/"+r.to+"/", "/"+r.from+"/", 1)
}

func (r renamed) Open(name string) (fs.File, error) {
	n := strings.TrimPrefix(r.back("/"+name+"/"), "/")
	return r.FS.Open(strings.TrimSuffix(n, "/"))
}

func (r renamed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.FS, strings.Trim(r.back("/"+name+"/"), "/"))
	for _, e := range entries {
		if e.Name() == r.from && e.IsDir() {
			return append(slices.Clone(entries), entryAs{e, r.to}), err
		}
	}
	return entries, err
}

type entryAs struct {
	fs.DirEntry
	name string
}

func (e entryAs) Name() string { return e.name }

// TestALanguageNeedsNoGo adds a language by files alone: its folder of words and its folder of templates.
func TestALanguageNeedsNoGo(t *testing.T) {
	lib, problems := content.Open(renamed{content.Builtin(), "en", "xx"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if !slices.Contains(lib.Languages, "xx") {
		t.Fatalf("languages %v", lib.Languages)
	}
	r := request(t, content.Examples()[2])
	r.Library, r.Templates = lib, renamed{r.Templates, "en", "xx"}
	r.Languages, r.AllowUntranslated = []string{"xx"}, true
	n := 0
	s, problems := Generate(context.Background(), r, func(f File) error {
		if n++; !strings.HasPrefix(f.Path, "xx/") {
			t.Errorf("%s is not in the new language", f.Path)
		}
		return nil
	})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if n == 0 || s.Drafts != s.Documents {
		t.Errorf("%d files, %d drafts of %d documents: texts without a translation make drafts", n, s.Drafts, s.Documents)
	}
}
