package generator

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/output/document"
)

// prose is the templates of one language: parsed, checked against the definitions and made safe to fill.
type prose struct {
	docs     map[string]*text
	partials *template.Template
	outlines *template.Template // of the documents and the partials
}

// text is the template of one document.
type text struct {
	file           string // for positions
	title, summary string
	head           map[string]string // as written: of a bundle also the title and the summary for a size
	lines          []string          // as written, the header blank
	tree           *parse.Tree
}

// place moves problems of a filled text, which nobody sees when there are any, to the line of the template that it came
// from: the one that reads the same. Where there is none, because something was filled in, the problem quotes the line.
func (p *prose) place(j *job, filled []byte, problems problem.List) {
	lines := strings.Split(string(filled), "\n")
	for i := range problems {
		fault := &problems[i]
		if fault.At.Line < 1 || fault.At.Line > len(lines) {
			continue
		}
		t, deeper := p.docs[j.doc.ID], ""
		for _, d := range j.parts { // the chapter in which the line stands
			if slices.ContainsFunc(lines[:fault.At.Line], func(l string) bool { return strings.HasPrefix(l, chapter(d)) }) {
				t, deeper = p.docs[d.ID], "#"
			}
		}
		line := strings.TrimSpace(lines[fault.At.Line-1])
		column := fault.At.Column
		if strings.HasPrefix(line, "#") {
			line, column = strings.TrimPrefix(line, deeper), column-len(deeper)
		}
		if n := slices.IndexFunc(t.lines, func(l string) bool { return line != "" && strings.TrimSpace(l) == line }); n >= 0 {
			fault.At = problem.Position{File: t.file, Line: n + 1, Column: column}
			continue
		}
		if r := []rune(line); len(r) > 60 {
			line = string(r[:59]) + "…"
		}
		fault.At = problem.Position{File: t.file}
		fault.Message += fmt.Sprintf(", in the filled line %q", line)
	}
}

// chapter is how the heading of a part begins in its bundle.
func chapter(d *content.Document) string { return `## <a id="` + d.ID + `"></a>` }

// headKeys are the keys in the header of a template. What a bundle holds depends on the size: its header may name it by size
// (title_small, summary_small).
func headKeys(d *content.Document) []string {
	known := []string{"title", "summary"}
	for _, size := range keys(d.Parts) {
		known = append(known, "title_"+size, "summary_"+size)
	}
	return known
}

// named is the title and the summary of a document of the plan. A bundle of which one part is left bears its title.
func (p *prose) named(d planned, size string) (title, summary string) {
	t := p.docs[d.doc.ID]
	if len(d.parts) == 1 {
		part := p.docs[d.parts[0].ID]
		return part.title, part.summary
	}
	return cmp.Or(t.head["title_"+size], t.title), cmp.Or(t.head["summary_"+size], t.summary)
}

const maxTemplate = 1 << 20 // bytes

// sources reads templates: a client's file stands in for the built-in one of the same path.
type sources struct{ client, builtin fs.FS }

func (s sources) read(name string) ([]byte, error) {
	if s.client != nil {
		data, err := content.ReadFile(s.client, "templates/"+name, maxTemplate)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return fs.ReadFile(s.builtin, name)
}

// strays reports client templates that replace nothing: their author expects an effect that they would not have.
func (s sources) strays(problems *problem.List) {
	if s.client == nil {
		return
	}
	var known []string
	_ = fs.WalkDir(s.builtin, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			known = append(known, name)
		}
		return err
	})
	_ = fs.WalkDir(s.client, "templates", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !slices.Contains(known, strings.TrimPrefix(name, "templates/")) {
			hint := problem.DidYouMean(strings.TrimPrefix(name, "templates/"), known)
			problems.Errorf(problem.Position{File: name}, strings.TrimSpace(hint+" 'ismsgen list templates' shows all names"), "this file replaces no built-in template")
		}
		return nil
	})
}

