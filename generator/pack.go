package generator

import (
	"maps"
	"slices"
	"sync"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output"
)

// pack is the work on one language: the data as a reader of that language sees it, what follows from it, and the
// documents to fill. After [newPack] it is only read, so documents are filled side by side.
type pack struct {
	lib          *content.Library
	framework    *content.Framework // that the client follows
	written      *content.Framework // that templates speak of: the edition in force
	locale       *locale
	names        *names
	prose        *prose
	view         content.View
	facts        table.Row
	profile      content.Facts          // at which conditions of the knowledge look
	soa          map[string]table.Row   // rows of the Statement of Applicability by control
	own          map[string][]table.Row // own controls that apply, by document
	now          table.Date
	year         []activity // of the ISMS year, for its chart
	glossary     *content.Glossary
	jobs         []*job
	promises     []promise // what the documents state
	audience     string
	places       map[string]*places               // by document
	style        output.Style                     // of its pages
	untranslated bool                             // some texts are not in this language
	filled       map[string]func() filled         // documents, filled when they are first asked for
	numbers      map[string]func() map[string]int // numbers of a document's rules by key, likewise
	treating     func() map[string][]*job         // documents whose sections and rules treat a control, likewise
}

func newPack(r *Request, org *content.Organisation, lang string, now table.Date, docs []planned) (*pack, problem.List) {
	p := &pack{lib: r.Library, facts: table.Row{}, profile: org.Facts(), now: now, audience: r.For, places: map[string]*places{}, filled: map[string]func() filled{}, numbers: map[string]func() map[string]int{}}
	var problems, faults problem.List
	p.framework, faults = r.Library.Framework(org.Row.String("standard"))
	problems = append(problems, faults...)
	p.written, faults = r.Library.Current()
	problems = append(problems, faults...)
	p.locale, faults = newLocale(r.Library, lang, org.Row.String("standard"))
	problems = append(problems, faults...)
	p.view, faults = org.In(lang, r.Library, r.AllowUntranslated)
	p.untranslated = len(faults) > 0
	problems = append(problems, faults...)
	if problems.HasErrors() {
		return p, problems
	}
	p.glossary, faults = r.Library.Glossary(lang)
	problems = append(problems, faults...)
	p.own = p.ownControls()
	p.names = newNames(r.Library, p.written)
	p.names.own = map[string][]string{}
	for id, rows := range p.own {
		for _, row := range rows {
			p.names.own[id] = append(p.names.own[id], ownKey(row.String("control")))
		}
	}
	p.prose = loadProse(sources{client: r.Client, builtin: r.Templates}, lang, docs, p.names, &problems)
	if problems.HasErrors() {
		return p, problems
	}
	for _, d := range docs {
		title, summary := p.prose.named(d, sizeOf(p.view.Org))
		p.jobs = append(p.jobs, &job{planned: d, number: d.doc.Number, title: title, summary: summary})
		p.places[d.doc.ID] = &places{done: make(chan struct{})}
	}
	p.soa = map[string]table.Row{}
	for _, row := range p.view.Registers["controls"] {
		p.soa[row.String("control")] = row
	}
	p.derive()
	p.derivePoints(org)
	problems = append(problems, p.deriveTransition()...)
	for _, j := range p.jobs {
		p.filled[j.doc.ID] = sync.OnceValue(func() filled { return p.run(&filling{pack: p, job: j, doc: j.doc}) })
		p.numbers[j.doc.ID] = sync.OnceValue(func() map[string]int { return p.ruleNumbers(j) })
	}
	p.treating = sync.OnceValue(p.treat)
	return p, problems
}

// job returns the document of that id in this pack, or the bundle that holds it, or nil.
func (p *pack) job(id string) *job {
	for _, j := range p.jobs {
		if j.holds(id) {
			return j
		}
	}
	return nil
}

// ours are the numbers under which the client's edition knows a control that a template names.
func (p *pack) ours(controls ...string) []string {
	if p.framework == p.written {
		return controls
	}
	var ours []string
	for _, number := range controls {
		c := p.written.Control(number)
		if c == nil { // an own control
			ours = append(ours, number)
			continue
		}
		for _, was := range c.Was {
			if !slices.Contains(ours, was) {
				ours = append(ours, was)
			}
		}
	}
	return ours
}

// control is the client's decision on a control that a template names, nil when its edition has no such control. Where
// several stand for it, it is the first that applies.
func (p *pack) control(number string) table.Row {
	ours := p.ours(number)
	for _, c := range ours {
		if p.applies(c) {
			return p.soa[c]
		}
	}
	if len(ours) == 0 {
		return nil
	}
	return p.soa[ours[0]]
}

// applies reports whether a control, by its number in the client's edition, applies.
func (p *pack) applies(control string) bool { return p.soa[control].Bool("applies") }

func (p *pack) isRole(id string) bool { return slices.Contains(p.lib.Roles, id) }

// roleRow returns what the organisation says of a role, or nil when nobody holds it.
func (p *pack) roleRow(id string) table.Row {
	for _, r := range p.view.Org.Rows("roles") {
		if r.String("id") == id {
			return r
		}
	}
	return nil
}

// roleName is how the organisation calls a role, as within a sentence.
func (p *pack) roleName(id string) string {
	if r := p.roleRow(id); r != nil && r.String("title") != "" {
		return r.String("title")
	}
	return p.locale.Roles[id].Name
}

// holder names who holds a role; "" when nobody does.
func (p *pack) holder(id string) string {
	r := p.roleRow(id)
	if r == nil {
		return ""
	}
	var names []string
	for _, id := range r.Strings("people") {
		names = append(names, p.person(id))
	}
	return p.locale.List(names)
}

// person is the name of a person, with the firm of an outsider.
func (p *pack) person(id string) string {
	for _, r := range p.view.Org.Rows("people") {
		if r.String("id") == id {
			if firm := r.String("organisation"); firm != "" {
				return r.String("name") + " (" + firm + ")"
			}
			return r.String("name")
		}
	}
	return id
}

// level is the organisation's name for a level of classification.
func (p *pack) level(key string) string {
	for _, c := range p.view.Org.Rows("classification") {
		if c.String("level") == key && c.String("name") != "" {
			return c.String("name")
		}
	}
	return p.locale.Choice("organisation", "classification.level", key)
}

// amount is a commitment with its unit.
func (p *pack) amount(id string) string {
	return p.locale.Count(p.view.Commitments.Int(id), p.lib.Commitment(id).Unit)
}

func (p *pack) holds(when map[string][]string) bool { return p.profile.Meet(when) }

// dot is what the template of a document sees.
func (p *pack) dot(j *job) table.Row {
	registers := table.Row{}
	for id, rows := range p.view.Registers {
		registers[id] = rows
	}
	return table.Row{
		"org": p.view.Org, "commitments": p.view.Commitments, "registers": registers, "facts": p.facts,
		"doc": p.about(j),
	}
}

// about is what the template of a document sees of the document itself.
func (p *pack) about(j *job) table.Row {
	return table.Row{"id": j.doc.ID, "number": j.number, "title": j.title, "kind": j.doc.Kind, "owner": j.doc.Owner, "approver": j.doc.Approver,
		"classification": j.doc.Classification, "review_months": j.doc.ReviewMonths,
		"date": p.dated(j.doc.ID)}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
