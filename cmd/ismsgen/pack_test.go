package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ismsgen/content/problem"
	"ismsgen/generator"
)

// put makes a pack of files, as a run does.
func put(dir string, files map[string]string) error {
	p, err := openPack(dir, false)
	if err != nil {
		return err
	}
	defer p.close()
	for name, text := range files {
		if err := p.stage(generator.File{Path: name, Data: []byte(text)}); err != nil {
			return err
		}
	}
	_, err = p.commit(false)
	return err
}

// tree reads a folder but for the lock.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == lock {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestARunThatWasCutOffIsFinished cuts a run off after each step of putting its files in place and starts another.
func TestARunThatWasCutOffIsFinished(t *testing.T) {
	before := map[string]string{"nl/a.md": "one", "nl/old/b.md": "gone", "nl/c.md": "same"}
	after := map[string]string{"nl/a.md": "two", "nl/c.md": "same", "nl/new/d.md": "new"}
	whole := t.TempDir()
	for _, files := range []map[string]string{before, after} {
		if err := put(whole, files); err != nil {
			t.Fatal(err)
		}
	}
	want := tree(t, whole)
	for first := range 2 { // 1: the pack was never there before
		for steps := range 6 {
			t.Run(fmt.Sprint(first, steps), func(t *testing.T) {
				dir := t.TempDir()
				at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
				old := map[string]string{} // hashes
				if first == 0 {
					if err := put(dir, before); err != nil {
						t.Fatal(err)
					}
					if err := json.Unmarshal([]byte(tree(t, dir)[manifest]), &old); err != nil {
						t.Fatal(err)
					}
				}
				rename, remove := []string{"nl/a.md", "nl/new/d.md"}, []string{"nl/old/b.md"}
				if first == 1 {
					rename, remove = []string{"nl/a.md", "nl/c.md", "nl/new/d.md"}, nil
				}
				m := moves{Rename: map[string]string{}, Remove: map[string]string{}}
				for _, name := range rename {
					m.Rename[name] = old[name]
				}
				for _, name := range remove {
					m.Remove[name] = old[name]
				}
				if err := json.Unmarshal([]byte(want[manifest]), &m.Manifest); err != nil {
					t.Fatal(err)
				}
				write := func(name string, data []byte) {
					if err := errors.Join(os.MkdirAll(filepath.Dir(at(name)), 0o755), os.WriteFile(at(name), data, 0o644)); err != nil {
						t.Fatal(err)
					}
				}
				for _, name := range rename {
					write(staging+"/"+name, []byte(after[name]))
				}
				record, _ := json.Marshal(m)
				write(journal, record)
				for i, name := range append(rename, remove...) {
					switch {
					case i >= steps:
					case i >= len(rename):
						if err := os.Remove(at(name)); err != nil {
							t.Fatal(err)
						}
					default:
						if err := errors.Join(os.MkdirAll(filepath.Dir(at(name)), 0o755), os.Rename(at(staging+"/"+name), at(name))); err != nil {
							t.Fatal(err)
						}
					}
				}
				if steps == 5 {
					write(manifest, []byte(want[manifest]))
				}
				if err := put(dir, after); err != nil {
					t.Fatal(err)
				}
				if got := tree(t, dir); !maps.Equal(got, want) {
					t.Errorf("got %q\nwant %q", got, want)
				}
			})
		}
	}
}

// TestAnEditAfterACutIsKept edits a file between the run that was cut off and the next.
func TestAnEditAfterACutIsKept(t *testing.T) {
	dir := t.TempDir()
	if err := put(dir, map[string]string{"a.md": "one", "b.md": "one"}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{staging + "/a.md": "two", "a.md": "mine", "b.md": "mine too",
		journal: `{"rename":{"a.md":"01"},"remove":{"b.md":"02"},"manifest":{"a.md":"00"}}`} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755), os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	err := put(dir, map[string]string{"a.md": "two"})
	if got := tree(t, dir); err == nil || got["a.md"] != "mine" || got["b.md"] != "mine too" {
		t.Errorf("%v: %q", err, got)
	}
}

// TestAFailedStepKeepsWhatIsStaged puts a folder where a file belongs, after the journal was written.
func TestAFailedStepKeepsWhatIsStaged(t *testing.T) {
	dir := t.TempDir()
	p, err := openPack(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.stage(generator.File{Path: "a.md", Data: []byte("one")}); err != nil {
		t.Fatal(err)
	}
	if err := p.write(journal, moves{Rename: map[string]string{"a.md": ""}, Manifest: p.now}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "a.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := p.finish(); err == nil {
		t.Fatal("a folder was overwritten")
	}
	p.close()
	if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	if err := put(dir, map[string]string{"a.md": "one"}); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir)["a.md"]; got != "one" {
		t.Errorf("got %q", got)
	}
}

// TestRecordsReachNothingElse gives a pack records that name files which are not of the pack.
func TestRecordsReachNothingElse(t *testing.T) {
	for _, record := range []string{manifest, journal} {
		for _, name := range []string{"../victim", "/etc/hostname", "a/../../victim", ".ismsgen/manifest.json", ".", "", `C:\\victim`, "half"} {
			if name == `C:\\victim` && filepath.Separator == '/' {
				continue
			}
			top := t.TempDir()
			dir, victim := filepath.Join(top, "pack"), filepath.Join(top, "victim")
			if err := put(dir, map[string]string{"a.md": "one"}); err != nil {
				t.Fatal(err)
			}
			text := `{"` + name + `":"x"}`
			if record == journal {
				text = `{"rename":{"` + name + `":""},"remove":{"` + name + `":""},"manifest":{}}`
			}
			if name == "half" {
				text = text[:len(text)/2]
			}
			if err := errors.Join(os.WriteFile(victim, []byte("keep"), 0o644), os.WriteFile(filepath.Join(dir, record), []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
			err := put(dir, map[string]string{"a.md": "two"})
			var problems problem.List
			if !errors.As(err, &problems) || !strings.Contains(problems[0].Message, "damaged") {
				t.Errorf("%s with %q: %v", record, name, err)
			}
			if data, _ := os.ReadFile(victim); string(data) != "keep" {
				t.Errorf("%s with %q reached a file outside the pack", record, name)
			}
			if data, _ := os.ReadFile(filepath.Join(dir, "a.md")); string(data) != "one" {
				t.Errorf("%s with %q: the pack changed", record, name)
			}
		}
	}
}

// TestRunsAtTheSameTimeWait makes packs in one new folder side by side, some of which fail.
func TestRunsAtTheSameTimeWait(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "pack")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if i%2 == 0 {
				if p, err := openPack(dir, false); err == nil {
					p.close() // as a run whose data has errors
				}
				return
			}
			files := map[string]string{}
			for j := range 20 {
				files[fmt.Sprintf("nl/%d.md", j)] = fmt.Sprint(i)
			}
			if err := put(dir, files); err != nil && !errors.Is(err, fs.ErrNotExist) { // its folder was removed by one that failed
				t.Error(err)
			}
		})
	}
	all.Wait()
	texts := map[string]bool{}
	for name, text := range tree(t, dir) {
		if !strings.HasPrefix(name, records) {
			texts[text] = true
		}
	}
	if len(texts) > 1 {
		t.Errorf("the pack is of %d runs", len(texts))
	}
}
