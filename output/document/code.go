package document

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Code is text printed as typed, in one width.
type Code struct {
	Language string
	Text     string // lines end in \n
}

func (*Code) block() {}

func (p *mdParser) fence(n *ast.FencedCodeBlock) Block {
	info := ""
	if n.Info != nil {
		info = strings.TrimSpace(string(n.Info.Segment.Value(p.src)))
	}
	language, rest, _ := strings.Cut(info, " ")
	if language == "chart" {
		if c := p.chart(n, strings.TrimSpace(rest)); c != nil {
			return c
		}
	}
	return &Code{Language: unescape(language), Text: p.lines(n)}
}

// lines returns the lines of a raw block, each with its line end.
func (p *mdParser) lines(n ast.Node) string {
	s := string(n.Lines().Value(p.src))
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}
