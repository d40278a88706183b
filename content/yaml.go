package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
)

// Bounds of a client's file; beyond them nobody wrote it by hand.
const (
	maxBytes = 4 << 20
	maxDepth = 40
	maxMarks = 250_000 // characters that may start a value: the YAML library needs some 300 bytes for each
)

// readYAML reads a client's file and returns its top node, nil when the file is empty. It is not ok when the file cannot
// be used at all; the problems say why.
func readYAML(fsys fs.FS, name string, problems *problem.List) (top *yaml.Node, ok bool) {
	data, err := ReadFile(fsys, name, maxBytes)
	if err != nil {
		problems.Errorf(problem.Position{File: name}, readHint(err), "%s", ReadFault(err))
		return nil, false
	}
	return parseYAML(name, data, 0, problems)
}

// parseYAML reads YAML text; lines are counted from 1 + skipped.
func parseYAML(name string, data []byte, skipped int, problems *problem.List) (top *yaml.Node, ok bool) {
	before := len(*problems)
	checkBytes(name, data, skipped, problems)
	if len(*problems) > before {
		return nil, false
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	if err := d.Decode(&document); err == io.EOF {
		return nil, true
	} else if err != nil {
		if !tabs(name, data, skipped, problems) {
			yamlFault(problem.Position{File: name}, err.Error(), problems)
			last := &(*problems)[len(*problems)-1]
			last.At.Line = min(faultLine(data, last.At.Line), 1+bytes.Count(data, []byte("\n"))) + skipped
		}
		return nil, false
	}
	if err := d.Decode(&second); err == nil {
		problems.Errorf(position(name, &second, skipped), "keep one document per file: remove the line ---", "a second YAML document")
	} else if err != io.EOF {
		yamlFault(problem.Position{File: name}, err.Error(), problems)
		(*problems)[len(*problems)-1].At.Line += skipped
	}
	if len(document.Content) == 0 {
		return nil, len(*problems) == before
	}
	inspect(name, document.Content[0], 1, skipped, problems)
	return document.Content[0], len(*problems) == before
}

// faultLine finds the line where a text stops to be YAML: the one after the longest beginning that is. The library names
// where the list or group around a fault starts, or where a quote that was never closed met the next one. told is its
// line, which stands where looking would take long.
func faultLine(data []byte, told int) int {
	const mostBytes, mostLines = 128 << 10, 100
	if len(data) > mostBytes {
		return told
	}
	starts, tops := []int{}, []int{} // of lines; numbers of the lines where a row or a key of the top level starts
	for at := 0; at < len(data); {
		if c := data[at]; c > ' ' && c != '#' && c != '}' && c != ']' {
			tops = append(tops, len(starts))
		}
		starts = append(starts, at)
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
	}
	good := func(lines int) bool {
		return lines == 0 || yaml.Unmarshal(data[:starts[lines]], new(yaml.Node)) == nil
	}
	next := sort.Search(len(tops), func(i int) bool { return !good(tops[i]) })
	if next == 0 {
		return told
	}
	last := len(starts) - 1
	if next < len(tops) {
		last = tops[next] - 1
	}
	if last-tops[next-1] > mostLines {
		return told
	}
	for ; last > tops[next-1] && !good(last); last-- {
	}
	return last + 1
}

// ReadFile reads a file of somebody else: never more than most bytes, and never from a pipe, which would wait for ever.
func ReadFile(fsys fs.FS, name string, most int) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, errNotFile
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(data) > most {
		err = fmt.Errorf("larger than %d MiB", most>>20)
	}
	return data, err
}

var (
	errFolder  = errors.New("it is a folder, not a file")
	errNotFile = errors.New("it is not a file but a pipe or a device")
)

// readHint says what helps against a fault of reading, where that is known.
func readHint(err error) string {
	switch {
	case errors.Is(err, errFolder), errors.Is(err, errNotFile):
		return "put a text file in its place"
	case errors.Is(err, fs.ErrPermission):
		return "give yourself the right to read it"
	case strings.Contains(err.Error(), "escapes"): // os.Root has no name for it
		return "put the file itself in the folder: a link may not lead out of it"
	}
	return ""
}

