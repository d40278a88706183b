package generator

import (
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/table"
)

func day(t *testing.T, s string) table.Date {
	t.Helper()
	d, err := table.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMeasuresAreJudged(t *testing.T) {
	p := packOf(t, "software", "en")
	values := func(list ...float64) []table.Row {
		rows := []table.Row{}
		for i, v := range list {
			rows = append(rows, table.Row{"on": day(t, "2026-01-31").AddMonths(3 * i), "value": v})
		}
		slices.Reverse(rows) // the order in the file does not matter
		return rows
	}
	for _, test := range []struct {
		better, unit               string
		target                     float64
		values                     []float64
		goal, series, trend, state string
	}{
		{"higher", "percent", 95, []float64{78, 94}, "≥ 95%", "78 → 94", "better", "missed"},
		{"higher", "percent", 95, []float64{98, 95}, "≥ 95%", "98 → 95", "worse", "met"},
		{"lower", "hours", 1, []float64{6.5, 9}, "≤ 1\u00a0hour", "6.5 → 9", "worse", "missed"},
		{"lower", "number", 3, []float64{2, 2}, "≤ 3", "2 → 2", "same", "met"},
		{"lower", "days", 3, []float64{2}, "≤ 3\u00a0days", "2", "none", "met"},
		{"higher", "percent", 100, []float64{97, 99.5}, "100%", "97 → 99.5", "better", "missed"},
		{"lower", "number", 0, []float64{0}, "0", "0", "none", "met"},
		{"lower", "days", 3, nil, "≤ 3\u00a0days", "", "none", "none"},
	} {
		m := table.Row{"better": test.better, "unit": test.unit, "target": test.target, "every_months": 3, "values": values(test.values...)}
		p.measured([]table.Row{m}, p.now)
		if m["goal"] != test.goal || m["series"] != test.series || m["trend"] != test.trend || m["state"] != test.state {
			t.Errorf("%v: goal %q, series %q, trend %q, state %q", test, m["goal"], m["series"], m["trend"], m["state"])
		}
		latest := ""
		if n := len(test.values); n > 0 {
			latest = p.quantity(test.values[n-1], test.unit)
		}
		if m["latest"] != latest {
			t.Errorf("%v: latest %q", test, m["latest"])
		}
	}
}

// TestTidySetsHeadingsApart holds that a list or a table never runs into the heading or the box after it, and that no paragraph
// begins with a blank.
func TestTidySetsHeadingsApart(t *testing.T) {
	for source, want := range map[string]string{
		"- a  \n\n\n- b\n## Next\ntext\n":         "- a\n\n- b\n\n## Next\ntext\n",
		"<!-- landscape -->\n## Wide\n":           "<!-- landscape -->\n## Wide\n",
		"- a\n> [!NOTE]\n> b\n>\n> c\n":           "- a\n\n> [!NOTE]\n> b\n>\n> c\n",
		"- a\n  b\n\n **C:** d\n":                 "- a\n  b\n\n**C:** d\n",
		"```sh\n > a\n> b\n```\n":                 "```sh\n > a\n> b\n```\n",
		"text\n```sh\n# a comment\n```\n# Next\n": "text\n```sh\n# a comment\n```\n\n# Next\n",
	} {
		if got := string(tidy([]byte(source))); got != want {
			t.Errorf("%q becomes %q, want %q", source, got, want)
		}
	}
}

// TestANameEndsASentence holds that the full stop of a name is also that of its sentence, and that an ellipsis stays.
func TestANameEndsASentence(t *testing.T) {
	for source, want := range map[string]string{
		"It is for Acme B.V.. It\n":     "It is for Acme B.V. It\n",
		"| for Acme Inc.. | B.V..<br>x": "| for Acme Inc. | B.V.<br>x",
		"wait... for ../x and 1..\n":    "wait... for ../x and 1..\n",
		"the end of B.V..":              "the end of B.V.",
	} {
		if got := string(oneStop([]byte(source))); got != want {
			t.Errorf("%q becomes %q, want %q", source, got, want)
		}
	}
}

func TestAFindingClosesWithItsEffect(t *testing.T) {
	for _, test := range []struct{ due, done, checked, effective, want string }{
		{"2026-12-01", "", "", "", "open"},
		{"2026-11-01", "", "", "", "late"},
		{"2026-10-01", "2026-10-15", "", "", "done"},
		{"2026-10-01", "2026-10-15", "2026-11-01", "partly", "closed"},
		{"2026-10-01", "2026-10-15", "2026-11-01", "not-effective", "done"},
	} {
		f := table.Row{"kind": "minor", "due": day(t, test.due), "done": nil, "checked": nil, "effective": test.effective}
		for _, name := range []string{"done", "checked"} {
			if s := map[string]string{"done": test.done, "checked": test.checked}[name]; s != "" {
				f[name] = day(t, s)
			}
		}
		if count := treated([]table.Row{f}, day(t, "2026-11-02")); f["state"] != test.want || count.Int(test.want) != 1 {
			t.Errorf("%v is %v", test, f["state"])
		}
	}
}

func TestRhythmsFollowTheLog(t *testing.T) {
	for _, example := range content.Examples() {
		p := packOf(t, example, "nl")
		for _, r := range p.view.Registers["rhythms"] {
			var last table.Date
			for _, o := range p.view.Registers["operations"] {
				if on := o.Date("on"); o.String("rhythm") == r.String("id") && on.Compare(last) > 0 {
					last = on
				}
			}
			want := "kept"
			if next := last.AddMonths(p.view.Commitments.Int(r.String("id"))); last.IsZero() {
				want = "never"
			} else if next.Compare(p.now) < 0 {
				want = "late"
			}
			if r.Date("last") != last || r.String("state") != want {
				t.Errorf("%s: %s is %s, last %v; the log says %s, %v", example, r.String("id"), r.String("state"), r["last"], want, last)
			}
		}
		if len(p.view.Registers["rhythms"]) < 10 {
			t.Errorf("%s promises only %d rhythms", example, len(p.view.Registers["rhythms"]))
		}
	}
}

// TestTheReviewOfTheMinutes keeps the review held in print until the figures of the next are due: 5 working days before it.
func TestTheReviewOfTheMinutes(t *testing.T) {
	p := packOf(t, "software", "en")
	row := func(id, on, status string) table.Row {
		return table.Row{"id": id, "on": day(t, on), "status": status}
	}
	held1, held2 := row("A", "2024-11-01", "done"), row("B", "2025-11-03", "done")
	next, later := row("C", "2026-11-02", "planned"), row("D", "2027-11-01", "planned")
	for _, test := range []struct {
		now     string
		rows    []table.Row
		want    any
		next    any
		earlier int
	}{
		{"2026-10-23", []table.Row{held1, held2, later, next}, "B", "C", 1}, // a Friday
		{"2026-10-26", []table.Row{held1, held2, later, next}, "C", nil, 2},
		{"2026-12-01", []table.Row{next, held2}, "C", nil, 1},
		{"2025-11-04", []table.Row{later, next}, "C", nil, 0}, // never held one
		{"2026-12-01", []table.Row{held2, held1}, "B", nil, 1},
		{"2026-12-01", []table.Row{held2, row("E", "2025-10-01", "planned")}, "B", nil, 0}, // planned, and overtaken
		{"2026-12-01", nil, nil, nil, 0},
	} {
		p.now = day(t, test.now)
		p.view.Registers["reviews"] = test.rows
		p.view.Registers["decisions"] = []table.Row{{"id": "1", "review": "A"}, {"id": "2", "review": "B"}, {"id": "3", "review": "C"}}
		p.facts["known"] = p.known(p.deriveReview())
		id := func(fact string) any { return p.facts.Group(fact)["id"] }
		if id("review") != test.want || id("nextreview") != test.next || len(p.facts.Rows("earlier")) != test.earlier {
			t.Errorf("%s, %v: %v, next %v, earlier decisions %v", test.now, test.rows, id("review"), id("nextreview"), p.facts.Rows("earlier"))
		}
	}
}

// TestFiguresOfTheDayOfTheReview moves the review of an example: nothing that happened later may be in its figures.
func TestFiguresOfTheDayOfTheReview(t *testing.T) {
	p := packOf(t, "software", "en")
	review := p.view.Registers["reviews"][0]
	p.view.Registers["decisions"] = append(p.view.Registers["decisions"], table.Row{"id": "0", "review": "0", "status": "done", "done": day(t, "2026-10-30"), "result": "yes"})
	p.view.Registers["reviews"] = append(p.view.Registers["reviews"], table.Row{"id": "0", "on": day(t, "2025-01-10"), "status": "done"})
	for _, on := range []string{"2025-06-02", "2026-05-19", "2026-10-08", "2026-10-22", "2026-11-02"} {
		review["on"] = day(t, on)
		p.facts["known"] = p.known(p.deriveReview())
		known := p.facts.Group("known")
		later := func(r table.Row, name string) bool { return r.Date(name).Compare(day(t, on)) > 0 }
		for _, f := range p.view.Registers["findings"] {
			rows := where(known.Rows("findings"), "id", f["id"])
			switch {
			case later(f, "on") != (len(rows) == 0):
				t.Errorf("%s: finding %s of %s: %v", on, f.String("id"), f.Date("on"), rows)
			case len(rows) == 0:
			case later(f, "done") && rows[0].String("state") != "open" && rows[0].String("state") != "late",
				!later(f, "checked") && f["state"] == "closed" && rows[0].String("state") != "closed",
				later(f, "checked") && (rows[0].String("state") == "closed" || rows[0]["effective"] != nil):
				t.Errorf("%s: finding %s is %s", on, f.String("id"), rows[0].String("state"))
			}
		}
		for i, m := range p.view.Registers["measures"] {
			values := 0
			for _, v := range m.Rows("values") {
				if !later(v, "on") {
					values++
				}
			}
			k := known.Rows("measures")[i]
			if series := strings.FieldsFunc(k.String("series"), func(r rune) bool { return r == '→' }); len(series) != values || values > 0 && later(k.Group("last"), "on") {
				t.Errorf("%s: %s has %d values by then, not %v", on, m.String("id"), values, series)
			}
		}
		for _, list := range []string{"incidents", "audits", "improvements"} {
			want := 0
			for _, r := range p.view.Registers[list] {
				if !later(r, "on") && (list != "audits" || r.String("status") == "done") {
					want++
				}
			}
			if got := known.Rows(list); len(got) != want {
				t.Errorf("%s: %d %s, not %d", on, len(got), list, want)
			}
		}
		for _, a := range known.Rows("actions") {
			if later(a, "done") || a.String("state") == "done" && a.Date("done").IsZero() {
				t.Errorf("%s: action %v", on, a)
			}
		}
		for _, k := range known.Rows("rhythms") {
			if later(k, "last") {
				t.Errorf("%s: %v", on, k)
			}
		}
		if d := p.facts.Rows("earlier")[0]; (d["result"] == nil) != (on != "2026-11-02") || (d.String("status") == "done") != (on == "2026-11-02") {
			t.Errorf("%s: %v", on, d)
		}
	}
}

// TestMinutesHaveEveryInput counts the inputs that clause 9.3.2 names, in both languages, each with something below it.
func TestMinutesHaveEveryInput(t *testing.T) {
	for _, example := range content.Examples() {
		r := request(t, example)
		r.Only, r.Formats = []string{"management-review-minutes"}, []string{"md"}
		files, order, _ := collect(t, r)
		for _, name := range order {
			_, inputs, _ := strings.Cut(string(files[name]), "<sub>9.3.2</sub>")
			inputs, _, found := strings.Cut(inputs, "<sub>9.3.3</sub>")
			sections := strings.Split(inputs, "\n### ")[1:]
			if !found || len(sections) != 10 {
				t.Errorf("%s: %s has %d inputs", example, name, len(sections))
			}
			for _, s := range sections {
				if len(s) < 60 {
					t.Errorf("%s: %s says nothing of %q", example, name, s)
				}
			}
		}
	}
}
