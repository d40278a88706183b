package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

func starter(t *testing.T, lib *Library) *Starter {
	t.Helper()
	s, problems := lib.Starter()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return s
}

// TestStarter holds the starter catalogue against the registers, roles and controls that it names.
func TestStarter(t *testing.T) {
	lib := library(t)
	s := starter(t, lib)
	f := framework(t, lib, s.Framework)
	if n := len(s.Risks); n < 55 || n > 70 {
		t.Errorf("%d risk scenarios", n)
	}
	if n := len(s.Assets); n < 22 || n > 30 {
		t.Errorf("%d assets", n)
	}
	choice := func(id, register, field, value string) {
		if !slices.Contains(lib.Tables[register].Field(field).Choices, value) {
			t.Errorf("%s: %s cannot be %q", id, field, value)
		}
	}
	common := func(id, owner string, when map[string][]string) {
		if !slices.Contains(lib.Roles, owner) {
			t.Errorf("%s: no role %q", id, owner)
		}
		for key, values := range when {
			var words []string
			for _, v := range values {
				words = append(words, key+"="+v)
			}
			for _, w := range words {
				if _, problems := lib.ParseFacts([]string{w}, problem.Position{}); len(values) == 0 || len(problems) > 0 {
					t.Errorf("%s: when %s: %v", id, w, problems)
				}
			}
		}
	}
	assets, seen := map[string]*StarterAsset{}, map[string]bool{}
	for i := range s.Assets {
		a := &s.Assets[i]
		if assets[a.ID] != nil {
			t.Errorf("asset %s stands twice", a.ID)
		}
		assets[a.ID] = a
		choice(a.ID, "assets", "kind", a.Kind)
		choice(a.ID, "assets", "confidentiality", a.Confidentiality)
		common(a.ID, a.Owner, a.When)
		if a.Integrity < 1 || a.Integrity > 3 || a.Availability < 1 || a.Availability > 3 {
			t.Errorf("%s: integrity %d, availability %d", a.ID, a.Integrity, a.Availability)
		}
	}
	used := map[string]bool{}
	for _, r := range s.Risks {
		if seen[r.ID] {
			t.Errorf("risk %s stands twice", r.ID)
		}
		seen[r.ID] = true
		choice(r.ID, "risks", "threat", r.Threat)
		common(r.ID, r.Owner, r.When)
		if len(r.Affects) == 0 || len(r.Controls) < 2 || len(r.Assets) == 0 || r.Likelihood < 1 || r.Likelihood > 5 || r.Impact < 1 || r.Impact > 5 {
			t.Errorf("%s: %+v", r.ID, r)
		}
		for _, v := range r.Affects {
			choice(r.ID, "risks", "affects", v)
		}
		for _, c := range r.Controls {
			if f.Control(c) == nil || strings.HasPrefix(c, "A.") {
				t.Errorf("%s: no control %s", r.ID, c)
			}
		}
		if !slices.IsSortedFunc(r.Controls, func(a, b string) int { return controlIndex(f, a) - controlIndex(f, b) }) || len(slices.Compact(slices.Clone(r.Controls))) != len(r.Controls) {
			t.Errorf("%s: controls out of order: %v", r.ID, r.Controls)
		}
		for _, a := range r.Assets {
			used[a] = true
			if assets[a] == nil {
				t.Errorf("%s: no asset %s", r.ID, a)
			}
		}
	}
	for id := range assets {
		if !used[id] {
			t.Errorf("no scenario concerns %s", id)
		}
	}
}

func controlIndex(f *Framework, number string) int {
	return slices.IndexFunc(f.Controls, func(c Control) bool { return c.Number == number })
}

