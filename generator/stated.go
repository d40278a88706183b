package generator

import (
	"maps"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/table"
)

// The lines of an outline.
const (
	statesLine    = "states"  // a commitment
	ruleLine      = "rule"    // begins
	endLine       = "end"     // of what a rule says
	partsLine     = "parts"   // the chapters of a bundle
	dutiesLine    = "duties"  // the register of duties, which states what this organisation owes
	uncertainLine = "perhaps" // from here on the rules cannot be counted
)

// fromPromises are the facts and registers that follow from what documents promise, or from the rest of the pack. A condition over
// them cannot be answered before it is known what documents promise: both its branches count.
var fromPromises = []string{"kept", "known", "rhythms", "year", "calendar", "points", "transition", "index"}

// outliner makes outlines: a template of which only the conditions, the loops and the variables are left, and which prints
// a line for each rule and each commitment. An outline says what a document states in a pack long before the document is
// filled, which the calendar, the log and the readiness report need: they are filled while others still are.
type outliner struct {
	partials map[string]*parse.Tree
	outlines map[string]*parse.Tree // of partials; nil: nothing in it counts
	late     map[string]bool        // variables that hold what follows from promises
	used     map[string]bool        // variables at which a condition looks that counts
	rule     bool                   // a rule may still go on
}

// outline makes that of a template; nil when the template states nothing and has no rules.
func (o *outliner) outline(t *parse.Tree) *parse.Tree {
	if t == nil {
		return nil
	}
	used := map[string]bool{}
	for {
		inner := outliner{partials: o.partials, outlines: o.outlines, late: map[string]bool{}, used: maps.Clone(used)}
		root, counts := inner.list(t.Root)
		if !counts {
			return nil
		}
		// What is assigned counts only when a condition asks for it, which one sees when all have been read.
		if walk(root, func(n parse.Node) {
			if v, ok := n.(*parse.VariableNode); ok {
				used[v.Ident[0]] = true
			}
		}); len(used) == len(inner.used) {
			return &parse.Tree{Name: t.Name, ParseName: t.ParseName, Root: root}
		}
	}
}

// partial is the outline of a partial.
func (o *outliner) partial(name string) *parse.Tree {
	t, made := o.outlines[name]
	if !made {
		o.outlines[name] = nil // partials may not include themselves, but that is found elsewhere
		t = o.outline(o.partials[name])
		o.outlines[name] = t
	}
	return t
}

// list outlines nodes and says whether anything in them counts.
func (o *outliner) list(l *parse.ListNode) (*parse.ListNode, bool) {
	if l == nil {
		return nil, false
	}
	out, counts := &parse.ListNode{NodeType: parse.NodeList, Pos: l.Pos}, false
	say := func(lines string) {
		if lines != "" {
			out.Nodes, counts = append(out.Nodes, &parse.TextNode{NodeType: parse.NodeText, Pos: l.Pos, Text: []byte(lines)}), true
		}
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			if o.rule && slices.Contains(n.Text, '\n') {
				o.rule = false
				say(endLine + "\n")
			}
		case *parse.ActionNode:
			say(o.printed(n.Pipe, true))
			switch {
			case len(n.Pipe.Decl) == 0:
			case o.follows(n.Pipe):
				o.late[n.Pipe.Decl[0].Ident[0]] = true
			case o.used[n.Pipe.Decl[0].Ident[0]]:
				out.Nodes, counts = append(out.Nodes, n), counts || n.Pipe.IsAssign
			}
		case *parse.IfNode:
			if o.follows(n.Pipe) {
				for _, branch := range []*parse.ListNode{n.List, n.ElseList} {
					if inner, matters := o.list(branch); matters {
						say(uncertainLine + "\n")
						out.Nodes = append(out.Nodes, inner.Nodes...)
					}
				}
				continue
			}
			if b := o.branch(&n.BranchNode, say); b != nil {
				out.Nodes, counts = append(out.Nodes, &parse.IfNode{BranchNode: *b}), true
			}
		case *parse.WithNode:
			if b := o.branch(&n.BranchNode, say); b != nil {
				out.Nodes, counts = append(out.Nodes, &parse.WithNode{BranchNode: *b}), true
			}
		case *parse.RangeNode:
			if b := o.branch(&n.BranchNode, say); b != nil {
				out.Nodes, counts = append(out.Nodes, &parse.RangeNode{BranchNode: *b}), true
			}
		case *parse.TemplateNode:
			if n.Pipe != nil {
				say(o.printed(n.Pipe, true))
			}
			if o.partial(n.Name) != nil {
				out.Nodes, counts = append(out.Nodes, n), true
			}
		case *parse.BreakNode, *parse.ContinueNode:
			out.Nodes, counts = append(out.Nodes, n), true
		}
	}
	return out, counts
}

