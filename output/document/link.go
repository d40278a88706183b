package document

import (
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
)

func (b *inliner) link(n *ast.Link) {
	p, at := b.p, b.p.offset(n)
	text := p.inlines(n)
	page := p.pageTitle(n.Title, at)
	b.linkTo(unescape(string(n.Destination)), page, text, at)
}

// autoLink reads an address that stands in the text as it is. It shows what was written.
func (b *inliner) autoLink(n *ast.AutoLink) {
	label := unescapeEntities(string(n.Label(b.p.src)))
	target := unescapeEntities(string(n.URL(b.p.src)))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	b.linkTo(target, false, []Inline{Text(label)}, b.p.offset(n))
}

// pageTitle reports whether the title of a link asks for a page reference. Other titles show only under a mouse.
func (p *mdParser) pageTitle(title []byte, at int) bool {
	if len(title) > 0 && string(title) != "page" {
		p.fault(at, `only the title "page" means something`, "a title of a link or picture is not printed: %q", unescape(string(title)))
	}
	return string(title) == "page"
}

// linkTo adds a link and remembers it, so that its target can be checked when all anchors are known.
func (b *inliner) linkTo(target string, page bool, text []Inline, at int) {
	p := b.p
	if target = strings.TrimSpace(target); target == "" {
		p.fault(at, "", "link has no target")
	}
	if len(text) == 0 {
		p.fault(at, "", "link has no text")
		text = []Inline{Text(target)}
	}
	if scheme, ok := schemeOf(target); ok {
		switch scheme {
		case "http", "https", "ftp", "mailto", "tel":
		default:
			p.fault(at, "", "links do not lead to %s:", scheme)
			b.splice(text)
			return
		}
	}
	if anchor, ok := strings.CutPrefix(target, "#"); ok {
		if decoded, err := url.PathUnescape(anchor); err == nil {
			anchor = decoded
		}
		target = "#" + anchor
		p.links = append(p.links, mention{anchor, at})
	}
	b.add(Link{Target: target, Page: page, Text: text})
}

func schemeOf(target string) (string, bool) {
	scheme, _, ok := strings.Cut(target, ":")
	if !ok || len(scheme) < 2 || strings.ContainsAny(scheme, "/?#. ") {
		return "", false
	}
	return strings.ToLower(scheme), true
}

// image loads a picture. One that cannot be loaded leaves its alternative text, or its name.
func (p *mdParser) image(target, alt string, at int) Image {
	image := Image{Target: target, Alt: alt}
	if p.opt.Load == nil {
		return image
	}
	var err error
	if image.Data, err = p.opt.Load(target); err != nil {
		p.fault(at, "its alternative text is printed", "cannot print the picture %.80q: %v", target, err)
		if _, away := schemeOf(target); image.Alt == "" && !away {
			image.Alt = path.Base(target)
		}
	}
	return image
}

// mention is an anchor with the place where it was named.
type mention struct {
	anchor string
	at     int
}

// addAnchor registers an anchor; each stands once in a document.
func (p *mdParser) addAnchor(id string, at int) bool {
	if p.anchors[id] {
		p.fault(at, "", "anchor %q stands twice in the document", id)
		return false
	}
	p.anchors[id] = true
	return true
}

func (p *mdParser) checkLinks() {
	for _, l := range p.links {
		if !p.anchors[l.anchor] {
			p.fault(l.at, p.nearest(l.anchor), "no anchor #%s in this document", l.anchor)
		}
	}
}
