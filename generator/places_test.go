package generator

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// TestNoDocumentWaitsForEver makes packs in which documents before and after the index refer to a rule of its document and
// print an index too, with one worker and with several.
func TestNoDocumentWaitsForEver(t *testing.T) {
	page := func(title string) string {
		return "---\ntitle: " + title + "\n---\n## One {{serves \"7.5.1\"}}\n\n- {{rule \"" + strings.ToLower(title) + "\"}} It must be so: {{ruleref \"auditor-index\" \"index\"}}, {{ruleref \"glossary\" \"words\"}}.\n\n{{register \"index\" \"all\"}}\n\n## Two\n\nText.\n"
	}
	files := map[string]string{}
	for _, lang := range []string{"en", "nl"} {
		files["templates/"+lang+"/report/auditor-index.md.tmpl"] = page("Index")
		files["templates/"+lang+"/manual/glossary.md.tmpl"] = page("Words")
		files["templates/"+lang+"/report/context.md.tmpl"] = page("Before")
	}
	for _, workers := range []int{1, 4} {
		for _, only := range [][]string{nil, {"context", "glossary"}} {
			for _, indexAt := range []int{0, 1000} {
				r := with(t, request(t, "accountancy"), files)
				r.Workers, r.Only, r.Formats, r.Languages = workers, only, []string{"md"}, []string{"en"}
				docs := r.Library.Documents
				n := slices.IndexFunc(docs, func(d content.Document) bool { return d.ID == "pack-guide" })
				guide := docs[n]
				docs = slices.Delete(slices.Clone(docs), n, n+1)
				r.Library.Documents = slices.Insert(docs, min(indexAt, len(docs)), guide)
				type result struct {
					text     string
					problems problem.List
				}
				done := make(chan result, 1)
				go func() {
					var text strings.Builder
					_, problems := Generate(context.Background(), r, func(f File) error { text.Write(f.Data); return nil })
					done <- result{text.String(), problems}
				}()
				select {
				case got := <-done:
					if got.problems.HasErrors() {
						t.Fatal(got.problems)
					}
					if got.text = strings.ReplaceAll(got.text, "\u00a0", " "); !strings.Contains(got.text, "[REP-06 R1]") && !strings.Contains(got.text, "[R1]") || !strings.Contains(got.text, "<!-- register: index -->") || strings.Contains(got.text, mark) {
						t.Errorf("%d workers, only %v, index at %d: its rule or the index is missing:\n%.2000s", workers, only, indexAt, got.text)
					}
				case <-time.After(20 * time.Second):
					t.Fatalf("%d workers, only %v, index at %d: documents wait for each other", workers, only, indexAt)
				}
			}
		}
	}
}
