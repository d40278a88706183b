package generator

import (
	"fmt"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel"
)

// shows are the sheets that are computed as a whole, by the name under show in workbooks.yaml.
var shows = map[string]func(*bookwork, *content.Sheet) excel.Sheet{
	"clauses": (*bookwork).clauses, "index": (*bookwork).whereabouts, "documents": (*bookwork).documents, "status": (*bookwork).status, "lists": (*bookwork).lists,
	"heatmap": (*bookwork).heatmap, "scales": (*bookwork).scales,
}

// reading is a table that nothing comes back from.
func (b *bookwork) reading(def *content.Sheet, columns ...excel.Column) *excel.Table {
	columns[0].Key = true
	return &excel.Table{Title: b.locale.term("sheet-" + def.Show), What: b.locale.Sheets[def.Show], Columns: columns, Fixed: true, By: ""}
}

// clauses has a row for each clause and each document that serves it.
func (b *bookwork) clauses(def *content.Sheet) excel.Sheet {
	term := b.locale.term
	t := b.reading(def, excel.Column{Name: "clause", Title: term("workbook-clause")}, excel.Column{Name: "title", Title: term("workbook-title"), Width: 44},
		excel.Column{Name: "demanded", Title: term("workbook-demanded"), Width: 40}, excel.Column{Name: "document", Title: b.locale.words.Document, Width: 11},
		excel.Column{Name: "name", Title: term("workbook-document"), Width: 36}, excel.Column{Name: "owner", Title: b.locale.words.Owner, Width: 30}, excel.Column{Name: "version", Title: b.locale.words.Version, Width: 9})
	serving := map[string][]*job{}
	for _, j := range b.jobs {
		if j.doc.Audience == "customer" { // an edition of another document
			continue
		}
		for _, c := range b.serves(j.all()).clauses {
			serving[c] = append(serving[c], j)
		}
	}
	for _, c := range b.framework.Clauses {
		var demanded []string
		for _, d := range b.framework.Documented {
			for _, id := range c.Documented {
				if d.ID == id {
					word := content.Capital(b.locale.titles.Documented[id])
					if d.Mandatory == "yes" {
						word = term("workbook-demanded-yes", "{what}", word)
					}
					demanded = append(demanded, word)
				}
			}
		}
		_, title := b.clauseTitle(c.Number)
		head := []excel.Cell{{Text: c.Number}, {Text: title}, {Text: strings.Join(demanded, "\n")}}
		jobs := serving[c.Number]
		if len(jobs) == 0 {
			t.Rows = append(t.Rows, excel.Row{Cells: append(head, make([]excel.Cell, 4)...)})
		}
		for _, j := range jobs {
			t.Rows = append(t.Rows, excel.Row{Cells: append(head[:3:3], excel.Cell{Text: j.number, Link: b.pdfOf(j)}, excel.Cell{Text: j.title}, excel.Cell{Text: b.roleHolder(j.doc.Owner)}, excel.Cell{Text: b.meta(j).Version})})
		}
	}
	return t
}

// whereabouts has a row for each clause and control and each section that treats it, with its page.
func (b *bookwork) whereabouts(def *content.Sheet) excel.Sheet {
	term := b.locale.term
	t := b.reading(def, excel.Column{Name: "id", Title: b.locale.heading("index", "id"), Width: 10}, excel.Column{Name: "title", Title: term("workbook-title"), Width: 44},
		excel.Column{Name: "document", Title: b.locale.words.Document, Width: 11}, excel.Column{Name: "name", Title: term("workbook-document"), Width: 36},
		excel.Column{Name: "section", Title: term("workbook-section"), Width: 44}, excel.Column{Name: "page", Title: content.Capital(b.locale.words.Page), Type: table.Int, Width: 9})
	for _, row := range b.treatments(nil) {
		for _, at := range row.places {
			cells := []excel.Cell{{Text: row.id}, {Text: row.title}, {Text: at.job.number, Link: b.pdfOf(at.job)}, {Text: at.job.title}, {}, {}}
			if at.section != nil {
				cells[4] = excel.Cell{Text: at.section.number + " " + at.section.title}
				if n := b.pagesOf(at.job)[at.section.anchor]; n > 0 {
					cells[5] = excel.Cell{Text: b.locale.Whole(n), Number: float64(n)}
				}
			}
			t.Rows = append(t.Rows, excel.Row{Cells: cells})
		}
	}
	return t
}

