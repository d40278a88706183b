package document

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestConstructs reads each testdata/*.md and compares the tree and the problems with the .txt file beside it. Files
// named lenient-* are read as Markdown that is not ours.
func TestConstructs(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".md"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, body, line := Split(src)
			lenient := strings.HasPrefix(filepath.Base(file), "lenient-")
			d, problems := Parse(filepath.Base(file), body, Options{FirstLine: line, Lenient: lenient})
			got := dump(d)
			if len(problems) > 0 {
				got += "\n" + problems.Error() + "\n"
			}
			golden := strings.TrimSuffix(file, ".md") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs\n--- got\n%s--- want\n%s", golden, got, want)
			}
		})
	}
}
