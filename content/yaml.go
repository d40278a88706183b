package content

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
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
)

// readYAML reads a client's file and returns its top node, nil when the file is empty. It is not ok when the file cannot
// be used at all; the problems say why.
func readYAML(fsys fs.FS, name string, problems *problem.List) (top *yaml.Node, ok bool) {
	data, err := readBounded(fsys, name)
	if err != nil {
		problems.Errorf(problem.Position{File: name}, "", "%s", readFault(err))
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
			last.At.Line = min(last.At.Line, 1+bytes.Count(data, []byte("\n"))) + skipped
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

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a file")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && len(data) > maxBytes {
		err = fmt.Errorf("larger than %d MiB", maxBytes>>20)
	}
	return data, err
}

// checkBytes finds what is not text: the YAML library names no place for it.
func checkBytes(name string, data []byte, skipped int, problems *problem.List) {
	at := problem.Position{File: name, Line: 1 + skipped, Column: 1}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			problems.Errorf(at, "save the file as UTF-8", "not UTF-8 text: byte %#02x", data[i])
			return // a file in another encoding has thousands
		case r == '\r' && i+1 < len(data) && data[i+1] == '\n':
		case forbidden(r) && r != '\r':
			problems.Errorf(at, "remove it", "control character %U", r)
		}
		if r == '\n' || r == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			at.Line, at.Column = at.Line+1, 0
		}
		at.Column++
		i += n
	}
}

// forbidden reports what cannot stand in a text: control characters, the line breaks that no editor shows, and what
// Unicode keeps free.
func forbidden(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case '\u2028', '\u2029', '\ufffe', '\uffff':
		return true
	}
	return unicode.IsControl(r)
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
