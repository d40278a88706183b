package generator

import (
	"slices"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// shape is what the checker knows of a value before any data is there.
type shape struct {
	known  bool // false: anything
	list   bool
	fields []table.Field // of a group or of the groups in a list
	typ    table.Type    // of a scalar, or of the scalars in a list
}

func scalar(t table.Type) shape { return shape{known: true, typ: t} }

func shapeOf(f *table.Field) shape {
	fields := f.Fields
	if f.Keyed {
		fields = append([]table.Field{{Name: "id", Type: table.ID}}, fields...)
	}
	return shape{known: true, list: f.List || f.Keyed, fields: fields, typ: f.Type}
}

// checker finds every fault of a template that can be seen without data: names of fields, functions, documents, roles,
// commitments, registers and rules that do not exist, and values that cannot be walked or printed.
type checker struct {
	names    *names
	file     string
	text     string // of the template, with the header blanked
	problems *problem.List
	scopes   []map[string]shape // variables
	root     shape
	partial  map[string]*parse.Tree
	bare     map[int]string // actions in places where nothing can be escaped, see [unescapables]
	inside   []string       // partials being checked, to find circles
}

func (c *checker) at(n parse.Node) problem.Position {
	offset := min(int(n.Position()), len(c.text))
	line := 1 + strings.Count(c.text[:offset], "\n")
	start := strings.LastIndexByte(c.text[:offset], '\n') + 1
	return problem.Position{File: c.file, Line: line, Column: 1 + utf8.RuneCountInString(c.text[start:offset])}
}

func (c *checker) fault(n parse.Node, hint, format string, args ...any) {
	if !c.problems.Full() { // finding a place takes time
		c.problems.Errorf(c.at(n), hint, format, args...)
	}
}

func (c *checker) list(l *parse.ListNode, dot shape) {
	if l == nil {
		return
	}
	c.scopes = append(c.scopes, map[string]shape{})
	defer func() { c.scopes = c.scopes[:len(c.scopes)-1] }()
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			s := c.pipe(n.Pipe, dot)
			if len(n.Pipe.Decl) > 0 {
				continue
			}
			if s.known && (s.list || s.fields != nil || s.typ == table.Bool) {
				c.fault(n, `print one of its fields, or use join, if or range`, "%s cannot be printed", s)
			}
			if where := c.unescapable(n); where != "" {
				c.fault(n, "write it as plain text or in **bold**", "a value cannot stand in %s", where)
			}
		case *parse.IfNode:
			c.branch(&n.BranchNode, dot, false)
		case *parse.WithNode:
			c.branch(&n.BranchNode, dot, true)
		case *parse.RangeNode:
			c.loop(n, dot)
		case *parse.TemplateNode:
			c.include(n, dot)
		case *parse.TextNode, *parse.CommentNode, *parse.BreakNode, *parse.ContinueNode:
		default:
			c.fault(n, "", "%s is not used in templates", n)
		}
	}
}

func (c *checker) branch(n *parse.BranchNode, dot shape, with bool) {
	c.scopes = append(c.scopes, map[string]shape{})
	defer func() { c.scopes = c.scopes[:len(c.scopes)-1] }()
	inner := dot
	if s := c.pipe(n.Pipe, dot); with {
		inner = s
	}
	c.list(n.List, inner)
	c.list(n.ElseList, dot)
}

func (c *checker) loop(n *parse.RangeNode, dot shape) {
	c.scopes = append(c.scopes, map[string]shape{})
	defer func() { c.scopes = c.scopes[:len(c.scopes)-1] }()
	s := c.pipe(n.Pipe, dot)
	if s.known && !s.list {
		c.fault(n.Pipe, "range walks lists, such as .org.sites or .registers.risks", "%s is not a list", n.Pipe)
		s = shape{}
	}
	element := shape{known: s.known, fields: s.fields, typ: s.typ}
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		c.declare(decl[0].Ident[0], element)
	case 2:
		c.declare(decl[0].Ident[0], scalar(table.Int))
		c.declare(decl[1].Ident[0], element)
	}
	c.list(n.List, element)
	c.list(n.ElseList, dot)
}

