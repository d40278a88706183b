package content

import (
	"strings"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// View is an organisation in one language: every text is a string. Choices and references stay ids.
type View struct {
	Org         table.Row // also the names of classification levels that the client left to the language
	Registers   map[string][]table.Row
	History     []table.Row
	Commitments table.Row // every commitment, as int
}

// In gives the organisation in a language. Each text without a translation is a problem at its place: an error, or, when
// allowUntranslated, a warning, and the view holds the text of another language with that language in brackets before it.
func (o *Organisation) In(lang string, lib *Library, allowUntranslated bool) (View, problem.List) {
	var problems problem.List
	language, faults := lib.Language(lang)
	problems = append(problems, faults...)
	t := translator{lang: lang, main: lang, allow: allowUntranslated, problems: &problems}
	if len(o.Languages) > 0 {
		t.main = o.Languages[0]
	}
	v := View{Org: t.row(o.Row), Registers: map[string][]table.Row{}, History: t.rows(o.History), Commitments: table.Row{}}
	for id, r := range o.Registers {
		v.Registers[id] = t.rows(r.Rows)
	}
	for id, n := range o.Commitments {
		v.Commitments[id] = n
	}
	v.Org["commitments"] = v.Commitments
	if language != nil {
		for _, level := range v.Org.Rows("classification") {
			if level["name"] == nil {
				level["name"] = language.Choice("organisation", "classification.level", level.String("level"))
			}
		}
	}
	return v, problems.Sorted()
}

// translator copies rows and keeps one language of their texts.
type translator struct {
	lang, main string
	allow      bool
	problems   *problem.List
}

func (t *translator) rows(rows []table.Row) []table.Row {
	out := make([]table.Row, len(rows))
	for i, row := range rows {
		out[i] = t.row(row)
	}
	return out
}

func (t *translator) row(row table.Row) table.Row {
	if row == nil {
		return nil
	}
	out := make(table.Row, len(row))
	for field, v := range row {
		switch v := v.(type) {
		case table.Texts:
			out[field] = t.text(v, row.At(field), field)
		case table.Row:
			out[field] = t.row(v)
		case []table.Row:
			out[field] = t.rows(v)
		case []any:
			out[field] = t.list(v, row, field)
		default: // also the positions, which every copy shares
			out[field] = v
		}
	}
	return out
}

func (t *translator) list(list []any, row table.Row, field string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		if texts, ok := v.(table.Texts); ok {
			v = t.text(texts, row.At(field), field)
		}
		out[i] = v
	}
	return out
}

func (t *translator) text(texts table.Texts, at problem.Position, field string) string {
	if s, ok := texts[t.lang]; ok {
		return s
	}
	from := t.main
	if texts[from] == "" {
		from = sortedKeys(texts)[0]
	}
	report := t.problems.Errorf
	if t.allow {
		report = t.problems.Warnf
	}
	report(at, "write it as {"+from+": …, "+t.lang+": …}", "%s is not translated into %s", field, t.lang)
	return "[" + strings.ToUpper(from) + "] " + texts[from]
}
