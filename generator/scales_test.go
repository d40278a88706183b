package generator

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
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
	for _, want := range []string{"|  | 1 | 2 | 3 | 4 | 5 | 6 |", "| bands sum | 4 | 6 | 8 |", "| storm | 9 | 11 |", "likelihood + impact"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no document holds %q", want)
		}
	}
}
