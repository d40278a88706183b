package layout

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

var update = flag.Bool("update", false, "rewrite the dumps in testdata")

// meta is the front matter of all tests.
func meta() document.Meta {
	return document.Meta{
		ID: "access-control", Number: "POL-04", Title: "Access control policy", Summary: "Who gets access to what, and how it is reviewed and withdrawn",
		Kind: "Policy", Version: "1.2", Status: "Approved", Date: "approved 14 October 2026", Organisation: "Lindeborg Software NV",
		Owner: "CISO, Ilse Vermandel", Approver: "Managing director, Tom Haesaert", Classification: "Internal",
		ValidFrom: "14 October 2026", NextReview: "October 2027", Language: "en", Created: "2026-10-14",
		Versions: []document.Version{{Version: "1.2", Date: "14 Oct 2026", Change: "Reviews every 3 months", Approver: "Tom Haesaert"}},
		Words: document.Words{
			Contents: "Contents", Versions: "Versions", Version: "Version", Date: "Date", Change: "What changed", ApprovedBy: "Approved by",
			Organisation: "Organisation", Document: "Document", Status: "Status", Owner: "Owner", ValidFrom: "Valid from", Review: "Next review",
			Page: "page", Draft: "Draft", Note: "Note", Important: "Important", Warning: "Warning", Name: "Name", Role: "Role",
			Signature: "Signature", Likelihood: "likelihood", Impact: "impact", Replacement: "□",
		},
	}
}

// parse reads Markdown as a document of a pack, or with less care when lenient.
func parse(t testing.TB, name string, src []byte, lenient bool) *document.Document {
	t.Helper()
	d, problems := document.Parse(name, src, document.Options{Meta: meta(), Lenient: lenient})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return d
}

// TestDumps compares the layout of each testdata/*.md with its dump. Front pages are in one dump only.
func TestDumps(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := parse(t, file, src, false)
			style := Style{Hyphens: halves}
			pages, problems := Layout(d, style)
			verify(t, d, pages, !strings.Contains(string(src), "[^"))
			if again, _ := Layout(d, style); Dump(again) != Dump(pages) {
				t.Error("a second layout differs")
			}
			if filepath.Base(file) != "text.md" {
				pages = pages[1:]
			}
			got := Dump(pages)
			if len(problems) > 0 {
				got += "problems\n" + problems.Error() + "\n"
			}
			golden := strings.TrimSuffix(file, ".md") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

// halves divides words in the middle.
func halves(word string) []int {
	if n := len([]rune(word)); n > 7 {
		return []int{n / 2}
	}
	return nil
}

// verify checks what must hold for every layout.
func verify(t *testing.T, d *document.Document, pages []Page, ordered bool) {
	t.Helper()
	checkText(t, d, pages, ordered)
	checkPlaces(t, pages)
	for _, p := range pages {
		checkPage(t, p)
	}
}

// checkPage reports items beyond the margins and texts that run into each other.
func checkPage(t *testing.T, p Page) {
	t.Helper()
	s := portrait()
	if p.Width > p.Height {
		s = landscape()
	}
	const slack = 200 // what rounding up of each word adds
	rows := map[int][]*Text{}
	for _, it := range p.Items {
		v, ok := it.(*Text)
		if !ok {
			continue
		}
		if v.X < s.left-slack || v.X+v.Width > s.right+slack {
			t.Errorf("page %s: %q from %d to %d is beyond the margins %d and %d", p.Label, v.Text, v.X, v.X+v.Width, s.left, s.right)
		}
		if !v.Artifact && p.Label != "1" && (v.Y-v.Size < s.top-2*pt || v.Y > s.deepest()) {
			t.Errorf("page %s: %q at %d is beyond %d and %d", p.Label, v.Text, v.Y, s.top, s.deepest())
		}
		rows[v.Y] = append(rows[v.Y], v)
	}
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b *Text) int { return a.X - b.X })
		for i := 1; i < len(row); i++ {
			if a, b := row[i-1], row[i]; a.X+a.Width > b.X+slack {
				t.Errorf("page %s: %q runs into %q", p.Label, a.Text, b.Text)
			}
		}
	}
}