// branch outlines a condition or a loop; nil when nothing in it counts. What stands in a with or a range over what follows from
// promises counts as a whole: its dot is not known.
func (o *outliner) branch(n *parse.BranchNode, say func(string)) *parse.BranchNode {
	if o.follows(n.Pipe) {
		if all := o.all(n.List) + o.all(n.ElseList); all != "" {
			say(uncertainLine + "\n" + all)
		}
		return nil
	}
	say(o.printed(n.Pipe, false))
	open := o.rule
	list, counts := o.list(n.List)
	o.rule = o.rule || open
	other, otherwise := o.list(n.ElseList)
	o.rule = o.rule || open
	if !counts && !otherwise {
		return nil
	}
	if list == nil {
		list = &parse.ListNode{NodeType: parse.NodeList}
	}
	return &parse.BranchNode{NodeType: n.NodeType, Pos: n.Pos, Line: n.Line, Pipe: n.Pipe, List: list, ElseList: other}
}

// all are the lines of everything in a list, whatever its conditions.
func (o *outliner) all(l *parse.ListNode) string {
	var b strings.Builder
	if l == nil {
		return ""
	}
	walk(l, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ActionNode:
			b.WriteString(o.printed(n.Pipe, true))
		case *parse.TemplateNode:
			if t := o.partials[n.Name]; t != nil && o.partial(n.Name) != nil {
				b.WriteString(o.all(t.Root))
			}
		}
	})
	return b.String()
}

// printed are the lines of what a pipeline prints. values: a field that it names is printed, not only compared.
func (o *outliner) printed(pipe *parse.PipeNode, values bool) string {
	var b strings.Builder
	field := func(path []string) {
		if values && len(path) == 2 && path[0] == "commitments" {
			b.WriteString(statesLine + " " + path[1] + "\n")
		}
	}
	walk(pipe, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.CommandNode:
			word, _ := literal(n, 1)
			switch name := call(n); {
			case name == "amount" || name == "every":
				b.WriteString(statesLine + " " + word + "\n")
			case name == "rule":
				o.rule = true
				b.WriteString(ruleLine + "\n")
			case name == "register" && word == "duties":
				b.WriteString(dutiesLine + "\n")
			}
		case *parse.IdentifierNode:
			if n.Ident == "parts" {
				b.WriteString(partsLine + "\n")
			}
		case *parse.FieldNode:
			field(n.Ident)
		case *parse.VariableNode:
			if n.Ident[0] == "$" {
				field(n.Ident[1:])
			}
		}
	})
	return b.String()
}

// follows reports that a pipeline looks at what follows from promises.
func (o *outliner) follows(pipe *parse.PipeNode) bool {
	late := false
	field := func(path []string) {
		late = late || len(path) > 1 && (path[0] == "facts" || path[0] == "registers") && slices.Contains(fromPromises, path[1])
	}
	walk(pipe, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.FieldNode:
			field(n.Ident)
		case *parse.VariableNode:
			late = late || o.late[n.Ident[0]]
			field(n.Ident[1:])
		}
	})
	return late
}

// lines are all that an outline can print, with the partials that it includes.
func lines(t *parse.Tree, partial func(name string) *parse.Tree) string {
	var b strings.Builder
	walk(t.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TextNode:
			b.Write(n.Text)
		case *parse.TemplateNode:
			if inner := partial(n.Name); inner != nil && inner != t {
				b.WriteString(lines(inner, partial))
			}
		}
	})
	return b.String()
}

