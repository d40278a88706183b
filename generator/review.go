package generator

import (
	"maps"
	"slices"

	"ismsgen/content/table"
)

// deriveReview finds the management review that the minutes are of and the decisions of those before it. It gives the day of
// which the minutes say what was known: a review that is still to come is prepared with what is known now.
func (p *pack) deriveReview() table.Date {
	review, next := p.theReview()
	p.facts["review"], p.facts["nextreview"], p.facts["earlier"] = nil, nil, []table.Row{}
	on := p.now
	if next != nil {
		p.facts["nextreview"] = next
	}
	if review != nil {
		p.facts["review"] = review
		if review.String("status") == "done" {
			on = review.Date("on")
		}
		p.facts["earlier"] = p.earlier(review, on)
	}
	return on
}

// theReview is the last review held, until the figures of the next one planned are due: from then on it is that one. next
// is the one planned after a review held.
func (p *pack) theReview() (review, next table.Row) {
	for _, r := range p.view.Registers["reviews"] {
		if r.String("status") == "done" && r.Date("on").Compare(review.Date("on")) > 0 {
			review = r
		}
	}
	for _, r := range p.view.Registers["reviews"] {
		if on := r.Date("on"); r.String("status") == "planned" && on.Compare(review.Date("on")) > 0 && (next == nil || on.Compare(next.Date("on")) < 0) {
			next = r
		}
	}
	if next != nil && (review == nil || p.now.Compare(workdays(next.Date("on"), -p.view.Commitments.Int("review_input_days"))) >= 0) {
		return next, nil
	}
	return review, next
}

// earlier are the decisions of the reviews before one, as they stood on a day.
func (p *pack) earlier(review table.Row, on table.Date) []table.Row {
	before := map[string]bool{}
	for _, r := range p.view.Registers["reviews"] {
		before[r.String("id")] = r.Date("on").Compare(review.Date("on")) < 0
	}
	rows := []table.Row{}
	for _, d := range p.view.Registers["decisions"] {
		if before[d.String("review")] {
			rows = append(rows, undone(d, on, "running"))
		}
	}
	return rows
}

// undone is a row as it stood on a day: what was done after it was still in another status, and had no result.
func undone(row table.Row, on table.Date, status string) table.Row {
	if row.Date("done").Compare(on) <= 0 {
		return row
	}
	row = maps.Clone(row)
	row["status"], row["done"], row["result"] = status, nil, nil
	return row
}

// known is what the registers say of a day: values measured, findings made, treated and closed, incidents, audits and
// executions up to then. Levels of risks and the status of objectives carry no date: documents say of which day they are.
func (p *pack) known(on table.Date) table.Row {
	copies := func(register, date string) []table.Row {
		rows := upTo(p.view.Registers[register], date, on)
		for i := range rows {
			rows[i] = maps.Clone(rows[i])
		}
		return rows
	}
	measures := []table.Row{}
	for _, m := range p.view.Registers["measures"] {
		measures = append(measures, maps.Clone(m))
	}
	findings := copies("findings", "on")
	for _, f := range findings {
		if f.Date("done").Compare(on) > 0 {
			f["done"] = nil
		}
		if f.Date("checked").Compare(on) > 0 {
			f["checked"], f["effect"], f["effective"] = nil, nil, nil
		}
	}
	improvements := copies("improvements", "on")
	for i := range improvements {
		improvements[i] = undone(improvements[i], on, "running")
	}
	audits := where(copies("audits", "on"), "status", "done")
	implemented := 0
	for _, c := range p.view.Registers["controls"] {
		if c.Bool("applies") && c.String("status") == "implemented" && c.Date("since").Compare(on) <= 0 {
			implemented++
		}
	}
	actions, treatment := p.treatment(on)
	rhythms, kept := p.kept(on)
	known := table.Row{"on": on, "audited": len(audits), "unaudited": len(p.view.Registers["audits"]) - len(audits), "implemented": implemented,
		"assessment": nil, "measures": measures, "findings": findings, "incidents": copies("incidents", "on"), "audits": audits,
		"actions": actions, "rhythms": rhythms, "improvements": improvements, "laws": copies("laws", "reviewed"),
		"count": table.Row{"measures": p.measured(measures, on), "findings": treated(findings, on), "treatment": treatment, "kept": kept}}
	if held := upTo(p.view.Org.Rows("assessments"), "on", on); len(held) > 0 {
		known["assessment"] = slices.MaxFunc(held, func(a, b table.Row) int { return a.Date("on").Compare(b.Date("on")) })
	}
	return known
}
