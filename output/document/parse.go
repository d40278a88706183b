package document

import (
	"bytes"
	"maps"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"

	"ismsgen/content/problem"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Options say how Markdown is read.
type Options struct {
	Meta      Meta           // passed on; in lenient mode a first heading may give it a title
	FirstLine int            // line of the file on which src starts; 0 means 1
	Lenient   bool           // for Markdown that is not ours: faults are warnings, headings keep their own numbers
	Issued    map[string]int // issued numbers of rules by key

	// Load gives the data of an image, or says what is wrong with it. Without it images have no data.
	Load func(target string) ([]byte, error)
}

// The bounds of what is read; what exceeds them was not written by a person.
const (
	maxSize  = 16 << 20 // bytes
	maxLine  = 1 << 20  // bytes of one line
	maxDepth = 100      // blocks in blocks, or inlines in inlines
)

// Parse reads the body of a document, without front matter; file names it in problems. All faults of form are found in
// one run. In strict mode they are errors, and the tree must not be printed; in lenient mode they are warnings, and the
// tree holds all of the text. Only input that is too large or nested too deeply is an error in both.
func Parse(file string, src []byte, opt Options) (*Document, problem.List) {
	if len(src) > maxSize {
		p := newParser(file, nil, opt)
		p.problems.Errorf(problem.Position{File: file}, "", "larger than %d MiB", maxSize>>20)
		return &Document{Meta: opt.Meta}, p.problems
	}
	p := newParser(file, src, opt)
	d := &Document{Source: p.src}
	if p.checkBounds() {
		root := p.tree()
		d.Blocks = p.blocks(root)
		if p.notes != nil {
			d.Blocks = append(d.Blocks, p.footnotes(p.notes)...)
		}
		p.finishHeadings()
		p.finishRules()
		p.checkLinks()
	}
	d.Meta = p.meta
	return d, p.problems.Sorted()
}

// mdParser is one reading of one document.
type mdParser struct {
	file      string
	src       []byte
	opt       Options
	meta      Meta
	firstLine int
	starts    []int // byte at which each line starts
	depth     int
	problems  problem.List

	counters    []int // of headings, by level
	headings    []*Heading
	ruleLists   []*Rules
	anchors     map[string]bool
	copies      map[string]int // of a slug
	links       []mention
	notes       ast.Node    // the list of footnotes
	noteOrder   []int       // goldmark's index of each note, by our number
	noteNumbers map[int]int // and the other way round
}

func newParser(file string, src []byte, opt Options) *mdParser {
	p := &mdParser{file: file, opt: opt, meta: opt.Meta, firstLine: max(opt.FirstLine, 1)}
	p.anchors, p.copies, p.noteNumbers = map[string]bool{}, map[string]int{}, map[int]int{}
	p.src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if bytes.IndexByte(p.src, '\r') >= 0 {
		p.src = bytes.ReplaceAll(bytes.ReplaceAll(p.src, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	p.starts = lineStarts(p.src)
	if !utf8.Valid(p.src) || bytes.IndexByte(p.src, 0) >= 0 {
		for i := range p.starts {
			line := p.src[p.starts[i]:p.lineEnd(i)]
			if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
				p.fault(p.starts[i], "save the file as UTF-8", "a character that is not UTF-8")
			}
		}
		p.src = bytes.ReplaceAll(bytes.ToValidUTF8(p.src, []byte("\ufffd")), []byte{0}, []byte("\ufffd"))
		p.starts = lineStarts(p.src)
	}
	return p
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// tree runs goldmark, without its renderer.
func (p *mdParser) tree() ast.Node { return markdown().Parse(text.NewReader(p.src)) }

// markdown is goldmark's parser, which keeps nothing of what it has read.
var markdown = sync.OnceValue(func() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(keepNotes{}, 1)))).Parser()
})

// checkBounds reports input that would take unreasonable time or depth.
func (p *mdParser) checkBounds() bool {
	for i := range p.starts {
		line := p.src[p.starts[i]:p.lineEnd(i)]
		switch {
		case len(line) > maxLine:
			p.problems.Errorf(p.at(p.starts[i]), "", "line longer than %d MiB", maxLine>>20)
			return false
		case nesting(line) > maxDepth:
			p.problems.Errorf(p.at(p.starts[i]), "", "nested deeper than %d blocks", maxDepth)
			return false
		}
	}
	return true
}

