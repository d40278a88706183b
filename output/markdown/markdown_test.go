package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"ismsgen/output/document"
)

func TestWrite(t *testing.T) {
	src := `Intro.

## Purpose

## <a id="rules"></a>7` + "\u2003" + `Rules {{x}} &amp; \*

- <a id="mfa"></a>**R** <sub>A.8.5</sub> Text.
- <a id="old"></a>**R4** Text.

### 2026 budget

Setext *heading*
---
`
	want := `Intro.

## <a id="purpose"></a>1` + "\u2003" + `Purpose

## <a id="rules"></a>2` + "\u2003" + `Rules {{x}} &amp; \*

- <a id="mfa"></a>**R5** <sub>A.8.5</sub> Text.
- <a id="old"></a>**R4** Text.

### <a id="2026-budget"></a>2.1` + "\u2003" + `2026 budget

<a id="setext-heading"></a>3` + "\u2003" + `Setext *heading*
---
`
	d, problems := document.Parse("x.md", []byte(src), document.Options{})
	if len(problems) > 0 {
		t.Error(problems)
	}
	if got := string(Write(d)); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestRoundTrip writes every construct and reads it again: the same tree, and writing that changes nothing.
func TestRoundTrip(t *testing.T) {
	files, _ := filepath.Glob("../document/testdata/*.md")
	if len(files) == 0 {
		t.Fatal("no test data")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, src)
	}
}

func FuzzRoundTrip(f *testing.F) {
	files, _ := filepath.Glob("../document/testdata/*.md")
	for _, file := range files {
		src, _ := os.ReadFile(file)
		f.Add(src)
	}
	f.Fuzz(roundTrip)
}

func roundTrip(t *testing.T, src []byte) {
	for _, lenient := range []bool{false, true} {
		opt := document.Options{Lenient: lenient}
		d, problems := document.Parse("x.md", src, opt)
		if problems.HasErrors() {
			continue
		}
		once := Write(d)
		again, problems := document.Parse("x.md", once, opt)
		if problems.HasErrors() {
			t.Errorf("written with problems: %v\n%q\n%q", problems, src, once)
		}
		if twice := Write(again); !bytes.Equal(once, twice) {
			t.Errorf("written twice:\n%q\n%q", once, twice)
		}
		withoutOffsets(d)
		withoutOffsets(again)
		if !reflect.DeepEqual(d.Blocks, again.Blocks) {
			t.Errorf("lenient=%v: another tree\n%q\n%q", lenient, src, once)
		}
	}
}

// withoutOffsets clears what says where a construct was written.
func withoutOffsets(d *document.Document) {
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			b.Offset, b.End = 0, 0
		case *document.Rules:
			for i := range b.Rules {
				b.Rules[i].Offset, b.Rules[i].End = 0, 0
			}
		}
		return true
	})
}
