package generator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// listed are the rows of a register that a client may leave out.
func listed(org *content.Organisation, register string) []table.Row {
	if r := org.Registers[register]; r != nil {
		return r.Rows
	}
	return nil
}

// start is the place of a register, for what no row of it says.
func start(org *content.Organisation, register string) table.Row {
	at := problem.Position{File: "registers/" + register + ".yaml", Line: 1}
	if r := org.Registers[register]; r != nil {
		at.File = r.File
	}
	row := table.Row{}
	row.SetAt("", at)
	return row
}

// riskOwners asks whether the risks are really shared out. In a very small organisation they cannot be.
func riskOwners(org *content.Organisation, _ table.Date, find report) {
	const small, share = 10, 70 // people; per cent
	if org.Row.Int("size") < small {
		return
	}
	holder := map[string]string{}
	for _, role := range org.Row.Rows("roles") {
		if people := role.Strings("people"); len(people) > 0 {
			holder[role.String("id")] = people[0]
		}
	}
	risks, owned := org.Registers["risks"].Rows, map[string]int{}
	for _, r := range risks {
		owned[holder[r.String("owner")]]++
	}
	for _, person := range keys(owned) {
		if n := owned[person]; person != "" && n*100 > len(risks)*share {
			find(start(org, "risks"), "", "give each risk to whoever can decide on its process or system", fmt.Sprintf("%s owns %d of the %d risks", person, n, len(risks)))
		}
	}
}

// contradiction is a fact that makes the exclusion of controls hard to believe; controls as the 2022 edition numbers them.
type contradiction struct {
	controls []string
	because  string
	holds    func(org *content.Organisation) bool
}

func profile(org *content.Organisation) table.Row { return org.Row.Group("profile") }

var contradictions = []contradiction{
	{strings.Fields("5.1 5.2 5.4 5.24 5.25 5.26 5.27 5.31 5.35 5.36 6.3 6.8"), "no management system does without it", func(*content.Organisation) bool { return true }},
	{strings.Fields("5.19 5.20 5.21 5.22"), "there are suppliers in the register", func(org *content.Organisation) bool { return len(listed(org, "suppliers")) > 0 }},
	{[]string{"5.23"}, "cloud services are used", func(org *content.Organisation) bool { return profile(org).Bool("cloud") }},
	{[]string{"5.34"}, "personal data is processed", func(org *content.Organisation) bool {
		return slices.ContainsFunc(profile(org).Strings("personal_data"), func(s string) bool { return s != "none" })
	}},
	{[]string{"6.7"}, "people work remotely", func(org *content.Organisation) bool { return profile(org).Bool("remote_work") }},
	{strings.Fields("7.1 7.2 7.5"), "there are sites, which people enter and fire or water can hit", func(org *content.Organisation) bool { return len(org.Row.Rows("sites")) > 0 }},
	{strings.Fields("8.25 8.28 8.29 8.31"), "software is developed", func(org *content.Organisation) bool {
		return slices.Contains(profile(org).Strings("software"), "inhouse")
	}},
	{[]string{"8.30"}, "development is outsourced", func(org *content.Organisation) bool {
		return slices.Contains(profile(org).Strings("software"), "outsourced")
	}},
}

func excludedYetNeeded(org *content.Organisation, _ table.Date, find report) {
	if org.Row.String("standard") != "iso27001-2022" {
		return
	}
	for _, c := range contradictions {
		for _, id := range c.controls {
			if row := org.Registers["controls"].Row(id); row != nil && !row.Bool("applies") && c.holds(org) {
				find(row, "applies", "write applies: yes, or say in why what makes it needless here", named(org, id)+" is excluded, and "+c.because)
			}
		}
	}
}

func noEvidence(org *content.Organisation, _ table.Date, find report) {
	for _, r := range org.Registers["controls"].Rows {
		if r.Bool("applies") && r.String("status") == "implemented" && len(r.Rows("evidence")) == 0 {
			find(r, "status", "write evidence: [{what: …, where: …, on: …}]", named(org, r.String("control"))+" is implemented, and nothing shows it")
		}
	}
}

// competenceShown asks for every role that people hold whether its competence is on record, and what is done about gaps.
func competenceShown(org *content.Organisation, _ table.Date, find report) {
	shown := map[string]bool{}
	for _, c := range listed(org, "competences") {
		shown[c.String("role")] = true
		if c["gap"] != nil && (c["action"] == nil || c.Date("due").IsZero()) {
			find(c, "gap", "write action: <text> and due: <YYYY-MM-DD>", "a gap in competence has no action with a date")
		}
	}
	for _, role := range org.Row.Rows("roles") {
		if id := role.String("id"); len(role.Strings("people")) > 0 && !shown[id] {
			find(role, "", "write a row for it in registers/competences.yaml", "nothing shows the competence that the role "+id+" needs")
		}
	}
}

func supplierAssessed(org *content.Organisation, on table.Date, find report) {
	for _, s := range listed(org, "suppliers") {
		if s.String("criticality") == "critical" && s.Date("assessed").IsZero() {
			find(s, "criticality", "assess it and write assessed: <YYYY-MM-DD> and result", "a critical supplier has never been assessed")
		}
		if until := s.Date("certificate_until"); !until.IsZero() && until.Compare(on) < 0 {
			find(s, "certificate_until", "ask for the new one", "the certificate of a supplier has ended")
		}
	}
}

