package pdf

import (
	"strconv"

	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

// pen is what the operators of a page have set; what is already so is not written again.
type pen struct {
	inText     bool
	x, y       int // of the line of text, in hundredths of a point from the lower left corner
	typeface   typeface
	spacing    int
	fill, line layout.Colour
	width      int // fpdf starts a page with another than 0
	dash       int
}

type typeface struct {
	face   font.Face
	subset int
	size   int
}

// fillWith sets the colour of text and fillings.
func (d *drawing) fillWith(c layout.Colour) {
	if c != d.pen.fill {
		d.pen.fill = c
		d.colour(c, "rg")
	}
}

func (d *drawing) strokeWith(c layout.Colour, width, dash int) {
	if c != d.pen.line {
		d.pen.line = c
		d.colour(c, "RG")
	}
	if width != d.pen.width {
		d.pen.width = width
		d.op("w", width)
	}
	if dash != d.pen.dash {
		d.pen.dash = dash
		d.content = append(d.content, '[')
		if dash > 0 {
			d.num(dash, 3)
		}
		d.op("]0 d")
	}
}

func (d *drawing) colour(c layout.Colour, op string) {
	for shift := 16; shift >= 0; shift -= 8 {
		d.num((int(c>>shift&0xFF)*1000+127)/255, 3)
	}
	d.op(op)
}

// startText opens a text object, or goes on in the one that is open, at a place.
func (d *drawing) startText(x, y int) {
	if !d.pen.inText {
		d.op("BT")
		d.pen.inText, d.pen.x, d.pen.y = true, 0, 0
	}
	x, y = hundredths(x), hundredths(d.height-y)
	d.num(x-d.pen.x, 2)
	d.num(y-d.pen.y, 2)
	d.op("Td")
	d.pen.x, d.pen.y = x, y
}

func (d *drawing) endText() {
	if d.pen.inText {
		d.op("ET")
		d.pen.inText = false
	}
}

// flush hands the operators so far to fpdf, which goes on with one of its own.
func (d *drawing) flush() {
	d.endText()
	if n := len(d.content); n > d.from {
		d.out.RawWriteStr(string(d.content[d.from : n-1])) // fpdf ends the line
		d.content = d.content[:d.from]
	}
}

// op writes an operator after its operands, which are thousandths, and ends the line.
func (d *drawing) op(name string, operands ...int) {
	for _, v := range operands {
		d.num(hundredths(v), 2)
	}
	d.content = append(append(d.content, name...), '\n')
}

// num writes a number with so many digits after the point, less those that are needless, and a space.
func (d *drawing) num(v, digits int) { d.content = append(appendNumber(d.content, v, digits), ' ') }

// hundredths rounds thousandths.
func hundredths(v int) int {
	if v < 0 {
		return -((5 - v) / 10)
	}
	return (v + 5) / 10
}

func appendNumber(b []byte, v, digits int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	one := 1
	for range digits {
		one *= 10
	}
	b = strconv.AppendInt(b, int64(v/one), 10)
	if v %= one; v != 0 {
		b = append(b, '.')
		for v != 0 {
			one /= 10
			b = append(b, byte('0'+v/one))
			v %= one
		}
	}
	return b
}