// TestStarterWords holds that each language has the words of every id, and comments only for keys that there are.
func TestStarterWords(t *testing.T) {
	lib := library(t)
	s := starter(t, lib)
	var assets, risks, paths []string
	for _, a := range s.Assets {
		assets = append(assets, a.ID)
	}
	for _, r := range s.Risks {
		risks = append(risks, r.ID)
	}
	columns(lib.Organisation, "", func(name string, _ *table.Field) { paths = append(paths, name) })
	for path := range s.Method {
		if !slices.Contains(paths, path) {
			t.Errorf("a suggestion for %s, which is no key", path)
		}
	}
	var first *StarterWords
	for _, tag := range lib.Languages {
		w, problems := lib.StarterWords(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		names, uses, titles, vulnerabilities := map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
		for id, a := range w.Assets {
			names[id], uses[id] = a.Name, a.Process
		}
		for id, r := range w.Risks {
			titles[id], vulnerabilities[id] = r.Title, r.Vulnerability
			if len([]rune(r.Title)) > 120 || strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Vulnerability, ".") {
				t.Errorf("%s %s: %q, %q", tag, id, r.Title, r.Vulnerability)
			}
		}
		same(t, tag+" assets", names, assets)
		same(t, tag+" uses", uses, assets)
		same(t, tag+" titles", titles, risks)
		same(t, tag+" vulnerabilities", vulnerabilities, risks)
		for path := range w.Help {
			if !slices.Contains(paths, path) {
				t.Errorf("%s: help for %s, which is no key", tag, path)
			}
		}
		if first == nil {
			first = w
			continue
		}
		same(t, tag+" headers", w.Headers, sortedKeys(first.Headers))
		same(t, tag+" help", w.Help, sortedKeys(first.Help))
		same(t, tag+" method", w.Method, sortedKeys(first.Method))
	}
}

// profiles calls f with every profile that somebody could name.
func profiles(t *testing.T, lib *Library, f func(words []string, facts Facts)) {
	t.Helper()
	for _, software := range []string{"none", "inhouse", "outsourced", "customises", "inhouse+outsourced"} {
		for _, data := range []string{"none", "controller", "processor", "controller+processor"} {
			for n := range 16 {
				words := []string{"software=" + software, "personal_data=" + data, "nis2=" + []string{"none", "important"}[n%2]}
				for i, fact := range []string{"cloud", "remote_work", "own_server_rooms", "production_networks"} {
					if n>>i&1 == 1 {
						words = append(words, fact)
					}
				}
				facts, problems := lib.ParseFacts(words, problem.Position{})
				if len(problems) > 0 {
					t.Fatal(words, problems)
				}
				f(words, facts)
			}
		}
	}
}

// TestStarterFits holds that whatever the profile, a scenario that is taken finds an asset that is taken, and that a bare
// profile leaves a list to begin from.
func TestStarterFits(t *testing.T) {
	lib := library(t)
	s := starter(t, lib)
	profiles(t, lib, func(words []string, facts Facts) {
		taken, risks := map[string]bool{}, 0
		for _, a := range s.Assets {
			taken[a.ID] = facts.Meet(a.When)
		}
		for _, r := range s.Risks {
			if !facts.Meet(r.When) {
				continue
			}
			risks++
			if !taken[r.Assets[0]] {
				t.Errorf("%v: %s has no asset %s", words, r.ID, r.Assets[0])
			}
		}
		if risks < 30 || risks > len(s.Risks) {
			t.Errorf("%v: %d risks", words, risks)
		}
	})
}

