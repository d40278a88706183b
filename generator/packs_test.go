package generator

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"ismsgen/content"
	"ismsgen/output"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// TestMain collects garbage less often: the tests make some dozens of packs.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// sample is the pack of an example in one language, made once for all tests that read it.
type sample struct {
	*pack
	example, lang string
	org           *content.Organisation
	docs          []sampleDoc
}

// sampleDoc is a document of a sample.
type sampleDoc struct {
	*job
	tree     *document.Document
	sections []section
	pages    int // of the PDF; 0 when it was not printed
	passages []passage
}

// packs makes the packs of all examples in all their languages, once.
var packs = sync.OnceValues(func() ([]*sample, error) {
	var all []*sample
	for _, example := range content.Examples() {
		client, err := content.Example(example)
		if err != nil {
			return nil, err
		}
		lib, problems := content.Open(content.Builtin())
		if problems.HasErrors() {
			return nil, problems
		}
		made, err := writeSample(Request{Client: client, Library: lib, Templates: templates.Files, Formats: []string{"pdf"}}, example, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", example, err)
		}
		all = append(all, made...)
	}
	return all, nil
})

// examplePacks gives the packs of the examples.
func examplePacks(t testing.TB) []*sample {
	t.Helper()
	all, err := packs()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// writeSample makes the packs of a request, or the documents that hold what it names, the organisation first changed by alter.
func writeSample(r Request, example string, alter func(*content.Organisation)) ([]*sample, error) {
	org, problems := content.Load(r.Client, r.Library)
	if problems.HasErrors() {
		return nil, problems
	}
	if alter != nil {
		alter(org)
	}
	docs := plan(r.Library, org, &problems)
	style := brand(r.Client, org, &problems)
	formats := slices.DeleteFunc(output.Formats(), func(f output.Format) bool { return !slices.Contains(r.Formats, f.ID) })
	var all []*sample
	for _, lang := range org.Languages {
		p, faults := newPack(&r, org, lang, org.ReferenceDate(), docs)
		if problems = append(problems, faults...); problems.HasErrors() {
			return nil, problems
		}
		w := &sample{pack: p, example: example, lang: lang, org: org}
		var work []task
		for _, j := range p.jobs {
			if p.shown(j) && (r.Only == nil || slices.ContainsFunc(r.Only, j.holds)) {
				p.places[j.doc.ID].task = len(work) + 1
				work = append(work, task{p, j})
			}
		}
		err := ordered(context.Background(), len(work), runtime.GOMAXPROCS(0), func(i int) made { return work[i].make(formats, style) }, func(m made) error {
			if problems = append(problems, m.problems...); m.document == nil {
				return problems
			}
			j := work[len(w.docs)].job
			d := sampleDoc{job: j, tree: m.document, sections: p.places[j.doc.ID].sections}
			for _, f := range m.files {
				d.pages += f.pages
			}
			meta := m.document.Meta
			d.passages = append(d.passages, passage{text: j.title, heading: true}, passage{text: j.summary}, passage{text: meta.Owner, cell: true}, passage{text: meta.Approver, cell: true})
			d.passages = append(d.passages, passages(m.document.Blocks)...)
			w.docs = append(w.docs, d)
			return nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// name is the file of a document in the pack, for messages.
func (w *sample) name(d sampleDoc) string { return w.example + "/" + w.lang + "/" + d.file(".md") }

// passage is a piece of text that is read as one: a paragraph, an item, a heading, a line of a cell.
type passage struct {
	text     string
	cell     bool // of a table
	heading  bool
	callout  bool
	register string // whose generated block it stands in; "chart" for a drawing
	rule     bool   // it leads to a rule
}

// citation is how a link names a rule.
var citation = regexp.MustCompile(`R\d+$`)

// passages lists the texts of blocks in the order in which they are read. Code is none.
func passages(blocks []document.Block) []passage {
	var list []passage
	var visit func([]document.Block, passage)
	visit = func(blocks []document.Block, in passage) {
		add := func(text []document.Inline, as passage) {
			first := len(list)
			for line := range strings.SplitSeq(document.Plain(text), "\n") {
				if as.text = strings.TrimSpace(strings.TrimLeft(line, "🟢🟠🔴⚪☐☑ ")); as.text != "" {
					list = append(list, as)
				}
			}
			document.WalkInlines(&document.Paragraph{Text: text}, func(i document.Inline) {
				if l, ok := i.(document.Link); ok && citation.MatchString(document.Plain(l.Text)) {
					for n := range list[first:] {
						list[first+n].rule = true
					}
				}
			})
		}
		for _, b := range blocks {
			within := in
			switch b := b.(type) {
			case *document.Heading:
				within.heading = true
				add(b.Text, within)
			case *document.Paragraph:
				add(b.Text, within)
			case *document.Field:
				within.cell = true
				add(b.Label, within)
			case *document.List:
				for _, i := range b.Items {
					visit(i.Blocks, in)
				}
			case *document.Rules:
				for _, r := range b.Rules {
					visit(r.Blocks, in)
				}
			case *document.Quote:
				visit(b.Blocks, in)
			case *document.Callout:
				within.callout = true
				visit(b.Blocks, within)
			case *document.Landscape:
				visit(b.Blocks, in)
			case *document.Register:
				within.register = b.Name
				visit(b.Blocks, within)
			case *document.Definitions:
				for _, e := range b.Entries {
					add(e.Term, in)
					for _, d := range e.Blocks {
						visit(d, in)
					}
				}
			case *document.Footnotes:
				for _, n := range b.Notes {
					visit(n.Blocks, in)
				}
			case *document.Table:
				within.cell = true
				for _, row := range append([][]document.Cell{b.Header}, b.Rows...) {
					for _, c := range row {
						add(c, within)
					}
				}
			case *document.Chart:
				within.cell, within.register = true, "chart"
				for _, row := range append([][]string{{b.Title}, b.Header}, b.Rows...) {
					for _, c := range row {
						add([]document.Inline{document.Text(c)}, within)
					}
				}
			}
		}
	}
	visit(blocks, passage{})
	return list
}

// shortened are words whose full stop ends no sentence.
var shortened = strings.Fields("e.g. i.e. etc. incl. excl. no. art. p. vs. ca. approx. dr. ir. ing. mr. mrs. st. bv. b.v. o.a. d.w.z. m.b.t. t.a.v. i.v.m. enz. nr. blz. resp. evt. m.a.w. a.d.h.v. t.e.m. t.o.v. par.")

// sentences divides a passage. In a cell, and behind a colon where there are several, a semicolon parts the items of a list.
func (p passage) sentences() []string {
	var list []string
	for _, s := range p.full() {
		s = items.ReplaceAllString(s, ";; $1")
		if _, after, _ := strings.Cut(s, ":"); strings.Count(after, ";") < 2 && strings.Count(s, ";") < 3 {
			list = append(list, s)
			continue
		}
		for item := range strings.SplitSeq(s, ";") {
			if item = strings.TrimSpace(item); item != "" {
				list = append(list, item)
			}
		}
	}
	return list
}

// items begin with the number of a control, a risk, a process.
var items = regexp.MustCompile(`; ((?:A\.\d|[A-Z]+-\d))`)

// full divides a passage at full stops.
func (p passage) full() []string {
	var list []string
	runes := []rune(p.text)
	start := 0
	cut := func(end int) {
		if s := strings.TrimSpace(string(runes[start:end])); s != "" {
			list = append(list, s)
		}
		start = end
	}
	for i, r := range runes {
		if r == '·' || r == ';' && p.cell {
			cut(i + 1)
			continue
		}
		if r != '.' && r != '!' && r != '?' && r != '…' {
			continue
		}
		end := i + 1
		for end < len(runes) && strings.ContainsRune("”’\"')»", runes[end]) {
			end++
		}
		next := end
		for next < len(runes) && unicode.IsSpace(runes[next]) {
			next++
		}
		if next == end || next == len(runes) || unicode.IsLower(runes[next]) {
			continue
		}
		word := string(runes[start:i])
		word = strings.TrimLeft(word[strings.LastIndexFunc(word, unicode.IsSpace)+1:], "(“‘\"")
		if r == '.' && (slices.Contains(shortened, uncapital(word)+".") || initial.MatchString(word)) {
			continue
		}
		cut(end)
	}
	cut(len(runes))
	return list
}

// initial is the first letter of a name; I, V and X count annexes.
var initial = regexp.MustCompile(`^[A-HJ-UWYZ]$`)

// uncapital makes the first letter a small one: "BV." ends a sentence, "bv." and "Bv." do not.
func uncapital(word string) string {
	if word == "" {
		return ""
	}
	r := []rune(word)
	return string(unicode.ToLower(r[0])) + string(r[1:])
}

// wordsOfText are the words of a sentence: what holds a letter or a digit.
func wordsOfText(sentence string) []string {
	return slices.DeleteFunc(strings.Fields(sentence), func(w string) bool {
		return !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	})
}

// source is a line of a template, of the client's data or of the words of a language.
type source struct {
	file  string
	line  int
	prior bool // a template of this language
}

// sources finds the places from which the text of a pack came.
type origins struct {
	lines []source
	pairs map[string][]int // two words that follow each other, to the lines where they do
}

var originsOf = func() func(example, lang string) *origins {
	var lock sync.Mutex
	known := map[string]*origins{}
	return func(example, lang string) *origins {
		lock.Lock()
		defer lock.Unlock()
		key := example + "/" + lang
		if known[key] == nil {
			known[key] = newOrigins(example, lang)
		}
		return known[key]
	}
}()

func newOrigins(example, lang string) *origins {
	o := &origins{pairs: map[string][]int{}}
	client, _ := content.Example(example)
	for _, from := range []struct {
		files      fs.FS
		root, name string
	}{{templates.Files, lang, "templates"}, {client, ".", "content/examples/" + example}, {content.Builtin(), "languages/" + lang, "content"}} {
		_ = fs.WalkDir(from.files, from.root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.Contains(name, ".yaml") && !strings.Contains(name, ".tmpl") {
				return nil
			}
			data, _ := fs.ReadFile(from.files, name)
			for i, line := range strings.Split(string(data), "\n") {
				line = action.ReplaceAllString(line, " \x00 ")
				o.lines = append(o.lines, source{path.Join(from.name, name), i + 1, from.name == "templates"})
				for _, p := range pairs(line) {
					o.pairs[p] = append(o.pairs[p], len(o.lines)-1)
				}
			}
			return nil
		})
	}
	return o
}

// pairs are the pairs of words of a text, in small letters, without the marks of Markdown and YAML.
func pairs(text string) []string {
	var words, list []string
	for _, w := range strings.Fields(text) {
		if w != "\x00" {
			w = strings.ToLower(strings.TrimFunc(strings.ReplaceAll(w, `\`, ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		}
		if w != "" {
			words = append(words, w)
		}
	}
	for i := 1; i < len(words); i++ {
		if words[i-1] != "\x00" && words[i] != "\x00" {
			list = append(list, words[i-1]+" "+words[i])
		}
	}
	return list
}

// of names the place that a sentence came from: file and line, or the document where none says so.
func (o *origins) of(sentence string) (at source, known bool) {
	votes := map[int]int{}
	for _, p := range pairs(sentence) {
		lines := slices.Compact(slices.Clone(o.pairs[p]))
		for _, n := range lines {
			votes[n] += 1 + 8/len(lines)
		}
	}
	best := -1
	for n, v := range votes {
		if best < 0 || v > votes[best] || v == votes[best] && (o.lines[n].prior && !o.lines[best].prior || o.lines[n].prior == o.lines[best].prior && n < best) {
			best = n
		}
	}
	if best < 0 {
		return source{}, false
	}
	return o.lines[best], true
}

// findings are what a test has to say, once per place, in order.
type findings struct {
	t    *testing.T
	seen map[string]bool
	list []string
}

func newFindings(t *testing.T) *findings { return &findings{t: t, seen: map[string]bool{}} }

// add reports something about a sentence of a document at the place where it was written.
func (f *findings) add(w *sample, d sampleDoc, sentence, format string, args ...any) {
	place, what := w.name(d), fmt.Sprintf(format, args...)
	if at, ok := originsOf(w.example, w.lang).of(sentence); ok {
		place = fmt.Sprintf("%s:%d", at.file, at.line)
	}
	if strings.HasPrefix(place, "content/examples/") {
		what += " (" + w.lang + ")"
	}
	if !f.seen[place+format] { // the first of a line; those of other examples read alike
		f.seen[place+format] = true
		f.list = append(f.list, place+": "+what)
	}
}

// plainly reports something at a place that is known.
func (f *findings) plainly(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !f.seen[s] {
		f.seen[s] = true
		f.list = append(f.list, s)
	}
}

// tell makes the test fail when there is something to say.
func (f *findings) tell() {
	f.t.Helper()
	slices.Sort(f.list)
	if len(f.list) > 0 {
		f.t.Errorf("%d findings:\n%s", len(f.list), strings.Join(f.list, "\n"))
	}
}
