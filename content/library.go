package content

import (
	"io/fs"
	"slices"
	"strings"
	"sync"

	"ismsgen/content/hyphen"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Library is the knowledge that documents are made from. Nothing in it changes after [Open]; it may be used by several
// goroutines. What it hands out belongs to all: do not write to it.
type Library struct {
	Organisation []table.Field           // the keys of organisation.yaml; commitments and roles filled in
	Tables       map[string]*table.Table // definitions of the registers and of history, by id
	Registers    []string                // ids of the tables that stand in registers/ of a client folder, sorted
	Views        map[string][]string     // columns of the lists in organisation.yaml, by path: org.sites
	Documents    []Document              // the catalogue, in reading order
	Workbooks    []Workbook
	Commitments  []Commitment
	Duties       []Duty
	Authorities  []Authority
	Roles        []string // ids
	Languages    []string // tags in which documents can be written, sorted
	Frameworks   []string // ids, sorted

	AuthorityKinds []string

	files      overlay
	tags       []string // languages in which a client may write, offered or not
	languages  map[string]func() (*Language, problem.List)
	frameworks map[string]func() (*Framework, problem.List)
	titles     map[string]func() (*Titles, problem.List) // by lang/framework
	glossaries map[string]func() (*Glossary, problem.List)
	words      map[string]func() (map[string]string, problem.List)
	patterns   map[string]func() *hyphen.Patterns
	foreign    func() Foreign
}

// Document is an entry of the catalogue.
type Document struct {
	ID             string              `yaml:"id"`     // topic and name of the template
	Number         string              `yaml:"number"` // POL-01
	Kind           string              `yaml:"kind"`   // policy, procedure, plan, report, register, record, form, manual
	Controlled     bool                `yaml:"controlled"`
	Classification string              `yaml:"classification"`
	Audience       string              `yaml:"audience"` // internal, auditor, staff, public or customer
	Owner          string              `yaml:"owner"`    // role
	Approver       string              `yaml:"approver"` // role
	ReviewMonths   int                 `yaml:"review_months"`
	Topics         []string            `yaml:"topics"`
	Parts          map[string][]string `yaml:"parts"` // of a bundle: by size of the organisation, the documents that are its chapters, and then none by themselves
	When           map[string][]string `yaml:"when"`  // facts to the values of which one must hold; see [Facts]
	Needs          []string            `yaml:"needs"` // roles that must have a holder
}

// Workbook is a file of registers for people to fill in; see workbooks.yaml.
type Workbook struct {
	ID             string   `yaml:"id"`
	Classification string   `yaml:"classification"`
	Audience       string   `yaml:"audience"`
	Documents      []string `yaml:"documents"`
	Sheets         []Sheet  `yaml:"sheets"`
	Rest           bool     `yaml:"rest"`
}

// Sheet is a sheet of a workbook: a register, a list in its rows (risks.actions), or what Show names. The columns of the
// view "workbook" of a register come first.
type Sheet struct {
	Register string   `yaml:"register"`
	Show     string   `yaml:"show"`
	Fixed    bool     `yaml:"fixed"`
	Spare    int      `yaml:"spare"`
	Aside    []string `yaml:"aside"`
}

// Commitment is a promised number.
type Commitment struct {
	ID      string `yaml:"id"`
	Unit    string `yaml:"unit"`
	Default int    `yaml:"default"`
	Min     int    `yaml:"min"`
	Max     int    `yaml:"max"`
	Every   bool   `yaml:"every"`   // a rhythm: Unit is month
	Owner   string `yaml:"owner"`   // role that sees to a rhythm
	Control string `yaml:"control"` // whose owner sees to it instead, where the control applies

	When map[string][]string `yaml:"when"` // facts that must hold for the rhythm to be promised, as in the catalogue
}

// Open reads the knowledge from file systems; a file of a later one replaces the file of the same path of those before.
// Frameworks and languages are read when they are first asked for.
func Open(fsys ...fs.FS) (*Library, problem.List) {
	l := &Library{files: fsys, Tables: map[string]*table.Table{}}
	var problems problem.List
	var organisation struct{ Fields []table.Field }
	var catalogue struct{ Documents []Document }
	var commitments struct{ Commitments []Commitment }
	var duties struct{ Duties []Duty }
	var authorities struct {
		Kinds       []string
		Authorities []Authority
	}
	var roles struct{ Roles []string }
	var workbooks struct{ Workbooks []Workbook }
	targets := []target{
		{"organisation.yaml", &organisation}, {"catalogue.yaml", &catalogue}, {"commitments.yaml", &commitments},
		{"duties.yaml", &duties}, {"authorities.yaml", &authorities}, {"roles.yaml", &roles}, {"views.yaml", &l.Views},
		{"workbooks.yaml", &workbooks},
	}
	var tables []target
	for _, name := range l.files.list("registers") {
		if strings.HasSuffix(name, ".yaml") {
			tables = append(tables, target{"registers/" + name, &table.Table{}})
		}
	}
	l.files.decode(&problems, slices.Concat(targets, tables)...)
	l.Organisation, l.Documents = organisation.Fields, catalogue.Documents
	l.Commitments, l.Duties, l.Roles = commitments.Commitments, duties.Duties, roles.Roles
	l.Authorities, l.AuthorityKinds = authorities.Authorities, authorities.Kinds
	for _, file := range tables {
		t := file.into.(*table.Table)
		if file.name != "registers/"+t.ID+".yaml" {
			problems.Errorf(problem.Position{File: file.name, Line: 1}, "name file and id alike", "the file holds the register %q", t.ID)
			continue
		}
		l.Tables[t.ID] = t
		if t.ID != "history" && !t.Derived {
			l.Registers = append(l.Registers, t.ID)
		}
	}
	l.Workbooks = withRest(workbooks.Workbooks, l)
	l.later()
	l.complete()
	return l, problems
}

// withRest gives each register and list of groups that no sheet names a sheet in the workbook for the rest.
func withRest(workbooks []Workbook, l *Library) []Workbook {
	named := map[string]bool{}
	for _, w := range workbooks {
		for _, s := range w.Sheets {
			named[s.Register] = true
		}
	}
	for i := range workbooks {
		w := &workbooks[i]
		if !w.Rest {
			continue
		}
		for _, id := range l.Registers {
			if !named[id] {
				w.Sheets = append(w.Sheets, Sheet{Register: id})
			}
			for _, f := range l.Tables[id].Fields {
				if list := id + "." + f.Name; f.Type == table.Group && (f.List || f.Keyed) && !named[list] {
					w.Sheets = append(w.Sheets, Sheet{Register: list})
				}
			}
		}
	}
	return workbooks
}

// OpenLanguages reads as [Open] does, but only what printing a document needs: [Library.Words] and [Library.Patterns].
func OpenLanguages(fsys ...fs.FS) *Library {
	l := &Library{files: fsys}
	l.later()
	return l
}

// later finds the frameworks and languages, to be read when they are first asked for.
func (l *Library) later() {
	l.frameworks = map[string]func() (*Framework, problem.List){}
	l.Frameworks = l.files.list("frameworks")
	for _, id := range l.Frameworks {
		l.frameworks[id] = sync.OnceValues(func() (*Framework, problem.List) { return l.readFramework(id) })
	}
	l.languages = map[string]func() (*Language, problem.List){}
	l.titles = map[string]func() (*Titles, problem.List){}
	l.words = map[string]func() (map[string]string, problem.List){}
	l.patterns = map[string]func() *hyphen.Patterns{}
	l.glossaries = map[string]func() (*Glossary, problem.List){}
	l.tags = l.files.list("languages")
	l.foreign = sync.OnceValue(l.allForeign)
	for _, tag := range l.tags {
		names := l.files.list("languages/" + tag)
		if slices.Contains(names, "labels.yaml") {
			l.Languages = append(l.Languages, tag)
			l.languages[tag] = sync.OnceValues(func() (*Language, problem.List) { return l.readLanguage(tag) })
			l.words[tag] = sync.OnceValues(func() (map[string]string, problem.List) { return l.readWords(tag) })
			l.glossaries[tag] = sync.OnceValues(func() (*Glossary, problem.List) { return l.readGlossary(tag) })
		}
		if file := "hyph-" + tag + ".tex"; slices.Contains(names, file) {
			l.patterns[tag] = sync.OnceValue(func() *hyphen.Patterns {
				data, _ := l.files.read("languages/" + tag + "/" + file) // listed above; without it words stay whole
				return hyphen.New(data)
			})
		}
		for _, id := range l.Frameworks {
			if slices.Contains(names, id+".yaml") {
				l.titles[tag+"/"+id] = sync.OnceValues(func() (*Titles, problem.List) { return l.readTitles(tag, id) })
			}
		}
	}
}

// complete writes into the definition of organisation.yaml what other files say.
func (l *Library) complete() {
	if f := table.Find(l.Organisation, "commitments"); f != nil {
		for _, c := range l.Commitments {
			f.Fields = append(f.Fields, table.Field{Name: c.ID, Type: table.Int, Min: &c.Min, Max: &c.Max})
		}
	}
	if f := table.Find(l.Organisation, "roles"); f != nil {
		f.Choices = l.Roles
	}
	if f := table.Find(l.Organisation, "languages"); f != nil {
		f.Choices = l.Languages
	}
}

// Commitment returns the commitment of that id, or nil.
func (l *Library) Commitment(id string) *Commitment {
	for i := range l.Commitments {
		if l.Commitments[i].ID == id {
			return &l.Commitments[i]
		}
	}
	return nil
}

// Document returns the document of that id, or nil.
func (l *Library) Document(id string) *Document {
	for i := range l.Documents {
		if l.Documents[i].ID == id {
			return &l.Documents[i]
		}
	}
	return nil
}

// Framework returns an edition of a standard: iso27001-2022. It is nil when there is none of that id; the problems are
// faults in its files.
func (l *Library) Framework(id string) (*Framework, problem.List) {
	if read, ok := l.frameworks[id]; ok {
		return read()
	}
	return nil, missing("frameworks/"+id, problem.DidYouMean(id, l.Frameworks))
}

// Current returns the edition in force, that templates speak of.
func (l *Library) Current() (*Framework, problem.List) {
	var problems problem.List
	for _, id := range slices.Backward(l.Frameworks) { // the latest edition comes last
		f, faults := l.Framework(id)
		problems = append(problems, faults...)
		if f != nil && f.Status == "current" {
			return f, problems
		}
	}
	problems.Errorf(problem.Position{File: "frameworks"}, "write status: current in its framework.yaml", "no edition is in force")
	return nil, problems
}

// Language returns a language in which documents can be written. It is nil when there is none of that tag; the problems
// are faults in its files.
func (l *Library) Language(tag string) (*Language, problem.List) {
	if read, ok := l.languages[tag]; ok {
		return read()
	}
	return nil, missing("languages/"+tag+"/labels.yaml", problem.DidYouMean(tag, l.Languages))
}

// Titles returns the words of a framework in a language. It is nil when there are none.
func (l *Library) Titles(tag, framework string) (*Titles, problem.List) {
	if read, ok := l.titles[tag+"/"+framework]; ok {
		return read()
	}
	return nil, missing("languages/"+tag+"/"+framework+".yaml", "")
}

// Patterns returns the hyphenation patterns of a language, nil when its words are not divided.
func (l *Library) Patterns(tag string) *hyphen.Patterns {
	if read, ok := l.patterns[tag]; ok {
		return read()
	}
	return nil
}

func missing(file, hint string) (problems problem.List) {
	problems.Errorf(problem.Position{File: file}, hint, "there is no such file")
	return problems
}

// Tags are the languages in which a client may write, whether documents can be written in them or not.
func (l *Library) Tags() []string { return l.tags }
