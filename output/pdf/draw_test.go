package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func mustDraw(t testing.TB, pages []layout.Page, m document.Meta) []byte {
	t.Helper()
	data, err := take().draw(pages, m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestGolden notices every change of a byte. What is right about the bytes, the other tests say.
func TestGolden(t *testing.T) {
	data := mustDraw(t, sample(), meta)
	got := fmt.Sprintf("%d bytes, sha256 %x\n", len(data), sha256.Sum256(data))
	golden := filepath.Join("testdata", "sample.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got %swant %s", got, want)
	}
}

// TestSameBytes draws different documents at once with shared writers: each comes out as it does alone.
func TestSameBytes(t *testing.T) {
	inputs := [][]layout.Page{sample(), textPages(3), textPages(1)}
	var want [][]byte
	for _, pages := range inputs {
		want = append(want, mustDraw(t, pages, meta))
	}
	var wait sync.WaitGroup
	for i := range 24 {
		wait.Go(func() {
			n := i % len(inputs)
			if got, err := take().draw(inputs[n], meta); err != nil || !bytes.Equal(got, want[n]) {
				t.Errorf("document %d differs, %v", n, err)
			}
		})
	}
	wait.Wait()
}

// TestText reads back every run of text, in every script and face.
func TestText(t *testing.T) {
	pages := sample()
	r := open(t, mustDraw(t, pages, meta))
	for n, page := range r.pages() {
		var want []string
		for _, item := range pages[n].Items {
			if i, ok := item.(*layout.Text); ok {
				want = append(want, strings.NewReplacer("\u00A0", " ", "\u2011", "-").Replace(i.Text))
			}
		}
		if got := r.text(page); !slices.Equal(got, want) {
			t.Errorf("page %d: got %q\nwant %q", n+1, got, want)
		}
	}
}

func TestOperators(t *testing.T) {
	r := open(t, mustDraw(t, sample(), meta))
	pages := r.pages()
	if strings.Contains(pages[0], "/MediaBox") || !strings.Contains(pages[1], "/MediaBox [0 0 841.89 595.28]") {
		t.Errorf("sizes of pages: %s", pages)
	}
	for n, list := range [][]string{{
		"0.953 0.965 0.973 rg\n50 281.89 200 60 re\nf\n",                                                // box
		"0.659 0.196 0.176 RG\n1 w\n306 341.89 m\n494 341.89 l\n497.31 341.89 500 339.2 500 335.89 c\n", // round corner
		"0.11 0.145 0.188 RG\n0.7 w\n",
		"320 231.89 10 10 re\ns\n",
		"0.18 0.49 0.357 rg\n60 244.89 m\n", // disc, from its top
		"0.827 0.851 0.875 RG\n0.5 w\n50 221.89 m\n545 221.89 l\nS\n",
		"0.043 0.361 0.42 RG\n[2 ]0 d\n50 211.89 m\n",
		"q 80.00000 0 0 40.00000 50.00000 151.89000 cm /I",
		"BT\n50 741.89 Td\n/F0 9.6 Tf\n(Toegang \x96 caf\xE9 \x93\x8D 5 dagen\x94 \x81 voltooid \xAD \\(100 %\\) \\\\ [x])Tj\n0 -11 Td\n",
	}, {
		"0.043 0.361 0.42 rg\nBT\n50 535.28 Td\n/F64 31 Tf\n(Kader)Tj\n", // nothing is left over from the page before
		"0 -30 Td\n0.6 Tc\n/F64 7.4 Tf\n(GESPATIEERD)Tj\nET\n0.043 0.361 0.42 RG\n0.5 w\n[2 ]0 d\n",
	}} {
		content := r.streams[r.ref(pages[n], "/Contents")]
		for _, want := range list {
			if !strings.Contains(content, want) {
				t.Errorf("page %d has no %q", n+1, want)
			}
		}
	}
}

func TestLinks(t *testing.T) {
	r := open(t, mustDraw(t, sample(), meta))
	links := r.pages()[0]
	for _, want := range []string{
		"/Rect[50 729.89 150 741.89]/Dest(kader)>>",
		"/A<</S/URI/URI(https://example.org/%C3%A9%20a?b=\\(c\\))>>>>",
		"/A<</S/GoToR/F(../procedures/PRO-01.pdf)/D(stap-\\(2\\))>>>>",
		"/A<</S/GoToR/F(POL-02.pdf)/D[0/Fit]>>>>",
		"/A<</S/URI/URI(mailto:iso@example.org)>>>>",
	} {
		if !strings.Contains(links, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[") || !strings.Contains(links, want) {
			t.Errorf("no %s in %s", want, links)
		}
	}
	leaf := r.objects[r.ref(r.catalog(), `/Dests<</Kids\[`)]
	if want := "<</Limits[(beleid)(kader)]/Names[(beleid)[3 0 R/XYZ 0 801.89 null]\n(kader)[5 0 R/XYZ 0 535.28 null]\n]>>"; leaf != want {
		t.Errorf("named places: got %s\nwant %s", leaf, want)
	}
}

// TestManyTargets has more places than one array may hold.
func TestManyTargets(t *testing.T) {
	p := layout.Page{Width: width, Height: height}
	for i := range 9000 {
		p.Items = append(p.Items, &layout.Target{Name: fmt.Sprintf("p%04d", 8999-i), Y: 1000})
	}
	r := open(t, mustDraw(t, []layout.Page{p}, meta))
	var limits []string
	for _, o := range r.objects {
		if strings.HasPrefix(o, "<</Limits") {
			limits = append(limits, o[9:23], fmt.Sprint(strings.Count(o, "/XYZ")))
		}
	}
	want := []string{"[(p0000)(p3999", "4000", "[(p4000)(p7999", "4000", "[(p8000)(p8999", "1000"}
	if !slices.Equal(limits, want) {
		t.Errorf("got %v, want %v", limits, want)
	}
}

// TestOutline walks the tree as a viewer does. A skipped level is closed up.
func TestOutline(t *testing.T) {
	r := open(t, mustDraw(t, sample(), meta))
	var got []string
	var walk func(n int, indent string)
	walk = func(n int, indent string) {
		for {
			o := r.objects[n]
			got = append(got, indent+regexp.MustCompile(`(?s)/Title(.*?)/Parent \d+ 0 R(/Count -?\d+)?`).ReplaceAllString(o[2:strings.IndexAny(o+"N", "N")], "$1$2"))
			if strings.Contains(o, "/First") {
				walk(r.ref(o, "/First"), indent+"  ")
			}
			if !strings.Contains(o, "/Next") {
				return
			}
			if back := r.ref(r.objects[r.ref(o, "/Next")], "/Prev"); back != n {
				t.Errorf("%d is followed by one that follows %d", n, back)
			}
			n = r.ref(o, "/Next")
		}
	}
	root := r.objects[r.ref(r.catalog(), "/Outlines")]
	if !strings.HasPrefix(root, "<</Type/Outlines/Count 2/") {
		t.Errorf("root of the outline: %s", root)
	}
	walk(r.ref(root, "/First"), "")
	want := []string{
		"(Beleid)/Dest[3 0 R/XYZ 0 801.89 null]/Count -2/",
		"  <FEFF004B00610064006500720020" + "2460>/Dest[5 0 R/XYZ 0 535.28 null]/",
		"  (Slot)/Dest[5 0 R/XYZ 0 495.28 null]",
		"(Bijlage)/Dest[5 0 R/XYZ 0 395.28 null]",
	}
	for i := range want {
		if i >= len(got) || !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got %q\nwant %q", got, want)
			break
		}
	}
}

// TestPictures has the same pixels in two files and another picture of the same width: two pictures, each in its place.
func TestPictures(t *testing.T) {
	photo := testPNG(40, 20, 0xFF)
	data, err := Flatten(photo)
	if err != nil {
		t.Fatal(err)
	}
	const end = 12 // bytes of the last chunk
	note := []byte("\x00\x00\x00\x04tEXta\x00bc")
	note = binary.BigEndian.AppendUint32(note, crc32.ChecksumIEEE(note[4:]))
	twin := slices.Concat(data[:len(data)-end], note, data[len(data)-end:])
	p := layout.Page{Width: width, Height: height}
	for i, d := range [][]byte{data, testPNG(40, 20, 0x40), twin, data} {
		p.Items = append(p.Items, &layout.Picture{X: 1000 * i, Width: 1000, Height: 1000, Data: d})
	}
	first := mustDraw(t, []layout.Page{p}, meta)
	r := open(t, first)
	page := r.pages()[0]
	var used []string
	for _, m := range regexp.MustCompile(`cm (/I\w+) Do`).FindAllStringSubmatch(r.streams[r.ref(page, "/Contents")], -1) {
		n := r.ref(r.objects[r.ref(page, "/Resources")], m[1])
		used = append(used, fmt.Sprintf("%x", sha256.Sum256([]byte(inflate(t, r.streams[n])))))
	}
	if len(used) != 4 || used[0] != used[2] || used[0] != used[3] || used[0] == used[1] || count(first, "/Subtype /Image") != 2 {
		t.Errorf("pictures %v, %d in all", used, count(first, "/Subtype /Image"))
	}
	for range 20 {
		if !bytes.Equal(mustDraw(t, []layout.Page{p}, meta), first) {
			t.Fatal("the order of pictures is left to chance")
		}
	}
}

func TestFonts(t *testing.T) {
	r := open(t, mustDraw(t, textPages(1), meta))
	names := 0
	for _, o := range r.objects {
		if !strings.HasPrefix(o, "<</Type/Font/") {
			continue
		}
		names++
		d := r.objects[r.ref(o, "/FontDescriptor")]
		if strings.Contains(o, "/Encoding") || !strings.Contains(d, "/Flags 4/") && !strings.Contains(d, "/Flags 68/") {
			t.Errorf("a symbolic font without encoding is wanted: %s %s", o, d)
		}
		program := r.ref(d, "/FontFile2")
		if want := fmt.Sprintf("/Length1 %d/", len(r.streams[program])); !strings.Contains(r.objects[program], want) {
			t.Errorf("no %s in %s", want, r.objects[program])
		}
		widths := strings.Fields(regexp.MustCompile(`/Widths\[(.*)\]`).FindStringSubmatch(o)[1])
		if len(widths) != 224 || !strings.Contains(o, "/FirstChar 32/LastChar 255/") {
			t.Errorf("%d widths: %s", len(widths), o)
		}
	}
	if names != 3 {
		t.Errorf("%d fonts, want only the three that the pages use", names)
	}
}

// TestErrors has what cannot be printed: it is named, and nothing comes out.
func TestErrors(t *testing.T) {
	page := func(items ...layout.Item) []layout.Page {
		return []layout.Page{{Width: width, Height: height, Items: items}}
	}
	for _, test := range []struct {
		name  string
		pages []layout.Page
		want  string
	}{
		{"nothing", nil, "no pages"},
		{"rune", page(&layout.Text{Text: "日本"}), "no '日'"},
		{"bytes", page(&layout.Text{Face: font.Mono, Text: "a\xFF"}), "no '\uFFFD'"},
		{"links", page(&layout.Link{Target: "#b"}, &layout.Link{Target: "#a"}, &layout.Link{Target: "#b"}), "lead nowhere: #a, #b"},
		{"picture", page(&layout.Picture{Alt: "logo", Data: []byte("GIF89a")}), `picture "logo": is neither PNG nor JPEG`},
		{"item", page(nil), "cannot draw <nil>"},
	} {
		data, err := take().draw(test.pages, meta)
		if err == nil || !strings.Contains(err.Error(), test.want) || data != nil {
			t.Errorf("%s: %d bytes, error %v, want %s", test.name, len(data), err, test.want)
		}
	}
}

// TestUnexpected has files that fpdf does not write.
func TestUnexpected(t *testing.T) {
	for _, raw := range []string{"", "startxref\n", "startxref\n9\n", "xref\n0 9\nstartxref\n0\n%%EOF\n", "xref\n0 2\n0000000000 65535 f \n0000000900 00000 n \nstartxref\n0\n"} {
		if _, err := take().finish([]byte(raw), sample(), make([][]byte, len(sample())), fonts{}, meta); err == nil {
			t.Errorf("%q was taken for a file", raw)
		}
	}
}

// FuzzText prints any text of which a face has the runes, and reads it back.
func FuzzText(f *testing.F) {
	for _, line := range lines {
		f.Add(line, uint8(0))
	}
	f.Add("(a\\)", uint8(4))
	f.Fuzz(func(t *testing.T, s string, face uint8) {
		fc := font.Face(int(face) % font.Faces)
		s = strings.Map(func(r rune) rune {
			switch _, ok := font.Advance(fc, r); {
			case !ok:
				return -1
			case r == '\u00A0':
				return ' '
			case r == '\u2010' || r == '\u2011':
				return '-'
			}
			return r
		}, s)
		if s == "" {
			return
		}
		data := mustDraw(t, []layout.Page{{Width: width, Height: height, Items: []layout.Item{&layout.Text{X: 1, Y: -1, Face: fc, Size: 1, Text: s}}}}, document.Meta{})
		r := open(t, data)
		if got := r.text(r.pages()[0]); !slices.Equal(got, []string{s}) {
			t.Errorf("got %q, want %q", got, s)
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	pages := textPages(8)
	b.ReportAllocs()
	for b.Loop() {
		mustDraw(b, pages, meta)
	}
	b.ReportMetric(float64(8*b.N)/b.Elapsed().Seconds(), "pages/s")
}
