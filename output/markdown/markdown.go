// Package markdown writes a document back as the Markdown that it was read from, with the numbers of its sections and
// rules renewed. Everything else stays as a person typed it.
package markdown

import (
	"cmp"
	"slices"
	"strconv"

	"ismsgen/output/document"
)

// Write returns the body of a document, without front matter. Writing what was read from it changes nothing.
func Write(d *document.Document) []byte {
	type edit struct {
		offset, end int
		text        []byte
	}
	var edits []edit
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			if b.Number != "" {
				edits = append(edits, edit{b.Offset, b.End, b.Written(d.Source)})
			}
		case *document.Rules:
			for _, r := range b.Rules {
				if r.Number > 0 {
					edits = append(edits, edit{r.Offset, r.End, []byte("R" + strconv.Itoa(r.Number))})
				}
			}
		}
		return true
	})
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.offset, b.offset) })
	out := make([]byte, 0, len(d.Source)+16*len(edits))
	at := 0
	for _, e := range edits {
		out = append(append(out, d.Source[at:e.offset]...), e.text...)
		at = e.end
	}
	return append(out, d.Source[at:]...)
}
