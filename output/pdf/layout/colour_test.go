package layout

import (
	"math"
	"testing"
)

func TestLight(t *testing.T) {
	for i, got := range light {
		c := float64(i) / 255
		want := c / 12.92
		if c > 0.04045 {
			want = math.Pow((c+0.055)/1.055, 2.4)
		}
		if math.Abs(float64(got)-want*100000) > 1 {
			t.Errorf("light[%d] = %d, want %.0f", i, got, want*100000)
		}
	}
}

func TestReadable(t *testing.T) {
	if got := readable(0); got != builtIn {
		t.Errorf("no accent gives %06X", got)
	}
	for _, c := range []Colour{builtIn, ink, red, 0x000001} {
		if got := readable(c); got != c {
			t.Errorf("%06X reads already and became %06X", c, got)
		}
	}
	for _, c := range []Colour{white, 0xFFFF00, 0x00FF00, 0xFF0000, 0x88AAFF, 0x777777, 0xFFC0CB} {
		got := readable(c)
		if !reads(got) || got == 0 {
			t.Errorf("%06X became %06X, which does not read on white", c, got)
		}
	}
}

func TestOnto(t *testing.T) {
	for fill, want := range map[Colour]Colour{red: white, builtIn: white, 0xDFEAE3: ink, 0xEFD9A0: ink, 0xD98A4B: ink} {
		if got := onto(fill); got != want {
			t.Errorf("text on %06X is %06X", fill, got)
		}
	}
}
