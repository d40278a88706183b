package generator

import (
	"slices"
	"text/template/parse"

	"ismsgen/content"
)

// stated lists the commitments that a template prints, itself or through its partials, sorted. duties are those whose
// deadlines the register of duties prints.
func stated(t *parse.Tree, partials map[string]*parse.Tree, duties []content.Duty) []string {
	var ids []string
	var seen []*parse.Tree // partials may not include themselves, but that is found elsewhere
	var collect func(*parse.Tree)
	field := func(path []string) {
		if len(path) == 2 && path[0] == "commitments" {
			ids = append(ids, path[1])
		}
	}
	collect = func(t *parse.Tree) {
		if t == nil || slices.Contains(seen, t) {
			return
		}
		seen = append(seen, t)
		walk(t.Root, func(n parse.Node) {
			switch n := n.(type) {
			case *parse.CommandNode:
				id, _ := literal(n, 1)
				switch call(n) {
				case "amount", "every":
					ids = append(ids, id)
				case "register":
					for _, d := range duties {
						if id == "duties" && d.Commitment != "" {
							ids = append(ids, d.Commitment)
						}
					}
				}
			case *parse.FieldNode:
				field(n.Ident)
			case *parse.VariableNode:
				if n.Ident[0] == "$" {
					field(n.Ident[1:])
				}
			case *parse.TemplateNode:
				collect(partials[n.Name])
			}
		})
	}
	collect(t)
	slices.Sort(ids)
	return slices.Compact(ids)
}
