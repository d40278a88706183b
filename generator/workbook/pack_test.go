package workbook

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ismsgen/content"
	"ismsgen/generator"
	"ismsgen/output/excel/read"
	"ismsgen/templates"
)

// TestPacksComeBack imports every workbook of the packs of the examples into the folder that it came from: unchanged it
// changes nothing; with another owner in one risk it changes that.
func TestPacksComeBack(t *testing.T) {
	lib := library(t)
	books := 0
	for _, name := range content.Examples() {
		client := folder(t, name)
		var files []generator.File
		_, problems := generator.Generate(context.Background(), generator.Request{Client: client, Library: lib, Templates: templates.Files, Formats: []string{"xlsx"}}, func(f generator.File) error {
			files = append(files, f)
			return nil
		})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		for _, file := range files {
			book, problems := read.Workbook(file.Path, file.Data)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			base := dataSheet(book)
			if base == nil {
				continue
			}
			books++
			if got, r := bring(t, lib, client, file.Data, true); got != "" || len(r.Files) > 0 {
				t.Errorf("%s %s:\n%s", name, file.Path, got)
			}
			list, ok := blocks(base)
			if !ok {
				t.Fatalf("%s: the hidden sheet cannot be read", file.Path)
			}
			if i := slices.IndexFunc(list, func(b block) bool { return b.register == "risks" && b.list == "" }); i >= 0 && path.Base(file.Path) == "risk-register.xlsx" {
				changeOwner(t, lib, client, file, list[i])
			}
			if i := slices.IndexFunc(list, func(b block) bool { return b.register == "controls" && b.list == "" }); i >= 0 {
				changeDocument(t, lib, client, file, list[i])
			}
		}
	}
	if books == 0 {
		t.Fatal("the workbooks of this program have no hidden sheet")
	}
}

// opened is a workbook for a test to change.
func opened(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// changeDocument gives the first own control another document, by a number that a bundle has too.
func changeDocument(t *testing.T, lib *content.Library, client fstest.MapFS, file generator.File, b block) {
	f := opened(t, file.Data)
	column := slices.Index(b.paths, "document")
	at := slices.IndexFunc(b.rows, func(r baseRow) bool { return r.key == "OWN-01" })
	cell, _ := excelize.CoordinatesToCellName(column+1, rowOf(t, f, b.sheet, "OWN-01", 0))
	if err := f.SetCellStr(b.sheet, cell, "POL-09"); err != nil {
		t.Fatal(err)
	}
	got, r := bring(t, lib, client, saved(t, f), true)
	if want := "change " + b.sheet + " " + cell + " OWN-01 document: " + b.rows[at].cells[column] + " > human-resources-security\n"; got != want || len(r.Files) != 1 || !bytes.Contains(r.Files[0].Data, []byte("document: human-resources-security\n")) {
		t.Errorf("%s: %s\nwant %s", file.Path, got, want)
	}
}

func changeOwner(t *testing.T, lib *content.Library, client fstest.MapFS, file generator.File, b block) {
	f := opened(t, file.Data)
	owner := slices.Index(b.paths, "owner")
	to := "ciso"
	if b.rows[0].cells[owner] == to {
		to = "it"
	}
	cell, _ := excelize.CoordinatesToCellName(owner+1, rowOf(t, f, b.sheet, b.rows[0].key, 0))
	if err := f.SetCellStr(b.sheet, cell, to); err != nil {
		t.Fatal(err)
	}
	got, r := bring(t, lib, client, saved(t, f), true)
	if want := "change " + b.sheet + " " + cell + " " + b.rows[0].key + " owner: " + b.rows[0].cells[owner] + " > " + to + "\n"; got != want || len(r.Files) != 1 {
		t.Errorf("%s: %s\nwant %s", file.Path, got, want)
		return
	}
	was := strings.Split(string(r.Files[0].Old), "\n")
	different := 0
	for i, line := range strings.Split(string(r.Files[0].Data), "\n") {
		if i >= len(was) || line != was[i] {
			different++
		}
	}
	if different != 1 {
		t.Errorf("%s: %d lines changed", file.Path, different)
	}
}
