package content

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// FuzzLoad holds that loading never panics and that every problem has a file and a line that exist. The register of
// controls stays away: its rows would take most of the time.
func FuzzLoad(f *testing.F) {
	lib := library(f)
	good := client(f, lib)
	delete(good, "registers/controls.yaml")
	names := append(sortedKeys(good), "history.yaml", "registers/controls.yaml", "registers/other.yml")
	for i, name := range names {
		if file := good[name]; file != nil {
			f.Add(uint8(i), file.Data)
		}
	}
	files, _ := filepath.Glob("testdata/problems/*.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		f.Add(uint8(slices.Index(names, strings.TrimPrefix(first, "# file: "))), data)
	}
	f.Fuzz(func(t *testing.T, i uint8, data []byte) {
		if len(data) > 1<<14 {
			return
		}
		folder := with(good, names[int(i)%len(names)], string(data))
		org, problems := Load(folder, lib)
		for _, p := range problems {
			text, ok := folder[p.At.File]
			switch {
			case p.At.File == "" || p.Message == "":
				t.Errorf("incomplete problem: %#v", p)
			case ok && (p.At.Line < 1 || p.At.Line > 1+bytes.Count(text.Data, []byte("\n"))+bytes.Count(text.Data, []byte("\r"))):
				t.Errorf("a line that is not there: %v", p)
			}
		}
		if org != nil {
			org.In("nl", lib, true)
			org.ReferenceDate()
		} else if !problems.HasErrors() {
			t.Error("no organisation and no problem")
		}
	})
}
