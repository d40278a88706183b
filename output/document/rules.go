package document

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Rules is a run of citable rules.
type Rules struct{ Rules []Rule }

// Rule is one citable rule with a stable key.
type Rule struct {
	Key         string   // mfa; also its anchor
	Number      int      // of R3
	Controls    []string // as printed: A.5.17
	Blocks      []Block
	Offset, End int // bytes of the written number (R3, or R when it has none yet) in Source
}

func (*Rules) block() {}

// ruleHead is what a rule starts with: <a id="key"></a>**R3** <sub>A.5.17 · A.8.5</sub>.
type ruleHead struct {
	key      string
	number   int // 0 when none is written
	at       *ast.Text
	controls []string
	nodes    []ast.Node // all of the head
}

var ruleNumber = regexp.MustCompile(`^R([0-9]{0,6})$`)

// ruleHeadOf reads the head of a rule; ok is false when the item starts otherwise.
func (p *mdParser) ruleHeadOf(item ast.Node) (h ruleHead, ok bool) {
	if item.FirstChild() == nil {
		return h, false
	}
	n := item.FirstChild().FirstChild()
	tag := func(name string, kind htmlKind) (htmlToken, bool) {
		raw, isRaw := n.(*ast.RawHTML)
		if !isRaw {
			return htmlToken{}, false
		}
		seg := raw.Segments.At(0)
		toks := tokenize(string(seg.Value(p.src)))
		if len(toks) != 1 || toks[0].kind != kind || toks[0].name != name {
			return htmlToken{}, false
		}
		h.nodes = append(h.nodes, n)
		n = n.NextSibling()
		return toks[0], true
	}
	open, isAnchor := tag("a", htmlOpen)
	if h.key = open.attr("id"); !isAnchor || h.key == "" {
		return h, false
	}
	if _, isClosed := tag("a", htmlClose); !isClosed {
		return h, false
	}
	strong, isStrong := n.(*ast.Emphasis)
	if !isStrong || strong.Level != 2 || strong.ChildCount() != 1 {
		return h, false
	}
	if h.at, ok = strong.FirstChild().(*ast.Text); !ok {
		return h, false
	}
	match := ruleNumber.FindSubmatch(h.at.Segment.Value(p.src))
	if match == nil {
		return h, false
	}
	h.number, _ = strconv.Atoi(string(match[1]))
	h.nodes = append(h.nodes, strong)
	h.controls = p.controls(&h, strong.NextSibling())
	return h, true
}

// controls reads <sub>A.5.17 · A.8.5</sub> after the number, if it follows.
func (p *mdParser) controls(h *ruleHead, n ast.Node) []string {
	var blank []ast.Node
	if t, ok := n.(*ast.Text); ok && len(strings.TrimSpace(string(t.Segment.Value(p.src)))) == 0 && !t.HardLineBreak() {
		blank, n = append(blank, n), n.NextSibling()
	}
	controls, nodes := p.small(n)
	if nodes != nil {
		h.nodes = append(append(h.nodes, blank...), nodes...)
	}
	return controls
}

// small reads <sub>A.5.17 · 9.3.2</sub> from its first node, and gives all its nodes; none when n is something else.
func (p *mdParser) small(n ast.Node) (ids []string, nodes []ast.Node) {
	var text strings.Builder
	for i := 0; n != nil; i, n = i+1, n.NextSibling() {
		nodes = append(nodes, n)
		switch n := n.(type) {
		case *ast.RawHTML:
			seg := n.Segments.At(0)
			tag := string(seg.Value(p.src))
			if i == 0 && tag == "<sub>" {
				continue
			}
			if i > 0 && tag == "</sub>" {
				return splitControls(text.String()), nodes
			}
			return nil, nil
		case *ast.Text:
			if i == 0 {
				return nil, nil
			}
			text.WriteString(unescape(string(n.Segment.Value(p.src)))) // a mark such as _ may begin a new piece
			if n.SoftLineBreak() {
				text.WriteByte(' ')
			}
		default:
			return nil, nil
		}
	}
	return nil, nil
}

func splitControls(s string) []string {
	var controls []string
	for c := range strings.SplitSeq(s, "·") {
		if c = strings.TrimSpace(c); c != "" {
			controls = append(controls, c)
		}
	}
	return controls
}

// isRules reports whether a list is one of rules. In strict mode one rule makes it so, and the others are errors.
func (p *mdParser) isRules(n *ast.List) bool {
	some, all := false, true
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		_, ok := p.ruleHeadOf(c)
		some, all = some || ok, all && ok
	}
	return some && (all || !p.opt.Lenient)
}

func (p *mdParser) rules(n *ast.List) Block {
	rules := &Rules{}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		head, ok := p.ruleHeadOf(c)
		if !ok {
			p.fault(p.offset(c), `start it with <a id="key"></a>**R**`, "an item without a rule in a list of rules")
			rules.Rules = append(rules.Rules, Rule{Blocks: p.blocks(c)})
			continue
		}
		p.addAnchor(head.key, p.offset(head.at))
		r := Rule{Key: head.key, Number: head.number, Controls: head.controls}
		r.Offset, r.End = head.at.Segment.Start, head.at.Segment.Stop
		first := c.FirstChild()
		for _, h := range head.nodes {
			first.RemoveChild(first, h)
		}
		if t, ok := first.FirstChild().(*ast.Text); ok {
			t.Segment = t.Segment.TrimLeftSpace(p.src)
		}
		r.Blocks = p.blocks(c)
		if len(r.Blocks) == 0 {
			p.fault(r.Offset, "", "rule %q has no text", r.Key)
		}
		rules.Rules = append(rules.Rules, r)
	}
	p.ruleLists = append(p.ruleLists, rules)
	return rules
}

// finishRules numbers the rules: what was issued or written stays, and a new rule comes after all of them, so that a
// rule that appears or disappears renumbers no other.
func (p *mdParser) finishRules() {
	next := 0
	if len(p.opt.Issued) > 0 {
		next = slices.Max(slices.Collect(maps.Values(p.opt.Issued)))
	}
	holder := map[int]string{}
	for key, number := range p.opt.Issued {
		holder[number] = key
	}
	for _, list := range p.ruleLists {
		for i := range list.Rules {
			r := &list.Rules[i]
			if issued, ok := p.opt.Issued[r.Key]; ok {
				r.Number = issued
			} else if by, taken := holder[r.Number]; taken && r.Number > 0 {
				p.fault(r.Offset, "write R without a number: the next free one follows", "R%d is the number of rule %q", r.Number, by)
				r.Number = 0
			} else if r.Number > 0 {
				holder[r.Number] = r.Key
			}
			next = max(next, r.Number)
		}
	}
	for _, list := range p.ruleLists {
		for i := range list.Rules {
			if r := &list.Rules[i]; r.Number == 0 && r.Key != "" {
				next++
				r.Number = next
			}
		}
	}
}
