package workbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/output/excel/read"
)

// headerRows is how far down a sheet the headings of its columns may stand.
const headerRows = 30

var bracketed = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)

// heading makes headings comparable: without case, signs and what stands in brackets.
func heading(s string) string {
	s = bracketed.ReplaceAllString(s, " ")
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' || r == '°' {
			return r
		}
		return ' '
	}, s)
	return fold(s)
}

// propose recognises the registers of a workbook of others by the headings of its columns.
func (t *taker) propose(book *read.Book) *content.Mapping {
	m := &content.Mapping{}
	votes := map[string]int{}
	for i := range book.Sheets {
		s := &book.Sheets[i]
		if !s.Visible {
			continue
		}
		var best content.SheetMapping
		most := 0
		for _, register := range []string{"controls", "risks", "assets"} {
			words := headings(t.Library.Import().Headings[register])
			for n := range s.Rows {
				if s.Rows[n].Number > headerRows {
					break
				}
				for _, two := range []bool{false, true} {
					columns, score := t.match(register, words, s, n, two)
					if score > most && t.enough(register, columns) {
						header := s.Rows[n].Number
						if two {
							header = s.Rows[n+1].Number
						}
						most, best = score, content.SheetMapping{Sheet: s.Name, Register: register, Header: header, Columns: columns}
					}
				}
			}
		}
		if most > 0 {
			m.Sheets = append(m.Sheets, best)
			t.vote(votes, best)
		}
	}
	if len(m.Sheets) == 0 {
		return nil
	}
	m.Language = t.org.Languages[0]
	for _, lang := range t.org.Languages {
		if votes[lang] > votes[m.Language] {
			m.Language = lang
		}
	}
	for _, lang := range t.Library.Tags() {
		if t.Language == "" && votes[lang] > votes[m.Language] { // of none of the client's languages
			t.left.Warnf(problem.Position{File: t.Name}, "translate them first, or say with --lang what they are", "the headings are in the language %s, which this client does not have: texts would be written as %s", lang, m.Language)
			break
		}
	}
	return m
}

// vote counts in which languages the headings of a sheet are.
func (t *taker) vote(votes map[string]int, s content.SheetMapping) {
	for _, lang := range t.Library.Tags() {
		f, _ := t.Library.ImportIn(lang)
		for _, c := range s.Columns {
			if slices.Contains(f.Headings[s.Register][c.Field], heading(c.Heading)) {
				votes[lang]++
			}
		}
	}
}

// headings turns the lists of headings around: which fields a heading can mean, in the order of the fields.
func headings(byField map[string][]string) map[string][]string {
	out := map[string][]string{}
	for field, list := range byField {
		for _, h := range list {
			if h = heading(h); !slices.Contains(out[h], field) {
				out[h] = append(out[h], field)
			}
		}
	}
	return out
}

// match reads a row as headings and gives the columns that mean something, with a score. two joins it with the row below,
// for headings in two lines.
func (t *taker) match(register string, words map[string][]string, s *read.Sheet, n int, two bool) ([]content.ColumnMapping, int) {
	if two && (n+1 >= len(s.Rows) || !slices.ContainsFunc(s.Rows[n].Cells, func(c read.Cell) bool { return c.Merged })) {
		return nil, 0
	}
	order := content.Paths(t.Library.Tables[register].Fields)
	type column struct {
		at         int
		title      string
		candidates []string
		exact      bool
	}
	var columns []column
	row := s.Rows[n]
	last := row.Cells[len(row.Cells)-1].Column
	below := n + 1
	if two {
		last = max(last, s.Rows[n+1].Cells[len(s.Rows[n+1].Cells)-1].Column)
		below++
	}
	seen := map[string]bool{}
	for at := 1; at <= last; at++ {
		c := row.Cell(at)
		title := c.String()
		if two {
			if lower := s.Rows[n+1].Cell(at).String(); lower != title {
				title += " " + lower
			}
		} else if c.Merged && seen[title] { // the same words over several columns are a title
			continue
		}
		seen[title] = true
		h := heading(title)
		if h == "" || len(h) > 60 || c.Kind == read.Number || c.Kind == read.Day {
			continue
		}
		col := column{at: at, title: title, candidates: words[h], exact: true}
		if col.candidates == nil {
			col.candidates, col.exact = within(h, words), false
		}
		if col.candidates != nil {
			columns = append(columns, col)
		}
	}
	var out []content.ColumnMapping
	used := map[string]bool{}
	taken := map[int]bool{}
	score := 0
	for _, pass := range []struct{ exact, single bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
		for _, c := range columns {
			open := slices.DeleteFunc(slices.Clone(c.candidates), func(f string) bool { return used[f] })
			if taken[c.at] || c.exact != pass.exact || len(open) == 0 || pass.single && len(c.candidates) > 1 {
				continue
			}
			slices.SortFunc(open, func(a, b string) int { return slices.Index(order, a) - slices.Index(order, b) })
			field := open[0]
			if register == "controls" && field == "control" && !numbered(s.Rows[below:], c.at) {
				if !slices.Contains(open, "title") {
					continue
				}
				field = "title"
			}
			used[field], taken[c.at] = true, true
			out = append(out, content.ColumnMapping{Field: field, Column: read.Letters(c.at), Heading: c.title})
			if score += 2; pass.exact {
				score++
			}
		}
	}
	slices.SortFunc(out, func(a, b content.ColumnMapping) int { return number(a.Column) - number(b.Column) })
	return out, score
}

// number is that of a column by its letters.
func number(letters string) int {
	n := 0
	for _, r := range letters {
		n = n*26 + int(r-'A') + 1
	}
	return n
}

