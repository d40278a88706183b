package main

import (
	"strings"
	"testing"

	"ismsgen/content/problem"
)

// TestManyWarningsOfAKind holds that they do not hide the others, and that all of them are counted.
func TestManyWarningsOfAKind(t *testing.T) {
	var problems problem.List
	for line := range 20 {
		problems = append(problems, problem.Problem{Severity: problem.Warning, At: problem.Position{File: "a.yaml", Line: line + 1}, Message: "again", Check: "many"})
	}
	problems = append(problems,
		problem.Problem{Severity: problem.Warning, At: problem.Position{File: "b.yaml", Line: 1}, Message: "once", Check: "rare"},
		problem.Problem{Severity: problem.Error, At: problem.Position{File: "c.yaml", Line: 1}, Message: "wrong", Check: "many"})
	var out strings.Builder
	printFew(&out, problems)
	want := `a.yaml:1: warning: again
a.yaml:2: warning: again
a.yaml:3: warning: again
b.yaml:1: warning: once
c.yaml:1: wrong
and 17 more of many, like the first 3: --all prints them
1 error, 21 warnings
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
