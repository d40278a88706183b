// Package document is the typed tree of a document, between the Markdown that people read and edit and the formats that
// are printed from it. [Parse] reads Markdown; packages markdown, pdf and excel read the tree and decide nothing about
// its content.
//
// The written dialect is GitHub Flavored Markdown with footnotes and definition lists, and these constructs, each
// chosen so that a plain viewer shows something sensible:
//
//	construct         Markdown                                                  a plain viewer shows
//	front matter      --- … --- (see Split; decoded by the caller)              a small table, or nothing
//	title             # Title as the first block, equal to the front matter's   the title; it is not printed twice
//	heading           ## 3 Rules  (## is level 1. The number is ours: read      heading with its number
//	                  and renewed. An em space, U+2003, follows it; a number
//	                  with a common space belongs to the text: ## 2026 budget)
//	serves            ## Title <sub>9.3.2 · A.7.7</sub>                         small clauses and controls after the title
//	rule              - <a id="mfa"></a>**R3** <sub>A.5.17 · A.8.5</sub> Text   bullet, bold number, small controls
//	                  (**R** without a number gets the next free one)
//	callout           > [!NOTE]  then the quoted text; also IMPORTANT,          a coloured note or a quote
//	                  WARNING, TIP (a note), CAUTION (a warning)
//	field             Label: ____  on a line of its own; each further line      a line to write on
//	                  of only ____ adds a line of writing space
//	check box         - [ ] Text, or ☐ ☑ within text                            a check box
//	signature block   <!-- signatures --> then a table                          the table
//	chart             ```chart <kind> <title> … ``` holding a plain table       the table
//	landscape         <!-- landscape --> … <!-- /landscape -->                  the content
//	register block    <!-- register: risks --> … <!-- /register -->             the table
//	page break        <!-- pagebreak -->                                        nothing
//	page reference    [text](target "page")                                     a link; in print "text, page 4"
//	anchor            <a id="key"></a> at the start of a block, or on the       nothing; a link target
//	                  line before; a heading without one has its text
//	status            🟢 🟠 🔴 ⚪ before a word                                  a coloured circle
//	line break        <br>, also in cells                                       a line break
//	small             <sub>…</sub>, <sup>…</sup>                                small text
//
// Any other HTML is an error in strict mode, which is for our packs. Lenient mode, for the Markdown of others, knows the
// HTML that people put into Markdown, and keeps the text of all other with a warning. Values that a template prints go
// through [Escape].
package document

// Document is one parsed document: what its front matter says, and its content.
type Document struct {
	Meta   Meta
	Source []byte // the Markdown that Blocks was parsed from, without front matter
	Blocks []Block
}

// Meta is what stands on the cover, in header and footer, and in the properties of the file. All texts are plain text in
// the document's language; an empty one is not printed.
type Meta struct {
	ID             string // topic: access-control
	Number         string // POL-04
	Title          string
	Summary        string // one sentence
	Kind           string // label: Policy
	Version        string // 1.2
	Status         string // label: Approved
	Draft          bool   // says so on cover and every page
	Date           string // of the version, formatted, as in the footer: approved 14 October 2026
	Organisation   string
	Owner          string // role and holder
	Approver       string
	Classification string // label
	ValidFrom      string
	NextReview     string
	Language       string   // BCP 47: en, nl
	Keywords       []string // clauses and controls
	Versions       []Version
	Form           bool   // header block instead of cover and contents
	Compact        bool   // set closer; header block instead of a cover, unless Cover; versions and contents stand under it
	Cover          bool   // a cover although it is compact
	Created        string // YYYY-MM-DD for file properties
	Words          Words
}

// Version is a row of the revision history.
type Version struct{ Version, Date, Change, Approver string }

// Words are the labels that a printed page adds to the text, in the document's language.
type Words struct {
	Contents, Versions, Version, Date, Change, ApprovedBy    string
	Organisation, Document, Status, Owner, ValidFrom, Review string
	Page                                                     string // of a page reference: "page"
	Draft                                                    string
	Note, Important, Warning                                 string // leads of callouts
	Name, Role, Signature                                    string
	Likelihood, Impact                                       string // axes of a heat map
	Replacement                                              string // for a rune that no font has, as in "□"
}

// Block is a construct that stands on lines of its own. The implementations are *Heading, *Paragraph, *List, *Rules,
// *Table, *Callout, *Quote, *Code, *Chart, *Field, *Signatures, *Definitions, *Footnotes, *Picture, *Line, *PageBreak,
// *Landscape and *Register.
type Block interface{ block() }
