package document

// Inline is a piece of running text. The implementations are Text, Strong, Emphasis, Strike, Sub, Sup, Mono, Link,
// Image, Break, FootnoteRef, Box and Status.
type Inline interface{ inline() }

// Text is plain text with entities and escapes resolved, without line breaks.
type Text string

// Strong is important text.
type Strong []Inline

// Emphasis is stressed text.
type Emphasis []Inline

// Strike is deleted text.
type Strike []Inline

// Sub stands below the line, small.
type Sub []Inline

// Sup stands above the line, small.
type Sup []Inline

// Mono is a code span, as typed.
type Mono string

// Link leads to another place: an anchor of this document (#key), a file of the pack (relative) or an address.
type Link struct {
	Target string
	Page   bool // a page reference: print also the page it leads to
	Text   []Inline
}

// Image is a picture. Alt is printed where the picture cannot be.
type Image struct {
	Target, Alt string
	Data        []byte // from Options.Load, checked; nil when it cannot be printed
}

// Break is a forced line break.
type Break struct{}

// FootnoteRef leads to a footnote.
type FootnoteRef int

// Box is a check box within text: ☐ or ☑.
type Box bool

// Status is a coloured dot before a status word: green, amber, red or grey.
type Status string

func (Text) inline()        {}
func (Strong) inline()      {}
func (Emphasis) inline()    {}
func (Strike) inline()      {}
func (Sub) inline()         {}
func (Sup) inline()         {}
func (Mono) inline()        {}
func (Link) inline()        {}
func (Image) inline()       {}
func (Break) inline()       {}
func (FootnoteRef) inline() {}
func (Box) inline()         {}
func (Status) inline()      {}

// signOf gives the inline that a character stands for, or nil.
func signOf(r rune) Inline {
	switch r {
	case '🟢':
		return Status("green")
	case '🟠':
		return Status("amber")
	case '🔴':
		return Status("red")
	case '⚪':
		return Status("grey")
	case '☐':
		return Box(false)
	case '☑':
		return Box(true)
	}
	return nil
}

// String gives the character that stands for the status in Markdown.
func (s Status) String() string {
	switch s {
	case "green":
		return "🟢"
	case "amber":
		return "🟠"
	case "red":
		return "🔴"
	}
	return "⚪"
}

// String gives the character that stands for the box in Markdown.
func (b Box) String() string {
	if b {
		return "☑"
	}
	return "☐"
}
