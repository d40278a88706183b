package excel

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// look is everything that tells one cell's style from another's.
type look struct {
	header, computed, edged, number, date, title, faint, link, bold, centred, turned, bare, counted, unlocked, framed, indented, upright, levelled bool
	colour, fill                                                                                                                                   string
	size                                                                                                                                           float64
}

const (
	ink, muted, hairline, tint = "1C2530", "5D6875", "D3D9DF", "F3F6F8"
	missing                    = "FFF8E5" // behind a cell that must still be filled in
)

// fills are the light colours behind a status word, and the colour of the word.
var fills = map[string][2]string{
	"green": {"DFEAE3", "1F5F45"}, "amber": {"FBF0DA", "7A520B"}, "red": {"F6DEDC", "8A2822"}, "grey": {"EDF0F2", muted},
}

// bandColours are behind risk levels, lowest first, with the colour of the number.
var bandColours = [][2]string{{"DFEAE3", ink}, {"EFD9A0", ink}, {"D98A4B", ink}, {"A8322D", "FFFFFF"}}

// pale mixes a colour with twice as much white.
func pale(colour uint32) string {
	var mixed uint32
	for shift := uint(0); shift <= 16; shift += 8 {
		mixed |= (colour>>shift&0xFF + 2*0xFF) / 3 << shift
	}
	return fmt.Sprintf("%06X", mixed)
}

func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	s := &excelize.Style{
		Font:       &excelize.Font{Family: "Calibri", Size: 10, Color: ink, Bold: l.bold || l.title || l.header},
		Alignment:  &excelize.Alignment{Vertical: "top", WrapText: !l.title},
		Protection: &excelize.Protection{Locked: !l.unlocked},
	}
	if l.size > 0 {
		s.Font.Size = l.size
	}
	switch {
	case l.colour != "":
		s.Font.Color = l.colour
	case l.link:
		s.Font.Color, s.Font.Underline = b.accent, "single"
	case l.faint || l.computed:
		s.Font.Color = muted
	}
	border := func(side, colour string) {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: colour, Style: 1})
	}
	if l.header {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{tint}}
		s.Alignment.Vertical = "bottom"
		border("top", ink)
	}
	if !l.title && !l.bare && !l.framed {
		border("bottom", hairline)
	}
	if l.edged {
		border("left", b.pale)
		l.indented = true
	}
	if l.framed {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			border(side, "FFFFFF")
		}
	}
	if l.turned {
		s.Alignment.TextRotation, s.Alignment.Vertical, s.Alignment.WrapText, s.Alignment.Horizontal = 90, "top", false, "center" // the filter's button stands below
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	switch {
	case l.number:
		s.NumFmt, s.Alignment.Horizontal = 0, "right"
	case l.date:
		s.CustomNumFmt, s.Alignment.Horizontal = &b.Words.DayFormat, "left"
	case l.counted: // a count of nothing is not shown
		s.CustomNumFmt, s.Alignment.Horizontal = new("0;;"), "center"
	}
	if l.indented {
		if s.Alignment.Horizontal == "" {
			s.Alignment.Horizontal = "left"
		}
		s.Alignment.Indent = 1
	}
	if l.centred {
		s.Alignment.Horizontal, s.Alignment.Indent = "center", 0
		if l.framed || l.header || l.number || l.levelled {
			s.Alignment.Vertical = "center"
		}
	}
	if l.upright {
		s.Alignment.TextRotation, s.Alignment.Vertical, s.Alignment.WrapText, s.Alignment.Horizontal = 90, "center", false, "center"
	}
	id, err := b.NewStyle(s)
	b.try(err)
	b.styles[l] = id
	return id
}

// conditional is a format that a condition gives: the colour behind and that of the word.
func (b *book) conditional(fill, word string) *int {
	key := fill + word
	id, ok := b.colours[key]
	if !ok {
		s := &excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}}
		if word != "" {
			s.Font = &excelize.Font{Color: word}
		}
		var err error
		id, err = b.NewConditionalStyle(s)
		b.try(err)
		b.colours[key] = id
	}
	return &id
}
