package generator

import (
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
)

// TestBundleTitles holds that a bundle is named after what it holds.
func TestBundleTitles(t *testing.T) {
	title := func(p *pack, id string) string { return p.job(id).title }
	small, medium := packOf(t, "accountancy", "en"), packOf(t, "software", "en")
	for _, test := range []struct{ got, want string }{
		{title(small, "privacy"), "Compliance with the law and protection of personal data"},
		{title(medium, "privacy"), "Protection of personal data"},
		{title(small, "objectives"), "Objectives, measures and calendar of the ISMS"},
		{title(medium, "objectives"), "Objectives and measures of the ISMS"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	// With one part left the bundle is that part.
	privacy := *small.lib.Document("privacy-file")
	if got, _ := small.prose.named(planned{doc: &privacy, parts: []*content.Document{small.lib.Document("legal-compliance")}}, "small"); got != "Legal and contractual compliance" {
		t.Errorf("got %q", got)
	}
	f := &filling{pack: small}
	if link, err := f.ref("privacy-file"); err != nil || !strings.Contains(string(link), "POL-22 Compliance with the law") {
		t.Errorf("%s %v", link, err)
	}
	// Every language names a bundle for the same sizes.
	dutch := packOf(t, "accountancy", "nl")
	for id, text := range small.prose.docs {
		if a, b := keys(text.head), keys(dutch.prose.docs[id].head); !slices.Equal(a, b) {
			t.Errorf("%s: the header has %v in English, %v in Dutch", id, a, b)
		}
	}
}
