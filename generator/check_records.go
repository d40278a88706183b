package generator

import (
	"fmt"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
)

// passed reports that a day has been given and is over.
func passed(d, on table.Date) bool { return !d.IsZero() && d.Compare(on) < 0 }

func partiesKinds(org *content.Organisation, _ table.Date, find report) {
	for _, kind := range []string{"customer", "regulator", "supplier", "employee"} {
		if len(where(listed(org, "parties"), "kind", kind)) == 0 {
			find(start(org, "parties"), "", "write a row with kind: "+kind+" and what they require", "no interested party is a "+kind)
		}
	}
}

func roleHolderLeft(org *content.Organisation, on table.Date, find report) {
	left := map[string]table.Date{}
	for _, person := range org.Row.Rows("people") {
		if passed(person.Date("until"), on) {
			left[person.String("id")] = person.Date("until")
		}
	}
	for _, role := range org.Row.Rows("roles") {
		for i, id := range role.Strings("people") {
			if until, gone := left[id]; gone {
				find(role, fmt.Sprintf("people.%d", i), "name who holds the role now", fmt.Sprintf("%s holds the role %s, and left on %v", id, role.String("id"), until))
			}
		}
		if until, gone := left[role.String("deputy")]; gone {
			find(role, "deputy", "name who is the deputy now", fmt.Sprintf("%s is the deputy of %s, and left on %v", role.String("deputy"), role.String("id"), until))
		}
	}
}

// physical are the threats to a place and what stands there.
var physical = []string{"fire", "flood", "theft", "power-failure", "heat", "sabotage", "unauthorised-access"}

// siteRisk wants a risk of fire, water, theft and the like for each site in scope, through an asset that stands there.
func siteRisk(org *content.Organisation, _ table.Date, find report) {
	covered := map[string]bool{}
	for _, r := range listed(org, "risks") {
		if slices.Contains(physical, r.String("threat")) {
			for _, id := range r.Strings("assets") {
				if a := org.Registers["assets"].Row(id); a != nil {
					covered[a.String("site")] = true
				}
			}
		}
	}
	for _, site := range org.Row.Rows("sites") {
		if id := site.String("id"); site.Bool("in_scope") && !covered[id] {
			find(site, "", "give an asset at the site a risk of fire, flood or theft, and write site: "+id+" in its row", "no physical risk has been assessed for the site "+id)
		}
	}
}

// residualAtLimit asks whether levels were chosen to fit: real ones are spread.
func residualAtLimit(org *content.Organisation, _ table.Date, find report) {
	const few = 5
	method, risks := org.Row.Group("risk"), listed(org, "risks")
	if len(risks) >= few && !slices.ContainsFunc(risks, func(r table.Row) bool { return level(method, r, "residual") != method.Int("acceptance") }) {
		find(start(org, "risks"), "", "rate each risk again with its owner", "every residual level is exactly the acceptance level")
	}
}

// recoveryPoint holds what a process may lose against what its assets lose.
func recoveryPoint(org *content.Organisation, _ table.Date, find report) {
	for _, p := range listed(org, "processes") {
		for i, id := range p.Strings("assets") {
			a := org.Registers["assets"].Row(id)
			if hours, most := a.Int("rpo_hours"), p.Int("rpo_hours"); hours > most {
				find(p, fmt.Sprintf("assets.%d", i), "back the asset up more often and lower its rpo_hours, or accept more loss for the process", fmt.Sprintf("%s can lose %d hours of data, and the process bears %d", id, hours, most))
			}
		}
	}
}

func supplierLate(org *content.Organisation, on table.Date, find report) {
	for _, s := range listed(org, "suppliers") {
		if assessed := s.Date("assessed"); !assessed.IsZero() && passed(assessed.AddMonths(org.Commitments["supplier_review_months"]), on) {
			find(s, "assessed", "assess it again and write the day", fmt.Sprintf("this supplier was last assessed on %v, longer ago than the documents promise", assessed))
		}
	}
}

func lawLate(org *content.Organisation, on table.Date, find report) {
	for _, l := range listed(org, "laws") {
		if passed(l.Date("reviewed").AddMonths(org.Commitments["legal_review_months"]), on) {
			find(l, "reviewed", "read it again for changes and write the day", fmt.Sprintf("this law or contract was last reviewed on %v, longer ago than the documents promise", l.Date("reviewed")))
		}
	}
}

func externalWithdrawn(org *content.Organisation, _ table.Date, find report) {
	for _, e := range listed(org, "external") {
		if e.String("status") == "withdrawn" {
			find(e, "status", "write the edition that replaces it, or take the row out", "a document that we work with has been withdrawn")
		}
	}
}

