package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Field is a place to write by hand: a line with a label under it.
type Field struct {
	Label []Inline
	Lines int // of writing space, at least 1
}

func (*Field) block() {}

// hasField reports whether one of the lines of a paragraph is a field.
func (p *mdParser) hasField(lines [][]ast.Node) bool {
	for _, line := range lines {
		if p.isField(line) {
			return true
		}
	}
	return false
}

// isField reports whether a line ends in a line to write on, typed as plain text.
func (p *mdParser) isField(line []ast.Node) bool { return p.blankStart(line) >= 0 }

// blankStart is the byte at which the line to write on starts, or -1.
func (p *mdParser) blankStart(line []ast.Node) int {
	last, ok := line[len(line)-1].(*ast.Text)
	if !ok {
		return -1
	}
	from, to := p.starts[p.line(last.Segment.Stop)], last.Segment.Stop
	written := bytes.TrimRight(bytes.TrimSuffix(p.src[from:to], []byte(`\`)), " \t")
	label := bytes.TrimRight(written, "_")
	if len(written)-len(label) < 3 || bytes.HasSuffix(label, []byte(`\`)) { // escaped underscores are text
		return -1
	}
	start := from + len(label)
	for i := len(line) - 1; i >= 0; i-- {
		t, ok := line[i].(*ast.Text)
		if !ok {
			return -1
		}
		if t.Segment.Start <= start {
			return start
		}
	}
	return -1
}

// cutBlank takes the line to write on off the nodes of a line.
func cutBlank(line []ast.Node, start int) {
	for i := len(line) - 1; i >= 0; i-- {
		t := line[i].(*ast.Text)
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		if t.Segment.Start <= start {
			t.Segment = t.Segment.WithStop(start)
			return
		}
		t.Segment = t.Segment.WithStop(t.Segment.Start)
	}
}

// fields splits a paragraph at its lines: fields, and running text between them.
func (p *mdParser) fields(lines [][]ast.Node) []Block {
	var blocks []Block
	var text []ast.Node
	flush := func() {
		if text != nil {
			blocks = append(blocks, p.runningText(moveTo(text))...)
			text = nil
		}
	}
	for _, line := range lines {
		start := p.blankStart(line)
		if start < 0 {
			text = append(text, line...)
			continue
		}
		flush()
		at := p.offset(line[0])
		cutBlank(line, start)
		label := withoutColon(p.inlines(moveTo(line)))
		if previous, ok := lastField(blocks); ok && len(label) == 0 {
			previous.Lines++
			continue
		}
		if len(label) == 0 {
			p.fault(at, "write Label: ____", "a line to write on without a label")
		}
		blocks = append(blocks, &Field{Label: label, Lines: 1})
	}
	flush()
	return blocks
}

func lastField(blocks []Block) (*Field, bool) {
	if len(blocks) == 0 {
		return nil, false
	}
	f, ok := blocks[len(blocks)-1].(*Field)
	return f, ok
}

// withoutColon takes the colon and spaces off the end of a label, also inside **Label:**.
func withoutColon(label []Inline) []Inline {
	if len(label) == 0 {
		return label
	}
	last := len(label) - 1
	switch i := label[last].(type) {
	case Text:
		s := strings.TrimRight(string(i), " \t\u00a0")
		s = strings.TrimRight(strings.TrimSuffix(s, ":"), " \t\u00a0")
		if s == "" {
			return withoutColon(label[:last])
		}
		label[last] = Text(s)
	case Strong:
		label[last] = Strong(withoutColon(i))
	case Emphasis:
		label[last] = Emphasis(withoutColon(i))
	}
	return label
}