// documents lists the documents of the pack.
func (b *bookwork) documents(def *content.Sheet) excel.Sheet {
	w, term := b.locale.words, b.locale.term
	t := b.reading(def, excel.Column{Name: "document", Title: w.Document, Width: 11}, excel.Column{Name: "title", Title: term("workbook-title"), Width: 38}, excel.Column{Name: "kind", Title: term("workbook-kind")},
		excel.Column{Name: "classification", Title: term("workbook-classification"), Width: 15}, excel.Column{Name: "owner", Title: w.Owner, Width: 30}, excel.Column{Name: "version", Title: w.Version, Width: 9},
		excel.Column{Name: "status", Title: w.Status, Width: 13}, excel.Column{Name: "valid", Title: w.ValidFrom, Type: table.Day, Width: 13},
		excel.Column{Name: "clauses", Title: term("workbook-clause"), Width: 16}, excel.Column{Name: "controls", Title: term("workbook-controls"), Width: 34})
	for _, j := range b.jobs {
		if j.doc.Audience == "customer" { // an edition of another document
			continue
		}
		m, s := b.meta(j), b.serves(j.all())
		var controls []string
		for _, c := range b.view.Registers["controls"] {
			if slices.Contains(b.treating()[c.String("control")], j) {
				controls = append(controls, c.String("number"))
			}
		}
		var valid excel.Cell
		if issued := b.issued(j.doc.ID); len(issued) > 0 {
			valid = b.cell("history", namedField{name: "on", field: &table.Field{Type: table.Day}}, issued[0].Date("on"))
			valid.Base = ""
		}
		t.Rows = append(t.Rows, excel.Row{Cells: []excel.Cell{{Text: j.number, Link: b.pdfOf(j)}, {Text: j.title}, {Text: m.Kind}, {Text: m.Classification},
			{Text: b.roleHolder(j.doc.Owner)}, {Text: m.Version}, {Text: m.Status}, valid, {Text: strings.Join(s.clauses, ", ")}, {Text: strings.Join(controls, ", ")}}})
	}
	return t
}

// statuses are those of an applicable control, with their colours in a chart.
var statuses = []struct{ id, colour string }{{"implemented", "2E7D5B"}, {"partly", "C98A1B"}, {"planned", "E6C98A"}, {"not", "A8322D"}}

