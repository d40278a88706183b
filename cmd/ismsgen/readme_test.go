package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated parts of README.md anew")

// TestReadmeIsNotStale holds the generated parts of README.md against the program: between the markers stands exactly
// what a command prints.
func TestReadmeIsNotStale(t *testing.T) {
	name, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // a command may write
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	parts := 0
	marker := regexp.MustCompile("(?s)<!-- ismsgen ([^>]*) -->\n\n```text\n.*?```\n")
	fresh := marker.ReplaceAllFunc(old, func(m []byte) []byte {
		parts++
		words := marker.FindSubmatch(m)[1]
		var out, errs bytes.Buffer
		if status := run(strings.Fields(string(words)), &out, &errs); status != 0 {
			t.Errorf("ismsgen %s: %s", words, errs.String())
		}
		return fmt.Appendf(nil, "<!-- ismsgen %s -->\n\n```text\n%s```\n", words, out.String())
	})
	if parts == 0 {
		t.Error("README.md has no generated parts")
	}
	if *update {
		if err := os.WriteFile(name, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(old, fresh) {
		t.Error("README.md is stale: run go test ./cmd/ismsgen -run Readme -update")
	}
}
