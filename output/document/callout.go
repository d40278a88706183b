package document

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Tone is the kind of a callout.
type Tone string

// The tones, as in > [!NOTE].
const (
	Note      Tone = "note"
	Important Tone = "important"
	Warning   Tone = "warning"
)

// Callout is text set apart.
type Callout struct {
	Tone   Tone
	Blocks []Block
}

// Quote is quoted text.
type Quote struct{ Blocks []Block }

func (*Callout) block() {}
func (*Quote) block()   {}

var alert = regexp.MustCompile(`^\[!([A-Za-z]+)\][ \t]*$`)

// quote reads quoted text, or a callout when its first line says so.
func (p *mdParser) quote(n *ast.Blockquote) Block {
	para, ok := n.FirstChild().(*ast.Paragraph)
	if !ok {
		return &Quote{p.blocks(n)}
	}
	line := para.Lines().At(0)
	match := alert.FindStringSubmatch(strings.TrimRight(string(line.Value(p.src)), "\n"))
	if match == nil {
		return &Quote{p.blocks(n)}
	}
	var tone Tone
	switch strings.ToLower(match[1]) {
	case "note", "tip":
		tone = Note
	case "important":
		tone = Important
	case "warning", "caution":
		tone = Warning
	default:
		p.fault(p.offset(n), "write one of NOTE, IMPORTANT, WARNING", "unknown callout %q", match[1])
		return &Quote{p.blocks(n)}
	}
	lines := splitLines(para)
	for _, c := range lines[0] {
		para.RemoveChild(para, c)
	}
	return &Callout{tone, p.blocks(n)}
}
