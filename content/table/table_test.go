package table

import (
	"slices"
	"testing"

	"ismsgen/content/problem"
)

func TestDate(t *testing.T) {
	for _, s := range []string{"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-0x", "2026/01/01", "1899-01-01", "1900-02-29", ""} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is read as %v", s, d)
		}
	}
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-10-14", 12, "2027-10-14"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2000-02-29", 12, "2001-02-28"},
	} {
		d, err := ParseDate(test.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddMonths(test.months); got.String() != test.want || got.Compare(d) > 0 != (test.months > 0) {
			t.Errorf("%s and %d months: got %v, want %s", test.from, test.months, got, test.want)
		}
	}
	if (Date{}).String() != "" || !(Date{}).IsZero() {
		t.Error("the zero date is a date")
	}
}

func TestRow(t *testing.T) {
	row := Row{"name": "a", "n": 3, "yes": true, "list": []any{"x", 1, "y"}, "group": Row{"n": 4}, "none": nil}
	start, name := problem.Position{File: "f", Line: 1}, problem.Position{File: "f", Line: 2, Column: 5}
	row.SetAt("", start)
	row.SetAt("name", name)
	if row.At("name") != name || row.At("none") != start || Row(nil).At("x") != (problem.Position{}) {
		t.Errorf("positions: %v, %v", row.At("name"), row.At("none"))
	}
	if row.String("name") != "a" || row.Int("n") != 3 || !row.Bool("yes") || row.Group("group").Int("n") != 4 || !slices.Equal(row.Strings("list"), []string{"x", "y"}) {
		t.Error("a value is lost")
	}
	if row.String("none") != "" || row.Int("name") != 0 || row.Group("none").Int("n") != 0 || row.Rows("none") != nil || !row.Date("none").IsZero() {
		t.Error("a value comes from nowhere")
	}
}
