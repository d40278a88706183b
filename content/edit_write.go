package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"ismsgen/content/table"
)

// render writes a value as it follows the colon of its key: on the same line after a space, or on lines of its own.
// indent is that of the key.
func (e *editor) render(value any, f *table.Field, path string, indent int, flow bool) string {
	known, written := e.styles[path]
	inLine := flow || known&yaml.FlowStyle != 0
	switch v := value.(type) {
	case table.Texts:
		if len(v) == 1 && v[e.main] != "" {
			return " " + e.scalar(v[e.main], f, path, flow)
		}
		var parts []string
		for _, tag := range e.languages(v, nil) {
			parts = append(parts, tag+": "+e.scalar(v[tag], f, path+"."+tag, true))
		}
		return " {" + strings.Join(parts, ", ") + "}"
	case table.Row:
		if inLine || !written && path != "" {
			return " " + e.group(v, f.Fields, path, 0, true)
		}
		return e.newline + e.group(v, f.Fields, path, indent+2, false)
	case []table.Row:
		var parts []string
		for _, r := range v {
			parts = append(parts, strings.TrimLeft(e.render(r, itemOf(f), path+".*", indent+2, inLine), " \r\n"))
		}
		return e.items(parts, indent, inLine)
	case []any:
		inLine = inLine || !written
		var parts []string
		for _, one := range v {
			parts = append(parts, strings.TrimPrefix(e.render(one, itemOf(f), path+".*", indent+2, inLine), " "))
		}
		return e.items(parts, indent, inLine)
	}
	return " " + e.scalar(value, f, path, flow)
}

// itemOf is the definition of one value of a list.
func itemOf(f *table.Field) *table.Field {
	return &table.Field{Name: f.Name, Type: f.Type, Choices: f.Choices, To: f.To, Fields: f.Fields}
}

// items writes a list of values that are written already.
func (e *editor) items(parts []string, indent int, inLine bool) string {
	if inLine || len(parts) == 0 {
		return " [" + strings.Join(parts, ", ") + "]"
	}
	text := ""
	for _, p := range parts {
		text += e.newline + strings.Repeat(" ", indent+2) + "- " + p
	}
	return text
}

// group writes the keys of a row, in the order of their definition.
func (e *editor) group(row table.Row, fields []table.Field, path string, indent int, flow bool) string {
	var parts []string
	for i := range fields {
		f := &fields[i]
		switch v := row[f.Name].(type) {
		case nil:
			continue
		case table.Row:
			if v == nil {
				continue
			}
		case []table.Row:
			if len(v) == 0 {
				continue
			}
		case []any:
			if len(v) == 0 {
				continue
			}
		}
		parts = append(parts, f.Name+":"+e.render(row[f.Name], f, path+"."+f.Name, indent, flow))
	}
	if flow {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	pad := strings.Repeat(" ", indent)
	return pad + strings.Join(parts, e.newline+pad)
}

// scalar writes a single value as one of its path is written elsewhere in the file.
func (e *editor) scalar(value any, f *table.Field, path string, flow bool) string {
	style, known := e.styles[single+path]
	if !known && f.Type == table.Text {
		style = yaml.DoubleQuotedStyle
	}
	return write(value, f, style, flow)
}

// scalarLike writes a value in place of another, in the same form. indent is that of its key.
func (e *editor) scalarLike(value any, f *table.Field, old *yaml.Node, s sourceText, indent int, flow bool) string {
	if texts, ok := value.(table.Texts); ok && len(texts) == 1 {
		value = texts[e.main]
	}
	text, isText := value.(string)
	if b, ok := value.(bool); ok && (old.Value == "true" || old.Value == "false") {
		return strconv.FormatBool(b)
	}
	if isText && old.Style&(yaml.FoldedStyle|yaml.LiteralStyle) != 0 && !flow {
		if block := e.block(text, old, s, indent); block != "" {
			return block
		}
	}
	style := old.Style
	if old.Style&(yaml.FoldedStyle|yaml.LiteralStyle) != 0 {
		style = yaml.DoubleQuotedStyle
	}
	return write(value, f, style, flow)
}

// block writes a text under the header that stands there (> or |), as wide as the old one; "" when it cannot.
func (e *editor) block(text string, old *yaml.Node, s sourceText, indent int) string {
	at, end := s.offset(old), s.end(old)
	lines := strings.Split(strings.ReplaceAll(s.text[at:end], "\r", ""), "\n")
	pad, width := strings.Repeat(" ", indent+2), 60
	for _, line := range lines[1:] {
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			pad = line[:len(line)-len(trimmed)]
			break
		}
	}
	for _, line := range lines[1:] {
		width = max(width, utf8.RuneCountInString(line)-len(pad))
	}
	header := strings.TrimRight(lines[0], " ")
	if strings.ContainsAny(header, "123456789") { // says how deep it is indented
		return ""
	}
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") || strings.HasSuffix(line, " ") {
			return "" // means something in a block
		}
		if old.Style&yaml.LiteralStyle != 0 {
			out = append(out, line)
			continue
		}
		if len(out) > 0 {
			out = append(out, "") // between paragraphs
		}
		out = append(out, wrap(line, width)...)
	}
	for i, line := range out {
		if line != "" {
			out[i] = pad + line
		}
	}
	return header + e.newline + strings.Join(out, e.newline)
}

