package content

import (
	"fmt"
	"strings"

	"ismsgen/content/table"
)

// openRow is a row of a register with required keys that have no value yet.
type openRow struct {
	row    table.Row
	fields []*table.Field
}

// mostNamed is how many rows a problem names when many have the same keys open.
const mostNamed = 8

// reportOpen reports the open rows of a register: one problem for all rows that have the same keys open, at the first of
// them. A folder that was just begun has hundreds of such rows, and their number is what a person wants to see fall.
func (r *reader) reportOpen(key string) {
	var order []string
	groups := map[string][]openRow{}
	for _, o := range r.open {
		var names []string
		for _, f := range o.fields {
			names = append(names, f.Name)
		}
		id := strings.Join(names, ", ")
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], o)
	}
	for _, names := range order {
		rows := groups[names]
		first := rows[0]
		var hints, named []string
		for _, f := range first.fields {
			hints = append(hints, pattern(f))
		}
		for _, o := range rows[:min(len(rows), mostNamed)] {
			id := fmt.Sprintf("line %d", o.row.At("").Line)
			if name := o.row.String(key); name != "" {
				id = name + " on " + id
			}
			named = append(named, id)
		}
		if more := len(rows) - len(named); more > 0 {
			named = append(named, fmt.Sprintf("and %d more", more))
		}
		message := names + " has no value"
		switch {
		case len(rows) > 1:
			message = fmt.Sprintf("no value for %s in %d rows: %s", names, len(rows), strings.Join(named, ", "))
		case len(first.fields) > 1:
			message = fmt.Sprintf("no value for %s in %s", names, named[0])
		}
		r.problems.Errorf(first.row.At(first.fields[0].Name), "write "+strings.Join(hints, ", "), "%s", message)
	}
}