func (c *checker) include(n *parse.TemplateNode, dot shape) {
	inner := shape{known: true} // without a dot it has no fields at all
	if n.Pipe != nil {
		inner = c.pipe(n.Pipe, dot)
	}
	tree, ok := c.partial[n.Name]
	if !ok {
		c.fault(n, problem.DidYouMean(n.Name, keys(c.partial)), "no partial %q", n.Name)
		return
	}
	if slices.Contains(c.inside, n.Name) {
		c.fault(n, "", "partial %q includes itself", n.Name)
		return
	}
	// A partial is checked where it is used, with the dot that it gets there.
	p := *c
	p.file, p.bare = tree.ParseName, nil
	p.inside = append(slices.Clone(c.inside), n.Name)
	p.text = c.names.texts[n.Name]
	p.scopes = []map[string]shape{{"$": inner}}
	p.root = inner
	p.list(tree.Root, inner)
}

func (c *checker) declare(name string, s shape) { c.scopes[len(c.scopes)-1][name] = s }

// assign forgets what is known of a variable that gets a value of another kind: which one it has depends on the data.
func (c *checker) assign(name string, s shape) {
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if old, ok := c.scopes[i][name]; ok {
			if old.known != s.known || old.list != s.list || old.typ != s.typ || len(old.fields) != len(s.fields) {
				c.scopes[i][name] = shape{}
			}
			return
		}
	}
}

func (c *checker) variable(n *parse.VariableNode) shape {
	if n.Ident[0] == "$" {
		return c.fields(n, c.root, n.Ident[1:])
	}
	for i := len(c.scopes) - 1; i >= 0; i-- {
		if s, ok := c.scopes[i][n.Ident[0]]; ok {
			return c.fields(n, s, n.Ident[1:])
		}
	}
	return shape{}
}

// fields follows .a.b from a value.
func (c *checker) fields(n parse.Node, s shape, path []string) shape {
	for _, name := range path {
		switch {
		case !s.known:
			return s
		case s.list:
			c.fault(n, "walk the list with range", "%q stands in every row of a list", name)
			return shape{}
		}
		f := table.Find(s.fields, name)
		if f == nil {
			c.fault(n, problem.DidYouMean(name, table.Names(s.fields)), "no field %q", name)
			return shape{}
		}
		s = shapeOf(f)
	}
	return s
}

// pipe returns the shape of what a pipeline yields and declares its variables.
func (c *checker) pipe(p *parse.PipeNode, dot shape) shape {
	var s shape
	for i, cmd := range p.Cmds {
		s = c.command(cmd, dot, i > 0, s)
	}
	if len(p.Decl) == 1 {
		if p.IsAssign {
			c.assign(p.Decl[0].Ident[0], s)
			return s
		}
		c.declare(p.Decl[0].Ident[0], s)
	}
	return s
}

func (c *checker) command(cmd *parse.CommandNode, dot shape, piped bool, last shape) shape {
	name := call(cmd)
	if name == "" {
		if len(cmd.Args) > 1 || piped {
			c.fault(cmd, "", "%s cannot take arguments", cmd.Args[0])
		}
		return c.value(cmd.Args[0], dot)
	}
	args := make([]shape, 0, len(cmd.Args))
	for _, a := range cmd.Args[1:] {
		args = append(args, c.value(a, dot))
	}
	if piped {
		args = append(args, last)
	}
	return c.call(cmd, name, args)
}

func (c *checker) value(n parse.Node, dot shape) shape {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(n, dot, n.Ident)
	case *parse.VariableNode:
		return c.variable(n)
	case *parse.ChainNode:
		return c.fields(n, c.value(n.Node, dot), n.Field)
	case *parse.PipeNode:
		return c.pipe(n, dot)
	case *parse.StringNode:
		return scalar(table.Name)
	case *parse.NumberNode:
		return scalar(table.Int)
	case *parse.BoolNode:
		return scalar(table.Bool)
	case *parse.IdentifierNode:
		return c.call(&parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{n}}, n.Ident, nil)
	}
	return shape{}
}

