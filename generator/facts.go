package generator

import (
	"math"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
)

// stages are the three moments at which a risk is rated.
var stages = []string{"inherent", "current", "residual"}

func counts(names ...string) []table.Field { return fieldsOf(table.Int, names) }

func days(names ...string) []table.Field { return fieldsOf(table.Day, names) }

func fieldsOf(t table.Type, names []string) []table.Field {
	fields := make([]table.Field, len(names))
	for i, n := range names {
		fields[i] = table.Field{Name: n, Type: t}
	}
	return fields
}

// derived are the fields that this package adds to the rows of registers. Templates and views use them like written ones.
var derived = map[string][]table.Field{
	"controls": {
		{Name: "number", Type: table.Name},
		{Name: "theme", Type: table.Name},
		{Name: "risks", Type: table.Ref, List: true, To: []string{"risks"}},
		{Name: "laws", Type: table.Text},  // titles of the laws and contracts that name it, one a line
		{Name: "entry", Type: table.Text}, // number and title; printed with the status
		{Name: "basis", Type: table.Text}, // why: reasons and the sentence
		{Name: "state", Type: table.Choice, Choices: []string{"implemented", "partly", "planned", "not", "excluded"}}, // status with its date
		{Name: "practice", Type: table.Text},                                                    // how, documents and evidence
		{Name: "then", Type: table.Choice, Choices: []string{"implemented", "not", "excluded"}}, // when the clauses were measured
		{Name: "shown", Type: table.Text},                                                       // evidence in one text
		attributeFields[0], attributeFields[1], attributeFields[2], attributeFields[3], attributeFields[4],
	},
	"measures": {
		{Name: "last", Type: table.Group, Fields: []table.Field{{Name: "on", Type: table.Day}, {Name: "value", Type: table.Number}, {Name: "comment", Type: table.Text}}},
		{Name: "met", Type: table.Bool},
		{Name: "goal", Type: table.Name},   // ≥ 95 %
		{Name: "latest", Type: table.Name}, // 94 %
		{Name: "series", Type: table.Name}, // its values in the order of time
		{Name: "trend", Type: table.Choice, Choices: []string{"better", "same", "worse", "none"}},
		{Name: "state", Type: table.Choice, Choices: []string{"met", "missed", "none"}},
		{Name: "due", Type: table.Day}, // of the next value
	},
	"operations": {{Name: "activity", Type: table.Name}, {Name: "outcome", Type: table.Name}}, // what was done and by whom; result and evidence
	"findings":   {{Name: "state", Type: table.Choice, Choices: []string{"open", "late", "done", "closed"}}},
	"suppliers":  {{Name: "next", Type: table.Day}},
	"baseline":   {{Name: "chapter", Type: table.Name}, {Name: "title", Type: table.Text}, {Name: "closed", Type: table.Bool}, {Name: "story", Type: table.Text}},
}

// late are derived fields that are known when all templates have run: views may name them, templates may not.
var late = map[string][]table.Field{"controls": {{Name: "documents", Type: table.Ref, List: true, To: []string{"documents"}}}}

// attributeFields are the attributes that ISO/IEC 27002:2022 gives its controls.
var attributeFields = []table.Field{
	attribute("type", "preventive", "detective", "corrective"),
	attribute("property", "C", "I", "A"),
	attribute("concept", "identify", "protect", "detect", "respond", "recover"),
	attribute("capability", "governance", "asset-management", "information-protection", "human-resource-security", "physical-security", "system-and-network-security",
		"application-security", "secure-configuration", "identity-and-access-management", "threat-and-vulnerability-management", "continuity",
		"supplier-relationships-security", "legal-and-compliance", "information-security-event-management", "information-security-assurance"),
	attribute("domain", "governance-and-ecosystem", "protection", "defence", "resilience"),
}

func attribute(name string, values ...string) table.Field {
	return table.Field{Name: name, Type: table.Choice, List: true, Choices: values}
}

var docFields = []table.Field{
	{Name: "id", Type: table.ID}, {Name: "number", Type: table.Name}, {Name: "title", Type: table.Text}, {Name: "kind", Type: table.Choice},
	{Name: "owner", Type: table.Ref}, {Name: "approver", Type: table.Ref}, {Name: "classification", Type: table.Choice}, {Name: "review_months", Type: table.Int}, {Name: "date", Type: table.Day},
}

