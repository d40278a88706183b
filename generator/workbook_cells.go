package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel"
)

// cell makes a value readable, and gives its normal form for the way back.
func (b *bookwork) cell(register string, n namedField, v any) excel.Cell {
	c := excel.Cell{Base: content.WriteValue(n.field, v, "")}
	switch v := v.(type) {
	case string:
		c.Text = b.shown(register, n, v, false)
	case bool:
		c.Text = b.locale.Bool(v)
	case int:
		c.Text, c.Number = c.Base, float64(v)
	case float64:
		c.Text, c.Number = c.Base, v
	case table.Date:
		if !v.IsZero() {
			c.Text, c.Number = b.day(v), float64(excel.Serial(v))
		}
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			if s, ok := e.(string); ok {
				texts[i] = b.shown(register, n, s, true)
			} else {
				texts[i] = b.cell(register, n, e).Text
			}
		}
		separator := ", "
		if n.field.Type == table.Text {
			separator = "\n"
		}
		c.Text = strings.Join(texts, separator)
	}
	return c
}

// day writes a day; the same days come again and again.
func (b *bookwork) day(d table.Date) string {
	s, ok := b.days[d]
	if !ok {
		s = b.locale.ShortDate(d)
		b.days[d] = s
	}
	return s
}

// shown is the word for an id, or the text itself.
func (b *bookwork) shown(register string, n namedField, v string, listed bool) string {
	switch n.field.Type {
	case table.Choice:
		base, list, nested := strings.Cut(register, ".")
		if nested {
			return b.choice(base, list+"."+n.name, v)
		}
		return b.choice(base, n.name, v)
	case table.Ref:
		return b.label(n.field.To).of(v, listed)
	}
	return v
}

// labels are the words that references show.
type labels struct {
	words map[string]string // by id
	all   []string          // of the drop-down, in the order of the things themselves
	named bool              // some are other words than the ids
}

func (l *labels) of(id string, listed bool) string {
	word, ok := l.words[id]
	if !ok || listed && strings.ContainsAny(word, ",;\n") {
		return id
	}
	return word
}

// label gives the words for what references to these sets point to: names where they are unique, ids otherwise.
func (b *bookwork) label(to []string) *labels {
	key := strings.Join(to, " ")
	if l := b.labels[key]; l != nil {
		return l
	}
	var ids, words []string
	add := func(id, word string) {
		if word == "" {
			word = id
		}
		ids, words = append(ids, id), append(words, word)
	}
	for _, set := range to {
		switch set {
		case "roles":
			for _, r := range b.view.Org.Rows("roles") {
				add(r.String("id"), content.Capital(b.roleName(r.String("id"))))
			}
		case "people":
			for _, r := range b.view.Org.Rows("people") {
				add(r.String("id"), b.person(r.String("id")))
			}
		case "controls":
			for _, r := range b.view.Registers["controls"] {
				add(r.String("control"), r.String("number"))
			}
		case "documents":
			for _, j := range b.jobs {
				for i, d := range j.all() {
					number := d.Number
					if i == 0 && slices.ContainsFunc(j.parts, func(part *content.Document) bool { return part.Number == number }) {
						number = "" // means the part, as it does when it is read back
					}
					add(d.ID, number)
				}
			}
		case "commitments":
			for _, c := range b.lib.Commitments {
				add(c.ID, b.locale.Commitments[c.ID])
			}
		default:
			if t := b.lib.Tables[set]; t != nil {
				for _, r := range b.view.Registers[set] {
					add(r.String(t.Key), r.String("name"))
				}
				continue
			}
			for _, r := range b.view.Org.Rows(set) {
				add(r.String("id"), r.String("name"))
			}
		}
	}
	count := map[string]int{}
	for _, w := range append(slices.Clone(ids), words...) {
		count[w]++
	}
	l := &labels{words: map[string]string{}}
	for i, id := range ids {
		word := words[i]
		if word != id && count[word] > 1 {
			word = id
		}
		if _, twice := l.words[id]; twice {
			continue
		}
		l.named = l.named || word != id
		l.words[id] = word
		l.all = append(l.all, word)
	}
	b.labels[key] = l
	return l
}
