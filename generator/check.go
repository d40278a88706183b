package generator

import (
	"context"
	"strconv"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Check makes every document without keeping any and holds the data against what an auditor would ask on r.Date. It
// returns all problems.
func Check(ctx context.Context, r Request) problem.List {
	on := r.Date
	r.Date = table.Date{}
	_, problems := Generate(ctx, r, func(File) error { return nil })
	org, faults := content.Load(r.Client, r.Library)
	if faults.HasErrors() {
		return problems
	}
	p := checkedPack(r, org, on)
	for _, c := range checks {
		c.ask(p, org, on, func(row table.Row, field, hint, message string) {
			problems = append(problems, problem.Problem{Severity: c.severity, At: row.At(field), Message: message, Hint: hint, Check: c.id, Clause: c.clause})
		})
	}
	return append(problems, clientMisuses(r.Client, r.Library)...)
}

// checkedPack is a pack for the checks that ask what the documents state; nil when it cannot be made, of which the reasons
// are known.
func checkedPack(r Request, org *content.Organisation, on table.Date) *pack {
	if on.IsZero() {
		on = org.ReferenceDate()
	}
	var known problem.List
	docs := plan(r.Library, org, &known)
	for _, lang := range org.Languages {
		if p, faults := newPack(&r, org, lang, on, docs); !known.HasErrors() && !faults.HasErrors() {
			return p
		}
	}
	return nil
}

// report takes a finding at a field of a row.
type report func(row table.Row, field, hint, message string)

// check is one question of an auditor.
type check struct {
	id, clause string
	severity   problem.Severity
	run        func(org *content.Organisation, on table.Date, find report)
	of         func(p *pack, org *content.Organisation, find report) // instead, where it matters what the documents state
}

func (c check) ask(p *pack, org *content.Organisation, on table.Date, find report) {
	switch {
	case c.of == nil:
		c.run(org, on, find)
	case p != nil:
		c.of(p, org, find)
	}
}

// checks are asked in this order; a new one is one entry here.
var checks = []check{
	{id: "parties-kinds", clause: "4.2", severity: problem.Warning, run: partiesKinds},
	{id: "law-late", clause: "4.2", severity: problem.Warning, run: lawLate},
	{id: "role-holder-left", clause: "5.3", severity: problem.Warning, run: roleHolderLeft},
	{id: "risk-levels", clause: "6.1.2", severity: problem.Error, run: riskLevels},
	{id: "risk-owners", clause: "6.1.2", severity: problem.Warning, run: riskOwners},
	{id: "site-risk", clause: "6.1.2", severity: problem.Warning, run: siteRisk},
	{id: "residual-at-limit", clause: "6.1.2", severity: problem.Warning, run: residualAtLimit},
	{id: "risk-treated", clause: "6.1.3", severity: problem.Error, run: riskTreated},
	{id: "risk-accepted", clause: "6.1.3", severity: problem.Warning, run: riskAccepted},
	{id: "control-in-plan", clause: "6.1.3", severity: problem.Error, run: controlInPlan},
	{id: "excluded", clause: "6.1.3", severity: problem.Warning, run: excludedYetNeeded},
	{id: "no-evidence", clause: "6.1.3", severity: problem.Warning, run: noEvidence},
	{id: "older-than-assessment", clause: "6.1.3", severity: problem.Warning, of: olderThanAssessment},
	{id: "due-passed", clause: "6.1.3", severity: problem.Warning, run: duePassed},
	{id: "competence", clause: "7.2", severity: problem.Warning, run: competenceShown},
	{id: "future-dates", clause: "7.5", severity: problem.Error, run: futureDates},
	{id: "review-before-approval", clause: "7.5", severity: problem.Error, run: reviewBeforeApproval},
	{id: "review-overdue", clause: "7.5", severity: problem.Warning, of: reviewOverdue},
	{id: "external-withdrawn", clause: "7.5", severity: problem.Warning, run: externalWithdrawn},
	{id: "supplier-assessed", clause: "8.1", severity: problem.Warning, run: supplierAssessed},
	{id: "supplier-late", clause: "8.1", severity: problem.Warning, run: supplierLate},
	{id: "supplier-exit", clause: "8.1", severity: problem.Warning, run: supplierExit},
	{id: "recovery-time", clause: "8.1", severity: problem.Warning, run: recoveryTime},
	{id: "recovery-point", clause: "8.1", severity: problem.Warning, run: recoveryPoint},
	{id: "rhythm-never", clause: "8.1", severity: problem.Warning, of: rhythmNever},
	{id: "rhythm-late", clause: "8.1", severity: problem.Warning, of: rhythmLate},
	{id: "records-young", clause: "8.1", severity: problem.Warning, run: recordsYoung},
	{id: "measure-value", clause: "9.1", severity: problem.Warning, run: measureValue},
	{id: "independent-auditor", clause: "9.2.2", severity: problem.Error, run: independentAuditor},
	{id: "audit-planned", clause: "9.2.2", severity: problem.Error, run: auditPlanned},
	{id: "audit-held", clause: "9.2.2", severity: problem.Warning, run: auditHeld},
	{id: "audit-before-stage2", clause: "9.2.2", severity: problem.Error, run: auditBeforeStage2},
	{id: "programme-gaps", clause: "9.2.2", severity: problem.Warning, of: programmeGaps},
	{id: "review-held", clause: "9.3.1", severity: problem.Warning, run: reviewHeld},
	{id: "review-after-audit", clause: "9.3.1", severity: problem.Warning, run: reviewAfterAudit},
	{id: "finding-worked-out", clause: "10.2", severity: problem.Warning, run: findingWorkedOut},
	{id: "follow-up-late", clause: "10.2", severity: problem.Warning, run: followUpLate},
}

// level is the level of a risk at a stage, by the method of the organisation.
func level(method, r table.Row, stage string) int {
	g := r.Group(stage)
	return content.Level(method, g.Int("likelihood"), g.Int("impact"))
}

func riskLevels(org *content.Organisation, _ table.Date, find report) {
	method := org.Row.Group("risk")
	for _, r := range org.Registers["risks"].Rows {
		switch inherent, current, residual := level(method, r, "inherent"), level(method, r, "current"), level(method, r, "residual"); {
		case current > inherent:
			find(r, "current", "controls do not raise a risk: lower current or raise inherent", "the current level is above the inherent one")
		case residual > current:
			find(r, "residual", "actions do not raise a risk: lower residual", "the residual level is above the current one")
		case current < inherent && !anyInPlace(org, r.Strings("controls")):
			find(r, "current", "name the controls that lower it, with status implemented or partly", "the current level is lower than the inherent one without a control that is in place")
		case residual < current && len(r.Rows("actions")) == 0:
			find(r, "residual", "write the actions that lower it", "the residual level is lower than the current one without an action")
		}
	}
}

func anyInPlace(org *content.Organisation, controls []string) bool {
	for _, id := range controls {
		if row := org.Registers["controls"].Row(id); row != nil && row.Bool("applies") {
			if s := row.String("status"); s == "implemented" || s == "partly" {
				return true
			}
		}
	}
	return false
}

func riskTreated(org *content.Organisation, _ table.Date, find report) {
	method := org.Row.Group("risk")
	acceptance := method.Int("acceptance")
	for _, r := range org.Registers["risks"].Rows {
		switch {
		case level(method, r, "current") <= acceptance:
		case r.String("treatment") == "reduce" && len(r.Rows("actions")) == 0:
			find(r, "treatment", "write actions: [{what: …, who: …, due: …, status: open}]", "the risk is above the acceptance level and is to be reduced, but no action does so")
		case r.String("treatment") == "avoid" && len(r.Rows("actions")) == 0:
			find(r, "treatment", "write actions: [{what: …, who: …, due: …, status: open}]", "the risk is above the acceptance level and is to be avoided, but no action does so")
		case r.String("treatment") == "share" && len(r.Rows("actions")) == 0 && len(r.Strings("controls")) == 0:
			find(r, "treatment", "name the controls that share it, or write actions: [{what: …, who: …, due: …, status: open}]", "the risk is above the acceptance level and is to be shared, but no control or action does so")
		case r.String("treatment") == "accept" && r.Group("accepted") == nil:
			find(r, "treatment", "write accepted: {by: …, on: …, until: …, why: …}", "the risk is above the acceptance level and nobody accepted it")
		}
	}
}

func riskAccepted(org *content.Organisation, on table.Date, find report) {
	method := org.Row.Group("risk")
	for _, r := range org.Registers["risks"].Rows {
		a := r.Group("accepted")
		switch residual := level(method, r, "residual"); {
		case residual > method.Int("acceptance") && a == nil:
			find(r, "residual", "write accepted: {by: …, on: …, until: …, why: …}", "the residual risk is above the acceptance level and its owner has not accepted it")
		case a == nil:
		case a.String("by") != r.String("owner"):
			find(a, "by", "the owner of the risk accepts it", "the residual risk is accepted by another role than its owner")
		case residual > method.Int("authorise_above") && a.String("authorised") == "":
			find(a, "", "write authorised: top_management", "a residual risk of this level needs the authorisation of top management")
		case !a.Date("until").IsZero() && a.Date("until").Compare(on) < 0:
			find(a, "until", "accept it again, or treat it", "the acceptance of this risk has ended")
		}
	}
}

func controlInPlan(org *content.Organisation, _ table.Date, find report) {
	for _, r := range org.Registers["risks"].Rows {
		for i, id := range r.Strings("controls") {
			if row := org.Registers["controls"].Row(id); row != nil && !row.Bool("applies") {
				find(r, "controls."+strconv.Itoa(i), "include the control, or treat the risk with another", "the risk is treated with "+named(org, id)+", which the Statement of Applicability excludes")
			}
		}
	}
}

// named is the number of a control as the standard writes it, or the id of an own one.
func named(org *content.Organisation, id string) string {
	if c := org.Framework.Control(id); c != nil {
		return c.Label()
	}
	return id
}

func duePassed(org *content.Organisation, on table.Date, find report) {
	late := func(d table.Date) bool { return !d.IsZero() && d.Compare(on) < 0 }
	for _, r := range org.Registers["controls"].Rows {
		if r.Bool("applies") && r.String("status") != "implemented" && late(r.Date("due")) {
			find(r, "due", "write the new date, or the status implemented with its date", "the date by which "+named(org, r.String("control"))+" was to be in place has passed")
		}
	}
	if baseline := org.Registers["baseline"]; baseline != nil {
		for _, r := range baseline.Rows {
			if r.String("now") != "fulfilled" && late(r.Date("due")) {
				find(r, "due", "write the new date, or now: fulfilled", "the date by which clause "+r.String("clause")+" was to be fulfilled has passed")
			}
		}
	}
	for _, r := range org.Registers["risks"].Rows {
		for _, a := range r.Rows("actions") {
			if a.String("status") != "done" && late(a.Date("due")) {
				find(a, "due", "write the new date, or status: done with its date", "the date of this action has passed")
			}
		}
	}
}

func futureDates(org *content.Organisation, on table.Date, find report) {
	future := func(r table.Row, field, what string) {
		if r.Date(field).Compare(on) > 0 {
			find(r, field, "write a day that has been", what+" lies in the future")
		}
	}
	for _, r := range org.Registers["controls"].Rows {
		future(r, "since", "the day since which the control is in place")
	}
	for _, r := range org.History {
		future(r, "on", "the day of approval")
	}
	for _, r := range org.Row.Rows("assessments") {
		future(r, "on", "the day of the assessment")
	}
}

func independentAuditor(org *content.Organisation, _ table.Date, find report) {
	busy := map[string]string{}
	for _, role := range org.Row.Rows("roles") {
		if id := role.String("id"); id == "ciso" || id == "it" || id == "isms_consultant" {
			for _, p := range role.Strings("people") {
				busy[p] = id
			}
		}
	}
	for _, a := range org.Registers["audits"].Rows {
		if role := busy[a.String("auditor")]; role != "" {
			find(a, "auditor", "name somebody who neither runs nor advises on what is audited", "the auditor also holds the role "+role)
		}
	}
}
