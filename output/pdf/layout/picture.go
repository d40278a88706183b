package layout

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two formats that are printed
	_ "image/png"

	"ismsgen/output/document"
)

// bytesOf identifies the data of an image.
type bytesOf struct {
	first *byte
	n     int
}

// scaled loads an image and fits it into a box: at 96 pixels an inch, smaller where it must be. It is nil, with a
// problem, when the image cannot be printed.
func (l *layouter) scaled(data []byte, name string, width, height int) *Picture {
	if len(data) == 0 {
		if !l.style.Print { // else the parser has said so, with the line
			l.problems.Errorf(l.position(), "", "image %s is not at hand", name)
		}
		return nil
	}
	key := bytesOf{&data[0], len(data)}
	size, known := l.pictures[key]
	if !known {
		config, _, err := image.DecodeConfig(bytes.NewReader(data)) // its pixels were checked when it was loaded
		if err != nil || config.Width <= 0 || config.Height <= 0 {
			l.problems.Errorf(l.position(), "save it as PNG or JPEG", "image %s is not a PNG or JPEG image", name)
			return nil
		}
		size = image.Point{X: config.Width, Y: config.Height}
		if l.pictures == nil {
			l.pictures = map[bytesOf]image.Point{}
		}
		l.pictures[key] = size
	}
	w, h := size.X, size.Y
	x, y := w*750, h*750
	if x > width {
		x, y = width, width*h/w
	}
	if y > height {
		x, y = height*w/h, height
	}
	return &Picture{Width: max(x, 1), Height: max(y, 1), Data: data}
}

// picture lays out an image on a line of its own; without data, its alternative text in a frame.
func (l *layouter) picture(v *document.Image, c column) {
	l.space(12 * pt)
	if p := l.scaled(v.Data, v.Target, c.width, (l.sheet.bottom-l.sheet.top)*6/10); p != nil {
		p.X, p.Alt = c.x, v.Alt
		l.add(slab{height: (p.Height + 2*pt - 1) / (2 * pt) * 2 * pt, items: []Item{p}})
		l.space(12 * pt)
		return
	}
	const padding = 8 * pt
	slabs := l.inside(func() {
		t := l.plain(v.Alt, look{size: c.size, colour: grey})
		l.lineSlabs(&t, l.breakUp(&t, c.width-2*padding, true), c.x+padding, c.width-2*padding, document.Left, c.leading, c.size)
	})
	pack(slabs, &panel{x: c.x, width: c.width, fill: white, line: hairline, radius: 2 * pt}, padding)
	l.space(12 * pt)
}

// inlineImage puts an image into a line of text, as high as its letters; without data, its alternative text.
func (l *layouter) inlineImage(v document.Image, k look) {
	if p := l.scaled(v.Data, v.Target, 40*k.size, k.size); p != nil {
		p.Alt = v.Alt
		l.piece(atom{kind: figure, width: int32(p.Width), after: stays}, k)
		l.runs[len(l.runs)-1].picture = p
		return
	}
	l.words(v.Alt, k)
}
