package hyphen

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func dutch(t testing.TB) *Patterns {
	t.Helper()
	data, err := os.ReadFile("../languages/nl/hyph-nl.tex")
	if err != nil {
		t.Fatal(err)
	}
	return New(data)
}

func TestBreaks(t *testing.T) {
	p := dutch(t)
	for _, want := range []string{
		"in-for-ma-tie-be-vei-li-ging", "be-heers-maat-re-gel", "toe-pas-se-lijk-heid", "aan-dachts-trek-ker",
		"be-lang-heb-bende", "HR-ver-ant-woor-de-lijke", "Wacht-woord", "co-ör-di-na-tie",
		"ISMS", "CISO", "de", "ri-sico", "27001", "",
	} {
		word := strings.ReplaceAll(want, "-", "")
		if strings.HasPrefix(want, "HR-") {
			word = "HR-" + strings.ReplaceAll(want[3:], "-", "")
		}
		got, runes, last := "", []rune(word), 0
		for _, b := range p.Breaks(word) {
			got += string(runes[last:b]) + "-"
			last = b
		}
		if got += string(runes[last:]); got != want {
			t.Errorf("%s: got %s, want %s", word, got, want)
		}
	}
}

func FuzzBreaks(f *testing.F) {
	p := dutch(f)
	for _, s := range []string{"informatiebeveiliging", "a-b-c", "coördinatie", "\xff", "İstanbul", "e\u0301e\u0301e\u0301n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		breaks := p.Breaks(word)
		if !slices.IsSorted(breaks) {
			t.Errorf("not ascending: %v", breaks)
		}
		for _, b := range breaks {
			if b < left || b > utf8.RuneCountInString(word)-right {
				t.Errorf("%q: break at %d", word, b)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	data, err := os.ReadFile("../languages/nl/hyph-nl.tex")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		New(data)
	}
}
