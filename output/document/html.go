package document

import "strings"

// htmlToken is a piece of HTML: a tag, a comment or the text between.
type htmlToken struct {
	kind        htmlKind
	name        string // of a tag, in lower case
	attrs       []htmlAttr
	text        string // of a text, or inside a comment, or of anything else
	at          int    // byte in the tokenized text; rawHTML makes it a byte of Source
	selfClosing bool
	unclosed    bool // a comment that reaches to the end
}

type htmlKind uint8

const (
	htmlText htmlKind = iota
	htmlOpen
	htmlClose
	htmlComment
	htmlOther // <!doctype …>, <?…?>
)

type htmlAttr struct{ name, value string }

// attr returns the value of an attribute, or "".
func (t htmlToken) attr(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// tokenize splits HTML. It never fails: what is no tag is text. The content of script and style is one text.
func tokenize(s string) []htmlToken {
	var out []htmlToken
	text := 0
	flush := func(to int) {
		if to > text {
			out = append(out, htmlToken{kind: htmlText, text: s[text:to], at: text})
		}
	}
	for i := 0; i < len(s); {
		if s[i] != '<' {
			i++
			continue
		}
		tok, length := scanTag(s[i:])
		if length == 0 {
			i++
			continue
		}
		flush(i)
		tok.at = i
		out = append(out, tok)
		i += length
		text = i
		if tok.kind == htmlOpen && !tok.selfClosing && (tok.name == "script" || tok.name == "style") {
			if end := strings.Index(strings.ToLower(s[i:]), "</"+tok.name); end >= 0 {
				i += end
				flush(i)
				text = i
			}
		}
	}
	flush(len(s))
	return out
}

// scanTag reads the tag or comment that s starts with, and how long it is; 0 when it is none.
func scanTag(s string) (htmlToken, int) {
	until := func(kind htmlKind, open, end string) (htmlToken, int) {
		rest := s[len(open):]
		at := strings.Index(rest, end)
		if at < 0 {
			return htmlToken{kind: kind, text: rest, unclosed: true}, len(s)
		}
		return htmlToken{kind: kind, text: rest[:at]}, len(open) + at + len(end)
	}
	switch {
	case strings.HasPrefix(s, "<!-->"):
		return htmlToken{kind: htmlComment}, 5
	case strings.HasPrefix(s, "<!--->"):
		return htmlToken{kind: htmlComment}, 6
	case strings.HasPrefix(s, "<!--"):
		return until(htmlComment, "<!--", "-->")
	case strings.HasPrefix(s, "<![CDATA["):
		tok, n := until(htmlText, "<![CDATA[", "]]>")
		tok.text = strings.ReplaceAll(tok.text, "&", "&amp;") // it holds no entities
		return tok, n
	case strings.HasPrefix(s, "<?"):
		if tok, n := until(htmlOther, "<?", "?>"); !tok.unclosed {
			return tok, n
		}
		return until(htmlOther, "<?", ">") // as browsers do: nothing after it is hidden
	case len(s) > 2 && s[1] == '!' && isLetter(s[2]):
		return until(htmlOther, "<!", ">")
	}
	tok, i := htmlToken{kind: htmlOpen}, 1
	if strings.HasPrefix(s, "</") {
		tok.kind, i = htmlClose, 2
	}
	if i >= len(s) || !isLetter(s[i]) {
		return tok, 0
	}
	start := i
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] == '-') {
		i++
	}
	tok.name = strings.ToLower(s[start:i])
	return scanAttrs(s, tok, i)
}

// scanAttrs reads attributes from s[i:] to the end of the tag.
func scanAttrs(s string, tok htmlToken, i int) (htmlToken, int) {
	for {
		for i < len(s) && (isBlank(s[i]) || s[i] == '/') {
			tok.selfClosing = s[i] == '/'
			i++
		}
		if i >= len(s) {
			return tok, 0
		}
		if s[i] == '>' {
			return tok, i + 1
		}
		tok.selfClosing = false
		start := i
		for i < len(s) && !isBlank(s[i]) && !strings.ContainsRune("=>/<", rune(s[i])) {
			i++
		}
		if i == start {
			return tok, 0
		}
		a := htmlAttr{name: strings.ToLower(s[start:i])}
		j := i
		for j < len(s) && isBlank(s[j]) {
			j++
		}
		if j < len(s) && s[j] == '=' {
			for j++; j < len(s) && isBlank(s[j]); j++ {
			}
			if j >= len(s) {
				return tok, 0
			}
			start, i = j, j
			if q := s[j]; q == '"' || q == '\'' {
				end := strings.IndexByte(s[j+1:], q)
				if end < 0 {
					return tok, 0
				}
				a.value, i = s[j+1:j+1+end], j+end+2
			} else {
				for i < len(s) && !isBlank(s[i]) && s[i] != '>' {
					i++
				}
				a.value = s[start:i]
			}
			a.value = unescapeEntities(a.value)
		}
		tok.attrs = append(tok.attrs, a)
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isBlank(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
