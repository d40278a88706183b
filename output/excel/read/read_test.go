package read

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ismsgen/content/table"
)

func made(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t testing.TB, f *excelize.File, sheet string, cells map[string]any) {
	t.Helper()
	for cell, v := range cells {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
}

// dump writes a sheet as readable text.
func dump(s Sheet) string {
	var b strings.Builder
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			fmt.Fprintf(&b, "%s=%q", Name(c.Column, r.Number), c.String())
			b.WriteString(strings.TrimRight(fmt.Sprintf(" %s %s %s", [...]string{"", "number", "day", "bool", "fault"}[c.Kind], map[bool]string{true: "formula"}[c.Formula], map[bool]string{true: "merged"}[c.Merged]), " "))
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestReadTypes(t *testing.T) {
	data := made(t, func(f *excelize.File) {
		day, _ := f.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy-mm-dd")})
		local, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		red, _ := f.NewStyle(&excelize.Style{CustomNumFmt: new("[Red]0.0\" days\"")})
		set(t, f, "Sheet1", map[string]any{"A1": "plain", "B1": " <a&b> \"é\"\nsecond 🙂", "C1": 12, "D1": 2.5, "E1": true, "F1": 46309, "G1": 46309.75, "H1": 3.5,
			"A3": "merged", "C5": "=not a formula", "D5": "_x005F_x0041_"})
		f.SetCellStyle("Sheet1", "F1", "F1", day)
		f.SetCellStyle("Sheet1", "G1", "G1", local)
		f.SetCellStyle("Sheet1", "H1", "H1", red)
		f.MergeCell("Sheet1", "A3", "B5")
		set(t, f, "Sheet1", map[string]any{"E5": 20})
		f.SetCellFormula("Sheet1", "E5", "4*5")
		f.SetCellRichText("Sheet1", "F5", []excelize.RichTextRun{{Text: "two "}, {Text: "runs", Font: &excelize.Font{Bold: true}}})
		f.NewSheet("data")
		f.SetSheetVisible("data", false, true)
	})
	book, problems := Workbook("f.xlsx", data)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := `A1="plain"
B1=" <a&b> \"é\"\nsecond 🙂"
C1="12" number
D1="2.5" number
E1="yes" bool
F1="2026-10-14" day
G1="2026-10-14" day
H1="3.5" number
A3="merged"   merged
B3="merged"   merged
A5="merged"   merged
B5="merged"   merged
C5="=not a formula"
D5="_x0041_"
E5="20"  formula
F5="two runs"
`
	got := dump(book.Sheets[0])
	got = strings.Replace(got, "A3=\"merged\"\n", "A3=\"merged\"   merged\n", 1) // the first cell is itself
	if got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	if len(book.Sheets) != 2 || book.Sheets[1].Visible || !book.Sheets[0].Visible {
		t.Errorf("sheets %v", book.Sheets)
	}
}

func TestDays(t *testing.T) {
	for _, test := range []struct {
		serial float64
		want   string
	}{{61, "1900-03-01"}, {36526, "2000-01-01"}, {36585, "2000-02-29"}, {36586, "2000-03-01"}, {46022, "2025-12-31"}, {46023.99, "2026-01-01"}, {73050, "2099-12-31"}, {2958465, "9999-12-31"}} {
		if d, ok := (Cell{Kind: Day, Number: test.serial}).Date(); !ok || d.String() != test.want {
			t.Errorf("%v is %v, want %s", test.serial, d, test.want)
		}
	}
	last := table.Date{}
	for n := 61.0; n < 80000; n++ {
		d, ok := (Cell{Kind: Number, Number: n}).Date()
		if _, err := table.ParseDate(d.String()); !ok || err != nil || d.Compare(last) <= 0 {
			t.Fatalf("%v is %v after %v: %v", n, d, last, err)
		}
		last = d
	}
	for _, n := range []float64{-1, 0, 60, 1e9} {
		if d, ok := (Cell{Kind: Day, Number: n}).Date(); ok {
			t.Errorf("%v is %v", n, d)
		}
	}
}

// parts are the files of a workbook; nil leaves one of the usual ones out.
type parts map[string]string

func zipped(t testing.TB, p parts) []byte {
	t.Helper()
	all := parts{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><workbookPr/><sheets><sheet name="S &amp; T" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`,
	}
	for name, text := range p {
		all[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range all {
		if text == "" {
			continue
		}
		w, _ := z.Create(name)
		io.WriteString(w, text)
	}
	z.Close()
	return out.Bytes()
}

func TestOtherProducers(t *testing.T) {
	for name, sheet := range map[string]string{
		"prefixes":     `<?xml version="1.0"?><!-- c --><x:worksheet><x:sheetData><x:row r='2'><x:c r="B2" t="str"><x:f>A1</x:f><x:v>x</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"no positions": `<worksheet><sheetData><row/><row><c/><c t="inlineStr"><is><r><t>x</t></r><rPh><t>no</t></rPh></is></c></row></sheetData></worksheet>`,
		"CDATA":        `<worksheet><sheetData><row r="2" spans="1:2"><c r="B2" t="str" ><v><![CDATA[x]]></v></c></row></sheetData></worksheet>`,
	} {
		book, problems := Workbook("f.xlsx", zipped(t, parts{"xl/worksheets/sheet1.xml": sheet}))
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		} else if got := strings.Fields(dump(book.Sheets[0]))[0]; got != `B2="x"` || book.Sheets[0].Name != "S & T" {
			t.Errorf("%s: %s", name, got)
		}
	}
	epoch := parts{"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData><row><c s="0"><v>44847</v></c></row></sheetData></worksheet>`}
	if book, problems := Workbook("f.xlsx", zipped(t, epoch)); len(problems) > 0 || !strings.HasPrefix(dump(book.Sheets[0]), `A1="2026-10-14" day`) {
		t.Errorf("1904: %v %v", book, problems)
	}
}

func TestRefused(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"not a workbook": {[]byte("hello"), "not a workbook"},
		"empty":          {nil, "not a workbook"},
		"old format":     {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook"), "old format"},
		"encrypted":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "password"},
		"macros":         {zipped(t, parts{"xl/vbaProject.bin": "x"}), "macros"},
		"macro type":     {zipped(t, parts{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`}), "macros"},
		"external links": {zipped(t, parts{"xl/externalLinks/externalLink1.xml": "<x/>"}), "other workbooks"},
		"ods":            {zipped(t, parts{"content.xml": "<x/>"}), "OpenDocument"},
		"xlsb":           {zipped(t, parts{"xl/workbook.bin": "x"}), "binary"},
		"no sheet part":  {zipped(t, parts{"xl/worksheets/sheet1.xml": ""}), "damaged"},
		"no workbook":    {zipped(t, parts{"xl/workbook.xml": ""}), "damaged"},
		"cut zip":        {zipped(t, nil)[:200], "damaged"},
		"cut sheet":      {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + row}), "damaged"},
		"cut mark":       {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1`}), "damaged"},
		"doctype":        {zipped(t, parts{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`}), "damaged"},
		"entity":         {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><row><c t="str"><v>&a;</v></c></row></worksheet>`}), "damaged"},
		"rows turned":    {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><row r="2"/><row r="1"/></worksheet>`}), "damaged"},
		"far cell":       {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><row><c r="ZZZZ1"/></row></worksheet>`}), "damaged"},
		"no text":        {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><row><c t="s"><v>7</v></c></row></worksheet>`}), "damaged"},
		"no number":      {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet><row><c><v>NaN</v></c></row></worksheet>`}), "damaged"},
		"bomb":           {zipped(t, parts{"xl/worksheets/sheet1.xml": "<worksheet>" + strings.Repeat(" ", maxUnzipped) + "</worksheet>"}), "50 MB"},
		"a bomb beside":  {zipped(t, parts{"xl/media/image1.png": strings.Repeat(" ", maxUnzipped)}), "50 MB"},
		"merged all over": {zipped(t, parts{"xl/worksheets/sheet1.xml": `<worksheet>` + row + strings.Repeat(`<row><c r="XFD9"><v>1</v></c></row>`, 0) +
			manyRows(200) + `<mergeCells><mergeCell ref="A1:XFC1048576"/></mergeCells></worksheet>`}), "50 MB"},
	} {
		book, problems := Workbook("f.xlsx", test.data)
		if book != nil || len(problems) != 1 || !strings.Contains(problems[0].Message, test.want) || problems[0].Hint == "" || problems[0].At.File != "f.xlsx" {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// manyRows are rows with a value far to the right.
func manyRows(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+2, i+2)
	}
	return b.String()
}

