package generator

import (
	"strconv"
	"strings"

	"ismsgen/content/table"
	"ismsgen/output/document"
)

// chart writes a chart as Markdown: a fenced block with its table. Texts are plain.
func chart(kind, title string, header []string, rows [][]string) Markdown {
	var b strings.Builder
	line := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + document.Escape(c) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("```chart " + kind + " " + document.Escape(title) + "\n")
	line(header)
	b.WriteString(strings.Repeat("|---", len(header)) + "|\n")
	for _, r := range rows {
		line(r)
	}
	b.WriteString("```\n")
	return Markdown(b.String())
}

// heatmap counts the risks of a stage by likelihood and impact. Its last row gives the highest levels of the bands, and how
// levels come about: "bands", or "bands sum".
func (f *filling) heatmap(stage string) Markdown {
	method := f.view.Org.Group("risk")
	header := []string{""}
	for impact := range method.Rows("impact") {
		header = append(header, strconv.Itoa(impact+1))
	}
	var rows [][]string
	for likelihood := len(method.Rows("likelihood")); likelihood >= 1; likelihood-- {
		row := []string{strconv.Itoa(likelihood)}
		for impact := 1; impact < len(header); impact++ {
			var ids []string
			for _, r := range f.view.Registers["risks"] {
				if g := r.Group(stage); g.Int("likelihood") == likelihood && g.Int("impact") == impact {
					ids = append(ids, r.String("id"))
				}
			}
			row = append(row, strings.Join(ids, " "))
		}
		rows = append(rows, row)
	}
	bands := make([]string, len(header))
	if bands[0] = "bands"; method.String("combine") == "sum" {
		bands[0] = "bands sum"
	}
	for i, limit := range ints(method["bands"].([]any)) {
		bands[i+1] = strconv.Itoa(limit)
	}
	return chart("heatmap", f.locale.heading("risks", stage), header, append(rows, bands))
}

// soaChart counts the states of the controls by theme.
func (f *filling) soaChart() Markdown {
	states, header := table.Find(derived["controls"], "state").Choices, []string{""}
	for _, s := range states {
		header = append(header, f.locale.label("controls.state", s))
	}
	var rows [][]string
	for _, t := range f.facts.Rows("themes") {
		row := []string{t.String("title")}
		for _, s := range states {
			row = append(row, strconv.Itoa(t.Int(s)))
		}
		rows = append(rows, row)
	}
	return chart("bars", f.locale.term("soa-chart"), header, rows)
}

// gapChart counts the states of the clauses by chapter: a bar for the baseline and, under it, a bar for now.
func (f *filling) gapChart() Markdown {
	then, now := f.locale.Month(f.facts.Group("gap").Date("measured")), f.locale.Month(f.dated(f.job.doc.ID))
	header := []string{""}
	for _, s := range gapStates {
		header = append(header, f.locale.label("baseline.status", s))
	}
	var rows [][]string
	for _, c := range f.facts.Rows("chapters") {
		before, after := []string{c.String("id") + " " + c.String("title")}, []string{now}
		for _, s := range gapStates {
			before = append(before, strconv.Itoa(c.Int(s)))
			after = append(after, strconv.Itoa(c.Int("now_"+s)))
		}
		rows = append(rows, before, after)
	}
	return chart("bars", f.locale.term("gap-chart", "{then}", then, "{now}", now), header, rows)
}

// certificationChart draws the steps to the certificate over the months, with a mark at the date of the document.
func (f *filling) certificationChart() Markdown {
	on := f.dated(f.job.doc.ID)
	header := []string{f.locale.heading("certification", "step"), f.locale.heading("certification", "from"), f.locale.heading("certification", "to"), f.locale.ShortDate(on)}
	var rows [][]string
	for i, s := range f.facts.Rows("steps") {
		mark := ""
		if i == 0 {
			mark = on.String()
		}
		rows = append(rows, []string{strconv.Itoa(s.Int("number")) + " " + s.String("title"), s.Date("from").String(), s.Date("to").String(), mark})
	}
	return chart("gantt", f.locale.term("certification-chart"), header, rows)
}

// yearChart shows in which months of the ISMS year each activity falls, and how often.
func (f *filling) yearChart() Markdown {
	start := f.facts.Group("year").Date("from")
	header := []string{f.locale.heading("calendar", "what")}
	for i := range yearMonths {
		d := start.AddMonths(i)
		header = append(header, f.locale.ShortMonths[d.Month-1]+" "+strconv.Itoa(d.Year))
	}
	var rows [][]string
	for _, a := range f.year {
		row := []string{a.label}
		for _, n := range a.times {
			cell := ""
			if n > 0 {
				cell = strconv.Itoa(n)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return chart("year", f.locale.term("year-chart"), header, rows)
}
