package content

import (
	"strings"

	"ismsgen/content/problem"
)

// Framework is an edition of a standard: numbers and facts. Its words are [Titles].
type Framework struct {
	ID         string // iso27001-2022
	Prefix     string // 27001:2022
	Name       string // ISO/IEC 27001:2022
	Adoptions  []string
	Status     string // current or withdrawn
	Published  string // YYYY-MM-DD, empty when not known
	Replaces   string // id of the edition before, that Was speaks of
	Amendment  Amendment
	Counts     Counts
	Themes     []Theme
	Clauses    []Clause
	Controls   []Control
	Documented []Documented
	Topics     []Topic

	controls map[string]*Control
	clauses  map[string]*Clause
	topics   map[string]*Topic
}

// Amendment is a later change of an edition.
type Amendment struct {
	ID      string   `yaml:"id"`
	Clauses []string `yaml:"clauses"`
}

// Counts are what an edition says of itself; a test holds the controls against them.
type Counts struct {
	Controls int `yaml:"controls"`
	New      int `yaml:"new"`
	Merged   int `yaml:"merged"`
}

// Theme is a chapter of Annex A: a theme of 2022, a domain of 2013.
type Theme struct {
	ID       string `yaml:"id"`
	Controls int    `yaml:"controls"` // how many it has
}

// Clause is a clause or sub-clause of the management system.
type Clause struct {
	Number     string   `yaml:"id"` // 6.1.3
	Amended    bool     `yaml:"amended"`
	New        bool     `yaml:"new"` // not in the edition before under a number of its own
	Was        []string `yaml:"was"`
	Documented []string `yaml:"documented"` // ids of Documented

	ID string `yaml:"-"` // 27001:2022/6.1.3
}

// Control is a control of Annex A.
type Control struct {
	Number     string   `yaml:"id"` // 5.18
	Theme      string   `yaml:"theme"`
	New        bool     `yaml:"new"`
	Was        []string `yaml:"was"`      // numbers in the edition before
	Document   string   `yaml:"document"` // explicit, implied, or empty: whether a necessary control calls for a document
	Type       []string `yaml:"type"`     // preventive, detective, corrective
	Property   []string `yaml:"property"` // C, I, A
	Concept    []string `yaml:"concept"`
	Capability []string `yaml:"capability"`
	Domain     []string `yaml:"domain"`

	ID string `yaml:"-"` // 27001:2022/A.5.18
}

// Label is how documents write the control: A.5.18.
func (c *Control) Label() string { return "A." + c.Number }

// Documented is an item of documented information.
type Documented struct {
	ID        string   `yaml:"id"`
	Clauses   []string `yaml:"clauses"`
	Item      string   `yaml:"item"`      // letter within the clause
	Kind      string   `yaml:"kind"`      // document or record
	Mandatory string   `yaml:"mandatory"` // yes, no (auditors ask for it) or conditional
}

// Topic is a subject that documents treat, and what of the standard it serves.
type Topic struct {
	ID       string   `yaml:"id"`
	Clauses  []string `yaml:"clauses"`  // numbers
	Controls []string `yaml:"controls"` // numbers
}

// Titles are the words of a framework in one language, by number or id.
type Titles struct {
	Themes     map[string]string `yaml:"themes"`
	Clauses    map[string]string `yaml:"clauses"`
	Controls   map[string]string `yaml:"controls"`
	Documented map[string]string `yaml:"documented"`
}

// Control returns the control of that number, 5.18 or A.5.18, or nil.
func (f *Framework) Control(number string) *Control {
	return f.controls[strings.TrimPrefix(number, "A.")]
}

// Clause returns the clause of that number, or nil.
func (f *Framework) Clause(number string) *Clause { return f.clauses[number] }

// Leaves are the numbers of the clauses that have no sub-clauses.
func (f *Framework) Leaves() []string {
	var numbers []string
	for i, c := range f.Clauses {
		// A clause stands right before its sub-clauses.
		if i+1 == len(f.Clauses) || !strings.HasPrefix(f.Clauses[i+1].Number, c.Number+".") {
			numbers = append(numbers, c.Number)
		}
	}
	return numbers
}

// Topic returns the topic of that id, or nil.
func (f *Framework) Topic(id string) *Topic { return f.topics[id] }

func (l *Library) readFramework(id string) (*Framework, problem.List) {
	var problems problem.List
	dir := "frameworks/" + id + "/"
	var head struct {
		ID, Prefix, Name, Status, Published, Replaces string
		Adoptions                                     []string
		Amendment                                     Amendment
		Counts                                        Counts
		Themes                                        []Theme
	}
	var controls struct{ Controls []Control }
	var clauses struct {
		Clauses    []Clause
		Documented []Documented
	}
	var topics struct{ Topics []Topic }
	l.files.decode(&problems, target{dir + "framework.yaml", &head}, target{dir + "controls.yaml", &controls},
		target{dir + "clauses.yaml", &clauses}, target{dir + "topics.yaml", &topics})
	f := &Framework{
		ID: head.ID, Prefix: head.Prefix, Name: head.Name, Adoptions: head.Adoptions, Status: head.Status,
		Published: head.Published, Replaces: head.Replaces, Amendment: head.Amendment, Counts: head.Counts,
		Themes: head.Themes, Clauses: clauses.Clauses, Controls: controls.Controls, Documented: clauses.Documented,
		Topics: topics.Topics, controls: map[string]*Control{}, clauses: map[string]*Clause{}, topics: map[string]*Topic{},
	}
	for i := range f.Controls {
		c := &f.Controls[i]
		c.ID = f.Prefix + "/" + c.Label()
		f.controls[c.Number] = c
	}
	for i := range f.Clauses {
		c := &f.Clauses[i]
		c.ID = f.Prefix + "/" + c.Number
		f.clauses[c.Number] = c
	}
	for i := range f.Topics {
		f.topics[f.Topics[i].ID] = &f.Topics[i]
	}
	return f, problems
}

func (l *Library) readTitles(tag, framework string) (*Titles, problem.List) {
	var problems problem.List
	t := &Titles{}
	l.files.decodeFile("languages/"+tag+"/"+framework+".yaml", t, &problems)
	return t, problems
}
