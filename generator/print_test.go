package generator

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// picture is a PNG file that does not compress.
func picture(t testing.TB, width, height int) []byte {
	t.Helper()
	m, r := image.NewGray(image.Rect(0, 0, width, height)), rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claiming is a PNG file whose header says other sizes than it has.
func claiming(data []byte, width, height uint32) []byte {
	data = bytes.Clone(data)
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// bad are files that cannot be printed, with what is said of them.
func bad(t testing.TB) map[string]struct{ data, want string } {
	good := picture(t, 20, 10)
	return map[string]struct{ data, want string }{
		"broken.png":  {string(good[:len(good)/2]), "is damaged"},
		"huge.png":    {string(claiming(good, 10_000, 10_000)), "has 10000 x 10000 pixels, more than 40 million"},
		"nothing.png": {string(claiming(good, 0, 10)), "is damaged"},
		"large.png":   {string(make([]byte, maxImage+1)), "larger than 20 MiB"},
		"empty.png":   {"", "is neither PNG nor JPEG"},
		"text.png":    {"Not a picture at all.", "is neither PNG nor JPEG"},
		"photo.gif":   {"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "is neither PNG nor JPEG"},
		"drawing.svg": {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "is neither PNG nor JPEG"},
	}
}

// TestPrintSaysWhichPicturesAreBad prints the alternative texts of pictures that cannot be printed, and warns with lines.
func TestPrintSaysWhichPicturesAreBad(t *testing.T) {
	folder := fstest.MapFS{"sub/good.png": {Data: picture(t, 20, 10)}}
	source, want := "# Pictures\n\n![](sub/good.png)\n\n", map[string]string{}
	for name, b := range bad(t) {
		folder[name] = &fstest.MapFile{Data: []byte(b.data)}
		want[name] = b.want
	}
	for name, message := range map[string]string{"missing.png": "there is no such file", "sub": "it is a folder", "../up.png": "only pictures in the folder",
		"https://example.org/badge.svg": "only pictures in the folder", "/etc/logo.png": "only pictures in the folder", "data:image/png;base64,AAAA": "only pictures in the folder"} {
		want[name] = message
	}
	lines := map[int]string{}
	for _, name := range keys(want) {
		lines[strings.Count(source, "\n")+1] = name
		source += "![Alternative](" + name + ") in text\n\n"
	}
	folder["x.md"] = &fstest.MapFile{Data: []byte(source)}
	data, problems := Print(folder, "x.md", library(t))
	if len(data) == 0 || len(problems) != len(lines) {
		t.Errorf("%d bytes, %d problems for %d pictures", len(data), len(problems), len(lines))
	}
	for _, p := range problems {
		name := lines[p.At.Line]
		if p.Severity != problem.Warning || p.At.File != "x.md" || p.At.Column == 0 || !strings.Contains(p.Message, name) || !strings.Contains(p.Message, want[name]) {
			t.Errorf("%s: %v", name, p)
		}
	}
	if n := bytes.Count(data, []byte("/Subtype /Image")); n != 1 {
		t.Errorf("%d pictures in the file", n)
	}
}

// TestABadLogoIsAProblemOfItsLine names the line of organisation.yaml that has the logo.
func TestABadLogoIsAProblemOfItsLine(t *testing.T) {
	r := request(t, content.Examples()[2])
	organisation, err := content.ReadFile(r.Client, "organisation.yaml", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	source := string(organisation)
	if !strings.Contains(source, "brand: {colour:") {
		t.Fatal("the example has no brand")
	}
	line := strings.Count(source[:strings.Index(source, "brand: {")], "\n") + 1
	all := bad(t)
	all["missing.png"] = struct{ data, want string }{"", "cannot use the logo"}
	for name, b := range all {
		files := map[string]string{"organisation.yaml": strings.Replace(source, "brand: {", "brand: {logo: "+name+", ", 1)}
		if name != "missing.png" {
			files["brand/"+name] = b.data
		}
		_, problems := Generate(context.Background(), with(t, r, files), func(File) error { return nil })
		if len(problems) != 1 || problems[0].Severity != problem.Error || problems[0].At.File != "organisation.yaml" || problems[0].At.Line != line || !strings.Contains(problems[0].Message, b.want) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// TestAPictureIsLoadedOnce prints thousands of references to one large picture.
func TestAPictureIsLoadedOnce(t *testing.T) {
	large := picture(t, 3000, 2000)
	folder := fstest.MapFS{"large.png": {Data: large}, "x.md": {Data: []byte(strings.Repeat("Text ![icon](large.png) and ![](./large.png).\n\n", 2000))}}
	lib := library(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	data, problems := Print(folder, "x.md", lib)
	runtime.ReadMemStats(&after)
	if len(problems) > 0 || bytes.Count(data, []byte("/Subtype /Image")) != 1 || len(data) > len(large)*2 {
		t.Errorf("%v, %d bytes, %d pictures", problems, len(data), bytes.Count(data, []byte("/Subtype /Image")))
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 250 {
		t.Errorf("%d MB for a picture of %d MB", used, len(large)>>20)
	}
}

// BenchmarkPrint is what a process does to print one document: open the languages, parse, lay out and draw.
func BenchmarkPrint(b *testing.B) {
	r := request(b, content.Examples()[0])
	r.Formats, r.Languages, r.Only = []string{"md"}, []string{"nl"}, []string{"access-control"}
	files, order, _ := collect(b, r)
	folder := fstest.MapFS{"x.md": {Data: files[order[0]]}}
	for b.Loop() {
		if _, problems := Print(folder, "x.md", content.OpenLanguages(content.Builtin())); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
