// Package workbook brings workbooks back into the folder of a client. One of ours carries what was exported on a hidden
// sheet, so only what a person changed since is taken, and what changed on both sides is left for people to decide. One
// of others is recognised by the headings of its columns. Either way the result is the changed text of the client's
// files, which was loaded again and found right, and a list of all that was not taken.
package workbook

import (
	"bytes"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// Request is everything that decides what an import does.
type Request struct {
	Client     fs.FS
	Library    *content.Library
	Name       string           // of the workbook's file, for messages
	Data       []byte           // the workbook
	RemoveRows bool             // rows that were deleted in the workbook are removed, where the data still has them as exported
	Language   string           // of the texts in a workbook of others; "": found by its headings
	Map        *content.Mapping // what the columns of a workbook of others mean; nil: found by their headings
}

// Result is what an import does.
type Result struct {
	Ours    bool
	Mapping *content.Mapping // how a workbook of others was read
	Taken   []Change         // in the order of sheets, rows and columns
	Left    problem.List     // what was not taken, with the cell and the reason, as warnings
	Files   []File           // that change
}

// File is a changed file of the client's folder.
type File struct {
	Path      string
	Old, Data []byte
}

// Change is a value that is taken from a cell.
type Change struct {
	Kind     Kind
	Sheet    string
	Cell     string // C7; "" for a row that is removed
	Register string
	Key      string // of the row
	Field    string // path of the value in the row: owner, accepted.on, actions.0.due
	Old, New string // in the normal form: ids, YYYY-MM-DD, yes or no
	Note     string // what was assumed; "" where nothing was
}

// Kind says what becomes of a value.
type Kind string

// The kinds of changes.
const (
	Set    Kind = "change" // of a row that is there
	Add    Kind = "add"    // part of a new row
	Remove Kind = "remove" // a row
)

// Import reads a workbook and says what it changes. When the problems have errors there is nothing to write; the result
// then says what was understood.
func Import(r Request) (Result, problem.List) {
	org, before := content.Load(r.Client, r.Library)
	if org == nil || org.Framework == nil || len(org.Languages) == 0 {
		before.Errorf(problem.Position{File: r.Name}, "mend organisation.yaml first: ismsgen check", "nothing can be imported into this folder")
		return Result{}, before
	}
	book, problems := read.Workbook(r.Name, r.Data)
	if problems.HasErrors() {
		return Result{}, problems
	}
	t := &taker{Request: r, org: org, framework: org.Framework, before: before, set: map[place]*Change{}}
	if base := dataSheet(book); base != nil {
		if r.Map != nil {
			problems.Errorf(problem.Position{File: r.Name}, "leave out --map", "this workbook is one of ours and says itself what its columns are")
			return Result{}, problems
		}
		t.result.Ours = true
		t.ours(book, base, &problems)
	} else {
		t.foreign(book, &problems)
	}
	for again := !problems.HasErrors(); again; {
		again = t.write(&problems)
	}
	t.result.Left = t.left
	return t.result, problems.Sorted()
}

// taker collects what is taken from a workbook.
type taker struct {
	Request
	org       *content.Organisation
	framework *content.Framework
	before    problem.List // of the folder as it is
	words     *words
	result    Result
	left      problem.List
	set       map[place]*Change // what is taken so far
	edits     []edit
	adds      []*newRow // in order
}

// place is a value of the client's data.
type place struct{ register, key, field string }

// edit is a change with its value.
type edit struct {
	*Change
	value any
}

// newRow is a row that the data does not have yet.
type newRow struct {
	register, key string
	row           table.Row
	cells         []*Change
}

// at is the place of a cell in messages.
func (t *taker) at(sheet, cell string) problem.Position {
	return problem.Position{File: t.Name + ": " + sheet + "!" + cell}
}

// leave reports a cell that is not taken.
func (t *taker) leave(sheet, cell, hint, format string, args ...any) {
	t.left.Warnf(t.at(sheet, cell), hint, format, args...)
}

// take changes a value of a row that is there. The same value from two cells counts once; two values are a conflict.
func (t *taker) take(c Change, value any) {
	at := place{c.Register, c.Key, c.Field}
	if first := t.set[at]; first != nil {
		if first.New != c.New {
			t.leave(c.Sheet, c.Cell, "write the same in both", "%s of %s is %q here and %q in %s!%s, which counts", c.Field, c.Key, shorten(c.New), shorten(first.New), first.Sheet, first.Cell)
		}
		return
	}
	t.set[at] = &c
	t.edits = append(t.edits, edit{&c, value})
}

// write makes the changed files and loads them as they would be. A workbook of others is not held to our rules: a row of
// it that would break them is left out and reported, and again is true.
func (t *taker) write(problems *problem.List) (again bool) {
	t.result.Taken, t.result.Files = nil, nil
	byRegister := map[string][]content.Change{}
	for _, e := range t.edits {
		byRegister[e.Register] = append(byRegister[e.Register], content.Change{Key: e.Key, Path: e.Field, Value: e.value})
		t.result.Taken = append(t.result.Taken, *e.Change)
	}
	for _, n := range t.adds {
		byRegister[n.register] = append(byRegister[n.register], content.Change{Key: n.key, Value: n.row})
		for _, c := range n.cells {
			t.result.Taken = append(t.result.Taken, *c)
		}
	}
	changed := patched{FS: t.Client, files: map[string][]byte{}}
	for _, id := range t.Library.Registers {
		if len(byRegister[id]) == 0 {
			continue
		}
		r := t.org.Registers[id]
		old, err := content.ReadFile(t.Client, r.File, 4<<20)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems.Errorf(problem.Position{File: r.File}, "", "%s", content.ReadFault(err))
			continue
		}
		data, faults := content.Edit(r.File, old, r.Table, t.org.Languages[0], t.Library.Tags(), byRegister[id])
		if *problems = append(*problems, faults...); faults.HasErrors() || bytes.Equal(data, old) {
			continue
		}
		changed.files[r.File] = data
		t.result.Files = append(t.result.Files, File{r.File, old, data})
	}
	if problems.HasErrors() || len(t.result.Files) == 0 {
		return false
	}
	org, faults := content.Load(changed, t.Library)
	faults = slices.DeleteFunc(t.fresh(faults), func(p problem.Problem) bool { return t.open(org, p) })
	if len(faults) == 0 {
		return false
	}
	t.result.Files = nil
	if !t.result.Ours && t.drop(org, faults) {
		return true
	}
	*problems = append(*problems, t.traced(org, faults)...)
	return false
}

