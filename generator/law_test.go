package generator

import (
	"context"
	"io/fs"
	"strings"
	"testing"
)

// TestDutiesOfDigitalProducts holds that whoever places digital products on the market finds its duties to notify in the
// procedure, the form and the policy for finders, with the deadlines of the law, and that nobody else does.
func TestDutiesOfDigitalProducts(t *testing.T) {
	original := request(t, "software")
	data, err := fs.ReadFile(original.Client, "organisation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var without []string
	for line := range strings.Lines(string(data)) {
		if !strings.Contains(line, "digital_products:") {
			without = append(without, line)
		}
	}
	for name, org := range map[string]string{"with": string(data), "without": strings.Join(without, "")} {
		r := with(t, original, map[string]string{"organisation.yaml": org})
		r.Languages, r.Formats, r.Only = []string{"en"}, []string{"md"}, []string{"incident-response", "forms", "vulnerability-disclosure"}
		wanted := map[string][]string{
			"PRO-03": {"early warning | Within 24 hours", "first assessment and the measures taken | Within 72 hours", "final report | Within 14 days of a corrective or mitigating measure being available | Cyber Resilience Act, article 14", "final report | Within 1 month of the notification | Cyber Resilience Act, article 14", "The users concerned"},
			"FRM-00": {"through the single reporting platform. An actively exploited vulnerability in a product of ours: final report: Within 14 days"},
			"POL-23": {"actively exploited weakness in a product of ours within 24 hours of becoming aware. The report goes to the coordinating CSIRT and ENISA"},
		}
		seen := 0
		_, problems := Generate(context.Background(), r, func(f File) error {
			text := strings.ReplaceAll(string(f.Data), "\u00a0", " ")
			for number, phrases := range wanted {
				if !strings.Contains(f.Path, number) {
					continue
				}
				seen++
				for _, phrase := range phrases {
					if name == "with" && !strings.Contains(text, phrase) {
						t.Errorf("%s lacks %q", f.Path, phrase)
					}
				}
				if name == "without" && (strings.Contains(text, "ENISA") || strings.Contains(text, "Cyber Resilience")) {
					t.Errorf("%s tells of products that there are not", f.Path)
				}
			}
			return nil
		})
		if problems.HasErrors() || seen != len(wanted) {
			t.Errorf("%s: %d documents, %v", name, seen, problems)
		}
	}
}
