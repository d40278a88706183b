package excel

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// listSheet holds the words of the drop-downs, one list in a column, where people do not see them.
const listSheet = "_lists"

// list is the range that holds the words of a column's drop-down.
func (b *book) list(c *Column) string {
	if c.From != "" {
		register, column, _ := strings.Cut(c.From, ":")
		return b.column(register, column)
	}
	at := slices.IndexFunc(b.choices, func(l []string) bool { return slices.Equal(l, c.Choices) })
	if at < 0 {
		at = len(b.choices)
		b.choices = append(b.choices, c.Choices)
	}
	return fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, letters(at), letters(at), len(c.Choices))
}

func (b *book) lists() {
	if len(b.choices) == 0 {
		return
	}
	b.add(listSheet)
	longest := 0
	for _, l := range b.choices {
		longest = max(longest, len(l))
	}
	var r rows
	for n := range longest {
		r.begin(n+1, 0)
		for i, l := range b.choices {
			if n < len(l) {
				r.text(i, 0, l[n])
			}
		}
		r.end()
	}
	b.append(listSheet, r)
	b.try(b.SetSheetVisible(listSheet, false))
}

// markup escapes what a check on cells holds: excelize writes it as it is.
var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// short cuts a text to what a message of a workbook may hold, in characters.
func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ,") + "…"
	}
	return s
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
