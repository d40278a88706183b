package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// properties writes what the file says about itself, twice as PDF/A wants it, and the catalogue that leads to everything.
func (f *file) properties(pages []layout.Page, m document.Meta) {
	f.objects[f.info] = info(m)
	packet := xmp(m)
	metadata := f.add(fmt.Appendf(nil, "<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", len(packet), packet))
	profile := f.add(stream("/N 3", colourProfile()))
	c := []byte("<</Type/Catalog/Pages 1 0 R")
	c = fmt.Appendf(c, "/Metadata %d 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC 61966-2-1)/DestOutputProfile %d 0 R>>]", metadata, profile)
	if m.Language != "" {
		c = append(append(c, "/Lang"...), literal(m.Language)...)
	}
	if m.Title != "" {
		c = append(c, "/ViewerPreferences<</DisplayDocTitle true>>"...)
	}
	if names := f.places(pages); names != nil {
		c = fmt.Appendf(c, "/Names<</Dests%s>>", names)
	}
	if labels := pageLabels(pages); labels != nil {
		c = fmt.Appendf(c, "/PageLabels<</Nums[%s]>>", labels)
	}
	if root := f.outline(pages); root != 0 {
		c = fmt.Appendf(c, "/Outlines %d 0 R/PageMode/UseOutlines", root)
	}
	f.objects[f.catalog] = append(c, ">>"...)
}

// pageLabels gives the printed page numbers, or nothing when they count the pages. A page without one is counted.
func pageLabels(pages []layout.Page) (b []byte) {
	counted := true
	for n, p := range pages {
		number := strconv.Itoa(n + 1)
		if p.Label != "" && p.Label != number {
			number, counted = p.Label, false
		}
		b = fmt.Appendf(b, "%d<</P%s>>", n, textString(number))
	}
	if counted {
		return nil
	}
	return b
}

// info is the older form of the properties. Neither form names a program.
func info(m document.Meta) []byte {
	b := []byte("<<")
	for _, e := range []struct{ key, value string }{
		{"Title", m.Title}, {"Author", m.Organisation}, {"Subject", m.Summary}, {"Keywords", strings.Join(m.Keywords, ", ")},
	} {
		if value := oneLine(e.value); value != "" {
			b = append(append(b, '/'), e.key...)
			b = append(b, textString(value)...)
		}
	}
	if day, ok := created(m); ok {
		b = fmt.Appendf(b, "/CreationDate(D:%[1]s000000+00'00')/ModDate(D:%[1]s000000+00'00')", day.Format("20060102"))
	}
	return append(b, ">>"...)
}

// xmp is the newer form of the properties.
func xmp(m document.Meta) []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>`)
	property := func(before, value, after string) {
		if value = oneLine(value); value != "" {
			b.WriteString(before)
			xml.EscapeText(&b, []byte(value)) // a buffer takes everything
			b.WriteString(after + "\n")
		}
	}
	property(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, m.Title, `</rdf:li></rdf:Alt></dc:title>`)
	property(`<dc:creator><rdf:Seq><rdf:li>`, m.Organisation, `</rdf:li></rdf:Seq></dc:creator>`)
	property(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, m.Summary, `</rdf:li></rdf:Alt></dc:description>`)
	property(`<dc:language><rdf:Bag><rdf:li>`, m.Language, `</rdf:li></rdf:Bag></dc:language>`)
	b.WriteString("</rdf:Description>\n")
	property(`<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Keywords>`, strings.Join(m.Keywords, ", "), `</pdf:Keywords></rdf:Description>`)
	if day, ok := created(m); ok {
		fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>%[1]s</xmp:CreateDate><xmp:ModifyDate>%[1]s</xmp:ModifyDate></rdf:Description>`+"\n", day.Format("2006-01-02T15:04:05+00:00"))
	}
	b.WriteString("</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

func created(m document.Meta) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, m.Created)
	return day, err == nil
}

// oneLine drops what XML cannot hold, since both forms of the properties must say the same.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r >= 0xFFFD && r <= 0xFFFF
	}), " ")
}

// textString writes text for people: ASCII as it is, anything else as UTF-16.
func textString(s string) []byte {
	for _, r := range s {
		if r < ' ' || r > '~' {
			b := []byte("<FEFF")
			for _, u := range utf16.Encode([]rune(s)) {
				b = fmt.Appendf(b, "%04X", u)
			}
			return append(b, '>')
		}
	}
	return literal(s)
}

// literal writes bytes as a string.
func literal(s string) []byte {
	b := []byte{'('}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = fmt.Appendf(b, "\\%03o", c)
		default:
			b = append(b, c)
		}
	}
	return append(b, ')')
}
