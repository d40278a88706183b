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
	for _, test := range []struct {
		example, document, number string
		rows                      []string
	}{
		{"software", "nis2-measures", "REP-08", []string{"| Ilse Vermandel | CISO | 22 Oct 2026 |", "| Tom Haegebaert | Top management | 22 Oct 2026 |", "| Tom Haegebaert | Board of directors | 27 Oct 2026 |", "| Greet Callewier | Board of directors | 27 Oct 2026 |"}},
		{"manufacturer", "nis2-measures", "REP-08", []string{"| Joris Halleweyck | Top management and management body | 20 Oct 2026 |", "| Elsbeth Vandermolen | Management body | 20 Oct 2026 |"}},
		{"manufacturer", "risk-treatment-plan", "PLA-01", []string{"| Operations director | 13 Oct 2026 |"}},
		{"manufacturer", "operational-planning", "PLA-03", []string{"| Pieter Ostrevant | CISO | "}},
	} {
		r := request(t, test.example)
		r.Languages, r.Formats, r.Only = []string{"en"}, []string{"md"}, []string{test.document}
		files := 0
		_, problems := Generate(context.Background(), r, func(f File) error {
			if !strings.Contains(f.Path, test.number) {
				return nil
			}
			files++
			_, signed, _ := strings.Cut(strings.ReplaceAll(string(f.Data), "\u00a0", " "), "<!-- signatures -->")
			for _, row := range test.rows {
				if !strings.Contains(signed, row) {
					t.Errorf("%s lacks %q in:\n%s", test.number, row, signed)
				}
			}
			if strings.Contains(signed, "|  |  |") {
				t.Errorf("%s has a signature without a day:\n%s", test.number, signed)
			}
			return nil
		})
		if problems.HasErrors() || files != 1 {
			t.Error(test, files, problems)
		}
	}
}
