package generator

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"ismsgen/content"
	"ismsgen/content/table"
)

// leaves are the clauses of the edition that have no sub-clauses.
func (p *pack) leaves() []string {
	var ids []string
	for _, c := range p.framework.Clauses {
		parent := slices.ContainsFunc(p.framework.Clauses, func(o content.Clause) bool { return strings.HasPrefix(o.Number, c.Number+".") })
		if !parent {
			ids = append(ids, c.Number)
		}
	}
	return ids
}

// within reports that a list of clauses names a clause or one above it.
func within(list []string, clause string) bool {
	return slices.ContainsFunc(list, func(c string) bool { return clause == c || strings.HasPrefix(clause, c+".") })
}

// deriveAudits says what the audit programme covers and what it does not: the clauses by chapter and the included controls
// by theme, per audit. It also finds the last and the next audit and draws up the schedule of the next.
func (p *pack) deriveAudits() {
	audits := slices.SortedStableFunc(slices.Values(p.view.Registers["audits"]), func(a, b table.Row) int { return a.Date("on").Compare(b.Date("on")) })
	p.view.Registers["audits"] = audits
	facts := table.Row{"audits": len(audits), "planned": 0, "done": 0, "days": 0.0, "from": nil, "to": nil, "included": 0, "covered": 0}
	p.facts["lastaudit"], p.facts["nextaudit"] = nil, nil
	var next table.Row
	for i, a := range audits {
		if i == 0 {
			facts["from"] = a["on"]
		}
		facts["to"], facts["days"] = a["on"], facts["days"].(float64)+a["days"].(float64)
		tick(facts, a.String("status"))
		switch {
		case a.String("status") == "done":
			p.facts["lastaudit"] = a
		case next == nil:
			next, p.facts["nextaudit"] = a, a
		}
	}

	missing := []any{}
	chapters := []table.Row{}
	byChapter := map[string][]string{}
	for _, leaf := range p.leaves() {
		id, _, _ := strings.Cut(leaf, ".")
		if byChapter[id] == nil {
			chapters = append(chapters, table.Row{"id": id, "title": p.locale.titles.Clauses[id]})
		}
		byChapter[id] = append(byChapter[id], leaf)
		if !slices.ContainsFunc(audits, func(a table.Row) bool { return within(a.Strings("clauses"), leaf) }) {
			missing = append(missing, leaf)
		}
	}
	for _, c := range chapters {
		marks := []any{}
		for _, a := range audits {
			var covered []string
			for _, leaf := range byChapter[c.String("id")] {
				if within(a.Strings("clauses"), leaf) {
					covered = append(covered, leaf)
				}
			}
			switch len(covered) {
			case 0:
				marks = append(marks, "")
			case len(byChapter[c.String("id")]):
				marks = append(marks, "✓")
			default:
				marks = append(marks, strings.Join(covered, ", "))
			}
		}
		c["marks"] = marks
	}
	facts["missing_clauses"] = missing

	uncovered, contradicted := []any{}, []any{}
	for _, c := range p.view.Registers["controls"] {
		audited := slices.ContainsFunc(audits, func(a table.Row) bool { return slices.Contains(a.Strings("controls"), c.String("control")) })
		switch {
		case c.Bool("applies"):
			tick(facts, "included")
			if audited {
				tick(facts, "covered")
			} else {
				uncovered = append(uncovered, c.String("number"))
			}
		case audited:
			contradicted = append(contradicted, c.String("number"))
		}
	}
	facts["missing_controls"], facts["contradicted"] = uncovered, contradicted

	perAudit := []table.Row{}
	for _, a := range audits {
		cells := []any{}
		for _, t := range p.facts.Rows("themes") {
			var ids []string
			for _, c := range t.Rows("controls") {
				if c.Bool("applies") && slices.Contains(a.Strings("controls"), c.String("control")) {
					ids = append(ids, c.String("control"))
				}
			}
			cells = append(cells, strings.Join(ranges(ids), ", "))
		}
		perAudit = append(perAudit, table.Row{"id": a.String("id"), "cells": cells})
	}
	p.facts["programme"], p.facts["auditchapters"], p.facts["auditcontrols"] = facts, chapters, perAudit
	p.addDerived("sessions", p.sessions(next, byChapter))
}

// ranges shortens a sorted list of numbers: three and more that follow each other become 5.1–5.4.
func ranges(ids []string) []string {
	var out []string
	for i := 0; i < len(ids); {
		j := i
		for j+1 < len(ids) && follows(ids[j], ids[j+1]) {
			j++
		}
		if j-i < 2 {
			out = append(out, ids[i])
			i++
			continue
		}
		out = append(out, ids[i]+"–"+ids[j])
		i = j + 1
	}
	return out
}

// follows reports that b is the number after a: 5.9 and 5.10.
func follows(a, b string) bool {
	i, j := strings.LastIndexByte(a, '.'), strings.LastIndexByte(b, '.')
	if i < 0 || j < 0 || a[:i] != b[:j] {
		return false
	}
	m, errA := strconv.Atoi(a[i+1:])
	n, errB := strconv.Atoi(b[j+1:])
	return errA == nil && errB == nil && n == m+1
}

