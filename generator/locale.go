package generator

import (
	"reflect"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// locale is a language with the titles of the client's framework and what printing needs of it.
type locale struct {
	*content.Language
	titles *content.Titles
	words  document.Words
	breaks func(word string) []int // nil: words are not divided
}

func newLocale(lib *content.Library, tag, framework string) (*locale, problem.List) {
	l := &locale{}
	var problems, faults problem.List
	l.Language, problems = lib.Language(tag)
	l.titles, faults = lib.Titles(tag, framework)
	problems = append(problems, faults...)
	if problems.HasErrors() {
		return l, problems
	}
	l.words = words(l.Words)
	if patterns := lib.Patterns(tag); patterns != nil {
		l.breaks = patterns.Breaks
	}
	return l, problems
}

// words turns the list of a language file into the labels of a page; a test holds their names against each other.
func words(list map[string]string) document.Words {
	var w document.Words
	v := reflect.ValueOf(&w).Elem()
	for i := range v.NumField() {
		v.Field(i).SetString(list[v.Type().Field(i).Name])
	}
	return w
}

// label is the word of a choice: set is a register (or "organisation") and a field, "risks.treatment".
func (l *locale) label(set, key string) string {
	register, field, _ := strings.Cut(set, ".")
	return l.Choice(register, field, key)
}

// heading is the title of a column.
func (l *locale) heading(register, column string) string { return l.Label(wordsOf(register, column)) }

// wordsOf says where the words of a column stand: those of lists in organisation.yaml, as org.sites, stand together.
func wordsOf(register, column string) (set, field string) {
	if path, ok := strings.CutPrefix(register, "org."); ok {
		return "organisation", path + "." + column
	}
	return register, column
}

// term fills a phrase of the language: {name} stands for a value.
func (l *locale) term(key string, values ...string) string {
	return content.Fill(l.Terms[key], values...)
}

// the is a role's name with its article; own is what the organisation says of the role, or nil.
func (l *locale) the(id string, own table.Row) string {
	role := l.Roles[id]
	if own.String("title") != "" {
		role = content.Role{Name: own.String("title"), Article: own.String("article")}
		if role.Article == "" {
			role.Article = l.term("article")
		}
	}
	return role.The()
}

// completes says that a role finishes something by a day.
func (l *locale) completes(who string, due table.Date) string {
	return l.term("completes", "{who}", content.Capital(who), "{date}", l.Date(due))
}
