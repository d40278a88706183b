package workbook

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ismsgen/content"
	"ismsgen/content/table"
)

func library(t testing.TB) *content.Library {
	t.Helper()
	lib, problems := content.Open(content.Builtin())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lib
}

// folder is a copy of an example that a test may change.
func folder(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	example, err := content.Example(name)
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	err = fs.WalkDir(example, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := fs.ReadFile(example, name)
			out[name] = &fstest.MapFile{Data: data}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// shown are the sheets of a workbook of ours and their columns; "" is a computed one.
var shown = []struct {
	register string
	paths    []string
}{
	{"assets", []string{"id", "name", "kind", "owner", "confidentiality", "integrity", "site", "personal_data", "rto_hours"}},
	{"risks", []string{"id", "title", "assets", "threat", "affects", "owner", "inherent.likelihood", "inherent.impact", "", "treatment", "controls", "accepted.by", "accepted.on", "accepted.until", "vulnerability", "current.likelihood", "current.impact", "residual.likelihood", "residual.impact"}},
	{"risks.actions", []string{"id", "what", "who", "due", "status", "done"}},
	{"controls", []string{"control", "", "applies", "reasons", "why", "status", "since", "how", "due", "owner"}},
	{"measures.values", []string{"id", "on", "value", "comment"}},
	{"contacts", []string{"id", "name", "kind", "what", "phone"}},
}

// export makes a workbook of ours as package excel describes it.
func export(t testing.TB, lib *content.Library, client fs.FS, lang string) *excelize.File {
	t.Helper()
	org, problems := content.Load(client, lib)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	f := excelize.NewFile()
	t.Cleanup(func() { f.Close() })
	words, _ := lib.Language(lang)
	day, _ := f.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy-mm-dd")})
	base := 1
	put := func(sheet string, column, row int, v any) {
		cell, _ := excelize.CoordinatesToCellName(column, row)
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	f.NewSheet("data")
	for i, s := range []string{"schema", "1", lang, org.Row.String("id"), "test"} {
		put("data", i+1, 1, s)
	}
	for _, s := range shown {
		f.NewSheet(s.register)
		register, list, _ := strings.Cut(s.register, ".")
		r := org.Registers[register]
		fields, prefix := r.Table.Fields, ""
		if list != "" {
			fields, prefix = r.Table.Field(list).Fields, list+"."
		}
		base++
		for i, v := range []string{"sheet", s.register, s.register, r.Table.Key} {
			put("data", i+1, base, v)
		}
		for i, p := range s.paths {
			put("data", firstColumn+i, base, p)
			title := words.Label(register, prefix+p)
			switch {
			case p == "":
				title = "Computed"
			case list != "" && i == 0:
				title = "Belongs to"
			}
			put(s.register, i+1, 1, title)
		}
		n := 1
		line := func(key, shownKey string, row table.Row) {
			n++
			base++
			put("data", 1, base, "row")
			put("data", 3, base, key)
			for i, p := range s.paths {
				f1, v := table.FindPath(fields, p), any(nil)
				if f1 != nil {
					v = row.Value(p)
				}
				switch {
				case list != "" && i == 0:
					put("data", firstColumn, base, shownKey)
					put(s.register, 1, n, shownKey)
					continue
				case p == "":
					put(s.register, i+1, n, "computed")
					cell, _ := excelize.CoordinatesToCellName(i+1, n)
					f.SetCellFormula(s.register, cell, "1+1")
					continue
				}
				put("data", firstColumn+i, base, content.WriteValue(f1, v, lang))
				cell, _ := excelize.CoordinatesToCellName(i+1, n)
				switch v := v.(type) {
				case nil:
				case table.Date:
					put(s.register, i+1, n, serial(v))
					f.SetCellStyle(s.register, cell, cell, day)
				case int, float64:
					put(s.register, i+1, n, v)
				case bool:
					put(s.register, i+1, n, words.Bool(v))
				case []any:
					var parts []string
					for _, one := range v {
						parts = append(parts, label(lib, org, words, register, prefix+p, f1, one.(string), true))
					}
					put(s.register, i+1, n, strings.Join(parts, ", "))
				case table.Texts:
					put(s.register, i+1, n, v[lang])
				case string:
					put(s.register, i+1, n, label(lib, org, words, register, prefix+p, f1, v, false))
				}
			}
		}
		for _, row := range r.Rows {
			key := row.String(r.Table.Key)
			if list == "" {
				line(key, key, row)
			}
			for i, entry := range row.Rows(list) {
				line(fmt.Sprintf("%s#%d", key, i+1), key, entry)
			}
		}
	}
	f.DeleteSheet("Sheet1")
	f.SetSheetVisible("data", false, true)
	return f
}

// label is what a cell shows for an id.
func label(lib *content.Library, org *content.Organisation, words *content.Language, register, path string, f *table.Field, id string, within bool) string {
	switch {
	case isLevel(f):
		return words.Choice("organisation", "classification.level", id)
	case f.Type == table.Choice:
		return words.Choice(register, path, id)
	case slices.Contains(f.To, "roles"):
		return content.Capital(words.Roles[id].Name)
	case slices.Contains(f.To, "controls") && org.Framework.Control(id) != nil:
		return "A." + id
	case slices.Contains(f.To, "assets"):
		if name := org.Registers["assets"].Row(id)["name"].(table.Texts)[words.Tag]; !within || !strings.Contains(name, ",") {
			return name
		}
	}
	if f.Name == "control" && org.Framework.Control(id) != nil {
		return "A." + id
	}
	return id
}

func serial(d table.Date) int {
	n := 61
	for y := 1900; y < d.Year; y++ {
		n += 365
		if y > 1900 && y%4 == 0 {
			n++
		}
	}
	n -= 60 // 1 January 1900 is day 1, and programs count a 29 February of that year
	months := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if d.Year%4 == 0 {
		months[1] = 29
	}
	for _, m := range months[:d.Month-1] {
		n += m
	}
	return n + d.Day
}

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bring imports a workbook and says in lines what was taken and left.
func bring(t testing.TB, lib *content.Library, client fs.FS, data []byte, remove bool) (string, Result) {
	t.Helper()
	r, problems := Import(Request{Client: client, Library: lib, Name: "b.xlsx", Data: data, RemoveRows: remove})
	var b strings.Builder
	for _, c := range r.Taken {
		fmt.Fprintf(&b, "%s %s %s %s %s: %s > %s\n", c.Kind, c.Sheet, c.Cell, c.Key, c.Field, c.Old, c.New)
	}
	for _, p := range r.Left {
		fmt.Fprintf(&b, "left %s: %s\n", p.At, p.Message)
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "problem %s: %s\n", p.At, p.Message)
	}
	return b.String(), r
}

// rowOf finds the row of a sheet in which a key stands; n counts those of the same key.
func rowOf(t testing.TB, f *excelize.File, sheet, key string, n int) int {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 0 && r[0] == key {
			if n--; n < 0 {
				return i + 1
			}
		}
	}
	t.Fatalf("%s has no row %s", sheet, key)
	return 0
}

func columnOf(sheet, path string) int {
	for _, s := range shown {
		if s.register == sheet {
			return slices.Index(s.paths, path) + 1
		}
	}
	return 0
}

// enter types a value into a cell.
func enter(t testing.TB, f *excelize.File, sheet, key string, n int, path string, v any) string {
	t.Helper()
	cell, err := excelize.CoordinatesToCellName(columnOf(sheet, path), rowOf(t, f, sheet, key, n))
	if err == nil {
		err = f.SetCellValue(sheet, cell, v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cell
}

func TestUnchangedChangesNothing(t *testing.T) {
	lib := library(t)
	for _, name := range content.Examples() {
		for _, lang := range []string{"en", "nl"} {
			client := folder(t, name)
			if got, r := bring(t, lib, client, saved(t, export(t, lib, client, lang)), true); got != "" || len(r.Files) > 0 || !r.Ours {
				t.Errorf("%s %s:\n%s", name, lang, got)
			}
		}
	}
}

// TestUnchangedAfterLibreOffice lets another program save the workbook anew.
func TestUnchangedAfterLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not here")
	}
	lib, client, dir := library(t), folder(t, "software"), t.TempDir()
	name := filepath.Join(dir, "b.xlsx")
	if err := os.WriteFile(name, saved(t, export(t, lib, client, "nl")), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", filepath.Join(dir, "out"), name).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "b.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if got, r := bring(t, lib, client, data, true); got != "" || len(r.Files) > 0 || !r.Ours {
		t.Errorf("%s", got)
	}
}

func TestEditsComeBack(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	f := export(t, lib, client, "nl")
	c := map[string]string{}
	edit := func(name, sheet, key string, n int, path string, v any) {
		c[name] = enter(t, f, sheet, key, n, path, v)
	}
	edit("title", "risks", "R-01", 0, "title", "Een nieuwe titel: \"kort\"\r\nen twee regels")
	edit("owner", "risks", "R-01", 0, "owner", "ciso")
	edit("impact", "risks", "R-01", 0, "inherent.impact", 3)
	edit("controls", "risks", "R-01", 0, "controls", "A.5.17; 8.5")
	edit("assets", "risks", "R-01", 0, "assets", "A-10")
	edit("until", "risks", "R-01", 0, "accepted.until", "31/12/2027")
	edit("affects", "risks", "R-01", 0, "affects", "Vertrouwelijkheid")
	edit("action", "risks.actions", "R-06", 1, "status", "Lopend")
	edit("applies", "controls", "A.5.3", 0, "why", "Omdat het moet.")
	edit("value", "measures.values", "M-01", 2, "value", "97,5")
	got, r := bring(t, lib, client, saved(t, f), false)
	for _, want := range []string{
		"change risks " + c["title"] + " R-01 title: Een medewerker trapt in een phishingmail en een aanvaller leest de mailbox met klantgegevens > Een nieuwe titel: \"kort\"\nen twee regels\n",
		"change risks " + c["owner"] + " R-01 owner: it > ciso\n",
		"change risks " + c["impact"] + " R-01 inherent.impact: 4 > 3\n",
		"change risks " + c["controls"] + " R-01 controls: 5.17, 6.3, 6.8, 8.5, 8.23 > 5.17, 8.5\n",
		"change risks " + c["assets"] + " R-01 assets: A-10, A-23 > A-10\n",
		"change risks " + c["until"] + " R-01 accepted.until:  > 2027-12-31\n",
		"change risks " + c["affects"] + " R-01 affects: C, I > C\n",
		"change risks.actions " + c["action"] + " R-06 actions.1.status: open > running\n",
		"change controls " + c["applies"] + " 5.3 why: ",
		"change measures.values " + c["value"] + " M-01 values.2.value: 100 > 97.5\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q", want)
		}
	}
	if strings.Contains(got, "left") || len(r.Taken) != 10 || len(r.Files) != 3 {
		t.Errorf("%d files\n%s", len(r.Files), got)
	}
	for _, file := range r.Files { // only the lines that changed are others
		before, after := strings.Split(string(file.Old), "\n"), strings.Split(string(file.Data), "\n")
		kept := 0
		for _, line := range before {
			if slices.Contains(after, line) {
				kept++
			}
		}
		if len(before)-kept > 8 {
			t.Errorf("%s: %d of %d lines changed", file.Path, len(before)-kept, len(before))
		}
		client[file.Path] = &fstest.MapFile{Data: file.Data}
	}
	if got, r := bring(t, lib, client, saved(t, f), false); len(r.Files) > 0 { // a second time there is nothing left to do
		t.Errorf("again: %s", got)
	}
}

