package content

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

func framework(t *testing.T, lib *Library, id string) *Framework {
	t.Helper()
	f, problems := lib.Framework(id)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return f
}

func TestControls2022(t *testing.T) {
	f := framework(t, library(t), "iso27001-2022")
	themes, fresh, merged := map[string]int{}, 0, 0
	values := map[string][]string{
		"type": {"preventive", "detective", "corrective"}, "property": {"C", "I", "A"},
		"concept": {"identify", "protect", "detect", "respond", "recover"},
		"domain":  {"governance-and-ecosystem", "protection", "defence", "resilience"},
		"capability": {"governance", "asset-management", "information-protection", "human-resource-security", "physical-security",
			"system-and-network-security", "application-security", "secure-configuration", "identity-and-access-management",
			"threat-and-vulnerability-management", "continuity", "supplier-relationships-security", "legal-and-compliance",
			"information-security-event-management", "information-security-assurance"},
	}
	for _, c := range f.Controls {
		themes[c.Theme]++
		if c.New {
			fresh++
		}
		if c.New != (len(c.Was) == 0) {
			t.Errorf("%s: new is %v, was %v", c.ID, c.New, c.Was)
		}
		if len(c.Was) > 1 {
			merged++
		}
		if !strings.HasPrefix(c.Number, c.Theme+".") || c.ID != "27001:2022/A."+c.Number || f.Control("A."+c.Number).Number != c.Number {
			t.Errorf("%s: number %s, theme %s", c.ID, c.Number, c.Theme)
		}
		for name, list := range map[string][]string{"type": c.Type, "property": c.Property, "concept": c.Concept, "capability": c.Capability, "domain": c.Domain} {
			if len(list) == 0 {
				t.Errorf("%s has no %s", c.ID, name)
			}
			for _, v := range list {
				if !slices.Contains(values[name], v) {
					t.Errorf("%s: %s %q", c.ID, name, v)
				}
			}
		}
	}
	if want := map[string]int{"5": 37, "6": 8, "7": 14, "8": 34}; !maps.Equal(themes, want) {
		t.Errorf("themes %v", themes)
	}
	if want := (Counts{Controls: 93, New: 11, Merged: 24}); f.Counts != want || len(f.Controls) != 93 || fresh != 11 || merged != 24 {
		t.Errorf("%d controls, %d new, %d merged; the file says %v", len(f.Controls), fresh, merged, f.Counts)
	}
}

func TestFrameworks(t *testing.T) {
	lib := library(t)
	for _, id := range lib.Frameworks {
		f := framework(t, lib, id)
		if f.ID != id || f.Prefix == "" || f.Name == "" || len(f.Controls) != f.Counts.Controls {
			t.Errorf("%s: %s, %d controls", id, f.ID, len(f.Controls))
		}
		themes := map[string]int{}
		for _, c := range f.Controls {
			themes[c.Theme]++
		}
		for _, theme := range f.Themes {
			if themes[theme.ID] != theme.Controls {
				t.Errorf("%s: theme %s has %d controls, the file says %d", id, theme.ID, themes[theme.ID], theme.Controls)
			}
		}
		if len(themes) != len(f.Themes) || len(f.controls) != len(f.Controls) || len(f.clauses) != len(f.Clauses) || len(f.topics) != len(f.Topics) {
			t.Errorf("%s: something stands twice", id)
		}
		for _, number := range f.Amendment.Clauses {
			if c := f.Clause(number); c == nil || !c.Amended {
				t.Errorf("%s: clause %s is not marked as amended", id, number)
			}
		}
		documented := map[string]int{}
		for _, d := range f.Documented {
			documented[d.ID]++
			for _, number := range d.Clauses {
				if f.Clause(number) == nil {
					t.Errorf("%s: %s names clause %s", id, d.ID, number)
				}
				if c := f.Clause(number); d.Mandatory != "no" && !slices.Contains(c.Documented, d.ID) {
					t.Errorf("%s: clause %s does not name %s", id, number, d.ID)
				}
			}
		}
		for _, c := range f.Clauses {
			for _, item := range c.Documented {
				if documented[item] != 1 {
					t.Errorf("%s: clause %s names %s, which stands there %d times", id, c.Number, item, documented[item])
				}
			}
		}
	}
	if n := len(framework(t, lib, "iso27001-2013").Controls); n != 114 {
		t.Errorf("2013 has %d controls", n)
	}
}

// TestDefinitions holds that every field can be read: a known type, choices to choose from, a set to refer to.
func TestDefinitions(t *testing.T) {
	lib := library(t)
	sets := append([]string{"documents"}, lib.Registers...)
	for _, f := range lib.Organisation {
		sets = append(sets, f.Name)
	}
	types := []table.Type{table.Text, table.Name, table.ID, table.Int, table.Number, table.Bool, table.Day, table.Choice, table.Ref, table.Group}
	check := func(where string, fields []table.Field) {
		columns(fields, where+".", func(name string, f *table.Field) {
			switch {
			case !slices.Contains(types, f.Type):
				t.Errorf("%s has the type %q", name, f.Type)
			case (f.Type == table.Choice) != (len(f.Choices) > 0) && !f.Keyed, (f.Type == table.Ref) != (len(f.To) > 0), (f.Type == table.Group) != (len(f.Fields) > 0):
				t.Errorf("%s: %+v", name, f)
			}
			for _, to := range f.To {
				if !slices.Contains(sets, to) {
					t.Errorf("%s refers to %q", name, to)
				}
			}
		})
	}
	check("organisation", lib.Organisation)
	for id, register := range lib.Tables {
		check(id, register.Fields)
		if register.Key != "" && register.Field(register.Key) == nil {
			t.Errorf("%s has no field %s", id, register.Key)
		}
	}
}

