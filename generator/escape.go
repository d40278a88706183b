package generator

import (
	"errors"
	"fmt"
	"strconv"
	"text/template/parse"

	"ismsgen/content/table"
	"ismsgen/output/document"
)

// Markdown is text that a function made and that is printed as it is. Every other value is data and is escaped.
type Markdown string

// escaper is the function that every printed pipeline ends in. Templates cannot name it.
const escaper = "_escape"

// escapeTree makes every pipeline that prints end in the escaper.
func escapeTree(t *parse.Tree) {
	walk(t.Root, func(n parse.Node) {
		a, ok := n.(*parse.ActionNode)
		if !ok || len(a.Pipe.Decl) > 0 {
			return
		}
		id := parse.NewIdentifier(escaper).SetTree(t).SetPos(a.Pos)
		a.Pipe.Cmds = append(a.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: a.Pos, Args: []parse.Node{id}})
	})
}

var (
	errAbsent = errors.New("nothing to print: the value was left out")
	errEmpty  = errors.New("nothing to print: the text is empty")
)

// escape turns a value into Markdown that shows exactly that value.
func (l *locale) escape(v any) (Markdown, error) {
	switch v := v.(type) {
	case Markdown:
		return v, nil
	case string:
		if v == "" {
			return "", errEmpty
		}
		return Markdown(document.Escape(v)), nil
	case int:
		return Markdown(strconv.Itoa(v)), nil
	case float64:
		return Markdown(document.Escape(l.Number(v))), nil
	case table.Date:
		return Markdown(document.Escape(l.Date(v))), nil
	case nil:
		return "", errAbsent
	}
	return "", fmt.Errorf("a %s cannot be printed", describe(v))
}

func describe(v any) string {
	switch v.(type) {
	case bool:
		return "yes or no"
	case table.Row:
		return "group"
	case []any, []table.Row:
		return "list"
	}
	return fmt.Sprintf("%T", v)
}
