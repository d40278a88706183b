package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestGlossaries(t *testing.T) {
	lib := library(t)
	var ids []string
	for _, tag := range lib.Languages {
		g, problems := lib.Glossary(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		terms := map[string]string{}
		seen := map[string]string{}
		for id, term := range g.Terms {
			terms[id] = term.Term
			if seen[term.Term] != "" {
				t.Errorf("%s: %s and %s are both %q", tag, id, seen[term.Term], term.Term)
			}
			seen[term.Term] = id
			if words := len(strings.Fields(term.Meaning)); words < 3 || words > 30 || !strings.HasSuffix(term.Meaning, ".") || strings.Count(term.Meaning, ". ") > 0 {
				t.Errorf("%s: %s is explained as %q", tag, id, term.Meaning)
			}
			for _, m := range g.Misuses(term.Term + ". " + term.Meaning) {
				t.Errorf("%s: %s uses the banned word %q", tag, id, m.Word)
			}
		}
		if ids == nil {
			ids = sortedKeys(g.Terms)
		}
		same(t, tag+" glossary", terms, ids)
		if sorted := g.Sorted(); len(sorted) < 60 || !slices.IsSortedFunc(sorted, func(a, b string) int { return strings.Compare(plain(g.Terms[a].Term), plain(g.Terms[b].Term)) }) {
			t.Errorf("%s: %v", tag, sorted)
		}
		if len(g.Banned) == 0 {
			t.Errorf("%s bans nothing", tag)
		}
		for _, b := range g.Banned {
			if b.Write == "" || len(b.Words) == 0 {
				t.Errorf("%s: %+v", tag, b)
			}
			for _, phrase := range b.Except {
				if len(g.Misuses(phrase)) > 0 {
					t.Errorf("%s: the exception %q does not help", tag, phrase)
				}
			}
		}
	}
}

func TestMisuses(t *testing.T) {
	g := &Glossary{Banned: []Banned{
		{Words: []string{"controle", "controles"}, Write: "beheersmaatregel", Except: []string{"controle op elektronische"}},
		{Words: []string{"top management"}, Write: "directie"},
	}}
	for _, test := range []struct{ text, want string }{
		{"Elke Controle, en controles.", "5:Controle 18:controles"},
		{"toegangscontrole, controle-eenheid, controleren, «controle»", "51:controle"},
		{"de controle op elektronische gegevens en de controle op papier", "44:controle"},
		{"het top\nmanagement; topmanagement; top, management", "4:top\nmanagement"},
		{"é controle", "3:controle"}, {"", ""},
	} {
		var got []string
		for _, m := range g.Misuses(test.text) {
			got = append(got, fmt.Sprintf("%d:%s", m.Offset, m.Word))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q: %v, want %s", test.text, got, test.want)
		}
	}
}
