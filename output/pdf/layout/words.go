package layout

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ismsgen/output/document"
	"ismsgen/output/pdf/font"
)

// look is how a run of text is set.
type look struct {
	face   font.Face
	size   int
	colour Colour
	rise   int // above the baseline
	strike bool
	tinted bool   // a code span
	solid  bool   // no line ends within it
	link   string // where it leads; empty: nowhere
}

// run is text in one look.
type run struct {
	look
	text    string
	picture *Picture
}

// kind is what an atom is.
type kind uint8

const (
	word    kind = iota
	dot          // of a status
	tick         // a check box; to is 1 when it is checked
	figure       // an image within text
	newline      // a forced end of line
)

// ending is what may happen after an atom.
type ending uint8

const (
	stays  ending = iota // nothing: the next atom belongs to the same word
	spaced               // a space, or the end of the line
	tied                 // a space; the end of the line only where a line is too short for what is tied
	open                 // the line may end
	soft                 // the line may end with a hyphen
	ends                 // the line must end
)

// atom is the smallest piece of text that lines are made of: bytes of a run.
type atom struct {
	run      int32
	from, to int32
	width    int32
	space    int32 // width of the space after it
	kind     kind
	after    ending
}

// text is a measured paragraph, heading or cell.
type text struct {
	runs  []run
	atoms []atom
	notes []int // footnotes that it refers to
}

// measure turns inlines into a measured text.
func (l *layouter) measure(inlines []document.Inline, k look) text {
	l.open()
	for _, in := range inlines {
		l.inline(in, k)
	}
	return l.close()
}

// plain measures a string.
func (l *layouter) plain(s string, k look) text {
	l.open()
	l.words(s, k)
	return l.close()
}

// open and close bracket the runs and atoms of one text. They are cut from large blocks, since documents have many
// small texts.
func (l *layouter) open() {
	const block, least = 4096, 128
	if cap(l.atoms)-len(l.atoms) < least {
		l.atoms = l.memory.atoms.next(block)
	}
	if cap(l.runs)-len(l.runs) < least/8 {
		l.runs = l.memory.runs.next(block / 8)
	}
	l.firstAtom, l.firstRun, l.notes = len(l.atoms), len(l.runs), nil
}

func (l *layouter) close() text {
	a, r := len(l.atoms), len(l.runs)
	return text{runs: l.runs[l.firstRun:r:r], atoms: l.atoms[l.firstAtom:a:a], notes: l.notes}
}

func (l *layouter) inlines(list []document.Inline, k look) {
	for _, in := range list {
		l.inline(in, k)
	}
}

func (l *layouter) inline(in document.Inline, k look) {
	switch v := in.(type) {
	case document.Text:
		l.words(string(v), k)
	case document.Strong:
		k.face = styled(k.face, font.Bold)
		l.inlines(v, k)
	case document.Emphasis:
		k.face = styled(k.face, font.Italic)
		l.inlines(v, k)
	case document.Strike:
		k.strike = true
		l.inlines(v, k)
	case document.Sub:
		k.rise -= k.size * 14 / 100
		k.size = k.size * 72 / 100
		l.inlines(v, k)
	case document.Sup:
		k.rise += k.size * 34 / 100
		k.size = k.size * 72 / 100
		l.inlines(v, k)
	case document.Mono:
		k.face, k.tinted = font.Mono, true
		k.size = k.size * 90 / 100
		l.words(string(v), k)
	case document.Link:
		if k.link = l.target(v.Target); k.link != "" {
			k.colour = l.accent
		}
		l.inlines(v.Text, k)
		if v.Page {
			l.pageReference(k, v.Target)
		}
	case document.Image:
		l.inlineImage(v, k)
	case document.Break:
		l.piece(atom{kind: newline, after: ends}, k)
	case document.FootnoteRef:
		l.notes = append(l.notes, int(v))
		k.rise += k.size * 34 / 100
		k.size, k.colour = k.size*72/100, l.accent
		k.link, k.solid = noteTarget(int(v)), true
		l.words(strconv.Itoa(int(v)), k)
	case document.Box:
		checked := int32(0)
		if v {
			checked = 1
		}
		l.piece(atom{kind: tick, to: checked, width: int32(k.size), after: stays}, k)
	case document.Status:
		k.colour = statusColour(string(v))
		l.piece(atom{kind: dot, width: int32(k.size * 62 / 100), after: stays}, k)
	default:
		l.problems.Errorf(l.position(), "", "cannot print an inline of type %T", in)
	}
}

func statusColour(s string) Colour {
	switch s {
	case "green":
		return green
	case "amber":
		return amber
	case "red":
		return red
	}
	return silver
}

// pageReference adds ", page 4" after a link. Within the document the number is the one of the pass before; passes are
// repeated until nothing moves. Of another document it is printed when it is known.
func (l *layouter) pageReference(k look, target string) {
	n := "00"
	switch inside := strings.HasPrefix(k.link, "#"); {
	case inside:
		l.references = true
		if p := l.numbers[k.link[1:]]; p > 0 {
			n = strconv.Itoa(p)
		}
	case l.style.Pages == nil:
		return
	default:
		p := l.style.Pages(target)
		if p == 0 {
			return
		}
		n = strconv.Itoa(p)
	}
	w := l.doc.Meta.Words.Page
	if w != "" {
		w += "\u00a0"
	}
	l.words(", "+w+n, k)
}

