package generator

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ismsgen/content/table"
)

// TestScalesAreTheClients holds that a method with other scales, levels that are sums and values in euros fills every
// document.
func TestScalesAreTheClients(t *testing.T) {
	r := request(t, "accountancy")
	data, err := fs.ReadFile(r.Client, "organisation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const method = `
risk:
  combine: sum
  acceptance: 5
  authorise_above: 7
  review_months: 12
  bands: [4, 6, 8]
  band_names: [{nl: kalm, en: calm}, {nl: fris, en: fresh}, {nl: ruw, en: rough}, {nl: storm, en: storm}]
  likelihood:
    - {level: 1, per_year: 0.1, meaning: {nl: een, en: one}}
    - {level: 2, per_year: 0.2, meaning: {nl: twee, en: two}}
    - {level: 3, per_year: 0.5, meaning: {nl: drie, en: three}}
    - {level: 4, per_year: 1, meaning: {nl: vier, en: four}}
    - {level: 5, per_year: 4, meaning: {nl: vijf, en: five}}
  impact:
    - {level: 1, euros: 1000, meaning: {nl: een, en: one}}
    - {level: 2, euros: 5000, meaning: {nl: twee, en: two}}
    - {level: 3, euros: 20000, meaning: {nl: drie, en: three}}
    - {level: 4, euros: 80000, meaning: {nl: vier, en: four}}
    - {level: 5, euros: 200000, meaning: {nl: vijf, en: five}}
    - {level: 6, euros: 900000, meaning: {nl: zes, en: six}}
`
	org := regexp.MustCompile(`(?s)\nrisk:\n.*?\n\n`).ReplaceAllString(string(data), method+"\n")
	r = with(t, r, map[string]string{"organisation.yaml": org})
	r.Formats = []string{"md"}
	files, _, _ := collect(t, r)
	var all strings.Builder
	for _, data := range files {
		all.Write(data)
	}
	for _, want := range []string{"|  | 1 | 2 | 3 | 4 | 5 | 6 |", "| bands sum | 4 | 6 | 8 |", "| storm | 9 | 11 |", "likelihood + impact", "the expected loss is ", "een verwachte schade van "} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no document holds %q", want)
		}
	}
	if product := regexp.MustCompile(`\d[\s\x{a0}]×[\s\x{a0}]\d.*`).FindString(all.String()); product != "" {
		t.Errorf("a level is a sum, not %s", product)
	}
}

// TestLossesAndCosts holds that the expected loss is printed only where the scales count in euros, and the cost of the
// treatment only where an action has one.
func TestLossesAndCosts(t *testing.T) {
	for _, lang := range []string{"en", "nl"} {
		p := packOf(t, "software", lang)
		text := func() string {
			var all strings.Builder
			for _, id := range []string{"risk-assessment-report", "risk-treatment-plan"} {
				out, err := (&filling{pack: p, job: p.job(id), doc: p.lib.Document(id)}).execute()
				if err != nil {
					t.Fatal(err)
				}
				all.Write(out)
			}
			return all.String()
		}
		loss := map[string]string{"en": "expected loss", "nl": "verwachte schade van"}[lang]
		cost := map[string]string{"en": "Actions with a price of their own cost 90,400 euros", "nl": "Acties met een eigen prijs kosten samen 90 400 euro"}[lang]
		got := strings.ReplaceAll(strings.ReplaceAll(text(), "\u00a0", " "), "90.400", "90 400")
		if strings.Contains(got, loss) || !strings.Contains(got, cost) {
			t.Errorf("%s: want %q and no %q", lang, cost, loss)
		}
		for _, r := range p.view.Registers["risks"] {
			for _, a := range r.Rows("actions") {
				a["euros"] = nil
			}
		}
		p.facts["actions"], p.facts["treatment"] = p.treatment(p.now)
		p.facts["losses"] = table.Row{"inherent": 9.0, "current": 8.0, "residual": 7.0}
		if got = text(); !strings.Contains(got, loss) || strings.Contains(got, cost[:12]) {
			t.Errorf("%s: want %q and no %q", lang, loss, cost[:12])
		}
	}
}
