package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// country is the member state whose law binds the organisation.
func (p *pack) country() string { return p.view.Org.Group("legal").String("country") }

// authorities are those that the organisation may have to deal with.
func (p *pack) authorities() []content.Authority {
	return slices.DeleteFunc(p.lib.AuthoritiesIn(p.country()), func(a content.Authority) bool { return !p.holds(a.When) })
}

func (p *pack) deriveDuties() {
	var rows []table.Row
	for _, d := range p.lib.DutiesIn(p.country()) {
		if !p.holds(d.When) {
			continue
		}
		text := p.locale.Duties[d.ID]
		number := ""
		switch {
		case d.Commitment != "":
			number = p.amount(d.Commitment)
		case d.Hours > 0:
			number = p.locale.Count(d.Hours, "hour")
		case d.Days > 0:
			number = p.locale.Count(d.Days, "day")
		case d.Months > 0:
			number = p.locale.Count(d.Months, "month")
		}
		deadline := strings.ReplaceAll(text.When, "{n}", number)
		if d.Status == "unconfirmed" {
			deadline = strings.ReplaceAll(p.locale.Unconfirmed, "{when}", deadline)
		}
		rows = append(rows, table.Row{"id": d.ID, "who": p.told(&d, text), "what": text.What, "deadline": deadline, "law": text.Law[d.Country]})
	}
	p.addDerived("duties", rows)
}

// told is who a duty says must be told.
func (p *pack) told(d *content.Duty, text content.DutyText) string {
	for _, a := range p.authorities() {
		if a.Kind == d.To {
			return p.locale.Authorities[a.ID].Name
		}
	}
	return text.Who
}

func (p *pack) deriveAuthorities() {
	var rows []table.Row
	for _, a := range p.authorities() {
		text := p.locale.Authorities[a.ID]
		row := table.Row{"id": a.ID, "kind": a.Kind, "who": text.Name, "what": text.What, "own": nil, "phone": nil, "website": nil}
		var names []string
		for _, lang := range keys(a.Name) {
			names = append(names, a.Name[lang])
		}
		for field, value := range map[string]string{"own": strings.Join(slices.Compact(names), " / "), "phone": a.Phone, "website": a.Website.In(p.locale.Tag)} {
			if value != "" {
				row[field] = value
			}
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b table.Row) int {
		return slices.Index(p.lib.AuthorityKinds, a.String("kind")) - slices.Index(p.lib.AuthorityKinds, b.String("kind"))
	})
	p.addDerived("authorities", rows)
}

// ListedLaw is a law that usually applies, with its words.
type ListedLaw struct {
	content.Law
	content.LawText
}

// Laws lists the laws from which the register of laws of an organisation in that country starts.
func Laws(lib *content.Library, lang, country string) ([]ListedLaw, problem.List) {
	laws, problems := lib.LawsIn(country)
	texts, faults := lib.LawTexts(lang)
	var list []ListedLaw
	for _, l := range laws {
		list = append(list, ListedLaw{l, texts[l.ID]})
	}
	return list, append(problems, faults...)
}