// letters leaves what text is made of.
func letters(s string) []rune {
	var out []rune
	for _, r := range s {
		if _, ok := font.Advance(font.Regular, r); ok && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			out = append(out, r)
		}
	}
	return out
}

// checkText reports text of the document that is lost: every letter of it is printed, in order unless footnotes or rows in
// parts move some.
func checkText(t *testing.T, d *document.Document, pages []Page, ordered bool) {
	t.Helper()
	var printed strings.Builder
	for _, p := range pages {
		for _, it := range p.Items {
			if v, ok := it.(*Text); ok && !v.Artifact {
				printed.WriteString(v.Text)
			}
		}
	}
	plain := &document.Document{}
	for _, b := range d.Blocks {
		if _, ok := b.(*document.Chart); !ok {
			plain.Blocks = append(plain.Blocks, b)
		}
	}
	want, got := letters(document.PlainText(plain)), letters(printed.String())
	if !ordered {
		slices.Sort(want)
		slices.Sort(got)
	}
	i := 0
	for n, r := range want {
		for i < len(got) && got[i] != r {
			i++
		}
		if i == len(got) {
			t.Fatalf("lost from %q on", string(want[n:min(n+60, len(want))]))
		}
		i++
	}
}

// checkPlaces reports links that lead nowhere.
func checkPlaces(t *testing.T, pages []Page) {
	t.Helper()
	places := map[string]bool{}
	for _, p := range pages {
		for _, it := range p.Items {
			if v, ok := it.(*Target); ok {
				places[v.Name] = true
			}
		}
	}
	for _, p := range pages {
		for _, it := range p.Items {
			if v, ok := it.(*Link); ok && v.Target[0] == '#' && !places[v.Target[1:]] {
				t.Errorf("%s leads nowhere", v.Target)
			}
		}
	}
}

// texts lists the texts of a page; artifacts only when asked for.
func texts(p Page, artifacts bool) []string {
	var out []string
	for _, it := range p.Items {
		if v, ok := it.(*Text); ok && v.Artifact == artifacts {
			out = append(out, strings.TrimSpace(v.Text))
		}
	}
	return out
}

func TestDraftSaysSo(t *testing.T) {
	d := parse(t, "x.md", []byte("## One\n\nText.\n\n<!-- landscape -->\n\nWide.\n\n<!-- /landscape -->\n"), false)
	d.Meta.Draft, d.Meta.Status, d.Meta.Date = true, "In review", ""
	pages, _ := Layout(d, Style{})
	if got := strings.Join(texts(pages[0], false), "|"); !strings.Contains(got, "In review · Draft") {
		t.Errorf("the cover does not say draft: %s", got)
	}
	for _, p := range pages[1:] {
		if got := strings.Join(texts(p, true), "|"); !strings.Contains(got, "POL-04  ·  version 1.2  ·  draft") {
			t.Errorf("page %s does not say draft: %s", p.Label, got)
		}
	}
}