// TestTakenTwice holds that a workbook whose new row was taken brings nothing more, unless the row was changed since.
func TestTakenTwice(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	f := export(t, lib, client, "en")
	next := len(mustRows(t, f, "risks")) + 1
	for path, v := range map[string]any{"id": "R-90", "title": "A new risk", "assets": "A-10", "threat": "Fire", "vulnerability": "Why it can", "affects": "Availability", "owner": "IT",
		"inherent.likelihood": 2, "inherent.impact": 2, "current.likelihood": 2, "current.impact": 2, "treatment": "Reduce", "residual.likelihood": 1, "residual.impact": 2} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("risks", path), next)
		f.SetCellValue("risks", cell, v)
	}
	book := saved(t, f)
	if _, r := bring(t, lib, client, book, false); len(r.Files) == 1 {
		client[r.Files[0].Path].Data = r.Files[0].Data
	}
	if got, r := bring(t, lib, client, book, false); got != "" || len(r.Files) > 0 {
		t.Errorf("%s, %d files", got, len(r.Files))
	}
	client["registers/risks.yaml"].Data = bytes.Replace(client["registers/risks.yaml"].Data, []byte("A new risk"), []byte("Another"), 1)
	if got, _ := bring(t, lib, client, book, false); !strings.Contains(got, "has got a row R-90 of its own") {
		t.Errorf("%q", got)
	}
}

