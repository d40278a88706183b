package workbook

import (
	"slices"
	"strconv"
	"strings"

	"ismsgen/output/excel/read"
)

// controls takes the rows of a Statement of Applicability.
func (f *foreignSheet) controls() {
	type source struct {
		number int
		label  string
		values map[string]found
		broken map[string]string
	}
	byControl := map[string][]source{}
	var order []string
	rows := f.body()
	old := slices.ContainsFunc(rows, func(r read.Row) bool { // numbers of three parts: the edition of 2013
		m := controlNumber.FindStringSubmatch(numberText(r.Cell(f.columns["control"])))
		return m != nil && m[3] != "" && f.columns["control"] > 0
	})
	index := f.titles()
	last := ""
	for _, r := range rows {
		first := f.Columns[0]
		at := read.Name(number(first.Column), r.Number)
		cell := r.Cell(f.columns["control"])
		if f.columns["control"] == 0 {
			cell = read.Cell{}
		}
		num, title := numberText(cell), ""
		if f.columns["title"] > 0 {
			c := r.Cell(f.columns["title"])
			title = c.String()
		}
		var ids []string
		label := num
		m := controlNumber.FindStringSubmatch(num)
		switch {
		case m != nil && old && m[3] == "":
			continue // the heading of an objective
		case m != nil:
			num = m[1] + "." + m[2]
			if m[3] != "" {
				num += "." + m[3]
			} else if cell.Kind == read.Number && follows(last, num) {
				num += "0"
			}
			last, label = num, num
			ids = f.controlsOf(num)
		case f.register.Row(num) != nil:
			ids = []string{num}
		case num == "" && title != "" || num != "" && title == "" && !strings.ContainsAny(num, "0123456789"):
			if title == "" {
				title = num
			}
			id, exact := index.find(title)
			if label = title; id != "" {
				if ids = []string{id}; !exact {
					f.left.Warnf(f.at(f.sheet.Name, at), "check that it is the one that is meant", "%q is read as control %s", shorten(title), id)
				}
			}
		}
		if len(ids) == 0 {
			if banner := f.banner(r); banner != "" && m == nil && !f.decides(r) {
				f.leave(f.sheet.Name, at, "", "the row is a heading: %q", shorten(banner))
			} else {
				f.leave(f.sheet.Name, at, "write the number of the control, as in A.5.18", "%q is no control of %s: the row is not taken", shorten(label), f.framework.Name)
			}
			continue
		}
		values, broken := f.values(r)
		for _, id := range ids {
			if byControl[id] == nil {
				order = append(order, id)
			}
			byControl[id] = append(byControl[id], source{r.Number, label, values, broken})
		}
	}
	for _, id := range order {
		var all []map[string]found
		var labels []string
		for _, s := range byControl[id] {
			all, labels = append(all, s.values), append(labels, s.label)
		}
		note := ""
		if len(labels) > 1 || labels[0] != id && old {
			note = "from " + strings.Join(labels, ", ")
		}
		values := joined(all)
		if c := f.framework.Control(id); old && c != nil && (values["applies"].text == "no" || values["status"].text == "excluded") {
			if i := slices.IndexFunc(c.Was, func(was string) bool { return !slices.Contains(labels, was) }); i >= 0 && len(c.Was) > 1 {
				f.leave(f.sheet.Name, values["applies"].cell, "decide, and write it in the data", "%s is not excluded: it also holds what was %s, which the sheet does not exclude", id, c.Was[i])
				continue
			}
		}
		f.control(id, values, byControl[id][0].broken, byControl[id][0].number, note)
	}
}

// decides reports that a row has a value in the column that says whether a control applies.
func (f *foreignSheet) decides(r read.Row) bool {
	for _, p := range []string{"applies", "status"} {
		if c := r.Cell(f.columns[p]); f.columns[p] > 0 && c.String() != "" && !c.Merged {
			return true
		}
	}
	return false
}

// follows reports that a number lost its last zero: after 5.9 comes 5.10, which a spreadsheet shows as 5.1.
func follows(last, num string) bool {
	a, b, _ := strings.Cut(last, ".")
	c, d, _ := strings.Cut(num, ".")
	before, err1 := strconv.Atoi(b)
	now, err2 := strconv.Atoi(d)
	return a == c && err1 == nil && err2 == nil && before%10 == 9 && now == (before+1)/10
}

// joined makes one row of several that speak of the same control: it applies when any does, its status is the weakest
// when they differ, and texts follow each other.
func joined(rows []map[string]found) map[string]found {
	if len(rows) == 1 {
		return rows[0]
	}
	out := map[string]found{}
	rank := []string{"implemented", "partly", "planned", "not", "excluded"}
	for _, row := range rows {
		for path, v := range row {
			had, has := out[path]
			switch {
			case !has:
				out[path] = v
			case had.text == v.text:
			case path == "applies":
				out[path] = found{"yes", had.cell}
			case path == "status" && had.text == "excluded":
				out[path] = v
			case path == "status" && v.text != "excluded":
				worst := max(slices.Index(rank, had.text), slices.Index(rank, v.text))
				if had.text == "implemented" || v.text == "implemented" {
					worst = 1
				}
				out[path] = found{rank[worst], had.cell}
			case path == "why" || path == "how" || path == "evidence.what":
				if !slices.Contains(strings.Split(had.text, "\n"), v.text) {
					out[path] = found{had.text + "\n" + v.text, had.cell}
				}
			}
		}
	}
	return out
}

// control takes what is said of one control.
func (f *foreignSheet) control(id string, values map[string]found, broken map[string]string, row int, note string) {
	if values["status"].text == "excluded" {
		values["applies"] = found{"no", values["status"].cell}
		delete(values, "status")
	} else if _, has := values["applies"]; !has && values["status"].text != "" {
		values["applies"] = found{"yes", values["status"].cell}
	}
	if values["applies"].text == "no" {
		for _, p := range []string{"status", "how", "owner", "since", "due", "evidence.what"} {
			delete(values, p)
		}
	}
	f.row(id, values, row, note, broken)
}
