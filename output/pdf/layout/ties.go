package layout

import "strings"

// ties reports whether the space at i ties what stands around it: what is read as one, as 12 months, 26 November 2026,
// +32 2 274 48 00, ≥ 100 %, POL-03 R4, goes on one line where the line holds it.
func ties(s string, i int) bool {
	if i == 0 {
		return false
	}
	before := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
	if i+1 == len(s) { // a number in bold may come
		return signs(before)
	}
	next := s[i+1]
	if !digit(s[i-1]) && !digit(next) { // most spaces
		return false
	}
	after := s[i+1:]
	if end := strings.IndexByte(after, ' '); end >= 0 {
		after = after[:end]
	}
	switch {
	case digit(next) && (number(before) || signs(before)):
		return true
	case digit(next): // the month of a year
		return alphabetic(before) && len(before) <= longestMonth && year(strings.TrimRight(after, ".,;:)"))
	case next == 'R' && len(after) > 1 && digit(after[1]): // a rule of a document
		return strings.Contains(before, "-")
	case next == '%' || strings.HasPrefix(after, "(0)") || strings.HasPrefix(after, "€"):
		return number(before)
	}
	return number(before) && (signs(after) || !year(before) && unit(strings.TrimRight(after, ".,;:)")))
}

// longestMonth is the length of the longest name of a month that a year is tied to, in bytes.
const longestMonth = 10

func digit(b byte) bool { return '0' <= b && b <= '9' }

// number reports whether s is a number as people write it: 1.200, 12,5, +32, (0)2, 8–10.
func number(s string) bool {
	points := 0
	for _, r := range s {
		switch {
		case r == '.':
			points++
		case r >= '0' && r <= '9' || strings.ContainsRune(",+–-/:()", r):
		default:
			return false
		}
	}
	return s != "" && points < 2 && digit(s[len(s)-1])
}

// signs reports whether s is a sign that stands before a number.
func signs(s string) bool {
	switch s {
	case "<", ">", "≤", "≥", "=", "±", "~", "€", "$", "£", "§", "#", "×", "+":
		return true
	}
	return false
}

func year(s string) bool {
	return len(s) == 4 && (s[:2] == "19" || s[:2] == "20") && digit(s[2]) && digit(s[3])
}

func alphabetic(s string) bool {
	for i := range len(s) {
		if b := s[i] | 0x20; (b < 'a' || b > 'z') && s[i] < 0x80 {
			return false
		}
	}
	return s != ""
}

// unit reports whether a number before s belongs to it: s is a word of some length or a sign of measure. Words of two
// letters join parts of sentences.
func unit(s string) bool {
	const longest = 16 // a longer word would leave a hole in the line before
	switch s {
	case "m", "m²", "cm", "mm", "km", "kg", "h", "u", "s", "ms", "%", "°C":
		return true
	}
	return len(s) > 2 && len(s) <= longest && alphabetic(s) || len(s) == 2 && s[1] <= 'Z'
}