// What is counted of measures, findings, treatment actions and rhythms.
var (
	measureCounts = []string{"total", "met", "missed", "none", "better", "worse", "late"}
	findingCounts = []string{"total", "open", "late", "done", "closed", "major", "minor", "observation", "effective"}
	actionCounts  = []string{"total", "done", "late", "running", "open", "reached"}
	rhythmCounts  = []string{"total", "kept", "late", "never"}
)

// factFields are the counts and lists under .facts; names.go fills in the fields that stand in definitions.
var factFields = []table.Field{
	{Name: "assessment", Type: table.Group},
	{Name: "soa", Type: table.Group, Fields: counts("total", "applicable", "excluded", "implemented", "partly", "planned", "not", "own", "then")},
	{Name: "themes", Type: table.Group, List: true, Fields: append([]table.Field{{Name: "id", Type: table.ID}, {Name: "title", Type: table.Text}}, counts("applicable", "excluded", "implemented", "partly", "planned", "not", "then")...)},
	{Name: "risks", Type: table.Group, Fields: counts("total", "above_inherent", "above_current", "above_residual", "low", "medium", "high", "very_high", "accepted")},
	{Name: "losses", Type: table.Group, Fields: fieldsOf(table.Number, stages)},
	{Name: "severities", Type: table.Group, List: true, Fields: []table.Field{{Name: "level", Type: table.Int}, {Name: "meaning", Type: table.Text}, {Name: "severity", Type: table.Choice}}},
	{Name: "duties", Type: table.Group, List: true}, {Name: "authorities", Type: table.Group, List: true}, {Name: "levels", Type: table.Group, List: true},
	{Name: "bands", Type: table.Group, List: true}, {Name: "roles", Type: table.Group, List: true},
	{Name: "gap", Type: table.Group, Fields: append(counts(gapCounts()...), table.Field{Name: "measured", Type: table.Day})},
	{Name: "chapters", Type: table.Group, List: true, Fields: append(counts(gapCounts()...), table.Field{Name: "id", Type: table.ID}, table.Field{Name: "title", Type: table.Text})},
	{Name: "certification", Type: table.Group, Fields: append(counts("months", "steps", "done"), append(days("from", "to", "decided", "surveillance1", "surveillance2", "renewal", "expires"), table.Field{Name: "granted", Type: table.Bool})...)},
	{Name: "steps", Type: table.Group, List: true, Fields: append([]table.Field{{Name: "id", Type: table.ID}, {Name: "number", Type: table.Int}, {Name: "title", Type: table.Text}, {Name: "done", Type: table.Bool}}, days("from", "to")...)},
	{Name: "year", Type: table.Group, Fields: append(counts("activities", "most"), days("from", "to", "busiest")...)},
	{Name: "measures", Type: table.Group, Fields: counts(measureCounts...)},
	{Name: "findings", Type: table.Group, Fields: counts(findingCounts...)},
	{Name: "treatment", Type: table.Group, Fields: append(counts(actionCounts...), append(days("since"), table.Field{Name: "euros", Type: table.Number})...)},
	{Name: "actions", Type: table.Group, List: true, Fields: slices.Concat(fieldsOf(table.Text, []string{"title", "what"}), fieldsOf(table.Ref, []string{"risk", "owner", "who"}), days("due", "done"), counts("inherent", "current", "residual"),
		[]table.Field{{Name: "intime", Type: table.Bool}, {Name: "state", Type: table.Choice, Choices: []string{"done", "late", "running", "open"}}})},
	{Name: "kept", Type: table.Group, Fields: append(counts(slices.Concat(rhythmCounts, []string{"entries"})...), days("from")...)},
	{Name: "programme", Type: table.Group, Fields: slices.Concat(counts("audits", "planned", "done", "included", "covered"), days("from", "to"), []table.Field{{Name: "days", Type: table.Number},
		{Name: "missing_clauses", Type: table.Name, List: true}, {Name: "missing_controls", Type: table.Name, List: true}, {Name: "contradicted", Type: table.Name, List: true}})},
	{Name: "auditchapters", Type: table.Group, List: true, Fields: []table.Field{{Name: "id", Type: table.ID}, {Name: "title", Type: table.Text}, {Name: "marks", Type: table.Name, List: true}}},
	{Name: "auditcontrols", Type: table.Group, List: true, Fields: []table.Field{{Name: "id", Type: table.ID}, {Name: "cells", Type: table.Name, List: true}}},
	{Name: "lastaudit", Type: table.Group}, {Name: "nextaudit", Type: table.Group},
	{Name: "review", Type: table.Group}, {Name: "nextreview", Type: table.Group}, {Name: "earlier", Type: table.Group, List: true},
	{Name: "known", Type: table.Group, Fields: slices.Concat(days("on"), counts("audited", "unaudited", "implemented"), []table.Field{
		{Name: "assessment", Type: table.Group}, {Name: "measures", Type: table.Group, List: true}, {Name: "findings", Type: table.Group, List: true},
		{Name: "incidents", Type: table.Group, List: true}, {Name: "audits", Type: table.Group, List: true}, {Name: "actions", Type: table.Group, List: true},
		{Name: "rhythms", Type: table.Group, List: true}, {Name: "improvements", Type: table.Group, List: true}, {Name: "laws", Type: table.Group, List: true},
		{Name: "count", Type: table.Group, Fields: []table.Field{
			{Name: "measures", Type: table.Group, Fields: counts(measureCounts...)}, {Name: "findings", Type: table.Group, Fields: counts(findingCounts...)},
			{Name: "treatment", Type: table.Group, Fields: counts(actionCounts...)}, {Name: "kept", Type: table.Group, Fields: counts(rhythmCounts...)}}},
	})},
	{Name: "rhythms", Type: table.Group, List: true}, {Name: "sessions", Type: table.Group, List: true},
	{Name: "now", Type: table.Day},
}

