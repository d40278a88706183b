package content

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// TestImportWords holds the words for workbooks of others against the registers and the languages against each other:
// every language knows the same fields and values, and no word means two values of one field.
func TestImportWords(t *testing.T) {
	lib := library(t)
	var first Foreign
	tags := []string{"en", "nl", "fr", "de"}
	for _, tag := range tags {
		f, problems := lib.ImportIn(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if first.Headings == nil {
			first = f
		}
		for register, list := range f.Headings {
			paths := Paths(lib.Tables[register].Fields)
			for path := range list {
				if !slices.Contains(paths, path) {
					t.Errorf("%s: %s has no field %s", tag, register, path)
				}
			}
			if !slices.Equal(sortedKeys(list), sortedKeys(first.Headings[register])) {
				t.Errorf("%s: other headings of %s than en", tag, register)
			}
		}
		if !slices.Equal(sortedKeys(f.Words), sortedKeys(first.Words)) || !slices.Equal(sortedKeys(f.Headings), sortedKeys(first.Headings)) {
			t.Errorf("%s: other lists than en", tag)
		}
		for set, values := range f.Words {
			if !slices.Equal(sortedKeys(values), sortedKeys(first.Words[set])) {
				t.Errorf("%s: other values of %s than en", tag, set)
			}
			register, path, _ := strings.Cut(set, ".")
			known := []string{"yes", "no", "1", "2", "3", "4", "5"}
			if table := lib.Tables[register]; table != nil {
				known = append(fieldOf(table.Fields, path).Choices, "excluded")
			}
			for value, words := range values {
				if !slices.Contains(known, value) {
					t.Errorf("%s: %s has no %q", tag, set, value)
				}
				for _, w := range words {
					if w != strings.ToLower(w) || strings.TrimSpace(w) != w || strings.HasSuffix(w, ".") {
						t.Errorf("%s: %s: %q is not in lower case", tag, set, w)
					}
				}
			}
		}
	}
	all := lib.Import()
	for set, values := range all.Words {
		means := map[string]string{}
		for _, value := range slices.Sorted(maps.Keys(values)) {
			for _, w := range values[value] {
				if had, ok := means[w]; ok && had != value {
					t.Errorf("%s: %q means %s and %s", set, w, had, value)
				}
				means[w] = value
			}
		}
	}
}

func fieldOf(fields []table.Field, path string) *table.Field {
	head, rest, nested := strings.Cut(path, ".")
	f := table.Find(fields, head)
	if nested {
		return fieldOf(f.Fields, rest)
	}
	return f
}

// TestMappingReadsItself holds what is shown of a mapping against what is read of it.
func TestMappingReadsItself(t *testing.T) {
	lib := library(t)
	m := &Mapping{Language: "nl", Sheets: []SheetMapping{{Sheet: "Risico's: 'alle' \"x\"", Register: "risks", Header: 3,
		Columns: []ColumnMapping{{"id", "A", "Nr"}, {"actions.what", "AB", "Actie\nlijn # x"}},
		Fill:    []ColumnMapping{{Field: "owner", Column: "ciso"}, {Field: "vulnerability", Column: "a: b"}},
		Words:   []WordMapping{{"owner", "Dienst: \"IT\"", "it"}, {"threat", "yes", "fire"}}}}}
	again, problems := ReadMapping("m.yaml", []byte(m.String()), lib)
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, m)
	}
	for i := range again.Sheets {
		again.Sheets[i].At = problem.Position{}
	}
	m.Sheets[0].Columns[0].Heading, m.Sheets[0].Columns[1].Heading = "", ""
	slices.SortFunc(again.Sheets[0].Fill, func(a, b ColumnMapping) int { return strings.Compare(a.Field, b.Field) })
	if again.String() != m.String() {
		t.Errorf("%s\nbecame\n%s", m, again)
	}
}
