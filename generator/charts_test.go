package generator

import (
	"strconv"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// newTestPack is the work on an example in English.
func newTestPack(t *testing.T, example string) *pack {
	t.Helper()
	r := request(t, example)
	org, problems := content.Load(r.Client, r.Library)
	docs := plan(r.Library, org, &problems)
	p, faults := newPack(&r, org, "en", org.ReferenceDate(), docs)
	if len(problems)+len(faults) > 0 {
		t.Fatal(problems, faults)
	}
	return p
}

// readChart parses what a chart function wrote.
func readChart(t *testing.T, m Markdown) *document.Chart {
	t.Helper()
	d, problems := document.Parse("chart.md", []byte(m), document.Options{})
	if len(problems) > 0 || len(d.Blocks) != 1 {
		t.Fatalf("%v\n%s", problems, m)
	}
	return d.Blocks[0].(*document.Chart)
}

func TestChartsAgreeWithTheirRegisters(t *testing.T) {
	for _, example := range content.Examples() {
		p := newTestPack(t, example)
		on := func(id string) *filling { return &filling{pack: p, job: p.job(id)} }

		gap := readChart(t, on("gap-analysis").gapChart())
		var sums [2]int // of the bars for the baseline and for now
		for i, row := range gap.Rows {
			for _, cell := range row[1:] {
				n, _ := strconv.Atoi(cell)
				sums[i%2] += n
			}
		}
		if n := len(p.framework.Leaves()); len(gap.Rows) != 14 || sums[0] != n || sums[1] != n {
			t.Errorf("%s: %d bars with %v clauses, want 14 with %d", example, len(gap.Rows), sums, n)
		}

		steps := readChart(t, on("certification-plan").certificationChart())
		if len(steps.Rows) != 10 || steps.Rows[0][3] != p.dated("certification-plan").String() {
			t.Errorf("%s: the steps are %q", example, steps.Rows)
		}

		year := readChart(t, on("operational-planning").yearChart())
		if len(year.Header) != 1+yearMonths || len(year.Rows) != len(p.year) {
			t.Errorf("%s: %d lines of %d months", example, len(year.Rows), len(year.Header)-1)
		}
		every := map[string]int{}
		for _, f := range p.view.Org.Rows("forums") {
			every[f.String("name")] = f.Int("every_months")
		}
		for _, row := range year.Rows {
			n := 0
			for _, cell := range row[1:] {
				if cell != "" {
					n++
				}
			}
			if e := every[row[0]]; n == 0 || e > 0 && n != max(1, yearMonths/e) {
				t.Errorf("%s: %q falls in %d months", example, row[0], n)
			}
		}
	}
}

// TestIssuedPlansDoNotFollowTheDate holds that an approved document with a chart is the same on any day.
func TestIssuedPlansDoNotFollowTheDate(t *testing.T) {
	r := request(t, content.Examples()[0])
	r.Only = []string{"gap-analysis", "certification-plan", "operational-planning"}
	r.Formats = []string{"md"}
	before, order, _ := collect(t, r)
	r.Date = table.Date{Year: 2027, Month: 8, Day: 15}
	after, _, _ := collect(t, r)
	if len(order) != 4 { // two are chapters of one
		t.Errorf("made %v", order)
	}
	for _, name := range order {
		if string(before[name]) != string(after[name]) {
			t.Errorf("%s changes with the date", name)
		}
	}
}

func TestSince(t *testing.T) {
	c := &calendar{from: table.Date{Year: 2026, Month: 11, Day: 1}}
	for _, test := range []struct {
		last  string
		every int
		want  string
	}{
		{"2026-09-30", 3, ". 1 . . 1 . . 1 . . 1 ."},
		{"2026-02-12", 12, ". . . 1 . . . . . . . ."},
		{"2026-05-28", 24, ". . . . . . . . . . . ."},
		{"2025-03-01", 12, "1 . . . . . . . . . . ."}, // late: in the first month
	} {
		last, _ := table.ParseDate(test.last)
		var a activity
		c.since(&a, test.every, last)
		var got []string
		for _, n := range a.times {
			got = append(got, strings.ReplaceAll(strconv.Itoa(n), "0", "."))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s every %d: %s, want %s", test.last, test.every, s, test.want)
		}
	}
}
