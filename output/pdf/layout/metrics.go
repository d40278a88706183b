package layout

import "ismsgen/output/pdf/font"

// metrics remembers the advances of the runes of a document, so that measuring is an array lookup.
type metrics struct{ table [5][known]int16 }

// The remembered runes: Latin, Greek and their neighbours, and punctuation, arrows and mathematical signs.
const (
	lowRunes, highRunes, highFrom = 1024, 768, 0x2000
	known                         = lowRunes + highRunes
)

// advance is the width of a rune in thousandths of the type size, and whether the face has it.
func (m *metrics) advance(f font.Face, r rune) (int, bool) {
	i := int(r)
	if r >= lowRunes {
		if i = i - highFrom + lowRunes; i < lowRunes || i >= known {
			return font.Advance(f, r)
		}
	}
	a := m.table[f][i]
	if a == 0 { // not asked before
		w, ok := font.Advance(f, r)
		if a = -1; ok {
			a = int16(w) + 1
		}
		m.table[f][i] = a
	}
	return int(a) - 1, a > 0
}

// width is how wide a string is in a face; runes that the face does not have count nothing.
func (m *metrics) width(s string, f font.Face, size int) int {
	sum := 0
	for _, r := range s {
		if a, ok := m.advance(f, r); ok {
			sum += a
		}
	}
	return scale(sum, size)
}

// scale turns an advance into a length, rounded up so that a text is never wider than the sum of its parts.
func scale(advance, size int) int { return (advance*size + 999) / 1000 }

// styled is a face in bold or italic, on top of what it is; code stays as it is.
func styled(f, style font.Face) font.Face {
	if f == font.Mono {
		return f
	}
	return f | style
}
