package content

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
)

// sourceText is YAML text whose nodes can be found again in it: the library says where a node starts, this says where it
// ends.
type sourceText struct {
	text  string
	lines []int // where each line starts
}

func source(text string) sourceText {
	s := sourceText{text: text, lines: []int{0}}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// row parses a text that holds one row.
func (s sourceText) row() (*yaml.Node, bool) {
	var problems problem.List
	top, ok := parseYAML("", []byte(s.text), 0, &problems)
	if !ok || top == nil || top.Kind != yaml.SequenceNode || len(top.Content) != 1 {
		return nil, false
	}
	return top.Content[0], true
}

func (s sourceText) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(s.lines) {
		return len(s.text)
	}
	i := s.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(s.text[i:])
		i += size
	}
	if strings.HasPrefix(s.text[i:], "\ufeff") { // at the start of a file, which the library does not count
		i += len("\ufeff")
	}
	return i
}

// end is the place after the last character of a node.
func (s sourceText) end(n *yaml.Node) int {
	at := s.offset(n)
	if n.Kind != yaml.ScalarNode {
		if n.Style&yaml.FlowStyle == 0 {
			if len(n.Content) == 0 {
				return at
			}
			return s.end(n.Content[len(n.Content)-1])
		}
		if at++; len(n.Content) > 0 {
			at = s.end(n.Content[len(n.Content)-1])
		}
		for at < len(s.text) && s.text[at] != '}' && s.text[at] != ']' {
			if s.text[at] == '#' {
				at = s.lineEnd(at)
			} else {
				at++
			}
		}
		return min(at+1, len(s.text))
	}
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for at++; at < len(s.text) && s.text[at] != '"'; at++ {
			if s.text[at] == '\\' {
				at++
			}
		}
		return min(at+1, len(s.text))
	case n.Style&yaml.SingleQuotedStyle != 0:
		for at++; at < len(s.text) && (s.text[at] != '\'' || strings.HasPrefix(s.text[at:], "''")); at++ {
			if s.text[at] == '\'' {
				at++
			}
		}
		return min(at+1, len(s.text))
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.blockEnd(at)
	}
	value := n.Value // a plain text is itself, but for the breaks between its lines
	for value != "" && at < len(s.text) {
		if rest := strings.TrimLeft(value, " \n"); len(rest) < len(value) && strings.IndexByte("\r\n", s.text[at]) >= 0 || s.text[at] != value[0] {
			value = rest
			skipped := strings.TrimLeft(s.text[at:], " \t\r\n")
			if len(skipped) == len(s.text)-at { // the text is another than the value says
				return at
			}
			at = len(s.text) - len(skipped)
			continue
		}
		if value[0] == ' ' { // spaces before the end of a line are no part of the text
			if rest := strings.TrimLeft(s.text[at:], " \t"); rest != "" && strings.IndexByte("\r\n", rest[0]) >= 0 {
				at = len(s.text) - len(rest)
				continue
			}
		}
		value = value[1:]
		at++
	}
	return at
}

// blockEnd is the end of the last line of a text that begins with | or >.
func (s sourceText) blockEnd(at int) int {
	end, indent := s.lineEnd(at), -1
	last := strings.TrimRight(s.text[:end], "\r\n")
	for at = end; at < len(s.text); at = end {
		end = s.lineEnd(at)
		line := strings.TrimRight(s.text[at:end], " \r\n")
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if line == "" {
			continue
		}
		if indent < 0 {
			indent = depth
		}
		if depth < indent || depth == 0 {
			break
		}
		last = strings.TrimRight(s.text[:end], "\r\n")
	}
	return len(last)
}

// lineEnd is the start of the next line.
func (s sourceText) lineEnd(at int) int {
	i, found := slices.BinarySearch(s.lines, at+1)
	if found {
		return s.lines[i]
	}
	if i == len(s.lines) {
		return len(s.text)
	}
	return s.lines[i]
}

// splice puts a text in the place of another.
type splice struct {
	from, to int
	text     string
}

func (s sourceText) apply(splices []splice) string {
	text := s.text
	slices.SortStableFunc(splices, func(a, b splice) int { return b.from - a.from })
	for _, p := range splices {
		text = text[:p.from] + p.text + text[p.to:]
	}
	return text
}

// afterColon is the place right after the colon behind a key.
func (s sourceText) afterColon(key *yaml.Node) int {
	at := s.end(key)
	if i := strings.IndexByte(s.text[at:], ':'); i >= 0 {
		return at + i + 1
	}
	return at
}

// remove takes count nodes from the i-th out of a mapping (a key and its value: 2) or a list (1).
func (s sourceText) remove(n *yaml.Node, i, count int) []splice {
	first, last := n.Content[i], n.Content[i+count-1]
	from, to := s.offset(first), s.end(last)
	next := i+count < len(n.Content)
	switch {
	case n.Style&yaml.FlowStyle != 0 && i > 0 && !(next && strings.Contains(s.text[s.end(n.Content[i-1]):from], "\n")):
		from = s.end(n.Content[i-1])
	case n.Style&yaml.FlowStyle != 0 && next: // first, or first on its line
		to = s.offset(n.Content[i+count])
	case n.Style&yaml.FlowStyle != 0:
	case i == 0 && next && n.Kind == yaml.MappingNode: // its line may hold the dash of the row
		to = s.offset(n.Content[i+count])
	default:
		for from > 0 && s.text[from-1] != '\n' && s.text[from-1] != '\r' {
			from--
		}
		to = s.lineEnd(to)
	}
	return []splice{{from, to, ""}}
}
