package generator

import (
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// TestStartedFolderGenerates fills what stands open in a new folder of an organisation of each size, with what an example
// says and with the suggestions in the folder itself, and makes the pack. The example's own controls come along.
func TestStartedFolderGenerates(t *testing.T) {
	for _, test := range []struct {
		example string
		facts   []string
		files   int
		says    []string
	}{
		{"accountancy", []string{"cloud", "remote_work", "personal_data=controller+processor", "nis2=none", "certification=certificate"}, 40,
			[]string{"Een laptop wordt in de trein of uit een auto gestolen", "Personeels- en loondossiers"}},
		{"software", []string{"cloud", "remote_work", "software=inhouse", "personal_data=controller+processor", "nis2=important", "certification=certificate"}, 70, nil},
		{"manufacturer", []string{"cloud", "remote_work", "own_server_rooms", "production_networks", "personal_data=controller", "nis2=important", "certification=certificate"}, 150, nil},
	} {
		t.Run(test.example, func(t *testing.T) { started(t, test.example, test.facts, test.files, test.says) })
	}
}

func started(t *testing.T, donor string, profile []string, least int, says []string) {
	lib := library(t)
	facts, problems := lib.ParseFacts(profile, problem.Position{})
	started, faults := lib.Start(content.Beginning{Name: "Nieuw BV", Languages: []string{"nl", "en"}, Facts: facts})
	if problems = append(problems, faults...); len(problems) > 0 {
		t.Fatal(problems)
	}
	example, err := content.Example(donor)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for _, f := range started.Files {
		borrowed, _ := fs.ReadFile(example, f.Name) // optional registers may have none
		text := f.Text
		switch f.Name {
		case "organisation.yaml":
			text = fillKeys(text, string(borrowed))
		case "registers/assets.yaml", "registers/risks.yaml", "registers/controls.yaml", "registers/baseline.yaml":
			text = fillRows(text)
			for _, row := range strings.Split("\n"+string(borrowed), "\n- ")[1:] { // rows that other registers of the example name
				if key := strings.TrimPrefix(row[:strings.IndexAny(row, ",\n")], "{"); f.Name != "registers/baseline.yaml" && !strings.Contains(text, "\n- "+key+"\n") {
					text += "- " + row + "\n"
				}
			}
		default:
			text = string(borrowed)
		}
		folder[f.Name] = &fstest.MapFile{Data: []byte(text)}
	}
	r := Request{Client: folder, Library: lib, Templates: request(t, donor).Templates}
	files, _, summary := collect(t, r)
	if summary.Organisation != "Nieuw BV" || len(summary.Languages) != 2 || len(files) < least {
		t.Errorf("%+v, %d files", summary, len(files))
	}
	register := ""
	for name, data := range files {
		if strings.HasPrefix(name, "nl/md/") {
			register += string(data)
		}
	}
	for _, want := range append(says, "<sub>OWN-01</sub> ") {
		if !strings.Contains(register, want) {
			t.Errorf("no document says %q", want)
		}
	}
	for _, p := range Check(context.Background(), Request{Client: r.Client, Library: lib, Templates: r.Templates, Date: table.Date{Year: 2026, Month: 12, Day: 1}}) {
		if p.Severity == problem.Error {
			t.Error(p)
		}
	}
}

// fillKeys replaces every top-level key that holds something open with the same key of an example.
func fillKeys(text, example string) string {
	blocks := regexp.MustCompile(`(?m)^([a-z0-9_]+):.*\n(?:[ #].*\n|\n)*`)
	from := map[string]string{}
	for _, m := range blocks.FindAllStringSubmatch(example+"\n", -1) {
		from[m[1]] = m[0]
	}
	return blocks.ReplaceAllStringFunc(text, func(block string) string {
		if key, _, _ := strings.Cut(block, ":"); strings.Contains(block, ":  # ") {
			return from[key]
		}
		return block
	})
}

// fillRows takes the suggestions of a register, and writes something for the rest that stands open.
func fillRows(text string) string {
	const words = `{nl: "Dat is hier zo.", en: "So it is here."}`
	values := map[string]string{
		"current": "{likelihood: 2, impact: 2}", "residual": "{likelihood: 2, impact: 2}", "treatment": "accept",
		"applies": "yes\n  status: implemented\n  since: 2026-01-05\n  how: " + words + "\n  owner: ciso",
		"why":     words, "finding": words, "measured": "2026-01-05", "status": "fulfilled", "now": "fulfilled",
	}
	return regexp.MustCompile(`(?m)^  ([a-z_]+):  # (.*)$`).ReplaceAllStringFunc(text, func(line string) string {
		key, suggestion, _ := strings.Cut(strings.TrimSpace(line), ":  # ")
		if v := values[key]; v != "" {
			suggestion = v
		}
		return "  " + key + ": " + suggestion
	})
}

// TestPackBeforeTheFirstCycle makes the pack of a client that has decided everything and done nothing yet: no register that may
// be empty has a row, no audit was held, no document was issued.
func TestPackBeforeTheFirstCycle(t *testing.T) {
	for _, name := range []string{"accountancy", "software", "manufacturer"} {
		t.Run(name, func(t *testing.T) {
			lib := library(t)
			example, err := content.Example(name)
			if err != nil {
				t.Fatal(err)
			}
			folder := fstest.MapFS{}
			err = fs.WalkDir(example, ".", func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() || path == "history.yaml" {
					return err
				}
				register := strings.TrimSuffix(strings.TrimPrefix(path, "registers/"), ".yaml")
				if table := lib.Tables[register]; table != nil && !table.Required {
					return nil
				}
				data, err := fs.ReadFile(example, path)
				if register == "audits" {
					data = []byte(strings.ReplaceAll(string(data), "status: done", "status: planned"))
				}
				folder[path] = &fstest.MapFile{Data: data}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, _, summary := collect(t, Request{Client: folder, Library: lib, Templates: request(t, name).Templates}); summary.Drafts == 0 {
				t.Error("no drafts")
			}
		})
	}
}
