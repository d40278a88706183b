package excel

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/table"
	"ismsgen/output/document"
)

var meta = document.Meta{ID: "soa", Number: "SOA-01", Title: "Statement & Co", Organisation: "Voorbeeld NV", Version: "1.0", Created: "2026-10-14", Language: "nl",
	Words: document.Words{Organisation: "Organisatie", Document: "Document", Version: "Versie", Status: "Status", Owner: "Eigenaar", ApprovedBy: "Goedgekeurd door", ValidFrom: "Geldig vanaf"}}

// hostile are texts that a careless writer would change, run or lose.
var hostile = []string{
	`=HYPERLINK("https://x.example","y")`, "+1+1", "-2", "@SUM(A1)", "_x0041_", "a|b*c_d<b>&amp;{{", "`\\`", "line\nbreak", "tab\there",
	"no\u00a0break", "Łódź Őr Ελλάδα Київ 🙂", "'quoted", "007", "1.10", "2026-01-01", "TRUE", " inner  blanks",
}

func workbook(values []string) Workbook {
	w := Workbook{About: "Over deze map", Intro: []string{"Wat dit is."}}
	g := table.Grid{Name: "x", Title: "Beheersmaatregelen: [alle] / nu", Columns: []table.Column{
		{Name: "t", Title: "Tekst", Type: table.Text}, {Name: "t2", Title: "Tekst", Type: table.Text},
		{Name: "n", Title: "Getal", Type: table.Int}, {Name: "d", Title: "Datum", Type: table.Day},
		{Name: "c", Title: "Keuze", Type: table.Choice, Choices: []string{"ja", "nee, nooit"}},
	}}
	for _, v := range values {
		g.Rows = append(g.Rows, []table.Value{{Text: v}, {Text: v}, {Text: "12", Number: 12, Type: table.Int},
			{Text: "14 okt 2026", Date: table.Date{Year: 2026, Month: 10, Day: 14}, Type: table.Day}, {Text: "ja", Signal: "green", Type: table.Choice}})
	}
	w.Sheets = append(w.Sheets, g)
	return w
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestCellsHoldWhatWasWritten(t *testing.T) {
	data, problems := Render(meta, workbook(hostile))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f := open(t, data)
	if got := f.GetSheetList(); len(got) != 3 || got[1] != "Beheersmaatregelen- -alle- - nu" {
		t.Fatalf("sheets %q", got)
	}
	rows, err := f.GetRows(f.GetSheetList()[1], excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ";"); got != "Tekst;Tekst (2);Getal;Datum;Keuze" {
		t.Errorf("header %q", got)
	}
	for i, want := range hostile {
		row := rows[i+1]
		if row[0] != want || row[1] != want {
			t.Errorf("cell holds %q, want %q", row[0], want)
		}
		if row[2] != "12" || row[3] != "46309" || row[4] != "ja" {
			t.Errorf("typed cells %q", row[2:])
		}
		formula, _ := f.GetCellFormula(f.GetSheetList()[1], "A2")
		if formula != "" {
			t.Errorf("a formula: %q", formula)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first, _ := Render(meta, workbook(hostile))
	for range 5 {
		if again, _ := Render(meta, workbook(hostile)); !bytes.Equal(first, again) {
			t.Fatal("the bytes differ")
		}
	}
}

func TestLongTextIsCutWithAWarning(t *testing.T) {
	data, problems := Render(meta, workbook([]string{strings.Repeat("🙂", maxText)}))
	if len(problems) != 2 || problems.HasErrors() {
		t.Fatalf("problems %v", problems)
	}
	open(t, data)
}

func FuzzCell(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// What content refuses at load does not come here: control characters, invalid UTF-8.
		if strings.ContainsFunc(s, func(r rune) bool {
			return r < ' ' && r != '\n' && r != '\t' || r == 0xFFFD || r == 0xFFFE || r == 0xFFFF
		}) || strings.TrimSpace(s) == "" {
			t.Skip()
		}
		data, _ := Render(meta, workbook([]string{s}))
		file := open(t, data)
		got, err := file.GetCellValue(file.GetSheetList()[1], "A2", excelize.Options{RawCellValue: true})
		want, _ := cut(s)
		if err != nil || got != want {
			t.Errorf("cell holds %q, want %q (%v)", got, want, err)
		}
	})
}

func BenchmarkRender(b *testing.B) {
	w := workbook(slices.Repeat(hostile, 6))
	for b.Loop() {
		Render(meta, w)
	}
}