// nesting counts the marks of quotes, lists, definitions and footnotes that a line starts with.
func nesting(line []byte) int {
	depth := 0
	for i := 0; i < len(line); i++ {
		last := i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'
		switch c := line[i]; {
		case c == '>' || last && bytes.IndexByte([]byte("-+*:.)"), c) >= 0:
			depth++
		case c == ' ' || c == '\t' || isDigit(c):
		case c == '[' && i+1 < len(line) && line[i+1] == '^':
			end := bytes.IndexByte(line[i:], ']')
			if end < 0 {
				return depth
			}
			i += end
		default:
			return depth
		}
	}
	return depth
}

// tooDeep reports a fault when the tree is nested deeper than anything a person writes.
func (p *mdParser) tooDeep(n ast.Node) bool {
	if p.depth < maxDepth {
		return false
	}
	p.problems.Errorf(p.at(p.offset(n)), "", "nested deeper than %d levels", maxDepth)
	return true
}

// flatText collects the text below a node without recursion.
func (p *mdParser) flatText(root ast.Node) string {
	var b bytes.Buffer
	for n := root.FirstChild(); n != nil; {
		if t, ok := n.(*ast.Text); ok {
			b.WriteString(unescape(string(t.Segment.Value(p.src))))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		} else if n.Type() == ast.TypeBlock && n.IsRaw() {
			b.Write(n.Lines().Value(p.src))
		}
		next := n.FirstChild()
		for next == nil && n != nil && n != root {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			if next = n.NextSibling(); next == nil {
				n = n.Parent()
			}
		}
		n = next
	}
	return b.String()
}

// fault reports what is not part of the dialect: an error in strict mode, a warning in lenient mode.
func (p *mdParser) fault(offset int, hint, format string, args ...any) {
	if p.opt.Lenient {
		p.problems.Warnf(p.at(offset), hint, format, args...)
		return
	}
	p.problems.Errorf(p.at(offset), hint, format, args...)
}

// at turns a byte of Source into a position in the file.
func (p *mdParser) at(offset int) problem.Position {
	line := p.line(offset)
	column := utf8.RuneCount(p.src[p.starts[line]:min(offset, len(p.src))]) + 1
	return problem.Position{File: p.file, Line: p.firstLine + line, Column: column}
}

// line is the index of the line that holds a byte.
func (p *mdParser) line(offset int) int {
	return sort.Search(len(p.starts), func(i int) bool { return p.starts[i] > max(offset, 0) }) - 1
}

func (p *mdParser) lineOf(n ast.Node) int { return p.line(p.offset(n)) }

// lineEnd is the byte after the last of a line, without its line end.
func (p *mdParser) lineEnd(line int) int {
	if line+1 < len(p.starts) {
		return p.starts[line+1] - 1
	}
	return len(p.src)
}

// offset is the byte at which a node starts. Where goldmark does not know, the nearest node that it knows is taken.
func (p *mdParser) offset(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		if t, ok := c.(*ast.Text); ok {
			return t.Segment.Start
		}
		if c.Type() == ast.TypeBlock && c.Lines().Len() > 0 && c.Kind() != ast.KindFencedCodeBlock {
			return c.Lines().At(0).Start
		}
		if c.Pos() >= 0 && c.Kind() != ast.KindDocument {
			return min(c.Pos(), len(p.src))
		}
	}
	if n.PreviousSibling() != nil {
		return p.offset(n.PreviousSibling())
	}
	if n.Parent() != nil && n.Parent().Kind() != ast.KindDocument {
		return max(n.Parent().Pos(), 0)
	}
	return 0
}

// nearest is the hint for an anchor that does not exist. Comparing costs time, which only real documents get.
func (p *mdParser) nearest(anchor string) string {
	if len(p.anchors) > 1000 || len(anchor) > 100 {
		return ""
	}
	return problem.DidYouMean(anchor, slices.Sorted(maps.Keys(p.anchors)))
}
