package content

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ismsgen/content/problem"
)

// Glossary is the words of a language that decide how things are called.
type Glossary struct {
	Terms  map[string]Term `yaml:"terms"`
	Banned []Banned        `yaml:"banned"`
	Vague  []Banned        `yaml:"vague"` // words that leave out who, when or what; write says what is to be written
	Laws   []string        `yaml:"laws"`  // by which a text cites a law
}

// Term is a term or abbreviation and its meaning, one sentence in own words.
type Term struct {
	Term    string `yaml:"term"`
	Meaning string `yaml:"meaning"`
}

// Banned are words that stand for something the pack has a term for.
type Banned struct {
	Words  []string `yaml:"words"`
	Write  string   `yaml:"write"`  // the term to write instead
	Except []string `yaml:"except"` // phrases in which the words may stand
	Law    []string `yaml:"law"`    // phrases of laws, in which they may stand in a text that cites one
}

// Misuse is a banned word in a text, at its offset in bytes.
type Misuse struct {
	Offset int
	Word   string // as it stands there
	Write  string
}

// Glossary returns the glossary of a language.
func (l *Library) Glossary(tag string) (*Glossary, problem.List) {
	if read, ok := l.glossaries[tag]; ok {
		return read()
	}
	return nil, missing("languages/"+tag+"/glossary.yaml", problem.DidYouMean(tag, l.Languages))
}

func (l *Library) readGlossary(tag string) (*Glossary, problem.List) {
	var problems problem.List
	g := &Glossary{}
	l.files.decode(&problems, target{"languages/" + tag + "/glossary.yaml", g})
	return g, problems
}

// Sorted gives the ids of the terms in the order of a dictionary: capitals and accents do not count.
func (g *Glossary) Sorted() []string {
	ids := sortedKeys(g.Terms)
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(plain(g.Terms[a].Term), plain(g.Terms[b].Term)) })
	return ids
}

// plain is a word in small letters without accents.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// Misuses finds the banned words that a text uses as whole terms, in the order in which they stand there. Capitals do not
// count, nor does how words are spaced.
func (g *Glossary) Misuses(text string) []Misuse { return g.find(g.Banned, text) }

// Vaguely finds the vague words that a text uses, as Misuses finds banned ones.
func (g *Glossary) Vaguely(text string) []Misuse { return g.find(g.Vague, text) }

func (g *Glossary) find(list []Banned, text string) []Misuse {
	var found []Misuse
	cites := slices.ContainsFunc(g.Laws, func(law string) bool { return len(occurrences(text, law)) > 0 })
	for _, b := range list {
		var allowed [][2]int
		phrases := b.Except
		if cites {
			phrases = slices.Concat(phrases, b.Law)
		}
		for _, phrase := range phrases {
			allowed = append(allowed, occurrences(text, phrase)...)
		}
		for _, word := range b.Words {
			for _, at := range occurrences(text, word) {
				if !slices.ContainsFunc(allowed, func(a [2]int) bool { return a[0] <= at[0] && at[1] <= a[1] }) {
					found = append(found, Misuse{at[0], text[at[0]:at[1]], b.Write})
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Misuse) int { return a.Offset - b.Offset })
	return found
}

// occurrences finds a phrase as whole words: where it begins and ends.
func occurrences(text, phrase string) (found [][2]int) {
	words := strings.Fields(phrase)
	for start := 0; start < len(text); {
		r, n := utf8.DecodeRuneInString(text[start:])
		if before, _ := utf8.DecodeLastRuneInString(text[:start]); !inWord(before) && inWord(r) {
			if end := match(text, start, words); end > 0 {
				found = append(found, [2]int{start, end})
			}
		}
		start += n
	}
	return found
}

// match gives the end of words that stand at start, apart by space only, or 0.
func match(text string, start int, words []string) int {
	at := start
	for i, w := range words {
		if i > 0 {
			rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
			if len(rest) == len(text[at:]) {
				return 0
			}
			at = len(text) - len(rest)
		}
		if len(text)-at < len(w) || !strings.EqualFold(text[at:at+len(w)], w) {
			return 0
		}
		at += len(w)
	}
	if next, _ := utf8.DecodeRuneInString(text[at:]); inWord(next) {
		return 0
	}
	return at
}

// inWord reports letters, digits and hyphens: a compound is another word.
func inWord(r rune) bool {
	return r != utf8.RuneError && (r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}
