package generator

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/excel"
)

// packOf loads an example in a language.
func packOf(t testing.TB, example, lang string) *pack {
	t.Helper()
	r := request(t, example)
	org, problems := content.Load(r.Client, r.Library)
	var faults problem.List
	docs := plan(r.Library, org, &faults)
	p, more := newPack(&r, org, lang, org.ReferenceDate(), docs)
	if problems = slices.Concat(problems, faults, more); problems.HasErrors() {
		t.Fatal(problems)
	}
	return p
}

func workbooksOf(p *pack) []excel.Workbook {
	var all []excel.Workbook
	for i := range p.lib.Workbooks {
		all = append(all, p.workbook(&p.lib.Workbooks[i], output.Style{}))
	}
	return all
}

// TestWorkbookNamesDocumentsByNumber holds that a bundle and the part that shares its number do not show their ids instead.
func TestWorkbookNamesDocumentsByNumber(t *testing.T) {
	p := packOf(t, "software", "en")
	for _, w := range workbooksOf(p) {
		for _, s := range w.Sheets {
			tab, ok := s.(*excel.Table)
			if !ok || tab.Register != "controls" {
				continue
			}
			at := slices.IndexFunc(tab.Columns, func(c excel.Column) bool { return c.Name == "documents" })
			for _, r := range tab.Rows {
				if at >= 0 && r.Key == "5.15" && r.Cells[at].Text != "POL-02" {
					t.Errorf("A.5.15 stands in %q", r.Cells[at].Text)
				}
			}
		}
	}
	b := &bookwork{pack: p, labels: map[string]*labels{}}
	for id, want := range map[string]string{"access-control": "POL-02", "access-management": "access-management"} {
		if got := b.label([]string{"documents"}).of(id, false); got != want {
			t.Errorf("%s shows as %q", id, got)
		}
	}
}

// TestEveryFieldHasACell holds that each field of each register can be edited in one workbook, and in one only.
func TestEveryFieldHasACell(t *testing.T) {
	p := packOf(t, "software", "en")
	rare := p.view.Registers["controls"][0] // columns that stand only where a row fills them in
	rare["set"], rare["cyfun"] = "other", table.Row{"edition": "2023", "level": "basic", "reference": "x"}
	found := map[string]int{}
	for _, w := range workbooksOf(p) {
		for _, s := range w.Sheets {
			if tab, ok := s.(*excel.Table); ok && tab.Register != "" {
				for _, c := range tab.Columns {
					if c.Path != "" {
						found[tab.Register+":"+c.Path]++
					}
				}
			}
		}
	}
	var wanted func(at string, fields []table.Field, path string)
	wanted = func(at string, fields []table.Field, path string) {
		for _, f := range fields {
			switch name := path + f.Name; {
			case f.Type == table.Group && (f.List || f.Keyed):
				wanted(at+"."+name, f.Fields, "")
			case f.Type == table.Group:
				wanted(at, f.Fields, name+".")
			case found[at+":"+name] != 1:
				t.Errorf("%s: the field %s has %d cells", at, name, found[at+":"+name])
			}
		}
	}
	for _, id := range p.lib.Registers {
		wanted(id, p.lib.Tables[id].Fields, "")
	}
}

// TestWorkbooksAreWhole looks at the definitions of the workbooks and at what becomes of them in every example and language.
func TestWorkbooksAreWhole(t *testing.T) {
	for _, example := range content.Examples() {
		for _, lang := range []string{"nl", "en"} {
			p := packOf(t, example, lang)
			for _, w := range workbooksOf(p) {
				if w.Title == "" || w.Summary == "" || slices.Contains(w.Intro, "") {
					t.Errorf("%s/%s: words are missing", lang, w.ID)
				}
				for _, s := range w.Sheets {
					tab, ok := s.(*excel.Table)
					if !ok {
						continue
					}
					if n := utf8.RuneCountInString(tab.Title); n == 0 || n > 31 {
						t.Errorf("%s/%s: the name of the sheet %q (%s) has %d characters", lang, w.ID, tab.Title, tab.Register, n)
					}
					keys := map[string]bool{}
					for _, row := range tab.Rows {
						if len(row.Cells) != len(tab.Columns) {
							t.Fatalf("%s/%s/%s: %d cells for %d columns", lang, w.ID, tab.Title, len(row.Cells), len(tab.Columns))
						}
						if tab.Register != "" && (row.Key == "" || keys[row.Key]) {
							t.Errorf("%s/%s/%s: the key %q is empty or twice", lang, w.ID, tab.Title, row.Key)
						}
						keys[row.Key] = true
					}
					for i, c := range tab.Columns {
						if c.Title == "" {
							t.Errorf("%s/%s: the column %s of %s has no title", lang, w.ID, c.Name, tab.Title)
						}
						comeBack(t, w.Language+"/"+w.ID, tab, i)
					}
				}
			}
		}
	}
}

