package pdf

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

// text writes a run: one string per subset that it needs, in a text object that stays open for the next run.
func (d *drawing) text(t *layout.Text) error {
	if t.Text == "" {
		return nil
	}
	d.fillWith(t.Colour)
	d.startText(t.X, t.Y)
	if t.Spacing != d.pen.spacing {
		d.num(t.Spacing, 3)
		d.op("Tc")
		d.pen.spacing = t.Spacing
	}
	end := "" // of the string that is open
	for s := t.Text; s != ""; {
		r, n := utf8.DecodeRuneInString(s)
		subset, code, ok := font.Find(t.Face, r)
		if !ok {
			return fmt.Errorf("face %d has no %q in %q", t.Face, r, t.Text)
		}
		if use := (typeface{t.Face, subset, t.Size}); use != d.pen.typeface {
			d.content = append(append(d.content, end...), fontName(t.Face, subset)...)
			d.content = append(d.content, ' ')
			d.num(t.Size, 3)
			d.op("Tf")
			d.pen.typeface, end = use, ""
			d.used[t.Face] |= 1 << subset
		}
		if end == "" {
			d.content, end = append(d.content, '('), ")Tj\n"
		}
		if ascii := plain(s); ascii > 0 && subset == 0 {
			d.content, n = append(d.content, s[:ascii]...), ascii
		} else {
			if code == '(' || code == ')' || code == '\\' {
				d.content = append(d.content, '\\')
			}
			d.content = append(d.content, code)
		}
		s = s[n:]
	}
	d.content = append(d.content, end...)
	return nil
}

// plain returns how many bytes of s stand for themselves in a string of the Latin subset.
func plain(s string) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '(' || c == ')' || c == '\\' {
			return i
		}
	}
	return len(s)
}

// fontName is the name of a subset among the resources of the pages.
func fontName(f font.Face, subset int) string { return "/F" + strconv.Itoa(int(f)*32+subset) }
