package generator

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
)

// yearMonths is how many months the ISMS year has.
const yearMonths = 12

// activity is a line of the chart of the ISMS year.
type activity struct {
	label string
	times [yearMonths]int // how often in each month
	later table.Date      // when it falls next, if not in the year
}

// calendar collects the ISMS year: the twelve months after the month in which the plan of the year was issued. What became
// known after that day stays out of it, so that an issued plan does not change.
type calendar struct {
	*pack
	issued, from table.Date
	rows         []table.Row
	year         []activity
}

// deriveCalendar computes the ISMS year as a register, a chart and a few facts.
func (p *pack) deriveCalendar() {
	c := &calendar{pack: p, issued: p.dated("operational-planning")}
	c.from = table.Date{Year: c.issued.Year, Month: c.issued.Month, Day: 1}.AddMonths(1)
	c.meetings()
	c.rhythms()
	c.measurements()
	c.suppliers()
	c.assessment()
	c.audits()
	c.certification()
	c.reviews()
	slices.SortStableFunc(c.rows, func(a, b table.Row) int { return a.Date("on").Compare(b.Date("on")) })
	for i, r := range c.rows {
		r["id"] = "C-" + strconv.Itoa(i+1)
	}
	p.addDerived("calendar", c.rows)
	p.year = c.year
	year := table.Row{"from": c.from, "to": c.from.AddMonths(yearMonths - 1), "activities": 0, "busiest": c.from, "most": 0}
	for m := range yearMonths {
		n := 0
		for _, a := range c.year {
			n += a.times[m]
		}
		year["activities"] = year.Int("activities") + n
		if n > year.Int("most") {
			year["busiest"], year["most"] = c.from.AddMonths(m), n
		}
	}
	p.facts["year"] = year
}

// month is the place of a date in the year, or -1.
func (c *calendar) month(d table.Date) int {
	m := (d.Year-c.from.Year)*12 + d.Month - c.from.Month
	if d.IsZero() || m < 0 || m >= yearMonths {
		return -1
	}
	return m
}

// known reports that something had happened when the plan was issued.
func (c *calendar) known(d table.Date) bool { return !d.IsZero() && d.Compare(c.issued) <= 0 }

func (c *calendar) role(id string) string {
	if c.roleRow(id) == nil {
		id = "ciso"
	}
	return c.roleName(id)
}

// repeat fills the months of a rhythm that falls in a month of the calendar (1 to 12) and every so many months from there.
func (c *calendar) repeat(a *activity, every, anchor int) {
	for m := range yearMonths {
		if (c.from.Month+m-anchor+yearMonths)%min(every, yearMonths) == 0 {
			a.times[m]++
		}
	}
}

// since fills the months of a rhythm that was last kept on a day. What is late already stands in the first month.
func (c *calendar) since(a *activity, every int, last table.Date) {
	for due := last.AddMonths(every); ; due = due.AddMonths(every) {
		if due.Compare(c.from) < 0 {
			due = c.from
		}
		m := c.month(due)
		if m < 0 {
			a.later = due
			return
		}
		a.times[m]++
	}
}

// rhythm adds something that comes back, with the months in which it falls; drawn: with a line of its own in the chart.
func (c *calendar) rhythm(kind string, every int, a activity, what, who, record string, drawn bool) {
	var months []string
	for m, n := range a.times {
		if n > 0 && every > 1 {
			months = append(months, c.locale.ShortMonths[c.from.AddMonths(m).Month-1])
		}
	}
	if len(months) == 0 && every > yearMonths {
		months = []string{c.locale.term("calendar-later", "{month}", c.locale.Month(a.later))}
	}
	if every == 1 {
		months = []string{content.Capital(c.locale.Every(1))}
	}
	if drawn {
		c.line(a)
	}
	c.rows = append(c.rows, table.Row{"kind": kind, "dated": false, "when": content.Capital(c.locale.Every(every)), "months": strings.Join(months, ",\u00a0"), "what": what, "who": content.Capital(who), "record": record})
}

// date adds something on a day, or by the end of a month when the day does not matter. "on" orders the rows.
func (c *calendar) date(a *activity, on table.Date, day bool, what, who, record string) {
	m := c.month(on)
	if m < 0 {
		return
	}
	a.times[m]++
	when := content.Capital(c.locale.Month(on))
	if day {
		when = c.locale.ShortDate(on)
	}
	c.rows = append(c.rows, table.Row{"kind": "date", "dated": true, "when": when, "months": nil, "on": on, "what": what, "who": content.Capital(who), "record": record})
}

// line adds a line of the chart when anything falls in the year.
func (c *calendar) line(a activity) {
	if a.times != [yearMonths]int{} {
		c.year = append(c.year, a)
	}
}

func (c *calendar) meetings() {
	for _, f := range c.view.Org.Rows("forums") {
		a := activity{label: f.String("name")}
		anchor := f.Int("month")
		if anchor == 0 {
			anchor = yearMonths
		}
		c.repeat(&a, f.Int("every_months"), anchor)
		c.rhythm("meeting", f.Int("every_months"), a, f.String("name"), c.role(f.String("chair")), c.locale.term("calendar-forum-record"), true)
	}
}

