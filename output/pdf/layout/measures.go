package layout

// Lengths are thousandths of a point. Heights and vertical distances are whole multiples of 2 points, so that lines of
// facing pages and of text and tables beside each other meet.
const (
	pt = 1000

	shortEdge, longEdge = 595276, 841890 // of A4

	textSize, textLine   = 9600, 14000
	asideSize, asideLine = 9200, 14000 // callouts, quotes
	closeSize, closeLine = 9000, 12000 // text where pages are set closer
	tableSize, tableLine = 8800, 12000
	wideSize, wideLine   = 8200, 11000 // tables on landscape pages
	headSize, headLine   = 7400, 10000 // header row of a table
	smallSize, smallLine = 7400, 10000 // headers, footers, labels
	codeSize, codeLine   = 8200, 12000
	noteSize, noteLine   = 7800, 10000

	paragraphGap = 8 * pt
	columnGap    = 10 * pt // between the columns of a table
	thin         = 500     // width of a hairline
	rule         = 700     // width of the rule above a table
)

// sheet is the geometry of a page.
type sheet struct {
	width, height            int
	left, right, top, bottom int // edges of what documents fill
	header, footer           int // baselines
	text                     column
}

// column is where blocks stand: the text column of a page, or a narrower one within a list or a callout.
type column struct {
	x, width      int
	side          int // right edge of the side column; 0: there is none
	reach         int // left edge that a wide table may use
	size, leading int
	cell, row     int // size and leading of tables
	colour        Colour
	measure       int  // widest running text
	nested        bool // within a list
	gap           int  // between paragraphs
}

// within returns the column moved in by left and right, without a side column. What is nested too deeply is moved in no more.
func (c column) within(left, right int) column {
	if c.width-left-right < 48*pt {
		left, right = 0, 0
	}
	c.x += left
	c.width -= left + right
	c.measure -= left + right
	c.side, c.reach = 0, c.x
	return c
}

// portrait is the usual page: a side column of 30 mm, a gap of 6, a text column of 134.
func portrait() *sheet {
	const left, side, text = 56693, 141732, 158740
	const right = shortEdge - left
	return &sheet{
		width: shortEdge, height: longEdge, left: left, right: right, top: 74 * pt, bottom: 772 * pt, header: 42 * pt, footer: 804 * pt,
		text: column{
			x: text, width: right - text, side: side, reach: left, measure: right - text,
			size: textSize, leading: textLine, cell: tableSize, row: tableLine, colour: ink, gap: paragraphGap,
		},
	}
}

// form is the page of forms, records and registers: no side column, text and tables over the whole width.
func form() *sheet {
	s := portrait()
	s.text.x, s.text.width, s.text.side, s.text.measure = s.left, s.right-s.left, 0, s.right-s.left
	return s
}

// dense sets a page closer: documents of small organisations, and records and registers, where people look things up.
func (s *sheet) dense() *sheet {
	s.text.size, s.text.leading = closeSize, closeLine
	s.text.cell, s.text.row = 8200, 10*pt
	s.text.gap = 6 * pt
	s.top, s.bottom = 60*pt, 786*pt
	if s.text.side > 0 { // a side column of 23 mm is enough for small type
		const wider = 24 * pt
		s.text.x, s.text.side = s.text.x-wider, s.text.side-wider
		s.text.width, s.text.measure = s.text.width+wider, s.text.measure+wider
	}
	return s
}

// landscape is the page of wide tables: margins of 18 mm, no side column.
func landscape() *sheet {
	const left = 51024
	const right = longEdge - left
	return &sheet{
		width: longEdge, height: shortEdge, left: left, right: right, top: 60 * pt, bottom: 540 * pt, header: 38 * pt, footer: 566 * pt,
		text: column{
			x: left, width: right - left, reach: left, measure: 482 * pt,
			size: textSize, leading: textLine, cell: wideSize, row: wideLine, colour: ink, gap: paragraphGap,
		},
	}
}

// deepest is how far down a page may be filled when that saves the next.
func (s *sheet) deepest() int { return max(s.bottom, s.footer-18*pt) }

// baseline is the distance from the top of a line to its baseline: capitals stand in the middle of the line.
func baseline(leading, size int) int { return leading/2 + size*36/100 }