func TestChangedOnBothSides(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	f := export(t, lib, client, "en")
	client["registers/risks.yaml"].Data = bytes.Replace(client["registers/risks.yaml"].Data, []byte("owner: it\n"), []byte("owner: hr\n"), 1) // of R-01
	owner := enter(t, f, "risks", "R-01", 0, "owner", "CISO")
	impact := enter(t, f, "risks", "R-01", 0, "inherent.impact", 2)
	got, r := bring(t, lib, client, saved(t, f), false)
	want := "change risks " + impact + " R-01 inherent.impact: 4 > 2\nleft b.xlsx: risks!" + owner + ": R-01, Risk owner was changed on both sides: \"ciso\" here and \"hr\" in the data; it was \"it\"\n"
	if got != want || len(r.Files) != 1 || !bytes.Contains(r.Files[0].Data, []byte("owner: hr\n")) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestRowsComeAndGo(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	f := export(t, lib, client, "en")
	next := len(mustRows(t, f, "risks")) + 1
	for path, v := range map[string]any{"id": "R-90", "title": "A new risk", "assets": "A-10", "threat": "Fire", "affects": "Availability", "owner": "IT", "inherent.likelihood": 2, "inherent.impact": 2, "treatment": "Reduce"} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("risks", path), next)
		f.SetCellValue("risks", cell, v)
	}
	got, r := bring(t, lib, client, saved(t, f), false)
	if want := "left b.xlsx: risks!A" + fmt.Sprint(next) + ": the new row R-90 is not complete: it is not taken\n"; !strings.Contains(got, want) || len(r.Files) > 0 {
		t.Errorf("%s\nwant %s", got, want)
	}

	for path, v := range map[string]any{"vulnerability": "Why it can", "current.likelihood": 2, "current.impact": 2, "residual.likelihood": 1, "residual.impact": 2} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("risks", path), next)
		f.SetCellValue("risks", cell, v)
	}
	action := len(mustRows(t, f, "risks.actions")) + 1
	for path, v := range map[string]any{"id": "R-90", "what": "Do it", "who": "hr", "due": "2027-05-01", "status": "Open"} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("risks.actions", path), action)
		f.SetCellValue("risks.actions", cell, v)
	}
	got, r = bring(t, lib, client, saved(t, f), false)
	want := `- id: R-90
  title: {en: "A new risk"}
  assets: [A-10]
  threat: fire
  vulnerability: {en: "Why it can"}
  affects: [A]
  owner: it
  inherent: {likelihood: 2, impact: 2}
  current: {likelihood: 2, impact: 2}
  treatment: reduce
  actions: [{what: {en: "Do it"}, who: hr, due: 2027-05-01, status: open}]
  residual: {likelihood: 1, impact: 2}
`
	if len(r.Files) != 1 || !bytes.HasPrefix(r.Files[0].Data, r.Files[0].Old) || string(r.Files[0].Data[len(r.Files[0].Old):]) != want {
		t.Errorf("%s", got)
		for _, f := range r.Files {
			t.Errorf("%s", f.Data[len(f.Old)-100:])
		}
	}

	f = export(t, lib, client, "en")
	next = len(mustRows(t, f, "assets")) + 1
	for path, v := range map[string]any{"id": "A-90", "name": "Archive", "kind": "Information", "owner": "CISO", "confidentiality": "Internal", "integrity": 2, "personal_data": "No"} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("assets", path), next)
		f.SetCellValue("assets", cell, v)
	}
	got, _ = bring(t, lib, client, saved(t, f), false)
	if !strings.Contains(got, "A-90 is not complete") { // process and availability have no column in this workbook
		t.Errorf("%s", got)
	}

	f = export(t, lib, client, "en")
	next = len(mustRows(t, f, "risks.actions")) + 1
	for path, v := range map[string]any{"id": "R-07", "what": "One more", "who": "hr", "due": "2027-05-01", "status": "Open"} {
		cell, _ := excelize.CoordinatesToCellName(columnOf("risks.actions", path), next)
		f.SetCellValue("risks.actions", cell, v)
	}
	f.RemoveRow("risks.actions", rowOf(t, f, "risks.actions", "R-06", 0))
	f.RemoveRow("measures.values", rowOf(t, f, "measures.values", "M-01", 0))
	client["registers/measures.yaml"].Data = bytes.Replace(client["registers/measures.yaml"].Data, []byte("value: 83"), []byte("value: 84"), 1)
	kept, _ := bring(t, lib, client, saved(t, f), false)
	if !strings.Contains(kept, "an entry of R-06 is gone from the workbook: it stays") || !strings.Contains(kept, "add risks.actions") {
		t.Errorf("%s", kept)
	}
	got, r = bring(t, lib, client, saved(t, f), true)
	if !strings.Contains(got, "remove risks.actions  R-06 actions.0: ") || !strings.Contains(got, "an entry of M-01 is gone from the workbook, and the data changed since: it stays") || len(r.Files) != 1 {
		t.Errorf("%s", got)
	}
	org, problems := content.Load(patched{client, map[string][]byte{r.Files[0].Path: r.Files[0].Data}}, lib)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	if before := len(org.Registers["risks"].Row("R-06").Rows("actions")); before != 1 {
		t.Errorf("R-06 has %d actions", before)
	}
	if last := org.Registers["risks"].Row("R-07").Rows("actions"); last[len(last)-1]["what"].(table.Texts)["nl"] != "" || last[len(last)-1]["what"].(table.Texts)["en"] != "One more" {
		t.Errorf("R-07 has %v", last)
	}
}

