package excel

import "strings"

// cellText makes a text that a cell shows as it is. A sheet's XML writes a character by its number, as in _x0041_; text
// that only looks like that has its first underscore written by number.
func cellText(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '_' && numbered(s[i:]) {
			b.WriteString("x005F_")
		}
	}
	return b.String()
}

// numbered reports that a text begins like a character written by number.
func numbered(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range s[2:6] {
		if !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return true
}

// sheetName makes a name that a sheet can have.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return '-'
		case r == '\'': // would have to be written twice in every reference
			return '’'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return strings.Trim(s, " ")
}

// quoted is the name of a sheet in a reference.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// plain keeps text in a header or footer from being read as a code.
func plain(s string) string { return strings.ReplaceAll(s, "&", "&&") }