// scheduled are the rhythms that the calendar takes from registers with days of their own: suppliers, audits, forums.
var scheduled = []string{"supplier_review_months", "internal_audit_months", "management_review_months"}

// last is the last execution of a rhythm that was known when the plan was issued; zero when there is none.
func (c *calendar) last(rhythm string) table.Date { return c.executed(rhythm, c.issued).Date("on") }

// rhythms reckons from the day on which each was last kept, as the operations log says. What has no such day and comes back
// less than twice a year is spread over the year, so that it does not all fall in December. In a smaller organisation the chart
// shows the work of each role in one line.
func (c *calendar) rhythms() {
	var list []content.Commitment
	slow := 0
	for _, k := range c.lib.Commitments {
		// A role that nobody holds has nothing to see to; what neither a document nor the organisation promises is not kept.
		if !k.Every || slices.Contains(scheduled, k.ID) || c.roleRow(c.seesTo(k)) == nil || c.last(k.ID).IsZero() && !c.promised(k) {
			continue
		}
		list = append(list, k)
		if c.last(k.ID).IsZero() && c.view.Commitments.Int(k.ID) > yearMonths/2 {
			slow++
		}
	}
	small := c.view.Org.Int("size") < 60
	byRole := map[string]*activity{}
	n := 0
	for _, k := range list {
		every := c.view.Commitments.Int(k.ID)
		a := activity{label: c.locale.Commitments[k.ID]}
		switch last := c.last(k.ID); {
		case !last.IsZero():
			c.since(&a, every, last)
		case every > yearMonths/2:
			c.repeat(&a, every, 1+(2*n+1)*yearMonths/(2*slow))
			n++
		default:
			c.repeat(&a, every, yearMonths)
		}
		who := c.seesTo(k)
		c.rhythm("rhythm", every, a, a.label, c.role(who), c.locale.term("record-"+k.ID), !small)
		if r := byRole[who]; r == nil {
			byRole[who] = &activity{label: c.locale.term("year-role", "{who}", c.role(who)), times: a.times}
		} else {
			for m, times := range a.times {
				r.times[m] += times
			}
		}
	}
	if small {
		for _, role := range c.lib.Roles {
			if r := byRole[role]; r != nil {
				c.line(*r)
			}
		}
	}
}

// measurements puts the measures of one rhythm together.
func (c *calendar) measurements() {
	byRhythm := map[int][]table.Row{}
	for _, m := range c.view.Registers["measures"] {
		byRhythm[m.Int("every_months")] = append(byRhythm[m.Int("every_months")], m)
	}
	for every := 1; every <= yearMonths; every++ {
		if len(byRhythm[every]) == 0 {
			continue
		}
		a := activity{label: c.locale.term("calendar-measurements", "{rhythm}", c.locale.Every(every))}
		var names, who []string
		last := table.Date{}
		for _, m := range byRhythm[every] {
			names = append(names, m.String("id")+" "+m.String("name"))
			if r := c.role(m.String("measured_by")); !slices.Contains(who, r) {
				who = append(who, r)
			}
			for _, v := range m.Rows("values") {
				if on := v.Date("on"); c.known(on) && on.Compare(last) > 0 {
					last = on
				}
			}
		}
		if last.IsZero() {
			c.repeat(&a, every, yearMonths)
		} else {
			c.since(&a, every, last)
		}
		c.rhythm("measurement", every, a, strings.Join(names, "; "), strings.Join(who, ", "), c.locale.term("record-measurement"), true)
	}
}

// together adds one date for all that somebody does in the same month.
func (c *calendar) together(a *activity, month int, names []string, term, who, record string) {
	if len(names) == 0 {
		return
	}
	slices.SortStableFunc(names, compareIDs)
	all := a.times[month] + len(names)
	c.date(a, c.from.AddMonths(month), false, c.locale.term(term, "{list}", strings.Join(names, ", ")), who, record)
	a.times[month] = all
}

// suppliers puts the reviews of a month together: those of each owner, or all of the CISO in a small organisation, as the
// policy on suppliers says.
func (c *calendar) suppliers() {
	a := activity{label: c.locale.Commitments["supplier_review_months"]}
	for m := range yearMonths {
		var owners []string
		names := map[string][]string{}
		for _, s := range c.view.Registers["suppliers"] {
			if c.month(s.Date("next")) != m {
				continue
			}
			who := c.role("ciso")
			if sizeOf(c.view.Org) != "small" {
				who = c.role(s.String("owner"))
			}
			if names[who] == nil {
				owners = append(owners, who)
			}
			names[who] = append(names[who], s.String("name"))
		}
		for _, who := range owners {
			c.together(&a, m, names[who], "calendar-suppliers", who, c.locale.term("record-supplier_review_months"))
		}
	}
	c.line(a)
}

