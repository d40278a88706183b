package workbook

import (
	"slices"
	"strings"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// asKept gives a value the form that the data has: of a name that stands there one per language, one changes.
func asKept(v, now any, lang string) any {
	name, isName := v.(string)
	if _, perLanguage := now.(table.Texts); isName && perLanguage {
		return table.Texts{lang: name}
	}
	return v
}

// otherLanguages are those of a text besides one.
func otherLanguages(v any, lang string) string {
	texts, _ := v.(table.Texts)
	var others []string
	for other := range texts {
		if other != lang {
			others = append(others, other)
		}
	}
	slices.Sort(others)
	return strings.Join(others, ", ")
}

// stays reminds of the translations of a text that changes.
func stays(others string) string {
	if others == "" {
		return ""
	}
	return "the text in " + others + " stays: translate it"
}

// refuse reports a value that cannot stand in the data.
func (t *taker) refuse(c Change, faults problem.List) {
	for _, p := range faults[:min(len(faults), 1)] {
		t.leave(c.Sheet, c.Cell, p.Hint, "%s: %s", c.Key, p.Message)
	}
}
