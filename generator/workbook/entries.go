package workbook

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// entries merges the entries of lists in the rows of a register, as the actions of risks. A sheet of them shows the row
// that each belongs to but not its place in the list, and people sort: an entry is found again by what it says.
func (s *sheetTaker) entries() {
	byKey := map[string][]read.Row{}
	var order []string
	exported := map[string][]baseRow{} // by the key of the row that they belong to
	spelt := map[string]string{}
	for _, b := range s.block.rows {
		exported[b.key], spelt[fold(b.key)] = append(exported[b.key], b), b.key
	}
	for _, r := range s.filled() {
		key := s.keyOf(r)
		if exact, known := spelt[fold(key)]; known {
			key = exact
		}
		if key == "" {
			s.leave(s.sheet.Name, read.Name(s.keyColumn(), r.Number), "write the one of the row that it belongs to", "the row has no %s: it is not taken", s.title(s.key))
			continue
		}
		if byKey[key] == nil {
			order = append(order, key)
		}
		byKey[key] = append(byKey[key], r)
	}
	if s.keyColumn() == 0 {
		return
	}
	for _, b := range s.block.rows {
		if byKey[b.key] == nil {
			byKey[b.key] = []read.Row{}
			order = append(order, b.key)
		}
	}
	for _, key := range order {
		s.entriesOf(key, exported[key], byKey[key])
	}
}

// entriesOf merges the entries of one row.
func (s *sheetTaker) entriesOf(key string, base []baseRow, rows []read.Row) {
	parent := s.row(key)
	var now []table.Row
	if parent != nil {
		now = parent.Rows(s.list)
	}
	added := slices.IndexFunc(s.adds, func(n *newRow) bool { return n.register == s.block.register && n.key == key })
	if parent == nil && added < 0 {
		for _, r := range rows {
			s.leave(s.sheet.Name, read.Name(s.keyColumn(), r.Number), "write the "+s.key+" of a row that there is", "there is no %s among the %s: the row is not taken", key, s.block.register)
		}
		return
	}
	found := pair(len(base), len(rows), func(i, j int) int { return s.alike(base[i], rows[j]) })
	places := s.places(base, now)
	var gone []int
	for i, b := range base {
		at := problem.Position{File: s.Name + ": " + s.sheet.Name}
		switch {
		case found[i] >= 0 && places[i] < 0:
			s.merge(rows[found[i]], b, key, "", nil)
		case found[i] >= 0:
			s.merge(rows[found[i]], b, key, s.list+"."+strconv.Itoa(places[i])+".", now[places[i]])
		case places[i] < 0: // gone on both sides
		case !s.unchanged(b, now[places[i]]):
			s.left.Warnf(at, "remove it from the data by hand, or add it to the workbook again", "an entry of %s is gone from the workbook, and the data changed since: it stays: %s", key, shorten(s.summary(b)))
		case !s.RemoveRows:
			s.left.Warnf(at, "add --remove-rows to remove it from the data", "an entry of %s is gone from the workbook: it stays: %s", key, shorten(s.summary(b)))
		default:
			gone = append(gone, i)
		}
	}
	next := len(now)
	for j, r := range rows {
		if slices.Contains(found, j) {
			continue
		}
		row, cells, ok := s.entry(r, key, s.list+"."+strconv.Itoa(next)+".")
		switch {
		case !ok:
		case parent == nil:
			n := s.adds[added]
			n.row[s.list] = append(n.row.Rows(s.list), row)
			n.cells = append(n.cells, cells...)
		case slices.ContainsFunc(now, func(have table.Row) bool { return s.says(have, row) }): // taken before
		default:
			s.edits = append(s.edits, edit{s.joined(cells, s.list+"."+strconv.Itoa(next)), row})
			next++
		}
	}
	slices.SortFunc(gone, func(a, b int) int { return places[b] - places[a] }) // from the end, so that places stay
	for _, i := range gone {
		s.edits = append(s.edits, edit{&Change{Kind: Remove, Sheet: s.sheet.Name, Register: s.block.register, Key: key, Field: s.list + "." + strconv.Itoa(places[i]), Old: s.summary(base[i])}, nil})
	}
}

