package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a text: atoms from to to.
type line struct {
	from, to int
	width    int
	hyphen   bool // its last word is divided
}

// breakUp fills lines of a width, as much as fits on each. Words are divided where a line would end too early, and always
// where a word alone is wider than a line: at a hyphenation point, else at a sign, else anywhere.
func (l *layouter) breakUp(t *text, width int, divide bool) []line {
	if cap(l.lines)-len(l.lines) < 64 {
		l.lines = l.memory.lines.next(2048)
	}
	first := len(l.lines)
	hyphens := 0
	for i := 0; i < len(t.atoms); {
		if a := &t.atoms[i]; a.kind == word && a.from == a.to && a.after == spaced {
			i++ // a space at the start of a line
			continue
		}
		ln := line{from: i}
		x := 0
		for i < len(t.atoms) {
			next, w := t.word(i)
			if x+w <= width {
				x += w
				ln.width = x
				last := &t.atoms[next-1]
				x += int(last.space)
				i = next
				if last.after == ends {
					break
				}
				continue
			}
			room, must := width-x, i == ln.from
			if must || divide && hyphens < 2 && room >= width/5 {
				if cut, w := l.divide(t, i, next, room, must); cut > i {
					ln.width = x + w
					ln.hyphen = t.atoms[cut-1].after == soft
					i = cut
				}
			}
			break
		}
		ln.to = i
		if hyphens++; !ln.hyphen {
			hyphens = 0
		}
		l.lines = append(l.lines, ln)
	}
	n := len(l.lines)
	return l.lines[first:n:n]
}

// fewest breaks a text into lines, dividing words only where that saves a line.
func (l *layouter) fewest(t *text, width int) []line {
	lines := l.breakUp(t, width, false)
	if len(lines) < 2 || l.style.Hyphens == nil {
		return lines
	}
	if divided := l.breakUp(t, width, true); len(divided) < len(lines) {
		return divided
	}
	return l.breakUp(t, width, false) // trying has inserted atoms
}

// word returns the end of the word that starts at atom i, and its width when it is not divided.
func (t *text) word(i int) (end, width int) {
	for ; i < len(t.atoms); i++ {
		width += int(t.atoms[i].width)
		switch t.atoms[i].after {
		case stays, soft:
		case tied:
			width += int(t.atoms[i].space)
		default:
			return i + 1, width
		}
	}
	return i, width
}

// divide makes the first part of the word of atoms i to end fit into room. It returns the end of that part, i when there
// is none, and its width. Atoms may be inserted: the places where words were divided stay possible breaks.
func (l *layouter) divide(t *text, i, end, room int, must bool) (int, int) {
	best, bestWidth, x := i, 0, 0
	tie, tieWidth := i, 0
	k := i
	for ; k < end; k++ {
		a := &t.atoms[k]
		x += int(a.width)
		if x > room {
			x -= int(a.width)
			break
		}
		if a.after == tied {
			tie, tieWidth = k+1, x
			x += int(a.space)
		}
		if a.after == soft {
			if w := x + l.hyphen(t, k); w <= room {
				best, bestWidth = k+1, w
			}
		}
	}
	if must && tie > i && tie < end {
		return tie, tieWidth
	}
	if k == end { // only the hyphen did not fit, or everything does
		if best == i && must {
			return end, x
		}
		return best, bestWidth
	}
	if w, ok := l.cut(t, k, room-x, false); ok {
		return k + 1, x + w
	}
	if best > i || !must {
		return best, bestWidth
	}
	if k > i { // between two looks
		t.atoms[k-1].after = open
		return k, x
	}
	w, _ := l.cut(t, k, room-x, true)
	return k + 1, x + w
}

// hyphen is the width of a hyphen after atom k.
func (l *layouter) hyphen(t *text, k int) int {
	r := &t.runs[t.atoms[k].run]
	a, _ := l.metrics.advance(r.face, '-')
	return scale(a, r.size)
}