// withLevels adds level, band and expected loss to the groups that rate a risk.
func withLevels(fields []table.Field) []table.Field {
	out := slices.Clone(fields)
	for i := range out {
		if out[i].Type == table.Group && table.Find(out[i].Fields, "likelihood") != nil && table.Find(out[i].Fields, "impact") != nil {
			out[i].Fields = append(slices.Clone(out[i].Fields), table.Field{Name: "level", Type: table.Int}, table.Field{Name: "band", Type: table.Choice}, table.Field{Name: "loss", Type: table.Number})
		}
	}
	return out
}

var bandNames = []string{"low", "medium", "high", "very-high"}

// band is the name of the band in which a level lies. limits are the highest levels of the first three.
func band(level int, limits []int) string {
	for i, l := range limits {
		if level <= l {
			return bandNames[i]
		}
	}
	return bandNames[len(limits)]
}

func ints(list []any) []int {
	out := make([]int, 0, len(list))
	for _, v := range list {
		if n, ok := v.(int); ok {
			out = append(out, n)
		}
	}
	return out
}

// derive computes everything that follows from the data of one language: levels of risks, what stands behind each
// control, counts. It changes the rows of the view, which belongs to this run.
func (p *pack) derive() {
	p.deriveRisks()
	p.deriveControls()
	for _, s := range p.view.Registers["suppliers"] {
		s["next"] = nil
		if on := s.Date("assessed"); !on.IsZero() {
			s["next"] = on.AddMonths(p.view.Commitments.Int("supplier_review_months"))
		}
	}
	p.facts["now"] = p.now
	p.facts["assessment"] = nil
	if all := p.view.Org.Rows("assessments"); len(all) > 0 {
		p.facts["assessment"] = slices.MaxFunc(all, func(a, b table.Row) int { return a.Date("on").Compare(b.Date("on")) })
	}
	p.facts["measures"] = p.measured(p.view.Registers["measures"], p.now)
	p.facts["findings"] = treated(p.view.Registers["findings"], p.now)
	p.facts["actions"], p.facts["treatment"] = p.treatment(p.now)
	p.deriveLevels()
	p.deriveRoles()
	p.deriveDuties()
	p.deriveAuthorities()
	p.deriveGlossary()
	p.deriveBaseline()
	p.deriveCertification()
	p.deriveAudits()
	reviewed := p.deriveReview()
	p.deriveDocuments()
	p.promises, _ = p.statements()
	p.deriveRhythms()
	p.facts["known"] = p.known(reviewed)
	p.deriveCalendar()
}

