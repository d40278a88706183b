package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/go-pdf/fpdf"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
	"ismsgen/output/pdf/layout"
)

// draw prints finished pages. They may come from several documents, as long as the names of their targets differ.
// fpdf makes the pages and pictures. What else stands on a page is written as operators: fpdf knows neither several subsets
// of a face nor encodings that PDF/A allows, and its floating-point coordinates are not alike on every processor. Links,
// targets and bookmarks are left to finish.
func (k *desk) draw(pages []layout.Page, m document.Meta) ([]byte, error) {
	if len(pages) == 0 {
		return nil, errors.New("no pages")
	}
	out := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: size(pages[0])})
	out.SetCompression(false) // finish compresses, with writers that it keeps
	out.SetCatalogSort(true)
	out.SetAutoPageBreak(false, 0)
	out.SetCreationDate(time.Unix(0, 0).UTC()) // replaced; unset would read the clock
	out.SetModificationDate(time.Unix(0, 0).UTC())
	d := drawing{out: out, content: k.content[:0]}
	contents := make([][]byte, len(pages))
	for n, p := range pages {
		out.AddPageFormat("P", size(p))
		d.pen, d.height = pen{}, p.Height
		d.from = len(d.content)
		for _, item := range p.Items {
			if err := d.item(item); err != nil {
				return nil, err
			}
		}
		d.endText()
		contents[n] = d.content[d.from:]
	}
	k.content = d.content
	k.raw.Reset()
	if err := out.Output(&k.raw); err != nil {
		return nil, err
	}
	k.packed.Reset()
	return k.finish(k.raw.Bytes(), pages, contents, d.used, m)
}

// fonts says which subsets of each face a file uses, one bit per subset.
type fonts [font.Faces]uint32

// drawing puts items on the current page.
type drawing struct {
	out     *fpdf.Fpdf
	used    fonts
	named   map[*byte]string // pictures that the file has, by where their data starts
	height  int              // of the page
	pen     pen
	content []byte // operators of the pages
	from    int    // where those of the current page start which fpdf has not
}

func (d *drawing) item(item layout.Item) error {
	switch i := item.(type) {
	case *layout.Text:
		return d.text(i)
	case *layout.Stroke:
		d.endText()
		d.strokeWith(i.Colour, i.Width, i.Dash)
		d.op("m", i.X1, d.height-i.Y1)
		d.op("l", i.X2, d.height-i.Y2)
		d.op("S")
	case *layout.Box:
		d.endText()
		d.box(i)
	case *layout.Disc:
		d.endText()
		d.fillWith(i.Fill)
		d.round(i.X-i.Radius, i.Y-i.Radius, 2*i.Radius, 2*i.Radius, i.Radius)
		d.op("f")
	case *layout.Picture:
		return d.picture(i)
	case *layout.Link, *layout.Target, *layout.Bookmark: // finish
	default:
		return fmt.Errorf("cannot draw %T", item)
	}
	return nil
}

func (d *drawing) box(b *layout.Box) {
	paint := "n" // neither
	if b.Filled {
		d.fillWith(b.Fill)
		paint = "f"
	}
	if b.LineWidth > 0 {
		d.strokeWith(b.Line, b.LineWidth, 0)
		if paint = "s"; b.Filled {
			paint = "b"
		}
	}
	if b.Radius > 0 {
		d.round(b.X, b.Y, b.Width, b.Height, min(b.Radius, b.Width/2, b.Height/2))
	} else {
		d.op("re", b.X, d.height-b.Y-b.Height, b.Width, b.Height)
	}
	d.op(paint)
}

// round outlines a rectangle with round corners.
func (d *drawing) round(x, y, w, h, r int) {
	k := r - r*5523/10000 // from a corner to the handles of its quarter circle
	right, top, bottom := x+w, d.height-y, d.height-y-h
	d.op("m", x+r, top)
	d.op("l", right-r, top)
	d.op("c", right-k, top, right, top-k, right, top-r)
	d.op("l", right, bottom+r)
	d.op("c", right, bottom+k, right-k, bottom, right-r, bottom)
	d.op("l", x+r, bottom)
	d.op("c", x+k, bottom, x, bottom+k, x, bottom+r)
	d.op("l", x, top-r)
	d.op("c", x, top-k, x+k, top, x+r, top)
}

func (d *drawing) picture(p *layout.Picture) error {
	d.flush()
	name, err := d.register(p.Data)
	if err != nil {
		return fmt.Errorf("picture %q: %w", p.Alt, err)
	}
	d.out.ImageOptions(name, points(p.X), points(p.Y), points(p.Width), points(p.Height), false, fpdf.ImageOptions{AllowNegativePosition: true}, 0, "")
	return d.out.Error()
}

// register puts a picture into the file, once, and returns its name there.
func (d *drawing) register(data []byte) (string, error) {
	if len(data) == 0 {
		return "", errors.New("has no data")
	}
	start := &data[0]
	if name := d.named[start]; name != "" {
		return name, nil
	}
	data, err := flat(data)
	if err != nil {
		return "", err
	}
	name, options := fmt.Sprintf("%x", sha256.Sum256(data)), fpdf.ImageOptions{ImageType: "PNG"}
	if isJPEG(data) {
		options.ImageType = "JPG"
	}
	if d.out.GetImageInfo(name) == nil {
		d.out.RegisterImageOptionsReader(name, options, bytes.NewReader(data))
	}
	if d.named == nil {
		d.named = map[*byte]string{}
	}
	d.named[start] = name
	return name, d.out.Error()
}

func size(p layout.Page) fpdf.SizeType {
	return fpdf.SizeType{Wd: points(p.Width), Ht: points(p.Height)}
}

func points(thousandths int) float64 { return float64(thousandths) / 1000 }
