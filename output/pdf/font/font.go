// Package font knows the embedded faces: how wide each rune is, which runes they have, and the static 8-bit subsets
// that the printer embeds. The faces are Inter and, for code, JetBrains Mono; make.py cut them.
package font

import (
	"embed"
	"sync"
)

// Face is a style of the one family that documents are set in, or the fixed-width face of code.
type Face uint8

// The faces. Italic and Bold are bits, of which BoldItalic has both.
const (
	Regular Face = iota
	Italic
	Bold // semibold
	BoldItalic
	Mono
)

// Faces is the number of faces.
const Faces = len(faces)

// Advance returns how far a rune moves the pen, in thousandths of the size, and whether the face has it.
func Advance(f Face, r rune) (width int, ok bool) {
	subset, code, ok := Find(f, r)
	if !ok {
		return 0, false
	}
	return int(faces[f].subsets[subset].widths[code-first]), true
}

// Find returns the subset of a face that has a rune, and its code there. Subset 0 is Latin, in which ASCII has its own
// codes. No-break space and no-break hyphen are printed as their plain forms.
func Find(f Face, r rune) (subset int, code byte, ok bool) {
	if r >= first && r < 0x7F {
		return 0, byte(r), true
	}
	return find(f, r)
}

// Metrics describe a face in thousandths of the size.
type Metrics struct {
	Box                        [4]int // around all glyphs: left, bottom, right, top
	Ascent, Descent, CapHeight int
	Angle                      int // degrees against the clock, negative when leaning right
	Stem                       int // width of upright stems
}

// Measure returns the metrics of a face.
func Measure(f Face) Metrics { return faces[f].metrics }

// Subset is one 8-bit font of a face: a symbolic TrueType font.
type Subset struct {
	Name   string   // PostScript name with the tag of a subset: AAAAAA+Inter-Regular
	Runes  []rune   // by code from 0x20; 0 where there is none
	Widths []uint16 // by code from 0x20
	File   []byte   // compressed with zlib
	Size   int      // of File when not compressed
}

// Load returns a subset of a face. The result is the caller's.
func Load(f Face, subset int) Subset {
	face := &faces[f]
	script, cut := families[face.family][subset], face.subsets[subset]
	file, err := files.ReadFile("data/" + face.name + "-" + script.tag + ".z")
	if err != nil {
		panic(err) // embedded: a test loads every subset
	}
	return Subset{
		Name:   "AAAAA" + string(rune('A'+subset)) + "+" + face.name,
		Runes:  []rune(script.runes),
		Widths: cut.widths,
		File:   file,
		Size:   cut.size,
	}
}

// first is the lowest code of a subset.
const first = 0x20

// script is a part of a family: its runes in order of their code.
type script struct{ tag, runes string }

type face struct {
	name    string
	family  int
	metrics Metrics
	subsets []cut // as the scripts of the family
}

// cut is one subset file: its size and the advance of each code.
type cut struct {
	size   int
	widths []uint16
}

//go:embed data
var files embed.FS

// place is a subset in the upper byte and a code in the lower; 0 means none.
type place uint16

// index finds the place of a rune by its upper bits, then by its lower byte.
type index [0x2C]*[256]place

// indexes are made once per family, when text first leaves ASCII.
var indexes = [len(families)]func() *index{
	sync.OnceValue(func() *index { return makeIndex(0) }),
	sync.OnceValue(func() *index { return makeIndex(1) }),
}

func find(f Face, r rune) (subset int, code byte, ok bool) {
	switch r {
	case '\u00A0':
		r = ' '
	case '\u2010', '\u2011':
		r = '-'
	}
	x := indexes[faces[f].family]()
	if r < 0 || int(r>>8) >= len(x) || x[r>>8] == nil {
		return 0, 0, false
	}
	p := x[r>>8][r&0xFF]
	return int(p >> 8), byte(p), p != 0
}

func makeIndex(family int) *index {
	x := new(index)
	for subset, s := range families[family] {
		code := first
		for _, r := range s.runes {
			if r != 0 {
				if x[r>>8] == nil {
					x[r>>8] = new([256]place)
				}
				x[r>>8][r&0xFF] = place(subset<<8 | code)
			}
			code++
		}
	}
	return x
}
