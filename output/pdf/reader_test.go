package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// reader is a finished file as a viewer sees it.
type reader struct {
	t       testing.TB
	trailer string
	objects []string // by number, without streams
	streams []string // inflated
}

// open reads a file by its cross-reference table and checks that all of it hangs together.
func open(t testing.TB, data []byte) *reader {
	t.Helper()
	s := string(data)
	if !strings.HasPrefix(s, "%PDF-1.4\n%") || !strings.HasSuffix(s, "%%EOF\n") {
		t.Fatal("no PDF")
	}
	_, at, _ := strings.Cut(s[strings.LastIndex(s, "startxref\n"):], "\n")
	table, err := strconv.Atoi(strings.TrimSuffix(at, "\n%%EOF\n"))
	if err != nil || !strings.HasPrefix(s[table:], "xref\n0 ") {
		t.Fatal("no cross-reference table")
	}
	entries, trailer, _ := strings.Cut(s[table:], "trailer\n")
	r := &reader{t: t, trailer: trailer}
	for n, line := range strings.Split(strings.TrimSuffix(entries, "\n"), "\n")[2:] {
		body, stream := "", ""
		if n > 0 {
			offset, _ := strconv.Atoi(line[:10])
			var found, ended bool
			if body, found = strings.CutPrefix(s[offset:table], strconv.Itoa(n)+" 0 obj\n"); !found || len(line) != 19 {
				t.Fatalf("object %d is not at %d", n, offset)
			}
			if size := regexp.MustCompile(`/Length +(\d+)>>\nstream\n`).FindStringSubmatch(body[:strings.Index(body, "endobj")]); size != nil {
				head, rest, _ := strings.Cut(body, "stream\n")
				length, _ := strconv.Atoi(size[1])
				body, stream = head, rest[:length]
				if !strings.HasPrefix(rest[length:], "\nendstream\nendobj\n") {
					t.Fatalf("stream %d is not %d long", n, length)
				}
				if strings.Contains(head, "/FlateDecode") && !strings.Contains(head, "/Image") {
					stream = inflate(t, stream)
				}
			} else if body, _, ended = strings.Cut(body, "\nendobj\n"); !ended {
				t.Fatalf("object %d has no end", n)
			}
		}
		r.objects, r.streams = append(r.objects, body), append(r.streams, stream)
	}
	for n, body := range append(r.objects, r.trailer) {
		for _, ref := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(body, -1) {
			if to, _ := strconv.Atoi(ref[1]); to < 1 || to >= len(r.objects) {
				t.Errorf("object %d refers to %d, of %d", n, to, len(r.objects))
			}
		}
	}
	return r
}

func inflate(t testing.TB, s string) string {
	t.Helper()
	zr, err := zlib.NewReader(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// ref returns the object that an entry of a dictionary leads to.
func (r *reader) ref(dictionary, key string) int {
	r.t.Helper()
	m := regexp.MustCompile(key + ` ?(\d+) 0 R`).FindStringSubmatch(dictionary)
	if m == nil {
		r.t.Fatalf("no %s in %s", key, dictionary)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

func (r *reader) catalog() string { return r.objects[r.ref(r.trailer, "/Root")] }

// pages returns the objects of the pages in order.
func (r *reader) pages() (list []string) {
	_, kids, _ := strings.Cut(r.objects[r.ref(r.catalog(), "/Pages")], "/Kids [")
	for kid := range strings.SplitSeq(kids[:strings.Index(kids, "]")], "R") {
		if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(kid), " 0")); err == nil {
			list = append(list, r.objects[n])
		}
	}
	return list
}

// text returns the text of a page as one copies it, a line per run.
func (r *reader) text(page string) []string {
	r.t.Helper()
	resources := r.objects[r.ref(page, "/Resources")]
	var lines []string
	var line []rune
	font, alphabets := "", map[string]map[byte][]rune{}
	content := r.streams[r.ref(page, "/Contents")]
	for len(content) > 0 {
		op, rest, _ := strings.Cut(content, "\n")
		if strings.HasPrefix(content, "(") {
			var codes []byte
			i := 1
			for ; content[i] != ')'; i++ {
				if content[i] == '\\' {
					i++
				}
				codes = append(codes, content[i])
			}
			if op, rest, _ = strings.Cut(content[i+1:], "\n"); op != "Tj" {
				r.t.Fatalf("string before %q", op)
			}
			if alphabets[font] == nil {
				alphabets[font] = alphabet(r.t, r.streams[r.ref(r.objects[r.ref(resources, font)], "/ToUnicode")])
			}
			for _, c := range codes {
				line = append(line, alphabets[font][c]...)
			}
		}
		content = rest
		switch {
		case strings.HasSuffix(op, " Tf"):
			font, _, _ = strings.Cut(op, " ")
		case strings.HasSuffix(op, " Td") || op == "ET":
			if line != nil {
				lines = append(lines, string(line))
			}
			line = nil
		}
	}
	return lines
}

// alphabet reads which text each code means.
func alphabet(t testing.TB, cmap string) map[byte][]rune {
	t.Helper()
	a := map[byte][]rune{}
	for _, m := range regexp.MustCompile(`(?m)^<(..)><(..)><([0-9A-F]+)>$`).FindAllStringSubmatch(cmap, -1) {
		codes, _ := hex.DecodeString(m[1] + m[2])
		units := []uint16{}
		for i := 0; i < len(m[3]); i += 4 {
			u, _ := strconv.ParseUint(m[3][i:i+4], 16, 16)
			units = append(units, uint16(u))
		}
		for c := int(codes[0]); c <= int(codes[1]); c++ {
			a[byte(c)] = utf16.Decode(units)
			units[len(units)-1]++
		}
	}
	if len(a) == 0 {
		t.Fatal("no codes in ToUnicode")
	}
	return a
}

func count(b []byte, s string) int { return bytes.Count(b, []byte(s)) }
