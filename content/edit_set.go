package content

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"ismsgen/content/table"
)

// set finds what to write in place of what, for a value in a mapping. done is the path of the mapping.
func (e *editor) set(s sourceText, n *yaml.Node, fields []table.Field, path []string, done string, value any) []splice {
	f := table.Find(fields, path[0])
	if f == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	at := done + "." + f.Name
	k := slices.IndexFunc(n.Content, func(c *yaml.Node) bool { return c.Value == f.Name })
	for k >= 0 && k%2 != 0 { // a value that reads like the key
		next := slices.IndexFunc(n.Content[k+1:], func(c *yaml.Node) bool { return c.Value == f.Name })
		if k += 1 + next; next < 0 {
			k = -1
		}
	}
	rest := path[1:]
	if open := k >= 0 && n.Content[k+1].Kind == yaml.ScalarNode && n.Content[k+1].ShortTag() == "!!null"; k < 0 || open {
		for i := len(rest) - 1; i >= 0 && value != nil; i-- { // the groups on the way are new too
			if _, err := strconv.Atoi(rest[i]); err == nil {
				row, _ := value.(table.Row)
				value = []table.Row{row}
			} else {
				value = table.Row{rest[i]: value}
			}
		}
		switch {
		case value == nil:
			return nil
		case open: // key and colon stand there, maybe with a comment behind them
			return []splice{{s.afterColon(n.Content[k]), s.end(n.Content[k+1]), e.render(value, f, at, 0, true)}}
		}
		return e.insert(s, n, fields, f, done, value)
	}
	old := n.Content[k+1]
	if value == nil && len(rest) > 0 && onlyChild(old, rest) {
		rest = nil // a group without its last key goes with it
	}
	if len(rest) == 0 {
		switch v := value.(type) {
		case nil:
			return s.remove(n, k, 2)
		case table.Texts:
			if f.List {
				break
			}
			return e.setTexts(s, n, k, f, at, v)
		case []any:
			return e.setList(s, n, k, f, at, v)
		case table.Row, []table.Row:
			return []splice{{s.afterColon(n.Content[k]), s.end(old), e.render(value, f, at, old.Column-1, n.Style&yaml.FlowStyle != 0)}}
		}
		return []splice{{s.offset(old), s.end(old), e.scalarLike(value, f, old, s, n.Content[k].Column-1, n.Style&yaml.FlowStyle != 0)}}
	}
	if !f.List {
		return e.set(s, old, f.Fields, rest, at, value)
	}
	i, err := strconv.Atoi(rest[0])
	switch {
	case err != nil || i < 0 || i > len(old.Content) || old.Kind != yaml.SequenceNode:
		return nil
	case i == len(old.Content):
		row, _ := value.(table.Row)
		return e.appendItems(s, old, f, at, []any{row})
	case len(rest) == 1 && value == nil:
		return s.remove(old, i, 1)
	case len(rest) == 1:
		return []splice{{s.offset(old.Content[i]), s.end(old.Content[i]), strings.TrimPrefix(e.render(value, itemOf(f), at+".*", 0, true), " ")}}
	}
	return e.set(s, old.Content[i], f.Fields, rest[1:], at+".*", value)
}

// onlyChild reports that nothing is left of a group or list when the value under a path goes.
func onlyChild(n *yaml.Node, path []string) bool {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[0].Value == path[0]:
		return len(path) == 1 || onlyChild(n.Content[1], path[1:])
	case n.Kind == yaml.SequenceNode && len(n.Content) == 1 && path[0] == "0":
		return len(path) == 1 || onlyChild(n.Content[0], path[1:])
	}
	return false
}

// insert writes a new key where its definition has it.
func (e *editor) insert(s sourceText, n *yaml.Node, fields []table.Field, f *table.Field, path string, value any) []splice {
	order := slices.Index(table.Names(fields), f.Name)
	before, best := -1, -1
	for k := 0; k < len(n.Content); k += 2 {
		if i := slices.Index(table.Names(fields), n.Content[k].Value); i < order && i > best {
			before, best = k, i
		}
	}
	flow := n.Style&yaml.FlowStyle != 0
	indent := 0
	if len(n.Content) > 0 {
		indent = n.Content[0].Column - 1
	}
	text := f.Name + ":" + e.render(value, f, path+"."+f.Name, indent, flow)
	switch {
	case flow && len(n.Content) == 0:
		at := s.offset(n) + 1
		return []splice{{at, at, text}}
	case flow && before >= 0:
		at := s.end(n.Content[before+1])
		return []splice{{at, at, ", " + text}}
	case flow:
		at := s.offset(n.Content[0])
		return []splice{{at, at, text + ", "}}
	case before >= 0:
		at := s.lineEnd(s.end(n.Content[before+1]))
		text = strings.Repeat(" ", indent) + text + e.newline
		if at == len(s.text) && !strings.HasSuffix(s.text, "\n") {
			text = e.newline + strings.TrimSuffix(text, e.newline)
		}
		return []splice{{at, at, text}}
	case len(n.Content) > 0:
		at := s.offset(n.Content[0])
		return []splice{{at, at, text + e.newline + strings.Repeat(" ", indent)}}
	}
	return nil
}