// joined is one change for all cells of a new entry.
func (s *sheetTaker) joined(cells []*Change, field string) *Change {
	c := *cells[0]
	var parts []string
	for _, one := range cells {
		parts = append(parts, one.Field[len(field)+1:]+": "+one.New)
	}
	c.Field, c.New = field, strings.Join(parts, "; ")
	return &c
}

// entry reads a new entry.
func (s *sheetTaker) entry(r read.Row, key, prefix string) (row table.Row, cells []*Change, ok bool) {
	row, ok = table.Row{}, true
	for i, path := range s.paths {
		f := table.FindPath(s.fields, path)
		if f == nil || s.at[i] == 0 || i == 0 {
			continue
		}
		c := Change{Kind: Add, Sheet: s.sheet.Name, Cell: read.Name(s.at[i], r.Number), Register: s.block.register, Key: key, Field: prefix + path}
		if !s.fill(row, r.Cell(s.at[i]), &c, f, path) {
			ok = false
		} else if c.New != "" {
			cells = append(cells, &c)
		}
	}
	ok = s.complete(row, s.fields, r, key) && ok && len(cells) > 0
	return row, cells, ok
}

// says reports that an entry of the data says what a new one does.
func (s *sheetTaker) says(have, row table.Row) bool {
	for _, path := range s.paths[1:] {
		if f := table.FindPath(s.fields, path); f != nil && content.WriteValue(f, have.Value(path), s.lang) != content.WriteValue(f, row.Value(path), s.lang) {
			return false
		}
	}
	return true
}

// alike counts the cells of a row that are as exported; all of them count most.
func (s *sheetTaker) alike(b baseRow, r read.Row) int {
	same, filled := 0, 0
	for i, path := range s.paths {
		f := table.FindPath(s.fields, path)
		if f == nil || i == 0 || s.at[i] == 0 {
			continue
		}
		if text, fault, _ := s.words.plain(r.Cell(s.at[i]), s.block.register, s.wordPath(path), f, b.cells[i]); fault == "" && text == b.cells[i] && text != "" {
			same++
			if f.Type == table.Text || f.Type == table.Name { // says more than a day or a choice
				same += 3
			}
		}
		filled++
	}
	return same
}

// places finds the entries of the base among those that the data has now; -1 for one that is gone.
func (s *sheetTaker) places(base []baseRow, now []table.Row) []int {
	return pair(len(base), len(now), func(i, j int) int {
		same := 0
		for k, path := range s.paths {
			f := table.FindPath(s.fields, path)
			if k == 0 || f == nil {
				continue
			}
			if base[i].cells[k] != "" && base[i].cells[k] == content.WriteValue(f, now[j].Value(path), s.lang) {
				if same++; f.Type == table.Text || f.Type == table.Name {
					same += 3
				}
			}
		}
		return same
	})
}

// pair matches things of two lists by how alike they are, the most alike first; where that does not decide, those that
// stand at the same place. It gives for each of the first list its place in the second, or -1.
func pair(n, m int, alike func(i, j int) int) []int {
	type match struct{ i, j, score int }
	var all []match
	for i := range n {
		for j := range m {
			if score := alike(i, j); score > 0 {
				all = append(all, match{i, j, score})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int {
		if a.score != b.score {
			return b.score - a.score
		}
		return abs(a.i-a.j) - abs(b.i-b.j)
	})
	out, taken := make([]int, n), make([]bool, m)
	for i := range out {
		out[i] = -1
	}
	for _, x := range all {
		if out[x.i] < 0 && !taken[x.j] {
			out[x.i], taken[x.j] = x.j, true
		}
	}
	return out
}

func abs(n int) int { return max(n, -n) }
