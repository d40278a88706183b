package generator

import (
	"slices"
	"strings"
	"sync"

	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/output/pdf"
)

// section is a section of a document with the clauses and controls that it and its rules answer to, in written form:
// 9.3.2, A.7.7.
type section struct {
	number, title, anchor string
	serves                []string // of its heading and of its rules
	heads                 []string // of its heading
}

// places is where things stand in a document of the run. It is known when the document has been made.
type places struct {
	task     int // place in the work of the run, from 1; 0: the run does not make the document
	done     chan struct{}
	once     sync.Once
	sections []section
	pages    map[string]int // by anchor; nil when nothing was printed on pages
	ahead    sync.Once
	early    []section // read before, or without, the document being made
}

func (p *places) known() { p.once.Do(func() { close(p.done) }) }

// sections lists the sections of a document, down to level 2.
func sections(d *document.Document) []section {
	var list []section
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			if b.Level <= 2 || len(b.Serves) > 0 {
				list = append(list, section{number: b.Number, title: document.Plain(b.Text), anchor: b.Anchor, serves: slices.Clone(b.Serves), heads: b.Serves})
			}
		case *document.Rules:
			if len(list) == 0 {
				break
			}
			for _, r := range b.Rules {
				last := &list[len(list)-1]
				last.serves = append(last.serves, r.Controls...)
			}
		}
		return true
	})
	return list
}

// sectionsOf gives the sections of a document. It waits for one that the run makes before the asking document, and fills
// any other for itself, without its index of places; without an asking document everything is made.
func (p *pack) sectionsOf(j, asking *job) []section {
	at := p.places[j.doc.ID]
	if at.task > 0 && (asking == nil || at.task < p.places[asking.doc.ID].task) {
		<-at.done
		return at.sections
	}
	at.ahead.Do(func() {
		if d := p.parsed(p.early, j); d != nil {
			at.early = sections(d)
		}
	})
	return at.early
}

// parsed fills and parses a document that the run does not make, or not yet; nil when it has faults.
func (p *pack) parsed(fill func(*job) ([]byte, problem.List), j *job) *document.Document {
	body, problems := fill(j)
	if problems.HasErrors() {
		return nil
	}
	d, problems := document.Parse(j.file(".md"), body, document.Options{Meta: p.meta(j)})
	if problems.HasErrors() {
		return nil
	}
	return d
}

// pagesOf gives the page of each anchor of a document, also when the run prints no pages.
func (p *pack) pagesOf(j *job) map[string]int {
	at := p.places[j.doc.ID]
	if at.pages == nil {
		at.pages = map[string]int{}
		if d := p.parsed(p.fill, j); d != nil {
			at.pages = pdf.Places(d, p.style)
		}
	}
	return at.pages
}

// page is the page on which a place of another document stands, file.md#anchor; 0 when it is not known.
func (p *pack) page(target string) int {
	file, anchor, _ := strings.Cut(target, "#")
	for _, j := range p.jobs {
		if j.file(".md") == file {
			return p.places[j.doc.ID].pages[anchor]
		}
	}
	return 0
}

// treatment is where a clause or a control is treated.
type treatment struct {
	id, title string // 9.3.2, A.7.7
	places    []place
}

// place is a section of a document; no section: the document as such.
type place struct {
	job     *job
	section *section
}

// treatments says of each clause and each control that applies where it is treated, in the order of the documents, for
// the document that prints it; nil: for a workbook. Where sections treat it, documents that only name it are left out.
func (p *pack) treatments(asking *job) []treatment {
	sections, whole := map[string][]place{}, map[string][]place{}
	for _, j := range p.jobs {
		if j == asking || !p.shown(j) {
			continue
		}
		list, named := p.sectionsOf(j, asking), map[string]bool{}
		for i := range list {
			last := ""
			for _, id := range slices.Sorted(slices.Values(list[i].serves)) {
				if named[id] = true; id != last {
					sections[id] = append(sections[id], place{j, &list[i]})
				}
				last = id
			}
		}
		s := p.serves(j.all())
		for _, id := range s.clauses {
			whole[id] = append(whole[id], place{job: j})
		}
		for _, c := range s.controls {
			whole[p.controlLabel(c)] = append(whole[p.controlLabel(c)], place{job: j})
		}
	}
	var all []treatment
	add := func(id, title string) {
		at := sections[id]
		if at == nil {
			at = whole[id]
		}
		of := func(at place) int {
			about := slices.ContainsFunc(whole[id], func(w place) bool { return w.job == at.job })
			return rank(at.job, about, at.section == nil || slices.Contains(at.section.heads, id))
		}
		slices.SortStableFunc(at, func(a, b place) int { return of(a) - of(b) })
		all = append(all, treatment{id, title, at})
	}
	for _, number := range p.framework.Leaves() {
		above, title := p.clauseTitle(number)
		add(number, above+title)
	}
	for _, c := range p.view.Registers["controls"] {
		if c.Bool("applies") {
			add(c.String("number"), c.String("title"))
		}
	}
	return all
}

// rank orders the places at which something is treated: first the documents that are about it, in these what is laid down
// before what is filled in, and in these the sections that say so in their heading. 0 is the best.
func rank(j *job, about, headed bool) int {
	r := 0
	if !about {
		r += 4
	}
	if j.doc.Kind == "form" {
		r += 2
	}
	if !headed {
		r++
	}
	return r
}

// index makes the register of where clauses and controls are treated, for the document that prints it.
func (p *pack) index(asking *job) []table.Row {
	most := map[string]int{"small": 1, "medium": 2, "large": 4}[sizeOf(p.view.Org)] // what treats it first
	var rows []table.Row
	for _, t := range p.treatments(asking) {
		var texts, links []string
		for _, at := range t.places[:min(len(t.places), most)] {
			text, target := at.job.number, at.job.file(".md")
			made := link(text, target)
			if at.section != nil {
				text += " § " + at.section.number
				made = pageLink(text, target+"#"+at.section.anchor)
			}
			texts, links = append(texts, text), append(links, string(made))
		}
		rows = append(rows, table.Row{"id": t.id, "title": t.title, "places": strings.Join(texts, ", "), "links": strings.Join(links, ", ")})
	}
	return rows
}

// pageLink is a link that prints the page of its target.
func pageLink(text, target string) Markdown {
	return Markdown("[" + document.Escape(text) + "](" + target + ` "page")`)
}
