package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"ismsgen/content/problem"
	"ismsgen/generator"
	"ismsgen/templates"
)

func checkCommand() *cobra.Command {
	var format, date string
	c := &cobra.Command{
		Use:   "check CLIENT",
		Short: "Print all problems of a client's folder",
		Long: `Read the folder CLIENT as generate does, make every document without writing any, and print all problems: form, references,
templates, and what an auditor would ask. The exit status is 0 without errors (warnings may be there), 1 with errors, and 2
when the command is called wrongly.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := listFormat(c, format); err != nil {
				return err
			}
			lib, err := open()
			if err != nil {
				return err
			}
			client, err := folder(args[0])
			if err != nil {
				return err
			}
			on, err := dateOption(c, date)
			if err != nil {
				return err
			}
			if on.IsZero() {
				on = today()
			}
			problems := generator.Check(context.Background(), generator.Request{Client: client, Library: lib, Templates: templates.Files, Date: on})
			if format == "json" {
				if err := printJSON(c.OutOrStdout(), problemRows(problems)); err != nil {
					return err
				}
			} else {
				printProblems(c.OutOrStdout(), problems)
				if len(problems) == 0 {
					fmt.Fprintln(c.OutOrStdout(), "no problems")
				}
			}
			if problems.HasErrors() {
				return problem.List{} // printed already
			}
			return nil
		},
	}
	formatFlag(c, &format)
	c.Flags().StringVar(&date, "date", "", "`date` to hold due dates against, YYYY-MM-DD (default today)")
	return c
}

// problemRow is a problem as programs read it.
type problemRow struct {
	Severity string `json:"severity"`
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Check    string `json:"check,omitempty"`
	Clause   string `json:"clause,omitempty"`
}

func problemRows(problems problem.List) []problemRow {
	rows := []problemRow{}
	for _, p := range problems.Sorted() {
		rows = append(rows, problemRow{p.Severity.String(), p.At.File, p.At.Line, p.At.Column, p.Message, p.Hint, p.Check, p.Clause})
	}
	return rows
}

func formatFlag(c *cobra.Command, format *string) {
	c.Flags().StringVar(format, "format", "text", "`text` for people or json for programs")
}

func listFormat(c *cobra.Command, format string) error {
	if format != "text" && format != "json" {
		return usageError{fmt.Errorf("--format is text or json, not %q", format), c}
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