func (p *pack) deriveRisks() {
	method := p.view.Org.Group("risk")
	acceptance, limits := method.Int("acceptance"), ints(method["bands"].([]any))
	count := table.Row{"total": len(p.view.Registers["risks"]), "accepted": 0}
	for _, s := range stages {
		count["above_"+s] = 0
	}
	for _, b := range bandNames {
		count[strings.ReplaceAll(b, "-", "_")] = 0
	}
	for _, r := range p.view.Registers["risks"] {
		for _, s := range stages {
			level := level(method, r, s)
			g := r.Group(s)
			g["level"], g["band"], g["loss"] = level, band(level, limits), loss(method, g)
			if level > acceptance {
				count["above_"+s] = count.Int("above_"+s) + 1
			}
		}
		key := strings.ReplaceAll(r.Group("current").String("band"), "-", "_")
		count[key] = count.Int(key) + 1
		if r.Group("accepted") != nil {
			count["accepted"] = count.Int("accepted") + 1
		}
	}
	p.facts["risks"] = count
	p.facts["losses"] = p.losses()
	p.facts["severities"] = severities(method)

	var bands []table.Row
	from, own := content.Level(method, 1, 1), method.Strings("band_names")
	for i, name := range bandNames {
		to := content.Level(method, len(method.Rows("likelihood")), len(method.Rows("impact")))
		if i < len(limits) {
			to = limits[i]
		}
		word := p.locale.label("bands.id", name)
		if len(own) > i {
			word = own[i]
		}
		bands = append(bands, table.Row{"id": name, "name": word, "from": from, "to": to})
		from = to + 1
	}
	p.addDerived("bands", bands)
}

// loss is what a risk is expected to cost in a year: times a year, by euros a time. It is nil where the scales say neither.
func loss(method, rated table.Row) any {
	times, euros := step(method, "likelihood", rated)["per_year"], step(method, "impact", rated)["euros"]
	t, isTimes := times.(float64)
	e, isEuros := euros.(float64)
	if !isTimes || !isEuros {
		return nil
	}
	return t * e
}

// step is the level of a scale at which something is rated.
func step(method table.Row, scale string, rated table.Row) table.Row {
	for _, s := range method.Rows(scale) {
		if s.Int("level") == rated.Int(scale) {
			return s
		}
	}
	return table.Row{}
}

// losses adds up the expected loss of all risks at each stage, in whole euros; nil when the method does not count in euros.
func (p *pack) losses() table.Row {
	sum := table.Row{}
	for _, r := range p.view.Registers["risks"] {
		for _, s := range stages {
			n, ok := r.Group(s)["loss"].(float64)
			if !ok {
				return nil
			}
			total, _ := sum[s].(float64)
			sum[s] = total + n
		}
	}
	if len(sum) == 0 {
		return nil
	}
	for s, n := range sum {
		sum[s] = math.Round(n.(float64))
	}
	return sum
}

// severities divides the scale of impact among incidents: the top third is severe, the level below it moderate.
func severities(method table.Row) []table.Row {
	scale := method.Rows("impact")
	moderate := len(scale) * 7 / 10
	rows := []table.Row{}
	for _, s := range scale {
		severity := "minor"
		switch n := s.Int("level"); {
		case n > moderate:
			severity = "severe"
		case n == moderate:
			severity = "moderate"
		}
		rows = append(rows, table.Row{"level": s.Int("level"), "meaning": s.String("meaning"), "severity": severity})
	}
	return rows
}

// addDerived makes computed rows available both as a fact and as a register.
func (p *pack) addDerived(name string, rows []table.Row) {
	if rows == nil {
		rows = []table.Row{}
	}
	p.facts[name] = rows
	p.view.Registers[name] = rows
}

func (p *pack) deriveLevels() {
	var rows []table.Row
	for _, c := range p.view.Org.Rows("classification") {
		rows = append(rows, table.Row{"level": c.String("level"), "name": p.level(c.String("level")), "meaning": c.String("meaning")})
	}
	p.addDerived("levels", rows)
}

func (p *pack) deriveRoles() {
	var rows []table.Row
	for _, r := range p.view.Org.Rows("roles") {
		id := r.String("id")
		deputy := ""
		if r.String("deputy") != "" {
			deputy = p.person(r.String("deputy"))
		}
		rows = append(rows, table.Row{"id": id, "name": content.Capital(p.roleName(id)), "holder": p.holder(id), "deputy": deputy, "days_per_month": r["days_per_month"]})
	}
	p.addDerived("roles", rows)
}
