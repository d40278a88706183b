package content

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Organisation is what a client folder says: facts, registers and history. Every value has its position in its row.
type Organisation struct {
	Row         table.Row            // organisation.yaml; short_name is filled in when it was left out
	Registers   map[string]*Register // every register that a client folder can hold, also one without a file
	History     []table.Row          // issued versions, in written order
	Commitments map[string]int       // every commitment, with the default where the client says nothing
	Languages   []string             // of the documents; the first is the main one
	Framework   *Framework           // the edition that the client follows
}

// Register is a register with its rows, in written order.
type Register struct {
	Table *table.Table
	File  string // registers/risks.yaml
	Rows  []table.Row
}

// Row returns the row of that key, or nil.
func (r *Register) Row(key string) table.Row {
	for _, row := range r.Rows {
		if row.String(r.Table.Key) == key {
			return row
		}
	}
	return nil
}

// ReferenceDate is the day that drafts and reviews are reckoned from: reference_date, or else the latest day on which
// something happened by history, assessments and registers. It never comes from a clock.
func (o *Organisation) ReferenceDate() table.Date {
	latest := o.Row.Date("reference_date")
	if !latest.IsZero() {
		return latest
	}
	seen := func(rows []table.Row, path string) {
		for _, row := range rows {
			if d, ok := row.Value(path).(table.Date); ok && d.Compare(latest) > 0 {
				latest = d
			}
		}
	}
	seen(o.History, "on")
	seen(o.Row.Rows("assessments"), "on")
	for _, record := range records {
		if r := o.Registers[record.register]; r != nil {
			seen(r.Rows, record.path)
		}
	}
	return latest
}

// records are the dates in registers on which something has happened, and was not planned.
var records = []struct{ register, path string }{
	{"risks", "accepted.on"}, {"controls", "since"}, {"operations", "on"}, {"incidents", "on"}, {"baseline", "measured"}, {"suppliers", "assessed"}, {"laws", "reviewed"},
}

// The files of a client folder outside registers/.
const (
	organisationFile = "organisation.yaml"
	historyFile      = "history.yaml"
)

// Load reads a client folder. It reports every fault of form that it finds, in all files; when any of them is an error
// the organisation is incomplete and only good for a better report. It is nil without a readable organisation.yaml.
func Load(fsys fs.FS, lib *Library) (*Organisation, problem.List) {
	var problems problem.List
	o := &Organisation{Registers: map[string]*Register{}, Commitments: map[string]int{}}
	l := &loader{lib: lib, fsys: fsys, problems: &problems, org: o}
	l.parse()
	l.strays()
	switch top, ok := l.file(organisationFile); {
	case !ok:
	case top == nil || isNull(top):
		problems.Errorf(problem.Position{File: organisationFile, Line: 1}, "start with: schema: 1", "the file is empty")
	default:
		l.step(func() { l.organisation(top) })
	}
	l.registers()
	if t := lib.Tables["history"]; t != nil && l.parsed[historyFile] != nil {
		l.step(func() { o.History = l.rows(historyFile, t) })
	}
	if o.Row == nil {
		return nil, problems.Sorted()
	}
	l.step(l.references)
	l.step(l.check)
	return o, problems.Sorted()
}

// loader holds what reading one client folder needs.
type loader struct {
	lib      *Library
	fsys     fs.FS
	problems *problem.List
	main     string
	refs     []reference
	org      *Organisation
	parsed   map[string]*parsed // by file

	entries    []fs.DirEntry // of registers/
	entriesErr error
}

// step does a piece of the work with a list of problems of its own, so that one file full of faults leaves room for those
// of the others.
func (l *loader) step(do func()) {
	all, own := l.problems, problem.List{}
	l.problems = &own
	do()
	l.problems = all
	*all = append(*all, own...)
}

// strays reports names that were meant to be ours: a history.yml or a folder Templates would do nothing without a word.
func (l *loader) strays() {
	entries, _ := fs.ReadDir(l.fsys, ".")
	for _, e := range entries {
		known, ext := []string{organisationFile, historyFile}, strings.ToLower(path.Ext(e.Name()))
		if e.IsDir() {
			known = []string{"registers", "templates", "brand"}
		}
		hint := problem.DidYouMean(e.Name(), known)
		if slices.Contains(l.lib.Registers, strings.TrimSuffix(e.Name(), ext)) {
			hint = "move it into the folder registers/"
		}
		switch {
		case strings.HasPrefix(e.Name(), ".") || slices.Contains(known, e.Name()):
		case !e.IsDir() && (ext == ".yaml" || ext == ".yml"), e.IsDir() && strings.HasPrefix(hint, "did you mean"):
			l.problems.Errorf(problem.Position{File: e.Name()}, hint, "nothing reads this here")
		}
	}
}

// parsed is a file as YAML, before anything is known of its meaning.
type parsed struct {
	top      *yaml.Node // nil when the file is empty
	ok       bool
	problems problem.List
}