// heard are the roles that an auditor hears about a chapter of the standard.
var heard = map[string][]string{"4": {"ciso"}, "5": {"top_management"}, "6": {"ciso"}, "7": {"hr", "ciso"}, "8": {"it", "operations"}, "9": {"top_management", "ciso"}, "10": {"ciso"}}

// maxTogether is how many controls an auditor discusses in one session.
const maxTogether = 8

// session is a part of an audit day before it has its time. weight: its share of the time; minutes: the time of travel,
// which has no share.
type session struct {
	kind, what string
	who        []string // roles
	documents  []any    // about clauses
	controls   []any    // whose documents are known later
	weight     float64
	minutes    int
}

// sessions draw up the schedule of an audit: each chapter with who answers for it, a walk through each site where physical
// controls are audited, the controls by their owners. Time is shared by the number of clauses and controls.
func (p *pack) sessions(audit table.Row, byChapter map[string][]string) []table.Row {
	if audit == nil {
		return nil
	}
	var list []session
	for _, chapter := range slices.SortedFunc(maps.Keys(byChapter), compareIDs) {
		var covered []string
		for _, leaf := range byChapter[chapter] {
			if within(audit.Strings("clauses"), leaf) {
				covered = append(covered, leaf)
			}
		}
		if len(covered) == 0 {
			continue
		}
		what := chapter + " " + p.locale.titles.Clauses[chapter]
		if len(covered) < len(byChapter[chapter]) {
			what = strings.Join(covered, ", ") + " " + p.locale.titles.Clauses[chapter]
		}
		list = append(list, session{kind: "clauses", what: what, who: p.held(heard[chapter]), documents: p.documentsOf(func(s served) bool {
			return slices.ContainsFunc(s.clauses, func(c string) bool { return slices.Contains(covered, c) })
		}), weight: 2 + float64(len(covered))})
	}
	list = append(list, p.controlSessions(audit)...)
	return p.scheduled(audit, list)
}

// controlSessions are the parts of an audit about controls.
func (p *pack) controlSessions(audit table.Row) []session {
	var list []session
	byOwner, physical := map[string][]table.Row{}, []table.Row{}
	for _, c := range p.view.Registers["controls"] {
		if !c.Bool("applies") || !slices.Contains(audit.Strings("controls"), c.String("control")) {
			continue
		}
		if k := p.framework.Control(c.String("control")); k != nil && slices.Contains(k.Capability, "physical-security") && c.String("theme") == "7" && len(audit.Strings("sites")) > 0 {
			physical = append(physical, c)
		} else {
			byOwner[c.String("owner")] = append(byOwner[c.String("owner")], c)
		}
	}
	if len(physical) > 0 {
		sites := audit.Strings("sites")
		for i, site := range sites {
			if i > 0 {
				list = append(list, p.travel(sites[i-1], site))
			}
			name, _ := p.named([]string{"sites"}, site)
			list = append(list, p.aboutControls("walk", p.locale.term("audit-walk", "{site}", name)+": ", p.held([]string{"facility"}), physical, 3))
		}
		if len(sites) > 1 { // everything else is heard at the first
			list = append(list, p.travel(sites[len(sites)-1], sites[0]))
		}
	}
	for _, owner := range p.lib.Roles {
		controls := byOwner[owner]
		parts := (len(controls) + maxTogether - 1) / maxTogether
		for i := range parts {
			list = append(list, p.aboutControls("controls", "", p.held([]string{owner}), controls[i*len(controls)/parts:(i+1)*len(controls)/parts], 1))
		}
	}
	return list
}

// travel takes the auditor from a site to another. Between two sites of which neither is the first of the organisation, it
// takes as long as from the first to the farther one.
func (p *pack) travel(from, to string) session {
	s := session{kind: "travel", who: p.held([]string{"internal_auditor"})}
	name, _ := p.named([]string{"sites"}, to)
	s.what = p.locale.term("audit-travel", "{site}", name)
	for i, site := range p.view.Org.Rows("sites") {
		if id := site.String("id"); i > 0 && (id == from || id == to) {
			away := journey
			if n, known := site["travel"].(int); known {
				away = n
			}
			s.minutes = max(s.minutes, (away+4)/5*5)
		}
	}
	return s
}

func (p *pack) aboutControls(kind, lead string, who []string, controls []table.Row, weight float64) session {
	s := session{kind: kind, who: who, weight: weight + float64(len(controls))}
	var numbers []string
	for _, c := range controls {
		numbers = append(numbers, c.String("number"))
		s.controls = append(s.controls, c.String("control"))
	}
	s.what = lead + strings.Join(ranges(numbers), ", ")
	return s
}

// held keeps the roles that somebody holds; nobody: the CISO answers.
func (p *pack) held(roles []string) []string {
	var out []string
	for _, r := range roles {
		if p.roleRow(r) != nil {
			out = append(out, r)
		}
	}
	if out == nil {
		out = []string{"ciso"}
	}
	return out
}

