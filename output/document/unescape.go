package document

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/util"
)

// unescape resolves backslash escapes and entities in one pass, so that an escaped "&" starts no entity.
func unescape(s string) string { return resolve(s, true) }

// unescapeEntities resolves entities only, as in HTML and in addresses.
func unescapeEntities(s string) string { return resolve(s, false) }

func resolve(s string, backslash bool) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if backslash && s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]) {
			b.WriteByte(s[i+1])
			i += 2
			continue
		}
		if s[i] == '&' {
			if text, length := entity(s[i:]); length > 0 {
				b.WriteString(text)
				i += length
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// longestEntity is the length of the longest name that HTML knows, with "&" and ";", and more than any number needs.
const longestEntity = 33

// entity reads the entity that s starts with, and how long it is; 0 when it is none.
func entity(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), longestEntity)], ';')
	if end < 2 {
		return "", 0
	}
	name := s[1:end]
	if name[0] != '#' {
		e, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return "", 0
		}
		return string(e.Characters), end + 1
	}
	digits, base := name[1:], 10
	if len(digits) > 1 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "", 0
	}
	return string(util.ToValidRune(rune(n))), end + 1
}
