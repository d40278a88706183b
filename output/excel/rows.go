package excel

import (
	"strconv"
	"unicode/utf16"

	"ismsgen/content/table"
)

// rows is the XML of the rows of one sheet. They are written straight: excelize keeps a struct for every cell, and its
// stream goes through a temporary file. [sortedZip] puts them into the sheet.
type rows struct {
	full    [][]byte // pieces that are written, so that nothing large is ever copied
	xml     []byte
	row     int // the one being written, from 1
	columns []string
}

// piece is the size at which a new piece begins.
const piece = 1 << 17

// begin opens the next row. height is in points, 0 for one line. It is an estimate: a program that shows the sheet fits the
// row again when somebody edits it.
func (r *rows) begin(row int, height float64) {
	r.row = row
	r.xml = append(r.xml, `<row r="`...)
	r.xml = strconv.AppendInt(r.xml, int64(row), 10)
	if height > 0 {
		r.xml = append(r.xml, `" ht="`...)
		r.xml = strconv.AppendFloat(r.xml, height, 'f', 1, 64)
	}
	r.xml = append(r.xml, `">`...)
}

func (r *rows) end() {
	r.xml = append(r.xml, "</row>"...)
	if len(r.xml) >= piece {
		r.full = append(r.full, r.xml)
		r.xml = make([]byte, 0, piece+piece/8)
	}
}

// pieces are the rows so far.
func (r *rows) pieces() [][]byte { return append(r.full[:len(r.full):len(r.full)], r.xml) }

// open starts a cell. column counts from 0.
func (r *rows) open(column, style int) {
	for len(r.columns) <= column {
		r.columns = append(r.columns, letters(len(r.columns)))
	}
	r.xml = append(r.xml, `<c r="`...)
	r.xml = append(r.xml, r.columns[column]...)
	r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
	if style != 0 {
		r.xml = append(r.xml, `" s="`...)
		r.xml = strconv.AppendInt(r.xml, int64(style), 10)
	}
}

func (r *rows) blank(column, style int) {
	r.open(column, style)
	r.xml = append(r.xml, `"/>`...)
}

func (r *rows) text(column, style int, s string) {
	r.open(column, style)
	r.xml = append(r.xml, `" t="inlineStr"><is><t`...)
	if s != "" && (s[0] <= ' ' || s[len(s)-1] <= ' ') {
		r.xml = append(r.xml, ` xml:space="preserve"`...)
	}
	r.xml = append(r.xml, '>')
	r.escape(s)
	r.xml = append(r.xml, `</t></is></c>`...)
}

func (r *rows) number(column, style int, n float64) {
	r.open(column, style)
	r.xml = append(r.xml, `"><v>`...)
	r.xml = strconv.AppendFloat(r.xml, n, 'f', -1, 64)
	r.xml = append(r.xml, `</v></c>`...)
}

// formula writes a formula of ours, cut at its references into pieces, with the value that it has now.
func (r *rows) formula(column, style int, f formula, c Cell, numeric bool) {
	r.open(column, style)
	if !numeric || c.Text == "" {
		r.xml = append(r.xml, `" t="str`...)
	}
	r.xml = append(r.xml, `"><f>`...)
	for i, piece := range f {
		r.escape(piece)
		if i%2 == 1 {
			r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
		}
	}
	r.xml = append(r.xml, `</f><v>`...)
	if numeric && c.Text != "" {
		r.xml = strconv.AppendFloat(r.xml, c.Number, 'f', -1, 64)
	} else {
		r.escape(c.Text)
	}
	r.xml = append(r.xml, `</v></c>`...)
}

// escape writes a text so that XML and the cell both show it as it is. What looks like a character written by number
// (_x0041_) is kept from being read as one.
func (r *rows) escape(s string) {
	s = cellText(s)
	from := 0
	for i := range len(s) {
		var e string
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '\r':
			e = "_x000D_"
		default:
			continue
		}
		r.xml = append(r.xml, s[from:i]...)
		r.xml = append(r.xml, e...)
		from = i + 1
	}
	r.xml = append(r.xml, s[from:]...)
}

// letters is the name of a column that counts from 0.
func letters(column int) string {
	s := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// cut shortens a text to what a cell can hold.
func cut(s string) (string, bool) {
	if len(s) <= maxText { // a byte is at least as many as a unit
		return s, false
	}
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > maxText {
			return s[:i], true
		}
	}
	return s, false
}

// Serial is the number of a day as workbooks count: days since 30 December 1899.
func Serial(d table.Date) int {
	y, m := d.Year, d.Month
	if m <= 2 {
		y, m = y-1, m+12
	}
	// Days of the Gregorian calendar by the usual civil count, shifted to the workbook's epoch.
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d.Day - 1 - 693899
}
