package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/generator"
	"ismsgen/templates"
)

// listing is one thing that can be listed: its columns and rows.
type listing struct {
	name    string
	columns []string
	rows    func(lib *content.Library, q query) ([][]string, error)
}

// query is what the flags of list say.
type query struct{ lang, framework, country string }

func listings() []listing {
	return []listing{
		{"documents", []string{"id", "number", "kind", "title", "clauses", "controls"}, listDocuments},
		{"controls", []string{"control", "title", "theme", "new"}, listControls},
		{"clauses", []string{"clause", "title", "documented"}, listClauses},
		{"registers", []string{"register", "file", "required", "columns"}, listRegisters},
		{"threats", []string{"scenario", "threat", "title", "affects", "controls", "assets", "when"}, listThreats},
		{"assets", []string{"asset", "kind", "name", "process", "owner", "when"}, listAssets},
		{"templates", []string{"template"}, listTemplates},
		{"commitments", []string{"id", "default", "bounds", "unit", "label", "reason", "documents"}, listCommitments},
		{"laws", []string{"id", "title", "kind", "article", "in_force", "status", "controls", "why", "obligation", "source", "checked"}, listLaws},
		{"examples", []string{"example", "organisation", "people"}, listExamples},
	}
}

func listCommand() *cobra.Command {
	var format string
	var q query
	all := listings()
	var names []string
	for _, l := range all {
		names = append(names, l.name)
	}
	c := &cobra.Command{
		Use:   "list " + strings.Join(names, "|"),
		Short: "List what the program knows",
		Long: `List the documents, controls, clauses, registers, templates, commitments, laws or example organisations that the program knows, or the risk
scenarios (threats) and the assets from which 'ismsgen init' takes those that fit a client.`,
		ValidArgs: names,
		Args:      arguments(cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := listFormat(c, format); err != nil {
				return err
			}
			lib, err := open()
			if err != nil {
				return err
			}
			if !slices.Contains(lib.Languages, q.lang) {
				return usageError{fmt.Errorf("no language %q: write one of %s", q.lang, strings.Join(lib.Languages, ", ")), c}
			}
			if !slices.Contains(lib.Frameworks, q.framework) {
				return usageError{fmt.Errorf("no framework %q: write one of %s", q.framework, strings.Join(lib.Frameworks, ", ")), c}
			}
			if countries := table.Find(table.Find(lib.Organisation, "legal").Fields, "country").Choices; !slices.Contains(countries, q.country) {
				return usageError{fmt.Errorf("no country %q: write one of %s", q.country, strings.Join(countries, ", ")), c}
			}
			l := all[slices.Index(names, args[0])]
			rows, err := l.rows(lib, q)
			if err != nil {
				return err
			}
			if format == "json" {
				objects := []map[string]string{}
				for _, r := range rows {
					o := map[string]string{}
					for i, column := range l.columns {
						o[column] = r[i]
					}
					objects = append(objects, o)
				}
				return printJSON(c.OutOrStdout(), objects)
			}
			w := tabwriter.NewWriter(c.OutOrStdout(), 0, 8, 2, ' ', 0)
			for _, r := range rows {
				fmt.Fprintln(w, strings.TrimRight(strings.Join(r, "\t"), "\t"))
			}
			return w.Flush()
		},
	}
	formatFlag(c, &format)
	c.Flags().StringVar(&q.lang, "lang", "en", "`language` of the titles")
	c.Flags().StringVar(&q.framework, "framework", "iso27001-2022", "`edition` of the standard, as in iso27001-2013")
	c.Flags().StringVar(&q.country, "country", "BE", "`country` of the laws")
	return c
}

func listDocuments(lib *content.Library, q query) ([][]string, error) {
	docs, problems := generator.Documents(lib, templates.Files, q.lang, q.framework)
	if problems.HasErrors() {
		return nil, problems
	}
	var rows [][]string
	for _, d := range docs {
		rows = append(rows, []string{d.ID, d.Number, d.Kind, d.Title, strings.Join(d.Clauses, " "), strings.Join(d.Controls, " ")})
	}
	return rows, nil
}

func listControls(lib *content.Library, q query) ([][]string, error) {
	f, titles, err := knowledge(lib, q.lang, q.framework)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for i := range f.Controls {
		c := &f.Controls[i]
		rows = append(rows, []string{c.Label(), titles.Controls[c.Number], titles.Themes[c.Theme], map[bool]string{true: "new"}[c.New]})
	}
	return rows, nil
}

func listClauses(lib *content.Library, q query) ([][]string, error) {
	f, titles, err := knowledge(lib, q.lang, q.framework)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, c := range f.Clauses {
		rows = append(rows, []string{c.Number, titles.Clauses[c.Number], strings.Join(c.Documented, " ")})
	}
	return rows, nil
}

func listRegisters(lib *content.Library, _ query) ([][]string, error) {
	var rows [][]string
	for _, id := range lib.Registers {
		t := lib.Tables[id]
		rows = append(rows, []string{id, "registers/" + id + ".yaml", map[bool]string{true: "required", false: "optional"}[t.Required], strings.Join(table.Names(t.Fields), " ")})
	}
	return rows, nil
}

func listTemplates(*content.Library, query) ([][]string, error) {
	var rows [][]string
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rows = append(rows, []string{name})
		}
		return err
	})
	return rows, err
}

func listCommitments(lib *content.Library, q query) ([][]string, error) {
	list, problems := generator.Commitments(lib, templates.Files, q.lang)
	if problems.HasErrors() {
		return nil, problems
	}
	var rows [][]string
	for _, c := range list {
		rows = append(rows, []string{c.ID, c.Default, c.Bounds, c.Unit, c.Label, c.Reason, strings.Join(c.Documents, ", ")})
	}
	return rows, nil
}

func listLaws(lib *content.Library, q query) ([][]string, error) {
	laws, problems := generator.Laws(lib, q.lang, q.country)
	if problems.HasErrors() {
		return nil, problems
	}
	var rows [][]string
	for _, l := range laws {
		rows = append(rows, []string{l.ID, l.Title, l.Kind, l.Article, l.InForce, l.Status, strings.Join(l.Controls, " "), l.Why, l.Obligation, l.Source, l.Checked})
	}
	return rows, nil
}

func listExamples(lib *content.Library, _ query) ([][]string, error) {
	var rows [][]string
	for _, name := range content.Examples() {
		client, err := content.Example(name)
		if err != nil {
			return nil, err
		}
		org, problems := content.Load(client, lib)
		if problems.HasErrors() {
			return nil, problems
		}
		rows = append(rows, []string{name, org.Row.String("name"), fmt.Sprint(org.Row.Int("size"))})
	}
	return rows, nil
}

func knowledge(lib *content.Library, lang, framework string) (*content.Framework, *content.Titles, error) {
	f, problems := lib.Framework(framework)
	titles, faults := lib.Titles(lang, framework)
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, nil, problems
	}
	return f, titles, nil
}
