package document

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Paragraph is running text. One with an Anchor and no Text is a link target in front of a block that holds no anchor
// itself, such as a table.
type Paragraph struct {
	Anchor string
	Text   []Inline
}

func (*Paragraph) block() {}

// paragraph reads running text: a picture, fields, anchors of the next block, or a paragraph.
func (p *mdParser) paragraph(n ast.Node) []Block {
	if lines := splitLines(n); p.hasField(lines) {
		return p.fields(lines)
	}
	return p.runningText(n)
}

func (p *mdParser) runningText(n ast.Node) []Block { return p.running(p.anchored(n)) }

// running makes a block of text: a picture when there is nothing else, or a paragraph.
func (p *mdParser) running(text []Inline, anchors []string) []Block {
	if text = trim(text); len(text) == 0 {
		return anchorsOnly(anchors)
	}
	if image, ok := text[0].(Image); ok && len(text) == 1 {
		return append(anchorsOnly(anchors), &Picture{Image: &image})
	}
	para := &Paragraph{Text: text}
	return append(anchorsRest(anchors, &para.Anchor), para)
}

// anchored reads the inlines of a block that may start with anchors.
func (p *mdParser) anchored(n ast.Node) ([]Inline, []string) {
	b := &inliner{p: p, anchorable: true}
	b.start()
	b.children(n)
	return b.done(p.offset(n)), b.anchors
}

// anchorsRest gives the last anchor to a block and makes targets of the others.
func anchorsRest(anchors []string, to *string) []Block {
	if len(anchors) == 0 {
		return nil
	}
	*to = anchors[len(anchors)-1]
	return anchorsOnly(anchors[:len(anchors)-1])
}

func anchorsOnly(anchors []string) []Block {
	var blocks []Block
	for _, a := range anchors {
		blocks = append(blocks, &Paragraph{Anchor: a})
	}
	return blocks
}

// splitLines groups the inline nodes of a paragraph by the lines they stand on.
func splitLines(n ast.Node) [][]ast.Node {
	var lines [][]ast.Node
	var line []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		line = append(line, c)
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			lines, line = append(lines, line), nil
		}
	}
	if line != nil {
		lines = append(lines, line)
	}
	return lines
}

// moveTo makes a paragraph node of some inline nodes, so that they can be read as one.
func moveTo(nodes []ast.Node) ast.Node {
	para := ast.NewTextBlock()
	for _, n := range nodes {
		para.AppendChild(para, n)
	}
	return para
}

// trim takes breaks off both ends.
func trim(text []Inline) []Inline {
	for len(text) > 0 && text[0] == (Break{}) {
		text = text[1:]
	}
	for endsInBreak(text) {
		text = text[:len(text)-1]
	}
	return text
}

// trimSpace takes breaks and spaces off both ends.
func trimSpace(text []Inline) []Inline {
	for text = trim(text); len(text) > 0; text = trim(text[1:]) {
		if t, ok := text[0].(Text); !ok || strings.TrimLeft(string(t), " ") != "" {
			if ok {
				text[0] = Text(strings.TrimLeft(string(t), " "))
			}
			break
		}
	}
	if last := len(text) - 1; last >= 0 {
		if t, ok := text[last].(Text); ok {
			if text[last] = Text(strings.TrimRight(string(t), " ")); text[last] == Text("") {
				return trimSpace(text[:last])
			}
		}
	}
	return text
}
