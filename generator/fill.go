package generator

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// maxMarkdown bounds a filled document, in bytes: a template of a stranger may loop.
const maxMarkdown = 16 << 20

var errTooLong = errors.New("the document grows beyond 16 MiB")

// bounded stops a template that prints without end.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(data []byte) (int, error) {
	if b.Len()+len(data) > maxMarkdown {
		return 0, errTooLong
	}
	return b.Buffer.Write(data)
}

// filling is one document being filled.
type filling struct {
	*pack
	job    *job
	doc    *content.Document // whose template is filled: of the job, or a part of it
	now    bool              // references to rules are looked up at once, so that a fault has its place
	cited  []string          // controls that the sections and rules so far name
	headed []string          // of these what sections name in their heading
}

// filled is a document over which its template ran: its rules are known, but not yet those that it refers to.
type filled struct {
	body     []byte   // with a mark for what other documents say
	cited    []string // controls that its sections and rules name
	headed   []string // of these what sections name in their heading
	problems problem.List
}

// fill runs the template of a document over the data. The result has no front matter yet.
func (p *pack) fill(j *job) ([]byte, problem.List) { return p.complete(j, true) }

// early is the document without its index of places: two documents with an index would wait for each other.
func (p *pack) early(j *job) ([]byte, problem.List) { return p.complete(j, false) }

// complete puts into a document what it says of others.
func (p *pack) complete(j *job, index bool) ([]byte, problem.List) {
	f := p.filled[j.doc.ID]()
	body, err := eachMark(f.body, func(kind, words string) (Markdown, error) {
		if kind == "index" && !index {
			return "", nil
		}
		return p.resolve(j, kind, words)
	})
	if err != nil {
		return nil, p.run(&filling{pack: p, job: j, doc: j.doc, now: true}).problems
	}
	return body, f.problems
}

// bare is the document without what stands for marks.
func (p *pack) bare(j *job) ([]byte, problem.List) {
	f := p.filled[j.doc.ID]()
	body, _ := eachMark(f.body, func(kind, words string) (Markdown, error) { return "", nil })
	return body, f.problems
}

// run fills the document of f.
func (p *pack) run(f *filling) filled {
	out, err := f.execute()
	if err != nil {
		return filled{problems: problem.List{execFault(p.prose.docs[f.doc.ID].file, err)}}
	}
	return filled{body: tidy(oneStop(out)), cited: f.cited, headed: f.headed}
}

// execute runs the template of f.doc.
func (f *filling) execute() ([]byte, error) {
	tmpl, err := f.prose.template(f.doc.ID)
	if err != nil {
		return nil, err
	}
	var out bounded
	if err = tmpl.Funcs(f.funcs()).Execute(&out, map[string]any(f.dot(f.job))); err != nil {
		return nil, err
	}
	return f.withOwn(out.Bytes())
}

// mark stands around words in a document that is not finished: what they stand for follows from other documents, once
// their templates ran. No text holds this character.
const mark = "\x00"

// later puts a mark.
func later(kind, words string) Markdown { return Markdown(mark + kind + " " + words + mark) }

// resolve gives what a mark in a document stands for.
func (p *pack) resolve(j *job, kind, words string) (Markdown, error) {
	switch kind {
	case "index":
		return p.block("index", p.lib.Tables["index"].Views[words], p.index(j)), nil
	case "practice":
		return p.practiceLinks(p.soa[words]), nil
	case "documents":
		return p.leading(strings.Fields(words)), nil
	}
	id, key, _ := strings.Cut(words, " ")
	return p.ruleLink(j, id, key)
}

// eachMark puts texts in the place of marks.
func eachMark(body []byte, text func(kind, words string) (Markdown, error)) ([]byte, error) {
	var out []byte
	for {
		before, after, found := bytes.Cut(body, []byte(mark))
		if !found {
			return append(out, body...), nil
		}
		named, rest, _ := bytes.Cut(after, []byte(mark))
		kind, words, _ := strings.Cut(string(named), " ")
		made, err := text(kind, words)
		if err != nil {
			return nil, err
		}
		out, body = append(append(out, before...), made...), rest
	}
}

var (
	execPlace = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^template: ([^:]*):(\d+):(\d+): executing ".*?" at <.*?>: (?s:(.*))$`)
	})
	execCall = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^error calling \w+: `) })
	goTypes  = strings.NewReplacer("[]interface {}", "a list", "[]table.Row", "a list of rows", "table.Date", "a date", "table.Row", "a group", "table.Texts", "a text")
)

// execFault turns an error of text/template into a problem at its place. Columns there count bytes from 0.
func execFault(file string, err error) problem.Problem {
	p := problem.Problem{At: problem.Position{File: file}, Message: err.Error()}
	for m := execPlace().FindStringSubmatch(p.Message); m != nil; m = execPlace().FindStringSubmatch(p.Message) { // a part's fault stands within its bundle's
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		p.At = problem.Position{File: m[1], Line: line, Column: column + 1}
		p.Message = goTypes.Replace(execCall().ReplaceAllString(m[4], ""))
		if errors.Is(err, errAbsent) || errors.Is(err, errEmpty) {
			p.Hint = "test it with {{if}} first, or fill it in the client's data"
		}
	}
	return p
}

