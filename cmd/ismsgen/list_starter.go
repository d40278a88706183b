package main

import (
	"maps"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// listThreats lists the risk scenarios that new clients begin from.
func listThreats(lib *content.Library, q query) ([][]string, error) {
	s, words, l, err := starter(lib, q.lang)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, r := range s.Risks {
		rows = append(rows, []string{r.ID, l.Choice("risks", "threat", r.Threat), words.Risks[r.ID].Title, strings.Join(r.Affects, " "),
			strings.Join(r.Controls, " "), strings.Join(r.Assets, " "), condition(r.When)})
	}
	return rows, nil
}

// listAssets lists the types of assets that new clients begin from.
func listAssets(lib *content.Library, q query) ([][]string, error) {
	s, words, l, err := starter(lib, q.lang)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, a := range s.Assets {
		rows = append(rows, []string{a.ID, l.Choice("assets", "kind", a.Kind), words.Assets[a.ID].Name, words.Assets[a.ID].Process, l.Roles[a.Owner].Name, condition(a.When)})
	}
	return rows, nil
}

func starter(lib *content.Library, lang string) (*content.Starter, *content.StarterWords, *content.Language, error) {
	var problems problem.List
	s, faults := lib.Starter()
	problems = append(problems, faults...)
	words, faults := lib.StarterWords(lang)
	problems = append(problems, faults...)
	l, faults := lib.Language(lang)
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, nil, nil, problems
	}
	return s, words, l, nil
}

// condition writes a condition as --profile of init takes it.
func condition(when map[string][]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(when)) {
		if slices.Equal(when[key], []string{"yes"}) {
			parts = append(parts, key)
		} else {
			parts = append(parts, key+"="+strings.Join(when[key], "|"))
		}
	}
	return strings.Join(parts, ",")
}
