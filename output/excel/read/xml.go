package read

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner goes through XML by its marks. It knows what workbooks use: elements, attributes, text, CDATA, the five names
// and numbers for characters. Anything that would make it read more than stands there, such as a DOCTYPE, is an error.
type scanner struct {
	data  []byte
	at    int
	kind  mark
	name  string // of an element, without its prefix
	empty bool   // <a/>
	attrs []byte
	chars []byte // of a text, as it stands there
	raw   bool   // the text is CDATA
	err   error
	last  string // the last element that ended
}

type mark uint8

const (
	start mark = iota
	end
	text
)

// next moves to the next mark. It is false at the end of the data and when something is wrong.
func (s *scanner) next() bool {
	for s.err == nil && s.at < len(s.data) {
		if s.data[s.at] != '<' {
			i := bytes.IndexByte(s.data[s.at:], '<')
			if i < 0 {
				i = len(s.data) - s.at
			}
			s.kind, s.chars, s.raw = text, s.data[s.at:s.at+i], false
			s.at += i
			return true
		}
		rest := s.data[s.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			s.skip("?>")
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.skip("-->")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			from := s.at + len("<![CDATA[")
			s.skip("]]>")
			if s.err == nil {
				s.kind, s.chars, s.raw = text, s.data[from:s.at-3], true
				return true
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			s.err = errors.New("it defines its own marks (DOCTYPE)")
		default:
			return s.element()
		}
	}
	return false
}

func (s *scanner) skip(to string) {
	i := bytes.Index(s.data[s.at:], []byte(to))
	if i < 0 {
		s.err = errors.New("it is cut off")
		return
	}
	s.at += i + len(to)
}

func (s *scanner) element() bool {
	from := s.at + 1
	i, quoted := from, byte(0)
	for ; i < len(s.data) && (quoted != 0 || s.data[i] != '>'); i++ {
		switch c := s.data[i]; {
		case c == quoted:
			quoted = 0
		case quoted == 0 && (c == '"' || c == '\''):
			quoted = c
		}
	}
	if i == len(s.data) {
		s.err = errors.New("it is cut off")
		return false
	}
	inside := s.data[from:i]
	s.at, s.kind, s.empty = i+1, start, false
	if len(inside) > 0 && inside[0] == '/' {
		s.kind, inside = end, inside[1:]
	} else if len(inside) > 0 && inside[len(inside)-1] == '/' {
		s.empty, inside = true, inside[:len(inside)-1]
	}
	name := inside
	if i := bytes.IndexAny(inside, " \t\r\n"); i >= 0 {
		name, s.attrs = inside[:i], inside[i:]
	} else {
		s.attrs = nil
	}
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	s.name = known(name)
	if s.kind == end {
		s.last = s.name
	}
	return true
}

// known gives the names that come by the thousand without making a new string of each.
func known(name []byte) string {
	switch string(name) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "row":
		return "row"
	case "t":
		return "t"
	case "si":
		return "si"
	case "is":
		return "is"
	case "f":
		return "f"
	}
	return string(name)
}

// whole reports data that ends before its outermost element does.
func (s *scanner) whole(root string) error {
	if s.err == nil && s.last != root {
		return errors.New("it is cut off")
	}
	return s.err
}

// attribute is the value of an attribute of the element, without regard to its prefix; "" when it has none.
func (s *scanner) attribute(name string) string {
	a := s.attrs
	for {
		a = bytes.TrimLeft(a, " \t\r\n")
		eq := bytes.IndexByte(a, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimRight(a[:eq], " \t\r\n")
		if i := bytes.LastIndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		a = bytes.TrimLeft(a[eq+1:], " \t\r\n")
		if len(a) == 0 || a[0] != '"' && a[0] != '\'' {
			s.err = fmt.Errorf("the attribute %s has no quotes", name)
			return ""
		}
		to := bytes.IndexByte(a[1:], a[0])
		if to < 0 {
			return ""
		}
		if string(key) == name {
			return s.entities(a[1 : to+1])
		}
		a = a[to+2:]
	}
}

// text is what stands up to the end of the element of that name, and of elements within it.
func (s *scanner) text(name string) string {
	first, rest := "", []byte(nil)
	pieces := 0
	for s.next() {
		switch {
		case s.kind == end && s.name == name:
			if pieces > 1 {
				return string(rest)
			}
			return first
		case s.kind == text:
			piece := string(s.chars)
			if !s.raw {
				piece = s.entities(s.chars)
			}
			if pieces++; pieces == 1 {
				first = piece
			} else {
				if pieces == 2 {
					rest = append(rest, first...)
				}
				rest = append(rest, piece...)
			}
		}
	}
	return first
}

// richText joins the pieces of a text up to the end of the element of that name; how they are read aloud is left out.
func (s *scanner) richText(name string) string {
	if s.empty {
		return ""
	}
	var parts []string
	aloud := false
	for s.next() {
		switch {
		case s.kind == end && s.name == name:
			if len(parts) == 1 {
				return parts[0]
			}
			return strings.Join(parts, "")
		case s.name == "rPh" && s.kind != text:
			aloud = s.kind == start && !s.empty
		case s.kind == start && s.name == "t" && !s.empty:
			if t := s.text("t"); !aloud {
				parts = append(parts, unescape(t))
			}
		}
	}
	return strings.Join(parts, "")
}

// entities resolves &amp; and its like.
func (s *scanner) entities(data []byte) string {
	if bytes.IndexByte(data, '&') < 0 && bytes.IndexByte(data, '\r') < 0 {
		return string(data)
	}
	var b strings.Builder
	for len(data) > 0 {
		i := bytes.IndexAny(data, "&\r")
		if i < 0 {
			b.Write(data)
			break
		}
		b.Write(data[:i])
		if data = data[i:]; data[0] == '\r' { // a line end, however it is written
			b.WriteByte('\n')
			data = bytes.TrimPrefix(data[1:], []byte("\n"))
			continue
		}
		to := bytes.IndexByte(data[:min(len(data), 12)], ';')
		r := rune(-1)
		if to > 0 {
			r = entity(string(data[1:to]))
		}
		if r < 0 {
			s.err = errors.New("it holds an unknown &…;")
			return ""
		}
		b.WriteRune(r)
		data = data[to+1:]
	}
	return b.String()
}

func entity(name string) rune {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(number, "x"); ok {
			number, base = hex, 16
		}
		if n, err := strconv.ParseUint(number, base, 21); err == nil && utf8.ValidRune(rune(n)) {
			return rune(n)
		}
	}
	return -1
}

// unescape resolves _x000D_, by which workbooks write characters that XML cannot hold, and an underscore that would
// start one.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || n >= 0xd800 && n < 0xe000 {
			b.WriteString("_x")
			s = s[i+2:]
			continue
		}
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
}
