package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/output/excel/read"
)

// text reads a cell; what others write differently from us is understood here.
func (f *foreignSheet) text(c read.Cell, path string, field *table.Field) (text, fault, hint string) {
	shown := content.Normal(c.String())
	word := strings.Trim(fold(shown), " .:!")
	foreign := f.Library.Import().Words
	for _, w := range f.Words {
		if w.Field == path && fold(w.Word) == fold(shown) && w.Value != content.Undecided {
			c, shown, word = read.Cell{Text: w.Value}, w.Value, fold(w.Value)
		}
	}
	switch {
	case field.Type == table.Int && c.Kind == read.Text && f.levels(path, field) > 0:
		return f.level(shown, path, f.levels(path, field))
	case path == "status" && f.Register == "controls":
		if c.Kind == read.Number && c.Number >= 0 && c.Number <= 1 || strings.HasSuffix(word, "%") {
			n := c.Number * 100
			if c.Kind != read.Number {
				n, _ = strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(word, "%")), 64)
			}
			return map[bool]string{true: "implemented", false: map[bool]string{true: "partly", false: "not"}[n > 0]}[n >= 100], "", ""
		}
		for status, list := range foreign["controls.status"] {
			if slices.Contains(list, word) {
				return status, "", ""
			}
		}
		for status, list := range foreign["controls.status"] { // with a remark behind it
			for _, w := range list {
				if len(w) > 6 && strings.HasPrefix(word, w+" ") {
					return status, "", ""
				}
			}
		}
	case field.Type == table.Bool && c.Kind == read.Number && (c.Number == 0 || c.Number == 1):
		return map[bool]string{true: "yes", false: "no"}[c.Number == 1], "", ""
	case field.Type == table.Ref && slices.Contains(field.To, "controls") && field.List:
		return f.controlList(shown)
	case path == "affects":
		if letters := strings.Join(strings.FieldsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }), ""); len(letters) <= 3 {
			c.Text = strings.Join(strings.Split(letters, ""), ", ")
		}
	case field.Type == table.Ref && !field.List:
		c.Text = shown
		text, fault, hint = f.words.plain(c, f.Register, path, field, "")
		if fault != "" {
			for _, part := range strings.FieldsFunc(shown, func(r rune) bool { return strings.ContainsRune("/,;(&", r) }) { // CISO / IT manager
				if text, no, _ := f.words.plain(read.Cell{Text: strings.Trim(part, " )")}, f.Register, path, field, ""); no == "" {
					return text, "", ""
				}
			}
		}
		return text, fault, hint
	case field.Type == table.Choice:
		c.Text, c.Kind = strings.Trim(shown, " .:!"), read.Text
	case field.Type == table.Name:
		c.Text, c.Kind = strings.Join(strings.Fields(shown), " "), read.Text
	}
	return f.words.plain(c, f.Register, path, field, "")
}

// levels is how many levels the scale of a field has; 0 for a field that is no scale.
func (f *foreignSheet) levels(path string, field *table.Field) int {
	if _, scale, nested := strings.Cut(path, "."); nested && f.Register == "risks" && (scale == "likelihood" || scale == "impact") {
		return len(f.org.Row.Group("risk").Rows(scale))
	}
	if field.Max != nil && *field.Max == 3 {
		return 3
	}
	return 0
}

// level reads a level by its number, by the organisation's own name of it, or by a usual word.
func (f *foreignSheet) level(shown, path string, levels int) (text, fault, hint string) {
	word := strings.Trim(fold(shown), " .:!")
	number, _, _ := strings.Cut(word, " ")
	if n, err := strconv.Atoi(strings.Trim(number, "-:=.()")); err == nil { // 4 - likely
		return strconv.Itoa(n), "", ""
	}
	word = heading(word)
	_, scale, _ := strings.Cut(path, ".")
	for _, row := range f.org.Row.Group("risk").Rows(scale) {
		if names, _ := row["name"].(table.Texts); names != nil {
			for _, name := range names {
				if fold(name) == word {
					return strconv.Itoa(row.Int("level")), "", ""
				}
			}
		}
	}
	set, of := "scale5", 5
	if levels == 3 {
		set, of = "scale3", 3
	}
	for level, list := range f.Library.Import().Words[set] {
		if slices.Contains(list, word) {
			n, _ := strconv.Atoi(level)
			return strconv.Itoa(1 + ((n-1)*(levels-1)*2+of-1)/(2*(of-1))), "", ""
		}
	}
	return "", "\"" + shorten(shown) + "\" is no level from 1 to " + strconv.Itoa(levels), "write the number"
}

// controlList finds the numbers of controls in a text.
func (f *foreignSheet) controlList(shown string) (text, fault, hint string) {
	var ids []string
	var unknown []string
	for _, num := range anyNumber.FindAllString(shown, -1) {
		now := f.controlsOf(num)
		if len(now) == 0 {
			unknown = append(unknown, num)
		}
		for _, id := range now {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(unknown) > 0 || len(ids) == 0 {
		what := shown
		if len(unknown) > 0 {
			what = strings.Join(unknown, ", ")
		}
		return "", fmt.Sprintf("%q is no control of %s", shorten(what), f.framework.Name), "write their numbers, as in 5.18, 8.2"
	}
	return strings.Join(ids, ", "), "", ""
}
