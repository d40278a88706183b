package layout

import (
	"strings"

	"ismsgen/content/problem"
	"ismsgen/output/document"
)

// Bound is a document of a binder. Name is that of its own PDF file, without extension: links between documents have it.
type Bound struct {
	Name     string
	Document *document.Document
}

// Bind places documents one behind the other, after a cover and contents of all of them. Page numbers run through, and
// links between the documents stay in the file. meta says what stands on the cover and in header and footer of the contents:
// kind, title, summary, organisation, date and classification.
func (m *Memory) Bind(meta document.Meta, bound []Bound, s Style) ([]Page, problem.List) {
	plain := func(s string) []document.Inline { return []document.Inline{document.Text(s)} }
	front := newLayouter(&document.Document{Meta: meta}, s, m)
	front.begin()
	for _, b := range bound {
		d := b.Document.Meta
		front.headings = append(front.headings, &document.Heading{Level: 1, Number: d.Number, Anchor: b.Name, Text: plain(d.Title)})
	}
	covers, before := 1, 1+len(front.compose(front.contents(false), 2))

	front.numbers = map[string]int{}
	parts := make([]part, len(bound))
	for i, b := range bound {
		l := newLayouter(b.Document, s, m)
		l.bound, l.before = true, before
		p := part{before: before}
		p.pages, p.covers = l.pages()
		front.numbers[b.Name] = before + 1
		front.problems = append(front.problems, l.problems...)
		parts[i] = p
		before += len(p.pages)
	}
	pages := []Page{front.cover([]fact{{meta.Words.Organisation, plain(meta.Organisation)}, {meta.Words.Date, plain(meta.Date)}})}
	pages = append(pages, front.compose(front.contents(false), 2)...)
	front.furnish(pages, covers, 0, before)
	for i, p := range parts {
		newLayouter(bound[i].Document, s, m).furnish(p.pages, p.covers, p.before, before)
		bound[i].name(p.pages)
		pages = append(pages, p.pages...)
	}
	front.joinLinks(pages, bound)
	return pages, front.problems.Sorted()
}

// part is the pages of a document in a binder, after the pages before.
type part struct {
	pages          []Page
	covers, before int
}

// name gives the places of a document, and the links to them, names that are its own in the binder, and puts its sections
// under a bookmark of its own.
func (b Bound) name(pages []Page) {
	m := b.Document.Meta
	for _, p := range pages {
		for _, it := range p.Items {
			switch v := it.(type) {
			case *Target:
				v.Name = b.Name + "/" + v.Name
			case *Link:
				if place, inside := strings.CutPrefix(v.Target, "#"); inside {
					v.Target = "#" + b.Name + "/" + place
				}
			case *Bookmark:
				v.Level++
			}
		}
	}
	opening := []Item{&Target{Name: b.Name}, &Bookmark{Title: joined(" ", m.Number, m.Title)}}
	pages[0].Items = append(opening, pages[0].Items...)
}

// joinLinks leads the links from one document to another to its place in the binder, or to its first page where it does
// not have that place.
func (l *layouter) joinLinks(pages []Page, bound []Bound) {
	places := Places(pages)
	files := map[string]string{}
	for _, b := range bound {
		files[b.Name+".pdf"] = b.Name
	}
	for _, p := range pages {
		for _, it := range p.Items {
			k, ok := it.(*Link)
			if !ok {
				continue
			}
			file, place, _ := strings.Cut(k.Target, "#")
			name := files[file]
			if name == "" {
				continue
			}
			k.Target = "#" + name
			if place = name + "/" + place; places[place] > 0 {
				k.Target = "#" + place
			} else if place != name+"/" {
				l.problems.Warnf(l.position(), "", "a link leads nowhere: %s", place)
			}
		}
	}
}