func mustRows(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestSortedAndMoved turns the rows of every sheet around and moves a column: nothing changes.
func TestSortedAndMoved(t *testing.T) {
	lib, client := library(t), folder(t, "manufacturer")
	f := export(t, lib, client, "nl")
	type cell struct {
		value   string
		formula string
		style   int
	}
	for _, s := range shown {
		rows := mustRows(t, f, s.register)
		var all [][]cell
		for r := range rows[1:] {
			var line []cell
			for i := range s.paths {
				name, _ := excelize.CoordinatesToCellName(i+1, r+2)
				v, _ := f.GetCellValue(s.register, name, excelize.Options{RawCellValue: true})
				formula, _ := f.GetCellFormula(s.register, name)
				style, _ := f.GetCellStyle(s.register, name)
				line = append(line, cell{v, formula, style})
			}
			all = append(all, line)
		}
		slices.Reverse(all)
		for r, line := range all {
			for i, c := range line {
				name, _ := excelize.CoordinatesToCellName(i+1, r+2)
				f.SetCellFormula(s.register, name, "")
				if n, err := strconv.ParseFloat(c.value, 64); err == nil && (c.style != 0 || !strings.Contains(c.value, ".")) {
					f.SetCellFloat(s.register, name, n, -1, 64)
				} else {
					f.SetCellStr(s.register, name, c.value)
				}
				f.SetCellStyle(s.register, name, name, c.style)
				if c.formula != "" {
					f.SetCellFormula(s.register, name, c.formula)
				}
			}
		}
		if err := f.InsertCols(s.register, "C", 1); err != nil {
			t.Fatal(err)
		}
		f.SetCellStr(s.register, "C1", "Mine")
		f.SetCellStr(s.register, "C2", "a note")
	}
	got, r := bring(t, lib, client, saved(t, f), true)
	for _, line := range strings.Split(strings.TrimSpace(got), "\n") {
		if !strings.Contains(line, "the column \"Mine\" is not one of the register") {
			t.Error(line)
		}
	}
	if len(r.Files) > 0 || strings.Count(got, "\n") != len(shown) {
		t.Errorf("%d files", len(r.Files))
	}
}

func TestOursRefuses(t *testing.T) {
	lib := library(t)
	for name, test := range map[string]struct {
		change func(f *excelize.File)
		want   string
	}{
		"unknown word":  {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "owner", "Nobody") }, `left b.xlsx: risks!F2: R-01, Risk owner: "Nobody" is not among the roles`},
		"no choice":     {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "treatment", "Hope") }, `"Hope" is none of the words`},
		"too high":      {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "inherent.impact", 9) }, "must be at most"},
		"no number":     {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "inherent.impact", "much") }, `"much" is no number`},
		"half":          {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "inherent.impact", 2.5) }, "must be a whole number"},
		"no day":        {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "accepted.on", "soon") }, `"soon" is no day`},
		"two days":      {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "accepted.on", "03/04/2026") }, "can be two days"},
		"emptied":       {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "title", "") }, "cannot be empty"},
		"says nothing":  {func(f *excelize.File) { enter(t, f, "risks", "R-01", 0, "title", "tbd") }, "says nothing"},
		"key twice":     {func(f *excelize.File) { f.SetCellStr("risks", "A3", "R-01") }, "stands in row 2 already"},
		"key gone":      {func(f *excelize.File) { f.SetCellStr("risks", "A3", "") }, "the row has no Id"},
		"column gone":   {func(f *excelize.File) { f.RemoveCol("risks", "F") }, "the column of owner (Risk owner) is gone"},
		"key column":    {func(f *excelize.File) { f.RemoveCol("risks", "A") }, "nothing of this sheet is taken"},
		"sheet renamed": {func(f *excelize.File) { f.SetSheetName("risks", "x") }, "the sheet is gone"},
		"stray entry":   {func(f *excelize.File) { f.SetCellStr("risks.actions", "A2", "R-99") }, "there is no R-99 among the risks"},
		"other client":  {func(f *excelize.File) { f.SetCellStr("data", "D1", "other") }, `problem b.xlsx: the workbook is of the client "other"`},
		"other schema":  {func(f *excelize.File) { f.SetCellStr("data", "B1", "2") }, "problem b.xlsx: the workbook is of another edition"},
		"edited data":   {func(f *excelize.File) { f.SetCellStr("data", "A3", "x") }, "problem b.xlsx: the hidden sheet"},
		"rule broken":   {func(f *excelize.File) { enter(t, f, "controls", "A.5.1", 0, "owner", "") }, "problem b.xlsx: controls!J2: 5.1: control 5.1 applies, but has no owner"},
		"formula": {func(f *excelize.File) {
			f.SetCellFormula("risks", enter(t, f, "risks", "R-01", 0, "inherent.impact", 2), "1+1")
		}, "R-01 inherent.impact: 4 > 2"},
		"gone from data": {func(f *excelize.File) { f.SetCellStr("risks", "A2", "R-1") }, "row R-01 is gone from the workbook"},
	} {
		client := folder(t, "software")
		f := export(t, lib, client, "en")
		test.change(f)
		got, r := bring(t, lib, client, saved(t, f), false)
		if !strings.Contains(got, test.want) {
			t.Errorf("%s: %s\nwant %s", name, got, test.want)
		}
		if strings.HasPrefix(test.want, "problem") && len(r.Files) > 0 {
			t.Errorf("%s: there are files to write", name)
		}
	}
}

// TestANamePerLanguageChangesInOne holds that a name that stands there one per language keeps the others, and one that
// stands there once stays one.
func TestANamePerLanguageChangesInOne(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	f := export(t, lib, client, "en")
	enter(t, f, "contacts", "CT-02", 0, "name", "Nachtwacht MDR, operations room")
	enter(t, f, "contacts", "CT-06", 0, "name", "Noorderhof Assurance")
	_, r := bring(t, lib, client, saved(t, f), false)
	if len(r.Files) != 1 {
		t.Fatalf("%d files", len(r.Files))
	}
	for _, want := range []string{`{nl: "Nachtwacht MDR, meldkamer", en: "Nachtwacht MDR, operations room"}`, `name: "Noorderhof Assurance",`} {
		if !strings.Contains(string(r.Files[0].Data), want) {
			t.Errorf("lacks %s in\n%s", want, r.Files[0].Data)
		}
	}
}
