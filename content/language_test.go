package content

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ismsgen/content/table"
)

func TestTitles(t *testing.T) {
	lib := library(t)
	for _, tag := range lib.Languages {
		for _, id := range lib.Frameworks {
			f := framework(t, lib, id)
			titles, problems := lib.Titles(tag, id)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			var themes, clauses, controls, documented []string
			for _, x := range f.Themes {
				themes = append(themes, x.ID)
			}
			for _, x := range f.Clauses {
				clauses = append(clauses, x.Number)
			}
			for _, x := range f.Controls {
				controls = append(controls, x.Number)
			}
			for _, x := range f.Documented {
				documented = append(documented, x.ID)
			}
			same(t, tag+" "+id+" themes", titles.Themes, themes)
			same(t, tag+" "+id+" clauses", titles.Clauses, clauses)
			same(t, tag+" "+id+" controls", titles.Controls, controls)
			same(t, tag+" "+id+" documented", titles.Documented, documented)
		}
	}
	for _, tag := range []string{"fr", "de"} { // not offered, but their titles are known
		titles, problems := lib.Titles(tag, "iso27001-2022")
		if len(problems) > 0 || len(titles.Controls) != 93 || len(titles.Clauses) != 41 {
			t.Errorf("%s: %v", tag, problems)
		}
		if _, problems := lib.Language(tag); !problems.HasErrors() {
			t.Errorf("%s is offered without labels", tag)
		}
	}
}

// same holds that a list of words has exactly these keys, and a word for each.
func same(t *testing.T, what string, words map[string]string, keys []string) {
	t.Helper()
	for _, key := range keys {
		if words[key] == "" {
			t.Errorf("%s: no word for %s", what, key)
		}
	}
	for _, key := range sortedKeys(words) {
		if !slices.Contains(keys, key) {
			t.Errorf("%s: %s belongs to nothing", what, key)
		}
	}
}

// columns calls f for every field with its dotted name.
func columns(fields []table.Field, prefix string, f func(name string, field *table.Field)) {
	for i := range fields {
		f(prefix+fields[i].Name, &fields[i])
		columns(fields[i].Fields, prefix+fields[i].Name+".", f)
	}
}

