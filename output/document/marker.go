package document

import (
	"regexp"
	"strings"
)

// Signatures is a table in which people sign: each row has name, role, and cells for date and signature.
type Signatures struct{ Table *Table }

// Line is a thematic break.
type Line struct{}

// PageBreak starts a new page.
type PageBreak struct{}

// Landscape is content on landscape pages.
type Landscape struct{ Blocks []Block }

// Register is a generated block: it belongs to data, not to the hand of an editor.
type Register struct {
	Name   string // what stands after "register:"
	Blocks []Block
	Line   int // of the file
}

func (*Signatures) block() {}
func (*Line) block()       {}
func (*PageBreak) block()  {}
func (*Landscape) block()  {}
func (*Register) block()   {}

const markersHint = "the markers are signatures, landscape, register: …, pagebreak"

var marker = regexp.MustCompile(`^\s*(/?)(signatures|landscape|register|pagebreak)(?:\s*:\s*(.*?))?\s*$`)

// marker handles a comment between blocks. Others than ours are errors in strict mode; nobody sees them in lenient mode.
func (f *flow) marker(text string, at int) {
	m := marker.FindStringSubmatch(text)
	if m == nil {
		if !f.p.opt.Lenient {
			f.p.fault(at, markersHint, "unknown comment")
		}
		return
	}
	name, arg := m[2], m[3]
	switch {
	case (name == "register") == (arg == "") && m[1] == "":
		f.p.fault(at, markersHint, "marker %q", strings.TrimSpace(text))
	case m[1] != "":
		f.end(name, at)
	case name == "pagebreak":
		f.add(&PageBreak{})
	case name == "signatures":
		f.signatures = at
	default:
		f.open = append(f.open, flowFrame{name, arg, at, f.out})
		f.out = nil
	}
}

// end closes the container of that name.
func (f *flow) end(name string, at int) {
	if len(f.open) == 0 || f.open[len(f.open)-1].name != name {
		f.p.fault(at, "", "marker \"/%s\" closes nothing", name)
		return
	}
	f.closeMarker()
}

func (f *flow) closeMarker() {
	last := f.open[len(f.open)-1]
	f.open = f.open[:len(f.open)-1]
	inner := f.out
	f.out = last.outer
	if last.name == "landscape" {
		f.add(&Landscape{inner})
		return
	}
	f.add(&Register{Name: last.arg, Blocks: inner, Line: f.p.firstLine + f.p.line(last.at)})
}
