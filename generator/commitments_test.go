package generator

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
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

// typedRhythm matches the words for what comes back in time.
var typedRhythm = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)(?:^|[^\pL\pN])((?:each|every|per|once an?|twice an?|times an?|days? an?|hours? an?)[\s\x{A0}]+(?:working[\s\x{A0}]+)?(?:day|night|week|fortnight|month|quarter|half-year|year)|(?:dai|night|week|fortnight|month|quarter|half-year|year|annual)ly|annual|biennial|biannual)(?:$|[^\pL\pN])`),
	"nl": regexp.MustCompile(`(?i)(?:^|[^\pL\pN])((?:elke?|iedere?|per|om[\s\x{A0}]+de)[\s\x{A0}]+(?:werkdag|dag|nacht|week|maand|kwartaal|half[\s\x{A0}-]?jaar|jaar)|(?:drie|vier|zes|half|twee|vijf)?(?:dage|nachte|weke|maande|jaar)lijkse?|kwartaal\pL*|(?:dag|week|maand|jaar)(?:ronde|rapport|verslag|overleg|controle))(?:$|[^\pL\pN])`),
}

// noRhythms are such words that promise nothing which comes back, by template and phrase.
var noRhythms = map[string]string{
	"plan/certification-plan yearly":                    "the rhythm of the certification body, which the scheme sets",
	"plan/certification-plan jaarlijkse":                "the same",
	"plan/operational-planning daily":                   "adjective: work as opposed to projects",
	"plan/operational-planning dagelijkse":              "the same",
	"plan/operational-planning each month":              "a month of the chart",
	"plan/operational-planning elke maand":              "the same",
	"procedure/roles-and-responsibilities daily":        "adjective: service as opposed to projects",
	"procedure/roles-and-responsibilities dagelijkse":   "the same",
	"procedure/roles-and-responsibilities days a month": "the time that a role has",
	"procedure/roles-and-responsibilities per month":    "the same",
	"procedure/roles-and-responsibilities per maand":    "the same",
	"report/leadership-commitment each month":           "the same",
	"report/leadership-commitment per maand":            "the same",
	"report/leadership-commitment daily":                "adjective: work as opposed to decisions",
	"report/leadership-commitment dagelijkse":           "the same",
	"form/role-appointment days a month":                "the time that a role has",
	"form/role-appointment per maand":                   "the same",
	"form/processing-agreement once a year":             "how often the customer may audit, a limit and no rhythm of ours",
	"form/processing-agreement per jaar":                "the same",
	"report/measurement-report yearly":                  "names the evaluation in the minutes; the review has its commitment",
	"report/measurement-report jaarlijkse":              "the same",
	"procedure/operating-procedures each working day":   "work of the day, which its own check list shows",
	"procedure/operating-procedures elke werkdag":       "the same",
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

// allowance are the phrases that may stand in a template, and which of them did.
type allowance struct{ used map[string]bool }

func (a allowance) allows(list map[string]string, file, phrase string) bool {
	key := pathOf(file) + " " + strings.ToLower(phrase)
	if list[key] == "" {
		return false
	}
	a.used[key] = true
	return true
}

// typedNumbers reports the numbers with a unit, and the rhythms, that a template types itself, in prose or as an argument.
func typedNumbers(file, text string, tree *parse.Tree, number, rhythm *regexp.Regexp, a allowance) problem.List {
	var problems problem.List
	c := checker{file: file, text: text, problems: &problems}
	walk(tree.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TextNode:
			search := func(words *regexp.Regexp, allowed map[string]string, hint, what string) {
				for _, m := range words.FindAllSubmatchIndex(n.Text, -1) {
					if phrase := strings.Join(strings.Fields(string(n.Text[m[2]:m[3]])), " "); !a.allows(allowed, file, phrase) {
						c.fault(&parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos + parse.Pos(m[2])}, hint, what+" %q is typed", phrase)
					}
				}
			}
			search(number, schemeNumbers, "write a commitment: amount \"…\"", "the number")
			search(rhythm, noRhythms, "write a commitment: every \"…\"", "the rhythm")
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
	a := allowance{used: map[string]bool{}}
	for _, lang := range lib.Languages {
		number := typedNumber(t, lang, lib)
		eachTemplate(t, lang, func(name, text string, tree *parse.Tree) {
			for _, p := range typedNumbers("templates/"+name, text, tree, number, typedRhythm[lang], a) {
				t.Error(p)
			}
		})
	}
	for _, list := range []map[string]string{schemeNumbers, noRhythms} {
		for _, key := range keys(list) {
			if !a.used[key] {
				t.Errorf("%q is allowed, and stands nowhere", key)
			}
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
		{"nl", "Binnen twaalf maanden, 5 werkdagen en één jaar.", 3}, {"nl", "Twee personen op één lijn; in 2026 jaarlijks", 1}, {"nl", "3 days", 1},
		{"en", "Yearly, every\u00a0month, each working day, twice a year and quarterly.", 5}, {"en", "Each manager; at once; every system; the year; a month", 0},
		{"nl", "Jaarlijks, elk kwartaal, maandelijkse, per week en om de zes maanden", 5}, {"nl", "Elke eigenaar; dit jaar; per persoon; een maand", 0},
	} {
		var problems problem.List
		tree := parseTemplate("x", test.text, &problems)
		if got := typedNumbers("x", test.text, tree, typedNumber(t, test.lang, lib), typedRhythm[test.lang], allowance{}); len(got) != test.found || len(problems) > 0 {
			t.Errorf("%s: found %v", test.text, got)
		}
	}
}

func TestStatedCommitments(t *testing.T) {
	var problems problem.List
	partials := map[string]*parse.Tree{"p": parseTemplate("p", `{{every "in_partial"}}`, &problems)}
	tree := parseTemplate("x", `{{amount "a"}}{{if gt .commitments.b 3}}{{$.commitments.c}}{{end}}{{template "p" .}}{{capital (amount "a")}}{{register "duties" "all"}}`, &problems)
	duties := []content.Duty{{Commitment: "d"}, {}}
	if got := stated(tree, partials, duties); !slices.Equal(got, []string{"a", "c", "d", "in_partial"}) || len(problems) > 0 {
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
	for prose, want := range map[string]bool{
		"Nothing is promised.":                                                                           false,
		`It happens {{every "new_months"}}.`:                                                             true,
		`It happens every {{.commitments.new_months}} months.`:                                           true,
		`{{if gt .commitments.new_months 3}}Seldom.{{end}}`:                                              false,
		`{{if ge .org.size 15}}{{every "new_months"}}{{end}}.`:                                           false,
		`{{if ge .org.size 15}}Else{{else}}{{every "new_months"}}{{end}}.`:                               true,
		`{{$n := 0}}{{range .org.sites}}{{$n = 1}}{{end}}{{if $n}}{{every "new_months"}}{{end}}.`:        true,
		`{{$n := 1}}{{range .org.sites}}{{$n = 0}}{{end}}{{if $n}}{{every "new_months"}}{{end}}.`:        false,
		`{{with where .org.sites "id" "none"}}{{every "new_months"}}{{end}}.`:                            false,
		`{{if applies "5.23"}}{{every "new_months"}}{{end}}.`:                                            true,
		`{{if not (applies "5.23")}}{{every "new_months"}}{{end}}.`:                                      false,
		`{{$late := where .registers.rhythms "state" "late"}}{{if $late}}{{every "new_months"}}{{end}}.`: true, // may be, for all that is known then
	} {
		if planned(prose) != want {
			t.Errorf("%s: in the calendar: %v", prose, !want)
		}
	}
}
