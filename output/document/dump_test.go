package document

import (
	"fmt"
	"strings"
)

// dump prints a tree as text for the golden files: a line for each block, inner blocks indented.
func dump(d *Document) string {
	var w strings.Builder
	if d.Meta.Title != "" {
		fmt.Fprintf(&w, "title %s\n", d.Meta.Title)
	}
	dumpBlocks(&w, d.Blocks, "")
	return w.String()
}

func dumpBlocks(w *strings.Builder, blocks []Block, in string) {
	for _, b := range blocks {
		line := func(format string, args ...any) { fmt.Fprintf(w, in+format+"\n", args...) }
		inner := func(blocks []Block) { dumpBlocks(w, blocks, in+"  ") }
		switch b := b.(type) {
		case *Heading:
			line("heading %d %q #%s %s", b.Level, b.Number, b.Anchor, dumpText(b.Text))
		case *Paragraph:
			if b.Anchor != "" {
				line("paragraph #%s %s", b.Anchor, dumpText(b.Text))
			} else {
				line("paragraph %s", dumpText(b.Text))
			}
		case *List:
			line("list ordered=%v start=%d tight=%v", b.Ordered, b.Start, b.Tight)
			for _, i := range b.Items {
				if i.Task {
					line("- [%v]", i.Checked)
				} else {
					line("-")
				}
				inner(i.Blocks)
			}
		case *Rules:
			line("rules")
			for _, r := range b.Rules {
				line("- R%d #%s %q", r.Number, r.Key, r.Controls)
				inner(r.Blocks)
			}
		case *Table:
			line("table %v", b.Align)
			for i, row := range append([][]Cell{b.Header}, b.Rows...) {
				cells := make([]string, len(row))
				for j, c := range row {
					cells[j] = dumpText(c)
				}
				line("  %d: %s", i, strings.Join(cells, " | "))
			}
		case *Callout:
			line("callout %s", b.Tone)
			inner(b.Blocks)
		case *Quote:
			line("quote")
			inner(b.Blocks)
		case *Code:
			line("code %q %q", b.Language, b.Text)
		case *Chart:
			line("chart %s %q", b.Kind, b.Title)
			line("  %q", b.Header)
			for _, r := range b.Rows {
				line("  %q", r)
			}
		case *Field:
			line("field %d %s", b.Lines, dumpText(b.Label))
		case *Signatures:
			line("signatures")
			inner([]Block{b.Table})
		case *Definitions:
			line("definitions")
			for _, e := range b.Entries {
				line("- %s", dumpText(e.Term))
				for _, d := range e.Blocks {
					line("  :")
					inner(d)
				}
			}
		case *Footnotes:
			line("footnotes")
			for _, n := range b.Notes {
				line("- %d", n.Number)
				inner(n.Blocks)
			}
		case *Picture:
			line("picture %q %q", b.Image.Target, b.Image.Alt)
		case *Line:
			line("line")
		case *PageBreak:
			line("pagebreak")
		case *Landscape:
			line("landscape")
			inner(b.Blocks)
		case *Register:
			line("register %q line %d", b.Name, b.Line)
			inner(b.Blocks)
		default:
			panic(fmt.Sprintf("dump knows no %T", b))
		}
	}
}

func dumpText(text []Inline) string {
	var w strings.Builder
	for _, i := range text {
		switch i := i.(type) {
		case Text:
			s := fmt.Sprintf("%q", string(i))
			w.WriteString(s[1 : len(s)-1])
		case Mono:
			fmt.Fprintf(&w, "{mono %q}", string(i))
		case Strong, Emphasis, Strike, Sub, Sup:
			fmt.Fprintf(&w, "{%s %s}", strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", i), "document.")), dumpText(inside(i)))
		case Link:
			page := ""
			if i.Page {
				page = " page"
			}
			fmt.Fprintf(&w, "{link%s %q %s}", page, i.Target, dumpText(i.Text))
		case Image:
			fmt.Fprintf(&w, "{image %q %q}", i.Target, i.Alt)
		case Break:
			w.WriteString("{break}")
		case FootnoteRef:
			fmt.Fprintf(&w, "{note %d}", int(i))
		case Box:
			fmt.Fprintf(&w, "{box %v}", bool(i))
		case Status:
			fmt.Fprintf(&w, "{status %s}", string(i))
		default:
			panic(fmt.Sprintf("dump knows no %T", i))
		}
	}
	return w.String()
}