// status counts the controls by theme and status.
func (b *bookwork) status(def *content.Sheet) excel.Sheet {
	s := &excel.Summary{Title: b.locale.term("sheet-" + def.Show), Lead: b.locale.Sheets[def.Show], Chart: b.locale.term("status-chart"), Total: b.locale.term("total"), Stacked: true,
		Heads: []string{b.locale.heading("controls", "theme"), b.locale.term("workbook-controls"), b.locale.term("workbook-applicable"), b.locale.label("controls.status", "excluded")}}
	for i, st := range statuses {
		s.Heads = append(s.Heads, b.locale.label("controls.status", st.id))
		s.Series, s.Colours = append(s.Series, 4+i), append(s.Colours, st.colour)
	}
	for _, theme := range b.facts.Rows("themes") {
		title := theme.String("title")
		of := `{controls:theme},"` + quotes.Replace(title) + `"`
		applies := func(word string) string { return of + `,{controls:applies},"` + word + `"` }
		row := excel.Count{Label: title, Formulas: []string{"COUNTIF(" + of + ")", "COUNTIFS(" + applies(b.locale.Yes) + ")", "COUNTIFS(" + applies(b.locale.No) + ")"},
			Values: []int{theme.Int("total"), theme.Int("applicable"), theme.Int("excluded")}}
		for _, st := range statuses {
			row.Formulas = append(row.Formulas, "COUNTIFS("+applies(b.locale.Yes)+`,{controls:status},"`+quotes.Replace(b.locale.label("controls.status", st.id))+`")`)
			row.Values = append(row.Values, theme.Int(st.id))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// quotes writes a text within the quotes of a formula.
var quotes = strings.NewReplacer(`"`, `""`)

// lists explains the words of the Statement of Applicability.
func (b *bookwork) lists(def *content.Sheet) excel.Sheet {
	term := b.locale.term
	n := &excel.Notes{Title: term("sheet-" + def.Show), Lead: b.locale.Sheets[def.Show], Coloured: -1}
	states := table.Grid{Title: b.locale.heading("controls", "status"), Columns: []table.Column{{Title: b.locale.heading("controls", "status")}, {Title: term("workbook-meaning")}}}
	for _, st := range statuses {
		states.Rows = append(states.Rows, []table.Value{{Text: b.locale.label("controls.status", st.id), Signal: signals[st.id]}, {Text: term("status-" + st.id)}})
	}
	reasons := table.Grid{Title: b.locale.heading("controls", "reasons"), Columns: []table.Column{{Title: term("reason")}, {Title: term("workbook-meaning")}}}
	for _, id := range append([]string{"risk"}, b.lib.Tables["controls"].Field("reasons").Choices...) {
		word := term("risk")
		if id != "risk" {
			word = b.locale.label("controls.reasons", id)
		}
		reasons.Rows = append(reasons.Rows, []table.Value{{Text: word}, {Text: term("reason-" + id)}})
	}
	attributes := table.Grid{Title: "ISO/IEC 27002:2022", Columns: []table.Column{{Title: term("workbook-attribute")}, {Title: term("workbook-values")}}}
	for _, f := range attributeFields {
		var words []string
		for _, c := range f.Choices {
			words = append(words, b.locale.label("controls."+f.Name, c))
		}
		attributes.Rows = append(attributes.Rows, []table.Value{{Text: b.locale.heading("controls", f.Name)}, {Text: strings.Join(words, ", ")}})
	}
	n.Tables = []table.Grid{states, reasons, attributes}
	return n
}

// heatmap counts the risks of each stage by likelihood and impact.
func (b *bookwork) heatmap(def *content.Sheet) excel.Sheet {
	h := &excel.Heatmap{Title: b.locale.term("sheet-" + def.Show), Lead: b.locale.Sheets[def.Show], Likelihood: b.locale.words.Likelihood, Impact: b.locale.words.Impact}
	method := b.view.Org.Group("risk")
	high, wide := len(method.Rows("likelihood")), len(method.Rows("impact"))
	h.Level = func(likelihood, impact int) int { return content.Level(method, likelihood, impact) }
	for _, stage := range stages {
		m := excel.Map{Title: b.locale.heading("risks", stage), Counts: make([][]int, high),
			Formula: func(likelihood, impact int) string {
				return fmt.Sprintf("COUNTIFS({risks:%[1]s.likelihood},%[2]d,{risks:%[1]s.impact},%[3]d)", stage, likelihood, impact)
			}}
		for i := range m.Counts {
			m.Counts[i] = make([]int, wide)
		}
		for _, r := range b.view.Registers["risks"] {
			if l, i := r.Group(stage).Int("likelihood"), r.Group(stage).Int("impact"); l >= 1 && l <= high && i >= 1 && i <= wide {
				m.Counts[l-1][i-1]++
			}
		}
		h.Maps = append(h.Maps, m)
	}
	return h
}

// scales explains the levels of the risk method.
func (b *bookwork) scales(def *content.Sheet) excel.Sheet {
	term, method := b.locale.term, b.view.Org.Group("risk")
	n := &excel.Notes{Title: term("sheet-" + def.Show), Lead: b.locale.Sheets[def.Show], Coloured: 2}
	for _, of := range [][2]string{{"likelihood", "per_year"}, {"impact", "euros"}} {
		axis, columns := of[0], []string{"level", "meaning"}
		if slices.ContainsFunc(method.Rows(axis), func(r table.Row) bool { return r[of[1]] != nil }) {
			columns = append(columns, of[1])
		}
		g := b.grid("org.risk."+axis, columns, method.Rows(axis))
		for i, r := range method.Rows(axis) {
			if name := r.String("name"); name != "" {
				g.Rows[i][1].Text = name + ": " + g.Rows[i][1].Text
			}
		}
		n.Tables = append(n.Tables, g)
	}
	how := " × "
	if method.String("combine") == "sum" {
		how = " + "
	}
	bands := table.Grid{Title: term("scale-bands", "{how}", b.locale.words.Likelihood+how+strings.ToLower(b.locale.words.Impact)), Columns: []table.Column{{Title: b.locale.heading("bands", "name")}, {Title: b.locale.heading("bands", "from") + " – " + strings.ToLower(b.locale.heading("bands", "to"))}}}
	for _, r := range b.view.Registers["bands"] {
		bands.Rows = append(bands.Rows, []table.Value{{Text: r.String("name")}, {Text: fmt.Sprintf("%d – %d", r.Int("from"), r.Int("to"))}})
	}
	most, above := fmt.Sprint(method.Int("acceptance")), fmt.Sprint(method.Int("authorise_above"))
	every, top := b.locale.Every(method.Int("review_months")), b.locale.the("top_management", b.roleRow("top_management"))
	rules := table.Grid{Title: term("scale-rules"), Columns: []table.Column{{Title: term("workbook-level")}, {Title: term("workbook-rule")}}, Rows: [][]table.Value{
		{{Text: "≤ " + most}, {Text: term("scale-acceptance", "{n}", most)}},
		{{Text: "> " + above}, {Text: term("scale-authorise", "{n}", above, "{who}", top)}},
		{{Text: content.Capital(every)}, {Text: term("scale-review", "{every}", every)}},
	}}
	n.Tables = append(n.Tables, bands, rules)
	return n
}