// detail is what differs between two messages about the same fault.
var detail = regexp.MustCompile(`\d+|: .*`)

// fresh are the errors that the folder did not have before.
func (t *taker) fresh(faults problem.List) (out problem.List) {
	had := map[string]bool{}
	for _, p := range t.before {
		had[p.At.File+detail.ReplaceAllString(p.Message, "")] = true
	}
	for _, p := range faults {
		if p.Severity == problem.Error && !had[p.At.File+detail.ReplaceAllString(p.Message, "")] {
			out = append(out, p)
		}
	}
	return out
}

// open reports that a fault only says what is left to fill in, in a row of the data that stood open before: check counts it.
func (t *taker) open(org *content.Organisation, p problem.Problem) bool {
	for id, r := range org.Registers {
		if r.File != p.At.File {
			continue
		}
		for _, row := range r.Rows {
			if row.At("") == p.At {
				before := t.org.Registers[id].Row(row.String(r.Table.Key))
				return before != nil && len(missing(before, r.Table.Fields, "")) > 0
			}
		}
	}
	return false
}

// drop leaves out the rows that faults lie in. It is false when one lies in none.
func (t *taker) drop(org *content.Organisation, faults problem.List) bool {
	reasons := map[[2]string][]string{}
	for _, p := range faults {
		found := false
		for id, r := range org.Registers {
			if r.File != p.At.File {
				continue
			}
			key := ""
			for _, row := range r.Rows {
				if row.At("").Line <= p.At.Line {
					key = row.String(r.Table.Key)
				}
			}
			at := [2]string{id, key}
			if found = t.touched(at); found && !slices.Contains(reasons[at], p.Message) {
				reasons[at] = append(reasons[at], p.Message)
			}
		}
		if !found {
			return false
		}
	}
	for _, c := range t.result.Taken {
		at := [2]string{c.Register, c.Key}
		if reasons[at] != nil {
			t.leave(c.Sheet, c.Cell, "add what is missing to the sheet or to the data", "%s is not taken: %s", c.Key, strings.Join(reasons[at], "; "))
			delete(t.set, place{c.Register, c.Key, c.Field})
			gone := func(register, key string) bool { return register == c.Register && key == c.Key }
			t.edits = slices.DeleteFunc(t.edits, func(e edit) bool { return gone(e.Register, e.Key) })
			t.adds = slices.DeleteFunc(t.adds, func(n *newRow) bool { return gone(n.register, n.key) })
			delete(reasons, at)
		}
	}
	return true
}

func (t *taker) touched(at [2]string) bool {
	return slices.ContainsFunc(t.result.Taken, func(c Change) bool { return c.Register == at[0] && c.Key == at[1] })
}

// traced names the cell that a fault in the changed data comes from.
func (t *taker) traced(org *content.Organisation, faults problem.List) (out problem.List) {
	cells := map[problem.Position]*Change{}
	for i := range t.result.Taken {
		c := &t.result.Taken[i]
		if row := org.Registers[c.Register].Row(c.Key); row != nil && c.Kind != Remove {
			if at := position(row, strings.Split(c.Field, ".")); cells[at] == nil {
				cells[at] = c
			}
			if at := row.At(""); c.Kind == Add && cells[at] == nil {
				cells[at] = c
			}
		}
	}
	for _, p := range faults {
		if c := cells[p.At]; c != nil {
			p.At = t.at(c.Sheet, c.Cell)
			p.Message = c.Key + ": " + p.Message
		} else {
			p.Message = "with these changes: " + p.Message
		}
		out = append(out, p)
	}
	return out
}

// position is where the value under a path was written.
func position(row table.Row, path []string) problem.Position {
	if len(path) > 1 {
		if g := row.Group(path[0]); g != nil {
			return position(g, path[1:])
		}
		if rows := row.Rows(path[0]); rows != nil {
			n, err := strconv.Atoi(path[1])
			switch known := err == nil && n < len(rows); {
			case known && len(path) > 2:
				return position(rows[n], path[2:])
			case known:
				return rows[n].At("")
			}
		}
	}
	return row.At(path[0])
}
