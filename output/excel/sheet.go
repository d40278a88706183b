package excel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

const (
	lineHeight = 13.2  // points, of Calibri 10
	maxHeight  = 409.0 // of a row in a workbook
	sample     = 400   // rows that decide the width of a column
)

// last is the last row of a table, with the room for new ones.
func (t *Table) last() int {
	return max(len(t.Rows)+t.Spare, 1) + 1
}

// key is the column that identifies a row.
func (t *Table) key() int { return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key }) }

// table writes a table. A title above it would break the filter for people who sort, so the header is row 1.
func (b *book) table(t *Table) {
	name := sheetName(t.Title)
	printed := len(t.Columns)
	for i := range t.Columns {
		if t.Columns[i].Aside {
			printed = min(printed, i)
		}
	}
	widths := make([]int, len(t.Columns))
	for i := range t.Columns {
		if widths[i] = t.Columns[i].Width; widths[i] == 0 {
			widths[i] = width(t, i)
		}
		b.try(b.SetColWidth(name, letters(i), letters(i), float64(widths[i])))
	}
	b.append(name, b.body(name, t, widths))
	for i := range t.Columns {
		b.checks(name, t, i)
		b.colour(name, t, i)
	}
	last := t.last()
	area := fmt.Sprintf("$A$1:$%s$%d", letters(printed-1), last)
	b.try(b.AutoFilter(name, fmt.Sprintf("A1:%s%d", letters(len(t.Columns)-1), last), nil))
	frozen := min(2, max(t.key()+2, 1), len(t.Columns))
	b.try(b.SetPanes(name, &excelize.Panes{Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: letters(frozen) + "2", ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: "A1", ActiveCell: "A1", Pane: "topLeft"}, {SQRef: letters(frozen) + "2", ActiveCell: letters(frozen) + "2", Pane: "bottomRight"}}}))
	b.page(name, "landscape", area, 1)
	b.try(b.AddIgnoredErrors(name, fmt.Sprintf("A1:%s%d", letters(len(t.Columns)-1), last), excelize.IgnoredErrorsNumberStoredAsText))
	if t.Fixed {
		b.protect(name)
	}
}

// protect locks what is locked, without a password, and leaves what readers need.
func (b *book) protect(sheet string) {
	b.try(b.ProtectSheet(sheet, &excelize.SheetProtectionOptions{AutoFilter: true, FormatCells: true, FormatColumns: true, FormatRows: true, SelectLockedCells: true, SelectUnlockedCells: true}))
}

// body writes the header, the rows and the room for new ones.
func (b *book) body(name string, t *Table, widths []int) rows {
	type plan struct {
		style, linked, locked int
		formula               formula
		numeric               bool
	}
	plans := make([]plan, len(t.Columns))
	for i, c := range t.Columns {
		l := look{computed: c.Path == "", unlocked: c.Path != "", edged: c.picked() && c.Path != "", bold: c.Key, indented: i > 0}
		switch c.Type {
		case table.Int, table.Number:
			l.number, l.centred, l.levelled = !c.Turned, c.Turned, c.Turned
			plans[i].numeric = true
		case table.Day:
			l.date, plans[i].numeric = true, true
		}
		plans[i].style = b.style(l)
		linked, locked := l, l
		linked.link, locked.computed, locked.unlocked, locked.edged = true, true, false, false
		plans[i].linked, plans[i].locked = b.style(linked), b.style(locked)
		if c.Formula != "" {
			plans[i].formula = b.compile(t, c.Formula)
		}
	}
	var r rows
	r.begin(1, headerHeight(t.Columns, widths))
	for i, title := range unique(t.Columns) {
		c := &t.Columns[i]
		r.text(i, b.style(look{header: true, turned: c.Turned, indented: !c.Turned && (i > 0 || c.picked()), computed: c.Path == ""}), title)
	}
	r.end()
	for n, row := range t.Rows {
		tallest := 1
		for i := range row.Cells {
			if c := &row.Cells[i]; len(c.Text) > widths[i]-2 {
				tallest = max(tallest, lines(c.Text, fits(widths[i])))
			}
		}
		r.begin(n+2, min(float64(tallest)*lineHeight+4, maxHeight))
		for i := range row.Cells {
			c, p := &row.Cells[i], &plans[i]
			style := p.style
			if c.Locked {
				style = p.locked
			}
			if c.Link != "" {
				style = p.linked
				b.link(name, letters(i)+strconv.Itoa(n+2), c.Link)
			}
			text, short := cut(c.Text)
			if short {
				b.problems.Warnf(problem.Position{File: b.ID + ".xlsx"}, "shorten the text", "cell %s%d of the sheet %q holds at most %d characters: the rest is left out", letters(i), n+2, name, maxText)
			}
			switch {
			case p.formula != nil:
				r.formula(i, style, p.formula, *c, p.numeric)
			case text == "":
				r.blank(i, style)
			case p.numeric:
				r.number(i, style, c.Number)
			default:
				r.text(i, style, text)
			}
		}
		r.end()
	}
	for n := len(t.Rows) + 2; n <= t.last(); n++ {
		r.begin(n, 0)
		for i, p := range plans {
			if p.formula != nil {
				r.formula(i, p.style, p.formula, Cell{}, p.numeric)
			} else {
				r.blank(i, p.style)
			}
		}
		r.end()
	}
	return r
}

