package generator

import (
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/table"
)

// names is every word that a template may use, taken from the definitions: the checker asks here.
type names struct {
	root      []table.Field            // fields of the dot
	registers map[string][]table.Field // with derived fields; "org.sites" for lists in organisation.yaml
	views     map[string][]string      // names of views by register
	sets      map[kind][]string
	rules     map[string][]string // rule keys by document
	own       map[string][]string // of these the ones of the organisation's own controls
	texts     map[string]string   // source of partials
}

func newNames(lib *content.Library, framework *content.Framework) *names {
	n := &names{registers: map[string][]table.Field{}, views: map[string][]string{}, sets: map[kind][]string{}, rules: map[string][]string{}, texts: map[string]string{}}
	registers := table.Field{Name: "registers", Type: table.Group}
	for id, t := range lib.Tables {
		early := slices.Concat(withLevels(t.Fields), derived[id])
		n.registers[id] = slices.Concat(early, late[id])
		n.views[id] = slices.Sorted(maps.Keys(t.Views))
		registers.Fields = append(registers.Fields, table.Field{Name: id, Type: table.Group, List: true, Fields: early})
	}
	for path := range lib.Views {
		n.registers[path] = fieldsAt(lib.Organisation, strings.TrimPrefix(path, "org."))
		n.views[path] = []string{"all"}
	}
	commitments := table.Field{Name: "commitments", Type: table.Group}
	for _, c := range lib.Commitments {
		commitments.Fields = append(commitments.Fields, table.Field{Name: c.ID, Type: table.Int})
		n.sets[commitment] = append(n.sets[commitment], c.ID)
	}
	facts := slices.Clone(factFields)
	for i := range facts {
		switch facts[i].Name {
		case "assessment":
			facts[i].Fields = fieldsAt(lib.Organisation, "assessments")
		case "themes":
			facts[i].Fields = append(slices.Clone(facts[i].Fields), table.Field{Name: "controls", Type: table.Group, List: true, Fields: n.registers["controls"]})
		case "duties", "authorities", "levels", "bands", "roles", "rhythms", "sessions":
			facts[i].Fields = n.registers[facts[i].Name]
		case "lastaudit", "nextaudit":
			facts[i].Fields = n.registers["audits"]
		case "review", "nextreview":
			facts[i].Fields = n.registers["reviews"]
		case "earlier":
			facts[i].Fields = n.registers["decisions"]
		}
	}
	known := table.Find(facts, "known")
	known.Fields = slices.Clone(known.Fields)
	for i, f := range known.Fields { // rows of a register, or of a fact of the same name
		if rows := n.registers[f.Name]; rows != nil {
			known.Fields[i].Fields = rows
		} else if f.Type == table.Group && f.Fields == nil {
			known.Fields[i].Fields = table.Find(facts, f.Name).Fields
		}
	}
	n.root = []table.Field{
		{Name: "org", Type: table.Group, Fields: lib.Organisation},
		commitments, registers,
		{Name: "doc", Type: table.Group, Fields: docFields},
		{Name: "facts", Type: table.Group, Fields: facts},
	}
	n.sets[aRole] = lib.Roles
	n.sets[register] = slices.Sorted(maps.Keys(n.registers))
	n.sets[aStage] = stages
	if l, problems := lib.Language(lib.Languages[0]); !problems.HasErrors() { // the same keys in every language
		n.sets[aUnit] = keys(l.Units)
		for _, id := range keys(l.Choices) {
			for _, f := range keys(l.Choices[id]) {
				n.sets[labelSet] = append(n.sets[labelSet], id+"."+f)
			}
		}
	}
	for _, d := range lib.Documents {
		n.sets[aDocument] = append(n.sets[aDocument], d.ID)
	}
	for _, c := range framework.Controls {
		n.sets[aControl] = append(n.sets[aControl], c.Number)
		n.sets[aServed] = append(n.sets[aServed], "A."+c.Number)
	}
	for _, c := range framework.Clauses {
		n.sets[aServed] = append(n.sets[aServed], c.Number)
	}
	return n
}

// fieldsAt finds the fields of a group in organisation.yaml by its dotted path.
func fieldsAt(fields []table.Field, path string) []table.Field {
	for part := range strings.SplitSeq(path, ".") {
		f := table.Find(fields, part)
		if f == nil {
			return nil
		}
		fields = f.Fields
	}
	return fields
}

// of returns the words that an argument of this kind may be, or nil for any.
func (n *names) of(k kind, cmd *parse.CommandNode) []string {
	first, written := literal(cmd, 1)
	switch k {
	case aView:
		if written {
			return n.views[first]
		}
	case aRule:
		if rules, planned := n.rules[first]; written && planned { // behind {{if has}} a document may be missing from this pack
			return append([]string{}, rules...)
		}
	default:
		return n.sets[k]
	}
	return nil
}