// loadProse parses all templates of a language and checks them; every fault of every template is reported.
func loadProse(src sources, lang string, plan []planned, n *names, problems *problem.List) *prose {
	p := &prose{docs: map[string]*text{}}
	partials := map[string]*parse.Tree{}
	entries, _ := fs.ReadDir(src.builtin, lang+"/partials")
	for _, e := range entries {
		file := path.Join(lang, "partials", e.Name())
		name := strings.TrimSuffix(e.Name(), ".md.tmpl")
		if data, ok := src.text(file, problems); ok {
			body := string(data)
			n.texts[name] = body
			if tree := parseTemplate("templates/"+file, body, problems); tree != nil {
				partials[name] = tree
			}
		}
	}
	var docs []*content.Document
	for _, d := range plan {
		docs = append(docs, d.all()...)
	}
	trees := map[string]*parse.Tree{}
	bodies := map[string]string{}
	for _, d := range docs {
		t, body, ok := src.document(lang, d, problems)
		if !ok {
			continue
		}
		p.docs[d.ID], bodies[d.ID] = t, body
		if tree := parseTemplate(t.file, body, problems); tree != nil {
			trees[d.ID] = tree
			n.rules[d.ID] = append(ruleKeys(tree), n.own[d.ID]...)
		}
	}
	for _, d := range docs {
		tree := trees[d.ID]
		if tree == nil {
			continue
		}
		c := &checker{names: n, file: p.docs[d.ID].file, text: bodies[d.ID], problems: problems, partial: partials,
			root: shape{known: true, fields: n.root}}
		c.scopes = []map[string]shape{{}}
		c.list(tree.Root, c.root)
	}
	if problems.HasErrors() {
		return p
	}
	p.outlines = outlines(partials, trees)
	p.partials = template.New("").Option("missingkey=error").Funcs(unbound())
	for _, name := range keys(partials) {
		escapeTree(partials[name])
		template.Must(p.partials.AddParseTree(name, partials[name]))
	}
	for _, d := range docs {
		escapeTree(trees[d.ID])
		p.docs[d.ID].tree = trees[d.ID]
	}
	return p
}

// template is the template of a document together with the partials, for one filling.
func (p *prose) template(id string) (*template.Template, error) {
	set, err := p.partials.Clone()
	if err != nil {
		return nil, err
	}
	return set.AddParseTree(p.docs[id].file, p.docs[id].tree)
}

// text reads a template and reports what is no text in it.
func (s sources) text(file string, problems *problem.List) ([]byte, bool) {
	data, err := s.read(file)
	if err != nil {
		problems.Errorf(problem.Position{File: "templates/" + file}, "", "cannot read the template: %v", err)
		return nil, false
	}
	*problems = append(*problems, content.CheckText("templates/"+file, data)...)
	return data, true
}

// document reads the template of a document and its header, and gives the rest with blank lines in place of the header:
// they keep the line numbers of the file.
func (s sources) document(lang string, d *content.Document, problems *problem.List) (t *text, body string, ok bool) {
	file := path.Join(lang, d.Kind, d.ID+".md.tmpl")
	data, ok := s.text(file, problems)
	if !ok {
		return nil, "", false
	}
	front, rest, line := document.Split(data)
	head, faults := content.Front("templates/"+file, front, headKeys(d))
	*problems = append(*problems, faults...)
	if head["title"] == "" && !faults.HasErrors() {
		problems.Errorf(problem.Position{File: "templates/" + file, Line: 1}, "begin the file with a line ---, a line title: <title of the document> and a line ---", "the document has no title")
	}
	body = strings.Repeat("\n", max(line-1, 0)) + string(rest)
	return &text{file: "templates/" + file, title: head["title"], summary: head["summary"], head: head, lines: strings.Split(body, "\n")}, body, true
}

// Expressions that only a fault needs are made then: a start of the program costs less without them.
var parseFault = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^template: .*?:(\d+)(?::(\d+))?: (.*)$`)
})

// parseTemplate parses one file. Unknown functions are left to the checker, which knows what was meant.
func parseTemplate(file, text string, problems *problem.List) *parse.Tree {
	t := parse.New(file)
	t.ParseName = file
	t.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	_, err := t.Parse(text, "{{", "}}", set)
	if err != nil {
		at := problem.Position{File: file}
		message := err.Error()
		if m := parseFault().FindStringSubmatch(message); m != nil {
			at.Line, _ = strconv.Atoi(m[1])
			at.Column, _ = strconv.Atoi(m[2])
			message = m[3]
		}
		hint := ""
		if strings.Contains(message, "unexpected EOF") {
			hint = "an if, range or with lacks its {{end}}"
		}
		problems.Errorf(at, hint, "%s", message)
		return nil
	}
	c := checker{file: file, text: text, problems: problems}
	for _, name := range keys(set) {
		if name != file {
			c.fault(set[name].Root, "partials are files of their own, which come with the program", "define and block are not used in templates: %q", name)
		}
	}
	return t
}

// ruleKeys lists the keys of the rules in a template.
func ruleKeys(t *parse.Tree) []string {
	var rules []string
	walk(t.Root, func(n parse.Node) {
		if c, ok := n.(*parse.CommandNode); ok && call(c) == "rule" {
			if key, ok := literal(c, 1); ok {
				rules = append(rules, key)
			}
		}
	})
	return rules
}