// link makes a cell a link to a file, relative to the workbook, or to a place in it.
func (b *book) link(sheet, cell, target string) {
	if place, inside := strings.CutPrefix(target, "#"); inside {
		b.try(b.SetCellHyperLink(sheet, cell, place, "Location"))
		return
	}
	b.try(b.SetCellHyperLink(sheet, cell, target, "External"))
}

// picked reports that the cells of a column are chosen from a list.
func (c *Column) picked() bool { return !c.Many && (len(c.Choices) > 0 || c.From != "") }

// checks says what the cells of a column take.
func (b *book) checks(sheet string, t *Table, i int) {
	c := &t.Columns[i]
	at := letters(i)
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s2:%s%d", at, at, t.last())
	refuse := func(message string) {
		v.SetError(excelize.DataValidationErrorStyleStop, short(c.Title, 32), short(message, 255))
	}
	switch w := b.Words; {
	case c.Path == "" && t.Fixed:
		return // locked
	case c.Path == "":
		v.Type, v.Formula1 = "custom", "FALSE"
		refuse(w.Computed)
	case c.picked():
		v.SetSqrefDropList(markup.Replace(b.list(c)))
		refuse(w.Pick)
	case c.Many && (c.Note != "" || len(c.Choices) > 0):
		v.Type = "none"
		v.SetInput(short(c.Title, 32), short(b.takes(c), 255))
	case c.Key && !t.Fixed && t.Register != "" && !strings.Contains(t.Register, "."):
		v.Type, v.Formula1 = "custom", fmt.Sprintf("COUNTIF($%s$2:$%s$%d,%s2)=1", at, at, t.last(), at)
		refuse(w.Unique)
	case c.Type == table.Int || c.Type == table.Number:
		low, high := -1_000_000_000, 1_000_000_000
		if c.Min != nil {
			low = *c.Min
		}
		if c.Max != nil {
			high = *c.Max
		}
		kind := map[bool]excelize.DataValidationType{true: excelize.DataValidationTypeWhole, false: excelize.DataValidationTypeDecimal}[c.Type == table.Int]
		b.try(v.SetRange(low, high, kind, excelize.DataValidationOperatorBetween))
		refuse(strings.NewReplacer("{min}", strconv.Itoa(low), "{max}", strconv.Itoa(high)).Replace(w.Number))
	case c.Type == table.Day:
		b.try(v.SetRange(Serial(table.Date{Year: 1990, Month: 1, Day: 1}), Serial(table.Date{Year: 2199, Month: 12, Day: 31}), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		refuse(w.Date)
	default:
		return
	}
	b.try(b.AddDataValidation(sheet, v))
}

// colour gives a column the colours that follow from what its cells hold.
func (b *book) colour(sheet string, t *Table, i int) {
	c := &t.Columns[i]
	at := letters(i)
	var formats []excelize.ConditionalFormatOptions
	when := func(criteria string, colours [2]string) {
		formats = append(formats, excelize.ConditionalFormatOptions{Type: "formula", Criteria: criteria, Format: b.conditional(colours[0], colours[1]), StopIfTrue: true})
	}
	for _, word := range sorted(c.Signals) {
		when(fmt.Sprintf(`%s2=%s`, at, literal(word)), fills[c.Signals[word]])
	}
	if c.Level {
		from := 1
		for n, band := range b.Bands {
			when(fmt.Sprintf(`AND(ISNUMBER(%s2),%s2>=%d,%s2<=%d)`, at, at, from, at, band.To), bandColours[min(n, len(bandColours)-1)])
			from = band.To + 1
		}
	}
	if c.Due {
		when(fmt.Sprintf("AND(ISNUMBER(%s2),%s2<%d%s)", at, at, Serial(b.Today), t.open()), fills["red"])
	}
	if key := t.key(); c.Required && !c.Key && c.Path != "" && key >= 0 {
		when(fmt.Sprintf(`AND($%s2<>"",%s2="")`, letters(key), at), [2]string{missing, ""})
	}
	if len(formats) > 0 {
		b.try(b.SetConditionalFormat(sheet, fmt.Sprintf("%s2:%s%d", at, at, t.last()), formats))
	}
}

// open is the part of a condition that holds for rows that no column calls done.
func (t *Table) open() string {
	var s string
	for i, c := range t.Columns {
		for _, word := range c.Done {
			s += fmt.Sprintf(",$%s2<>%s", letters(i), literal(word))
		}
		if c.Ends {
			s += fmt.Sprintf(`,$%s2=""`, letters(i))
		}
	}
	return s
}

// literal writes a text into a formula.
func literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// headerHeight is what the titles of the columns need, in points.
func headerHeight(columns []Column, widths []int) float64 {
	height := 30.0
	for i, c := range columns {
		if c.Turned {
			height = max(height, min(5.4*float64(utf8.RuneCountInString(c.Title))+26, 150)) // the filter's button stands below
		} else {
			height = max(height, lineHeight*float64(lines(c.Title, widths[i]-3))+6)
		}
	}
	return height
}

// width is what a column needs, in characters: enough for most of its cells, so that a sheet prints at a size that can be
// read; longer texts wrap.
func width(t *Table, i int) int {
	c := &t.Columns[i]
	if c.Turned {
		return 5
	}
	lengths := []int{0}
	word := 0
	for _, r := range t.Rows[:min(len(t.Rows), sample)] {
		longest := 0
		for line := range strings.SplitSeq(r.Cells[i].Text, "\n") {
			longest = max(longest, utf8.RuneCountInString(line))
			for w := range strings.FieldsSeq(line) {
				word = max(word, min(utf8.RuneCountInString(w), 36)) // a longer one, such as an address, may be cut
			}
		}
		if longest > 0 { // the cells that somebody filled in decide
			lengths = append(lengths, longest)
		}
	}
	for _, choice := range c.Choices {
		if !c.Many {
			lengths = append(lengths, utf8.RuneCountInString(choice))
		}
	}
	for w := range strings.FieldsSeq(c.Title) {
		word = max(word, utf8.RuneCountInString(w)+1) // bold, and the filter's button
	}
	slices.Sort(lengths)
	most := lengths[len(lengths)*4/5]
	switch {
	case most > 90:
		most = 36
	case most > 40:
		most = 28
	case most > 22:
		most = 20
	}
	switch {
	case c.Type == table.Day:
		most = max(most, 11)
	case c.Type == table.Text && len(t.Rows) < 5: // too few to tell, and somebody is about to write
		most = max(most, 22)
	}
	// The letters of a text are narrower than the digits that widths count; the filter's button takes room of its own.
	return max(most*9/10, word*9/10+2, 6) + 3
}

// fits is how many characters of a text a column of that width takes: widths count digits of a larger type, and most
// letters are narrower.
func fits(width int) int { return (width - 2) * 5 / 4 }

// lines is how many lines a text takes in a column of that many characters.
func lines(text string, width int) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		left := width
		for word := range strings.FieldsSeq(line) {
			length := utf8.RuneCountInString(word) + 1
			if length > left+1 && left < width {
				n, left = n+1, width
			}
			for ; length > width+1; length -= width {
				n++
			}
			left -= length
		}
	}
	return n
}

// unique are the titles of the columns, no two alike and none empty, so that each can be spoken of.
func unique(columns []Column) []string {
	var titles []string
	for _, c := range columns {
		title := c.Title
		if title == "" {
			title = c.Name
		}
		for base, n := title, 2; slices.ContainsFunc(titles, func(t string) bool { return strings.EqualFold(t, title) }); n++ {
			title = fmt.Sprintf("%s (%d)", base, n)
		}
		titles = append(titles, title)
	}
	return titles
}