func TestFormHasNoCover(t *testing.T) {
	d := parse(t, "x.md", []byte("## One\n\nName: ____\n"), false)
	d.Meta.Form = true
	pages, _ := Layout(d, Style{})
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	got := strings.Join(texts(pages[0], false), "|")
	for _, want := range []string{"POLICY", "Access control policy", "POL-04 · version 1.2", "CISO, Ilse Vermandel"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestPrint(t *testing.T) {
	short := []byte("# Title\n\n## One\n\nText.\n\n## Two\n\n## Three\n")
	long := []byte(string(short) + strings.Repeat("\n\nA paragraph of text that takes some room.", 200))
	for _, c := range []struct {
		src      []byte
		contents bool
	}{{short, false}, {long, true}} {
		d, _ := document.Parse("x.md", c.src, document.Options{Lenient: true, Meta: document.Meta{Words: meta().Words}})
		pages, problems := Layout(d, Style{Print: true})
		first := strings.Join(texts(pages[0], false), "|")
		if len(problems) > 0 || !strings.HasPrefix(first, "Title") || strings.Contains(first, "Contents") != c.contents {
			t.Errorf("%v: %.60s", problems, first)
		}
		verify(t, d, pages, true)
	}
}

// TestContentsNumbers looks for each heading on the page that the contents name.
func TestContentsNumbers(t *testing.T) {
	var src strings.Builder
	for i := range 12 {
		src.WriteString("## Part " + string(rune('A'+i)) + "\n\nSee [the last part](#part-l \"page\").\n\n" + strings.Repeat("Some text. ", 150+40*i) + "\n\n")
	}
	pages, problems := Layout(parse(t, "x.md", []byte(src.String()), false), Style{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	contents := texts(pages[1], false)
	found := 0
	for i, s := range contents {
		if !strings.HasPrefix(s, "Part ") {
			continue
		}
		found++
		for _, p := range pages[2:] {
			if slices.Contains(texts(p, false), s) && p.Label != contents[i+1] {
				t.Errorf("%s is on page %s, not %s", s, p.Label, contents[i+1])
			}
		}
	}
	last := contents[len(contents)-1]
	if got := strings.Join(texts(pages[2], false), " "); found != 12 || !strings.Contains(got, ", page\u00a0"+last) {
		t.Errorf("%d entries; no reference to page %s in %.200s", found, last, got)
	}
}

// TestBreaks checks page ends: no heading at the foot, no single line of a paragraph on either side.
func TestBreaks(t *testing.T) {
	paragraph := strings.TrimSpace(strings.Repeat("Words that fill a line of the column, again and again. ", 6))
	for lead := range 40 {
		var src strings.Builder
		src.WriteString("## Top\n\n" + strings.Repeat("One line.\n\n", lead))
		for range 6 {
			src.WriteString("### Heading\n\n" + paragraph + "\n\n")
		}
		pages, _ := Layout(parse(t, "x.md", []byte(src.String()), false), Style{})
		for _, p := range pages[2:] {
			lines := texts(p, false)
			if last := lines[len(lines)-1]; last == "Heading" {
				t.Fatalf("lead %d: page %s ends with a heading", lead, p.Label)
			}
			if n := len(lines); n > 2 && lines[n-2] == "Heading" {
				t.Fatalf("lead %d: page %s ends with the first line of a paragraph", lead, p.Label)
			}
			if n := len(lines); n > 1 && !strings.HasPrefix(lines[0], "Words") && strings.HasSuffix(lines[0], "again.") && lines[0] != paragraph {
				if v := lines[1]; v == "1.1" || strings.HasPrefix(v, "1.") {
					t.Fatalf("lead %d: page %s begins with the last line of a paragraph", lead, p.Label)
				}
			}
		}
	}
}

// TestRepeatedHeader checks that each page of a long table has its header, once as content.
func TestRepeatedHeader(t *testing.T) {
	src := "| Key | Value |\n| --- | --- |\n" + strings.Repeat("| a | b |\n", 90)
	pages, _ := Layout(parse(t, "x.md", []byte("## T\n\n"+src), false), Style{})
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, p := range pages[1:] {
		if !slices.Contains(texts(p, i > 0), "Value") {
			t.Errorf("page %s has no header row", p.Label)
		}
	}
}

// TestCellsHoldTheirWords lays out tables whose words are wider than any column.
func TestCellsHoldTheirWords(t *testing.T) {
	long := strings.Repeat("unbreakable", 12)
	for columns := 1; columns <= 24; columns++ {
		for _, cell := range []string{long, "a/" + long + "@example.org", "x", "**" + long + "**_tail_" + long, "1 234 567"} {
			row := "|" + strings.Repeat(" "+cell+" |", columns) + "\n"
			src := "## T\n\n" + row + "|" + strings.Repeat(" --: |", columns) + "\n" + row + row
			d := parse(t, "x.md", []byte(src), false)
			pages, _ := Layout(d, Style{Hyphens: halves})
			verify(t, d, pages, false)
		}
	}
}

// TestTablesAlike checks that tables with the same header have the same columns, and that others need not.
func TestTablesAlike(t *testing.T) {
	table := func(head, cell string) string {
		return "| " + head + " | Value |\n| --- | --- |\n| " + cell + " | b |\n\n"
	}
	src := "## T\n\n" + table("Key", "short") + table("Key", "a much longer text in this cell") + table("Other", "short")
	pages, _ := Layout(parse(t, "x.md", []byte(src), false), Style{})
	var at []int
	for _, it := range pages[1].Items {
		if v, ok := it.(*Text); ok && v.Text == "Value" {
			at = append(at, v.X)
		}
	}
	if len(at) != 3 || at[0] != at[1] || at[0] == at[2] {
		t.Errorf("second columns at %v", at)
	}
}

// TestChartFaults checks that a chart which cannot be drawn as written is a problem.
func TestChartFaults(t *testing.T) {
	for _, c := range []struct{ chart, want string }{
		{"pie X\n| a |\n| - |\n| 1 |\n", `unknown kind of chart "pie"`},
		{"bars X\n| a | b |\n| - | - |\n| k | many |\n", `"many" is not a count`},
		{"gantt X\n| a | from | to |\n| - | - | - |\n| k | soon | 2026-10 |\n", `not a date: "soon"`},
		{"gantt X\n| a | from | to |\n| - | - | - |\n| k | 1950-01 | 2026-10 |\n", "more than forty years"},
	} {
		d, _ := document.Parse("x.md", []byte("```chart "+c.chart+"```\n"), document.Options{Meta: meta(), Lenient: true})
		if _, problems := Layout(d, Style{}); !problems.HasErrors() || !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%q: no problem %q in %v", c.chart, c.want, problems)
		}
	}
}

// TestHyphens checks that words are divided only where that saves a line.
func TestHyphens(t *testing.T) {
	l := newLayouter(&document.Document{}, Style{Hyphens: halves}, new(Memory))
	k := look{size: textSize}
	word := l.naturalWidth("responsibility", textSize)
	for _, c := range []struct {
		text    string
		width   int
		lines   int
		divided bool
	}{
		{"responsibility", word, 1, false},
		{"responsibility", word - 1, 2, true},
		{"of responsibility", word + 5*pt, 2, false},
		{"responsibility responsibility responsibility", 2*word - 5*pt, 2, true},
	} {
		x := l.plain(c.text, k)
		lines := l.fewest(&x, c.width)
		divided := slices.ContainsFunc(lines, func(ln line) bool { return ln.hyphen })
		if len(lines) != c.lines || divided != c.divided {
			t.Errorf("%q in %d: %d lines, divided: %v", c.text, c.width, len(lines), divided)
		}
	}
}

// TestReplacement checks what is printed for runes that no face has, and that each is reported once.
func TestReplacement(t *testing.T) {
	d := &document.Document{Meta: meta(), Blocks: []document.Block{&document.Paragraph{Text: []document.Inline{
		document.Text("a😀b 👨‍👩‍👧 c 😀 d\u0007e ✔️ 日本 soft\u00adhyphen \ufeffz ☑️ 🇧🇪 1️⃣"),
	}}}}
	d.Meta.Form, d.Meta.Summary = true, ""
	pages, problems := Layout(d, Style{})
	got := ""
	for _, it := range pages[0].Items {
		if v, ok := it.(*Text); ok && !v.Artifact && v.Size == closeSize {
			got += v.Text
		}
	}
	if want := "a□b □ c □ de "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q first", got, want)
	}
	if !strings.Contains(got, "softhyphen z") {
		t.Errorf("soft hyphens and marks are not dropped: %q", got)
	}
	seen := map[string]bool{}
	for _, p := range problems {
		if seen[p.Message] || p.Severity.String() != "warning" {
			t.Errorf("not one warning: %v", p)
		}
		seen[p.Message] = true
	}
	for _, want := range []string{"no font has U+1F600", "no font has U+1F468 U+200D U+1F469 U+200D U+1F467", "a control character is left out: U+0007", "no font has U+1F1E7 U+1F1EA"} {
		if !seen[want] {
			t.Errorf("no problem %q in %v", want, problems)
		}
	}
}

func TestPictures(t *testing.T) {
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewGray(image.Rect(0, 0, 2000, 500))); err != nil {
		t.Fatal(err)
	}
	d := &document.Document{Meta: meta(), Blocks: []document.Block{
		&document.Picture{Image: &document.Image{Alt: "wide", Data: data.Bytes()}},
		&document.Paragraph{Text: []document.Inline{document.Text("An icon "), document.Image{Alt: "icon", Data: data.Bytes()}, document.Text(" in text.")}},
		&document.Picture{Image: &document.Image{Alt: "The plan of the site", Target: "plan.png"}},
		&document.Picture{Image: &document.Image{Alt: "Broken", Target: "broken.png", Data: data.Bytes()[:20]}},
	}}
	d.Meta.Form = true
	pages, problems := Layout(d, Style{})
	var sizes []int
	for _, it := range pages[0].Items {
		if v, ok := it.(*Picture); ok {
			sizes = append(sizes, v.Width, v.Height)
		}
	}
	text := form().text.width
	if !slices.Equal(sizes, []int{text, text / 4, 4 * closeSize, closeSize}) {
		t.Errorf("pictures of %v", sizes)
	}
	if len(problems) != 2 || !problems.HasErrors() {
		t.Errorf("problems: %v", problems)
	}
	if got := strings.Join(texts(pages[0], false), "|"); !strings.Contains(got, "The plan of the site") || !strings.Contains(got, "Broken") {
		t.Errorf("no alternative text in %s", got)
	}
}

func TestTargets(t *testing.T) {
	l := newLayouter(&document.Document{}, Style{}, new(Memory))
	for in, want := range map[string]string{
		"#key": "#key", "pol.md": "pol.pdf", "../a/pol.md#k": "../a/pol.pdf#k", "https://example.org/a.md": "https://example.org/a.md",
		"mailto:a@example.org": "mailto:a@example.org", "register.xlsx": "register.xlsx", "javascript:alert(1)": "", "a/b:c.md": "a/b:c.pdf",
	} {
		if got := l.target(in); got != want {
			t.Errorf("%s gives %s, want %s", in, got, want)
		}
	}
}

func FuzzLayout(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src), false)
	}
	f.Add("| a |\n|--|\n", true)
	f.Fuzz(func(t *testing.T, src string, print bool) {
		if len(src) > 1<<14 {
			return
		}
		d, problems := document.Parse("x.md", []byte(src), document.Options{Meta: meta(), Lenient: true})
		if problems.HasErrors() {
			return
		}
		pages, problems := Layout(d, Style{Hyphens: halves, Print: print})
		if problems.HasErrors() { // a page cannot hold it
			return
		}
		checkPlaces(t, pages)
		checkText(t, d, pages, false)
		for _, p := range pages {
			for _, it := range p.Items {
				if v, ok := it.(*Text); ok {
					for _, r := range v.Text {
						if _, ok := font.Advance(v.Face, r); !ok {
							t.Fatalf("face %d has no %q", v.Face, r)
						}
					}
				}
			}
			if p.Width > 0 {
				checkPage(t, p)
			}
		}
	})
}

func BenchmarkLayout(b *testing.B) {
	var src strings.Builder
	for range 10 {
		for _, name := range []string{"text", "lists", "tables", "pages"} {
			data, err := os.ReadFile("testdata/" + name + ".md")
			if err != nil {
				b.Fatal(err)
			}
			src.Write(data)
			src.WriteString("\n\n")
		}
	}
	d, _ := document.Parse("x.md", []byte(src.String()), document.Options{Meta: meta(), Lenient: true})
	b.ReportAllocs()
	pages := 0
	for b.Loop() {
		p, _ := Layout(d, Style{})
		pages += len(p)
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