// cut divides atom k in two so that the first part, with its hyphen, fits into room. With force it cuts where no word
// should be: after a sign, else after any character, at least one. It returns the width of the first part.
func (l *layouter) cut(t *text, k, room int, force bool) (int, bool) {
	a := t.atoms[k]
	r := &t.runs[a.run]
	if a.kind != word {
		return int(a.width), force // not to be divided
	}
	s := r.text[a.from:a.to]
	at, width, after := 0, 0, soft
	if !force {
		hyphen := l.hyphen(t, k)
		for _, p := range l.points(s) {
			if w := l.metrics.width(s[:p], r.face, r.size) + hyphen; w <= room {
				at, width = p, w
			}
		}
		if at == 0 {
			return 0, false
		}
	} else {
		after = open
		sum, sign := 0, 0
		for i, c := range s {
			w, _ := l.metrics.advance(r.face, c)
			sum += w
			end := i + utf8.RuneLen(c)
			if scale(sum, r.size) > room && at > 0 {
				break
			}
			if !follows(c) || at == 0 {
				at = end
			}
			if strings.ContainsRune("/-_.@", c) && end < len(s) {
				sign = end
			}
		}
		if sign > 0 {
			at = sign
		}
		if at == len(s) {
			return int(a.width), true
		}
		width = l.metrics.width(s[:at], r.face, r.size)
	}
	head, tail := a, a
	head.to = a.from + int32(at)
	head.width = int32(l.metrics.width(s[:at], r.face, r.size))
	head.space, head.after = 0, after
	tail.from = head.to
	tail.width = int32(l.metrics.width(s[at:], r.face, r.size))
	t.atoms[k] = head
	t.atoms = slices.Insert(t.atoms, k+1, tail)
	return width, true
}

// points are the offsets in bytes at which a word may be divided with a hyphen, rising.
func (l *layouter) points(s string) []int {
	if l.style.Hyphens == nil || len(s) < 5 {
		return nil
	}
	points, known := l.memory.divisions[s]
	if !known {
		points = l.divisionsOf(s)
		l.memory.divisions[strings.Clone(s)] = points // s is part of a document, which need not stay
	}
	return points
}

func (l *layouter) divisionsOf(s string) []int {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }
	from := strings.IndexFunc(s, letter)
	if from < 0 {
		return nil
	}
	core := s[from:]
	if end := strings.IndexFunc(core, func(r rune) bool { return !letter(r) }); end >= 0 {
		if strings.IndexFunc(core[end:], letter) >= 0 {
			return nil // an address, a code
		}
		core = core[:end]
	}
	var points []int
	offsets := l.style.Hyphens(core)
	runes := 0
	for i := range core {
		if runes > 1 && len(core)-i > 1 && slices.Contains(offsets, runes) {
			points = append(points, from+i)
		}
		runes++
	}
	return points
}

// extent is how much room a text asks for.
type extent struct {
	line, piece int // widest line when nothing is broken, widest word
	total, ends int // all lines together, and how many there are at least
}

// widest returns the width of the widest line when nothing is broken, and of the widest word.
func (t *text) widest() (line, piece int) {
	e := t.extent()
	return e.line, e.piece
}

func (t *text) extent() (e extent) {
	x := 0
	for i := 0; i < len(t.atoms); {
		next, w := t.word(i)
		e.piece = max(e.piece, w)
		e.line = max(e.line, x+w)
		last := &t.atoms[next-1]
		if x += w + int(last.space); last.after == ends {
			e.total, e.ends, x = e.total+x, e.ends+1, 0
		}
		i = next
	}
	if x > 0 {
		e.total, e.ends = e.total+x, e.ends+1
	}
	return e
}

// smallest is the width of the widest part when all words are divided where they may be.
func (l *layouter) smallest(t *text) int {
	widest := 0
	for i, a := range t.atoms {
		if a.kind != word {
			widest = max(widest, int(a.width))
			continue
		}
		r := &t.runs[a.run]
		s := r.text[a.from:a.to]
		from := 0
		for _, p := range l.points(s) {
			widest = max(widest, l.metrics.width(s[from:p], r.face, r.size)+l.hyphen(t, i))
			from = p
		}
		rest := s[from:]
		if l.style.Hyphens == nil || from == 0 { // may be cut after signs
			for len(rest) > 0 {
				end := strings.IndexAny(rest, "/-_.@") + 1
				if end == 0 {
					end = len(rest)
				}
				widest = max(widest, l.metrics.width(rest[:end], r.face, r.size))
				rest = rest[end:]
			}
		}
		widest = max(widest, l.metrics.width(rest, r.face, r.size))
	}
	return widest
}
