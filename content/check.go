package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// references looks up every value that names a row elsewhere. Where nothing could be read to look it up in, that has
// been said already.
func (l *loader) references() {
	sets, sorted := l.sets(), map[string][]string{}
	for _, ref := range l.refs {
		if l.problems.Full() {
			return
		}
		if slices.ContainsFunc(ref.to, func(to string) bool { return len(sets[to]) == 0 || sets[to][ref.value] }) {
			continue
		}
		var known []string
		for _, to := range ref.to {
			if sorted[to] == nil {
				sorted[to] = sortedKeys(sets[to])
			}
			known = append(known, sorted[to]...)
		}
		switch {
		case slices.Contains(ref.to, "roles") && slices.Contains(l.lib.Roles, ref.value):
			l.problems.Errorf(ref.at, "name its people under roles: in organisation.yaml", "nobody holds the role %q", ref.value)
		default:
			hint := problem.DidYouMean(ref.value, known)
			if slices.Contains(ref.to, "documents") {
				hint = oneOf(ref.value, known)
			}
			l.problems.Errorf(ref.at, hint, "no %q among the %s", shorten(ref.value), strings.Join(ref.to, " or "))
		}
	}
}

// sets gives the ids that a reference can name, by the name of the list, register or kind of thing.
func (l *loader) sets() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	add := func(set, id string) {
		if sets[set] == nil {
			sets[set] = map[string]bool{}
		}
		if id != "" {
			sets[set][id] = true
		}
	}
	for _, f := range l.lib.Organisation {
		for _, row := range l.org.Row.Rows(f.Name) {
			add(f.Name, row.String("id"))
		}
	}
	for id, r := range l.org.Registers {
		for _, row := range r.Rows {
			add(id, row.String(r.Table.Key))
		}
	}
	for _, d := range l.lib.Documents {
		add("documents", d.ID)
	}
	for _, c := range l.lib.Commitments {
		if c.Every {
			add("commitments", c.ID)
		}
	}
	own := l.parsed["registers/controls.yaml"]
	if l.org.Framework == nil || own != nil && !own.ok { // the organisation's own controls are not known
		delete(sets, "controls")
	} else {
		for _, c := range l.org.Framework.Controls {
			add("controls", c.Number)
		}
	}
	return sets
}

// check holds values against each other where a field alone cannot tell that it is wrong.
func (l *loader) check() {
	row := l.org.Row
	l.people(row)
	l.scales(row)
	l.classification(row)
	l.alone(row.Group("profile"), "software")
	l.alone(row.Group("profile"), "personal_data")
	if f := l.org.Framework; f != nil && f.Status == "withdrawn" && row.Group("certification").String("goal") == "certificate" {
		hint := ""
		if current, _ := l.lib.Current(); current != nil {
			hint = "write " + current.ID + "; "
		}
		l.problems.Errorf(row.At("standard"), hint+"the edition before it is for archive and transition, with certification: {goal: alignment}", "%s is withdrawn: no certificate can be had against it", f.Name)
	}
	if l.org.Framework != nil {
		l.controls(l.org.Registers["controls"])
		l.baseline(l.org.Registers["baseline"])
	}
	l.history()
	for _, role := range row.Rows("roles") {
		if d := role.String("deputy"); d != "" && slices.Contains(role.Strings("people"), d) {
			l.problems.Errorf(role.At("deputy"), "name somebody else, or leave it out", "%s holds the role %s and cannot be the deputy", d, role.String("id"))
		}
	}
	if c := row.Group("certification"); !c.Date("stage1").IsZero() && !c.Date("stage2").IsZero() && c.Date("stage2").Compare(c.Date("stage1")) < 0 {
		l.problems.Errorf(c.At("stage2"), "", "stage 2 is on %v, before stage 1", c.Date("stage2"))
	}
	for _, audit := range l.rowsOf("audits") {
		for i, number := range audit.Strings("clauses") {
			if f := l.org.Framework; f != nil && f.Clause(number) == nil {
				l.problems.Errorf(audit.At("clauses."+strconv.Itoa(i)), "write its number, as in \"9.2\"; controls stand under controls", "%s has no clause %s", f.Name, shorten(number))
			}
		}
	}
	for _, step := range l.rowsOf("certification") {
		if from, to := step.Date("from"), step.Date("to"); !to.IsZero() && to.Compare(from) < 0 {
			l.problems.Errorf(step.At("to"), "", "this step ends on %v, before it begins", to)
		}
	}
}

// history wants each version of a document once, none issued before the one above it.
func (l *loader) history() {
	last, seen := map[string]table.Row{}, map[string]int{}
	for _, row := range l.org.History {
		id, version := row.String("document"), row.String("version")
		if line := seen[id+" "+version]; line > 0 && id != "" && version != "" {
			l.problems.Errorf(row.At("version"), fmt.Sprintf("it stands on line %d already", line), "%s has version %s twice", id, version)
		}
		if above := last[id]; above != nil && !row.Date("on").IsZero() && row.Date("on").Compare(above.Date("on")) < 0 {
			l.problems.Errorf(row.At("on"), "write the versions of a document in the order of their dates", "version %s of %s was issued before version %s, which stands above it", version, id, above.String("version"))
		}
		last[id], seen[id+" "+version] = row, row.At("version").Line
	}
}

