package layout

import (
	"fmt"
	"strconv"
	"strings"
)

// Dump describes pages as text that people can read and compare: an item a line, lengths in points.
func Dump(pages []Page) string {
	var b strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&b, "page %s  %s x %s\n", p.Label, points(p.Width), points(p.Height))
		for _, it := range p.Items {
			b.WriteString("  ")
			switch v := it.(type) {
			case *Text:
				face := [...]string{"regular", "italic", "bold", "bolditalic", "mono"}[v.Face]
				fmt.Fprintf(&b, "text %s %s  %s  %s %s #%06X", points(v.X), points(v.Y), points(v.Width), face, points(v.Size), uint32(v.Colour))
				if v.Spacing != 0 {
					fmt.Fprintf(&b, " spaced %s", points(v.Spacing))
				}
				if v.Artifact {
					b.WriteString(" artifact")
				}
				if v.SoftHyphen {
					b.WriteString(" divided")
				}
				fmt.Fprintf(&b, "  %q", v.Text)
			case *Stroke:
				fmt.Fprintf(&b, "stroke %s %s - %s %s  %s #%06X", points(v.X1), points(v.Y1), points(v.X2), points(v.Y2), points(v.Width), uint32(v.Colour))
				if v.Dash > 0 {
					b.WriteString(" dashed " + points(v.Dash))
				}
			case *Box:
				fmt.Fprintf(&b, "box %s %s  %s x %s", points(v.X), points(v.Y), points(v.Width), points(v.Height))
				if v.Filled {
					fmt.Fprintf(&b, " #%06X", uint32(v.Fill))
				}
				if v.LineWidth > 0 {
					fmt.Fprintf(&b, " outline %s #%06X", points(v.LineWidth), uint32(v.Line))
				}
			case *Disc:
				fmt.Fprintf(&b, "disc %s %s  %s #%06X", points(v.X), points(v.Y), points(v.Radius), uint32(v.Fill))
			case *Picture:
				fmt.Fprintf(&b, "picture %s %s  %s x %s  %q", points(v.X), points(v.Y), points(v.Width), points(v.Height), v.Alt)
			case *Link:
				fmt.Fprintf(&b, "link %s %s  %s x %s  %s", points(v.X), points(v.Y), points(v.Width), points(v.Height), v.Target)
			case *Target:
				fmt.Fprintf(&b, "target %s  %s", points(v.Y), v.Name)
			case *Bookmark:
				fmt.Fprintf(&b, "bookmark %s  %d %q", points(v.Y), v.Level, v.Title)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// points writes thousandths of a point as points.
func points(n int) string {
	s := strconv.Itoa(n / 1000)
	if n < 0 && n > -1000 {
		s = "-0"
	}
	if rest := n % 1000; rest != 0 {
		s += strings.TrimRight(fmt.Sprintf(".%03d", max(rest, -rest)), "0")
	}
	return s
}
