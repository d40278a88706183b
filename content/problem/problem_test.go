package problem

import "testing"

func TestDidYouMean(t *testing.T) {
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"ownr", []string{"id", "owner"}, `did you mean "owner"?`},
		{"Ciso", []string{"hr", "ciso"}, `did you mean "ciso"?`},
		{"zebra", []string{"b", "a"}, "write one of: a, b"},
		{"zebra", nil, ""},
		{"zebra", make([]string, 13), ""},
		{string(make([]byte, 1<<20)), []string{"a"}, ""},
	} {
		if got := DidYouMean(test.word, test.known); got != test.want {
			t.Errorf("%.20q: got %q, want %q", test.word, got, test.want)
		}
	}
}

func TestList(t *testing.T) {
	var l List
	l.Warnf(Position{File: "b.yaml", Line: 2}, "write %s", "late")
	if l.HasErrors() {
		t.Error("a warning is an error")
	}
	l.Errorf(Position{File: "a.yaml", Line: 10, Column: 3}, "", "second")
	l.Errorf(Position{File: "a.yaml", Line: 9}, "do this", "first")
	l.Errorf(Position{File: "a.yaml", Line: 9}, "do this", "first")
	want := "a.yaml:9: first\n\tdo this\na.yaml:10:3: second\nb.yaml:2: warning: late\n\twrite %s"
	if got := l.Error(); got != want || !l.HasErrors() {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAListIsBounded(t *testing.T) {
	var l List
	for range 3 * Most {
		l.Warnf(Position{File: "a"}, "", "warning")
	}
	if len(l) != Most || l.HasErrors() || !l.Full() {
		t.Errorf("%d problems", len(l))
	}
	l.Errorf(Position{File: "a"}, "", "error")
	if len(l) != Most || !l.HasErrors() {
		t.Error("an error in a full list of warnings does not count")
	}
	l.Warnf(Position{File: "a"}, "", "warning")
	l.Errorf(Position{File: "a"}, "", "another")
	if len(l) != Most || l[Most-1].Message != "error" {
		t.Errorf("got %v", l[Most-1])
	}
}

func TestAProblemCannotSteerTheTerminal(t *testing.T) {
	p := Problem{At: Position{File: "a\nb\x1b[31m"}, Message: "x\u202ey", Hint: "z\x07"}
	if got, want := p.String(), "a?b?[31m: x?y\n\tz?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
