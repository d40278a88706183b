package generator

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
)

var update = flag.Bool("update", false, "write testdata/golden anew")

const (
	golden  = "testdata/golden"
	goldens = `run "go test ./generator -update" and read the difference`
)

// TestGoldenPacks holds the packs of the examples against testdata/golden: the Markdown of one example is kept whole,
// and the cells of its workbooks in one language; of every file the size and the hash.
func TestGoldenPacks(t *testing.T) {
	const whole = "accountancy"
	var list strings.Builder
	kept := map[string]string{}
	for _, example := range content.Examples() {
		files, _, _ := collect(t, request(t, example))
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(&list, "%s/%s %d %x\n", example, name, len(files[name]), sha256.Sum256(files[name]))
			if lang, rest, _ := strings.Cut(name, "/"); example == whole && (lang == "nl" || lang == "en") && strings.HasPrefix(rest, "md/") {
				kept[example+"/"+name] = string(files[name])
			} else if example == whole && lang == "nl" && strings.HasPrefix(rest, "xlsx/") {
				kept[example+"/"+name+".txt"] = cellsOf(t, files[name])
			}
		}
	}
	kept["files.txt"] = list.String()
	if *update {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
		for name, text := range kept {
			file := filepath.Join(golden, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	before := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		data, err := os.ReadFile(filepath.Join(golden, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%s is new: %s", name, goldens)
			continue
		}
		before[name] = string(data)
		if line, old, now := difference(string(data), kept[name]); line > 0 && name != "files.txt" {
			t.Errorf("%s/%s:%d: %s\n\twas %q\n\tis  %q", golden, name, line, goldens, old, now)
		}
	}
	_ = fs.WalkDir(os.DirFS(golden), ".", func(name string, d fs.DirEntry, err error) error {
		if _, ok := kept[name]; err == nil && !d.IsDir() && !ok {
			t.Errorf("%s is not made any more: %s", name, goldens)
		}
		return nil
	})
	compareLists(t, before["files.txt"], kept["files.txt"])
}

// compareLists names the files of which size or hash differ, at most a screen of them.
func compareLists(t *testing.T, before, now string) {
	index := func(list string) map[string]string {
		m := map[string]string{}
		for line := range strings.Lines(list) {
			name, rest, _ := strings.Cut(line, " ")
			m[name] = rest
		}
		return m
	}
	old, new := index(before), index(now)
	var changed []string
	for _, name := range slices.Sorted(maps.Keys(union(old, new))) {
		switch {
		case old[name] == "":
			changed = append(changed, "new: "+name)
		case new[name] == "":
			changed = append(changed, "gone: "+name)
		case old[name] != new[name]:
			changed = append(changed, "changed: "+name)
		}
	}
	if n := len(changed); n > 0 {
		t.Errorf("%d files differ: %s\n%s", n, goldens, strings.Join(changed[:min(n, 40)], "\n"))
	}
}

// difference finds the first line that differs; 0 when none does.
func difference(a, b string) (line int, old, now string) {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(x), len(y)) {
		old, now = "", ""
		if i < len(x) {
			old = x[i]
		}
		if i < len(y) {
			now = y[i]
		}
		if old != now || i >= len(x) || i >= len(y) {
			return i + 1, old, now
		}
	}
	return 0, "", ""
}
