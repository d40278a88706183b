package content

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

func library(t testing.TB) *Library {
	t.Helper()
	lib, problems := Open(Builtin())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lib
}

// client is the folder testdata/client with a decision on every control.
func client(t testing.TB, lib *Library) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	err := filepath.WalkDir("testdata/client", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		folder[strings.TrimPrefix(filepath.ToSlash(path), "testdata/client/")] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	framework, _ := lib.Framework("iso27001-2022")
	var b strings.Builder
	for _, c := range framework.Controls {
		fmt.Fprintf(&b, "- {control: %s, applies: yes, reasons: [practice], why: nodig, status: implemented, since: 2025-01-01, how: gedaan, owner: ciso}\n", c.Number)
	}
	b.WriteString("- {control: OWN-01, title: Waakhond, applies: no, why: te duur}\n")
	folder["registers/controls.yaml"] = &fstest.MapFile{Data: []byte(b.String())}
	b.Reset()
	for _, number := range framework.Leaves() {
		fmt.Fprintf(&b, "- {clause: %q, measured: 2025-01-01, status: open, finding: niets, now: fulfilled}\n", number)
	}
	folder["registers/baseline.yaml"] = &fstest.MapFile{Data: []byte(b.String())}
	return folder
}

// with replaces a file of a folder.
func with(folder fstest.MapFS, name, text string) fstest.MapFS {
	folder = maps.Clone(folder)
	folder[name] = &fstest.MapFile{Data: []byte(text)}
	return folder
}

// replace changes a text that stands in a file once.
func replace(t testing.TB, folder fstest.MapFS, name, old, new string) fstest.MapFS {
	t.Helper()
	text := string(folder[name].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s holds %q %d times", name, old, strings.Count(text, old))
	}
	return with(folder, name, strings.Replace(text, old, new, 1))
}

