package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

const width, height = 595276, 841890

// meta fills every property, in and outside ASCII.
var meta = document.Meta{
	ID: "access-control", Title: "Toegangsbeleid – déel (1)", Summary: `Wie mag wat \ waarom`, Organisation: "Łódź & Zonen <Ωμέγα>",
	Language: "nl", Keywords: []string{"A.5.15", "A.8.2"}, Created: "2026-10-14",
}

// lines are texts of each script that the faces have.
var lines = []string{
	"Toegang – café “≤ 5 dagen” → voltooid ✓ (100 %) \\ [x]",
	"office affluent fil waffle", // no ligatures
	"Zażółć gęślą jaźń, Łódź; București: ș ț; Žižkov",
	"Καλημέρα κόσμε, Ωμέγα",
	"Съешь же ещё этих булок; Київ, ґанок, їжак",
	"Nguyễn Thị Ánh, Việt Nam",
	"① ■ □ ⚠ ⇒ ½ № ‰ a\u00A0b x\u2011y",
}

// sample has every item, on an upright and a wide page.
func sample() []layout.Page {
	first := layout.Page{Width: width, Height: height, Label: "1", Items: []layout.Item{
		&layout.Bookmark{Title: "Beleid", Y: 40000},
		&layout.Target{Name: "beleid", Y: 40000},
		&layout.Box{X: 50000, Y: 500000, Width: 200000, Height: 60000, Fill: 0xF3F6F8, Filled: true},
		&layout.Box{X: 300000, Y: 500000, Width: 200000, Height: 60000, Radius: 6000, Fill: 0xEFD9A0, Filled: true, Line: 0xA8322D, LineWidth: 1000},
		&layout.Box{X: 300000, Y: 600000, Width: 10000, Height: 10000, Radius: 2000, Line: 0x1C2530, LineWidth: 700},
		&layout.Box{X: 320000, Y: 600000, Width: 10000, Height: 10000, Line: 0x1C2530, LineWidth: 700},
		&layout.Disc{X: 60000, Y: 600000, Radius: 3000, Fill: 0x2E7D5B},
		&layout.Stroke{X1: 50000, Y1: 620000, X2: 545000, Y2: 620000, Width: 500, Colour: 0xD3D9DF},
		&layout.Stroke{X1: 50000, Y1: 630000, X2: 545000, Y2: 630000, Width: 500, Dash: 2000, Colour: 0x0B5C6B},
		&layout.Picture{X: 50000, Y: 650000, Width: 80000, Height: 40000, Data: testPNG(40, 20, 0x40), Alt: "logo"},
		&layout.Picture{X: 150000, Y: 650000, Width: 80000, Height: 40000, Data: testPNG(40, 20, 0xFF), Alt: "another of the same width"},
		&layout.Picture{X: 250000, Y: 650000, Width: 80000, Height: 40000, Data: testJPEG(), Alt: "photo"},
		&layout.Link{X: 50000, Y: 100000, Width: 100000, Height: 12000, Target: "#kader"},
		&layout.Link{X: 50000, Y: 120000, Width: 100000, Height: 12000, Target: "https://example.org/é a?b=(c)"},
		&layout.Link{X: 50000, Y: 140000, Width: 100000, Height: 12000, Target: "../procedures/PRO-01.pdf#stap-(2)"},
		&layout.Link{X: 50000, Y: 160000, Width: 100000, Height: 12000, Target: "POL-02.pdf"},
		&layout.Link{X: 50000, Y: 180000, Width: 100000, Height: 12000, Target: "mailto:iso@example.org"},
	}}
	y := 100000
	for f := font.Regular; f <= font.Mono; f++ {
		for _, s := range lines {
			if f == font.Mono {
				s = "func Ωμ(ж int) → “é”"
			}
			first.Items = append(first.Items, &layout.Text{X: 50000, Y: y, Face: f, Size: 9600, Colour: 0x1C2530, Text: s})
			y += 11000
		}
	}
	second := layout.Page{Width: height, Height: width, Label: "2", Items: []layout.Item{
		&layout.Bookmark{Level: 2, Title: "Kader ①", Y: 60000},
		&layout.Target{Name: "kader", Y: 60000},
		&layout.Text{X: 50000, Y: 60000, Face: font.Bold, Size: 31000, Colour: 0x0B5C6B, Text: "Kader"},
		&layout.Text{X: 50000, Y: 90000, Face: font.Bold, Size: 7400, Spacing: 600, Colour: 0x5D6875, Text: "GESPATIEERD"},
		&layout.Stroke{X1: 50000, Y1: 95000, X2: 545000, Y2: 95000, Width: 500, Dash: 2000, Colour: 0x0B5C6B},
		&layout.Bookmark{Level: 1, Title: "Slot", Y: 100000},
		&layout.Bookmark{Level: 0, Title: "Bijlage", Y: 200000},
	}}
	return []layout.Page{first, second}
}

// text returns pages full of text, as a document has them.
func textPages(n int) (pages []layout.Page) {
	for i := range n {
		p := layout.Page{Width: width, Height: height, Label: fmt.Sprint(i + 1)}
		for line := range 50 {
			y := 70000 + line*14000
			for word := range 4 {
				face := font.Face(word % 3)
				p.Items = append(p.Items, &layout.Text{X: 60000 + word*120000, Y: y, Face: face, Size: 9600, Colour: 0x1C2530,
					Text: fmt.Sprintf("Elke maand %d keurt rol %d", line, (i+word)%7)})
			}
			if line%3 == 0 {
				p.Items = append(p.Items, &layout.Stroke{X1: 50000, Y1: y + 3000, X2: 545000, Y2: y + 3000, Width: 500, Colour: 0xD3D9DF})
			}
		}
		pages = append(pages, p)
	}
	return pages
}

// testPNG has a red field of some opacity.
func testPNG(w, h int, alpha uint8) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{0xFF, uint8(x), 0, alpha})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func testJPEG() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 40, 20), image.YCbCrSubsampleRatio420), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}
