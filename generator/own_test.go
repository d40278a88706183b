package generator

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// ownRow is a further row of registers/controls.yaml.
func ownRow(id, document, status string) string {
	return fmt.Sprintf("- control: %s\n  title: {nl: \"Sleutels [2] van *de* kluis\", en: \"Keys [2] of *the* safe\"}\n%s  applies: yes\n  reasons: [business]\n  why: {nl: \"Er is er een.\", en: \"There is one.\"}\n  status: %s\n  how: {nl: \"Twee mensen openen ze.\", en: \"Two people open it.\"}\n  owner: ciso\n",
		id, document, status)
}

// withControls adds rows to the controls of a client.
func withControls(t *testing.T, r Request, rows string) Request {
	t.Helper()
	text, err := fs.ReadFile(r.Client, "registers/controls.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return with(t, r, map[string]string{"registers/controls.yaml": string(text) + rows})
}

// TestAnOwnControlNeedsItsDocument holds that the document of an own control is one of the pack that holds rules, and that
// the problem says where it is missing and what can stand there.
func TestAnOwnControlNeedsItsDocument(t *testing.T) {
	done := "implemented\n  since: 2026-01-05"
	for _, test := range []struct{ example, id, document, column, want, hint, never string }{
		{"accountancy", "OWN-02", "", "3", "control OWN-02 applies, but has no document", "one of: acceptable-use, access-control,", "workplace"},
		{"accountancy", "OWN-02", "  document: safes\n", "13", `no "safes" among the documents`, "one of: acceptable-use, ", ""},
		{"accountancy", "OWN-02", "  document: acceptable-usage\n", "13", `no "acceptable-usage" among the documents`, `did you mean "acceptable-use"?`, ""},
		{"accountancy", "OWN-02", "  document: secure-development\n", "13", "secure-development, which is to treat OWN-02, is not in the pack of this organisation", "write one of: acceptable-use, access-control, ", "secure-development"},
		{"accountancy", "OWN-02", "  document: workplace\n", "13", "workplace, which is to treat OWN-02, is a bundle of documents", "write one of: acceptable-use, endpoint-devices, physical-security, remote-working", "access-control"},
		{"accountancy", "OWN-02", "  document: visitor-log\n", "13", "visitor-log, which is to treat OWN-02, holds no rules", "write one of: acceptable-use, access-control, ", "visitor-log"},
		{"manufacturer", "OWN-04", "  document: workplace\n", "13", "workplace, which is to treat OWN-04, is not in the pack of this organisation", "write one of: acceptable-use, access-control, ", "workplace"},
		{"manufacturer", "own-1", "  document: acceptable-use\n", "", "", "", ""},
		{"manufacturer", "own-device", "  document: acceptable-use\n", "", "", "", ""},
		{"manufacturer", "own-device", "  document: endpoint-devices\n", "12", `endpoint-devices has a rule "own-device" already`, "give it another id", ""},
	} {
		r := withControls(t, request(t, test.example), ownRow(test.id, test.document, done))
		r.Only, r.Formats = []string{"scope"}, []string{"md"}
		files := 0
		_, problems := Generate(context.Background(), r, func(File) error { files++; return nil })
		if test.want == "" {
			if len(problems) > 0 || files == 0 {
				t.Errorf("%s %s: %v", test.example, test.document, problems)
			}
			continue
		}
		place := regexp.MustCompile(`^registers/controls\.yaml:\d+:` + test.column + `: ` + regexp.QuoteMeta(test.want) + `\n`)
		if len(problems) != 1 || files > 0 || !place.MatchString(problems[0].String()) || !strings.Contains(problems[0].Hint, test.hint) {
			t.Errorf("%s %q: got %v", test.example, test.document, problems)
		} else if words := strings.FieldsFunc(problems[0].Hint, func(r rune) bool { return r == ' ' || r == ',' || r == ':' }); test.never != "" && strings.Contains(" "+strings.Join(words, " ")+" ", " "+test.never+" ") {
			t.Errorf("%s %q: the hint names %s: %s", test.example, test.document, test.never, problems[0].Hint)
		}
	}
}

// TestAnOwnControlIsARule gives every document that can take one an own control, in organisations of each size: each becomes
// a section with one rule after all other rules, cites its id and says who completes it; the other rules keep their numbers.
func TestAnOwnControlIsARule(t *testing.T) {
	for _, example := range content.Examples() {
		plain := packOf(t, example, "en")
		var rows strings.Builder
		var take []string
		for _, j := range plain.jobs {
			for _, d := range j.all() {
				if len(plain.names.rules[d.ID]) > len(plain.names.own[d.ID]) && takesOwn(d) {
					fmt.Fprint(&rows, ownRow(fmt.Sprintf("ZZ_%d.x", len(take)), "  document: "+d.ID+"\n", "planned\n  due: 2027-02-01"))
					take = append(take, d.ID)
				}
			}
		}
		if len(take) < 25 {
			t.Errorf("%s: only %d documents take own controls", example, len(take))
		}
		r := withControls(t, request(t, example), rows.String())
		packs, err := writeSample(Request{Client: r.Client, Library: r.Library, Templates: templates.Files}, example, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range packs {
			index := map[string]table.Row{}
			for _, row := range w.index(w.job("auditor-index")) {
				index[row.String("id")] = row
			}
			for i, id := range take {
				number := fmt.Sprintf("ZZ_%d.x", i)
				j := w.job(id)
				key := ownKey(number)
				if id != j.doc.ID {
					key = id + "-" + key
				}
				link, err := w.ruleLink(w.job("auditor-index"), id, ownKey(number))
				if err != nil {
					t.Errorf("%s/%s: %v", example, w.lang, err)
				}
				var rule *document.Rule
				last := ""
				for _, d := range w.docs {
					if d.doc.ID != j.doc.ID {
						continue
					}
					document.Walk(d.tree.Blocks, func(b document.Block) bool {
						if rules, ok := b.(*document.Rules); ok {
							for i := range rules.Rules {
								k := rules.Rules[i].Key
								if k == key {
									rule = &rules.Rules[i]
								}
								if id == j.doc.ID || chapterOf(j, k) == id {
									last = k
								}
							}
						}
						return true
					})
				}
				if rule == nil || last != key {
					t.Errorf("%s/%s: %s has no rule for %s, or it is not the last: %q", example, w.lang, id, number, last)
					continue
				}
				text := document.Plain(rule.Blocks[0].(*document.Paragraph).Text)
				want := w.locale.label("controls.status", "planned") + ". " + w.soa[number].String("how") + " " + w.locale.completes(w.locale.the("ciso", w.roleRow("ciso")), day(t, "2027-02-01"))
				if text != want || strings.Join(rule.Controls, " ") != number {
					t.Errorf("%s/%s: %s says %q and cites %v", example, w.lang, id, text, rule.Controls)
				}
				if !strings.Contains(string(link), fmt.Sprintf("R%d", rule.Number)) {
					t.Errorf("%s/%s: %s is rule %d, and a reference says %s", example, w.lang, number, rule.Number, link)
				}
				if places := index[number].String("places"); !strings.HasPrefix(places, j.number+" § ") || !strings.Contains(index[number].String("links"), "#") {
					t.Errorf("%s/%s: the index shows %s at %q", example, w.lang, number, places)
				}
				if !strings.Contains(string(w.practiceLinks(w.soa[number])), "["+j.number+"]") {
					t.Errorf("%s/%s: the Statement of Applicability says %s of %s", example, w.lang, w.practiceLinks(w.soa[number]), number)
				}
			}
			for _, j := range w.jobs { // a document of its own keeps the numbers of its other rules
				if len(j.parts) > 0 || w.lang != "en" {
					continue
				}
				now := w.numbers[j.doc.ID]()
				for key, n := range plain.numbers[j.doc.ID]() {
					if now[key] != n {
						t.Errorf("%s: %s %s was R%d and is R%d", example, j.doc.ID, key, n, now[key])
					}
				}
			}
		}
	}
}

// chapterOf is the part of a bundle in which a rule stands.
func chapterOf(j *job, key string) string {
	id := ""
	for _, d := range j.parts {
		if strings.HasPrefix(key, d.ID+"-") && len(d.ID) > len(id) {
			id = d.ID
		}
	}
	return id
}

// TestAnOwnControlOfATemplateWithoutRules names the control whose document lost its rules.
func TestAnOwnControlOfATemplateWithoutRules(t *testing.T) {
	r := withControls(t, request(t, "manufacturer"), ownRow("OWN-04", "  document: backup\n", "implemented\n  since: 2026-01-05"))
	r = with(t, r, map[string]string{"templates/en/policy/backup.md.tmpl": "---\ntitle: A\nsummary: B\n---\n## One\n\n{{if lt .org.size 0}}\n- {{rule \"never\"}} Never.\n{{end}}\n"})
	r.Languages, r.Only, r.Formats = []string{"en"}, []string{"backup"}, []string{"md"}
	_, problems := Generate(context.Background(), r, func(File) error { return nil })
	if len(problems) != 1 || problems[0].At != (problem.Position{File: "templates/en/policy/backup.md.tmpl"}) || !strings.Contains(problems[0].Message, "OWN-04") {
		t.Errorf("got %v", problems)
	}
}

// TestAnOwnControlBesideTheEditionBefore holds that own controls are rules under the withdrawn edition too.
func TestAnOwnControlBesideTheEditionBefore(t *testing.T) {
	r := withControls(t, earlier(t, request(t, "accountancy")), ownRow("OWN-01", "  document: backup\n", "implemented\n  since: 2026-01-05"))
	r.Languages, r.Formats = []string{"en"}, []string{"md"}
	files, _, _ := collect(t, r)
	for file, want := range map[string]string{"PLA-09-continuity.md": "<sub>OWN-01</sub> Two people open it.", "REP-06-pack-guide.md": "| OWN-01 | Keys \\[2\\] of \\*the\\* safe | [PLA-09 § "} {
		if !strings.Contains(string(files["en/md/"+file]), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
}

// TestPoliciesAndProceduresHoldRules holds that what the hint of a missing document names can take an own control.
func TestPoliciesAndProceduresHoldRules(t *testing.T) {
	lib := library(t)
	src := sources{builtin: templates.Files}
	for _, lang := range lib.Languages {
		for i := range lib.Documents {
			d := &lib.Documents[i]
			if d.Kind != "policy" && d.Kind != "procedure" || len(d.Parts) > 0 {
				continue
			}
			var problems problem.List
			text, body, _ := src.document(lang, d, &problems)
			if tree := parseTemplate(text.file, body, &problems); tree == nil || len(ruleKeys(tree)) == 0 || !takesOwn(d) {
				t.Errorf("%s holds no rules: leave it out of the hint in content/check.go", text.file)
			}
		}
	}
}