// documentsOf are the documents of the pack whose clauses and controls pass a test.
func (p *pack) documentsOf(test func(served) bool) []any {
	var ids []any
	for _, j := range p.jobs {
		if test(p.serves(j.all())) {
			ids = append(ids, j.doc.ID)
		}
	}
	return ids
}

// halves are the mornings and afternoons of an audit day, in minutes after midnight.
var halves = [2][2]int{{9 * 60, 12*60 + 30}, {13*60 + 15, 17 * 60}}

// meeting is how long the meetings that open and close an audit take, in minutes.
const meeting = 30

// journey is how long it takes to another site, in minutes, where the organisation does not say it.
const journey = 60

// near is how close to a break a session may end, in minutes; it then ends at the break.
const near = 15

// scheduled gives every session its day and time; one that a break cuts is continued after it. What comes before
// travel lasts until the break when the journey does not fit before it, and a day that would begin with travel begins at the
// site.
// The last half day ends with the auditor's own conclusions and the closing meeting.
func (p *pack) scheduled(audit table.Row, list []session) []table.Row {
	n := max(1, int(math.Round(audit["days"].(float64)*2)))
	var rows []table.Row
	var shown, day table.Date // the day stands once, before its first session
	day = audit.Date("on")
	add := func(from, to int, s session, what string) {
		time := clock(from) + "–" + clock(to)
		if day != shown {
			shown, time = day, p.locale.ShortDate(day)+"\n"+time
		}
		var who []string
		for _, r := range s.who {
			who = append(who, p.roleHolder(r))
		}
		documents := s.documents
		if documents == nil {
			documents = []any{}
		}
		rows = append(rows, table.Row{"id": fmt.Sprintf("S-%02d", len(rows)+1), "kind": s.kind, "on": day, "time": time, "what": what, "continued": what != s.what && s.what != "", "who": strings.Join(who, "; "), "documents": documents, "controls": s.controls})
	}

	// Half days lie behind each other in ends, in minutes without breaks.
	ends, minutes := make([]int, n), 0
	for h := range n {
		minutes += halves[h%2][1] - halves[h%2][0]
		if h == 0 {
			minutes -= meeting
		}
		if h == n-1 {
			minutes -= 2 * meeting
		}
		ends[h] = minutes
	}
	left, away, more := 0.0, 0, 0 // shares of the time, minutes of travel, and sessions that are still to come
	for _, s := range list {
		left, away = left+s.weight, away+s.minutes
		if s.kind != "travel" {
			more++
		}
	}
	if limit := minutes / 2; away > limit { // at least half of the time is for the audit itself
		list = slices.Clone(list)
		for i := range list {
			list[i].minutes = list[i].minutes * limit / away / 5 * 5
		}
		away = 0
		for _, s := range list {
			away += s.minutes
		}
	}
	half, at := 0, halves[0][0]+meeting
	add(halves[0][0], at, session{kind: "meeting", who: p.held([]string{"top_management", "ciso"})}, p.locale.term("audit-opening"))
	done := 0
	for i, s := range list {
		away -= s.minutes
		end := done + s.minutes
		switch {
		case i == len(list)-1:
			end = minutes
		case s.kind == "travel" && done == ends[half] && half%2 == 1: // overnight
			continue
		case s.kind != "travel":
			more--
			last := minutes - away - 5*more // leaves each of the others a moment
			end = min(last, done+max(5, int(math.Round(float64(minutes-done-away)*s.weight/left/5))*5))
			left -= s.weight
			rest := minutes - end - away
			for _, e := range ends {
				cut := list[i+1].kind == "travel" && end < e && end+list[i+1].minutes > e && (minutes-e-away)*2 >= rest // the rest keeps half of its time
				if e > done && e <= last && (cut || end > e-near && end < e+near) {
					end = e
				}
			}
		}
		what := s.what
		for done < end {
			if done == ends[half] {
				if half++; half%2 == 0 {
					day = workday(day)
				}
				at = halves[half%2][0]
			}
			part := min(end, ends[half]) - done
			add(at, at+part, s, what)
			done, at = done+part, at+part
			what, s.documents, s.controls = p.locale.term("audit-continued", "{what}", s.what), nil, nil
		}
	}
	add(at, at+meeting, session{kind: "meeting", who: p.held([]string{"internal_auditor"})}, p.locale.term("audit-conclusions"))
	add(at+meeting, at+2*meeting, session{kind: "meeting", who: p.held([]string{"top_management", "ciso"})}, p.locale.term("audit-closing"))
	return rows
}

func clock(minutes int) string { return fmt.Sprintf("%d.%02d", minutes/60, minutes%60) }

// workday is the next day from Monday to Friday.
func workday(d table.Date) table.Date { return workdays(d, 1) }

// workdays moves by days from Monday to Friday, back when n is negative.
func workdays(d table.Date, n int) table.Date {
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if t = t.AddDate(0, 0, step); t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
			n--
		}
	}
	return table.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
