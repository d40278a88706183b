// Package hyphen finds where a word may be divided at the end of a line, by the method of Frank Liang: patterns of
// letters with numbers between them, of which an odd one allows a break and an even one forbids it; the highest wins.
package hyphen

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The fewest letters that stay before and go behind a break.
const (
	left  = 2
	right = 3
)

// Patterns are the patterns of a language. They do not change and may be used by several goroutines.
//
// A language has more than ten thousand, and most runs divide few words: so they stay as they are written, in a table that
// finds one by the hash of its letters.
type Patterns struct {
	text    []byte            // each ends with a line end
	table   []uint32          // 1 + where in text a pattern starts; 0: none
	words   map[string][]byte // whole words that the patterns get wrong, written as a pattern
	longest int               // letters of the longest pattern
}

// New reads a pattern file of TeX: \patterns{…} and \hyphenation{…}, with comments from % to the end of the line.
func New(file []byte) *Patterns {
	p := &Patterns{text: make([]byte, 0, len(file)+1), words: map[string][]byte{}}
	var starts []uint32 // of patterns in text
	section := ""
	for line := range bytes.Lines(file) {
		line, _, _ = bytes.Cut(line, []byte("%"))
		for word := range bytes.FieldsSeq(line) {
			switch {
			case word[0] == '\\':
				name, _, _ := bytes.Cut(word, []byte("{"))
				section = string(name)
			case string(word) == "}":
				section = ""
			case section == `\patterns`:
				starts = append(starts, uint32(len(p.text)))
				p.text = append(append(p.text, word...), '\n')
			case section == `\hyphenation`:
				pattern := bytes.ReplaceAll(word, []byte("-"), []byte("1"))
				p.words[string(letters(pattern))] = pattern
			}
		}
	}
	size := 2
	for size < 2*len(starts) {
		size *= 2
	}
	p.table = make([]uint32, size)
	for _, at := range starts {
		key := letters(p.at(at))
		slot, _ := p.find(hash(seed, key), key)
		p.table[slot] = at + 1 // in place of one with the same letters
		p.longest = max(p.longest, utf8.RuneCount(key))
	}
	return p
}

// at is the pattern at a place in the text.
func (p *Patterns) at(start uint32) []byte {
	pattern, _, _ := bytes.Cut(p.text[start:], []byte("\n"))
	return pattern
}

// find gives the slot of the pattern with these letters, and the pattern: nil when there is none, and the slot is free.
func (p *Patterns) find(hash uint32, key []byte) (slot uint32, pattern []byte) {
	mask := uint32(len(p.table) - 1)
	for slot = hash & mask; p.table[slot] != 0; slot = (slot + 1) & mask {
		if pattern = p.at(p.table[slot] - 1); spells(pattern, key) {
			return slot, pattern
		}
	}
	return slot, nil
}

// seed and hash are FNV-1a; the hash of a word goes on from that of its beginning.
const seed = 2166136261

func hash(h uint32, letters []byte) uint32 {
	for _, c := range letters {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

func isLevel(c byte) bool { return c >= '0' && c <= '9' }

// letters takes the numbers out of a pattern.
func letters(pattern []byte) []byte {
	key := make([]byte, 0, 32)
	for _, c := range pattern {
		if !isLevel(c) {
			key = append(key, c)
		}
	}
	return key
}

// spells reports whether a pattern has these letters.
func spells(pattern, key []byte) bool {
	n := 0
	for _, c := range pattern {
		if isLevel(c) {
			continue
		}
		if n == len(key) || key[n] != c {
			return false
		}
		n++
	}
	return n == len(key)
}

// raise applies the numbers of a pattern to those between the letters of a word, from where the pattern begins.
func raise(levels, pattern []byte) {
	for _, c := range pattern {
		if isLevel(c) {
			levels[0] = max(levels[0], c-'0')
		} else if utf8.RuneStart(c) {
			levels = levels[1:]
		}
	}
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
	levels := make([]byte, len(lower)+3) // before and after each letter and the dots around them
	if exception, ok := p.words[string(lower)]; ok {
		raise(levels[1:], exception)
	} else {
		p.search(levels, lower)
	}
	levels = levels[1:]
	var breaks []int
	for i := left; i <= len(runes)-right; i++ {
		if levels[i]%2 == 1 {
			breaks = append(breaks, i)
		}
	}
	return breaks
}

// search lays every pattern over the word.
func (p *Patterns) search(levels []byte, lower []rune) {
	framed := []byte("." + string(lower) + ".")
	starts := make([]int, 0, len(lower)+3) // of each rune, and the end
	for i := range string(framed) {
		starts = append(starts, i)
	}
	starts = append(starts, len(framed))
	for i, from := range starts[:len(starts)-1] {
		h := uint32(seed)
		for j := i + 1; j <= min(i+p.longest, len(starts)-1); j++ {
			h = hash(h, framed[starts[j-1]:starts[j]])
			if _, pattern := p.find(h, framed[from:starts[j]]); pattern != nil {
				raise(levels[i:], pattern)
			}
		}
	}
}
