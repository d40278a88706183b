package excel

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/table"
)

// hostile are texts that a careless writer would change, run or lose.
var hostile = []string{
	`=HYPERLINK("https://x.example","y")`, "+1+1", "-2", "@SUM(A1)", "_x0041_", "_x005F_x0041_", "a|b*c_d<b>&amp;{{", "`\\`", "line\nbreak", "tab\there",
	"no\u00a0break", "Łódź Őr Ελλάδα Київ 🙂", "'quoted", "007", "1.10", "2026-01-01", "TRUE", " inner  blanks", "]]>", "</t>",
}

var day = table.Date{Year: 2026, Month: 10, Day: 14}

// workbook holds a table with a column of each type, a list in its rows and a map.
func workbook(values []string) Workbook {
	five := 5
	one := 1
	t := &Table{Title: "Beheersmaatregelen: [alle] / nu", Register: "x", Key: "id", Spare: 20, Columns: []Column{
		{Name: "id", Path: "id", Title: "Id", Type: table.ID, Key: true, Required: true},
		{Name: "t", Path: "t", Title: "Tekst", Type: table.Text, Required: true}, {Name: "t2", Path: "t2", Title: "Tekst", Type: table.Text},
		{Name: "n", Path: "n", Title: "Getal", Type: table.Int, Min: &one, Max: &five}, {Name: "d", Path: "d", Title: "Datum", Type: table.Day, Due: true},
		{Name: "c", Path: "c", Title: "Keuze", Type: table.Choice, Choices: []string{"ja", "nee, nooit"}, Signals: map[string]string{"ja": "green"}, Done: []string{"ja"}},
		{Name: "level", Title: "Niveau", Type: table.Int, Level: true, Formula: `IF({n}="","",{n}*2)`},
	}}
	list := &Table{Title: "Acties & meer", Register: "x.actions", Key: "id", Spare: 20, Columns: []Column{
		{Name: "id", Path: "id", Title: "Id", Type: table.Name, Key: true, From: "x:id"},
		{Name: "t", Title: "Tekst", Type: table.Text, Formula: `IFERROR(INDEX({x:t},MATCH({id},{x:id},0)),"")`},
		{Name: "what", Path: "what", Title: "Wat", Type: table.Text},
	}}
	for i, v := range values {
		id := fmt.Sprintf("R-%02d", i+1)
		t.Rows = append(t.Rows, Row{Key: id, Cells: []Cell{{Text: id, Base: id}, {Text: v, Base: v}, {Text: v, Base: v}, {Text: "4", Number: 4, Base: "4"},
			{Text: "14 okt 2026", Number: float64(Serial(day)), Base: day.String()}, {Text: "ja", Base: "yes"}, {Text: "8", Number: 8}}})
		list.Rows = append(list.Rows, Row{Key: ChildKey(id, 1), Cells: []Cell{{Text: id, Base: id}, {Text: v}, {Text: v, Base: v}}})
	}
	return Workbook{ID: "w", Client: "voorbeeld", Language: "nl", Title: "Register & Co", Organisation: "Voorbeeld NV", Created: day, Today: day,
		Bands: []Band{{"laag", 4}, {"matig", 8}, {"hoog", 15}, {"zeer hoog", 25}}, Intro: []string{"Wat dit is."},
		Words:    Words{About: "Over deze map", DayFormat: "[$-813]d mmm yyyy", Number: "{min} tot {max}"},
		Contents: []string{"Blad"}, Legend: "Kolommen", LegendHeads: []string{"Blad"},
		Sheets: []Sheet{t, list, &Heatmap{Title: "Matrix", Level: func(l, i int) int { return l * i }, Maps: []Map{{Title: "Nu", Counts: [][]int{{0, 1}, {2, 3}},
			Formula: func(l, i int) string { return fmt.Sprintf("COUNTIFS({x:n},%d,{x:level},%d)", l, i) }}}}}}
}

