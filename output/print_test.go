package output_test

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"ismsgen/content"
	"ismsgen/generator"
	"ismsgen/output/document"
	"ismsgen/output/pdf"
	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
	"ismsgen/templates"
)

// replacement stands for runes that no face has; the corpus has it nowhere else.
const replacement = "‡"

// TestNothingIsLostInPrint prints Markdown as other projects write it: each letter of it stands on a page, in order, and
// nothing else does but bullets, numbers and the title.
func TestNothingIsLostInPrint(t *testing.T) {
	files, err := filepath.Glob("testdata/corpus/*.md")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			checkPrint(t, src)
		})
	}
}

// FuzzPrint holds the same for anything.
func FuzzPrint(f *testing.F) {
	for _, pattern := range []string{"testdata/corpus/*.md", "document/testdata/*.md"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	for _, file := range packs(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, src []byte) { checkPrint(t, src) })
}

// packs are the Markdown files of an example's pack.
func packs(t testing.TB) (files [][]byte) {
	lib, problems := content.Open(content.Builtin())
	client, err := content.Example(content.Examples()[2])
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	r := generator.Request{Client: client, Library: lib, Templates: templates.Files, Languages: []string{"nl"}, Formats: []string{"md"}}
	if _, problems := generator.Generate(context.Background(), r, func(f generator.File) error {
		files = append(files, f.Data)
		return nil
	}); problems.HasErrors() {
		t.Fatal(problems)
	}
	return files
}

// BenchmarkPrint parses, lays out and draws the documents of a pack.
func BenchmarkPrint(b *testing.B) {
	files := packs(b)
	pages := 0
	for b.Loop() {
		for _, file := range files {
			_, body, line := document.Split(file)
			d, problems := document.Parse("x.md", body, document.Options{FirstLine: line})
			if problems.HasErrors() {
				b.Fatal(problems)
			}
			_, n, _, _ := pdf.Render(d, layout.Style{})
			pages += n
		}
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}

// checkPrint holds the pages of a Markdown file against its tree, and the tree against the source.
func checkPrint(t *testing.T, src []byte) {
	d, problems := document.Parse("x.md", src, document.Options{Lenient: true, Meta: document.Meta{Words: document.Words{Replacement: replacement}}})
	if problems.HasErrors() { // too large or too deep
		return
	}
	pages, faults := layout.Layout(d, layout.Style{Print: true})
	if faults.HasErrors() {
		t.Errorf("errors in print: %v", faults)
	}
	f := featuresOf(d)
	if f.charts { // they draw their numbers; layout tests them
		return
	}
	for _, p := range pages {
		checkPage(t, p)
	}
	got := runes(placed(pages))
	want := runes(d.Meta.Title + document.PlainText(d))
	if f.moves || f.contents(pages) {
		if rest := without(want, got); rest != "" {
			t.Errorf("lost %q", rest)
		}
	} else if rest := notWithin(want, got); rest != "" {
		t.Errorf("lost, or out of order, from %.80q on", rest)
	}
	if !f.contents(pages) && !f.pageReferences && !marked(d) {
		if extra := without(got, append(want, runes(f.added)...)); extra != "" {
			t.Errorf("added %q", extra)
		}
	}
	if hidden.Match(src) || len(opening.FindAll(src, -1)) != len(wellFormed.FindAll(src, -1)) {
		return // where a tag is malformed, readers disagree on where it ends
	}
	if rest := without(letters(visible(d.Source)), letters(placed(pages))); rest != "" {
		t.Errorf("of the source, lost %q", rest)
	}
}

// features is what a document has that print shows in another order, or with additions.
type features struct {
	charts, moves, pageReferences bool
	headings                      int
	added                         string
}

func featuresOf(d *document.Document) (f features) {
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			f.headings++
		case *document.Chart:
			f.charts = true
		case *document.Rules, *document.Table: // labels in the margin, rows that are higher than half a page
			f.moves = true
		case *document.Footnotes:
			f.moves = true
			for _, n := range b.Notes {
				f.added += strconv.Itoa(n.Number)
			}
		case *document.List:
			for i, item := range b.Items {
				switch {
				case item.Task:
				case b.Ordered:
					f.added += strconv.Itoa(b.Start+i) + "."
				default:
					f.added += "•"
				}
			}
		}
		document.WalkInlines(b, func(in document.Inline) {
			switch in := in.(type) {
			case document.FootnoteRef:
				f.added += strconv.Itoa(int(in))
			case document.Link:
				f.pageReferences = f.pageReferences || in.Page
			}
		})
		return true
	})
	return f
}

// contents reports whether print made a page of contents, which says headings twice.
func (f features) contents(pages []layout.Page) bool { return len(pages) > 4 && f.headings > 2 }

// hidden is what is not printed on purpose, or what only a reader of HTML can tell.
var hidden = regexp.MustCompile(`(?i)<(script|style)|<!\[CDATA`)

// marked reports whether a document has characters of several runes, of which one that no face has takes the others along.
func marked(d *document.Document) bool {
	return strings.ContainsFunc(d.Meta.Title+document.PlainText(d), isMark)
}

func isMark(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200d' || r == '\u20e3' || r >= 0x1f1e6 && r <= 0x1f3ff || r >= 0xe0000
}

