package content

import (
	"strings"
	"unicode/utf8"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// pattern shows how to write a field, for hints: "owner: <role>".
func pattern(f *table.Field) string {
	s := "<text>"
	switch f.Type {
	case table.Int:
		s = "<whole number>"
	case table.Number:
		s = "<number>"
	case table.Bool:
		s = "yes or no"
	case table.Day:
		s = "<YYYY-MM-DD>"
	case table.ID:
		s = "<id>"
	case table.Choice:
		s = "<" + strings.Join(f.Choices, " | ") + ">"
		if len(f.Choices) > 6 {
			s = "<choice>"
		}
	case table.Ref:
		s = "<id from " + strings.Join(f.To, " or ") + ">"
	case table.Group:
		s = example(f.Fields)
	}
	switch {
	case f.Keyed:
		s = "{<id>: " + s + "}"
	case f.List:
		s = "[" + s + "]"
	}
	return f.Name + ": " + s
}

// example shows how to write a group with its required keys.
func example(fields []table.Field) string {
	var keys []string
	for i := range fields {
		if f := &fields[i]; f.Required && f.Type != table.Group {
			keys = append(keys, pattern(f))
		} else if f.Required {
			keys = append(keys, f.Name+": …")
		}
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// shorten keeps a wrong value from filling the screen.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:39]) + "…"
}

// oneOf gives the nearest word that can be chosen, or else all of them, however many.
func oneOf(word string, choices []string) string {
	if hint := problem.DidYouMean(word, choices); hint != "" {
		return hint
	}
	return "write one of: " + strings.Join(choices, ", ")
}
