package pdf

import (
	"fmt"
	"sync"
	"unicode/utf16"

	"ismsgen/output/pdf/font"
)

// fonts adds the subsets that the pages use and returns the entries by which the pages find them.
func (f *file) fonts(used fonts) []byte {
	var unicodes [len(unicodeMaps)][32]int // numbers of objects; the faces of a family share them
	var entries []byte
	for face, bits := range used {
		for subset := 0; bits>>subset != 0; subset++ {
			if bits>>subset&1 == 0 {
				continue
			}
			face := font.Face(face)
			s := loaded(face, subset)
			family := 0
			if face == font.Mono {
				family = 1
			}
			unicode := &unicodes[family][subset]
			if *unicode == 0 {
				*unicode = f.add(stream("", unicodeMaps[family][subset]()))
			}
			program := f.add(s.program)
			n := f.add(fontObject(s.Subset, f.add(descriptor(s.Name, face, program)), *unicode))
			entries = fmt.Appendf(entries, "%s %d 0 R\n", fontName(face, subset), n)
		}
	}
	return entries
}

// fontObject describes a symbolic font. It has no encoding: codes go straight to the font's own map.
func fontObject(s font.Subset, descriptor, unicode int) []byte {
	b := fmt.Appendf(nil, "<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 32/LastChar %d/Widths[", s.Name, 31+len(s.Widths))
	for i, w := range s.Widths {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendNumber(b, int(w), 0)
	}
	return fmt.Appendf(b, "]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>", descriptor, unicode)
}

func descriptor(name string, face font.Face, program int) []byte {
	const fixedPitch, symbolic, italic = 1, 4, 64
	m, flags := font.Measure(face), symbolic
	if m.Angle != 0 {
		flags |= italic
	}
	if face == font.Mono {
		flags |= fixedPitch
	}
	return fmt.Appendf(nil, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/Ascent %d/Descent %d/CapHeight %d/ItalicAngle %d/StemV %d/FontFile2 %d 0 R>>",
		name, flags, m.Box[0], m.Box[1], m.Box[2], m.Box[3], m.Ascent, m.Descent, m.CapHeight, m.Angle, m.Stem, program)
}

// embedded is a subset with the object that holds its program. It is loaded when it is needed first: nearly every file needs
// the same ones.
type embedded struct {
	load sync.Once
	font.Subset
	program []byte
}

var subsets [font.Faces][32]embedded

// loaded gives a subset, which nobody may change.
func loaded(face font.Face, subset int) *embedded {
	e := &subsets[face][subset]
	e.load.Do(func() {
		e.Subset = font.Load(face, subset)
		e.program = stream(fmt.Sprintf("/Length1 %d", e.Size), e.File)
		e.File = nil // it stands in the object
	})
	return e
}

// unicodeMaps are the compressed maps of the subsets, of text and of code, made when they are needed first.
var unicodeMaps = [2][32]func() []byte{unicodeMapsOf(font.Regular), unicodeMapsOf(font.Mono)}

func unicodeMapsOf(f font.Face) (maps [32]func() []byte) {
	for subset := range maps {
		maps[subset] = sync.OnceValue(func() []byte { return compressed(toUnicode(font.Load(f, subset).Runes)) })
	}
	return maps
}

// toUnicode says which rune each code means, so that text can be searched, copied and read aloud.
func toUnicode(runes []rune) []byte {
	var ranges []byte
	count, lines := 0, []byte(nil)
	flush := func() {
		if count > 0 {
			ranges = append(fmt.Appendf(ranges, "%d beginbfrange\n", count), lines...)
			ranges = append(ranges, "endbfrange\n"...)
		}
		count, lines = 0, lines[:0]
	}
	for i := 0; i < len(runes); {
		n := 1 // runes that follow each other; a range must not leave the low byte
		for i+n < len(runes) && runes[i] != 0 && runes[i+n] == runes[i]+rune(n) && runes[i+n]>>8 == runes[i]>>8 {
			n++
		}
		if runes[i] != 0 {
			lines = fmt.Appendf(lines, "<%02X><%02X><", 32+i, 31+i+n)
			for _, u := range utf16.Encode(runes[i : i+1]) {
				lines = fmt.Appendf(lines, "%04X", u)
			}
			lines = append(lines, ">\n"...)
			count++
		}
		if i += n; count == 100 { // as many as a block may have
			flush()
		}
	}
	flush()
	return fmt.Appendf(nil, `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00><FF>
endcodespacerange
%sendcmap
CMapName currentdict /CMap defineresource pop
end
end
`, ranges)
}
