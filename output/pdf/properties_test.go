package pdf

import (
	"encoding/binary"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

func TestProperties(t *testing.T) {
	data := mustDraw(t, sample(), meta)
	r := open(t, data)
	info := r.objects[r.ref(r.trailer, "/Info")]
	for _, want := range []string{"<</Title<FEFF0054006F00650067", "0064002020130020006400E9", "/Author<FEFF0141", "/Subject(Wie mag wat \\\\ waarom)", "/Keywords(A.5.15, A.8.2)",
		"/CreationDate(D:20261014000000+00'00')/ModDate(D:20261014000000+00'00')>>"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %s in %s", want, info)
		}
	}
	catalog := r.catalog()
	for _, want := range []string{"/Lang(nl)", "/GTS_PDFA1", "/PageMode/UseOutlines", "/DisplayDocTitle true"} {
		if !strings.Contains(catalog, want) {
			t.Errorf("no %s in %s", want, catalog)
		}
	}
	metadata := r.ref(catalog, "/Metadata")
	if strings.Contains(r.objects[metadata], "/Filter") {
		t.Error("PDF/A-1 wants plain metadata")
	}
	got := elements(t, r.streams[metadata])
	for name, want := range map[string]string{"title": meta.Title, "creator": meta.Organisation, "description": meta.Summary, "language": "nl",
		"Keywords": "A.5.15, A.8.2", "CreateDate": "2026-10-14T00:00:00+00:00", "part": "1", "conformance": "B"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if n := count(data, "/Producer") + count(data, "/Creator") + count(data, "fpdf") + count(data, "FPDF"); n != 0 {
		t.Errorf("%d marks of programs", n)
	}
}

// elements returns the text of each XML element by its local name.
func elements(t *testing.T, s string) map[string]string {
	t.Helper()
	found := map[string]string{}
	var path []string
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			path := slices.DeleteFunc(slices.Clone(path), func(name string) bool { return slices.Contains([]string{"Alt", "Seq", "Bag", "li"}, name) })
			if text := strings.TrimSpace(string(e)); text != "" {
				found[path[len(path)-1]] = text
			}
		}
	}
}

// TestBare has nothing to say about itself: no empty entries, no date of today.
func TestBare(t *testing.T) {
	r := open(t, mustDraw(t, []layout.Page{{Width: width, Height: height, Label: "i"}, {Width: width, Height: height}}, document.Meta{}))
	if info := r.objects[r.ref(r.trailer, "/Info")]; info != "<<>>" {
		t.Errorf("properties: %s", info)
	}
	if got := elements(t, r.streams[r.ref(r.catalog(), "/Metadata")]); len(got) != 3 {
		t.Errorf("metadata: %v", got)
	}
	for _, none := range []string{"/Lang", "/Outlines", "/Names"} {
		if strings.Contains(r.catalog(), none) {
			t.Errorf("%s in %s", none, r.catalog())
		}
	}
	if want := "/PageLabels<</Nums[0<</P(i)>>1<</P(2)>>]>>"; !strings.Contains(r.catalog(), want) {
		t.Errorf("no %s in %s", want, r.catalog())
	}
}

// TestProfile reads the profile as a colour engine does.
func TestProfile(t *testing.T) {
	p := makeProfile()
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(p[at:])) }
	if u32(0) != len(p) || string(p[12:24]) != "mntrRGB XYZ " || string(p[36:40]) != "acsp" {
		t.Fatal("head of the profile is wrong")
	}
	sum := [3]int{}
	for i := range u32(128) {
		name, at, size := string(p[132+12*i:136+12*i]), u32(136+12*i), u32(140+12*i)
		if at%4 != 0 || at < 132+12*u32(128) || at+size > len(p) {
			t.Fatalf("%s is at %d, %d long, of %d", name, at, size, len(p))
		}
		switch name[1:] {
		case "XYZ":
			for axis := range sum {
				sum[axis] += u32(at + 8 + 4*axis)
			}
		case "TRC":
			curve := func(v int) int { return int(binary.BigEndian.Uint16(p[at+12+2*v:])) }
			if u32(at+8) != 256 || curve(0) != 0 || curve(255) != 65535 || curve(128) != 14146 { // 21.586 %
				t.Errorf("%s: %d %d %d", name, curve(0), curve(128), curve(255))
			}
		}
	}
	for axis, want := range [3]int{0xF6D6, 0x10000, 0xD32D} { // red, green and blue together are white
		if d := sum[axis] - want; d < -16 || d > 16 {
			t.Errorf("axis %d of white is %#x, want %#x", axis, sum[axis], want)
		}
	}
}

// TestOneLine keeps both forms of the properties alike where a value has what XML cannot hold.
func TestOneLine(t *testing.T) {
	r := open(t, mustDraw(t, textPages(1), document.Meta{Title: " a\n\x00b\uFFFEc  d\t"}))
	info, got := r.objects[r.ref(r.trailer, "/Info")], elements(t, r.streams[r.ref(r.catalog(), "/Metadata")])
	if info != "<</Title(a b c d)>>" || got["title"] != "a b c d" {
		t.Errorf("properties %s, metadata %q", info, got["title"])
	}
}
