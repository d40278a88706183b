package generator

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"ismsgen/content"
)

// TestBinder binds every example: a file per language that no link leaves, the same with any number of workers, and
// everything else as without it.
func TestBinder(t *testing.T) {
	for _, example := range content.Examples() {
		r := request(t, example)
		r.Formats = []string{"pdf"}
		plain, _, _ := collect(t, r)
		r.Binder, r.Workers = true, 1
		files, _, s := collect(t, r)
		again := files
		if example == "accountancy" { // the quickest to make again
			r.Workers = 3
			again, _, _ = collect(t, r)
		}
		for _, lang := range s.Languages {
			name := lang + "/pdf/" + binderFile
			data := files[name]
			if !bytes.HasPrefix(data, []byte("%PDF-1.4")) || bytes.Contains(data, []byte("/GoToR")) || bytes.Count(data, []byte("/Dest(")) < 100 {
				t.Errorf("%s: %s is %d bytes, %d links within, %d links out", example, name, len(data), bytes.Count(data, []byte("/Dest(")), bytes.Count(data, []byte("/GoToR")))
			}
			if !bytes.Equal(data, again[name]) {
				t.Errorf("%s: %s differs with more workers", example, name)
			}
			delete(files, name)
		}
		if len(files) != len(plain) {
			t.Errorf("%s: %d files beside the binders, %d without", example, len(files), len(plain))
		}
		for name, data := range plain {
			if !bytes.Equal(data, files[name]) {
				t.Errorf("%s: %s changed", example, name)
			}
		}
		last := s.Formats[len(s.Formats)-1]
		if last.Name != "Binder" || last.Files != len(s.Languages) || last.Pages < 50 {
			t.Errorf("%s: summary %+v", example, last)
		}
	}
	org, _ := content.Load(request(t, "accountancy").Client, library(t))
	r := request(t, "accountancy")
	p, problems := newPack(&r, org, "en", org.ReferenceDate(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if issued, draft := p.binderMeta(14, false), p.binderMeta(14, true); issued.Draft || strings.Contains(issued.Date, "draft") || !draft.Draft || draft.Date != "draft of 2 November 2026" {
		t.Errorf("a binder of issued documents says %q, of drafts %q", issued.Date, draft.Date)
	}
	r = request(t, content.Examples()[0])
	r.Binder, r.Only = true, []string{"scope"}
	if _, problems := Generate(context.Background(), r, func(File) error { return nil }); !strings.Contains(problems.Error(), "a binder holds the whole pack") {
		t.Errorf("a binder of a part: %v", problems)
	}
}
