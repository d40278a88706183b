package generator

import (
	"context"
	"strings"
	"testing"
)

// TestEachMemberOfABodySigns holds that every holder of a role signs on a line of its own, once for all roles of that person.
func TestEachMemberOfABodySigns(t *testing.T) {
	r := with(t, request(t, "software"), map[string]string{
		"templates/en/policy/scope.md.tmpl": "---\ntitle: Scope\n---\n## One\n\n{{signatures \"management_body\" \"ciso\" \"top_management\"}}\n",
	})
	r.Languages, r.Formats, r.Only = []string{"en"}, []string{"md"}, []string{"scope"}
	want := `<!-- signatures -->

| Name | Role | Date | Signature |
| --- | --- | --- | --- |
| Tom Haegebaert | Board of directors and top management | DAY |  |
| Greet Callewier | Board of directors |  |  |
| Pieter-Jan Sorgeloos (Sorgeloos Beheer BV) | Board of directors |  |  |
| Ilse Vermandel | CISO |  |  |
`
	files := 0
	_, problems := Generate(context.Background(), r, func(f File) error {
		files++
		before, after, _ := strings.Cut(want, "DAY")
		_, text, found := strings.Cut(string(f.Data), before)
		day, rest, _ := strings.Cut(text, " |")
		if !found || len(day) > len("30 Sept 2026") || !strings.HasPrefix(" |"+rest, after) {
			t.Errorf("got\n%s", f.Data)
		}
		return nil
	})
	if problems.HasErrors() || files != 1 {
		t.Error(files, problems)
	}
}