func supplierExit(org *content.Organisation, _ table.Date, find report) {
	for _, s := range listed(org, "suppliers") {
		if s.Bool("cloud") && s["exit"] == nil {
			find(s, "cloud", "write exit: <how we leave>", "a cloud service has no way out on record")
		}
	}
}

// recoveryTime holds what a process needs against what its assets and the backup give.
func recoveryTime(org *content.Organisation, _ table.Date, find report) {
	for _, p := range listed(org, "processes") {
		for i, id := range p.Strings("assets") {
			a := org.Registers["assets"].Row(id)
			if hours, within := a.Int("rto_hours"), p.Int("rto_hours"); hours > within {
				find(p, fmt.Sprintf("assets.%d", i), "shorten the recovery time of the asset, or lengthen that of the process", fmt.Sprintf("%s is back after %d hours, and the process needs it after %d", id, hours, within))
			}
		}
	}
}

// unrecorded is the field in which a row says what it lacks, when it stands for something that has no row.
const unrecorded = "unrecorded"

// elsewhere are the rhythms of which the registers of audits and reviews say more than the operations log.
var elsewhere = []string{"internal_audit_months", "management_review_months"}

func rhythmNever(p *pack, org *content.Organisation, find report) {
	for _, r := range where(p.view.Registers["rhythms"], "state", "never") {
		id := r.String("id")
		if slices.Contains(elsewhere, id) {
			continue
		}
		at, place := start(org, "operations"), p.statedIn(id)
		at[unrecorded] = fmt.Sprintf("%s (%s)", r.String("what"), place)
		find(at, "", "carry it out and write a row with rhythm: "+id, fmt.Sprintf("%s promises %q (%s), and nothing was ever recorded", place, r.String("what"), id))
	}
}

func rhythmLate(p *pack, org *content.Organisation, find report) {
	for _, r := range where(p.view.Registers["rhythms"], "state", "late") {
		id := r.String("id")
		last := org.Registers["operations"].Row(p.executed(id, p.now).String("id"))
		find(last, "on", "carry it out and write a row with rhythm: "+id, fmt.Sprintf("%q was last done on %v, and was due by %v", r.String("what"), r.Date("last"), r.Date("next")))
	}
}

// recordsYoung asks whether the management system has run for a while when the auditor comes.
func recordsYoung(org *content.Organisation, _ table.Date, find report) {
	const months, days = 3, 14
	var first, last table.Row
	for _, o := range listed(org, "operations") {
		if first == nil || o.Date("on").Compare(first.Date("on")) < 0 {
			first = o
		}
		if o.Date("on").Compare(last.Date("on")) > 0 {
			last = o
		}
	}
	stage1 := org.Row.Group("certification").Date("stage1")
	switch {
	case first == nil:
	case !stage1.IsZero() && first.Date("on").AddMonths(months).Compare(stage1) > 0:
		find(first, "on", "record what was done before, or move stage 1", "the oldest record of operation is younger than three months at stage 1")
	case len(listed(org, "operations")) > 2 && dayOf(first.Date("on")).AddDate(0, 0, days).After(dayOf(last.Date("on"))):
		find(first, "on", "record each activity when it is done", "all records of operation fall within two weeks")
	}
}

func dayOf(d table.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func measureValue(org *content.Organisation, _ table.Date, find report) {
	for _, m := range listed(org, "measures") {
		if len(m.Rows("values")) == 0 {
			find(m, "", "write values: [{on: …, value: …}]", "a measure has no value yet")
		}
	}
}

// held are the rows with status done on or before a day.
func held(rows []table.Row, on table.Date) []table.Row {
	var list []table.Row
	for _, r := range rows {
		if r.String("status") == "done" && r.Date("on").Compare(on) <= 0 {
			list = append(list, r)
		}
	}
	return list
}

func auditPlanned(org *content.Organisation, _ table.Date, find report) {
	if len(listed(org, "audits")) == 0 {
		find(start(org, "audits"), "", "write the audits of the coming years", "no internal audit is planned")
	}
}

func auditHeld(org *content.Organisation, on table.Date, find report) {
	if rows := listed(org, "audits"); len(rows) > 0 && len(held(rows, on)) == 0 {
		find(rows[0], "status", "hold it before stage 1 and write status: done and result", "no internal audit has been carried out")
	}
}

func reviewHeld(org *content.Organisation, on table.Date, find report) {
	rows := listed(org, "reviews")
	switch {
	case len(rows) == 0:
		find(start(org, "reviews"), "", "write a row with status: planned", "no management review is planned or held")
	case len(held(rows, on)) == 0:
		find(rows[0], "status", "hold it before stage 1 and write status: done", "the management review has never been held")
	}
}

// reviewAfterAudit wants the last management review to know the results of an internal audit.
func reviewAfterAudit(org *content.Organisation, on table.Date, find report) {
	var last table.Row
	for _, r := range held(listed(org, "reviews"), on) {
		if r.Date("on").Compare(last.Date("on")) >= 0 {
			last = r
		}
	}
	if last != nil && len(held(listed(org, "audits"), last.Date("on"))) == 0 {
		find(last, "on", "hold the internal audit first, or review its results again", "the management review was held before the internal audit")
	}
}
