package generator

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ismsgen/content"
	"ismsgen/output/document"
)

// hostile are texts that mean something to Markdown, YAML, templates, spreadsheets or fonts. All of them are one line, so
// that names can hold them; lines are tested beside them.
var hostile = []string{
	"a | b || c", "*a* **b** _c_ __d__ ~~e~~ snake_case_name", "<b>bold</b> <script>x()</script> <!-- c -->",
	"{{.org.name}} {{template `x`}} }}", "`code` ``` fence", `back\slash \| \* \n \`, "# heading", "- item", "1. one", "> quote", "+ plus", "=== ",
	"--- rule", "a\u00a0b\u2003c\u202fd", "=HYPERLINK(\"https://example.com\",\"x\")", "+1+1|cmd", "@SUM(A1)", "Łódź Őrség Ελλάδα Київ 🦊 👩‍💻 🇧🇪",
	"](javascript:alert(1))", "[x](javascript:alert(1)) ![y](/etc/passwd)", "<!-- /register -->", "<!-- register: risks -->", "| x | y |", "&amp; &lt; &#42; &copy",
	"R-1 <a id=\"mfa\"></a>**R**", "[^1] [^1]: note", "---", "title: \"x\"", "_x0041_ _x000D_", "~", "null", "\u00ad" + "soft\u00adhyphen", "zero\u200bwidth", "[!NOTE]",
	strings.Repeat("Donaudampfschifffahrtsgesellschaft", 8), "café e\u0301", "$x$ $$y$$ :smile: ::: #tag @name", "'single' \"double\" “curly”", "🟢 ☑ ☐ • → ≥ €",
}

// spots are where they go: a pattern of an example's file whose first group stays, and whether the place has prose, one
// text per language and room for lines.
var spots = []struct {
	name, file, pattern string
	prose               bool
}{
	{"organisation", "organisation.yaml", `(?m)(^name: ).*$`, false},
	{"short name", "organisation.yaml", `(?m)(^short_name: ).*$`, false},
	{"person", "organisation.yaml", `(\{id: nele, name: )"[^"]*"`, false},
	{"site", "organisation.yaml", `(- id: mechelen\n    name: ).*`, false},
	{"asset", "registers/assets.yaml", `(- id: A-01\n  name: ).*`, true},
	{"risk", "registers/risks.yaml", `(- id: R-01\n  title: ).*`, true},
	{"control", "registers/controls.yaml", `(- control: "5\.1"\n(?s:.*?)\n  how: ).*`, true},
}

