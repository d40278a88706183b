package content

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Language holds the words, forms and patterns of a language. All lists of words have the keys of the files that they
// name; a test holds the languages against each other and against those files.
type Language struct {
	Tag         string                   `yaml:"-"`    // BCP 47: en, nl
	Name        string                   `yaml:"name"` // in the language itself
	Months      []string                 `yaml:"months"`
	ShortMonths []string                 `yaml:"short_months"`
	Dates       DatePatterns             `yaml:"dates"`
	And         string                   `yaml:"and"`     // joins the last two of a list
	Decimal     string                   `yaml:"decimal"` // separator
	Group       string                   `yaml:"group"`   // separator of thousands
	Percent     string                   `yaml:"percent"` // pattern with {n}
	Yes         string                   `yaml:"yes"`
	No          string                   `yaml:"no"`
	Units       map[string]Plural        `yaml:"units"`
	Rhythm      Rhythm                   `yaml:"rhythm"`
	Documents   DocumentWords            `yaml:"documents"`
	Commitments map[string]string        `yaml:"commitments"` // a short phrase each, without the number
	Reasons     map[string]string        `yaml:"reasons"`     // why the default of each commitment is what it is, a sentence
	Duties      map[string]DutyText      `yaml:"-"`           // from duties.yaml
	Authorities map[string]AuthorityText `yaml:"-"`           // from duties.yaml
	Unconfirmed string                   `yaml:"-"`           // how the deadline {when} of an unconfirmed duty is written
	Words       map[string]string        `yaml:"-"`           // from words.yaml: labels that printing adds, under the field names of document.Words
	Terms       map[string]string        `yaml:"terms"`       // words that generated tables, charts and workbooks use
	Workbooks   map[string]BookText      `yaml:"workbooks"`
	Sheets      map[string]string        `yaml:"sheets"` // what a sheet of a workbook holds, by register, list or show; registers that are self-evident have none

	Fields  map[string]map[string]string            `yaml:"fields"`  // register to column, nested ones as inherent.impact
	Choices map[string]map[string]map[string]string `yaml:"choices"` // register or "organisation" to field to choice

	Roles map[string]Role `yaml:"-"` // from roles.yaml
}

// DatePatterns hold {day}, {month}, {short} (month) and {year}.
type DatePatterns struct {
	Long  string `yaml:"long"`  // 14 October 2026
	Short string `yaml:"short"` // 14 Oct 2026
	Month string `yaml:"month"` // October 2026
}

// Plural is a word for one thing and for any other number.
type Plural struct {
	One  string `yaml:"one"`
	Many string `yaml:"many"`
}

// Rhythm says how often. Months has the phrases that are not regular, Every the regular one, with {n}.
type Rhythm struct {
	Months map[int]string `yaml:"months"`
	Every  string         `yaml:"every"`
}

// DocumentWords are the labels of what the catalogue and the history say of a document.
type DocumentWords struct {
	Kinds     map[string]string `yaml:"kinds"`
	Statuses  map[string]string `yaml:"statuses"` // draft, approved
	Audiences map[string]string `yaml:"audiences"`
}

// BookText says what a workbook is called and what it is for.
type BookText struct {
	Title string `yaml:"title"`
	What  string `yaml:"what"`
}

// Role is the name of a role and its forms.
type Role struct {
	Name    string `yaml:"name"`    // as within a sentence: "internal auditor", "CISO"
	Article string `yaml:"article"` // definite, as within a sentence; empty when the name takes none
	Plural  bool   `yaml:"plural"`
}

// The is the name with its article, as within a sentence: "the CISO", "de directie".
func (r Role) The() string {
	if r.Article == "" {
		return r.Name
	}
	return r.Article + " " + r.Name
}

// Capital makes the first letter a capital, as at the start of a sentence.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Lower makes the first letter a small one, as in the middle of a sentence; a first word with another capital or a digit,
// as ISO or A4, stays as it is.
func Lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	word, _, _ := strings.Cut(s[n:], " ")
	word, _, _ = strings.Cut(word, "-")
	if n == 0 || strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// Date writes a day in full: 14 October 2026. No date is "".
func (l *Language) Date(d table.Date) string { return l.date(l.Dates.Long, d) }

// ShortDate writes a day with a short month, for tables: 14 Oct 2026. No date is "".
func (l *Language) ShortDate(d table.Date) string { return l.date(l.Dates.Short, d) }

// Month writes the month of a day: October 2026. No date is "".
func (l *Language) Month(d table.Date) string { return l.date(l.Dates.Month, d) }

