package document

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		src, front, body string
		line             int
	}{
		{"---\na: 1\n---\nText", "a: 1\n", "Text", 4},
		{"\ufeff---\r\na: 1\r\n---\r\nText", "a: 1\r\n", "Text", 4},
		{"---\n---\n", "", "", 3},
		{"Text\n---\n", "", "Text\n---\n", 1},
		{"---\nno end\n", "", "---\nno end\n", 1},
		{"--- x\n---\n", "", "--- x\n---\n", 1},
		{"---\na\n---", "a\n", "", 4},
		{"", "", "", 1},
	} {
		front, body, line := Split([]byte(c.src))
		if string(front) != c.front || string(body) != c.body || line != c.line {
			t.Errorf("Split(%q) = %q, %q, %d", c.src, front, body, line)
		}
	}
}

func TestIssuedNumbers(t *testing.T) {
	src := `- <a id="a"></a>**R** A
- <a id="b"></a>**R9** B
- <a id="c"></a>**R** C
- <a id="d"></a>**R2** D
`
	d, problems := Parse("x.md", []byte(src), Options{Issued: map[string]int{"a": 5, "b": 2, "gone": 11}})
	if !strings.Contains(problems.Error(), `x.md:4:19: R2 is the number of rule "b"`) {
		t.Errorf("problems: %s", problems.Error())
	}
	var got []int
	for _, r := range d.Blocks[0].(*Rules).Rules {
		got = append(got, r.Number)
	}
	if want := []int{5, 2, 12, 13}; len(got) != 4 || got[0] != 5 || got[1] != 2 || got[2] != 12 || got[3] != 13 {
		t.Errorf("numbers %v, want %v", got, want)
	}
}

// TestBounds reads input that would exhaust the stack of a careless reader.
func TestBounds(t *testing.T) {
	deepList := strings.Builder{}
	for i := range 300 {
		deepList.WriteString(strings.Repeat("  ", i) + "- word\n")
	}
	for name, src := range map[string]string{
		"quotes":   strings.Repeat(">", 1<<20),
		"lists":    strings.Repeat("- ", 1<<19) + "x",
		"indented": deepList.String(),
		"emphasis": strings.Repeat("*a **b ", 500) + "x" + strings.Repeat("*", 1500),
		"brackets": strings.Repeat("[", 1<<12),
		"tags":     strings.Repeat("<b>", 1<<12) + "x",
		"divs":     strings.Repeat("<div>", 1<<12) + "x",
		"size":     strings.Repeat("x\n", maxSize/2+1),
		"line":     strings.Repeat("x", maxLine+1),
	} {
		for _, lenient := range []bool{false, true} {
			d, problems := Parse("x.md", []byte(src), Options{Lenient: lenient})
			switch name {
			case "quotes", "lists", "size", "line", "indented", "emphasis":
				if !problems.HasErrors() {
					t.Errorf("%s: no error", name)
				}
			}
			if d.Blocks == nil {
				continue
			}
			if lost := lostLetters(d); lost != "" {
				t.Errorf("%s lenient=%v: lost %.40q", name, lenient, lost)
			}
		}
	}
}

func TestEncoding(t *testing.T) {
	d, problems := Parse("x.md", []byte("\ufeffone\r\n\r\ntwo \xff\rthree\x00"), Options{FirstLine: 5})
	if want := "x.md:7:1: a character that is not UTF-8\n\tsave the file as UTF-8\nx.md:8:1: a character that is not UTF-8\n\tsave the file as UTF-8"; problems.Error() != want {
		t.Errorf("problems: %s", problems.Error())
	}
	if got := PlainText(d); got != "one\ntwo \ufffd three\ufffd\n" {
		t.Errorf("text %q", got)
	}
}

func TestLoad(t *testing.T) {
	d, _ := Parse("x.md", []byte("![a](a.png)\n\nIn text ![b](b.png)"), Options{Load: func(target string) ([]byte, error) { return []byte(target), nil }})
	if got := d.Blocks[0].(*Picture).Image.Data; string(got) != "a.png" {
		t.Errorf("picture %q", got)
	}
	if got := d.Blocks[1].(*Paragraph).Text[1].(Image).Data; string(got) != "b.png" {
		t.Errorf("inline picture %q", got)
	}
}

func BenchmarkParse(b *testing.B) {
	var src []byte
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		_, body, _ := Split(data)
		src = append(append(src, body...), '\n', '\n')
	}
	src = bytes.Repeat(src, 20)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Parse("x.md", src, Options{Lenient: true})
	}
}
