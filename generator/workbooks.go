package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/excel"
)

// book is a workbook to make in one language.
type book struct {
	pack *pack
	def  *content.Workbook
}

// books are the workbooks to make: those of each language that r.For may have, unless only some documents are asked for;
// formats that name workbooks ask for them all the same.
func books(r *Request, some bool, packs []*pack, formats []output.Format) []book {
	prints := slices.ContainsFunc(formats, func(f output.Format) bool { return f.Workbook != nil })
	if !prints || some && r.Formats == nil {
		return nil
	}
	var work []book
	for _, p := range packs {
		for i := range r.Library.Workbooks {
			if w := &r.Library.Workbooks[i]; slices.Contains(audiences[r.For], w.Audience) {
				work = append(work, book{p, w})
			}
		}
	}
	return work
}

// make prints a workbook in every format that prints workbooks.
func (w book) make(formats []output.Format, style output.Style) (m made) {
	for i, f := range formats {
		if f.Workbook == nil {
			continue
		}
		data, problems := f.Workbook(w.pack.workbook(w.def, style))
		m.problems = append(m.problems, problems...)
		if problems.HasErrors() {
			continue
		}
		m.files = append(m.files, printedFile{File{Path: w.pack.locale.Tag + "/" + f.ID + "/" + w.def.ID + f.Extension, Data: data}, i, 0})
	}
	return m
}

// bookwork is the work on one workbook.
type bookwork struct {
	*pack
	*content.Workbook
	labels map[string]*labels
	days   map[table.Date]string
	users  map[string][]excel.Cell // documents that print a register
}

// workbook makes a workbook of the registers.
func (p *pack) workbook(def *content.Workbook, style output.Style) excel.Workbook {
	b := &bookwork{pack: p, Workbook: def, labels: map[string]*labels{}, days: map[table.Date]string{}}
	b.findUsers()
	var bands []excel.Band
	for _, band := range p.view.Registers["bands"] {
		bands = append(bands, excel.Band{Name: band.String("name"), To: band.Int("to")})
	}
	term, date := p.locale.term, p.locale.Date(p.now)
	words := p.locale.Workbooks[def.ID]
	w := excel.Workbook{
		ID: def.ID, Client: p.view.Org.String("id"), Language: p.locale.Tag, Title: words.Title, Summary: words.What,
		Organisation: p.view.Org.String("name"), Classification: p.level(def.Classification), Date: date,
		Created: p.now, Today: p.now, Accent: uint32(style.Accent), Bands: bands,
		Words: excel.Words{About: term("workbook-about"), Computed: term("workbook-computed"), Unique: term("workbook-unique"), Pick: term("workbook-pick"),
			Number: term("workbook-number"), Date: term("workbook-day"), Several: term("workbook-several"), Text: term("workbook-text"), Whole: term("workbook-whole"),
			Decimal: term("workbook-decimal"), Day: term("workbook-a-day"), Required: term("workbook-required"), Derived: term("workbook-derived"), DayFormat: term("workbook-day-format")},
		Intro:      []string{term("workbook-colours", "{date}", date), term("workbook-rows"), term("workbook-return", "{who}", p.roleHolder(keeper))},
		Contents:   []string{term("workbook-sheet"), term("workbook-count"), term("workbook-holds"), term("workbook-by"), term("workbook-documents")},
		Legend:     term("workbook-legend"),
		LegendLead: term("workbook-legend-lead"), LegendHeads: []string{term("workbook-sheet"), term("workbook-column"), term("workbook-by"), term("workbook-takes")},
	}
	fact := func(label string, c excel.Cell) { w.Facts = append(w.Facts, excel.Cell{Text: label}, c) }
	fact(p.locale.words.Organisation, excel.Cell{Text: w.Organisation})
	fact(term("workbook-classification"), excel.Cell{Text: w.Classification})
	fact(term("workbook-date"), excel.Cell{Text: date})
	for _, id := range def.Documents {
		if j := p.job(id); j != nil {
			m := p.meta(j)
			fact(p.locale.words.Document, excel.Cell{Text: strings.Join([]string{j.number + " " + j.title, p.locale.words.Version + " " + m.Version, m.Date}, " · "), Link: p.pdfOf(j)})
		}
	}
	for i := range def.Sheets {
		s := &def.Sheets[i]
		if s.Show != "" {
			w.Sheets = append(w.Sheets, shows[s.Show](b, s))
		} else {
			w.Sheets = append(w.Sheets, b.table(s))
		}
	}
	return w
}

// keeper is the role that sees to the registers, and to each that names nobody else.
const keeper = "ciso"

// pdfOf is a document as a workbook links to it; "" when the pack that is made does not hold it.
func (p *pack) pdfOf(j *job) string {
	if !p.shown(j) {
		return ""
	}
	return "../pdf/" + j.file(".pdf")
}

// holds reports that the workbook has a sheet of a register.
func (b *bookwork) holds(register string) bool {
	return slices.ContainsFunc(b.Sheets, func(s content.Sheet) bool { return s.Register == register })
}

// naming gives the registers that a line of a template names: .registers.risks, .facts.known.risks, register "risks".
func naming(line string) (ids []string) {
	line = strings.ReplaceAll(line, ".facts.known.", ".registers.")
	for {
		at := strings.Index(line, "register")
		if at < 0 {
			return ids
		}
		list := at > 0 && line[at-1] == '.'
		line = line[at+len("register"):]
		rest, named := strings.CutPrefix(line, ` "`)
		if list {
			rest, named = strings.CutPrefix(line, "s.")
		}
		if id := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz_"))]; named && id != "" {
			ids = append(ids, id)
		}
	}
}

// findUsers finds the documents that print each register.
func (b *bookwork) findUsers() {
	b.users = map[string][]excel.Cell{}
	for _, j := range b.jobs {
		if !b.pack.shown(j) {
			continue
		}
		seen := map[string]bool{}
		for _, d := range j.all() {
			t := b.prose.docs[d.ID]
			if t == nil {
				continue
			}
			for _, line := range t.lines {
				for _, id := range naming(line) {
					if !seen[id] {
						seen[id] = true
						b.users[id] = append(b.users[id], excel.Cell{Text: j.number, Link: b.pdfOf(j)})
					}
				}
			}
		}
	}
}
