package generator

import (
	"slices"
	"strings"
	"sync"

	"ismsgen/content/table"
	"ismsgen/output/document"
)

// section is a section of a document with the clauses and controls that it and its rules answer to, in written form:
// 9.3.2, A.7.7.
type section struct {
	number, title, anchor string
	serves                []string
}

// places is where things stand in a document of the run. It is known when the document has been made.
type places struct {
	task     int // place in the work of the run, from 1; 0: the run does not make the document
	done     chan struct{}
	once     sync.Once
	sections []section
	pages    map[string]int // by anchor; nil when nothing was printed on pages
}

func (p *places) known() { p.once.Do(func() { close(p.done) }) }

// sections lists the sections of a document, down to level 2.
func sections(d *document.Document) []section {
	var list []section
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			if b.Level <= 2 || len(b.Serves) > 0 {
				list = append(list, section{number: b.Number, title: document.Plain(b.Text), anchor: b.Anchor, serves: slices.Clone(b.Serves)})
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
// any other for itself.
func (p *pack) sectionsOf(j, asking *job) []section {
	at := p.places[j.doc.ID]
	if at.task > 0 && at.task < p.places[asking.doc.ID].task {
		<-at.done
		return at.sections
	}
	body, problems := p.fill(j, true)
	if problems.HasErrors() {
		return nil
	}
	d, _ := document.Parse(j.file(".md"), body, document.Options{Meta: p.meta(j)})
	return sections(d)
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

// index makes the register of where clauses and controls are treated, for the document that prints it.
func (p *pack) index(asking *job) []table.Row {
	type place struct {
		text  string
		link  Markdown
		whole bool // the document as such, not a section that names it
	}
	treated := map[string][]place{}
	for _, j := range p.jobs {
		if j == asking || !p.shown(j) {
			continue
		}
		list, named := p.sectionsOf(j, asking), map[string]bool{}
		for _, s := range list {
			seen := map[string]bool{}
			for _, id := range s.serves {
				if named[id] = true; seen[id] {
					continue
				}
				seen[id] = true
				text := j.number + " § " + s.number
				treated[id] = append(treated[id], place{text: text, link: pageLink(text, j.file(".md")+"#"+s.anchor)})
			}
		}
		s := p.serves(j.all())
		ids := slices.Clone(s.clauses)
		for _, c := range s.controls {
			ids = append(ids, "A."+c)
		}
		for _, id := range ids {
			if !named[id] {
				treated[id] = append(treated[id], place{text: j.number, link: link(j.number, j.file(".md")), whole: true})
			}
		}
	}
	var rows []table.Row
	add := func(id, title string) {
		all := treated[id]
		if slices.ContainsFunc(all, func(p place) bool { return !p.whole }) { // sections say more
			all = slices.DeleteFunc(all, func(p place) bool { return p.whole })
		}
		var texts, links []string
		most := mostPlaces
		if sizeOf(p.view.Org) != "large" {
			most /= 2
		}
		for _, at := range all[:min(len(all), most)] {
			texts, links = append(texts, at.text), append(links, string(at.link))
		}
		rows = append(rows, table.Row{"id": id, "title": title, "places": strings.Join(texts, ", "), "links": strings.Join(links, ", ")})
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
	return rows
}

// mostPlaces is how many places the index names for a clause or control: what treats it first.
const mostPlaces = 4

// pageLink is a link that prints the page of its target.
func pageLink(text, target string) Markdown {
	return Markdown("[" + document.Escape(text) + "](" + target + ` "page")`)
}