// within finds the fields by the longest known heading that stands in a longer one.
func within(h string, words map[string][]string) []string {
	best := ""
	for w := range words {
		if len(w) >= 6 && strings.Contains(" "+h+" ", " "+w+" ") && (len(w) > len(best) || len(w) == len(best) && w < best) {
			best = w
		}
	}
	return words[best]
}

// numbered reports that most cells of a column hold the number of a control.
func numbered(rows []read.Row, column int) bool {
	filled, found := 0, 0
	for _, r := range rows[:min(len(rows), 60)] {
		if c := r.Cell(column); c.String() != "" {
			if filled++; controlNumber.MatchString(numberText(c)) || ownControl.MatchString(c.Text) {
				found++
			}
		}
	}
	return found > 0 && found*3 >= filled
}

// enough reports that the columns make a register.
func (t *taker) enough(register string, columns []content.ColumnMapping) bool {
	has := func(fields ...string) bool {
		return slices.ContainsFunc(columns, func(c content.ColumnMapping) bool { return slices.Contains(fields, c.Field) })
	}
	switch register {
	case "controls":
		return has("control", "title") && has("applies", "status") && len(columns) >= 3
	case "risks":
		return has("title", "threat") && has("inherent.likelihood", "current.likelihood", "treatment") && len(columns) >= 4
	}
	return has("name") && has("kind", "owner", "confidentiality") && len(columns) >= 3
}

var (
	controlNumber = regexp.MustCompile(`^(?:(?:ISO|IEC|27001|27002|2022|2013|[/: -])*)(?:[Aa](?:nnex)?[ .-]*)*(\d{1,2})\.(\d{1,2})(?:\.(\d{1,2}))?(?:\D|$)`)
	ownControl    = regexp.MustCompile(`^[A-Z]{2,5}-\d+$`)
	anyNumber     = regexp.MustCompile(`\d{1,2}\.\d{1,2}(?:\.\d{1,2})?`)
)

// numberText is the number of a control as a cell shows it: 5.10 is also the number 5.1 with two digits.
func numberText(c read.Cell) string {
	s := strings.TrimSpace(c.String())
	if c.Kind == read.Number && c.Format == "0.00" && !strings.Contains(s, ".") {
		return s + ".00"
	}
	if c.Kind == read.Number && c.Format == "0.00" {
		if _, after, _ := strings.Cut(s, "."); len(after) == 1 {
			return s + "0"
		}
	}
	return s
}

// controlsOf gives the controls of the client's edition for a number of this or another edition.
func (t *taker) controlsOf(num string) []string {
	if t.framework.Control(num) != nil {
		return []string{num}
	}
	var out []string
	for _, c := range t.framework.Controls { // its number before
		if slices.Contains(c.Was, num) {
			out = append(out, c.Number)
		}
	}
	for _, id := range t.Library.Frameworks { // its number since
		f, _ := t.Library.Framework(id)
		if f == nil || f.Replaces != t.framework.ID {
			continue
		}
		if c := f.Control(num); c != nil {
			out = append(out, c.Was...)
		}
	}
	return out
}

// titleIndex finds controls by what they are called.
type titleIndex map[string][]string // number of the control, to the words of each of its titles, joined

// stopWords say nothing in the title of a control.
var stopWords = strings.Fields("of the for and in to on a an with by from other associated information security van de het voor en in op met een der des et du les la le pour sur von und der die das für im zur zum")

func (t *taker) titles() titleIndex {
	index := titleIndex{}
	for _, tag := range t.Library.Tags() {
		for _, id := range t.Library.Frameworks {
			titles, _ := t.Library.Titles(tag, id)
			if titles == nil {
				continue
			}
			for num, title := range titles.Controls {
				for _, now := range t.controlsOf(num) {
					if id != t.framework.ID && t.framework.Control(num) != nil {
						continue // the same number in two editions
					}
					index[now] = append(index[now], strings.Join(tokens(title), " "))
				}
			}
		}
	}
	for num := range index {
		slices.Sort(index[num])
		index[num] = slices.Compact(index[num])
	}
	return index
}

// tokens are the words of a title that say something, in order of the alphabet, without their plural.
func tokens(s string) []string {
	var out []string
	for _, w := range strings.Fields(heading(s)) {
		if slices.Contains(stopWords, w) {
			continue
		}
		if len(w) > 4 {
			w = strings.TrimSuffix(strings.TrimSuffix(w, "s"), "ie")
			w = strings.TrimSuffix(w, "y")
		}
		out = append(out, w)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// find gives the control whose title is nearest: one that has all its words or of which it has all words. exact is
// false when some words were more or less; it is "" when none or several are as near.
func (x titleIndex) find(title string) (num string, exact bool) {
	words := tokens(title)
	if len(words) == 0 {
		return "", false
	}
	best, tie := 0.0, false
	for _, n := range sortedNumbers(x) {
		near := 0.0
		for _, other := range x[n] {
			theirs := strings.Fields(other)
			both := 0
			for _, w := range words {
				if slices.Contains(theirs, w) {
					both++
				}
			}
			if both == len(words) || both == len(theirs) && both > 1 {
				near = max(near, float64(both)/float64(len(words)+len(theirs)-both))
			}
		}
		if near > best {
			best, num, tie = near, n, false
		} else if near == best && near > 0 {
			tie = true
		}
	}
	if tie && best < 1 || best < 0.2 {
		return "", false
	}
	return num, best == 1
}

func sortedNumbers(x titleIndex) []string {
	var out []string
	for n := range x {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
