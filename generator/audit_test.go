package generator

import (
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/table"
)

func TestRanges(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "",
		"5.1":                                 "5.1",
		"5.1 5.2":                             "5.1, 5.2",
		"5.8 5.9 5.10 5.12":                   "5.8–5.10, 5.12",
		"A.8.1 A.8.2 A.8.3 OWN-01":            "A.8.1–A.8.3, OWN-01",
		"5.37 6.1 6.2 6.3":                    "5.37, 6.1–6.3",
		"OWN-01 OWN-02 OWN-03":                "OWN-01, OWN-02, OWN-03",
		"5.1 5.2 5.3 5.5 5.6 5.7 8.34":        "5.1–5.3, 5.5–5.7, 8.34",
		"A.11.1.1 A.11.1.2 A.11.1.3 A.11.2.1": "A.11.1.1–A.11.1.3, A.11.2.1",
	} {
		if got := strings.Join(ranges(strings.Fields(in)), ", "); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestWorkday(t *testing.T) {
	for from, want := range map[string]string{"2026-11-05": "2026-11-06", "2026-11-06": "2026-11-09", "2026-12-31": "2027-01-01"} {
		if got := workday(day(t, from)).String(); got != want {
			t.Errorf("after %s comes %s, not %s", from, got, want)
		}
	}
}

// TestTheProgrammeSaysWhatItLeavesOut takes an audit away: what only it covered must be named.
func TestTheProgrammeSaysWhatItLeavesOut(t *testing.T) {
	for _, example := range content.Examples() {
		p := packOf(t, example, "en")
		all := p.view.Registers["audits"]
		for i := range all {
			p.view.Registers["audits"] = append(slices.Clone(all[:i]), all[i+1:]...)
			p.deriveAudits()
			facts := p.facts.Group("programme")
			named := func(list, id string) bool {
				return slices.ContainsFunc(facts[list].([]any), func(v any) bool { return strings.TrimPrefix(v.(string), "A.") == id })
			}
			audited := func(test func(table.Row) bool) bool { return slices.ContainsFunc(p.view.Registers["audits"], test) }
			included := 0
			for _, c := range p.view.Registers["controls"] {
				id := c.String("control")
				covered := audited(func(a table.Row) bool { return slices.Contains(a.Strings("controls"), id) })
				if c.Bool("applies") {
					included++
				}
				if named("missing_controls", id) != (c.Bool("applies") && !covered) {
					t.Errorf("%s without %s: %s is covered: %v, named as missing: %v", example, all[i].String("id"), id, covered, !covered)
				}
			}
			if facts.Int("included") != included || facts.Int("covered") != included-len(facts["missing_controls"].([]any)) {
				t.Errorf("%s: %v", example, facts)
			}
			for _, leaf := range p.leaves() {
				covered := audited(func(a table.Row) bool {
					return slices.ContainsFunc(a.Strings("clauses"), func(c string) bool { return leaf == c || strings.HasPrefix(leaf, c+".") })
				})
				if named("missing_clauses", leaf) == covered {
					t.Errorf("%s without %s: clause %s is covered: %v", example, all[i].String("id"), leaf, covered)
				}
			}
		}
	}
}

// TestTheScheduleHoldsTheWholeAudit follows the clock through every audit, planned or not, of the examples.
func TestTheScheduleHoldsTheWholeAudit(t *testing.T) {
	for _, example := range content.Examples() {
		p := packOf(t, example, "en")
		byChapter := map[string][]string{}
		for _, leaf := range p.leaves() {
			id, _, _ := strings.Cut(leaf, ".")
			byChapter[id] = append(byChapter[id], leaf)
		}
		for _, a := range p.view.Registers["audits"] {
			rows := p.sessions(a, byChapter)
			days, last, chapters := 1, "", 0
			for i, r := range rows {
				_, time, newDay := strings.Cut(r.String("time"), "\n")
				if !newDay {
					time = r.String("time")
				} else if i > 0 {
					days++
				}
				from, to, _ := strings.Cut(time, "–")
				switch {
				case newDay && from != "9.00":
					t.Errorf("%s %s: a day begins at %s", example, a.String("id"), from)
				case !newDay && from != last && !(last == "12.30" && from == "13.15"):
					t.Errorf("%s %s: %s follows %s", example, a.String("id"), from, last)
				case from == to:
					t.Errorf("%s %s: %q takes no time", example, a.String("id"), r.String("what"))
				}
				last = to
				if r.String("kind") == "clauses" && !r.Bool("continued") {
					chapters++
				}
			}
			if last != "17.00" && last != "12.30" {
				t.Errorf("%s %s: the audit ends at %s", example, a.String("id"), last)
			}
			audited := map[string]bool{} // 9.1 and 9.2 are one chapter
			for _, clause := range a.Strings("clauses") {
				id, _, _ := strings.Cut(clause, ".")
				audited[id] = true
			}
			if chapters != len(audited) || days != int(a["days"].(float64)+0.5) {
				t.Errorf("%s %s: %d chapters on %d days", example, a.String("id"), chapters, days)
			}
			for _, c := range p.view.Registers["controls"] {
				if !c.Bool("applies") || !slices.Contains(a.Strings("controls"), c.String("control")) {
					continue
				}
				in := slices.ContainsFunc(p.controlSessions(a), func(s session) bool { return holdsControl(s.what, c.String("number")) })
				if !in {
					t.Errorf("%s %s: %s is in no session", example, a.String("id"), c.String("number"))
				}
			}
		}
	}
}

// holdsControl reports that a text such as "A.5.1–A.5.4, A.5.9" holds a number.
func holdsControl(text, number string) bool {
	if _, after, walk := strings.Cut(text, ": "); walk {
		text = after
	}
	for part := range strings.SplitSeq(text, ", ") {
		from, to, isRange := strings.Cut(part, "–")
		if part == number || isRange && compareIDs(from, number) <= 0 && compareIDs(number, to) <= 0 {
			return true
		}
	}
	return false
}