// people adds up the people per site.
func (l *loader) people(row table.Row) {
	sites, sum := row.Rows("sites"), 0
	for _, site := range sites {
		n, ok := site["people"].(int)
		if !ok {
			return
		}
		sum += n
	}
	if size, ok := row["size"].(int); ok && len(sites) > 0 && sum != size {
		l.problems.Errorf(row.At("sites"), "count everybody once, at the site where they mostly work", "the people of the sites add up to %d, size says %d", sum, size)
	}
}

// scales wants each level of a scale once, bands that ascend to below the highest level, and ratings on the scales.
func (l *loader) scales(row table.Row) {
	risk := row.Group("risk")
	top := map[string]int{"likelihood": len(risk.Rows("likelihood")), "impact": len(risk.Rows("impact"))}
	for _, scale := range []string{"likelihood", "impact"} {
		seen, hint := map[int]bool{}, fmt.Sprintf("describe each of 1 to %d once", top[scale])
		for _, step := range risk.Rows(scale) {
			switch n, ok := step["level"].(int); {
			case ok && seen[n]:
				l.problems.Errorf(step.At("level"), hint, "risk.%s has level %d twice", scale, n)
			case ok && n > top[scale]:
				l.problems.Errorf(step.At("level"), hint, "risk.%s has level %d and not all below it", scale, n)
			default:
				seen[n] = true
			}
		}
	}
	highest := Level(risk, top["likelihood"], top["impact"])
	last := 0
	bands, _ := risk["bands"].([]any)
	for _, v := range bands {
		n, _ := v.(int)
		if n <= last || n >= highest {
			l.problems.Errorf(risk.At("bands"), "write the highest level of low, medium and high, as in [4, 9, 14]", "risk.bands must ascend and end below %d", highest)
			break
		}
		last = n
	}
	if a, b := risk.Int("acceptance"), risk.Int("authorise_above"); a > 0 && b > 0 && b < a {
		l.problems.Errorf(risk.At("authorise_above"), "", "risk.authorise_above is %d, below risk.acceptance (%d)", b, a)
	}
	rated := func(r table.Row, field, scale string) {
		if n := r.Int(field); n > top[scale] && top[scale] > 0 {
			l.problems.Errorf(r.At(field), fmt.Sprintf("write a level of 1 to %d", top[scale]), "%d is not on the scale of %s in organisation.yaml", n, scale)
		}
	}
	for _, r := range l.rowsOf("risks") {
		for _, stage := range []string{"inherent", "current", "residual"} {
			rated(r.Group(stage), "likelihood", "likelihood")
			rated(r.Group(stage), "impact", "impact")
		}
	}
	for _, r := range l.rowsOf("processes") {
		before := 0
		for _, after := range []string{"impact_4h", "impact_24h", "impact_72h", "impact_week"} {
			rated(r, after, "impact")
			if r.Int(after) < before {
				l.problems.Errorf(r.At(after), "a longer standstill does not do less harm", "the impact falls from %d to %d", before, r.Int(after))
			}
			before = r.Int(after)
		}
		if rto, most := r.Int("rto_hours"), r.Int("mtpd_hours"); most > 0 && rto > most {
			l.problems.Errorf(r.At("rto_hours"), "", "the RTO of %d hours is longer than the process may stand still (%d)", rto, most)
		}
	}
}

// Level is the level of a risk by the method: likelihood times impact, or their sum.
func Level(method table.Row, likelihood, impact int) int {
	if method.String("combine") == "sum" {
		return likelihood + impact
	}
	return likelihood * impact
}

// classification wants levels in order, and none in the assets that the scheme lacks.
func (l *loader) classification(row table.Row) {
	field := table.Find(l.lib.Organisation, "classification")
	levels := row.Rows("classification")
	if field == nil || len(levels) == 0 {
		return
	}
	order := table.Find(field.Fields, "level").Choices
	last, used := -1, []string{}
	for _, level := range levels {
		n := slices.Index(order, level.String("level"))
		if n < 0 {
			return
		}
		if n <= last {
			l.problems.Errorf(level.At("level"), "write each level once, from least to most protected: "+strings.Join(order, ", "), "level %q is out of order", order[n])
		}
		last = n
		used = append(used, order[n])
	}
	for _, asset := range l.rowsOf("assets") {
		if c := asset.String("confidentiality"); c != "" && !slices.Contains(used, c) {
			l.problems.Errorf(asset.At("confidentiality"), problem.DidYouMean(c, used), "the classification in organisation.yaml has no level %q", c)
		}
	}
}

// alone refuses "none" beside something.
func (l *loader) alone(profile table.Row, field string) {
	if values := profile.Strings(field); len(values) > 1 && slices.Contains(values, "none") {
		l.problems.Errorf(profile.At(field), "leave out none, or the others", "profile.%s says none and %s", field, strings.Join(slices.DeleteFunc(values, func(s string) bool { return s == "none" }), ", "))
	}
}

