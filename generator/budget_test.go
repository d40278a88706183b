package generator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// budgets are the most documents and PDF pages of a pack in one language.
var budgets = map[string]struct{ documents, pages int }{
	"accountancy": {25, 120},
	"software":    {45, 200},
}

// TestPacksKeepToTheirBudget counts documents and pages of the packs of smaller organisations.
func TestPacksKeepToTheirBudget(t *testing.T) {
	for _, w := range examplePacks(t) {
		pages := 0
		var list []string
		for _, d := range w.docs {
			if d.pages == 0 {
				t.Errorf("%s has no pages", w.name(d))
			}
			pages += d.pages
			list = append(list, fmt.Sprintf("%4d %s", d.pages, w.name(d)))
		}
		t.Logf("%s/%s: %d documents, %d pages", w.example, w.lang, len(w.docs), pages)
		budget, bound := budgets[w.example]
		if bound && (len(w.docs) > budget.documents || pages > budget.pages) {
			slices.SortFunc(list, func(a, b string) int { return strings.Compare(b, a) })
			t.Errorf("%s/%s: %d documents and %d pages, %d and %d at most; the longest first:\n%s", w.example, w.lang, len(w.docs), pages, budget.documents, budget.pages, strings.Join(list, "\n"))
		}
	}
}

// TestALargeOrganisationGetsEveryDocument holds that no document of the catalogue is kept from all packs: the largest
// example gets each by itself, unless what it is or does rules it out.
func TestALargeOrganisationGetsEveryDocument(t *testing.T) {
	for _, w := range examplePacks(t) {
		if w.example != "manufacturer" {
			continue
		}
		for _, d := range w.lib.Documents {
			when := maps.Clone(d.When)
			delete(when, "size") // bundles only, and documents without a template
			if len(d.Parts) == 0 && w.holds(when) && !slices.ContainsFunc(w.jobs, func(j *job) bool { return j.doc.ID == d.ID }) {
				t.Errorf("%s/%s: %s %s is not in the pack; write templates/%s/%s/%s.md.tmpl and take size out of its when", w.example, w.lang, d.Number, d.ID, w.lang, d.Kind, d.ID)
			}
		}
	}
}