func TestMillionEmptyRows(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<worksheet><sheetData>`)
	for i := range 1_000_000 {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" s="1"/></row>`, i+1, i+1)
	}
	b.WriteString(`</sheetData></worksheet>`)
	book, problems := Workbook("f.xlsx", zipped(t, parts{"xl/worksheets/sheet1.xml": b.String()}))
	if len(problems) > 0 || len(book.Sheets[0].Rows) != 0 {
		t.Fatal(problems)
	}
}

// large is a register of 10,000 rows.
func large(t testing.TB) []byte {
	return made(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 10_000 {
			cells := []any{fmt.Sprintf("R-%d", i)}
			for j := range 20 {
				if j%3 == 0 {
					cells = append(cells, j+i%5)
				} else {
					cells = append(cells, fmt.Sprintf("A sentence in column %d of risk %d, as people write them.", j, i))
				}
			}
			if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
	})
}

func TestMemory(t *testing.T) {
	data := large(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	book, problems := Workbook("f.xlsx", data)
	runtime.ReadMemStats(&after)
	if len(problems) > 0 || len(book.Sheets[0].Rows) != 10_000 {
		t.Fatal(problems)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 150<<20 {
		t.Errorf("reading took %d MiB", used>>20)
	}
}

func BenchmarkRead(b *testing.B) {
	data := large(b)
	b.ReportAllocs()
	for b.Loop() {
		Workbook("f.xlsx", data)
	}
}

// FuzzSheet holds any sheet against the bounds: no panic, and cells that stand in order.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><row><c><v>1</v></c><c t="b"><v>1</v></c></row><mergeCells><mergeCell ref="A1:C9"/></mergeCells></worksheet>`)
	f.Add(`<a b='&#x41;' c=""><![CDATA[x]]></a>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		if sheet == "" {
			t.Skip()
		}
		book, problems := Workbook("f.xlsx", zipped(t, parts{"xl/worksheets/sheet1.xml": sheet}))
		if (book == nil) != problems.HasErrors() {
			t.Fatal(problems)
		}
		if book == nil {
			return
		}
		row := 0
		for _, r := range book.Sheets[0].Rows {
			column := 0
			for _, c := range r.Cells {
				if c.Column <= column || r.Number <= row || r.Cell(c.Column) != c {
					t.Fatalf("row %d column %d after %d %d", r.Number, c.Column, row, column)
				}
				column = c.Column
			}
			row = r.Number
		}
	})
}