// call checks the arguments of a function and returns the shape of its result.
func (c *checker) call(cmd *parse.CommandNode, name string, args []shape) shape {
	f, ok := functions[name]
	if !ok {
		c.fault(cmd, problem.DidYouMean(name, keys(functions)), "no function %q", name)
		return shape{}
	}
	if len(args) < f.least || f.most >= 0 && len(args) > f.most {
		c.fault(cmd, f.usage, "%s takes other arguments than these %d", name, len(args))
		return shape{}
	}
	for i := range args {
		kind := anything
		switch {
		case i < len(f.args):
			kind = f.args[i]
		case len(f.args) > 0 && f.most < 0:
			kind = f.args[len(f.args)-1]
		}
		word, written := literal(cmd, i+1)
		if !written {
			switch {
			case slices.Contains(spelled, kind):
				c.fault(cmd, f.usage, "%s takes the name of a %s in quotes", name, kind)
			case !fits(kind, args[i]):
				c.fault(cmd, f.usage, "%s takes a %s here, not %s", name, kind, args[i])
			}
			continue
		}
		if !fits(kind, scalar(table.Name)) {
			c.fault(cmd.Args[i+1], f.usage, "%s takes a %s here, not a text", name, kind)
			continue
		}
		if known := c.names.of(kind, cmd); known != nil && !slices.Contains(known, word) {
			c.fault(cmd.Args[i+1], problem.DidYouMean(word, known), "no %s %q", kind, word)
		}
	}
	switch name {
	case "pluck":
		c.column(cmd, 1, args[1])
	case "where", "over", "sort":
		c.column(cmd, 2, args[0])
	case "register":
		c.rows(cmd, args)
	}
	if f.result != nil {
		return f.result(c.names, cmd, args)
	}
	return scalar(table.Text)
}

// column checks the name of a field in the rows of a list.
func (c *checker) column(cmd *parse.CommandNode, i int, rows shape) {
	name, written := literal(cmd, i)
	if call(cmd) == "sort" {
		name = strings.TrimPrefix(name, "-")
	}
	if written && rows.known && rows.fields != nil && table.FindPath(rows.fields, name) == nil {
		c.fault(cmd.Args[i], problem.DidYouMean(name, table.Names(rows.fields)), "no field %q", name)
	}
}

// rows checks that the rows to print are of the register whose columns they get.
func (c *checker) rows(cmd *parse.CommandNode, args []shape) {
	name, written := literal(cmd, 1)
	if !written || len(args) < 3 || !args[2].list {
		return
	}
	for _, f := range table.Names(c.names.registers[name]) {
		if table.Find(args[2].fields, f) == nil {
			c.fault(cmd, "print them with their own register", "these are no rows of the register %s", name)
			return
		}
	}
}

// String names a shape for messages.
func (s shape) String() string {
	switch {
	case s.list:
		return "a list"
	case s.fields != nil:
		return "a group"
	case s.typ == table.Bool:
		return "yes or no"
	case s.typ == table.Int || s.typ == table.Number:
		return "a number"
	case s.typ == table.Day:
		return "a date"
	}
	return "a text"
}

// unescapable reports where Markdown has no way to escape a value: in `code`, in the target of a link, in a tag.
func (c *checker) unescapable(n parse.Node) string {
	if c.bare == nil {
		c.bare = unescapables(c.text)
	}
	return c.bare[strings.LastIndex(c.text[:min(int(n.Position()), len(c.text))], "{{")]
}

// unescapables finds the actions of a template that stand where nothing can be escaped, by the offset of their braces.
func unescapables(text string) map[int]string {
	found := map[int]string{}
	fenced, at := false, 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		fence := strings.HasPrefix(trimmed, "```") && !strings.HasPrefix(trimmed, "```chart") && (!fenced || trimmed == "```")
		code, target := false, byte(0) // target: what closes it
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case strings.HasPrefix(line[i:], "{{"):
				if fenced || code {
					found[at+i] = "code"
				} else if target != 0 {
					found[at+i] = "the target of a link or a tag"
				}
				end := strings.Index(line[i:], "}}")
				if end < 0 {
					end = len(line) - i
				}
				i += end
			case fenced || fence:
			case c == '\\':
				i++
			case c == '`':
				code = !code
			case code:
			case strings.HasPrefix(line[i:], "]("):
				target = ')'
			case c == '<' && i+1 < len(line) && (line[i+1] == '/' || line[i+1]|0x20 >= 'a' && line[i+1]|0x20 <= 'z'):
				target = '>'
			case c == target:
				target = 0
			}
		}
		if fence {
			fenced = !fenced
		}
		at += len(line)
	}
	return found
}