func started(t *testing.T, lib *Library, tags []string, words ...string) fstest.MapFS {
	t.Helper()
	facts, problems := lib.ParseFacts(words, problem.Position{})
	s, faults := lib.Start(Beginning{Name: `Zoë "A" & Co \ BV`, Country: "BE", Size: "40", Languages: tags, Facts: facts})
	if problems = append(problems, faults...); len(problems) > 0 {
		t.Fatal(problems)
	}
	folder := fstest.MapFS{}
	for _, f := range s.Files {
		folder[f.Name] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	return folder
}

// TestStart holds that a new folder has no fault but what stands open, with a place and a hint for each, that what is
// known is in it, and that the same words give the same bytes.
func TestStart(t *testing.T) {
	lib := library(t)
	open := regexp.MustCompile(`has no value$|^no value for .* in (\d+ rows: )?|^the register has no rows$`)
	n := 0
	profiles(t, lib, func(words []string, _ Facts) {
		if n++; n%29 != 0 { // all would take long
			return
		}
		tags := [][]string{{"nl"}, {"en", "nl"}}[n%2]
		folder := started(t, lib, tags, words...)
		for name, file := range started(t, lib, tags, words...) {
			if string(file.Data) != string(folder[name].Data) {
				t.Errorf("%s differs between runs", name)
			}
		}
		org, problems := Load(folder, lib)
		if org == nil || !problems.HasErrors() || len(problems) > 60 {
			t.Fatalf("%v: %d problems", words, len(problems))
		}
		for _, p := range problems {
			if !open.MatchString(p.Message) || p.At.Line == 0 || p.Hint == "" || strings.Contains(p.Hint, "leave") {
				t.Errorf("%v: %v", words, p)
			}
		}
		if org.Row.String("name") != `Zoë "A" & Co \ BV` || org.Row.String("id") != "zoe-a-co-bv" || org.Row.Int("size") != 40 {
			t.Errorf("%v", org.Row)
		}
		if n := len(org.Registers["controls"].Rows); n != 93 {
			t.Errorf("%d controls", n)
		}
	})
}

// TestStartGeneric holds that a register and a key that nobody thought of here get their place in a new folder.
func TestStartGeneric(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	text, err := builtin.ReadFile("organisation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lib, problems := Open(Builtin(), fstest.MapFS{
		"registers/keys.yaml": file("id: keys\nkey: id\nrequired: true\nfields:\n  - {name: id, type: id, required: true}\n  - {name: door, type: text, required: true}\n  - {name: lost, type: date}\n"),
		"organisation.yaml":   file(string(text) + "  - {name: motto, type: text, required: true}\n"),
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	folder := started(t, lib, []string{"en"}, "cloud")
	if keys := string(folder["registers/keys.yaml"].Data); !strings.Contains(keys, "#   - id: <id>\n#     door: <text>\n#     lost: <YYYY-MM-DD>  # optional\n") {
		t.Error(keys)
	}
	_, problems = Load(folder, lib)
	var got []string
	for _, p := range problems {
		got = append(got, p.At.File+": "+p.Message)
	}
	for _, want := range []string{"organisation.yaml: motto has no value", "registers/keys.yaml: the register has no rows"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

// TestOpenRows holds how rows that lack required values are reported: together, and no longer than a person reads.
func TestOpenRows(t *testing.T) {
	lib := library(t)
	folder := client(t, lib)
	text := string(folder["registers/controls.yaml"].Data)
	for _, test := range []struct{ add, want string }{
		{"- {control: OWN-1, title: Een, applies: , why: }\n", "no value for applies, why in OWN-1 on line {1}"},
		{"- {control: OWN-1, title: Een, applies: no, why: }\n", "why has no value"},
		{"- {control: OWN-1, title: Een, applies: no, why: }\n- {control: OWN-2, title: Twee, applies: no, why: }\n", "no value for why in 2 rows: OWN-1 on line {1}, OWN-2 on line {2}"},
		{"- {control: OWN-1, title: Een, applies: no, why: <text>}\n", `why says nothing: "<text>"`},
	} {
		_, problems := Load(with(folder, "registers/controls.yaml", text+test.add), lib)
		lines := strings.Count(text, "\n")
		want := strings.NewReplacer("{1}", strconv.Itoa(lines+1), "{2}", strconv.Itoa(lines+2)).Replace(test.want)
		if len(problems) != 1 || problems[0].Message != want || problems[0].At.Line != lines+1 {
			t.Errorf("got %v, want %q", problems, want)
		}
	}
}

func TestParseFacts(t *testing.T) {
	lib := library(t)
	facts, problems := lib.ParseFacts([]string{"cloud", " software=inhouse+outsourced ", "remote_work=no", "software=inhouse"}, problem.Position{})
	want := Facts{"cloud": {"yes"}, "remote_work": {"no"}, "own_server_rooms": {"no"}, "production_networks": {"no"}, "software": {"inhouse", "outsourced"}, "personal_data": {"none"}}
	for key, values := range want {
		if !slices.Equal(facts[key], values) {
			t.Errorf("%s is %v, want %v", key, facts[key], values)
		}
	}
	if len(problems) > 0 || facts["nis2"] != nil || facts["certification"] != nil {
		t.Error(facts, problems)
	}
	_, problems = lib.ParseFacts([]string{"clowd", "software", "software=none+inhouse", "nis2=none+important", "cloud=maybe", ""}, problem.Position{File: "--profile"})
	var got []string
	for _, p := range problems {
		got = append(got, p.Message)
	}
	for _, want := range []string{`no fact "clowd"`, `software cannot be ""`, "software cannot be none and inhouse together", "nis2 cannot be none and important together", `cloud cannot be "maybe"`, `no fact ""`} {
		if !slices.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if !slices.Contains(lib.FactWords(), "software=inhouse|outsourced|customises|none") {
		t.Error(lib.FactWords())
	}
}
