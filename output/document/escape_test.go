package document

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// awkward values, each of which means something to Markdown somewhere.
var awkward = []string{
	"Müller & Zonen (NV) – 10 % / 2.0", "1. one", "1) one", "2026.", "- minus", "-5 °C", "+32 2 555", "+ plus", "# hash",
	"#1", "C #", "F#", "## a ##", "> quote", "= equals", "===", "---", "- - -", "***", "* star", "5 * 3 * 2", "a*b*c",
	"snake_case_name", "_under_", "__init__", "____", "Name: ____", "~ 5 days", "~~~", "~~gone~~", "```", "`code`",
	"a | b", "|---|", "---|---", ":--|", ": definition", "<b>bold</b>", "<script>", "a < b > c", "<5", "<!-- x -->",
	"<a id=\"k\"></a>**R1**", "&amp;", "&lt", "AT&T;", "R&D", "&#65;", "&#x41", "{{.Name}}", `\`, `DOMAIN\user`, `\\server\c$`,
	`a\|b`, `\*`, `a\`, "[x](y)", "[x]", "![x](y)", "Stop!", "[^1]", "[^1]: note", "[x]: y", "[ ] task", "- [x] task",
	"[!NOTE]", "http://example.org/a_b?c=1&d=2", "https://example.org/(x)_", "www.example.org.", "(www.example.org)",
	"jan_@example.org", "mail jan@example.org!", "http://example.org/?a&amp;b", "https://example.org/**x**", "line one\nline two", "\n\n",
	"a\n- b", "a\n    b", "a  b", "a   \nb", "\ttab\tbed", "no\u00a0break", "\u00a0edge\u00a0", "3\u2003Rules", "3 Rules",
	"🟢 Done", "⚪️", "☐ box", "🎉", "R3", "a:", "::", "a\u200bb", "\x01", "\x0c", "\u0085", "\u2028", "$x$", "@user", "e\u0301",
	"<http://example.org>", "<jan@example.org>", "a\\\nb", "!", "a![", "\"q\" 'q'", "</sub>", "<br>", "**", "*", "_", "~",
	"0) x", "12345678901. x", ".", "+", "-", "-- x", "#\u00a0x", "=\n=", "a\n===", "a\n---", "[", "]", "](x)", "&", "&#", "www.", "http:",
}

// places are where a template may print a value.
var places = []string{
	"%s", "## %s", "### %s\n", "- %s", "1. %s", "> %s", "- [ ] %s", "| %s | b |\n|---|---|\n| x | y |", "| a | b |\n|---|---|\n| %s |%s|",
	"**%s**", "*%s*", "Text **%s** text.", "[%s](other.md)", "Text %s, and %s.", "Text\n%s\nmore", "Term\n: %s", "%s\n: Meaning",
	"**%s:** ____", "Label: %s", "> [!NOTE]\n> %s", "- <a id=\"k\"></a>**R** %s", "H<sub>%s</sub>", "[^n]\n\n[^n]: %s", "~~%s~~",
	"```chart bars Title\n| a |\n|---|\n| %s |\n```", "```chart bars %s\n| a |\n|---|\n| 1 |\n```",
	"<!-- register: r -->\n\n%s\n\n<!-- /register -->", "%s %s", "[%s](x \"page\")",
}

func TestEscape(t *testing.T) {
	for _, s := range awkward {
		if s = normal(s); s != "" {
			checkEscape(t, s)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	pieces := append(strings.Split(" _ * ` ~ [ ] ( ) < > & ; ! # - + = : | \\ . 1 a é @ / www. http:// {", " "), " ", "  ", "\n", "\t", "\u00a0", "b.org", awkward[0])
	for range 400 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		if s := normal(b.String()); s != "" {
			checkEscape(t, s)
		}
	}
}

// TestEscapeReadable keeps ordinary values as they are: people edit this Markdown.
func TestEscapeReadable(t *testing.T) {
	for _, s := range []string{
		"Müller & Zonen (NV) – 10 % / 2.0", "R&D, e.g. at 9:30", "snake_case", "-5 °C", "+32 2 555 00 00", "#1 of 3", "a < b",
		`DOMAIN\user`, "https://example.org/a_b", "jan@example.org", "Ready? Yes! Really.", "1.5 days", "A.5.17", "“quoted”", "🟢 Done",
	} {
		if got := Escape(s); got != s {
			t.Errorf("Escape(%q) = %q", s, got)
		}
	}
}

// normal is the form that values have after loading: no space at the edges, line ends are \n, valid characters.
func normal(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.TrimFunc(s, unicode.IsSpace)
}

func checkEscape(t *testing.T, s string) {
	t.Helper()
	for _, place := range places {
		values := make([]any, strings.Count(place, "%s"))
		for i := range values {
			values[i] = Escape(s)
		}
		src := fmt.Sprintf(place, values...)
		d, _ := Parse("x.md", []byte(src), Options{})
		got := PlainText(d)
		if n := strings.Count(got, s); n < len(values) {
			t.Errorf("%q at %q: written %q, read %q", s, place, src, got)
		}
		if shape, want := shapeOf(d), shapeOf(parsed(fmt.Sprintf(place, words(len(values))...))); shape != want {
			t.Errorf("%q at %q: written %q, reads as\n%s, not as\n%s", s, place, src, shape, want)
		}
	}
}

func words(n int) []any {
	w := make([]any, n)
	for i := range w {
		w[i] = "word"
	}
	return w
}

func parsed(src string) *Document {
	d, _ := Parse("x.md", []byte(src), Options{})
	return d
}

// shapeOf is the structure of a document without its texts.
func shapeOf(d *Document) string {
	var b strings.Builder
	var lines func([]Block, string)
	lines = func(blocks []Block, in string) {
		for _, k := range blocks {
			fmt.Fprintf(&b, "%s%T\n", in, k)
			WalkInlines(k, func(i Inline) {
				switch i := i.(type) {
				case Strong, Emphasis, Strike, Sub, Sup, Mono, Image, FootnoteRef:
					fmt.Fprintf(&b, "%s%T\n", in, i)
				case Link:
					if i.Target == "other.md" || i.Target == "x" {
						fmt.Fprintf(&b, "%slink\n", in)
					}
				}
			})
			for _, inner := range within(k) {
				lines(inner, in+" ")
			}
		}
	}
	lines(d.Blocks, "")
	return b.String()
}