func TestLoad(t *testing.T) {
	lib := library(t)
	folder := client(t, lib)
	org, problems := Load(folder, lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	equal := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	equal("short name", org.Row.String("short_name"), "Hoekstra Drukwerk BV")
	equal("languages", org.Languages, []string{"nl", "en"})
	equal("activity", org.Row["activity"], table.Texts{"nl": "drukwerk maken", "en": "print"})
	equal("a text written once", org.Row.Group("scope")["boundary"], table.Texts{"nl": "de router"})
	equal("yes", org.Row.Group("profile").Bool("cloud"), true)
	equal("no", org.Row.Group("climate")["relevant"], false)
	equal("a date", org.Row.Group("climate").Date("on"), table.Date{Year: 2026, Month: 9, Day: 1})
	equal("keyed group", org.Row.Rows("roles")[1].String("id"), "ciso")
	equal("a version keeps its zero", org.Row.Rows("assessments")[0].String("method_version"), "1.10")
	equal("a commitment", org.Commitments["access_review_months"], 3)
	equal("a default", org.Commitments["password_min_length"], 14)
	equal("reference date", org.ReferenceDate(), "2026-09-02")
	equal("a control keeps its zero", org.Registers["controls"].Row("5.10")["control"], "5.10")
	equal("references keep theirs", org.Registers["risks"].Rows[0]["controls"], []any{"5.10", "OWN-01"})
	equal("A. is dropped", org.Registers["audits"].Rows[0]["controls"], []any{"5.18"})
	equal("a number", org.Registers["audits"].Rows[0]["days"], 1.5)
	equal("position of a value", org.Registers["risks"].Rows[0].At("threat"), "registers/risks.yaml:4:11")
	equal("position of an entry", org.Registers["risks"].Rows[0].At("controls.1"), "registers/risks.yaml:11:20")
	equal("position in a group", org.Registers["risks"].Rows[0].Group("current").At("impact"), "registers/risks.yaml:9:36")
	equal("position of what was left out", org.Registers["risks"].Rows[0].At("accepted"), "registers/risks.yaml:1:3")
	for _, f := range lib.Tables["risks"].Fields {
		if _, ok := org.Registers["risks"].Rows[0][f.Name]; !ok {
			t.Errorf("the row has no field %s", f.Name)
		}
	}
	if org.Registers["risks"].Rows[0].Group("accepted") != nil || org.Registers["controls"].Row("5.1")["title"] != nil {
		t.Error("a field that was left out has a value")
	}

	org, problems = Load(with(folder, "history.yaml", "- {document: scope, version: 1.0, on: 2026-10-01, approver: top_management, change: eerste}"), lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	equal("reference date with history", org.ReferenceDate(), "2026-10-01")
	equal("version", org.History[0]["version"], "1.0")
}

// TestNormal holds that values come out in one form, however they were written.
func TestNormal(t *testing.T) {
	lib := library(t)
	folder := replace(t, client(t, lib), "organisation.yaml", "boundary: de router", `boundary: "  een\r\n twee\rcafe`+"\u0301"+`\n"`)
	org, problems := Load(folder, lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := table.Texts{"nl": "een\n twee\ncafé"}
	if got := org.Row.Group("scope")["boundary"].(table.Texts); !maps.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for name, f := range folder {
		folder = with(folder, name, strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
	}
	if _, problems := Load(folder, lib); len(problems) > 0 {
		t.Errorf("with Windows line ends: %v", problems)
	}
}

// TestProblems loads the client with one file replaced by each of testdata/problems. "# want: a / b // c" at the end of a
// line says that it has exactly two problems: one that says a and hints b, and one that says c.
func TestProblems(t *testing.T) {
	lib := library(t)
	files, _ := filepath.Glob("testdata/problems/*.yaml")
	if len(files) == 0 {
		t.Fatal("no problem files")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(data), "\n")
			name := strings.TrimPrefix(first, "# file: ")
			_, problems := Load(with(client(t, lib), name, string(data)), lib)
			found := map[int][]string{}
			for _, p := range problems {
				if p.At.File != name {
					if name != "organisation.yaml" && name != "registers/risks.yaml" { // others point into these two
						t.Errorf("unexpected: %v", p)
					}
					continue
				}
				found[p.At.Line] = append(found[p.At.Line], p.Message+" / "+p.Hint)
			}
			for i, line := range strings.Split(string(data), "\n") {
				_, comment, ok := strings.Cut(line, "# want: ")
				var wants []string
				if ok {
					wants = strings.Split(comment, " // ")
				}
				got := found[i+1]
				for _, want := range wants {
					said, hint, _ := strings.Cut(want, " / ")
					if !slices.ContainsFunc(got, func(s string) bool {
						message, h, _ := strings.Cut(s, " / ")
						return strings.HasPrefix(message, said) && strings.Contains(h, hint)
					}) {
						t.Errorf("line %d: want %q, got %q", i+1, want, got)
					}
				}
				if len(got) > len(wants) {
					t.Errorf("line %d: want %d problems, got %q", i+1, len(wants), got)
				}
			}
		})
	}
}

// TestFaults holds what a comment in a file cannot say: faults of bytes, of the Statement of Applicability, of the folder.
func TestFaults(t *testing.T) {
	lib := library(t)
	good := client(t, lib)
	const soa = "registers/controls.yaml"
	facts := strings.TrimRight(string(good["organisation.yaml"].Data), "\n") + "\n"
	lines := 1 + strings.Count(facts, "\n")
	without := func(name string) fstest.MapFS {
		f := maps.Clone(good)
		delete(f, name)
		return f
	}
	for _, test := range []struct {
		name   string
		folder fstest.MapFS
		want   []string
	}{
		{"not UTF-8", with(good, "registers/risks.yaml", "- id: caf\xe9\n"), []string{"registers/risks.yaml:1:10: not UTF-8 text: byte 0xe9"}},
		{"control character", with(good, "registers/risks.yaml", "[]\n# é\x01"), []string{"registers/risks.yaml:2:4: control character U+0001"}},
		{"line separator", with(good, "registers/risks.yaml", "- id: \"a\u2028b\"\n"), []string{"registers/risks.yaml:1:9: invisible character U+2028"}},
		{"turned around", with(good, "registers/risks.yaml", "- id: \"a\u202eb\"\n"), []string{"registers/risks.yaml:1:9: invisible character that turns the direction of reading: U+202E"}},
		{"turned around by an escape", replace(t, good, "organisation.yaml", "boundary: de router", `boundary: "de \u2066router"`), []string{"organisation.yaml:34:13: scope.boundary holds the invisible character that turns the direction of reading: U+2066"}},
		{"UTF-16", with(good, "registers/risks.yaml", "-\x00 \x00i\x00"), []string{"registers/risks.yaml:1:2: not UTF-8 text: byte 0x00"}},
		{"byte order mark within", with(good, "registers/risks.yaml", "[]\n#\ufeff"), []string{"registers/risks.yaml:2:2: invisible character U+FEFF"}},
		{"keys that are no words", with(good, "organisation.yaml", facts+"[a]: 1\n? {b: c}\n: 2\n<<: {id: x}\n"), []string{
			fmt.Sprintf("organisation.yaml:%d:1: a key must be a single word, not a list", lines), fmt.Sprintf("organisation.yaml:%d:3: a key must be a single word, not a mapping", lines+1),
			fmt.Sprintf("organisation.yaml:%d:1: unknown key \"<<\"", lines+3)}},
		{"a long name", replace(t, good, "organisation.yaml", "name: Hoekstra Drukwerk BV", "name: "+strings.Repeat("x", 301)), []string{"organisation.yaml:3:7: name must be at most 300 characters long, not"}},
		{"a long text", replace(t, good, "organisation.yaml", "boundary: de router", "boundary: "+strings.Repeat("x", 20_001)), []string{"organisation.yaml:34:13: scope.boundary is longer than 20000 characters"}},
		{"a folder for a file", folderAt(good, "registers/risks.yaml"), []string{"registers/risks.yaml: cannot be read: it is a folder, not a file"}},
		{"a pipe for a file", pipeAt(good, "organisation.yaml"), []string{"organisation.yaml: cannot be read: it is not a file but a pipe or a device"}},
		{"a pipe for a folder", pipeAt(fstest.MapFS{"organisation.yaml": good["organisation.yaml"]}, "registers"), []string{"registers: cannot be read: it is not a folder"}},
		{"names meant to be ours", with(with(good, "History.yml", "[]"), "Templates/x", ""), []string{"History.yml: nothing reads this here", "Templates: nothing reads this here"}},
		{"too many values", with(good, "registers/risks.yaml", strings.Repeat("- {}\n", 400_000)), []string{"registers/risks.yaml:83334:3: the file holds more than 125000 values"}},
		{"tabs", with(good, "registers/risks.yaml", "- id: R-1\n\ttitle: a\n\tthreat: b\n"), []string{"registers/risks.yaml:2:1: a tab in the indentation", "registers/risks.yaml:3:1: a tab in the indentation"}},
		{"own controls that cannot be read", with(good, soa, "- {control: OWN-01\n"), []string{soa + ":1: did not find expected ',' or '}'"}},
		{"a register at the top", with(good, "risks.yaml", ""), []string{"risks.yaml: nothing reads this here"}},
		{"a deputy of oneself", replace(t, good, "organisation.yaml", "top_management: {people: [an]", "top_management: {deputy: an, people: [an]"), []string{"organisation.yaml:27:28: an holds the role top_management and cannot be the deputy"}},
		{"a clause that is none", replace(t, good, "registers/audits.yaml", `["4"]`, `["4", "5.99"]`), []string{"registers/audits.yaml:1:61: ISO/IEC 27001:2022 has no clause 5.99"}},
		{"two stages", replace(t, good, "organisation.yaml", "certification: {", "certification: {stage1: 2026-02-02, stage2: 2026-02-01, "), []string{"organisation.yaml:15:45: stage 2 is on 2026-02-01, before stage 1"}},
		{"syntax", with(good, "registers/risks.yaml", "- id: R-1\n  title: \"a\n- id: b\n"), []string{"registers/risks.yaml:"}},
		{"too large", with(good, "registers/risks.yaml", strings.Repeat("# "+strings.Repeat("x", 1<<10)+"\n", 4<<10)), []string{"registers/risks.yaml: cannot be read: larger than 4 MiB"}},
		{"too deep", with(good, "registers/risks.yaml", strings.Repeat("[", 50)+strings.Repeat("]", 50)), []string{"registers/risks.yaml:1:41: nested more than 40 deep"}},
		{"empty register", with(good, "registers/risks.yaml", "# later\n"), []string{"registers/risks.yaml:1: the register has no rows"}},
		{"missing register", without("registers/risks.yaml"), []string{"registers/risks.yaml: there is no such file"}},
		{"unknown register", with(good, "registers/risk.yml", ""), []string{"registers/risk.yml:1: no register has this name"}},
		{"no facts", without("organisation.yaml"), []string{"organisation.yaml: there is no such file"}},
		{"empty facts", with(good, "organisation.yaml", "---\n"), []string{"organisation.yaml:1"}},
		{"people per site", replace(t, good, "organisation.yaml", "size: 9", "size: 12"), []string{"organisation.yaml:17:3: the people of the sites add up to 9, size says 12"}},
		{"undecided", replace(t, replace(t, good, soa, "control: 5.1,", "control: A.5.2,"), soa, "control: 8.34,", "control: 8.35,"), []string{
			soa + ":1: 2 of the 93 controls of ISO/IEC 27001:2022 are not decided: 5.1, 8.34",
			soa + ":2:13: controls has control \"5.2\" twice",
			soa + ":93:13: ISO/IEC 27001:2022 has no control 8.35",
		}},
		{"own control", replace(t, good, soa, "OWN-01, title: Waakhond", "OWN-02"), []string{
			soa + ":94:13: own control OWN-02 has no title", "registers/risks.yaml:11:20: no \"OWN-01\" among the controls"}},
		{"title", replace(t, good, soa, "control: 5.1,", "control: 5.1, title: Eigen,"), []string{soa + ":1:25: control 5.1 is not an own control"}},
		{"decision", with(good, soa, strings.Replace(string(good[soa].Data), "status: implemented, since: 2025-01-01, how: gedaan, owner: ciso", "status: planned", 1)), []string{
			soa + ":1:3: control 5.1 applies, but has no how", soa + ":1:3: control 5.1 applies, but has no owner", soa + ":1:3: control 5.1 has status planned, but has no due"}},
		{"since", with(good, soa, strings.Replace(string(good[soa].Data), "since: 2025-01-01, ", "", 1)), []string{soa + ":1:3: control 5.1 is implemented, but has no since"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := Load(test.folder, lib)
			for i, p := range problems {
				if got, _, _ := strings.Cut(p.String(), "\n"); i >= len(test.want) || !strings.HasPrefix(got, test.want[i]) {
					t.Errorf("unexpected: %v", p)
				}
			}
			if len(problems) < len(test.want) {
				t.Errorf("got %d problems, want %q", len(problems), test.want)
			}
		})
	}
}

func TestIn(t *testing.T) {
	lib := library(t)
	org, problems := Load(client(t, lib), lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	view, problems := org.In("nl", lib, false)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := view.Org.Rows("roles")[1].String("title"); got != "Beveiliger" {
		t.Errorf("title: %q", got)
	}
	var levels []string
	for _, level := range view.Org.Rows("classification") {
		levels = append(levels, level.String("name"))
	}
	if want := []string{"Publiek", "Intern", "Geheim"}; !slices.Equal(levels, want) {
		t.Errorf("got %v, want %v", levels, want)
	}
	if view.Commitments.Int("access_review_months") != 3 || view.Registers["controls"][0].String("how") != "gedaan" {
		t.Error("the view lacks values")
	}
	if p := view.Registers["risks"][0].At("threat").String(); p != "registers/risks.yaml:4:11" {
		t.Errorf("position: %s", p)
	}

	_, strict := org.In("en", lib, false)
	view, lenient := org.In("en", lib, true)
	if !strict.HasErrors() || lenient.HasErrors() || len(strict) != len(lenient) {
		t.Errorf("%d errors, %d warnings", len(strict), len(lenient))
	}
	want := "organisation.yaml:34:13: boundary is not translated into en\n\twrite it as {nl: …, en: …}"
	if !slices.ContainsFunc(strict, func(p problem.Problem) bool { return p.String() == want }) {
		t.Errorf("missing: %s", want)
	}
	if got := view.Org.Group("scope").String("boundary"); got != "[NL] de router" {
		t.Errorf("got %q", got)
	}
	if got := view.Org.String("activity"); got != "print" {
		t.Errorf("got %q", got)
	}
	if _, problems := org.In("xx", lib, true); !problems.HasErrors() {
		t.Error("an unknown language is no problem")
	}
}

func TestFront(t *testing.T) {
	known := []string{"title", "summary"}
	_, problems := Front("a.md", []byte("title: Beleid: toegang\nsummary: wie mag wat\n"), known)
	if len(problems) != 1 || problems[0].At.Line != 2 {
		t.Errorf("a colon in a plain text: %v", problems)
	}
	values, problems := Front("a.md", []byte("title: \"Beleid: toegang\"\nsummary: wie mag wat\n"), known)
	if len(problems) > 0 || values["title"] != "Beleid: toegang" || values["summary"] != "wie mag wat" {
		t.Errorf("%v %v", values, problems)
	}
	_, problems = Front("a.md", []byte("titel: x\nsummary: [a]\ntitle: a\ntitle: ~\n"), known)
	var got []string
	for _, p := range problems {
		got = append(got, p.At.String()+" "+p.Message)
	}
	want := []string{`a.md:2:1 unknown key "titel"`, "a.md:3:10 summary must be a text, not a list", "a.md:5:1 title is written twice"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestExamples(t *testing.T) {
	lib := library(t)
	for _, name := range Examples() {
		t.Run(name, func(t *testing.T) {
			folder, err := Example(name)
			if err != nil {
				t.Fatal(err)
			}
			org, problems := Load(folder, lib)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			for _, lang := range org.Languages {
				if _, problems := org.In(lang, lib, false); len(problems) > 0 {
					t.Error(problems)
				}
			}
		})
	}
	if _, err := Example("../content"); err == nil {
		t.Error("a folder that is no example was given")
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lib, _ := Open(Builtin())
		folder, err := Example("software")
		if err != nil {
			b.Fatal(err)
		}
		Load(folder, lib)
		for _, lang := range lib.Languages {
			lib.Language(lang)
			lib.Titles(lang, "iso27001-2022")
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lib, _ := Open(Builtin())
		lib.Framework("iso27001-2022")
		lib.Language("nl")
		lib.Titles("nl", "iso27001-2022")
	}
}

// folderAt and pipeAt put something else in the place of a file.
func folderAt(folder fstest.MapFS, name string) fstest.MapFS {
	folder = maps.Clone(folder)
	delete(folder, name)
	folder[name+"/x"] = &fstest.MapFile{}
	return folder
}

func pipeAt(folder fstest.MapFS, name string) fstest.MapFS {
	folder = maps.Clone(folder)
	folder[name] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	return folder
}

// TestProblemsAreBounded loads files made of nothing but faults: a file with too many leaves room for the others, and what
// is not reported still counts.
func TestProblemsAreBounded(t *testing.T) {
	lib := library(t)
	good := client(t, lib)
	for name, text := range map[string]string{
		"empty rows":         strings.Repeat("- {}\n", 50_000),
		"rows without value": strings.Repeat("- \n", 50_000),
		"unknown keys":       "- {" + strings.Repeat("k: 1, ", 50_000) + "}",
		"unknown references": "- {id: R-1, controls: [" + strings.Repeat("x1, ", 20_000) + strings.Repeat("A.5.10, ", 20_000) + "]}",
		"control characters": strings.Repeat("\x01", 100_000),
		"anchors":            strings.Repeat("- &a x\n", 50_000),
		"tabs":               strings.Repeat("\n\t x: 1", 50_000),
	} {
		folder := with(with(good, "registers/risks.yaml", text), "registers/laws.yaml", "- {idd: L-1}\n")
		_, problems := Load(folder, lib)
		if !problems.HasErrors() || len(problems) > 3*problem.Most {
			t.Errorf("%s: %d problems", name, len(problems))
		}
		if !slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.At.File == "registers/laws.yaml" }) {
			t.Errorf("%s: the problems of another file are not reported", name)
		}
	}
}

// TestYAMLFaultsHaveLines holds that a fault of YAML is reported where it is, not where the row or the list around it starts.
func TestYAMLFaultsHaveLines(t *testing.T) {
	for _, test := range []struct {
		text string
		line int
	}{
		{"a: 1\nb: \"x\nc: \"y\"\nd: 2\n", 2},                                       // the quote ends on line 3, where YAML falls over
		{"a:\n  b: {c: 1}\n  d: {e: 1 f: 2}\n  g: 3\nh: 4\n", 3},                    // no comma
		{"a:\n  b: {c: 1}\n  d: {e: 1\n  g: {h: 3}\ni: 4\n", 3},                     // no brace
		{"a:\n  b: 1\n   c: 2\n  d: 3\n", 3},                                        // indented too far
		{"a:\n  b: 1\n  c:2\n  d: 3\n", 3},                                          // no space
		{"- a: [1,\n    2]\n  b: |\n    \"x\n\n    y: z: 1\n- c\n- {d: e: f}\n", 8}, // what spreads over lines is sound
		{"# a\n\n- {a: \"b\"c\"}\n", 3},
		{"- {a: 1", 1},
	} {
		var problems problem.List
		if _, ok := parseYAML("f", []byte(test.text), 0, &problems); ok || len(problems) != 1 || problems[0].At.Line != test.line {
			t.Errorf("%q: want line %d, got %v", test.text, test.line, problems)
		}
		problems = nil
		if parseYAML("f", []byte(test.text), 7, &problems); problems[0].At.Line != test.line+7 {
			t.Errorf("%q in front matter: want line %d, got %v", test.text, test.line+7, problems)
		}
	}
}

// TestYAMLFaultsHaveHints holds that a fault of YAML itself says what to do.
func TestYAMLFaultsHaveHints(t *testing.T) {
	lib := library(t)
	good := client(t, lib)
	for _, text := range []string{
		"- id: R-1\n  title: a: b\n", "- id: R-1\n  title: \"a\n- id: b\n", "- id: @x\n", "- id: *x\n", "- {id: R-1\n", "- id: [a, b\n", "- id: \"\\q\"\n",
		"- id: R-1\n title: x\n", "- id: R-1\n  title\n  threat: x\n", "- id: 'a' b\n", "- id: %x\n", "- id: `x`\n", "- id: R-1\n\n  - x\n", strings.Repeat("[", 20_000),
	} {
		_, problems := Load(with(good, "registers/risks.yaml", text), lib)
		found := false
		for _, p := range problems {
			if p.At.File == "registers/risks.yaml" {
				found = true
				if p.Hint == "" || p.At.Line == 0 {
					t.Errorf("%.60q: no hint or line: %v", text, p)
				}
			}
		}
		if !found {
			t.Errorf("%.60q: no problem", text)
		}
	}
}

// TestANamePerLanguage holds that a name of a thing with words in it may differ by language, and one written once holds in all.
func TestANamePerLanguage(t *testing.T) {
	lib := library(t)
	row := func(id, name string) string {
		return "- {id: " + id + ", name: " + name + ", kind: insurer, what: {nl: schade, en: claims}, owner: ciso, checked: 2026-01-05}\n"
	}
	org, problems := Load(with(client(t, lib), "registers/contacts.yaml", row("C-1", `{nl: "Acme, schade", en: "Acme, claims"}`)+row("C-2", "Acme")+row("C-3", "{nl: Acme}")), lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for lang, want := range map[string][]string{"nl": {"Acme, schade", "Acme", "Acme"}, "en": {"Acme, claims", "Acme", "[NL] Acme"}} {
		view, problems := org.In(lang, lib, true)
		var got []string
		for _, r := range view.Registers["contacts"] {
			got = append(got, r.String("name"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
		if missing := slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.At.String() == "registers/contacts.yaml:3:19" }); missing != (lang == "en") {
			t.Errorf("%s: %v", lang, problems)
		}
	}
	_, problems = Load(with(client(t, lib), "registers/contacts.yaml", row("C-1", `{nl: "a\nb", en: "`+strings.Repeat("x", 301)+`"}`)), lib)
	if len(problems) != 2 || !strings.Contains(problems[0].Message, "one line") || !strings.Contains(problems[1].Message, "at most 300 characters") {
		t.Error(problems)
	}
}
