package workbook

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// words finds what the words in cells mean: the id behind a label.
type words struct {
	*taker
	lang  string
	sets  map[string]labels // by register and field, or set of ids
	known map[string]labels // further names of the rows of a register
	own   bool              // the workbook is ours: its words are exact
}

// labels are ids by how people write them, folded; several where a word is not clear.
type labels map[string][]string

func (l labels) add(word, id string) {
	if word = fold(word); word != "" && !slices.Contains(l[word], id) {
		l[word] = append(l[word], id)
	}
}

// fold makes words comparable: lower case, single spaces.
func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(content.Normal(s)), " "))
}

func (t *taker) newWords(lang string, own bool) *words {
	return &words{taker: t, lang: lang, own: own, sets: map[string]labels{}, known: map[string]labels{}}
}

// isLevel reports that a field holds a level of classification, for which the organisation may have words of its own.
func isLevel(f *table.Field) bool { return slices.Contains(f.Choices, "restricted") }

// of are the labels of a field.
func (w *words) of(register, path string, f *table.Field) labels {
	key := register + "." + path
	if f.Type == table.Ref {
		key = strings.Join(f.To, " ")
	}
	if l := w.sets[key]; l != nil {
		return l
	}
	l := labels{}
	w.sets[key] = l
	for _, tag := range w.Library.Languages {
		lang, faults := w.Library.Language(tag)
		if w.own && tag != w.lang || faults.HasErrors() {
			continue
		}
		for _, c := range f.Choices {
			l.add(lang.Choice(register, path, c), c)
		}
		if slices.Contains(f.To, "commitments") {
			for _, c := range w.Library.Commitments {
				l.add(lang.Commitments[c.ID], c.ID)
			}
		}
		if slices.Contains(f.To, "roles") {
			for _, id := range w.Library.Roles {
				l.add(lang.Roles[id].Name, id)
				l.add(lang.Roles[id].The(), id)
			}
		}
	}
	for _, c := range f.Choices {
		l.add(c, c)
	}
	if isLevel(f) {
		for _, row := range w.org.Row.Rows("classification") {
			w.names(l, row["name"], row.String("level"))
		}
	}
	for _, set := range f.To {
		w.addSet(l, set)
	}
	if !w.own {
		for choice, list := range w.Library.Import().Words[register+"."+path] {
			for _, word := range list {
				l.add(word, choice)
			}
		}
	}
	return l
}

// names adds a name in every language that it has.
func (w *words) names(l labels, v any, id string) {
	switch v := v.(type) {
	case string:
		l.add(v, id)
	case table.Texts:
		for _, s := range v {
			l.add(s, id)
		}
	}
}

// addSet adds the ids of a set that references name, with the names of what they stand for.
func (w *words) addSet(l labels, set string) {
	switch set {
	case "roles":
		for _, id := range w.Library.Roles {
			l.add(id, id)
		}
		for _, row := range w.org.Row.Rows("roles") {
			w.names(l, row["title"], row.String("id"))
			if !w.own { // a person for the role that is held alone
				for _, p := range row.Strings("people") {
					for _, person := range w.org.Row.Rows("people") {
						if person.String("id") == p {
							w.names(l, person["name"], row.String("id"))
						}
					}
				}
			}
		}
	case "controls":
		for _, c := range w.framework.Controls {
			l.add(c.Number, c.Number)
			l.add(c.Label(), c.Number)
		}
	case "commitments":
		for _, c := range w.Library.Commitments {
			l.add(c.ID, c.ID)
		}
	case "documents":
		numbered := map[string]string{}
		for _, d := range w.Library.Documents {
			l.add(d.ID, d.ID)
			if len(d.Parts) == 0 || numbered[d.Number] == "" { // where a bundle shares the number of a document, the document is meant
				numbered[d.Number] = d.ID
			}
		}
		for number, id := range numbered {
			l.add(number, id)
		}
	default:
		for _, row := range w.org.Row.Rows(set) {
			l.add(row.String("id"), row.String("id"))
			w.names(l, row["name"], row.String("id"))
			if firm := row.String("organisation"); set == "people" && firm != "" {
				l.add(row.String("name")+" ("+firm+")", row.String("id"))
			}
		}
	}
	if r := w.org.Registers[set]; r != nil {
		for _, row := range r.Rows {
			id := row.String(r.Table.Key)
			l.add(id, id)
			w.names(l, row["name"], id)
			if set != "controls" {
				w.names(l, row["title"], id)
			}
		}
	}
	for word, ids := range w.known[set] {
		for _, id := range ids {
			l.add(word, id)
		}
	}
}

