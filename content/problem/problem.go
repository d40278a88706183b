// Package problem holds findings about what a person wrote: each has a place, a message and a hint that says what to
// write instead. Every room collects problems and goes on, so that one run reports all of them.
package problem

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Position is a place in a file. File is relative to the folder that the person named; Line and Column count from 1,
// 0 means unknown. Columns count characters, not bytes.
type Position struct {
	File         string
	Line, Column int
}

// String gives file:line:col, without the parts that are unknown.
func (p Position) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	return s
}

// Severity says whether a problem stops the run.
type Severity uint8

const (
	// Error stops the run: the pack would be wrong.
	Error Severity = iota
	// Warning lets the run go on: an auditor or a reader will ask.
	Warning
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Problem is one finding.
type Problem struct {
	Severity Severity
	At       Position
	Message  string // lower case, no full stop
	Hint     string // what to write instead; empty when the message says it all
	Check    string // id of the check that found it; empty for a fault of form
	Clause   string // clause or control it is about, as in "6.1.3" or "A.5.18"; empty for a fault of form
}

// String gives "file:line:col: message" and the hint on a line of its own. A control character, which the name of a file
// may hold, is shown as a question mark: it would steer the terminal.
func (p Problem) String() string {
	s := visible(p.At.String()) + ": "
	if p.Severity == Warning {
		s += "warning: "
	}
	s += visible(p.Message)
	if p.Hint != "" {
		s += "\n\t" + visible(p.Hint)
	}
	return s
}

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
			return '?'
		}
		return r
	}, s)
}

// List collects problems. The zero value is ready to use. As an error it prints all of them.
type List []Problem

// Most is how many problems one step of the work, such as reading a file, reports: nobody reads more, and a file made to
// do harm has millions.
const Most = 1000

// Full reports that a step has found all that it may report; it need not look on.
func (l List) Full() bool { return len(l) >= Most }

// Errorf adds an error at a place, with a hint that may be empty. In a full list it is left out, but a list that
// got an error has one.
func (l *List) Errorf(at Position, hint, format string, args ...any) {
	l.add(Error, at, hint, format, args)
}

// Warnf adds a warning at a place, with a hint that may be empty.
func (l *List) Warnf(at Position, hint, format string, args ...any) {
	l.add(Warning, at, hint, format, args)
}

func (l *List) add(severity Severity, at Position, hint, format string, args []any) {
	full := l.Full()
	if full && (severity == Warning || (*l)[len(*l)-1].Severity == Error) {
		return
	}
	p := Problem{Severity: severity, At: at, Hint: hint, Message: fmt.Sprintf(format, args...)}
	switch {
	case full:
		(*l)[len(*l)-1] = p
	case len(*l) == Most-1:
		*l = append(*l, Problem{Severity: severity, At: at, Message: "there are more problems from here on", Hint: "mend the others first"})
	default:
		*l = append(*l, p)
	}
}

// HasErrors reports whether any problem stops the run.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Severity == Error })
}

// Sorted returns the problems by file, line, column and message, each one once.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortStableFunc(s, func(a, b Problem) int {
		if c := strings.Compare(a.At.File, b.At.File); c != 0 {
			return c
		}
		if c := a.At.Line - b.At.Line; c != 0 {
			return c
		}
		if c := a.At.Column - b.At.Column; c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	return slices.Compact(s)
}

// Error prints all problems, one under the other.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l.Sorted() {
		lines[i] = p.String()
	}
	return strings.Join(lines[:len(l.Sorted())], "\n")
}

// DidYouMean gives the hint `did you mean "x"?` for the known word nearest to word, or lists the known words when none
// is near and there are few, or nothing.
func DidYouMean(word string, known []string) string {
	best, least := "", len(word)/3+2
	if len(word) > 64 { // nobody meant to write that
		return ""
	}
	for _, k := range known {
		if len(k)-len(word) >= 4*least { // a rune has at most four bytes
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(known) > 0 && len(known) <= 12:
		sorted := slices.Sorted(slices.Values(known))
		return "write one of: " + strings.Join(sorted, ", ")
	}
	return ""
}

// distance is the number of runes to insert, delete or replace to turn a into b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
