package generator

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// spelt are the words for numbers and spans of time that a template might type, beside digits and the units of labels.yaml.
var spelt = map[string]struct{ numbers, spans []string }{
	"en": {strings.Fields("one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty sixty ninety"),
		strings.Fields("second seconds minute minutes hour hours day days week weeks month months quarter quarters year years percent")},
	"nl": {strings.Fields("één twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig zestig negentig"),
		strings.Fields("seconde seconden minuut minuten uur dag dagen werkdag werkdagen week weken maand maanden kwartaal kwartalen jaar jaren procent")},
}

// schemeNumbers are facts of certification, which the organisation cannot promise or change, by template and phrase.
var schemeNumbers = map[string]string{
	"plan/certification-plan two years":   "accreditation rule: who advised is excluded that long",
	"plan/certification-plan twee jaar":   "the same",
	"plan/certification-plan three years": "the life of a certificate",
	"plan/certification-plan drie jaar":   "the same",
	"plan/certification-plan six months":  "accreditation rule: how long stage 1 and an open major nonconformity stand",
	"plan/certification-plan zes maanden": "the same",
}

// typedNumber matches a number that belongs to a unit, in digits or in words.
func typedNumber(t *testing.T, lang string, lib *content.Library) *regexp.Regexp {
	t.Helper()
	alternatives := func(words []string) string {
		quoted := make([]string, len(words))
		for i, w := range words {
			quoted[i] = strings.ReplaceAll(regexp.QuoteMeta(w), " ", `[\s\x{A0}]`)
		}
		slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) }) // the longest that fits
		return strings.Join(quoted, "|")
	}
	units := []string{"%"}
	for _, tag := range lib.Languages {
		l, _ := lib.Language(tag)
		for _, unit := range l.Units {
			units = append(units, unit.One, unit.Many)
		}
	}
	words := spelt[lang]
	if words.numbers == nil {
		t.Fatalf("no words for numbers in %s", lang)
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN.,-])((?:\d+[\s\x{A0}-]*(?:` + alternatives(append(units, words.spans...)) + `)|(?:` + alternatives(words.numbers) + `)[\s\x{A0}-]+(?:` + alternatives(words.spans) + `)))(?:$|[^\pL\pN])`)
}

// typedNumbers reports the numbers with a unit that a template types itself, in prose or as an argument.
func typedNumbers(file, text string, tree *parse.Tree, number *regexp.Regexp) problem.List {
	var problems problem.List
	c := checker{file: file, text: text, problems: &problems}
	walk(tree.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TextNode:
			for _, m := range number.FindAllSubmatchIndex(n.Text, -1) {
				phrase := strings.Join(strings.Fields(string(n.Text[m[2]:m[3]])), " ")
				if schemeNumbers[pathOf(file)+" "+strings.ToLower(phrase)] == "" {
					c.fault(&parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos + parse.Pos(m[2])}, "write a commitment: amount \"…\"", "the number %q is typed", phrase)
				}
			}
		case *parse.CommandNode:
			if name := call(n); (name == "count" || name == "rhythm") && len(n.Args) > 1 {
				if _, typed := n.Args[1].(*parse.NumberNode); typed {
					c.fault(n, "write a commitment: amount \"…\" or every \"…\"", "the number in %s is typed", n)
				}
			}
		}
	})
	return problems
}

// pathOf is the path of a template without language and extension.
func pathOf(file string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(file, "templates/"), "/")
	return strings.TrimSuffix(rest, ".md.tmpl")
}

func TestNoTemplateTypesAPromisedNumber(t *testing.T) {
	lib := library(t)
	for _, lang := range lib.Languages {
		number := typedNumber(t, lang, lib)
		err := fs.WalkDir(templates.Files, lang, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(templates.Files, name)
			if err != nil {
				return err
			}
			_, rest, line := document.Split(data)
			text := strings.Repeat("\n", max(line-1, 0)) + string(rest)
			var problems problem.List
			tree := parseTemplate("templates/"+name, text, &problems)
			if tree != nil {
				problems = append(problems, typedNumbers("templates/"+name, text, tree, number)...)
			}
			for _, p := range problems {
				t.Error(p)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestTypedNumbersAreFound holds the search itself against what it must find and must leave.
func TestTypedNumbersAreFound(t *testing.T) {
	lib := library(t)
	for _, test := range []struct {
		lang, text string
		found      int
	}{
		{"en", "Keep it for 30 days.", 1}, {"en", "Within twelve months, or two\u00a0weeks.", 2}, {"en", "A 24-hour service", 1}, {"en", "80 per cent or 80%", 2},
		{"en", "Clause 6.1.2 days; A.5.18; ISO/IEC 27001:2022 controls; two people", 0}, {"en", `{{amount "patch_high_days"}} and {{count .n "day"}}`, 0},
		{"en", `{{count 5 "day"}} {{capital (rhythm 3)}}`, 2},
		{"nl", "Binnen twaalf maanden, 5 werkdagen en één jaar.", 3}, {"nl", "Twee personen op één lijn; in 2026 jaarlijks", 0}, {"nl", "3 days", 1},
	} {
		var problems problem.List
		tree := parseTemplate("x", test.text, &problems)
		if got := typedNumbers("x", test.text, tree, typedNumber(t, test.lang, lib)); len(got) != test.found || len(problems) > 0 {
			t.Errorf("%s: found %v", test.text, got)
		}
	}
}

func TestStatedCommitments(t *testing.T) {
	var problems problem.List
	partials := map[string]*parse.Tree{"p": parseTemplate("p", `{{every "in_partial"}}`, &problems)}
	tree := parseTemplate("x", `{{amount "a"}}{{if gt .commitments.b 3}}{{$.commitments.c}}{{end}}{{template "p" .}}{{capital (amount "a")}}{{register "duties" "all"}}`, &problems)
	duties := []content.Duty{{Commitment: "d"}, {}}
	if got := stated(tree, partials, duties); !slices.Equal(got, []string{"a", "b", "c", "d", "in_partial"}) || len(problems) > 0 {
		t.Errorf("got %v %v", got, problems)
	}
}

// TestRhythmsFollowTheDocuments holds that a rhythm stands in the calendar when a document of the pack, or a chapter of one,
// promises it, and only then.
func TestRhythmsFollowTheDocuments(t *testing.T) {
	planned := func(prose string) bool {
		r := with(t, request(t, "accountancy"), map[string]string{"templates/en/policy/scope.md.tmpl": "---\ntitle: Scope\n---\n## One\n\n" + prose + "\n"})
		r.Library.Commitments = append(r.Library.Commitments, content.Commitment{ID: "new_months", Unit: "month", Default: 6, Every: true, Owner: "ciso"})
		org, problems := content.Load(r.Client, r.Library)
		docs := plan(r.Library, org, &problems)
		p, faults := newPack(&r, org, "en", org.ReferenceDate(), docs)
		if problems = append(problems, faults...); problems.HasErrors() {
			t.Fatal(problems)
		}
		// It has no label: no other row of the calendar is without words.
		return slices.ContainsFunc(p.view.Registers["calendar"], func(row table.Row) bool { return row.String("what") == "" })
	}
	if planned("Nothing is promised.") {
		t.Error("what no document states is in the calendar")
	}
	if !planned(`It happens {{every "new_months"}}.`) {
		t.Error("what a document states is not in the calendar")
	}
}