func (l *Language) date(pattern string, d table.Date) string {
	if d.Month < 1 || d.Month > len(l.Months) || d.Month > len(l.ShortMonths) {
		return ""
	}
	return Fill(pattern, "{day}", strconv.Itoa(d.Day), "{month}", l.Months[d.Month-1], "{short}", l.ShortMonths[d.Month-1], "{year}", strconv.Itoa(d.Year))
}

// Fill puts values in the places of a phrase: pairs of a place, such as {day}, and its value. Other braces stay.
func Fill(phrase string, pairs ...string) string {
	var b strings.Builder
	for at := strings.IndexByte(phrase, '{'); at >= 0; at = strings.IndexByte(phrase, '{') {
		b.WriteString(phrase[:at])
		phrase = phrase[at:]
		place, value := "{", "{"
		for i := 0; i < len(pairs); i += 2 {
			if strings.HasPrefix(phrase, pairs[i]) {
				place, value = pairs[i], pairs[i+1]
				break
			}
		}
		b.WriteString(value)
		phrase = phrase[len(place):]
	}
	b.WriteString(phrase)
	return b.String()
}

// List joins items as a sentence does: "a, b and c"; items that hold a comma themselves are set apart by semicolons.
func (l *Language) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	if strings.Contains(strings.Join(items, ""), ",") { // or nobody sees where one ends
		return strings.Join(items, "; ")
	}
	return strings.Join(items[:len(items)-1], ", ") + " " + l.And + " " + items[len(items)-1]
}

// Whole writes a whole number. Thousands are set apart from ten thousand on: years and numbers of pages are not.
func (l *Language) Whole(n int) string {
	if -10_000 < n && n < 10_000 {
		return strconv.Itoa(n)
	}
	return l.Number(float64(n))
}

// Number writes an amount, as of money, with the separators of the language and without superfluous digits. Thousands are
// set apart from one thousand on, so that amounts below each other look alike.
func (l *Language) Number(f float64) string {
	whole, rest, decimal := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	if f >= 1000 || f <= -1000 {
		for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
			whole = whole[:i] + l.Group + whole[i:]
		}
	}
	if !decimal {
		return whole
	}
	return whole + l.Decimal + rest
}

// Bool is the word for yes or no.
func (l *Language) Bool(b bool) string {
	if b {
		return l.Yes
	}
	return l.No
}

// Unit is the word for a unit of n things: "days". An unknown unit is "".
func (l *Language) Unit(unit string, n int) string {
	if n == 1 {
		return l.Units[unit].One
	}
	return l.Units[unit].Many
}

// Count writes a number with its unit, which stay on one line: "1 day", "14 days".
func (l *Language) Count(n int, unit string) string {
	return strconv.Itoa(n) + "\u00a0" + l.Unit(unit, n)
}

// Every says how often, for a number of months: "every 3 months", "every year".
func (l *Language) Every(months int) string {
	if s, ok := l.Rhythm.Months[months]; ok {
		return s
	}
	return strings.Replace(l.Rhythm.Every, "{n}", strconv.Itoa(months), 1)
}

// Label is the heading of a column of a register; nested columns as "inherent.impact". An unknown one is "".
func (l *Language) Label(register, field string) string { return l.Fields[register][field] }

// Choice is the word for a choice of a field of a register, or of "organisation". An unknown one is "".
func (l *Language) Choice(register, field, choice string) string {
	return l.Choices[register][field][choice]
}

func (l *Library) readLanguage(tag string) (*Language, problem.List) {
	var problems problem.List
	lang := &Language{}
	var roles struct{ Roles map[string]Role }
	var duties struct {
		Duties      map[string]DutyText
		Authorities map[string]AuthorityText
		Unconfirmed string
	}
	l.files.decode(&problems, target{"languages/" + tag + "/labels.yaml", lang}, target{"languages/" + tag + "/roles.yaml", &roles},
		target{"languages/" + tag + "/duties.yaml", &duties})
	words, faults := l.Words(tag)
	lang.Tag, lang.Roles, lang.Words = tag, roles.Roles, words
	lang.Duties, lang.Authorities, lang.Unconfirmed = duties.Duties, duties.Authorities, duties.Unconfirmed
	return lang, append(problems, faults...)
}

// Words returns the labels that printing adds in a language, under the field names of document.Words.
func (l *Library) Words(tag string) (map[string]string, problem.List) {
	read, ok := l.words[tag]
	if !ok {
		return nil, missing("languages/"+tag+"/words.yaml", problem.DidYouMean(tag, l.Languages))
	}
	return read()
}

func (l *Library) readWords(tag string) (map[string]string, problem.List) {
	var problems problem.List
	var file struct{ Words map[string]string }
	l.files.decode(&problems, target{"languages/" + tag + "/words.yaml", &file})
	return file.Words, problems
}