// placed is the text on pages, in the order of their items.
func placed(pages []layout.Page) string {
	var b strings.Builder
	for _, p := range pages {
		for _, item := range p.Items {
			if i, ok := item.(*layout.Text); ok && !i.Artifact {
				s := i.Text
				if i.SoftHyphen {
					s = strings.TrimSuffix(s, "-")
				}
				b.WriteString(s)
			}
		}
	}
	return b.String()
}

// runes leaves out of s what print shows in another way: spaces, signs that are drawn, runes that no face has, and marks
// together with what they mark.
func runes(s string) (out []rune) {
	for _, r := range s {
		switch _, ok := font.Advance(font.Regular, r); {
		case isMark(r):
			if last := len(out) - 1; last >= 0 && !unicode.IsLetter(out[last]) && !unicode.IsDigit(out[last]) {
				out = out[:last]
			}
		case !ok || unicode.IsSpace(r) || strings.ContainsRune("·☐☑⚪"+replacement, r):
		case r == '–':
			out = append(out, '•') // a bullet within a list
		default:
			out = append(out, r)
		}
	}
	return out
}

func letters(s string) []rune {
	return slices.DeleteFunc(runes(s), func(r rune) bool { return !unicode.IsLetter(r) })
}

// without gives the runes of a that b has not as often.
func without(a, b []rune) string {
	count := map[rune]int{}
	for _, r := range b {
		count[r]++
	}
	var rest []rune
	for _, r := range a {
		if count[r]--; count[r] < 0 {
			rest = append(rest, r)
		}
	}
	return string(rest)
}

// notWithin gives the end of a from the first rune that b has not in the same order.
func notWithin(a, b []rune) string {
	i := 0
	for n, r := range a {
		for i < len(b) && b[i] != r {
			i++
		}
		if i == len(b) {
			return string(a[n:])
		}
		i++
	}
	return ""
}

// checkPage reports items outside the page and texts that run into each other, as from a cell into the next.
func checkPage(t *testing.T, p layout.Page) {
	t.Helper()
	const margin, slack = 51_000, 200
	rows := map[int][]*layout.Text{}
	within := func(what string, x, y, width, height int) {
		if x < margin-12_000 || x+width > p.Width-margin+12_000 || y < 0 || y+height > p.Height || width < 0 || height < 0 {
			t.Errorf("page %s: %s at %d, %d, %d x %d", p.Label, what, x, y, width, height)
		}
	}
	for _, item := range p.Items {
		switch i := item.(type) {
		case *layout.Text:
			if i.X < margin-slack || i.X+i.Width > p.Width-margin+slack || !i.Artifact && (i.Y < 60_000 || i.Y > p.Height-50_000) {
				t.Errorf("page %s: %q at %d, %d, %d wide", p.Label, i.Text, i.X, i.Y, i.Width)
			}
			rows[i.Y] = append(rows[i.Y], i)
		case *layout.Stroke:
			within("a line", min(i.X1, i.X2), min(i.Y1, i.Y2), max(i.X1, i.X2)-min(i.X1, i.X2), max(i.Y1, i.Y2)-min(i.Y1, i.Y2))
		case *layout.Box:
			within("a box", i.X, i.Y, i.Width, i.Height)
		case *layout.Disc:
			within("a dot", i.X-i.Radius, i.Y-i.Radius, 2*i.Radius, 2*i.Radius)
		case *layout.Picture:
			within("a picture", i.X, i.Y, i.Width, i.Height)
		case *layout.Link:
			within("a link", i.X, i.Y, i.Width, i.Height)
		}
	}
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b *layout.Text) int { return a.X - b.X })
		for i := 1; i < len(row); i++ {
			if a, b := row[i-1], row[i]; a.X+a.Width > b.X+slack {
				t.Errorf("page %s: %q runs into %q", p.Label, a.Text, b.Text)
			}
		}
	}
}

var (
	tag        = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)|<[!?/]?[A-Za-z](?:"[^"]*"|'[^']*'|[^>"'])*>?`)
	alert      = regexp.MustCompile(`(?m)^\[!\w+\][ \t]*$`)
	opening    = regexp.MustCompile(`<[/?!]?[A-Za-z]`)
	wellFormed = regexp.MustCompile(`<[A-Za-z][\w-]*(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?)*\s*/?>|</[A-Za-z][\w-]*\s*>|<[a-z]+:[^<>]*>|<[^\s<>@]+@[^\s<>]+>`)
	entity     = regexp.MustCompile(`&#?\w+;`)
)

// visible extracts the text of Markdown without our parser: the texts, code and addresses of goldmark's tree, and HTML
// without its tags. Entities are left out.
func visible(src []byte) string {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	var b strings.Builder
	_ = ast.Walk(md.Parser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			b.Write(n.Lines().Value(src))
		case *ast.HTMLBlock:
			b.WriteString(entity.ReplaceAllString(tag.ReplaceAllString(string(n.Lines().Value(src)), ""), ""))
		case *ast.AutoLink:
			b.WriteString(html.UnescapeString(string(n.Label(src))))
		case *ast.Blockquote:
			if p, ok := n.FirstChild().(*ast.Paragraph); ok && alert.Match(p.Lines().Value(src)) {
				return ast.WalkSkipChildren, nil
			}
		case *ast.Text:
			v := string(n.Segment.Value(src))
			if !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan {
				v = entity.ReplaceAllString(v, "")
			}
			b.WriteString(v)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
