package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// finish turns what fpdf wrote into PDF/A-1b: it adds fonts, links, named places, outline, properties and colour profile,
// and compresses. contents are what each page has besides that which fpdf wrote. It relies on the order in which fpdf writes
// objects, and refuses anything else.
func (k *desk) finish(raw []byte, pages []layout.Page, contents [][]byte, used fonts, m document.Meta) ([]byte, error) {
	f := &file{}
	if err := f.read(raw); err != nil {
		return nil, err
	}
	if err := f.contents(contents, k); err != nil {
		return nil, err
	}
	if err := f.links(pages); err != nil {
		return nil, err
	}
	f.resources(used)
	f.properties(pages, m)
	return f.write(), nil
}

// errUnexpected means that the version of fpdf changed.
var errUnexpected = errors.New("fpdf wrote another structure than expected")

// The objects of fpdf: tree of pages, resources, then for each page one for itself and one for its content.
const resourcesObject = 2

func pageObject(page int) int { return 3 + 2*page } // page counts from 0

// file is a PDF by object number; object 0 is unused.
type file struct {
	objects       [][]byte
	info, catalog int
}

// read splits the output of fpdf, whose last two objects are properties and catalogue.
func (f *file) read(raw []byte) error {
	at := bytes.LastIndex(raw, []byte("startxref\n"))
	if at < 0 {
		return errUnexpected
	}
	end := bytes.IndexByte(raw[at+10:], '\n')
	table, err := strconv.Atoi(string(raw[at+10 : at+10+max(end, 0)]))
	if err != nil || table >= at {
		return errUnexpected
	}
	var count int
	if _, err := fmt.Sscanf(string(raw[table:at]), "xref\n0 %d\n", &count); err != nil || count < pageObject(1)+2 {
		return errUnexpected
	}
	_, entries, _ := bytes.Cut(raw[table+5:at], []byte("\n"))
	offsets, ends := make([]int, count), make([]int, 0, count)
	for n := 1; n < count; n++ {
		if len(entries) < 20*(n+1) {
			return errUnexpected
		}
		if offsets[n], err = strconv.Atoi(string(entries[20*n : 20*n+10])); err != nil || offsets[n] >= table {
			return errUnexpected
		}
		ends = append(ends, offsets[n])
	}
	slices.Sort(ends)
	ends = append(ends, table)
	f.objects = make([][]byte, count, count+64)
	for n := 1; n < count; n++ {
		i, _ := slices.BinarySearch(ends, offsets[n])
		head := strconv.Itoa(n) + " 0 obj\n"
		body, found := bytes.CutPrefix(raw[offsets[n]:ends[i+1]], []byte(head))
		body, ended := bytes.CutSuffix(body, []byte("\nendobj\n"))
		if !found || !ended {
			return errUnexpected
		}
		f.objects[n] = body
	}
	f.info, f.catalog = count-2, count-1
	return nil
}

// add appends an object and returns its number.
func (f *file) add(body []byte) int {
	f.objects = append(f.objects, body)
	return len(f.objects) - 1
}

// stream returns a compressed stream; extra are further entries of its dictionary.
func stream(extra string, compressed []byte) []byte {
	b := make([]byte, 0, len(compressed)+80)
	b = fmt.Appendf(b, "<</Filter/FlateDecode%s/Length %d>>\nstream\n", extra, len(compressed))
	return append(append(b, compressed...), "\nendstream"...)
}

// resources lists the fonts and pictures of all pages. fpdf numbers pictures by their width only, so that two of the same
// width come in any order; here they are numbered by name, which is made from their content.
func (f *file) resources(used fonts) {
	numbers := map[string]int{}
	for line := range bytes.Lines(f.objects[resourcesObject]) {
		if fields := bytes.Fields(line); bytes.HasPrefix(line, []byte("/I")) {
			numbers[string(fields[0])], _ = strconv.Atoi(string(fields[1]))
		}
	}
	places := slices.Sorted(maps.Values(numbers))
	names := slices.Sorted(maps.Keys(numbers))
	pictures := make([][]byte, len(names))
	for i, name := range names {
		pictures[i] = f.objects[numbers[name]]
	}
	b := slices.Concat([]byte("<</ProcSet[/PDF/Text/ImageB/ImageC]\n/Font<<\n"), f.fonts(used), []byte(">>\n/XObject<<\n"))
	for i, name := range names {
		f.objects[places[i]] = pictures[i]
		b = fmt.Appendf(b, "%s %d 0 R\n", name, places[i])
	}
	f.objects[resourcesObject] = append(b, ">>>>"...)
}

// write puts the file together: a cross-reference table, and an id made from all of it.
func (f *file) write() []byte {
	size := 1024
	for _, body := range f.objects {
		size += len(body) + 48 // what stands around it and its line in the table
	}
	var out bytes.Buffer
	out.Grow(size)
	out.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	offsets := make([]int, len(f.objects))
	for n, body := range f.objects[1:] {
		offsets[n+1] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n", n+1)
		out.Write(body)
		out.WriteString("\nendobj\n")
	}
	id := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, offset := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects), f.catalog, f.info, id[:16], id[:16], table)
	return out.Bytes()
}

// contents compresses the content of each page: what fpdf wrote, and what comes after it.
func (f *file) contents(after [][]byte, k *desk) error {
	for n, more := range after {
		if pageObject(n)+1 >= len(f.objects) {
			return errUnexpected
		}
		body := &f.objects[pageObject(n)+1]
		_, data, found := bytes.Cut(*body, []byte(">>\nstream\n"))
		data, ended := bytes.CutSuffix(data, []byte("\nendstream"))
		if !bytes.HasPrefix(*body, []byte("<</Length ")) || !found || !ended {
			return errUnexpected
		}
		*body = k.stream(data, more)
	}
	return nil
}