// wrap divides a line at single spaces.
func wrap(line string, width int) []string {
	words := strings.Split(line, " ")
	if slices.Contains(words, "") || strings.Contains(line, "\t") { // wider spaces must stay within a line
		return []string{line}
	}
	var out []string
	for _, w := range words {
		if n := len(out); n > 0 && utf8.RuneCountInString(out[n-1])+1+utf8.RuneCountInString(w) <= width {
			out[n-1] += " " + w
		} else {
			out = append(out, w)
		}
	}
	return out
}

// write writes a single value in a style, or in one that can hold it.
func write(value any, f *table.Field, style yaml.Style, flow bool) string {
	switch v := value.(type) {
	case table.Texts: // within a list
		for _, tag := range sortedKeys(v) {
			return write(v[tag], f, style, flow)
		}
	case string:
		switch {
		case style&yaml.SingleQuotedStyle != 0 && !strings.ContainsAny(v, "\n\t"):
			return "'" + strings.ReplaceAll(v, "'", "''") + "'"
		case style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 && plainSafe(v, flow):
			return v
		}
		if f.Type != table.Text && style&yaml.DoubleQuotedStyle != 0 && f.Type != table.Name && plainSafe(v, flow) && !numeric.MatchString(v) && !strings.Contains(v, ".") {
			return v // an id among quoted numbers: ["5.1", OWN-01]
		}
		return quote(v)
	}
	return WriteValue(f, value, "")
}

var (
	plainText = regexp.MustCompile(`^[\pL\pN][^\n\t]*$`)
	numeric   = regexp.MustCompile(`^[-+.0-9][-+.:_0-9eExXoOa-fA-F]*$`)
	words     = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
)

// plainSafe reports a text that means itself without quotes, whatever reads it.
func plainSafe(s string, flow bool) bool {
	return plainText.MatchString(s) && !numeric.MatchString(s) && !slices.Contains(words, strings.ToLower(s)) &&
		!strings.Contains(s, ": ") && !strings.HasSuffix(s, ":") && !strings.Contains(s, " #") && !strings.HasSuffix(s, " ") &&
		!(flow && strings.ContainsAny(s, ",[]{}:\"")) && !strings.ContainsFunc(s, func(r rune) bool {
		return forbidden(r) || unicode.IsSpace(r) && r != ' ' && r != '\u00a0' && r != '\u202f'
	})
}

// quote writes a text in double quotes, in normal form.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range normal(s) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case forbidden(r) || r == utf8.RuneError:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