// piece adds an atom that is not text.
func (l *layouter) piece(a atom, k look) {
	a.run = l.addRun(run{look: k})
	l.atoms = append(l.atoms, a)
}

func (l *layouter) addRun(r run) int32 {
	l.runs = append(l.runs, r)
	return int32(len(l.runs) - l.firstRun - 1)
}

// words adds a string. Most strings are measured in one go; one with unusual runes is cleaned first.
func (l *layouter) words(s string, k look) {
	if s != "" && !l.segment(s, k) {
		l.clean(s, k)
	}
}

// segment cuts a string into atoms and measures them. It gives up, adding nothing, at a rune that needs care: one that
// the face lacks, a control character, a second space.
func (l *layouter) segment(s string, k look) bool {
	atoms, runs := len(l.atoms), len(l.runs)
	number := l.addRun(run{look: k, text: s})
	table := &l.metrics.table[k.face]
	space, _ := l.metrics.advance(k.face, ' ')
	start, sum := 0, 0
	add := func(end int, after ending) {
		a := atom{run: number, from: int32(start), to: int32(end), width: int32(scale(sum, k.size)), after: after}
		if after == spaced || after == tied {
			a.space = int32(scale(space, k.size))
		}
		l.atoms = append(l.atoms, a)
		sum = 0
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if r == ' ' && !k.solid {
			if i+1 < len(s) && s[i+1] == ' ' {
				l.atoms, l.runs = l.atoms[:atoms], l.runs[:runs]
				return false
			}
			switch {
			case i == 0 && l.afterSpace():
			case i == 0 && l.atoms[len(l.atoms)-1].kind == dot:
				sum += space // a dot stays with its word
				i++
				continue
			case clings(s, i):
				sum += space
				i++
				continue
			case ties(s, i):
				add(i, tied)
			default:
				add(i, spaced)
			}
			i++
			start = i
			continue
		}
		var a int
		if r < lowRunes && table[r] > 0 && r >= ' ' && r != '\u00ad' {
			a = int(table[r]) - 1
		} else {
			ok := !unusual(r)
			if ok {
				a, ok = l.metrics.advance(k.face, r)
			}
			if !ok || r == utf8.RuneError {
				l.atoms, l.runs = l.atoms[:atoms], l.runs[:runs]
				return false
			}
		}
		sum += a
		i += n
		if (r == '-' || r == '/' || r == '–' || r == '—') && !k.solid && divides(s, i-n, i) {
			add(i, open)
			start = i
		}
	}
	if start < len(s) {
		add(len(s), stays)
	}
	return true
}

// afterSpace reports whether a space here would be at the start of a line or a second one.
func (l *layouter) afterSpace() bool {
	if len(l.atoms) == l.firstAtom {
		return true
	}
	last := l.atoms[len(l.atoms)-1].after
	return last == spaced || last == tied || last == ends
}

// clings reports whether the space at i must not end a line: no line starts with a mark of punctuation, a dash or a middle
// dot, or ends with an opening guillemet.
func clings(s string, i int) bool {
	if strings.HasSuffix(s[:i], "«") {
		return true
	}
	rest := s[i+1:]
	if rest == "" {
		return false
	}
	switch rest[0] {
	case ':', ';', '?', '!', '%':
		return len(rest) == 1 || rest[1] < '0' // not the start of a name
	}
	return strings.HasPrefix(rest, "·") || strings.HasPrefix(rest, "– ") || strings.HasPrefix(rest, "— ") || strings.HasPrefix(rest, "»")
}

// divides reports whether a line may end after the sign at s[from:to]: between two letters on either side.
func divides(s string, from, to int) bool {
	letter := func(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf }
	return from >= 2 && to+1 < len(s) && letter(s[from-1]) && letter(s[from-2]) && letter(s[to]) && letter(s[to+1])
}

// noteTarget is the name of a footnote's place.
func noteTarget(n int) string { return "#note-" + strconv.Itoa(n) }

// target turns a target as written into one of the printed pack: other documents are printed too. An address of an
// unknown scheme leads nowhere.
func (l *layouter) target(t string) string {
	if strings.HasPrefix(t, "#") {
		return t
	}
	scheme, _, found := strings.Cut(t, ":")
	if found && !strings.ContainsAny(scheme, "/#?") {
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto", "tel":
			return t
		}
		return ""
	}
	file, place, found := strings.Cut(t, "#")
	if name, ok := strings.CutSuffix(file, ".md"); ok {
		file = name + ".pdf"
	}
	if found {
		file += "#" + place
	}
	return file
}

// flat is the plain text of inlines on one line, as for bookmarks.
func flat(inlines []document.Inline) string {
	return strings.Join(strings.Fields(document.Plain(inlines)), " ")
}
