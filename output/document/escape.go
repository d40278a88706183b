package document

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape writes a plain text as Markdown that reads as that text wherever running text may stand: at the start of a
// line, in a heading, a list item, a table cell, between ** or as the text of a link. A line end becomes <br>, which
// works in cells too. Ordinary prose stays as it is: only what would mean something is escaped.
//
// Three things are left to mean what they always mean: an address (http://…, www.…, name@…) becomes a link that shows
// the same text, a coloured circle a [Status], and ☐ and ☑ a [Box]. It is not for code spans, where nothing can be
// escaped, nor for words: a value needs a space or punctuation around it where the template sets ** next to a letter.
func Escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	before := rune(-1) // the character before r
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		next := rune(-1)
		if i+size < len(s) {
			next, _ = utf8.DecodeRuneInString(s[i+size:])
		}
		switch {
		case r == '\n':
			b.WriteString("<br>")
		case asEntity(r, before < 0 || next < 0):
			fmt.Fprintf(&b, "&#%d;", r)
		case r == '\\' && next < 0: // a backslash would reach the bar that ends a cell
			b.WriteString("&#92;")
		case needsEscape(r, before, next, s[:i], s[i:]):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// asEntity reports characters that a backslash does not help: control characters, special spaces where they would keep
// ** from closing or read as the space after the number of a section, backticks (in the title of a chart), and ~ where
// it would touch ~~.
func asEntity(r rune, edge bool) bool {
	return r < ' ' || r == '`' || r == '~' && edge || r == 0x7f || r == '\ufeff' || r == '\u2003' || r == ' ' && edge || r >= 0x80 && edge && unicode.IsSpace(r) || unicode.IsControl(r)
}

// needsEscape decides for a character between two others (-1 at an end of the text); head ends before it, rest starts
// with it.
func needsEscape(r, before, next rune, head, rest string) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch r {
	case '*', '~', '[', ']', '|':
		return true
	case '_': // within a word it means nothing
		return !word(before) || !word(next)
	case '\\':
		return next < 0x80 && !word(next) && next != ' '
	case '<':
		return next < 0 || next == '/' || next == '!' || next == '?' || word(next)
	case '&':
		_, length := entity(rest[:min(len(rest), longestEntity)] + ";")
		return length > 0
	case '!': // the template may go on with a link
		return next < 0
	case '#':
		return before < 0 && (next < 0 || next == ' ' || next == '#') || before == ' ' && strings.Trim(rest, "# ") == ""
	case '>', '=', ':':
		return before < 0
	case '-', '+':
		return before < 0 && !word(next)
	case '.', ')': // 1. would start a list
		return head != "" && strings.Trim(head, "0123456789") == "" && (next < 0 || next == ' ')
	}
	return false
}