// setTexts changes some languages of a text, which stands there as one text or as one per language.
func (e *editor) setTexts(s sourceText, parent *yaml.Node, k int, f *table.Field, path string, texts table.Texts) []splice {
	n := parent.Content[k+1]
	inFlow := parent.Style&yaml.FlowStyle != 0
	if n.Kind == yaml.MappingNode {
		now := table.Texts{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			now[n.Content[i].Value] = normal(n.Content[i+1].Value)
		}
		for lang, text := range texts {
			if now[lang] = text; text == "" {
				delete(now, lang)
			}
		}
		if len(now) == 0 {
			return s.remove(parent, k, 2)
		}
		fields := make([]table.Field, 0, len(e.tags))
		for _, tag := range e.languages(now, n) {
			fields = append(fields, table.Field{Name: tag, Type: table.Name})
		}
		var out []splice
		for _, lang := range sortedKeys(texts) {
			var value any
			if texts[lang] != "" {
				value = texts[lang]
			}
			if len(out) > 0 && (value == nil || !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Value == lang })) {
				// A second insertion or removal would need the places of the first: write the whole text anew.
				return []splice{{s.offset(n), s.end(n), strings.TrimPrefix(e.render(now, f, path, n.Column-1, true), " ")}}
			}
			out = append(out, e.set(s, n, fields, []string{lang}, path, value)...)
		}
		return out
	}
	old := normal(n.Value)
	now := table.Texts{e.main: old}
	for lang, text := range texts {
		if now[lang] = text; text == "" {
			delete(now, lang)
		}
	}
	switch {
	case len(now) == 0:
		return s.remove(parent, k, 2)
	case len(now) == 1 && now[e.main] != "":
		return []splice{{s.offset(n), s.end(n), e.scalarLike(now[e.main], f, n, s, parent.Content[k].Column-1, inFlow)}}
	}
	from, to := s.offset(n), s.end(n)
	text := strings.TrimPrefix(e.render(now, f, path, n.Column-1, true), " ")
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && now[e.main] == old { // keeps its quotes
		text = "{" + e.main + ": " + s.text[from:to] + strings.TrimPrefix(text, "{"+e.main+": "+e.scalar(old, f, path+"."+e.main, true))
	}
	return []splice{{from, to, text}}
}

// languages orders the languages of a text: as they stand there, then the main one and the others.
func (e *editor) languages(texts table.Texts, n *yaml.Node) []string {
	var tags []string
	add := func(tag string) {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		add(n.Content[i].Value)
	}
	if texts[e.main] != "" {
		add(e.main)
	}
	for _, tag := range sortedKeys(texts) {
		add(tag)
	}
	return tags
}

// setList changes a list of values where it differs: what stays is not written again.
func (e *editor) setList(s sourceText, parent *yaml.Node, k int, f *table.Field, path string, list []any) []splice {
	n := parent.Content[k+1]
	if len(list) == 0 {
		return s.remove(parent, k, 2)
	}
	item := itemOf(f)
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 || slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Kind != yaml.ScalarNode }) {
		return []splice{{s.afterColon(parent.Content[k]), s.end(n), e.render(list, f, path, parent.Content[k].Column-1, true)}}
	}
	var now []any
	for _, c := range n.Content {
		v, _ := ReadValue(item, normal(c.Value), e.main)
		now = append(now, v)
	}
	head := 0
	for head < len(now) && head < len(list) && reflect.DeepEqual(now[head], list[head]) {
		head++
	}
	tail := 0
	for tail < len(now)-head && tail < len(list)-head && reflect.DeepEqual(now[len(now)-1-tail], list[len(list)-1-tail]) {
		tail++
	}
	flow := n.Style&yaml.FlowStyle != 0
	old, fresh := n.Content[head:len(n.Content)-tail], list[head:len(list)-tail]
	var out []splice
	for i := range min(len(old), len(fresh)) {
		out = append(out, splice{s.offset(old[i]), s.end(old[i]), e.scalarLike(fresh[i], item, old[i], s, n.Column-1, flow)})
	}
	switch both := min(len(old), len(fresh)); {
	case len(old) > both && head+both == 0 && tail == 0: // only when both are empty
	case len(old) > both:
		out = append(out, s.remove(n, head+both, len(old)-both)...)
	case len(fresh) > both && tail == 0:
		out = append(out, e.appendItems(s, n, f, path, fresh[both:])...)
	case len(fresh) > both: // before what stays
		at := s.offset(n.Content[len(n.Content)-tail])
		text := ""
		for _, v := range fresh[both:] {
			text += e.scalar(v, item, path+".*", flow)
			if flow {
				text += ", "
			} else {
				text += e.newline + strings.Repeat(" ", n.Column-1) + "- "
			}
		}
		out = append(out, splice{at, at, text})
	}
	return out
}

// appendItems writes further values at the end of a list.
func (e *editor) appendItems(s sourceText, n *yaml.Node, f *table.Field, path string, items []any) []splice {
	flow := n.Style&yaml.FlowStyle != 0
	var texts []string
	for _, v := range items {
		texts = append(texts, strings.TrimLeft(e.render(v, itemOf(f), path+".*", n.Column+1, flow), " \r\n"))
	}
	switch {
	case flow && len(n.Content) == 0:
		at := s.offset(n) + 1
		return []splice{{at, at, strings.Join(texts, ", ")}}
	case flow:
		at := s.end(n.Content[len(n.Content)-1])
		return []splice{{at, at, ", " + strings.Join(texts, ", ")}}
	}
	at := s.lineEnd(s.end(n.Content[len(n.Content)-1]))
	text := ""
	for _, t := range texts {
		text += strings.Repeat(" ", n.Column-1) + "- " + t + e.newline
	}
	if at == len(s.text) && !strings.HasSuffix(s.text, "\n") {
		text = e.newline + strings.TrimSuffix(text, e.newline)
	}
	return []splice{{at, at, text}}
}
