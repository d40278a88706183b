package generator

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
)

// zero counts nothing yet under each name.
func zero(names []string) table.Row {
	count := table.Row{}
	for _, n := range names {
		count[n] = 0
	}
	return count
}

// measured says of each measure what it must reach, how its values went up to a day, and whether the last one reaches it.
// It counts the measures by state and trend.
func (p *pack) measured(measures []table.Row, until table.Date) table.Row {
	count := zero(measureCounts)
	for _, m := range measures {
		values := slices.SortedStableFunc(slices.Values(upTo(m.Rows("values"), "on", until)), func(a, b table.Row) int { return a.Date("on").Compare(b.Date("on")) })
		sign := 1.0
		relation := "≥ "
		if m.String("better") == "lower" {
			sign, relation = -1, "≤ "
		}
		if target := m["target"].(float64); target == 0 && sign < 0 || target == 100 && sign > 0 && m.String("unit") == "percent" {
			relation = "" // nothing lies beyond
		}
		m["goal"] = relation + p.quantity(m["target"].(float64), m.String("unit"))
		m["latest"] = ""
		m["last"], m["met"], m["due"], m["state"], m["trend"] = nil, false, nil, "none", "none"
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = p.locale.Number(v["value"].(float64))
		}
		m["series"] = strings.Join(texts, " → ")
		if n := len(values); n > 0 {
			last := values[n-1]
			value := last["value"].(float64)
			m["latest"] = p.quantity(value, m.String("unit"))
			m["last"], m["met"], m["state"] = last, sign*value >= sign*m["target"].(float64), "missed"
			m["due"] = last.Date("on").AddMonths(m.Int("every_months"))
			if m.Bool("met") {
				m["state"] = "met"
			}
			if n > 1 {
				switch change := sign * (value - values[n-2]["value"].(float64)); {
				case change > 0:
					m["trend"] = "better"
				case change < 0:
					m["trend"] = "worse"
				default:
					m["trend"] = "same"
				}
			}
			if m.Date("due").AddMonths(1).Compare(until) < 0 { // a month to gather the figures
				count["late"] = count.Int("late") + 1
			}
		}
		tick(count, "total", m.String("state"))
		if t := m.String("trend"); t == "better" || t == "worse" {
			tick(count, t)
		}
	}
	return count
}

// tick adds one to counts.
func tick(count table.Row, names ...string) {
	for _, n := range names {
		count[n] = count.Int(n) + 1
	}
}

// quantity is a number with the unit of a measure.
func (p *pack) quantity(n float64, unit string) string {
	number := p.locale.Number(n)
	switch unit {
	case "percent":
		return strings.ReplaceAll(p.locale.Percent, "{n}", number)
	case "number":
		return number
	}
	forms := p.locale.Units[strings.TrimSuffix(unit, "s")]
	if n == 1 {
		return number + "\u00a0" + forms.One
	}
	return number + "\u00a0" + forms.Many
}

// treated says how far each finding is on a day: closed only once the effect of the action is checked. It counts them.
func treated(findings []table.Row, on table.Date) table.Row {
	count := zero(findingCounts)
	for _, f := range findings {
		switch {
		case !f.Date("checked").IsZero() && f.String("effective") != "not-effective":
			f["state"] = "closed"
		case !f.Date("done").IsZero():
			f["state"] = "done"
		case f.Date("due").Compare(on) < 0:
			f["state"] = "late"
		default:
			f["state"] = "open"
		}
		tick(count, "total", f.String("state"), f.String("kind"))
		if f.String("effective") == "effective" {
			tick(count, "effective")
		}
	}
	return count
}

// treatment puts the actions of all risks together as they stood on a day, with the levels that they were to change, and
// counts them. since is the day of the assessment before the last: what was completed after it is the result of the treatment.
// euros is what the actions with a price cost, nil when none has one.
func (p *pack) treatment(on table.Date) ([]table.Row, table.Row) {
	rows, count := []table.Row{}, zero(actionCounts)
	count["euros"] = nil
	var since table.Date
	last := p.facts.Group("assessment").Date("on")
	for _, a := range p.view.Org.Rows("assessments") {
		if day := a.Date("on"); day.Compare(last) < 0 && day.Compare(since) > 0 {
			since = day
		}
	}
	if since.IsZero() {
		since = last.AddMonths(-yearMonths)
	}
	count["since"] = since
	for _, r := range p.view.Registers["risks"] {
		if r.Group("current").Int("level") <= r.Group("residual").Int("level") {
			tick(count, "reached")
		}
		for _, a := range r.Rows("actions") {
			state, done := a.String("status"), a["done"]
			if a.Date("done").Compare(on) > 0 {
				state, done = "running", nil
			}
			if state != "done" && a.Date("due").Compare(on) < 0 {
				state = "late"
			}
			tick(count, "total", state)
			if n, ok := a["euros"].(float64); ok {
				total, _ := count["euros"].(float64)
				count["euros"] = total + n
			}
			rows = append(rows, table.Row{"risk": r.String("id"), "title": r.String("title"), "owner": r.String("owner"), "what": a.String("what"), "who": a.String("who"),
				"due": a["due"], "done": done, "state": state, "intime": a.Date("done").Compare(a.Date("due")) <= 0, "inherent": r.Group("inherent").Int("level"), "current": r.Group("current").Int("level"), "residual": r.Group("residual").Int("level")})
		}
	}
	return rows, count
}

