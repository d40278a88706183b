package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestImportsPointDown holds every import of the module against the plan of the house.
func TestImportsPointDown(t *testing.T) {
	leaves := []string{"content/problem", "content/table"}
	may := map[string][]string{ // what a room may import besides itself and the leaves
		"cmd":             {"generator", "content", "templates", "output"},
		"generator":       {"content", "templates", "output"},
		"content":         {},
		"templates":       {},
		"output":          {},
		"output/markdown": {"output/document"},
		"output/excel":    {"output/document"},
		"output/pdf":      {"output/document"},
		"output/document": {},
	}
	owner := map[string]string{ // one library, one owner
		"gopkg.in/yaml.v3":          "content",
		"github.com/yuin/goldmark":  "output/document",
		"github.com/go-pdf/fpdf":    "output/pdf",
		"github.com/xuri/excelize":  "output/excel",
		"github.com/spf13/cobra":    "cmd",
		"net/http":                  "", // nothing here speaks to a network
		"github.com/rogpeppe":       "cmd",
		"github.com/google/go-cmp":  "",
		"github.com/klauspost":      "output/pdf",
		"golang.org/x/text/unicode": "content",
	}
	root := os.DirFS("../..")
	files := 0
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		files++
		src, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", name), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		room := roomOf(path.Dir(name))
		for _, i := range src.Imports {
			what, _ := strconv.Unquote(i.Path.Value)
			if target, ours := strings.CutPrefix(what, "ismsgen/"); ours {
				if strings.HasSuffix(name, "_test.go") || within(target, leaves) || within(target, append(may[room], room)) {
					continue
				}
				t.Errorf("%s imports %s", name, what)
				continue
			}
			for library, home := range owner {
				if within(what, []string{library}) && !within(path.Dir(name), []string{home}) && !strings.HasSuffix(name, "_test.go") {
					t.Errorf("%s imports %s, which belongs to %q", name, what, home)
				}
			}
		}
		return nil
	})
	if err != nil || files < 50 {
		t.Fatalf("%d files, %v", files, err)
	}
}

// TestTheClockIsReadInOnePlace keeps days and times out of everything but the command line.
func TestTheClockIsReadInOnePlace(t *testing.T) {
	root := os.DirFS("../..")
	var places []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(root, name)
		for range strings.Count(string(src), "time.Now(") + strings.Count(string(src), "time.Since(") {
			places = append(places, name)
		}
		return err
	})
	if err != nil || len(places) != 1 || places[0] != "cmd/ismsgen/main.go" {
		t.Errorf("the clock is read in %v, %v", places, err)
	}
}

func roomOf(dir string) string {
	parts := strings.Split(dir, "/")
	if parts[0] == "output" && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func within(name string, rooms []string) bool {
	for _, r := range rooms {
		if r != "" && (name == r || strings.HasPrefix(name, r+"/")) {
			return true
		}
	}
	return false
}