func (l *loader) rowsOf(register string) []table.Row {
	if r := l.org.Registers[register]; r != nil {
		return r.Rows
	}
	return nil
}

// controls holds the Statement of Applicability against the framework: every control decided, nothing invented, and what
// a decision needs.
func (l *loader) controls(r *Register) {
	if r == nil || len(r.Rows) == 0 {
		return
	}
	f := l.org.Framework
	decided := map[string]bool{}
	for _, row := range r.Rows {
		number := row.String("control")
		decided[number] = true
		if number != "" {
			l.identity(row, number)
		}
		if applies, ok := row["applies"].(bool); ok && applies {
			l.decision(row, number)
		}
	}
	var open []string
	for _, c := range f.Controls {
		if !decided[c.Number] {
			open = append(open, c.Number)
		}
	}
	if len(open) > 0 {
		l.problems.Errorf(problem.Position{File: r.File, Line: 1}, "write a row for each: - {control: \""+open[0]+"\", applies: yes or no, why: <text>, …}",
			"%d of the %d controls of %s are not decided: %s", len(open), len(f.Controls), f.Name, strings.Join(open, ", "))
	}
}

// identity tells controls of the framework from the organisation's own.
func (l *loader) identity(row table.Row, number string) {
	f := l.org.Framework
	own, named := f.Control(number) == nil, row["title"] != nil
	switch {
	case own && strings.Trim(number, "0123456789.") == "":
		l.problems.Errorf(row.At("control"), "an own control has an id such as OWN-01 and a title", "%s has no control %s", f.Name, number)
	case own && !named:
		l.problems.Errorf(row.At("control"), "write title: <text>", "own control %s has no title", number)
	case !own && named:
		l.problems.Errorf(row.At("title"), "remove it: the title comes from the standard", "control %s is not an own control", number)
	}
	for _, field := range []string{"document", "rule"} {
		if own || row[field] == nil {
			continue
		}
		l.problems.Errorf(row.At(field), "remove it: documents say themselves how they treat the controls of the standard", "control %s is not an own control", number)
	}
}

// decision wants what a control that applies must say.
func (l *loader) decision(row table.Row, number string) {
	need := func(field, hint, why string) {
		if row[field] == nil {
			l.problems.Errorf(row.At(field), "write "+hint, "control %s %s, but has no %s", number, why, field)
		}
	}
	need("status", "status: <implemented | partly | planned | not>", "applies")
	need("how", "how: <what is done here>", "applies")
	need("owner", "owner: <role>", "applies")
	if l.org.Framework.Control(number) == nil && strings.Trim(number, "0123456789.") != "" {
		need("document", "document: <the one that treats it>, one of: "+strings.Join(l.ruling(), ", "), "applies")
	}
	switch status := row.String("status"); status {
	case "implemented":
		need("since", "since: <YYYY-MM-DD>", "is implemented")
	case "partly", "planned", "not":
		need("due", "due: <YYYY-MM-DD>", "has status "+status)
	}
}

// ruling are the policies and procedures, without bundles of them: documents that hold rules.
func (l *loader) ruling() []string {
	var ids []string
	for _, d := range l.lib.Documents {
		if (d.Kind == "policy" || d.Kind == "procedure") && len(d.Parts) == 0 {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// baseline holds the baseline measurement against the framework: every clause without sub-clauses measured, and for each
// that is not fulfilled now what is done, by whom and by when.
func (l *loader) baseline(r *Register) {
	if r == nil || len(r.Rows) == 0 {
		return
	}
	f := l.org.Framework
	clauses, open := f.Leaves(), []string{}
	for _, row := range r.Rows {
		number := row.String("clause")
		if number != "" && !slices.Contains(clauses, number) {
			l.problems.Errorf(row.At("clause"), problem.DidYouMean(number, clauses), "%s has no clause %s that is measured by itself", f.Name, shorten(number))
		}
		if now := row.String("now"); now == "" || now == "fulfilled" {
			continue
		}
		for _, need := range [][2]string{{"action", "<what is still to be done>"}, {"owner", "<role>"}, {"due", "<YYYY-MM-DD>"}} {
			if row[need[0]] == nil {
				l.problems.Errorf(row.At(need[0]), "write "+need[0]+": "+need[1], "clause %s is not fulfilled now, but has no %s", number, need[0])
			}
		}
	}
	for _, number := range clauses {
		if r.Row(number) == nil {
			open = append(open, number)
		}
	}
	if len(open) > 0 {
		l.problems.Errorf(problem.Position{File: r.File, Line: 1}, "write a row for each: - {clause: \""+open[0]+"\", measured: <YYYY-MM-DD>, status: fulfilled, partly or open, finding: <text>, now: …}",
			"%d of the %d clauses of %s are not measured: %s", len(open), len(clauses), f.Name, strings.Join(open, ", "))
	}
}