// twoStops is the end of a sentence whose last word has a full stop of its own, as in "B.V..".
var twoStops = regexp.MustCompile(`(\pL\.)\.([\s<|]|$)`)

// oneStop leaves one full stop where a name that ends in one ends a sentence.
func oneStop(b []byte) []byte {
	if !bytes.Contains(b, []byte("..")) {
		return b
	}
	return twoStops.ReplaceAll(b, []byte("$1$2"))
}

// tidy removes what the actions of a template leave behind: runs of blank lines, blanks at line ends and one at the start. A
// heading and a box have a blank line before them, unless a comment there says how they are printed.
func tidy(b []byte) []byte {
	out := make([]byte, 0, len(b)+1)
	blank, fenced, comment, box := false, false, false, false
	for line := range bytes.Lines(b) {
		if line = bytes.TrimRight(line, " \t\n"); len(line) == 0 {
			blank = true
			continue
		}
		if !fenced && line[0] == ' ' && line[1] != ' ' {
			line = line[1:]
		}
		apart := !fenced && !comment && (line[0] == '#' || line[0] == '>' && !box)
		if (blank || apart) && len(out) > 0 {
			out = append(out, '\n')
		}
		if bytes.HasPrefix(line, []byte("```")) {
			fenced = !fenced
		}
		comment, box = bytes.HasPrefix(line, []byte("<!--")), line[0] == '>'
		out, blank = append(append(out, line...), '\n'), false
	}
	if len(out) == 0 {
		return []byte("\n")
	}
	return out
}

// ruleNumbers finds the numbers of a document's rules: it counts as the parser does.
func (p *pack) ruleNumbers(j *job) map[string]int {
	numbers := map[string]int{}
	body, problems := p.bare(j)
	if problems.HasErrors() {
		return numbers
	}
	if plainRules(body, numbers) {
		return numbers
	}
	clear(numbers)
	d, _ := document.Parse(j.file(".md"), body, document.Options{})
	document.Walk(d.Blocks, func(b document.Block) bool {
		if rules, ok := b.(*document.Rules); ok {
			for _, r := range rules.Rules {
				numbers[r.Key] = r.Number
			}
		}
		return true
	})
	return numbers
}

// plainRules counts rules without the parser, where each is an item of a list as {{rule}} writes it: the parser numbers
// these as they come. It reports whether there are no others.
func plainRules(body []byte, numbers map[string]int) bool {
	for line := range bytes.Lines(body) {
		_, mention, found := bytes.Cut(line, []byte("**R"))
		if !found || len(mention) == 0 || mention[0] != '*' && (mention[0] < '0' || mention[0] > '9') {
			continue
		}
		key, isItem := bytes.CutPrefix(line, []byte(`- <a id="`))
		key, after, _ := bytes.Cut(key, []byte(`"></a>`))
		if !isItem || !bytes.HasPrefix(after, []byte("**R**")) || bytes.Contains(after[5:], []byte("**R")) || numbers[string(key)] > 0 {
			return false
		}
		numbers[string(key)] = len(numbers) + 1
	}
	return true
}

func link(text, target string) Markdown {
	return Markdown("[" + document.Escape(text) + "](" + target + ")")
}

// unbound are the functions as the parser must know them; [filling.funcs] binds them to a document.
func unbound() template.FuncMap { return (&filling{}).funcs() }

// funcs are the functions that templates may call, bound to a document. Their names and arguments stand in
// functions.go; a test holds the two against each other.
func (f *filling) funcs() template.FuncMap {
	return template.FuncMap{
		escaper: func(v any) (Markdown, error) { return f.locale.escape(v) },

		"role":      f.roleName,
		"the":       f.the,
		"The":       func(id string) string { return content.Capital(f.the(id)) },
		"holder":    f.heldBy,
		"deputy":    f.deputy,
		"held":      func(id string) bool { return f.roleRow(id) != nil },
		"person":    f.person,
		"rolenames": f.roleNames,
		"print":     f.print,

		"has":        func(id string) bool { return f.pack.job(id) != nil },
		"ref":        f.ref,
		"ruleref":    f.ruleRef,
		"rule":       f.rule,
		"control":    f.controlNumber,
		"applies":    func(id string) bool { return f.pack.control(id).Bool("applies") },
		"status":     func(id string) string { return f.pack.control(id).String("status") },
		"soa":        f.pack.control,
		"gaps":       f.gaps,
		"references": f.references,
		"alone":      f.alone,
		"parts":      f.parts,
		"serves":     f.serving,

		"date":      func(d table.Date) string { return f.locale.Date(d) },
		"shortdate": func(d table.Date) string { return f.locale.ShortDate(d) },
		"month":     func(d table.Date) string { return f.locale.Month(d) },
		"amount":    f.amount,
		"every":     func(id string) string { return f.locale.Every(f.view.Commitments.Int(id)) },
		"count":     func(n int, unit string) string { return f.locale.Count(n, unit) },
		"rhythm":    func(n int) string { return f.locale.Every(n) },

		"label":   f.label,
		"level":   f.pack.level,
		"capital": content.Capital,
		"lower":   content.Lower,

		"join":     f.join,
		"pluck":    pluck,
		"where":    where,
		"since":    since,
		"over":     over,
		"sort":     sorted,
		"contains": func(l []any, v any) bool { return slices.Contains(l, v) },

		"register":           f.register,
		"heatmap":            f.heatmap,
		"soachart":           f.soaChart,
		"gapchart":           f.gapChart,
		"certificationchart": f.certificationChart,
		"yearchart":          f.yearChart,
		"organigram":         f.organigram,
		"processmap":         f.processMap,
		"signatures":         f.signatures,
		"ownerSignatures":    f.ownerSignatures,
	}
}