// TestLabels holds that each language has a word for every id of the other files.
func TestLabels(t *testing.T) {
	lib := library(t)
	for _, tag := range lib.Languages {
		l, problems := lib.Language(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if len(l.Months) != 12 || len(l.ShortMonths) != 12 {
			t.Errorf("%s: %d months, %d short ones", tag, len(l.Months), len(l.ShortMonths))
		}
		need := func(word, what string) {
			if word == "" {
				t.Errorf("%s: no word for %s", tag, what)
			}
		}
		commitments := map[string]bool{}
		for _, c := range lib.Commitments {
			commitments[c.ID] = true
			need(l.Commitments[c.ID], "commitment "+c.ID)
			need(l.Reasons[c.ID], "reason of commitment "+c.ID)
			need(l.Unit(c.Unit, 1), "unit "+c.Unit)
			need(l.Unit(c.Unit, 2), "units of "+c.Unit)
			if c.Default < c.Min || c.Default > c.Max || c.Every && c.Unit != "month" {
				t.Errorf("commitment %s: %+v", c.ID, c)
			}
		}
		for _, d := range lib.Duties {
			text := l.Duties[d.ID]
			need(text.What, "what of duty "+d.ID)
			need(text.When, "when of duty "+d.ID)
			if d.Commitment != "" && !commitments[d.Commitment] {
				t.Errorf("duty %s: no commitment %s", d.ID, d.Commitment)
			}
		}
		for _, role := range lib.Roles {
			need(l.Roles[role].Name, "role "+role)
		}
		for _, d := range lib.Documents {
			need(l.Documents.Kinds[d.Kind], "kind "+d.Kind)
			need(l.Documents.Audiences[d.Audience], "audience "+d.Audience)
			need(l.Choice("organisation", "classification.level", d.Classification), "classification "+d.Classification)
			for _, role := range append([]string{d.Owner, d.Approver}, d.Needs...) {
				if !slices.Contains(lib.Roles, role) {
					t.Errorf("document %s: no role %s", d.ID, role)
				}
			}
		}
		columns(lib.Organisation, "", func(name string, f *table.Field) {
			for _, c := range f.Choices {
				if f.Type == table.Choice {
					need(l.Choice("organisation", name, c), "organisation."+name+" "+c)
				}
			}
		})
		for id, register := range lib.Tables {
			need(l.Terms["register-"+id], "register "+id)
			columns(register.Fields, "", func(name string, f *table.Field) {
				need(l.Label(id, name), "column "+id+"."+name)
				for _, c := range f.Choices {
					need(l.Choice(id, name, c), "choice "+id+"."+name+" "+c)
				}
			})
			for _, view := range register.Views {
				for _, column := range view {
					need(l.Label(id, column), "column "+id+"."+column)
				}
			}
		}
		for path, view := range lib.Views {
			need(l.Terms["register-"+path], "list "+path)
			for _, column := range view {
				need(l.Label("organisation", strings.TrimPrefix(path, "org.")+"."+column), "column "+path+"."+column)
			}
		}
	}
}

// TestSameKeys holds that the language files have the same keys all the way down, and that no word is empty (TestDuties
// says where who may be).
func TestSameKeys(t *testing.T) {
	lib := library(t)
	keys := map[string][]string{}
	for _, tag := range lib.Languages {
		l, _ := lib.Language(tag)
		walk(reflect.ValueOf(*l), "", func(path string, v reflect.Value) {
			keys[tag] = append(keys[tag], path)
			if v.Kind() == reflect.String && v.String() == "" && !strings.HasSuffix(path, ".Article") && !(strings.HasPrefix(path, ".Duties.") && strings.HasSuffix(path, ".Who")) {
				t.Errorf("%s: %s is empty", tag, path)
			}
		})
		slices.Sort(keys[tag])
	}
	first := lib.Languages[0]
	for _, tag := range lib.Languages[1:] {
		for _, key := range keys[first] {
			if _, ok := slices.BinarySearch(keys[tag], key); !ok {
				t.Errorf("%s lacks %s", tag, key)
			}
		}
		for _, key := range keys[tag] {
			if _, ok := slices.BinarySearch(keys[first], key); !ok {
				t.Errorf("%s lacks %s", first, key)
			}
		}
	}
}

func walk(v reflect.Value, path string, f func(string, reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	case reflect.Map:
		if path == ".Rhythm.Months" { // which numbers are irregular belongs to the language
			return
		}
		for _, k := range v.MapKeys() {
			walk(v.MapIndex(k), fmt.Sprintf("%s.%v", path, k), f)
		}
	default:
		f(path, v)
	}
}

func TestLanguage(t *testing.T) {
	lib := library(t)
	en, _ := lib.Language("en")
	nl, _ := lib.Language("nl")
	day := table.Date{Year: 2026, Month: 10, Day: 4}
	for _, test := range []struct{ got, want string }{
		{en.Date(day), "4 October 2026"}, {nl.Date(day), "4 oktober 2026"},
		{en.ShortDate(day), "4\u00a0Oct\u00a02026"}, {nl.ShortDate(day), "4\u00a0okt\u00a02026"},
		{en.Month(day), "October 2026"}, {nl.Month(day), "oktober 2026"}, {nl.Date(table.Date{}), ""},
		{en.List([]string{"a", "b", "c"}), "a, b and c"}, {nl.List([]string{"a", "b"}), "a en b"}, {nl.List([]string{"a", "b, c", "d"}), "a; b, c; d"}, {nl.List([]string{"a"}), "a"}, {nl.List(nil), ""},
		{en.Number(2.50), "2.5"}, {nl.Number(2.5), "2,5"}, {nl.Number(93), "93"},
		{en.Number(9800), "9,800"}, {nl.Number(9800), "9.800"}, {nl.Number(-1234.5), "-1.234,5"}, {nl.Number(999), "999"}, {nl.Whole(2026), "2026"}, {nl.Whole(12000), "12.000"},
		{en.Every(1), "every month"}, {en.Every(3), "every 3 months"}, {en.Every(12), "every year"},
		{nl.Every(1), "elke maand"}, {nl.Every(3), "elke 3 maanden"}, {nl.Every(12), "elk jaar"},
		{en.Count(1, "working_day"), "1\u00a0working day"}, {nl.Count(5, "working_day"), "5\u00a0werkdagen"}, {nl.Count(24, "hour"), "24\u00a0uur"},
		{en.Bool(true), "Yes"}, {nl.Bool(false), "Nee"}, {nl.Choice("risks", "treatment", "accept"), "Aanvaarden"},
		{en.Roles["ciso"].The(), "the CISO"}, {en.Roles["top_management"].The(), "top management"}, {Capital(en.Roles["internal_auditor"].Name), "Internal auditor"},
		{nl.Roles["management_body"].The(), "het bestuursorgaan"}, {Capital(nl.Roles["top_management"].The()), "De directie"},
		{Lower("Deels ingevoerd"), "deels ingevoerd"}, {Lower("ISO/IEC 27001"), "ISO/IEC 27001"}, {Lower("IT-rol"), "IT-rol"}, {Lower("E-mail"), "e-mail"}, {Lower("É"), "é"}, {Lower(""), ""},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