// TestValuesComeOutUnharmed puts hostile texts into an example and finds them again, letter by letter, in the Markdown,
// in what is printed and in the workbook; and the documents are built of the same blocks as before.
func TestValuesComeOutUnharmed(t *testing.T) {
	plainRequest := request(t, "accountancy")
	plainRequest.Formats = []string{"md"}
	before, order, _ := collect(t, plainRequest)
	for round := 0; round < len(hostile); round += len(spots) - 1 {
		r := plainRequest
		if r.Formats = []string{"md", "xlsx"}; round == 0 {
			r.Formats = nil
		}
		files := map[string]string{}
		values := map[string]string{}
		for i, p := range spots {
			text, ok := files[p.file]
			if !ok {
				data, err := fs.ReadFile(r.Client, p.file)
				if err != nil {
					t.Fatal(err)
				}
				text = string(data)
			}
			value := hostile[(round+i)%len(hostile)]
			if p.prose {
				value += "\n\tsecond line: " + hostile[(round+2*i+3)%len(hostile)]
			}
			quoted := yamlText(value)
			if p.prose {
				quoted = "{nl: " + quoted + ", en: " + quoted + "}"
			}
			pattern := regexp.MustCompile(p.pattern)
			if len(pattern.FindAllString(text, -1)) != 1 {
				t.Fatalf("%s stands %d times in %s", p.name, len(pattern.FindAllString(text, -1)), p.file)
			}
			m := pattern.FindStringSubmatchIndex(text)
			files[p.file] = text[:m[3]] + quoted + text[m[1]:]
			values[p.name] = value
		}
		r = with(t, r, files)
		org, problems := content.Load(r.Client, r.Library)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		// What was loaded is the value in its normal form: that is what must come out.
		values["organisation"], values["short name"] = org.Row.String("name"), org.Row.String("short_name")
		values["person"], values["site"] = org.Row.Rows("people")[2].String("name"), org.Row.Rows("sites")[0].String("name")
		view, _ := org.In("en", r.Library, false)
		values["asset"], values["risk"] = view.Registers["assets"][0].String("name"), view.Registers["risks"][0].String("title")
		values["control"] = view.Registers["controls"][0].String("how")

		made := map[string][]byte{}
		_, problems = Generate(context.Background(), r, func(f File) error { made[f.Path] = f.Data; return nil })
		if problems.HasErrors() {
			t.Fatalf("with %q:\n%v", values, problems)
		}
		for _, lang := range []string{"nl", "en"} {
			var text strings.Builder
			for _, name := range order {
				if !strings.HasPrefix(name, lang+"/") {
					continue
				}
				head, body, line := document.Split(made[name])
				meta, ours := readFront(name, head)
				if !ours || meta.Organisation != values["organisation"] || meta.Title == "" {
					t.Errorf("%s: the front matter says %q of %q", name, meta.Organisation, values["organisation"])
				}
				d, problems := document.Parse(name, body, document.Options{FirstLine: line, Meta: meta})
				if len(problems) > 0 {
					t.Errorf("%s: what was written cannot be read:\n%v", name, problems)
					continue
				}
				text.WriteString(document.PlainText(d))
				_, body, _ = document.Split(before[name])
				old, _ := document.Parse(name, body, document.Options{})
				if got, want := blocks(d), blocks(old); !slices.Equal(got, want) {
					t.Errorf("%s: other blocks than before: %d, not %d, with %q", name, len(got), len(want), values)
				}
				eachLink(d, func(l document.Link) {
					if strings.Contains(l.Target, "javascript") || strings.Contains(l.Target, "passwd") {
						t.Errorf("%s: a value became the link %s", name, l.Target)
					}
				})
			}
			for _, p := range spots {
				if !strings.Contains(text.String(), values[p.name]) {
					t.Errorf("%s: the %s is not in the documents: %q", lang, p.name, values[p.name])
				}
			}
			cells := workbookText(t, made[lang+"/xlsx/statement-of-applicability.xlsx"])
			for _, name := range []string{"organisation", "control"} {
				if !strings.Contains(cells, values[name]) {
					t.Errorf("%s: the %s is not in the workbook: %q", lang, name, values[name])
				}
			}
		}
	}
}

// yamlText writes a text as a YAML scalar in double quotes.
func yamlText(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// blocks names the blocks of a document in order.
func blocks(d *document.Document) []string {
	var kinds []string
	document.Walk(d.Blocks, func(b document.Block) bool {
		kinds = append(kinds, fmt.Sprintf("%T", b))
		return true
	})
	return kinds
}

// workbookText reads all cells, and fails on a formula.
func workbookText(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	eachRow(t, data, func(f *excelize.File, sheet string, y int, row []string) {
		for x, cell := range row {
			b.WriteString(cell + "\n\n")
			name, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if formula, _ := f.GetCellFormula(sheet, name); strings.Contains(formula, "HYPERLINK(\"https") || strings.Contains(formula, "SUM(A1)") || strings.Contains(formula, "cmd") {
				t.Errorf("%s!%s: a value became the formula %q", sheet, name, formula)
			}
		}
	})
	return b.String()
}

// TestFrontMatterKeepsItsValues writes titles that mean something to YAML and reads them back.
func TestFrontMatterKeepsItsValues(t *testing.T) {
	for _, s := range hostile {
		s = strings.TrimSpace(strings.ReplaceAll(s, "e\u0301", "é"))
		want := document.Meta{Title: s, Summary: "x " + s, Number: "POL-01", Language: "nl", Organisation: s, Owner: s + ", " + s,
			Versions: []document.Version{{Version: "1.0", Date: "x", Approver: s, Change: s}}}
		head, body, _ := document.Split(append(front(want), "body"...))
		got, ours := readFront("a.md", head)
		if !ours || strings.TrimSpace(string(body)) != "body" {
			t.Errorf("%q: the front matter cannot be read back: %q", s, head)
			continue
		}
		if got.Title != want.Title || got.Summary != want.Summary || got.Organisation != want.Organisation || got.Owner != want.Owner || !slices.Equal(got.Versions, want.Versions) {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
	}
}
