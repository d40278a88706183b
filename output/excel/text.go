package excel

import (
	"regexp"
	"strings"
	"unicode/utf16"
)

// coded is how a sheet's XML writes a character by number; text that only looks like it must be written so too.
var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// cellText makes a text that a cell shows as it is.
func cellText(s string) string {
	return coded.ReplaceAllStringFunc(s, func(m string) string { return "_x005F" + m })
}

// cut shortens a text to what a cell can hold.
func cut(s string) (string, bool) {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > maxText {
			return s[:i], true
		}
	}
	return s, false
}

// sheetName makes a name that a sheet can have.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return strings.Trim(s, "' ")
}

// quoted is the name of a sheet in a reference.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// plain keeps text in a header or footer from being read as a code.
func plain(s string) string { return strings.ReplaceAll(s, "&", "&&") }