// CheckText finds what is no text in a file that is not YAML: other encodings and characters that cannot be seen.
func CheckText(name string, data []byte) problem.List {
	var problems problem.List
	checkBytes(name, data, 0, &problems)
	return problems
}

// checkBytes finds what is not text: the YAML library names no place for it.
func checkBytes(name string, data []byte, skipped int, problems *problem.List) {
	at := problem.Position{File: name, Line: 1 + skipped, Column: 1}
	marks := 0
	for i := 0; i < len(data); {
		if n := letters(data[i:]); n > 0 {
			at.Column += n
			i += n
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1 || r == 0:
			problems.Errorf(at, "save the file as UTF-8", "not UTF-8 text: byte %#02x", data[i])
			return // a file in another encoding has thousands
		case i == 0 && r == '\ufeff': // how some editors begin a file
		case r == '\r' && i+1 < len(data) && data[i+1] == '\n':
		case forbidden(r) && r != '\r':
			problems.Errorf(at, "remove it", "%s %U", forbiddenName(r), r)
		case strings.IndexByte("\n-:?,[{", data[i]) >= 0:
			if marks++; marks > maxMarks {
				problems.Errorf(at, "leave out what nobody reads", "the file holds more than %d values", maxMarks/2)
				return
			}
		}
		if problems.Full() {
			return
		}
		if r == '\n' || r == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			at.Line, at.Column = at.Line+1, 0
		}
		at.Column++
		i += n
	}
}

// letters counts the bytes that data starts with and that nothing can be wrong with: nearly all.
func letters(data []byte) int {
	for i, c := range data {
		if c < ' ' || c >= 0x7f || c == '-' || c == ':' || c == '?' || c == ',' || c == '[' || c == '{' {
			return i
		}
	}
	return len(data)
}

// forbidden reports what cannot stand in a text: control characters, the line breaks that no editor shows, what makes a
// reader see other words than stand there, and what Unicode keeps free.
func forbidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// forbiddenName says what a forbidden character is; most of them cannot be seen.
func forbiddenName(r rune) string {
	switch {
	case unicode.Is(unicode.Bidi_Control, r):
		return "invisible character that turns the direction of reading:"
	case unicode.IsControl(r):
		return "control character"
	}
	return "invisible character"
}

// tabs reports lines that are indented with a tab, for a file that YAML could not make sense of.
func tabs(name string, data []byte, skipped int, problems *problem.List) bool {
	found := false
	for i, line := range strings.Split(string(data), "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if column := strings.IndexByte(indent, '\t'); column >= 0 && len(indent) < len(line) {
			problems.Errorf(problem.Position{File: name, Line: i + 1 + skipped, Column: column + 1}, "indent with spaces", "a tab in the indentation")
			found = true
		}
	}
	return found
}

// inspect refuses the parts of YAML that hide what a file says: anchors, aliases, tags and bottomless nesting.
func inspect(name string, n *yaml.Node, depth, skipped int, problems *problem.List) {
	if problems.Full() {
		return
	}
	at := position(name, n, skipped)
	switch {
	case depth > maxDepth:
		problems.Errorf(at, "", "nested more than %d deep", maxDepth)
		return
	case n.Kind == yaml.AliasNode:
		problems.Errorf(at, "write the value itself", "an alias (*%s)", n.Value)
		return
	case n.Anchor != "":
		problems.Errorf(at, "write the value in each place", "an anchor (&%s)", n.Anchor)
	case n.Style&yaml.TaggedStyle != 0:
		problems.Errorf(at, "remove it", "a YAML tag (%s)", n.Tag)
	}
	for _, c := range n.Content {
		inspect(name, c, depth+1, skipped, problems)
	}
}

func position(name string, n *yaml.Node, skipped int) problem.Position {
	return problem.Position{File: name, Line: max(n.Line, 1) + skipped, Column: max(n.Column, 1)}
}

// normal is the form in which values are kept: lines end in \n, no space at the edges, composed letters (NFC).
func normal(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return norm.NFC.String(strings.TrimSpace(s))
}

// isNull reports that a key stands there without a value.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// kind names what a node is, for messages.
func kind(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return "a single value"
}
