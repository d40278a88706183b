package generator

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

func (p *pack) deriveGlossary() {
	rows := []table.Row{}
	if g := p.glossary; g != nil {
		for _, id := range g.Sorted() {
			rows = append(rows, table.Row{"id": id, "term": g.Terms[id].Term, "meaning": g.Terms[id].Meaning})
		}
	}
	p.view.Registers["glossary"] = rows
}

// action is what a template computes; its words are no prose.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// misuses reports the banned words in the prose of a template.
func misuses(file, text string, g *content.Glossary) problem.List {
	var problems problem.List
	prose := action.ReplaceAllStringFunc(text, func(a string) string { return strings.Repeat("_", len(a)) })
	for _, m := range g.Misuses(prose) {
		line := 1 + strings.Count(text[:m.Offset], "\n")
		start := strings.LastIndexByte(text[:m.Offset], '\n') + 1
		at := problem.Position{File: file, Line: line, Column: 1 + utf8.RuneCountInString(text[start:m.Offset])}
		problems = append(problems, problem.Problem{Severity: problem.Warning, At: at, Message: "the glossary has another term for " + strings.Join(strings.Fields(m.Word), " "),
			Hint: "write " + m.Write, Check: "terms", Clause: "7.5"})
	}
	return problems
}

// clientMisuses reports the banned words in the templates of a client.
func clientMisuses(client fs.FS, lib *content.Library) (problems problem.List) {
	for _, lang := range lib.Languages {
		_ = fs.WalkDir(client, path.Join("templates", lang), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil // a client need not have templates
			}
			data, err := content.ReadFile(client, name, maxTemplate)
			if err != nil {
				return nil // reported where the template is read to be filled
			}
			g, faults := lib.Glossary(lang)
			if problems = append(problems, faults...); !faults.HasErrors() {
				problems = append(problems, misuses(name, string(data), g)...)
			}
			return nil
		})
	}
	return problems
}
