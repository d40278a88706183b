package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ismsgen/output/pdf/layout"
)

// links gives each page its links and the file its named places. A link to a name that no page has is an error.
func (f *file) links(pages []layout.Page) error {
	known := layout.Places(pages)
	var missing []string
	for n, p := range pages {
		body, contents := f.objects[pageObject(n)], []byte("/Contents ")
		if !bytes.HasPrefix(body, []byte("<</Type /Page\n")) || bytes.Count(body, contents) != 1 {
			return errUnexpected
		}
		var annotations []byte
		for _, item := range p.Items {
			if l, ok := item.(*layout.Link); ok {
				if name, inside := strings.CutPrefix(l.Target, "#"); inside && known[name] == 0 {
					missing = append(missing, l.Target)
				}
				annotations = appendLink(annotations, l, p.Height)
			}
		}
		if annotations != nil {
			entry := fmt.Appendf(nil, "/Annots[%s]\n/Contents ", annotations)
			f.objects[pageObject(n)] = bytes.Replace(body, contents, entry, 1)
		}
	}
	if missing != nil {
		slices.Sort(missing)
		return fmt.Errorf("links lead nowhere: %s", strings.Join(slices.Compact(missing), ", "))
	}
	return nil
}

// appendLink writes a link to a place in this file, to a named place or the first page of another PDF, or to an address.
func appendLink(b []byte, l *layout.Link, height int) []byte {
	b = append(b, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["...)
	for i, v := range []int{l.X, height - l.Y - l.Height, l.X + l.Width, height - l.Y} {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendNumber(b, hundredths(v), 2)
	}
	b = append(b, ']')
	file, name, _ := strings.Cut(l.Target, "#")
	switch {
	case file == "":
		b = append(append(b, "/Dest"...), literal(name)...)
	case strings.HasSuffix(file, ".pdf") && !strings.Contains(file, ":"):
		b = append(append(b, "/A<</S/GoToR/F"...), literal(file)...)
		if name == "" {
			b = append(b, "/D[0/Fit]>>"...)
		} else {
			b = append(append(append(b, "/D"...), literal(name)...), ">>"...)
		}
	default:
		b = append(append(append(b, "/A<</S/URI/URI"...), literal(ascii(l.Target))...), ">>"...)
	}
	return append(b, ">>\n"...)
}

// ascii escapes what may not stand in an address.
func ascii(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c >= 0x7F {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// places returns the tree of named places, sorted as a reader wants to search them, or nothing. The first of a name
// counts. A leaf holds no more than an array may have in PDF/A-1.
func (f *file) places(pages []layout.Page) []byte {
	const leaf = 4000
	at := map[string]string{}
	var names []string
	for n, p := range pages {
		for _, item := range p.Items {
			if t, ok := item.(*layout.Target); ok && at[t.Name] == "" {
				names = append(names, t.Name)
				at[t.Name] = place(n, p.Height-t.Y)
			}
		}
	}
	if names == nil {
		return nil
	}
	slices.Sort(names)
	kids := []byte("<</Kids[")
	for part := range slices.Chunk(names, leaf) {
		b := slices.Concat([]byte("<</Limits["), literal(part[0]), literal(part[len(part)-1]), []byte("]/Names["))
		for _, name := range part {
			b = append(append(append(b, literal(name)...), at[name]...), '\n')
		}
		kids = fmt.Appendf(kids, "%d 0 R ", f.add(append(b, "]>>"...)))
	}
	return append(kids, "]>>"...)
}

func place(page, y int) string {
	return fmt.Sprintf("[%d 0 R/XYZ 0 %s null]", pageObject(page), appendNumber(nil, hundredths(y), 2))
}

// outline adds the bookmarks of all pages, folded below the first level, and returns the number of its root, or 0.
func (f *file) outline(pages []layout.Page) int {
	type entry struct {
		*layout.Bookmark
		place                 string
		parent, prev, next    int // indexes; -1 is none
		first, last, children int
	}
	root := entry{parent: -1, prev: -1, next: -1, first: -1, last: -1}
	entries := []entry{root} // the root is the parent of the first level
	path := []int{0}         // from the root to the last entry
	for n, p := range pages {
		for _, item := range p.Items {
			b, ok := item.(*layout.Bookmark)
			if !ok {
				continue
			}
			path = path[:min(max(b.Level, 0)+1, len(path))] // a level that was skipped is closed up
			parent, self := path[len(path)-1], len(entries)
			e := entry{Bookmark: b, place: place(n, p.Height-b.Y), parent: parent, prev: entries[parent].last, next: -1, first: -1, last: -1}
			if e.prev >= 0 {
				entries[e.prev].next = self
			} else {
				entries[parent].first = self
			}
			entries[parent].last = self
			entries[parent].children++
			entries = append(entries, e)
			path = append(path, self)
		}
	}
	if len(entries) == 1 {
		return 0
	}
	number := len(f.objects)
	for i, e := range entries {
		var b []byte
		if i == 0 {
			b = fmt.Appendf(nil, "<</Type/Outlines/Count %d", e.children)
		} else {
			b = fmt.Appendf(nil, "<</Title%s/Dest%s/Parent %d 0 R", textString(e.Title), e.place, number+e.parent)
			if e.children > 0 {
				b = fmt.Appendf(b, "/Count %d", -e.children)
			}
		}
		for _, link := range []struct {
			name string
			to   int
		}{{"Prev", e.prev}, {"Next", e.next}, {"First", e.first}, {"Last", e.last}} {
			if link.to >= 0 {
				b = fmt.Appendf(b, "/%s %d 0 R", link.name, number+link.to)
			}
		}
		f.add(append(b, ">>"...))
	}
	return number
}
