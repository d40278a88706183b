package generator

import (
	"slices"
	"testing"

	"ismsgen/content/table"
)

func TestSortedBothWays(t *testing.T) {
	rows := []table.Row{{"id": "a", "n": 8}, {"id": "b", "n": 24}, {"id": "c", "n": 4}, {"id": "d", "n": 24}}
	ids := func(rows []table.Row) (ids []string) {
		for _, r := range rows {
			ids = append(ids, r.String("id"))
		}
		return ids
	}
	for field, want := range map[string][]string{"n": {"b", "d", "a", "c"}, "-n": {"c", "a", "b", "d"}, "id": {"a", "b", "c", "d"}, "-id": {"d", "c", "b", "a"}} {
		if got := ids(sorted(rows, field)); !slices.Equal(got, want) {
			t.Errorf("sorted by %s: %v, want %v", field, got, want)
		}
	}
}