// followUpLate asks after what findings, decisions, improvements, objectives, exceptions and training were to bring by a day.
func followUpLate(org *content.Organisation, on table.Date, find report) {
	for _, follow := range []struct {
		register, field, hint, message string
		open                           func(table.Row) bool
	}{
		{"findings", "due", "write done: <the day>, or a new date", "the date of this corrective action has passed", func(r table.Row) bool { return r.Date("done").IsZero() }},
		{"decisions", "due", "write status: done with its date and result, or a new date", "the date of this decision of the management review has passed", func(r table.Row) bool { return r.String("status") != "done" }},
		{"improvements", "due", "write its status and result, or a new date", "the date of this improvement has passed", func(r table.Row) bool { return r.String("status") == "proposed" || r.String("status") == "running" }},
		{"objectives", "due", "evaluate it: write status: reached, or a new date", "the date of this objective has passed and it is not reached", func(r table.Row) bool { return r.String("status") != "reached" }},
		{"exceptions", "until", "write ended: <the day>, or decide on it again", "this exception has run out and has not been ended", func(r table.Row) bool { return r.Date("ended").IsZero() }},
		{"training", "on", "write status: done with who came and its effect, or a new date", "the day of this training has passed and it is still planned", func(r table.Row) bool { return r.String("status") == "planned" }},
	} {
		for _, r := range listed(org, follow.register) {
			if follow.open(r) && passed(r.Date(follow.field), on) {
				find(r, follow.field, follow.hint, follow.message)
			}
		}
	}
}

// findingWorkedOut wants of each nonconformity why it happened and what ends the cause. A new one may still be without.
func findingWorkedOut(org *content.Organisation, on table.Date, find report) {
	for _, f := range listed(org, "findings") {
		if f.String("kind") == "observation" || !passed(f.Date("on").AddMonths(1), on) {
			continue
		}
		for _, field := range []string{"cause", "action"} {
			if f[field] == nil {
				find(f, "", "write "+field+": <text>", "a nonconformity of more than a month has no "+field)
			}
		}
	}
}

func auditBeforeStage2(org *content.Organisation, on table.Date, find report) {
	stage2 := org.Row.Group("certification").Date("stage2")
	if !stage2.IsZero() && stage2.AddMonths(-1).Compare(on) <= 0 && len(listed(org, "audits")) > 0 && len(held(listed(org, "audits"), on)) == 0 {
		find(org.Row.Group("certification"), "stage2", "hold the internal audit first, or postpone stage 2", "stage 2 is less than a month away and no internal audit has been carried out")
	}
}

// programmeGaps wants the audit programme to reach every clause and every included control.
func programmeGaps(p *pack, org *content.Organisation, find report) {
	programme := p.facts.Group("programme")
	for _, part := range []struct{ field, what string }{{"missing_clauses", "clauses"}, {"missing_controls", "controls"}} {
		if missing := programme.Strings(part.field); len(missing) > 0 && programme.Int("audits") > 0 {
			find(start(org, "audits"), "", "add them to "+part.what+" of an audit of the cycle", "no audit of the programme looks at "+strings.Join(missing, ", "))
		}
	}
}

// issue is the row of the last issue of a document in the history; nil when it is a draft or is not in the pack.
func (p *pack) issue(org *content.Organisation, document string) table.Row {
	j := p.job(document)
	if j == nil {
		return nil
	}
	issued := where(org.History, "document", j.doc.ID)
	if !j.doc.Controlled || len(issued) == 0 {
		return nil
	}
	return issued[len(issued)-1]
}

func reviewOverdue(p *pack, org *content.Organisation, find report) {
	for _, j := range p.jobs {
		if last := p.issue(org, j.doc.ID); last != nil && passed(p.review(j), p.now) {
			find(last, "on", "review it and write a new row, also when nothing changes", fmt.Sprintf("the review of %s %s was due by %v", j.number, j.doc.ID, p.review(j)))
		}
	}
}

// olderThanAssessment wants what reports on a risk assessment to be approved after it.
func olderThanAssessment(p *pack, org *content.Organisation, find report) {
	var last table.Row
	for _, a := range org.Row.Rows("assessments") {
		if a.Date("on").Compare(last.Date("on")) > 0 && a.Date("on").Compare(p.now) <= 0 {
			last = a
		}
	}
	for _, id := range []string{"risk-assessment-report", "risk-treatment-plan", "statement-of-applicability"} {
		if issue := p.issue(org, id); issue != nil && issue.Date("on").Compare(last.Date("on")) < 0 {
			find(issue, "on", "approve it again and write a new row", fmt.Sprintf("%s was approved on %v, before the risk assessment %s of %v that it follows", id, issue.Date("on"), last.String("id"), last.Date("on")))
		}
	}
}

func reviewBeforeApproval(org *content.Organisation, _ table.Date, find report) {
	for _, r := range org.History {
		if next := r.Date("next_review"); !next.IsZero() && next.Compare(r.Date("on")) <= 0 {
			find(r, "next_review", "write a day after the approval, or leave it out", fmt.Sprintf("the next review, on %v, is not after the approval", next))
		}
	}
}
