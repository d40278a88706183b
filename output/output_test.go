package output_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/table"
	"ismsgen/output/document"
	"ismsgen/output/excel"
	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

// pieces are what hostile values are made of.
var pieces = []string{
	"|", "*", "_", "**", "<b>", "</b>", "<br>", "<!-- x -->", "{{", "}}", "`", "``", "```", `\`, "\n", "\t", "\u00a0", `=HYPERLINK("https://a.example","b")`,
	"Łódź", "Őr", "Ελλάδα", "Київ", "🙂", "🟢", "&amp;", "&", "[a](b)", "![a](b)", "[^1]", "~~", "~", "#", "# ", "1. ", "- ", "+ ", "> ", "---", "===", ": ",
	"https://a.example/x_y", "www.a.example", "a@b.example", "word", "two words", "ijzeren", "10 %", "(", ")", "\"", "'", "$", "R1", "____", "- [ ] ", "::", "!", "é", "€", "–",
}

func generated(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	// What content does to every value when it loads it: no space at the edges of lines.
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// TestValuesComeOutUnharmed puts generated values into a paragraph and a cell and reads them back from the document, from
// the pages and from the workbook.
func TestValuesComeOutUnharmed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := document.Words{Replacement: "□"}
	var rows []excel.Row
	for range 1500 {
		s := generated(r)
		if s == "" {
			continue
		}
		e := document.Escape(s)
		src := "Before " + e + " after\n\n| Head | Two |\n|---|---|\n| " + e + " | x |\n"
		d, problems := document.Parse("x.md", []byte(src), document.Options{Meta: document.Meta{Words: words}})
		if problems.HasErrors() || len(d.Blocks) != 2 {
			t.Fatalf("%q becomes %q: %d blocks, %v", s, src, len(d.Blocks), problems)
		}
		paragraph := d.Blocks[0].(*document.Paragraph)
		cell := d.Blocks[1].(*document.Table).Rows[0][0]
		if got := document.Plain(paragraph.Text); got != "Before "+s+" after" {
			t.Errorf("paragraph %q holds %q", s, got)
		}
		if got := document.Plain(cell); got != s {
			t.Errorf("cell %q holds %q", s, got)
		}
		pages, _ := layout.Layout(d, layout.Style{Print: true})
		if got, want := squeeze(placed(pages)), squeeze("Before "+s+" after"+"Head"+"Two"+s+"x"); got != want {
			t.Errorf("%q is printed as %q, want %q", s, got, want)
		}
		rows = append(rows, excel.Row{Cells: []excel.Cell{{Text: s}}})
	}
	data, problems := excel.Render(excel.Workbook{ID: "x", Created: table.Date{Year: 2026, Month: 1, Day: 1}, Words: excel.Words{About: "a"}, Sheets: []excel.Sheet{&excel.Table{Title: "s",
		Columns: []excel.Column{{Name: "t", Path: "t", Title: "T", Type: table.Text}}, Rows: rows}}})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, row := range rows {
		s, cell := row.Cells[0].Text, fmt.Sprintf("A%d", i+2)
		if got, err := f.GetCellValue("s", cell, excelize.Options{RawCellValue: true}); err != nil || got != s {
			t.Errorf("sheet cell %q holds %q, %v", s, got, err)
		}
		if formula, _ := f.GetCellFormula("s", cell); formula != "" {
			t.Errorf("%q became the formula %q", s, formula)
		}
	}
}

// squeeze removes spaces and dots, and shows runes that no face has as their replacement.
func squeeze(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch _, ok := font.Advance(font.Regular, r); {
		case unicode.IsSpace(r), strings.ContainsRune("🟢🟠🔴⚪", r):
		case !ok:
			b.WriteString("□")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