// parse reads all files of the folder at once: most of the time of loading goes into this.
func (l *loader) parse() {
	l.parsed = map[string]*parsed{organisationFile: {}}
	if _, err := fs.Stat(l.fsys, historyFile); err == nil {
		l.parsed[historyFile] = &parsed{}
	}
	if info, err := fs.Stat(l.fsys, "registers"); err != nil {
		l.entriesErr = err
	} else if !info.IsDir() { // opening a pipe would wait for ever
		l.entriesErr = errors.New("it is not a folder")
	} else {
		l.entries, l.entriesErr = fs.ReadDir(l.fsys, "registers")
	}
	for _, e := range l.entries {
		if id, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && slices.Contains(l.lib.Registers, id) {
			l.parsed["registers/"+e.Name()] = &parsed{}
		}
	}
	var all sync.WaitGroup
	for name, p := range l.parsed {
		all.Go(func() { p.top, p.ok = readYAML(l.fsys, name, &p.problems) })
	}
	all.Wait()
}

// file gives a parsed file and reports what was wrong with it.
func (l *loader) file(name string) (top *yaml.Node, ok bool) {
	p := l.parsed[name]
	*l.problems = append(*l.problems, p.problems...)
	return p.top, p.ok
}

func (l *loader) reader(file string) *reader {
	main := l.main
	if main == "" {
		main = "en"
	}
	return &reader{file: file, main: main, tags: l.lib.tags, problems: l.problems, refs: &l.refs}
}

func (l *loader) organisation(top *yaml.Node) {
	o := l.org
	l.main = mainLanguage(top, l.lib.Languages)
	r := l.reader(organisationFile)
	o.Row = r.row(top, l.lib.Organisation, "")
	if top.Kind != yaml.MappingNode {
		o.Row = nil
		return
	}
	o.Languages = o.Row.Strings("languages")
	if o.Row["short_name"] == nil {
		o.Row["short_name"] = o.Row["name"]
	}
	for _, c := range l.lib.Commitments {
		o.Commitments[c.ID] = c.Default
		if n, ok := o.Row.Group("commitments")[c.ID].(int); ok {
			o.Commitments[c.ID] = n
		}
	}
	if id := o.Row.String("standard"); id != "" {
		var faults problem.List
		o.Framework, faults = l.lib.Framework(id)
		*l.problems = append(*l.problems, faults...)
	}
}

// mainLanguage finds the language of texts that are written once, before the rest is read.
func mainLanguage(top *yaml.Node, offered []string) string {
	for i := 0; top.Kind == yaml.MappingNode && i+1 < len(top.Content); i += 2 {
		if v := top.Content[i+1]; top.Content[i].Value == "languages" && v.Kind == yaml.SequenceNode && len(v.Content) > 0 {
			if tag := v.Content[0].Value; slices.Contains(offered, tag) {
				return tag
			}
		}
	}
	return ""
}

// registers reads every file in registers/ and misses those that must be there.
func (l *loader) registers() {
	err := l.entriesErr
	if err != nil && len(l.lib.Registers) > 0 {
		l.problems.Errorf(problem.Position{File: "registers"}, "make a folder with "+strings.Join(l.lib.Registers, ".yaml, ")+".yaml",
			"%s", strings.Replace(ReadFault(err), "file", "folder", 1))
	}
	found := map[string]bool{}
	for _, e := range l.entries {
		id, isYAML := strings.CutSuffix(e.Name(), ".yaml")
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case !isYAML || !slices.Contains(l.lib.Registers, id):
			known := make([]string, len(l.lib.Registers))
			for i, r := range l.lib.Registers {
				known[i] = r + ".yaml"
			}
			l.problems.Errorf(problem.Position{File: "registers/" + e.Name(), Line: 1}, problem.DidYouMean(e.Name(), known), "no register has this name")
		default:
			found[id] = true
		}
	}
	for _, id := range l.lib.Registers {
		r := &Register{Table: l.lib.Tables[id], File: "registers/" + id + ".yaml"}
		l.org.Registers[id] = r
		switch {
		case found[id]:
			l.step(func() { r.Rows = l.rows(r.File, r.Table) })
		case r.Table.Required && err == nil:
			l.problems.Errorf(problem.Position{File: r.File}, "make it with a list of rows: - "+example(r.Table.Fields), "there is no such file")
		}
	}
}

// rows reads a file that holds a list of rows.
func (l *loader) rows(file string, t *table.Table) []table.Row {
	top, ok := l.file(file)
	at := problem.Position{File: file, Line: 1}
	switch {
	case !ok:
		return nil
	case top == nil || isNull(top) || len(top.Content) == 0 && top.Kind == yaml.SequenceNode:
		if t.Required {
			l.problems.Errorf(at, "write a list of rows: - "+example(t.Fields), "the register has no rows")
		}
		return []table.Row{}
	case top.Kind != yaml.SequenceNode:
		l.problems.Errorf(position(file, top, 0), "start each row with \"- \"", "a list of rows is needed here, not %s", kind(top))
		return nil
	}
	r := l.reader(file)
	r.together = true
	rows := make([]table.Row, 0, len(top.Content))
	for _, n := range top.Content {
		if l.problems.Full() {
			break
		}
		rows = append(rows, r.row(n, t.Fields, ""))
	}
	r.reportOpen(t.Key)
	if t.Key != "" {
		r.unique(rows, t.Key, t.ID)
	}
	return rows
}
