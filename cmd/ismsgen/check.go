package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"ismsgen/content/problem"
	"ismsgen/generator"
	"ismsgen/templates"
)

func checkCommand() *cobra.Command {
	var format, date string
	var all bool
	c := &cobra.Command{
		Use:   "check CLIENT",
		Short: "Print all problems of a client's folder",
		Long: `Read the folder CLIENT as generate does, make every document without writing any, and print all problems: form, references,
templates, and what an auditor would ask. Of a kind of warning that there are many of, the first are printed. The exit status is 0 without errors (warnings may be there), 1 with errors, and 2
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
				if all {
					printProblems(c.OutOrStdout(), problems)
				} else {
					printFew(c.OutOrStdout(), problems)
				}
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
	c.Flags().BoolVar(&all, "all", false, "print every warning, also of a kind that there are many of")
	c.Flags().StringVar(&date, "date", "", "`date` to hold due dates against, YYYY-MM-DD (default today)")
	return c
}

// printFew prints problems but for all except the first warnings of checks that find many, which would hide the others, and
// says what it left out.
func printFew(w io.Writer, problems problem.List) {
	const many, first = 8, 3
	total, seen := map[string]int{}, map[string]int{}
	warns := func(p problem.Problem) bool { return p.Severity == problem.Warning && p.Check != "" }
	for _, p := range problems {
		if warns(p) {
			total[p.Check]++
		}
	}
	for _, p := range problems.Sorted() {
		if warns(p) && total[p.Check] >= many {
			if seen[p.Check]++; seen[p.Check] > first {
				continue
			}
		}
		fmt.Fprintln(w, p)
	}
	for _, check := range slices.Sorted(maps.Keys(seen)) {
		fmt.Fprintf(w, "and %d more of %s, like the first %d: --all prints them\n", seen[check]-first, check, first)
	}
	printCount(w, problems)
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