// plain reads a cell as the value of a field, in the normal form. base is what stood there, which decides where a word
// means several things. The fault says why it cannot be read.
func (w *words) plain(c read.Cell, register, path string, f *table.Field, base string) (text, fault, hint string) {
	text = content.Normal(c.String())
	switch {
	case c.Kind == read.Fault:
		return "", "the formula gives " + c.Text, "write the value itself"
	case text == "":
		return "", "", ""
	case f.Type == table.Group:
		return "", "it sums up values that stand elsewhere", "change them in their own sheet"
	case f.List && f.Type != table.Text:
		return w.list(text, register, path, f, base)
	}
	switch f.Type {
	case table.Day:
		return w.day(c, text)
	case table.Int, table.Number:
		if c.Kind != read.Number {
			number := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
			if strings.Count(number, ",") == 1 && !strings.Contains(number, ".") {
				number = strings.Replace(number, ",", ".", 1)
			}
			n, err := strconv.ParseFloat(number, 64)
			if err != nil {
				return "", "\"" + shorten(text) + "\" is no number", "write it in digits"
			}
			text = strconv.FormatFloat(n, 'f', -1, 64)
		}
		return text, "", ""
	case table.Bool:
		if c.Kind == read.Bool {
			return text, "", ""
		}
		return w.bool(text)
	case table.Choice, table.Ref:
		ids := w.of(register, path, f)[fold(text)]
		switch {
		case len(ids) == 1:
			return ids[0], "", ""
		case slices.Contains(ids, base):
			return base, "", ""
		case len(ids) > 1:
			return "", "\"" + shorten(text) + "\" can mean " + strings.Join(ids, " or "), "write the id"
		}
		return "", "\"" + shorten(text) + "\" is " + w.nothing(f), w.choices(register, path, f)
	case table.ID:
		if f.Name == "control" {
			text = strings.TrimPrefix(text, "A.")
		}
	}
	return text, "", ""
}

// nothing says what an unknown word is not.
func (w *words) nothing(f *table.Field) string {
	if f.Type == table.Ref {
		return "not among the " + strings.Join(f.To, " or ")
	}
	return "none of the words that can stand here"
}

// choices lists the words that a field can hold, when they are few.
func (w *words) choices(register, path string, f *table.Field) string {
	if f.Type != table.Choice || len(f.Choices) > 12 {
		return ""
	}
	lang, _ := w.Library.Language(w.lang)
	var list []string
	for _, c := range f.Choices {
		word := c
		if lang != nil && lang.Choice(register, path, c) != "" {
			word = lang.Choice(register, path, c)
		}
		list = append(list, word)
	}
	return "write one of: " + strings.Join(list, ", ")
}

func (w *words) bool(text string) (string, string, string) {
	word := fold(text)
	for _, tag := range w.Library.Languages {
		if lang, _ := w.Library.Language(tag); lang != nil {
			switch word {
			case fold(lang.Yes), "yes":
				return "yes", "", ""
			case fold(lang.No), "no":
				return "no", "", ""
			}
		}
	}
	if !w.own {
		for answer, list := range w.Library.Import().Words["yes-no"] {
			if slices.Contains(list, word) {
				return answer, "", ""
			}
		}
	}
	return "", "\"" + shorten(text) + "\" is neither yes nor no", "write yes or no"
}