func (c *calendar) assessment() {
	a := activity{label: c.locale.term("year-assessment")}
	var last table.Row
	for _, r := range c.view.Org.Rows("assessments") {
		if c.known(r.Date("on")) && r.Date("on").Compare(last.Date("on")) > 0 {
			last = r
		}
	}
	record := ""
	if j := c.job("risk-assessment-report"); j != nil {
		record = j.number + " " + j.title
	}
	if last != nil {
		due := last.Date("on").AddMonths(c.view.Org.Group("risk").Int("review_months"))
		c.date(&a, due, false, c.locale.term("calendar-assessment", "{id}", last.String("id")), c.role("ciso"), record)
	}
	c.line(a)
}

func (c *calendar) audits() {
	a := activity{label: c.locale.term("year-audits")}
	for _, r := range c.view.Registers["audits"] {
		c.date(&a, r.Date("on"), true, c.locale.term("calendar-audit", "{id}", r.String("id"), "{subject}", content.Lower(r.String("subject"))), c.person(r.String("auditor")), c.locale.term("record-audit"))
	}
	c.line(a)
}

// certification adds the audits of the certification body.
func (c *calendar) certification() {
	a := activity{label: c.locale.term("year-certification")}
	plan := c.view.Org.Group("certification")
	if plan.String("goal") == "certificate" {
		who := plan.String("body")
		if who == "" {
			who = c.role("ciso")
		}
		for _, stage := range []string{"stage1", "stage2"} {
			c.date(&a, plan.Date(stage), true, c.locale.term("calendar-"+stage), who, c.locale.term("record-certification"))
		}
		if first, ok := c.facts.Group("certification")["surveillance1"].(table.Date); ok {
			c.date(&a, first, false, c.locale.term("calendar-surveillance"), who, c.locale.term("record-certification"))
		}
	}
	c.line(a)
}

// reviews adds the documents whose review is due, by month.
func (c *calendar) reviews() {
	var byMonth [yearMonths][]string
	owners := map[int][]string{}
	for _, j := range c.jobs {
		due := table.Date{}
		for _, v := range where(c.view.History, "document", j.doc.ID) {
			if on := v.Date("on"); c.known(on) {
				next := v.Date("next_review")
				if next.IsZero() {
					next = on.AddMonths(j.doc.ReviewMonths)
				}
				if next.Compare(due) > 0 {
					due = next
				}
			}
		}
		if m := c.month(due); m >= 0 {
			byMonth[m] = append(byMonth[m], j.number)
			if r := c.role(j.doc.Owner); !slices.Contains(owners[m], r) {
				owners[m] = append(owners[m], r)
			}
		}
	}
	a := activity{label: c.locale.term("year-reviews")}
	for m, numbers := range byMonth {
		c.together(&a, m, numbers, "calendar-reviews", strings.Join(owners[m], ", "), c.locale.term("record-review"))
	}
	c.line(a)
}

// deriveCertification puts the rows of each step together and reckons the cycle that follows the certificate.
func (p *pack) deriveCertification() {
	rows := p.view.Registers["certification"]
	order := p.lib.Tables["certification"].Field("step").Choices
	slices.SortStableFunc(rows, func(a, b table.Row) int {
		if i, j := slices.Index(order, a.String("step")), slices.Index(order, b.String("step")); i != j {
			return i - j
		}
		return a.Date("from").Compare(b.Date("from"))
	})
	facts := table.Row{"from": nil, "to": nil, "months": 0, "steps": 0, "done": 0, "decided": nil, "surveillance1": nil, "surveillance2": nil, "renewal": nil, "expires": nil, "granted": p.holds(map[string][]string{"certified": {"yes"}})}
	steps := []table.Row{}
	for i, id := range order {
		step := table.Row{"id": id, "number": i + 1, "title": p.locale.label("certification.step", id), "from": nil, "to": nil, "done": true}
		of := where(rows, "step", id)
		for _, r := range of {
			if from := r.Date("from"); step["from"] == nil || from.Compare(step.Date("from")) < 0 {
				step["from"] = from
			}
			if to := r.Date("to"); to.Compare(step.Date("to")) > 0 {
				step["to"] = to
			}
			step["done"] = step.Bool("done") && r.String("status") == "done"
		}
		if len(of) == 0 {
			continue
		}
		if step.Bool("done") {
			facts["done"] = facts.Int("done") + 1
		}
		facts["steps"] = facts.Int("steps") + 1
		if facts["from"] == nil || step.Date("from").Compare(facts.Date("from")) < 0 {
			facts["from"] = step["from"]
		}
		if step.Date("to").Compare(facts.Date("to")) > 0 {
			facts["to"] = step["to"]
		}
		if id == "certification" {
			end := step.Date("to")
			facts["decided"], facts["surveillance1"], facts["surveillance2"] = end, end.AddMonths(12), end.AddMonths(24)
			facts["renewal"], facts["expires"] = end.AddMonths(33), end.AddMonths(36)
		}
		steps = append(steps, step)
	}
	if from, to := facts.Date("from"), facts.Date("to"); !from.IsZero() {
		facts["months"] = (to.Year-from.Year)*12 + to.Month - from.Month + 1
	}
	p.facts["certification"], p.facts["steps"] = facts, steps
}
