package document

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// FuzzParse reads anything, in both modes: it never panics, every problem has a place, and every letter that goldmark
// sees as text is in the tree.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, lenient := range []bool{false, true} {
			front, body, line := Split(src)
			d, problems := Parse("x.md", body, Options{FirstLine: line, Lenient: lenient})
			last := line + strings.Count(string(d.Source), "\n")
			for _, p := range problems {
				if p.At.File != "x.md" || p.At.Line < line || p.At.Line > last || p.At.Column < 1 {
					t.Errorf("lenient=%v: no such place: %s (front %q)", lenient, p, front)
				}
			}
			if d.Blocks == nil && problems.HasErrors() {
				continue
			}
			_ = dump(d)
			if lost := lostLetters(d); lost != "" && !hidden.Match(src) {
				t.Errorf("lenient=%v: lost %q\n%s", lenient, lost, dump(d))
			}
		}
	})
}

// hidden is what takes text away on purpose, with a problem that says so.
var hidden = regexp.MustCompile(`(?i)<(script|style)`)

// lostLetters gives the letters that goldmark's tree has more often than ours.
func lostLetters(d *Document) string {
	count := map[rune]int{}
	for _, r := range d.Meta.Title + PlainText(d) {
		count[r]++
	}
	var lost strings.Builder
	for _, r := range visible(d.Source) {
		if !unicode.IsLetter(r) {
			continue
		}
		if count[r]--; count[r] < 0 {
			lost.WriteRune(r)
		}
	}
	return lost.String()
}

var alertLine = regexp.MustCompile(`(?m)^\[!\w+\][ \t]*$`)

// visible extracts the text of Markdown from goldmark's tree, without our code.
func visible(src []byte) string {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	var b strings.Builder
	_ = ast.Walk(md.Parser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if lines := n.Lines().Value(src); strings.HasPrefix(string(n.Language(src)), "chart") {
				b.WriteString(visible(lines))
			} else {
				b.Write(lines)
			}
		case *ast.CodeBlock:
			b.Write(n.Lines().Value(src))
		case *ast.AutoLink:
			b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(n.Label(src))))
		case *ast.Blockquote:
			if para, ok := n.FirstChild().(*ast.Paragraph); ok && alertLine.Match(para.Lines().Value(src)) {
				return ast.WalkSkipChildren, nil
			}
		case *ast.Text:
			v := n.Segment.Value(src)
			if !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan {
				v = entityLetters.ReplaceAll(v, nil)
			}
			b.Write(v)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// entityLetters are letters that may stand for another character.
var entityLetters = regexp.MustCompile(`&#?\w+;`)

// FuzzEscape checks that any value comes out unharmed wherever a template may print it.
func FuzzEscape(f *testing.F) {
	for _, s := range awkward {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = normal(s)
		if s == "" {
			return
		}
		checkEscape(t, s)
	})
}