// comeBack holds that what a person sees in a column tells apart what it stands for, so that import finds the way back.
func comeBack(t *testing.T, where string, tab *excel.Table, i int) {
	t.Helper()
	c := tab.Columns[i]
	meant := map[string]string{}
	for _, row := range tab.Rows {
		cell := row.Cells[i]
		if c.Path == "" {
			if cell.Base != "" {
				t.Errorf("%s: %s.%s comes back from a computed cell", where, tab.Title, c.Name)
			}
			continue
		}
		if (cell.Text == "") != (cell.Base == "") {
			t.Errorf("%s: %s.%s shows %q for %q", where, tab.Title, c.Name, cell.Text, cell.Base)
		}
		if base, ok := meant[cell.Text]; ok && base != cell.Base {
			t.Errorf("%s: %s.%s shows %q for %q and for %q", where, tab.Title, c.Name, cell.Text, base, cell.Base)
		}
		meant[cell.Text] = cell.Base
		switch {
		case c.Many:
			if a, b := strings.Count(cell.Text, ", "), strings.Count(cell.Base, ", "); a != b && !strings.Contains(cell.Text, "\n") {
				t.Errorf("%s: %s.%s shows %q for the list %q", where, tab.Title, c.Name, cell.Text, cell.Base)
			}
		case c.Type == table.Day && cell.Base != "":
			if d, err := table.ParseDate(cell.Base); err != nil || float64(excel.Serial(d)) != cell.Number {
				t.Errorf("%s: %s.%s holds day %v for %q", where, tab.Title, c.Name, cell.Number, cell.Base)
			}
		case (c.Type == table.Int || c.Type == table.Number) && cell.Base != "":
			if n, err := strconv.ParseFloat(cell.Base, 64); err != nil || n != cell.Number {
				t.Errorf("%s: %s.%s holds %v for %q", where, tab.Title, c.Name, cell.Number, cell.Base)
			}
		case len(c.Choices) > 0 && cell.Text != "" && !slices.Contains(c.Choices, cell.Text):
			t.Errorf("%s: %s.%s shows %q, which its list does not offer", where, tab.Title, c.Name, cell.Text)
		}
	}
}

// TestFormulasYieldWhatTheyShow calculates every formula of the workbooks anew.
func TestFormulasYieldWhatTheyShow(t *testing.T) {
	r := request(t, "accountancy")
	r.Languages, r.Formats, r.Only = []string{"en"}, []string{"xlsx"}, []string{"information-security-policy"}
	files, _, _ := collect(t, r)
	for name, data := range files {
		n := 0
		eachRow(t, data, func(f *excelize.File, sheet string, y int, row []string) {
			for x, shown := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				formula, _ := f.GetCellFormula(sheet, cell)
				if formula == "" {
					continue
				}
				n++
				if got, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true}); err != nil || got != shown {
					t.Errorf("%s: %s!%s shows %q, and %s yields %q, %v", name, sheet, cell, shown, formula, got, err)
				}
			}
		})
		if n == 0 && !strings.Contains(name, "registers") {
			t.Errorf("%s has no formula", name)
		}
	}
}

// eachRow visits the rows of all sheets, from 0; before those of a sheet comes row -1.
func eachRow(t testing.TB, data []byte, visit func(f *excelize.File, sheet string, y int, row []string)) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		visit(f, sheet, -1, nil)
		for y, row := range rows {
			visit(f, sheet, y, row)
		}
	}
}

// cellsOf writes the cells of a workbook as text: those that hold something, a formula after its value.
func cellsOf(t testing.TB, data []byte) string {
	t.Helper()
	var b strings.Builder
	eachRow(t, data, func(f *excelize.File, sheet string, y int, row []string) {
		if y < 0 {
			fmt.Fprintf(&b, "== %s\n", sheet)
		}
		var line []string
		for x, s := range row {
			cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
				if s == "" {
					continue
				}
				s += " =" + formula
			}
			if s != "" {
				line = append(line, cell+": "+strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(s))
			}
		}
		if len(line) > 0 {
			fmt.Fprintf(&b, "%s\n", strings.Join(line, " | "))
		}
	})
	return b.String()
}

// BenchmarkWorkbooks makes the workbooks of the largest example in one language from loaded data. What the documents of
// the pack say of their sections and pages is there already, as it is in a run that makes them.
func BenchmarkWorkbooks(b *testing.B) {
	p := packOf(b, "manufacturer", "nl")
	workbooksOf(p)
	for b.Loop() {
		for _, w := range workbooksOf(p) {
			if _, problems := excel.Render(w); problems.HasErrors() {
				b.Fatal(problems)
			}
		}
	}
}

// BenchmarkManyRisks makes the risk register of an organisation with 10,000 risks.
func BenchmarkManyRisks(b *testing.B) {
	p := packOf(b, "manufacturer", "nl")
	p.view.Registers["risks"] = many(p.view.Registers["risks"], 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := excel.Render(p.workbook(&p.lib.Workbooks[1], output.Style{})); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}

// many repeats rows under new ids.
func many(rows []table.Row, n int) []table.Row {
	out := make([]table.Row, n)
	for i := range out {
		row := table.Row{}
		for k, v := range rows[i%len(rows)] {
			row[k] = v
		}
		row["id"] = fmt.Sprintf("R-%05d", i+1)
		out[i] = row
	}
	return out
}

// TestNoCellStandsTwice reads the sheets as they are written: a program that finds a cell twice offers to repair the file.
func TestNoCellStandsTwice(t *testing.T) {
	cell := regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"`)
	p := packOf(t, "accountancy", "en")
	for _, w := range workbooksOf(p) {
		data, problems := excel.Render(w)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
				continue
			}
			f, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			xml, err := io.ReadAll(f)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, m := range cell.FindAllStringSubmatch(string(xml), -1) {
				if seen[m[1]] {
					t.Errorf("%s, %s: cell %s stands twice", w.Title, part.Name, m[1])
				}
				seen[m[1]] = true
			}
			if len(seen) == 0 {
				t.Errorf("%s has no cells", part.Name)
			}
		}
	}
}