// TestMapping holds that every control and clause of 2013 has a successor, and names nothing that is not there.
func TestMapping(t *testing.T) {
	lib := library(t)
	now, before := framework(t, lib, "iso27001-2022"), framework(t, lib, "iso27001-2013")
	if now.Replaces != before.ID {
		t.Errorf("2022 replaces %q", now.Replaces)
	}
	became := map[string][]string{}
	for _, c := range now.Controls {
		for _, was := range c.Was {
			became[was] = append(became[was], c.Number)
		}
	}
	for _, c := range before.Controls {
		if len(became[c.Number]) == 0 {
			t.Errorf("%s became nothing", c.ID)
		}
	}
	if got := became["18.2.3"]; !slices.Equal(got, []string{"5.36", "8.8"}) {
		t.Errorf("A.18.2.3 became %v", got)
	}
	for _, c := range now.Controls {
		for _, was := range c.Was {
			if before.Control(was) == nil {
				t.Errorf("%s was %s, which 2013 does not have", c.ID, was)
			}
		}
	}
	successors := map[string]bool{}
	for _, c := range now.Clauses {
		for _, was := range c.Was {
			successors[was] = true
			if before.Clause(was) == nil {
				t.Errorf("%s was %s, which 2013 does not have", c.ID, was)
			}
		}
	}
	for _, c := range before.Clauses {
		if !successors[c.Number] {
			t.Errorf("%s became nothing", c.ID)
		}
	}
}

// TestTopics holds that a topic treats every control and every clause without sub-clauses, and that all editions know
// the same topics.
func TestTopics(t *testing.T) {
	lib := library(t)
	var ids []string
	for _, id := range lib.Frameworks {
		f := framework(t, lib, id)
		treated := map[string]bool{}
		var topics []string
		for _, topic := range f.Topics {
			topics = append(topics, topic.ID)
			for _, number := range topic.Clauses {
				treated[number] = true
				if f.Clause(number) == nil {
					t.Errorf("%s: topic %s names clause %s", id, topic.ID, number)
				}
			}
			for _, number := range topic.Controls {
				treated["A."+number] = true
				if f.Control(number) == nil {
					t.Errorf("%s: topic %s names control %s", id, topic.ID, number)
				}
			}
		}
		if ids != nil && !slices.Equal(ids, topics) {
			t.Errorf("%s has other topics than the edition before", id)
		}
		ids = topics
		for _, c := range f.Controls {
			if !treated[c.Label()] {
				t.Errorf("%s: no topic treats %s", id, c.Label())
			}
		}
		for _, c := range f.Clauses {
			above := slices.ContainsFunc(f.Clauses, func(sub Clause) bool { return strings.HasPrefix(sub.Number, c.Number+".") })
			if !above && !treated[c.Number] {
				t.Errorf("%s: no topic treats clause %s", id, c.Number)
			}
		}
	}
	for _, d := range lib.Documents {
		for _, topic := range d.Topics {
			if !slices.Contains(ids, topic) {
				t.Errorf("document %s has the unknown topic %s", d.ID, topic)
			}
		}
	}
}

// TestOverlay holds that a later file system replaces files, adds to folders, and is read as strictly.
func TestOverlay(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	lib, problems := Open(Builtin(), fstest.MapFS{
		"roles.yaml":            file("roles: [ciso, quality]"),
		"registers/extra.yaml":  file("id: extra\nkey: id\nfields: [{name: id, type: id}]"),
		"registers/wrong.yaml":  file("id: other"),
		"commitments.yaml":      file("commitments:\n  - {id: a, unitt: day}\n---\n{}"),
		"languages/nl/extra.md": file("no YAML"),
	})
	if !slices.Equal(lib.Roles, []string{"ciso", "quality"}) || !slices.Contains(lib.Registers, "extra") || !slices.Contains(lib.Registers, "risks") {
		t.Errorf("roles %v, registers %v", lib.Roles, lib.Registers)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{"commitments.yaml:2: field unitt not found in type content.Commitment", "registers/wrong.yaml:1: the file holds the register \"other\"\n\tname file and id alike"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	_, problems = Open(fstest.MapFS{})
	if !problems.HasErrors() || slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.At.File == "" }) {
		t.Errorf("nothing to read: %v", problems)
	}
}

// TestParallel is for the race detector: one library, many readers.
func TestParallel(t *testing.T) {
	lib := library(t)
	folder := client(t, lib)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			org, problems := Load(folder, lib)
			if len(problems) > 0 {
				t.Error(problems)
				return
			}
			org.In("nl", lib, false)
			lib.Titles("nl", "iso27001-2022")
			lib.Patterns("nl").Breaks("beheersmaatregel")
		})
	}
	all.Wait()
	if lib.Patterns("en") != nil {
		t.Error("English is divided")
	}
	if _, err := fs.Stat(Builtin(), "languages/nl/hyph-nl.LICENSE"); err != nil {
		t.Error("the patterns have no licence beside them")
	}
}

// TestBundles holds that a bundle has one state: its parts are documents, all controlled as it is or all live, and none of
// them a bundle.
func TestBundles(t *testing.T) {
	lib := library(t)
	for _, d := range lib.Documents {
		for _, size := range sortedKeys(d.Parts) {
			if !slices.Contains(d.When["size"], size) {
				t.Errorf("%s has parts for size %s and is not made for it", d.ID, size)
			}
			for _, id := range d.Parts[size] {
				if part := lib.Document(id); part == nil || len(part.Parts) > 0 || part.Controlled != d.Controlled {
					t.Errorf("%s: %s cannot be a part of it", d.ID, id)
				}
			}
		}
	}
}
