package pdf

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"
)

func encode(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFlatten has each kind of PNG: what comes out is opaque, can be embedded, and stays as it is.
func TestFlatten(t *testing.T) {
	r := image.Rect(0, 0, 3, 2)
	deep, palette := image.NewNRGBA64(r), image.NewPaletted(r, color.Palette{color.NRGBA{0, 0, 0xFF, 0xFF}, color.NRGBA{}})
	deep.Set(0, 0, color.NRGBA{0xFF, 0, 0, 0x40})
	palette.SetColorIndex(1, 0, 1)
	grey := image.NewGray16(r)
	grey.Set(0, 0, color.Gray16{0x8080})
	for _, test := range []struct {
		name        string
		data        []byte
		first, next color.RGBA // pixels of the upper row
	}{
		{"alpha", testPNG(3, 2, 0x40), color.RGBA{0xFF, 0xBF, 0xBF, 0xFF}, color.RGBA{0xFF, 0xBF, 0xBF, 0xFF}},
		{"deep", encode(t, deep), color.RGBA{0xFF, 0xBF, 0xBF, 0xFF}, color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}},
		{"palette", encode(t, palette), color.RGBA{0, 0, 0xFF, 0xFF}, color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}},
		{"grey", encode(t, grey), color.RGBA{0x80, 0x80, 0x80, 0xFF}, color.RGBA{0, 0, 0, 0xFF}},
	} {
		out, err := Flatten(test.data)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		config, err := checkSize(out)
		if err != nil || !embeddable(out, config) {
			t.Errorf("%s: the result cannot be embedded, %v", test.name, err)
		}
		m, _ := png.Decode(bytes.NewReader(out))
		for x, want := range []color.RGBA{test.first, test.next} {
			if got := color.RGBAModel.Convert(m.At(x, 0)); got != want {
				t.Errorf("%s: pixel %d is %v, want %v", test.name, x, got, want)
			}
		}
		if again, err := Flatten(out); err != nil || !bytes.Equal(again, out) {
			t.Errorf("%s: not the same twice, %v", test.name, err)
		}
	}
	plain := encode(t, image.NewGray(r))
	gap := bytes.Clone(plain[:33])
	gap = append(gap, 0, 0, 0, 0, 't', 'E', 'X', 't', 0, 0, 0, 0)
	binary.BigEndian.PutUint32(gap[41:], crc32.ChecksumIEEE([]byte("tEXt")))
	gap = append(gap, plain[33:]...) // an empty chunk, at which fpdf would stop
	if out, err := Flatten(gap); err != nil || bytes.Contains(out, []byte("tEXt")) {
		t.Errorf("an empty chunk stays, %v", err)
	}
	photo := testJPEG()
	if out, err := Flatten(photo); err != nil || !bytes.Equal(out, photo) {
		t.Errorf("a photo changed, %v", err)
	}
}

// cmyk is a grey field of 8 x 8 pixels in four colours, as printers' files have them: one block each, all zero.
var cmyk = slices.Concat(
	[]byte("\xFF\xD8\xFF\xEE\x00\x0EAdobe\x00\x64\x00\x00\x00\x00\x00"),
	[]byte("\xFF\xDB\x00\x43\x00"), bytes.Repeat([]byte{1}, 64), // quantisation
	[]byte("\xFF\xC0\x00\x14\x08\x00\x08\x00\x08\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00"), // size and four components
	[]byte("\xFF\xC4\x00\x14\x00\x01"), make([]byte, 15+1), // codes of one symbol, 0
	[]byte("\xFF\xC4\x00\x14\x10\x01"), make([]byte, 15+1),
	[]byte("\xFF\xDA\x00\x0E\x04\x01\x00\x02\x00\x03\x00\x04\x00\x00\x3F\x00\x00\xFF\xD9"),
)

// TestCMYK turns a printer's photo into RGB, since PDF/A does not mix the two.
func TestCMYK(t *testing.T) {
	config, err := checkSize(cmyk)
	if err != nil || config.ColorModel != color.CMYKModel {
		t.Fatal(config, err)
	}
	out, err := Flatten(cmyk)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil || m.Bounds() != image.Rect(0, 0, 8, 8) || !embeddable(out, image.Config{}) {
		t.Errorf("a picture of %v, %v", m.Bounds(), err)
	}
	if got := color.RGBAModel.Convert(m.At(4, 4)).(color.RGBA); got.R != got.G || got.R < 0x30 || got.R > 0x50 {
		t.Errorf("half of each ink is %v", got)
	}
}

func TestPicturesThatCannotBePrinted(t *testing.T) {
	good := testPNG(3, 2, 0xFF)
	huge := bytes.Clone(good)
	binary.BigEndian.PutUint32(huge[16:], 100_000)
	binary.BigEndian.PutUint32(huge[20:], 100_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"none", nil, "neither PNG nor JPEG"},
		{"words", []byte("<svg/>"), "neither PNG nor JPEG"},
		{"cut", good[:len(good)-20], "damaged"},
		{"cut photo", testJPEG()[:300], "damaged"},
		{"pixels", huge, "100000 x 100000 pixels"},
		{"bytes", make([]byte, maxBytes+1<<20), "has 21 MB"},
	} {
		if _, err := Flatten(test.data); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
	if _, err := Flatten(good); err != nil {
		t.Error(err)
	}
}

// FuzzFlatten takes any bytes: a picture comes out that can be embedded, or an error.
func FuzzFlatten(f *testing.F) {
	f.Add(testPNG(3, 2, 0x40))
	f.Add(testJPEG())
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, err := checkSize(data); err != nil || config.Width*config.Height > 1<<20 {
			return // the limit itself is tested above
		}
		out, err := Flatten(data)
		if err != nil {
			return
		}
		if config, err := checkSize(out); err != nil || !embeddable(out, config) {
			t.Errorf("cannot be embedded: %v", err)
		}
	})
}
