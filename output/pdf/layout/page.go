// Package layout measures a document and places it on pages: every break, column width and position is decided here.
// The result is a list of pages with items at whole thousandths of a point, so that every machine rounds alike; package
// pdf replays them and decides nothing.
package layout

import "ismsgen/output/pdf/font"

// Page is one finished page. Lengths are thousandths of a point; x grows to the right, y grows down from the top edge.
type Page struct {
	Width, Height int
	Label         string // printed page number
	Items         []Item
}

// Colour is 0xRRGGBB.
type Colour uint32

// Item is something placed on a page. The implementations are *Text, *Stroke, *Box, *Disc, *Picture, *Link, *Target and
// *Bookmark.
type Item interface{ item() }

// Text is a run of text in one face, on one baseline. Every rune of it is in the face.
type Text struct {
	X, Y    int // left end of the baseline
	Width   int
	Face    font.Face
	Size    int
	Colour  Colour
	Spacing int // added after each rune
	Text    string
	// Artifact marks what is not content: headers, footers, leaders, repeated table headers, hyphens.
	Artifact bool
	// SoftHyphen says that a hyphen at the end of Text was added by line breaking.
	SoftHyphen bool
}

// Stroke is a straight line; Dash 0 is solid.
type Stroke struct {
	X1, Y1, X2, Y2, Width, Dash int
	Colour                      Colour
}

// Box is a rectangle, filled, outlined or both; Radius rounds its corners.
type Box struct {
	X, Y, Width, Height, Radius int
	Fill, Line                  Colour
	Filled                      bool
	LineWidth                   int // 0: no outline
}

// Disc is a filled circle around X, Y.
type Disc struct {
	X, Y, Radius int
	Fill         Colour
}

// Picture is an image scaled into a box.
type Picture struct {
	X, Y, Width, Height int
	Data                []byte // PNG or JPEG, checked
	Alt                 string
}

// Link makes an area lead somewhere: an address, "#name" in this file, or "file.pdf#name" beside it.
type Link struct {
	X, Y, Width, Height int
	Target              string
}

// Target names a place in this file.
type Target struct {
	Name string
	Y    int
}

// Places are the names of all targets on some pages, with the number of the page, counted from 1, on which each stands first.
func Places(pages []Page) map[string]int {
	places := map[string]int{}
	for i, p := range pages {
		for _, it := range p.Items {
			if t, ok := it.(*Target); ok && places[t.Name] == 0 {
				places[t.Name] = i + 1
			}
		}
	}
	return places
}

// Bookmark is an entry of the outline. Level counts from 0.
type Bookmark struct {
	Level int
	Title string
	Y     int
}

func (*Text) item()     {}
func (*Stroke) item()   {}
func (*Box) item()      {}
func (*Disc) item()     {}
func (*Picture) item()  {}
func (*Link) item()     {}
func (*Target) item()   {}
func (*Bookmark) item() {}
