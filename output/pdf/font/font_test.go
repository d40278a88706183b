package font

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"testing"
)

// TestSubsets loads every subset and reads each advance from its own tables, as a viewer does.
func TestSubsets(t *testing.T) {
	for f := range Face(Faces) {
		if got, want := len(faces[f].subsets), len(families[faces[f].family]); got != want {
			t.Fatalf("face %d has %d subsets, its family %d", f, got, want)
		}
		for i := range faces[f].subsets {
			s := Load(f, i)
			zr, err := zlib.NewReader(bytes.NewReader(s.File))
			if err != nil {
				t.Fatal(s.Name, err)
			}
			data, err := io.ReadAll(zr)
			if err != nil || len(data) != s.Size {
				t.Fatalf("%s: %d bytes, want %d, %v", s.Name, len(data), s.Size, err)
			}
			if len(s.Runes) > 224 || len(s.Runes) != len(s.Widths) {
				t.Fatalf("%s: %d runes, %d widths", s.Name, len(s.Runes), len(s.Widths))
			}
			glyphs, advance := parse(t, data)
			for n, r := range s.Runes {
				code := n + first
				glyph, has := glyphs[0xF000+code]
				if has != (r != 0) || r != 0 && glyph == 0 {
					t.Errorf("%s: code %#x of %q has glyph %d", s.Name, code, r, glyph)
				}
				if r == 0 {
					continue
				}
				if got := int(s.Widths[n]); got < advance(glyph)-1 || got > advance(glyph)+1 {
					t.Errorf("%s: %q is %d wide, in the font %d", s.Name, r, got, advance(glyph))
				}
				subset, c, ok := Find(f, r)
				if !ok || subset != i || int(c) != code {
					t.Errorf("%s: Find(%q) = %d, %#x, %v, want %d, %#x", s.Name, r, subset, c, ok, i, code)
				}
				if w, ok := Advance(f, r); !ok || w != int(s.Widths[n]) {
					t.Errorf("%s: Advance(%q) = %d, %v", s.Name, r, w, ok)
				}
			}
		}
	}
}

// parse reads the character map (format 4) and the advances of a TrueType font.
func parse(t *testing.T, data []byte) (glyphs map[int]int, advance func(glyph int) int) {
	t.Helper()
	u16 := func(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	tables := map[string][]byte{}
	for i := range u16(data, 4) {
		record := data[12+16*i:]
		at, size := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
		tables[string(record[:4])] = data[at : at+size]
	}
	cmap := tables["cmap"]
	if u16(cmap, 2) != 1 || u16(cmap, 4) != 3 || u16(cmap, 6) != 0 {
		t.Fatal("a symbolic font needs one character map, (3,0)")
	}
	sub := cmap[binary.BigEndian.Uint32(cmap[8:]):]
	n := u16(sub, 6) / 2
	glyphs = map[int]int{}
	for i := range n {
		end, start := u16(sub, 14+2*i), u16(sub, 16+2*n+2*i)
		delta, offset := u16(sub, 16+4*n+2*i), u16(sub, 16+6*n+2*i)
		for c := start; c <= end && c != 0xFFFF; c++ {
			glyph := c
			if offset != 0 {
				glyph = u16(sub, 16+6*n+2*i+offset+2*(c-start))
			}
			glyphs[c] = (glyph + delta) & 0xFFFF
		}
	}
	upm, metrics := u16(tables["head"], 18), u16(tables["hhea"], 34)
	return glyphs, func(glyph int) int { return (u16(tables["hmtx"], 4*min(glyph, metrics-1))*1000 + upm/2) / upm }
}

// TestFind has one rune of each script and kind that documents meet.
func TestFind(t *testing.T) {
	for _, r := range "aé€–•“”→≤≥≠−×✓œŁőșžΩαЖяЇґạ½№‰ \u00A0\u202F\u2011●□⚠" {
		if _, ok := Advance(Regular, r); !ok {
			t.Errorf("Inter has no %q", r)
		}
	}
	for _, r := range []rune{-1, 0, '\n', 0x7F, 0xAD, 0x200B, '☐', '日', '😀', 0x10FFFF} {
		if w, ok := Advance(Regular, r); ok || w != 0 {
			t.Errorf("Advance(%q) = %d, %v, want none", r, w, ok)
		}
	}
	if w, _ := Advance(Mono, 'i'); w != 600 {
		t.Errorf("code is not set in one width: i is %d wide", w)
	}
	for _, pair := range []string{" \u00A0", "-\u2011"} {
		r := []rune(pair)
		a, _ := Advance(Bold, r[0])
		if b, ok := Advance(Bold, r[1]); !ok || a != b {
			t.Errorf("%q is %d wide, %q %d", r[0], a, r[1], b)
		}
	}
}

func BenchmarkAdvance(b *testing.B) {
	text := []rune("Toegang – café “≤ 5 dagen” Ωμέγα")
	b.ReportMetric(float64(len(text)), "runes/op")
	for b.Loop() {
		for _, r := range text {
			Advance(Regular, r)
		}
	}
}