// day reads a day: of a date or a number that was one before its format was lost, or written out.
func (w *words) day(c read.Cell, text string) (string, string, string) {
	if d, ok := c.Date(); ok && (c.Kind == read.Day || d.Year > 1950 && d.Year < 2200) {
		return d.String(), "", ""
	}
	if d, err := table.ParseDate(text[:min(len(text), 10)]); err == nil && (len(text) == 10 || text[10] == ' ' || text[10] == 'T') {
		return d.String(), "", ""
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/.- \u00a0", r) })
	if len(parts) == 3 {
		day, err1 := strconv.Atoi(parts[0])
		month, err2 := strconv.Atoi(parts[1])
		year, err3 := strconv.Atoi(parts[2])
		if err2 != nil {
			month, err2 = w.month(parts[1]), nil
		}
		if err1 == nil && err2 == nil && err3 == nil && year > 1900 {
			if strings.Contains(text, "/") && day <= 12 && month <= 12 && day != month && w.lang == "en" {
				return "", "\"" + text + "\" can be two days", "write it as YYYY-MM-DD"
			}
			if month > 12 { // the American way
				day, month = month, day
			}
			if d, err := table.ParseDate((table.Date{Year: year, Month: month, Day: day}).String()); err == nil {
				return d.String(), "", ""
			}
		}
	}
	return "", "\"" + shorten(text) + "\" is no day", "write it as YYYY-MM-DD"
}

// month is the number of a month by its name, in any language; 0 for another word.
func (w *words) month(word string) int {
	for _, tag := range w.Library.Languages {
		lang, _ := w.Library.Language(tag)
		for i := range 12 {
			if lang != nil && (fold(word) == fold(lang.Months[i]) || fold(word) == fold(lang.ShortMonths[i])) {
				return i + 1
			}
		}
	}
	return 0
}

// list reads words that stand one after the other. A name may hold a comma itself: the longest known word counts.
func (w *words) list(text, register, path string, f *table.Field, base string) (string, string, string) {
	was := strings.Split(base, ", ")
	if f.Type == table.Name || f.Type == table.ID || f.Type == table.Int || f.Type == table.Number {
		var parts []string
		for _, p := range strings.FieldsFunc(text, isSeparator) {
			if p = strings.TrimSpace(p); p != "" {
				parts = append(parts, p)
			}
		}
		return strings.Join(parts, ", "), "", ""
	}
	known := w.of(register, path, f)
	var ids []string
	rest := strings.TrimSpace(strings.ToLower(text))
	for rest != "" {
		size, found := 0, []string(nil)
		for i := len(rest); i > 0; {
			if word := known[fold(rest[:i])]; word != nil {
				size, found = i, word
				break
			}
			i = strings.LastIndexFunc(rest[:i], isSeparator)
		}
		if found == nil {
			word := rest
			if i := strings.IndexFunc(rest, isSeparator); i >= 0 {
				word = rest[:i]
			}
			return "", "\"" + shorten(strings.TrimSpace(word)) + "\" is " + w.nothing(f), w.choices(register, path, f)
		}
		id := found[0]
		if len(found) > 1 {
			i := slices.IndexFunc(was, func(s string) bool { return slices.Contains(found, s) && !slices.Contains(ids, s) })
			if i < 0 {
				return "", "\"" + shorten(rest[:size]) + "\" can mean " + strings.Join(found, " or "), "write the id"
			}
			id = was[i]
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		rest = strings.TrimLeftFunc(rest[size:], func(r rune) bool { return isSeparator(r) || r == ' ' || r == '\u00a0' })
	}
	return strings.Join(ids, ", "), "", ""
}

func isSeparator(r rune) bool { return r == ',' || r == ';' || r == '\n' }