func render(t testing.TB, w Workbook) []byte {
	t.Helper()
	data, problems := Render(w)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return data
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func cells(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCellsHoldWhatWasWritten(t *testing.T) {
	f := open(t, render(t, workbook(hostile)))
	const first = "Beheersmaatregelen- -alle- - nu"
	if got := strings.Join(f.GetSheetList(), ";"); got != "Over deze map;"+first+";Acties & meer;Matrix;Kolommen;_lists;data" {
		t.Fatalf("sheets %q", got)
	}
	rows := cells(t, f, first)
	if got := strings.Join(rows[0], ";"); got != "Id;Tekst;Tekst (2);Getal;Datum;Keuze;Niveau" {
		t.Errorf("header %q", got)
	}
	for i, want := range hostile {
		row := rows[i+1]
		if row[1] != want || row[2] != want {
			t.Errorf("cell holds %q, want %q", row[1], want)
		}
		if row[3] != "4" || row[4] != "46309" || row[5] != "ja" || row[6] != "8" {
			t.Errorf("typed cells %q", row[3:])
		}
	}
	for _, sheet := range f.GetSheetList() {
		for r, row := range cells(t, f, sheet) {
			for c := range row {
				at := fmt.Sprintf("%s%d", letters(c), r+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula != "" && (sheet == "data" || strings.ContainsAny(formula, "@+") || strings.Contains(formula, "HYPERLINK")) {
					t.Errorf("%s!%s is the formula %q", sheet, at, formula)
				}
			}
		}
	}
	if got, _ := f.GetCellFormula(first, "G3"); got != `IF($D3="","",$D3*2)` {
		t.Errorf("formula %q", got)
	}
	if got, err := f.CalcCellValue(first, "G3"); got != "8" || err != nil {
		t.Errorf("the formula yields %q, %v", got, err)
	}
	if got, err := f.CalcCellValue("Acties & meer", "B4"); got != hostile[2] || err != nil {
		t.Errorf("the look-up yields %q, %v", got, err)
	}
}

// TestDataSheet holds the hidden sheet against its contract.
func TestDataSheet(t *testing.T) {
	f := open(t, render(t, workbook(hostile[4:6])))
	var got []string
	for _, row := range cells(t, f, DataSheet) {
		got = append(got, strings.Join(row, "|"))
	}
	want := []string{
		"schema|1|nl|voorbeeld|w",
		"sheet|Beheersmaatregelen- -alle- - nu|x|id|id|t|t2|n|d|c",
		"row||R-01||R-01|_x0041_|_x0041_|4|2026-10-14|yes",
		"row||R-02||R-02|_x005F_x0041_|_x005F_x0041_|4|2026-10-14|yes",
		"sheet|Acties & meer|x.actions|id|id||what",
		"row||R-01#1||R-01||_x0041_",
		"row||R-02#1||R-02||_x005F_x0041_",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the sheet holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if visible, err := f.GetSheetVisible(DataSheet); visible || err != nil {
		t.Errorf("the sheet is visible, or %v", err)
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
}

// TestSheetsAreMadeForPeople looks at what surrounds the cells.
func TestSheetsAreMadeForPeople(t *testing.T) {
	w := workbook(hostile)
	fixed := *w.Sheets[0].(*Table)
	fixed.Title, fixed.Register, fixed.Fixed, fixed.Spare = "Vast", "y", true, 0
	w.Sheets = append(w.Sheets, &fixed)
	f := open(t, render(t, w))
	first := f.GetSheetList()[1]
	checks, err := f.GetDataValidations(first)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range checks {
		got = append(got, v.Sqref+" "+v.Type+" "+v.Formula1)
	}
	want := []string{"A2:A41 custom COUNTIF($A$2:$A$41,A2)=1", "D2:D41 whole 1", "E2:E41 date 32874", "F2:F41 list _lists!$A$1:$A$2", "G2:G41 custom FALSE"}
	if !slices.Equal(got, want) {
		t.Errorf("checks %q, want %q", got, want)
	}
	formats, err := f.GetConditionalFormats(first)
	if err != nil {
		t.Fatal(err)
	}
	if c := formats["E2:E41"]; len(c) != 1 || c[0].Criteria != `AND(ISNUMBER(E2),E2<46309,$F2<>"ja")` {
		t.Errorf("overdue: %+v", c)
	}
	if c := formats["F2:F41"]; len(c) != 1 || c[0].Criteria != `F2="ja"` {
		t.Errorf("status: %+v", c)
	}
	if c := formats["G2:G41"]; len(c) != 4 {
		t.Errorf("levels: %+v", c)
	}
	names := f.GetDefinedName()
	for name, want := range map[string]string{"_xlnm._FilterDatabase": "$A$1:$G$41", "_xlnm.Print_Titles": "$1:$1", "_xlnm.Print_Area": "$A$1:$G$41"} {
		if !slices.ContainsFunc(names, func(n excelize.DefinedName) bool {
			return n.Name == name && n.RefersTo == "'"+first+"'!"+want && n.Scope == first
		}) {
			t.Errorf("no %s %s: %+v", name, want, names)
		}
	}
	if panes, err := f.GetPanes(first); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	if p, err := f.GetSheetProtection("Vast"); err != nil || !p.AutoFilter || p.Sort || p.Password != "" {
		t.Errorf("protection of fixed rows: %+v, %v", p, err)
	}
	locked := func(sheet, cell string) bool {
		id, _ := f.GetCellStyle(sheet, cell)
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return style.Protection == nil || style.Protection.Locked
	}
	if locked("Vast", "B2") || !locked("Vast", "G2") || !locked("Vast", "A1") {
		t.Error("a sheet with fixed rows must lock what is computed, and only that")
	}
}

func TestSameInputSameBytes(t *testing.T) {
	first := render(t, workbook(hostile))
	for range 5 {
		if !bytes.Equal(first, render(t, workbook(hostile))) {
			t.Fatal("the bytes differ")
		}
	}
}

func TestLongTextIsCutWithAWarning(t *testing.T) {
	data, problems := Render(workbook([]string{strings.Repeat("🙂", maxText)}))
	if len(problems) != 4 || problems.HasErrors() {
		t.Fatalf("problems %v", problems)
	}
	open(t, data)
}

func TestFaultyWorkbookIsAProblem(t *testing.T) {
	for name, w := range map[string]Workbook{
		"two sheets of one name": {Words: Words{About: "x"}, Sheets: []Sheet{&Notes{Title: "X"}}},
		"unknown column":         {Words: Words{About: "x"}, Sheets: []Sheet{&Table{Title: "t", Columns: []Column{{Name: "a", Title: "A", Formula: "{b}"}}}}},
		"unknown register":       {Words: Words{About: "x"}, Sheets: []Sheet{&Table{Title: "t", Columns: []Column{{Name: "a", Title: "A", Formula: "{r:b}"}}}}},
	} {
		if data, problems := Render(w); data != nil || !problems.HasErrors() {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestSerial(t *testing.T) {
	for want, d := range map[int]table.Date{1: {Year: 1899, Month: 12, Day: 31}, 61: {Year: 1900, Month: 3, Day: 1}, 36585: {Year: 2000, Month: 2, Day: 29}, 46309: day} {
		if got := Serial(d); got != want {
			t.Errorf("%v is day %d, want %d", d, got, want)
		}
	}
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
		data, _ := Render(workbook([]string{s}))
		file := open(t, data)
		want, _ := cut(s)
		for sheet, cell := range map[string]string{file.GetSheetList()[1]: "B2", DataSheet: "F3"} {
			if got, err := file.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
				t.Errorf("cell holds %q, want %q (%v)", got, want, err)
			}
		}
	})
}

func BenchmarkRender(b *testing.B) {
	w := workbook(slices.Repeat(hostile, 6))
	for b.Loop() {
		Render(w)
	}
}
