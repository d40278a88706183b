package document

import "strings"

// token handles a piece of HTML within text. Strict mode knows <br>, <sub>, <sup> and anchors at the start of a block;
// lenient mode knows what people put into Markdown, and keeps the text of everything else.
func (b *inliner) token(tok htmlToken) {
	p := b.p
	switch tok.kind {
	case htmlText:
		b.text(unescapeEntities(tok.text))
	case htmlComment:
		if !p.opt.Lenient {
			p.fault(tok.at, markersHint, "a comment within text")
		}
	case htmlOther:
		p.fault(tok.at, "", "unsupported HTML %.20s", tok.text)
	case htmlOpen:
		b.open(tok)
	case htmlClose:
		b.close(tok)
	}
}

func (b *inliner) open(tok htmlToken) {
	p := b.p
	switch tok.name {
	case "br":
		b.add(Break{})
		return
	case "a":
		b.anchor(tok)
	case "sub", "sup":
	case "img":
		b.strictly(tok)
		b.add(p.image(tok.attr("src"), tok.attr("alt"), tok.at))
		return
	case "hr", "p", "div", "center", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "table", "thead", "tbody", "tfoot",
		"dl", "dt", "dd", "section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption", "caption", "pre", "blockquote":
		b.strictly(tok)
		b.boundary()
	case "li":
		b.strictly(tok)
		b.boundary()
		b.text("• ")
	case "td", "th":
		b.strictly(tok)
		b.soft = true
	case "script", "style":
		p.fault(tok.at, "", "the content of <%s> is not printed", tok.name)
	default:
		b.strictly(tok)
		if !isInlineTag(tok.name) {
			p.unknownTag(tok)
		}
	}
	if isVoid(tok.name) || tok.selfClosing && tok.name != "a" || len(b.frames) > maxDepth {
		return
	}
	b.space()
	b.frames = append(b.frames, inlineFrame{tag: tok})
}

// strictly reports a tag that is not part of the dialect.
func (b *inliner) strictly(tok htmlToken) {
	if !b.p.opt.Lenient {
		b.p.fault(tok.at, "write it in Markdown; of HTML only <br>, <sub>, <sup> and <a id=…> are known", "unsupported tag <%s>", tok.name)
	}
}

// unknownTag warns once per tag that nothing is known about; strict mode has reported it already.
func (p *mdParser) unknownTag(tok htmlToken) {
	if p.opt.Lenient {
		p.fault(tok.at, "its text is printed", "unknown tag <%s>", tok.name)
	}
}

// boundary starts a new line where a block would start, if anything stands before it.
func (b *inliner) boundary() {
	if !b.fresh() {
		b.add(Break{})
	}
}

// anchor handles the attributes of <a>.
func (b *inliner) anchor(tok htmlToken) {
	p := b.p
	id := tok.attr("id")
	if id == "" {
		id = tok.attr("name")
	}
	switch {
	case id != "" && b.anchorable && (p.opt.Lenient || len(b.frames) == 1 && len(b.frames[0].items) == 0):
		if p.addAnchor(id, tok.at) {
			b.anchors = append(b.anchors, id)
		}
	case id != "":
		p.fault(tok.at, "move it in front of the block", "an anchor stands at the start of a paragraph, a heading or a rule")
	case tok.attr("href") == "":
		p.fault(tok.at, "", "<a> without id and href")
	}
	if tok.attr("href") != "" {
		b.strictly(tok)
	}
}

func (b *inliner) close(tok htmlToken) {
	for i := len(b.frames) - 1; i > 0; i-- {
		if b.frames[i].tag.name == tok.name {
			for len(b.frames) > i {
				b.pop()
			}
			switch tok.name {
			case "p", "div", "center", "summary", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6":
				b.soft = true
			}
			return
		}
	}
	if !b.p.opt.Lenient {
		b.p.fault(tok.at, "", "</%s> closes nothing", tok.name)
	}
}

// pop closes the innermost frame.
func (b *inliner) pop() {
	f := b.frames[len(b.frames)-1]
	b.frames = b.frames[:len(b.frames)-1]
	if len(f.items) == 0 {
		return
	}
	switch f.tag.name {
	case "b", "strong":
		b.add(Strong(f.items))
	case "i", "em":
		b.add(Emphasis(f.items))
	case "s", "del", "strike":
		b.add(Strike(f.items))
	case "sub":
		b.add(Sub(f.items))
	case "sup":
		b.add(Sup(f.items))
	case "kbd", "code", "tt", "samp":
		b.add(Mono(strings.ReplaceAll(Plain(f.items), "\n", " ")))
	case "script", "style": // reported when it was opened
	case "a":
		if target := f.tag.attr("href"); target != "" {
			b.linkTo(target, false, f.items, f.tag.at)
			return
		}
		b.splice(f.items)
	default:
		b.splice(f.items)
	}
}

// splice adds inlines of a tag that means nothing to us.
func (b *inliner) splice(items []Inline) {
	for _, i := range items {
		if t, ok := i.(Text); ok {
			top := &b.frames[len(b.frames)-1]
			top.items = appendText(top.items, string(t))
			continue
		}
		b.add(i)
	}
}

func isInlineTag(name string) bool {
	switch name {
	case "a", "b", "strong", "i", "em", "s", "del", "strike", "sub", "sup", "kbd", "code", "img", "span", "br",
		"u", "ins", "mark", "small", "big", "tt", "samp", "var", "abbr", "cite", "q", "font", "picture", "source", "wbr":
		return true
	}
	return false
}

func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "input", "wbr", "source", "col", "meta", "link", "area", "base", "embed", "param", "track":
		return true
	}
	return false
}
