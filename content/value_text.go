package content

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// ReadValue reads a text as a field's value, as if it stood in a client's file; a list of ids or choices is joined with
// commas, one of texts with line ends. A text is in lang. The value is nil when a problem says what is wrong.
func ReadValue(f *table.Field, text, lang string) (any, problem.List) {
	var problems problem.List
	r := &reader{main: lang, problems: &problems, refs: new([]reference)}
	node := func(s string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: s}
	}
	if !f.List {
		return r.value(node(text), f, f.Name, table.Row{}), problems
	}
	separator := ","
	if f.Type == table.Text {
		separator = "\n"
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			list.Content = append(list.Content, node(part))
		}
	}
	return r.field(list, f, f.Name, table.Row{}), problems
}

// WriteValue writes a field's value as the text that [ReadValue] reads; "" for a group and for what was left out. Of a text
// in several languages it is the one in lang.
func WriteValue(f *table.Field, value any, lang string) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return v
	case table.Date:
		return v.String()
	case table.Texts:
		return v[lang]
	case []any:
		separator := ", "
		if f.Type == table.Text {
			separator = "\n"
		}
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = WriteValue(f, one, lang)
		}
		return normal(strings.Join(parts, separator))
	}
	return ""
}

// Normal is the form in which values are kept: lines end in \n, no space at the edges, composed letters (NFC).
func Normal(s string) string { return normal(s) }