func (f *filling) the(id string) string { return f.locale.the(id, f.roleRow(id)) }

func (f *filling) heldBy(id string) (string, error) {
	if name := f.holder(id); name != "" {
		return name, nil
	}
	return "", fmt.Errorf("nobody holds the role %s: write it under roles in organisation.yaml, or test with held", id)
}

// controlNumber is how documents write a control; own controls keep their id.
func (f *filling) controlNumber(id string) (string, error) {
	if row := f.soa[id]; row != nil {
		return row.String("number"), nil
	}
	ours := f.ours(id)
	if f.written.Control(id) == nil || len(ours) == 0 {
		return "", fmt.Errorf("no control %q", id)
	}
	return "A." + strings.Join(ours, ", A."), nil
}

func (f *filling) label(set, key string) (string, error) {
	s := f.locale.label(set, key)
	if s == "" {
		return "", fmt.Errorf("%s has no word for %q", set, key)
	}
	return s, nil
}

// print puts values one behind the other; unlike Go's own, it refuses what was left out.
func (f *filling) print(values ...any) (string, error) {
	var b strings.Builder
	for _, v := range values {
		switch v := v.(type) {
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(strconv.Itoa(v))
		case float64:
			b.WriteString(f.locale.Number(v))
		case table.Date:
			b.WriteString(f.locale.Date(v))
		case nil:
			return "", errAbsent
		default:
			return "", fmt.Errorf("a %s cannot be printed", describe(v))
		}
	}
	return b.String(), nil
}

func (f *filling) deputy(id string) string {
	if r := f.roleRow(id); r != nil && r.String("deputy") != "" {
		return f.person(r.String("deputy"))
	}
	return ""
}

func (f *filling) roleNames(ids []any) ([]any, error) {
	out := make([]any, len(ids))
	for i, v := range ids {
		id, _ := v.(string)
		if !f.isRole(id) {
			return nil, fmt.Errorf("rolenames takes ids of roles, not %v", v)
		}
		out[i] = f.roleName(id)
	}
	return out, nil
}

func (f *filling) join(list []any) (string, error) {
	texts := make([]string, len(list))
	for i, v := range list {
		s, ok := v.(string)
		if !ok {
			return "", fmt.Errorf("join takes texts, not a %s: pluck a field first", describe(v))
		}
		texts[i] = s
	}
	return f.locale.List(texts), nil
}

func pluck(name string, rows []table.Row) []any {
	out := make([]any, 0, len(rows))
	for _, r := range rows {
		if v := at(r, name); v != nil {
			out = append(out, v)
		}
	}
	return out
}

// where keeps the rows whose field has a value, or whose list has it among others.
func where(rows []table.Row, name string, value any) []table.Row {
	out := []table.Row{}
	for _, r := range rows {
		v := at(r, name)
		if l, ok := v.([]any); ok && slices.Contains(l, value) || !ok && v == value {
			out = append(out, r)
		}
	}
	return out
}

// over keeps the rows whose number lies above a limit.
func over(rows []table.Row, name string, limit int) []table.Row {
	out := []table.Row{}
	for _, r := range rows {
		if n, ok := at(r, name).(int); ok && n > limit {
			out = append(out, r)
		}
	}
	return out
}

// sorted orders rows by a field: dates and texts upwards, numbers downwards (the largest risk first). A minus before the
// name turns the order round.
func sorted(rows []table.Row, name string) []table.Row {
	name, turned := strings.CutPrefix(name, "-")
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b table.Row) int {
		if turned {
			a, b = b, a
		}
		switch x := at(a, name).(type) {
		case int:
			y, _ := at(b, name).(int)
			return y - x
		case table.Date:
			y, _ := at(b, name).(table.Date)
			return x.Compare(y)
		case string:
			y, _ := at(b, name).(string)
			return compareIDs(x, y)
		}
		return 0
	})
	return out
}