// stated lists the commitments that a template states for some organisation, sorted.
func stated(t *parse.Tree, partials map[string]*parse.Tree, duties []content.Duty) []string {
	o := &outliner{partials: partials, outlines: map[string]*parse.Tree{}}
	var ids []string
	if t = o.outline(t); t == nil {
		return nil
	}
	for line := range strings.Lines(lines(t, o.partial)) {
		switch word, id, _ := strings.Cut(strings.TrimSpace(line), " "); word {
		case statesLine:
			ids = append(ids, id)
		case dutiesLine:
			for _, d := range duties {
				if d.Commitment != "" {
					ids = append(ids, d.Commitment)
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// outlines are those of the documents of a language with their partials, ready to be run.
func outlines(partials, docs map[string]*parse.Tree) *template.Template {
	o := &outliner{partials: partials, outlines: map[string]*parse.Tree{}}
	set := template.New("").Option("missingkey=error").Funcs(unbound())
	for _, id := range keys(docs) {
		if t := o.outline(docs[id]); t != nil {
			template.Must(set.AddParseTree("document "+id, t))
		}
	}
	for _, name := range keys(o.outlines) {
		if t := o.outlines[name]; t != nil {
			template.Must(set.AddParseTree(name, t))
		}
	}
	return set
}

// promise is a commitment that a document of the pack states, in a rule of that number; 0: outside the rules, or the number
// is not known yet.
type promise struct {
	commitment string
	job        *job
	rule       int
}

// statements finds what the documents of the pack state, in their order: it runs their outlines over the data. failed are
// those that could not be run, of which everything counts; what is wrong is told when they are filled.
func (p *pack) statements() (found []promise, failed []string) {
	r := &promiseReader{filling: &filling{pack: p}}
	r.set = p.prose.outlines.Funcs(r.funcs())
	for _, d := range p.lib.DutiesIn(p.country()) {
		if d.Commitment != "" && p.holds(d.When) {
			r.duties = append(r.duties, d.Commitment)
		}
	}
	for _, j := range p.jobs {
		if r.dot == nil {
			r.dot = p.dot(j)
		}
		r.dot["doc"] = p.about(j)
		r.job, r.rules, r.rule, r.uncertain = j, 0, 0, false
		r.read(j.doc)
	}
	return r.found, r.failed
}

// promiseReader reads one outline after the other.
type promiseReader struct {
	*filling
	set       *template.Template
	dot       table.Row
	duties    []string // that the register of duties states
	rules     int      // of the document so far
	rule      int      // that is being read
	uncertain bool     // how many rules there were
	found     []promise
	failed    []string
}

// read runs the outline of a document or of a chapter.
func (r *promiseReader) read(d *content.Document) {
	t := r.set.Lookup("document " + d.ID)
	if t == nil {
		return
	}
	var out bounded
	r.doc = d
	if err := t.Execute(&out, map[string]any(r.dot)); err != nil {
		r.failed, r.uncertain = append(r.failed, d.ID), true
		out.Reset()
		out.WriteString(lines(t.Tree, func(name string) *parse.Tree { return r.set.Lookup(name).Tree }))
	}
	for line := range strings.Lines(out.String()) {
		switch word, id, _ := strings.Cut(strings.TrimSpace(line), " "); word {
		case statesLine:
			r.states(id)
		case dutiesLine:
			r.states(r.duties...)
		case ruleLine:
			if r.rules++; !r.uncertain {
				r.rule = r.rules
			}
		case endLine:
			r.rule = 0
		case partsLine:
			for _, part := range r.job.parts {
				r.read(part)
			}
		case uncertainLine:
			r.uncertain, r.rule = true, 0
		}
	}
	r.rules, r.rule = r.rules+len(r.own[d.ID]), 0 // those of own controls stand behind its own
}

func (r *promiseReader) states(ids ...string) {
	for _, id := range ids {
		r.found = append(r.found, promise{id, r.job, r.rule})
	}
}
