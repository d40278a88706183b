package document

import "strings"

// htmlNode is an element with its children, or a text.
type htmlNode struct {
	htmlToken
	kids []*htmlNode
}

// htmlTree nests tokens. Ends that people leave out are filled in; an end of nothing is ignored.
func htmlTree(toks []htmlToken) []*htmlNode {
	root := &htmlNode{}
	open := []*htmlNode{root}
	top := func() *htmlNode { return open[len(open)-1] }
	closeTo := func(names ...string) {
		for i := len(open) - 1; i > 0; i-- {
			for _, name := range names {
				if open[i].name == name {
					open = open[:i]
					return
				}
			}
			switch open[i].name {
			case "table", "ul", "ol", "dl":
				if names[0] != open[i].name {
					return
				}
			}
		}
	}
	for _, t := range toks {
		switch t.kind {
		case htmlClose:
			closeTo(t.name)
			continue
		case htmlOpen:
			switch t.name {
			case "li", "p":
				closeTo(t.name)
			case "tr":
				closeTo("tr")
			case "dt", "dd":
				closeTo("dt", "dd")
			case "td", "th":
				closeTo("td", "th")
			}
		}
		n := &htmlNode{htmlToken: t}
		top().kids = append(top().kids, n)
		if t.kind == htmlOpen && !isVoid(t.name) && !(t.selfClosing && !isBlockTag(t.name)) && len(open) < maxDepth {
			open = append(open, n)
		}
	}
	return root.kids
}

func isBlockTag(name string) bool {
	switch name {
	case "p", "div", "center", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
		"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "hr", "pre", "blockquote", "dl", "dt", "dd",
		"section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption":
		return true
	}
	return false
}

func hasBlocks(n *htmlNode) bool {
	for _, k := range n.kids {
		if k.kind == htmlOpen && (isBlockTag(k.name) || hasBlocks(k)) {
			return true
		}
	}
	return false
}

// flatHTML is the text below an element, as typed.
func flatHTML(n *htmlNode) string {
	var b strings.Builder
	for _, k := range n.kids {
		if k.kind == htmlText {
			b.WriteString(unescapeEntities(k.text))
		}
		if k.name == "br" {
			b.WriteByte('\n')
		}
		b.WriteString(flatHTML(k))
	}
	return b.String()
}
