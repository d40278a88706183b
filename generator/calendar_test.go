package generator

import (
	"slices"
	"strings"
	"testing"
)

// TestSupplierReviewsInTheCalendar holds that the calendar names for each review who does it by the policy: the owner of the
// supplier, or the CISO in a small organisation.
func TestSupplierReviewsInTheCalendar(t *testing.T) {
	for _, example := range []string{"accountancy", "software", "manufacturer"} {
		p := packOf(t, example, "en")
		reviewed := 0
		for _, row := range p.view.Registers["calendar"] {
			list, review := strings.CutPrefix(row.String("what"), "Review of ")
			for _, s := range p.view.Registers["suppliers"] {
				if !review || !row.Bool("dated") || !slices.Contains(strings.Split(list, ", "), s.String("name")) {
					continue
				}
				reviewed++
				owner := s.String("owner")
				if example == "accountancy" {
					owner = "ciso"
				}
				if who := row.String("who"); !strings.EqualFold(who, p.roleName(owner)) {
					t.Errorf("%s: %s is reviewed by %s", example, s.String("name"), who)
				}
			}
		}
		if reviewed < 5 {
			t.Errorf("%s: the calendar holds %d reviews of suppliers", example, reviewed)
		}
	}
}
