// Package hyphen finds where a word may be divided at the end of a line, by the method of Frank Liang: patterns of
// letters with numbers between them, of which an odd one allows a break and an even one forbids it; the highest wins.
package hyphen

import (
	"strings"
	"unicode"
)

// The fewest letters that stay before and go behind a break.
const (
	left  = 2
	right = 3
)

// Patterns are the patterns of a language. They do not change and may be used by several goroutines.
type Patterns struct {
	levels  map[string][]byte // letters to the numbers between them, one more than letters
	words   map[string][]byte // whole words that the patterns get wrong, with the same numbers
	longest int               // letters of the longest pattern
}

// New reads a pattern file of TeX: \patterns{…} and \hyphenation{…}, with comments from % to the end of the line.
func New(file []byte) *Patterns {
	p := &Patterns{levels: make(map[string][]byte, len(file)/6), words: map[string][]byte{}}
	var b buffer
	b.letters.Grow(len(file))
	b.levels = make([]byte, 0, 2*len(file))
	section := ""
	for line := range strings.Lines(string(file)) {
		line, _, _ = strings.Cut(line, "%")
		for word := range strings.FieldsSeq(line) {
			switch {
			case strings.HasPrefix(word, `\`):
				section, _, _ = strings.Cut(word, "{")
			case word == "}":
				section = ""
			case section == `\patterns`:
				letters, levels := b.pattern(word)
				p.levels[letters] = levels
				p.longest = max(p.longest, len(levels)-1)
			case section == `\hyphenation`:
				letters, levels := b.exception(word)
				p.words[letters] = levels
			}
		}
	}
	return p
}

// buffer holds the letters and numbers of all patterns, so that twelve thousand of them cost two allocations.
type buffer struct {
	letters strings.Builder
	levels  []byte
}

// pattern splits ".aan5" into ".aan" and the numbers 0 0 0 0 5.
func (b *buffer) pattern(s string) (letters string, levels []byte) {
	from, at := b.letters.Len(), len(b.levels)
	b.levels = append(b.levels, 0)
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.levels[len(b.levels)-1] = byte(r - '0')
			continue
		}
		b.letters.WriteRune(r)
		b.levels = append(b.levels, 0)
	}
	return b.letters.String()[from:], b.levels[at:len(b.levels):len(b.levels)]
}

// exception splits "op-slag" into "opslag" and the numbers 0 0 1 0 0 0 0.
func (b *buffer) exception(s string) (letters string, levels []byte) {
	return b.pattern(strings.ReplaceAll(s, "-", "1"))
}

// Breaks returns the offsets in runes, ascending, before which the word may be divided. A word with hyphens or other
// signs is divided within its parts; abbreviations in capitals are not.
func (p *Patterns) Breaks(word string) []int {
	var breaks []int
	runes := []rune(word)
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && unicode.IsLetter(runes[end]) {
			end++
		}
		for _, b := range p.part(runes[start:end]) {
			breaks = append(breaks, start+b)
		}
		start = end + 1
	}
	return breaks
}

// part divides a run of letters.
func (p *Patterns) part(runes []rune) []int {
	if len(runes) < left+right || strings.ToUpper(string(runes)) == string(runes) {
		return nil
	}
	lower := make([]rune, len(runes))
	for i, r := range runes {
		lower[i] = unicode.ToLower(r)
	}
	levels, ok := p.words[string(lower)]
	if !ok {
		levels = p.search(lower)
	}
	var breaks []int
	for i := left; i <= len(runes)-right; i++ {
		if levels[i]%2 == 1 {
			breaks = append(breaks, i)
		}
	}
	return breaks
}

// search lays every pattern over the word.
func (p *Patterns) search(lower []rune) []byte {
	framed := "." + string(lower) + "."
	var at []int // byte offset of each rune, and of the end
	for i := range framed {
		at = append(at, i)
	}
	at = append(at, len(framed))
	levels := make([]byte, len(at))
	for i := range len(at) - 1 {
		for j := i + 1; j <= min(i+p.longest, len(at)-1); j++ {
			for k, level := range p.levels[framed[at[i]:at[j]]] {
				levels[i+k] = max(levels[i+k], level)
			}
		}
	}
	return levels[1:]
}
