package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/generator/workbook"
)

// imports are changes to three files of a client: one of them is new, and one can be written by its owner only.
func imports(t *testing.T, dir string) []workbook.File {
	t.Helper()
	files := []workbook.File{{Path: "registers/new/d.yaml", Data: []byte("new")}}
	for _, name := range []string{"registers/assets.yaml", "registers/risks.yaml"} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		old, err := os.ReadFile(at)
		if err == nil {
			err = os.Chmod(at, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, workbook.File{Path: name, Old: old, Data: append([]byte("# edited\n"), old...)})
	}
	return files
}

// copyOf is the folder of a client that a test may change.
func copyOf(t *testing.T) string {
	t.Helper()
	example, err := content.Example("software")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, example); err != nil {
		t.Fatal(err)
	}
	return dir
}

// begun is an import that is ready to put its files in place.
func begun(t *testing.T, dir string, files []workbook.File) (*client, moves) {
	t.Helper()
	c, err := openClient(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.takeLock(); err != nil {
		t.Fatal(err)
	}
	m, err := c.prepare(files)
	if err != nil {
		t.Fatal(err)
	}
	return c, m
}

// TestAnImportThatWasCutOffIsFinished cuts an import off after each step of putting its files in place, and runs a command
// that only opens the folder, or writes another import: once the journal stands all files change, and before that none does.
func TestAnImportThatWasCutOffIsFinished(t *testing.T) {
	for steps := -1; steps <= 3; steps++ { // -1: without a journal
		for _, next := range []string{"open", "write"} {
			t.Run(fmt.Sprint(steps, next), func(t *testing.T) {
				dir := copyOf(t)
				want, files := tree(t, dir), imports(t, dir)
				c, m := begun(t, dir, files)
				if steps >= 0 {
					for _, f := range files {
						want[f.Path] = string(f.Data)
					}
					if err := c.write(journal, m); err != nil {
						t.Fatal(err)
					}
				}
				for i, name := range slices.Sorted(maps.Keys(m.Rename)) {
					if i < steps {
						if err := c.root.MkdirAll(path.Dir(name), 0o755); err != nil {
							t.Fatal(err)
						}
						if err := c.root.Rename(path.Join(staging, name), name); err != nil {
							t.Fatal(err)
						}
					}
				}
				_ = c.lock.Close() // as when the process ends
				_ = c.root.Close()
				var out bytes.Buffer
				if next == "open" {
					run([]string{"import", dir, "missing.xlsx"}, &out, &out)
				} else if c, err := openClient(dir); err != nil {
					t.Fatal(err)
				} else if err := c.replace(nil); err != nil {
					t.Fatal(err)
				}
				got := tree(t, dir)
				if next == "open" && steps < 0 { // opening leaves what was never begun
					maps.DeleteFunc(got, func(name, _ string) bool { return strings.HasPrefix(name, staging) })
				}
				if !maps.Equal(got, want) {
					t.Errorf("got %v\nwant %v\n%s", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), &out)
				}
				info, err := os.Stat(filepath.Join(dir, "registers", "risks.yaml"))
				if err != nil || info.Mode().Perm()&0o077 != 0 {
					t.Errorf("the file can be read by others now: %v", err)
				}
				if _, err := os.Stat(filepath.Join(dir, records)); err == nil && steps >= 0 {
					t.Error("records are left")
				}
			})
		}
	}
}

// TestAnImportLeavesWhatWasEdited edits a file before an import is written, and between one that was cut off and the next.
func TestAnImportLeavesWhatWasEdited(t *testing.T) {
	dir := copyOf(t)
	files := imports(t, dir)
	edited := filepath.Join(dir, "registers", "risks.yaml")
	c, m := begun(t, dir, files)
	if err := c.write(journal, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(edited, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := c.finish(); err != nil {
		t.Fatal(err)
	}
	c.release()
	got := tree(t, dir)
	if got["registers/risks.yaml"] != "mine" || got["registers/assets.yaml"] != string(files[1].Data) {
		t.Error("the edit is lost, or the other file")
	}
	if err := c.replace(files); err == nil || !strings.Contains(err.Error(), "changed in the meantime: nothing is written") {
		t.Error(err)
	}
	if !maps.Equal(tree(t, dir), got) {
		t.Error("a refused import changed something")
	}
}

// TestAClientIsNoPack cuts an import off and makes a pack in the same folder.
func TestAClientIsNoPack(t *testing.T) {
	dir := copyOf(t)
	c, m := begun(t, dir, imports(t, dir))
	if err := c.write(journal, m); err != nil {
		t.Fatal(err)
	}
	_ = c.lock.Close()
	if err := put(dir, map[string]string{"nl/a.md": "one"}); err == nil || !strings.Contains(err.Error(), "holds other things than a pack") {
		t.Error(err)
	}
	if got := tree(t, dir); got["nl/a.md"] != "" || !strings.HasPrefix(got["registers/risks.yaml"], "# edited") {
		t.Error("a pack was made there, or the import was not finished")
	}
}
