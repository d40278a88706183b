package layout

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"ismsgen/output/pdf/font"
)

// The runes that steer breaking and shaping and are never printed.
const (
	softHyphen   = '\u00ad'
	zeroSpace    = '\u200b'
	zeroJoiner   = '\u200d'
	keycap       = '\u20e3'
	lineBreak    = '\u2028'
	paragraphEnd = '\u2029'
)

// unusual reports whether a rune cannot be measured as it stands.
func unusual(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == softHyphen || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f || r == 0xfeff
}

// follows reports whether a rune belongs to the one before it: a combining mark, a variation selector, a skin tone, a tag.
func follows(r rune) bool {
	return r >= 0x300 && (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r)) || r == zeroJoiner ||
		r >= 0x1f3fb && r <= 0x1f3ff || r >= 0xe0020 && r <= 0xe007f
}

// clean adds a string with runes that need care: spaces are collapsed, soft hyphens and zero-width spaces become places
// to break, runes that the face lacks are set in another face or replaced, control characters are dropped.
func (l *layouter) clean(s string, k look) {
	var buffer strings.Builder
	face := k.face
	flush := func(after ending) {
		if buffer.Len() > 0 {
			t := k
			t.face = face
			if !l.segment(buffer.String(), t) {
				l.problems.Errorf(l.position(), "", "cannot measure %q", buffer.String())
			}
			buffer.Reset()
		}
		if n := len(l.atoms); after != stays && n > l.firstAtom && l.atoms[n-1].after == stays {
			l.atoms[n-1].after = after
		}
	}
	write := func(f font.Face, piece string) {
		if f != face {
			flush(stays)
			face = f
		}
		buffer.WriteString(piece)
	}
	blank := false
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == lineBreak || r == paragraphEnd {
			if !blank || k.solid {
				buffer.WriteByte(' ')
			}
			s, blank = s[n:], true
			continue
		}
		switch r {
		case softHyphen:
			flush(soft)
			s = s[n:]
			continue
		case zeroSpace:
			flush(open)
			s = s[n:]
			continue
		}
		n = cluster(s)
		piece := s[:n]
		s = s[n:]
		if f, printed, ok := l.dress(piece, k.face); ok {
			write(f, printed)
			blank = false
		}
	}
	flush(stays)
}

// cluster is the length of the first character of s as a reader sees it.
func cluster(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	flag := r >= 0x1f1e6 && r <= 0x1f1ff
	for n < len(s) {
		next, m := utf8.DecodeRuneInString(s[n:])
		switch {
		case follows(next) || next == keycap:
			n += m
			if next == zeroJoiner && n < len(s) && r > 0x2000 && !unicode.IsLetter(r) {
				if joined, m := utf8.DecodeRuneInString(s[n:]); joined > 0x2000 && !unicode.IsLetter(joined) {
					n += m
				}
			}
		case flag && next >= 0x1f1e6 && next <= 0x1f1ff:
			return n + m
		default:
			return n
		}
	}
	return n
}

// dress finds a face for a character and what to print for it.
func (l *layouter) dress(piece string, f font.Face) (font.Face, string, bool) {
	r, n := utf8.DecodeRuneInString(piece)
	if n == len(piece) && unusual(r) {
		if r != 0x2060 && r != 0xfeff && r != 0x200c && r != zeroJoiner { // these leave nothing behind
			l.warn(piece, "a control character is left out: U+%04X", r)
		}
		return f, "", false
	}
	printed := strings.Map(func(r rune) rune {
		if r >= 0xfe00 && r <= 0xfe0f || r == zeroJoiner {
			return -1
		}
		return r
	}, piece)
	if printed == "" {
		return f, "", false
	}
	candidates := [...]string{printed, "", l.doc.Meta.Words.Replacement, "□", "?"}
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		candidates[1] = piece[:n] // without its marks it still reads
	}
	for i, s := range candidates {
		for _, face := range [...]font.Face{f, font.Regular} {
			if !l.has(face, s) {
				continue
			}
			if i > 0 {
				l.warn(piece, "no font has %s", codes(piece))
			}
			return face, s, true
		}
	}
	return f, "?", true // every face has ASCII
}

// has reports whether a face can print a string as it stands.
func (l *layouter) has(f font.Face, s string) bool {
	for _, r := range s {
		if _, ok := l.metrics.advance(f, r); !ok || unusual(r) || r == utf8.RuneError {
			return false
		}
	}
	return s != ""
}

// codes names the runes of a character: U+1F600 (…).
func codes(s string) string {
	var names []string
	for _, r := range s {
		names = append(names, fmt.Sprintf("U+%04X", r))
	}
	return strings.Join(names, " ")
}

// warn reports a character once.
func (l *layouter) warn(piece, format string, args ...any) {
	if l.warned[piece] {
		return
	}
	if l.warned == nil {
		l.warned = map[string]bool{}
	}
	l.warned[piece] = true
	l.problems.Warnf(l.position(), "", format, args...)
}
