package layout

import (
	"strings"
	"testing"
)

// TestTies checks which spaces end no line: they are written as underscores.
func TestTies(t *testing.T) {
	for _, want := range []string{
		"binnen 12_maanden na 26_november_2026 wordt", "tot 1.200_euro per jaar", "bel +32_2_274_48_00 of +32_(0)2_274 nu", "zie POL-03_R4 en POL-04_R10.",
		"≥_100_% en <_5_% en ≤_4", "3_×_5_=_15", "in the October_2027 review", "een schijf van 512_GB bij 9.3.2 of in_2026 bij Jan", "€_12,50 a month; 12_000_euros",
		"1 of 2 en 3", "R1 moet A.5.15 en 5.16_volgen", "over 250 verantwoordelijkheden", "tegen 31_mrt_2027.",
	} {
		s := strings.ReplaceAll(want, "_", " ")
		got := []byte(s)
		for i := range s {
			if s[i] == ' ' && ties(s, i) {
				got[i] = '_'
			}
		}
		if string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestTiesGiveWay checks that what is tied goes on one line, but never beyond a cell.
func TestTiesGiveWay(t *testing.T) {
	l := newLayouter(parse(t, "x.md", []byte("## T\n"), false), Style{}, new(Memory))
	broken := func(width int) string {
		t := l.plain("Report of 26 November 2026 here", look{size: textSize})
		var lines []string
		for _, ln := range l.breakUp(&t, width, false) {
			a, z := t.atoms[ln.from], t.atoms[ln.to-1]
			lines = append(lines, t.runs[0].text[a.from:z.to])
		}
		return strings.Join(lines, "|")
	}
	for width, want := range map[int]string{
		150: "Report of 26 November 2026|here", 125: "Report of|26 November 2026 here", 90: "Report of|26 November 2026|here", 64: "Report of|26 November|2026 here", 50: "Report of|26|November|2026 here",
	} {
		if got := broken(width * pt); got != want {
			t.Errorf("%d points: %s, want %s", width, got, want)
		}
	}
}

// TestLastPages checks that the last page of a text of any length has some lines, and that nothing else moves when it has.
func TestLastPages(t *testing.T) {
	for n := 30; n < 140; n++ {
		src := "## First\n\nOpening.\n\n" + strings.Repeat("One more line.<br>", n) + "End.\n"
		pages, _ := Layout(parse(t, "x.md", []byte(src), false), Style{})
		last := texts(pages[len(pages)-1], false)
		if lines := len(last); len(pages) > 2 && lines < 5 {
			t.Errorf("%d lines: the last of %d pages has %d", n, len(pages), lines)
		}
	}
}

// TestServesClearOfTables checks that a table which uses the side column begins below what its heading serves.
func TestServesClearOfTables(t *testing.T) {
	cell := strings.Repeat("many words stand here ", 4)
	rows := strings.Repeat("| "+cell+" | "+cell+" | "+cell+" |\n", 6)
	for _, between := range []string{"", "Short.\n\n"} {
		src := "## One <sub>A.5.15 · A.5.16 · A.5.17 · A.5.18 · A.8.2 · A.8.3 · A.8.4 · A.8.5 · A.8.18</sub>\n\n" + between + "| a | b | c |\n| - | - | - |\n" + rows
		pages, _ := Layout(parse(t, "x.md", []byte(src), false), Style{})
		lowest, top := 0, 0
		for _, it := range pages[1].Items {
			switch v := it.(type) {
			case *Text:
				if strings.HasPrefix(v.Text, "A.") {
					lowest = max(lowest, v.Y)
				}
			case *Stroke:
				if top == 0 && v.X1 == portrait().left && v.Colour == ink {
					top = v.Y1
				}
			}
		}
		if lowest == 0 || top < lowest+2*pt {
			t.Errorf("controls reach down to %d, the table begins at %d", lowest, top)
		}
	}
}

// TestCoverTitle checks that a long word of a title is set smaller, not divided.
func TestCoverTitle(t *testing.T) {
	d := parse(t, "x.md", []byte("## T\n\nText.\n"), false)
	d.Meta.Title = "Gegevensbeschermingseffectbeoordelingsprocedure"
	pages, _ := Layout(d, Style{Hyphens: halves})
	for _, it := range pages[0].Items {
		if v, ok := it.(*Text); ok && v.Text == d.Meta.Title {
			return
		}
	}
	t.Error("the title does not stand on one line")
}
