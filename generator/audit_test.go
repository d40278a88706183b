package generator

import (
	"fmt"
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

// TestNobodyIsAtTwoSitesAtOnce sends the auditor round the sites in audits of every length: to each other site there is a
// journey of the right length, or a night; and no session is squeezed out.
func TestNobodyIsAtTwoSitesAtOnce(t *testing.T) {
	p := packOf(t, "manufacturer", "en")
	controls := []any{}
	for _, c := range p.view.Registers["controls"] {
		controls = append(controls, c["control"])
	}
	audit := table.Row{"id": "X", "on": day(t, "2027-05-17"), "clauses": []any{"5", "9"}, "controls": controls}
	minutes := func(r table.Row) (from, to int) {
		_, time, newDay := strings.Cut(r.String("time"), "\n")
		if !newDay {
			time = r.String("time")
		}
		var h, m, i, j int
		if _, err := fmt.Sscanf(time, "%d.%d–%d.%d", &h, &m, &i, &j); err != nil {
			t.Fatal(err)
		}
		return h*60 + m, i*60 + j
	}
	journeys := map[string]int{"Kortrijk Waregem": 25, "Waregem Kortrijk": 25, "Waregem Genk": 110, "Genk Kortrijk": 110, "Kortrijk Genk": 110}
	for _, sites := range [][]any{{"kortrijk"}, {"kortrijk", "waregem"}, {"kortrijk", "genk"}, {"kortrijk", "waregem", "genk"}} {
		audit["sites"] = sites
		nights, whole := 0, 0
		for halfDays := 2; halfDays <= 10; halfDays++ {
			audit["days"] = float64(halfDays) / 2
			byChapter := map[string][]string{"9": {"9.1", "9.2.1", "9.2.2", "9.3.1"}, "5": {"5.1", "5.2", "5.3"}}
			list := p.controlSessions(audit)
			rows := p.sessions(audit, byChapter)
			at, travelled, seen, last, end := "Kortrijk", 0, 0, "", 0
			for i, r := range rows {
				from, to := minutes(r)
				if from == 9*60 != strings.Contains(r.String("time"), "\n") || i > 0 && from != 9*60 && from != end && !(end == 12*60+30 && from == 13*60+15) {
					t.Errorf("%v, %v days: %s after %d", sites, audit["days"], r.String("time"), end)
				}
				if end = to; from == 9*60 {
					travelled = 0
				}
				name, journey := strings.CutPrefix(strings.TrimSuffix(r.String("what"), " (continued)"), "Travel to ")
				site := at
				switch r.String("kind") {
				case "travel":
					if travelled += to - from; !journey {
						t.Errorf("%v: %s", sites, r.String("what"))
					}
					last = name
					continue
				case "walk":
					after, _, _ := strings.Cut(strings.TrimPrefix(r.String("what"), "Walk-round "), ":")
					site = strings.TrimSuffix(after, " (continued)")
				case "controls":
					site = "Kortrijk"
				}
				if !r.Bool("continued") && (r.String("kind") == "walk" || r.String("kind") == "controls") {
					seen++
				}
				if site != at {
					switch want := journeys[at+" "+site]; {
					case travelled == 0 && from == 9*60:
						nights++
					case last != site || travelled > want || halfDays > 3 && travelled != want:
						t.Errorf("%v, %v days: from %s to %s in %d minutes, not %d", sites, audit["days"], at, site, travelled, want)
					default:
						whole++
					}
				}
				at, travelled = site, 0
			}
			want := 0
			for _, s := range list {
				if s.kind != "travel" {
					want++
				}
			}
			if seen != want || end != 17*60 && end != 12*60+30 {
				t.Errorf("%v, %v days: %d of %d sessions, the end at %d", sites, audit["days"], seen, want, end)
			}
		}
		if many := len(sites) > 1; (whole > 0) != many || len(sites) > 2 && nights == 0 {
			t.Errorf("%v: %d journeys, %d nights", sites, whole, nights)
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