// executed is the last execution of a rhythm up to a day, from the operations log; nil when there is none.
func (p *pack) executed(rhythm string, until table.Date) table.Row {
	var last table.Row
	for _, o := range where(p.view.Registers["operations"], "rhythm", rhythm) {
		if on := o.Date("on"); on.Compare(until) <= 0 && on.Compare(last.Date("on")) >= 0 {
			last = o
		}
	}
	return last
}

// promised reports that a document of the pack states a rhythm that this organisation has.
func (p *pack) promised(k content.Commitment) bool { return p.holds(k.When) && p.stated(k.ID) }

// seesTo is the role that sees to a rhythm.
func (p *pack) seesTo(k content.Commitment) string {
	if k.Control != "" {
		if c := p.control(k.Control); c.Bool("applies") {
			return c.String("owner")
		}
	}
	return k.Owner
}

// stated reports that a document of the pack states a commitment.
func (p *pack) stated(id string) bool {
	return slices.ContainsFunc(p.promises, func(s promise) bool { return s.commitment == id })
}

// statedIn names the document of the pack that states a commitment, with the rule where one does: PRO-05 R3.
func (p *pack) statedIn(id string) string {
	place := ""
	for _, s := range p.promises {
		switch {
		case s.commitment != id:
		case s.rule > 0:
			return s.job.number + "\u00a0R" + strconv.Itoa(s.rule)
		case place == "":
			place = s.job.number
		}
	}
	return place
}

// deriveRhythms says what the operations log holds, and holds each promised rhythm against it.
func (p *pack) deriveRhythms() {
	rows, count := p.kept(p.now)
	count["entries"], count["from"] = len(p.view.Registers["operations"]), nil
	for _, o := range p.view.Registers["operations"] {
		what := o.String("what")
		if what == "" {
			what = p.locale.Commitments[o.String("rhythm")]
		}
		o["activity"] = what + " (" + p.roleName(o.String("by")) + ")"
		o["outcome"] = o.String("result") + " (" + o.String("evidence") + ")"
		if on := o.Date("on"); count["from"] == nil || on.Compare(count.Date("from")) < 0 {
			count["from"] = on
		}
	}
	p.facts["kept"] = count
	p.addDerived("rhythms", rows)
}

// kept holds each promised rhythm against the operations log up to a day.
func (p *pack) kept(until table.Date) ([]table.Row, table.Row) {
	rows, count := []table.Row{}, zero(rhythmCounts)
	for _, k := range p.lib.Commitments {
		last := p.executed(k.ID, until)
		if !k.Every || p.roleRow(p.seesTo(k)) == nil || last == nil && !p.promised(k) {
			continue
		}
		every := p.view.Commitments.Int(k.ID)
		row := table.Row{"id": k.ID, "what": p.locale.Commitments[k.ID], "every": content.Capital(p.locale.Every(every)), "who": p.seesTo(k), "last": nil, "result": "", "next": nil, "state": "never"}
		if last != nil {
			next := last.Date("on").AddMonths(every)
			row["who"], row["last"], row["result"], row["next"], row["state"] = last.String("by"), last["on"], last.String("outcome"), next, "kept"
			if next.Compare(until) < 0 {
				row["state"] = "late"
			}
		}
		tick(count, "total", row.String("state"))
		rows = append(rows, row)
	}
	return rows, count
}

// since keeps the rows whose date is a day or later.
func since(rows []table.Row, name string, day table.Date) []table.Row {
	out := []table.Row{}
	for _, r := range rows {
		if on, ok := at(r, name).(table.Date); ok && on.Compare(day) >= 0 {
			out = append(out, r)
		}
	}
	return out
}

// upTo keeps the rows whose date is a day or earlier.
func upTo(rows []table.Row, name string, day table.Date) []table.Row {
	out := []table.Row{}
	for _, r := range rows {
		if on, ok := at(r, name).(table.Date); ok && on.Compare(day) <= 0 {
			out = append(out, r)
		}
	}
	return out
}
