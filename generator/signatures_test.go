package generator

import (
	"context"
	"regexp"
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
| Ilse Vermandel | CISO | DAY |  |
`
	day := regexp.MustCompile(`\d+.\w+.20\d\d`)
	files := 0
	_, problems := Generate(context.Background(), r, func(f File) error {
		files++
		if _, block, _ := strings.Cut(string(f.Data), "One\n\n"); !strings.HasPrefix(day.ReplaceAllString(block, "DAY"), want) {
			t.Errorf("got\n%s", f.Data)
		}
		return nil
	})
	if problems.HasErrors() || files != 1 {
		t.Error(files, problems)
	}
}

// TestDatesOfSignatures holds that the approver and the owner of an issued document sign on its day, a management body on that
// of its own approval, and the owners of risks on the day of their last acceptance.
func TestDatesOfSignatures(t *testing.T) {
	r := request(t, "manufacturer")
	r.Languages, r.Formats, r.Only = []string{"en"}, []string{"md"}, []string{"nis2-measures", "risk-treatment-plan", "operational-planning"}
	want := map[string][]string{
		"REP-08": {"| Pieter Ostrevant | CISO | 22 Oct 2026 |", "| Joris Halleweyck | Top management | 22 Oct 2026 |", "| Joris Halleweyck | Management body | 20 Oct 2026 |", "| Elsbeth Vandermolen | Management body | 20 Oct 2026 |"},
		"PLA-01": {"| Joris Halleweyck | Top management | ", "| Operations director | 13 Oct 2026 |"},
		"PLA-03": {"| Pieter Ostrevant | CISO | "},
	}
	files := 0
	_, problems := Generate(context.Background(), r, func(f File) error {
		text := strings.ReplaceAll(string(f.Data), "\u00a0", " ")
		_, signed, _ := strings.Cut(text, "<!-- signatures -->")
		for number, rows := range want {
			if !strings.Contains(f.Path, number) {
				continue
			}
			files++
			for _, row := range rows {
				if !strings.Contains(signed, row) {
					t.Errorf("%s lacks %q in:\n%s", number, row, signed)
				}
			}
			if number != "PLA-01" && strings.Contains(signed, "|  |  |") {
				t.Errorf("%s has a signature without a day:\n%s", number, signed)
			}
		}
		return nil
	})
	if problems.HasErrors() || files != len(want) {
		t.Error(files, problems)
	}
}
