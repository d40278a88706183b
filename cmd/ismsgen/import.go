package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/generator/workbook"
)

// Bounds of what is read.
const (
	maxWorkbook = 50 << 20
	maxMapping  = 1 << 20
)

func importCommand() *cobra.Command {
	var o struct {
		dryRun, accept, removeRows bool
		mapping, lang, format      string
	}
	c := &cobra.Command{
		Use:   "import CLIENT FILE.xlsx",
		Short: "Bring an edited workbook back into a client's folder",
		Long: `Read a workbook and write what it changes into the registers of the folder CLIENT. Comments, order and lines that do not
change stay as they are.

A workbook of ours remembers what was exported: only what somebody changed since is taken, and what also changed in the
folder is reported and left. In a workbook of others, a Statement of Applicability, risk register or asset register is
recognised by the headings of its columns. Its columns are shown first; it is written with --accept, or with --map and a
file that says what the columns are. Whatever is not taken is listed with its cell and the reason. When anything would be
wrong with the result, nothing is written at all; an import that is cut off while it writes is finished by the next command
that opens the folder.`,
		Example: `  ismsgen import acme acme/pack/nl/xlsx/risk-register.xlsx --dry-run
  ismsgen import acme old-soa.xlsx
  ismsgen import acme old-soa.xlsx --map columns.yaml`,
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := listFormat(c, o.format); err != nil {
				return err
			}
			lib, err := open()
			if err != nil {
				return err
			}
			client, err := openClient(args[0])
			if err != nil {
				return err
			}
			defer client.root.Close()
			r := workbook.Request{Client: client.root.FS(), Library: lib, Name: filepath.Base(args[1]), RemoveRows: o.removeRows, Language: o.lang}
			if r.Data, err = readOutside(args[1], maxWorkbook); err != nil {
				return err
			}
			if o.mapping != "" {
				data, err := readOutside(o.mapping, maxMapping)
				if err != nil {
					return err
				}
				var problems problem.List
				if r.Map, problems = content.ReadMapping(filepath.ToSlash(o.mapping), data, lib); problems.HasErrors() {
					return problems
				}
			}
			result, problems := workbook.Import(r)
			done := ""
			switch {
			case problems.HasErrors():
			case len(result.Files) == 0:
				done = "nothing to change"
			case o.dryRun:
				done = "would be written to " + filepath.ToSlash(args[0])
			case result.Ours || o.accept || r.Map != nil:
				if err := client.replace(result.Files); err != nil {
					return err
				}
				done = "written to " + filepath.ToSlash(args[0])
			default:
				done = "nothing written: when these are the columns, run it again with --accept; else save them in a file, mend it and give it with --map"
			}
			if o.format == "json" {
				err = printJSON(c.OutOrStdout(), importRowsOf(result, problems, strings.HasPrefix(done, "written")))
			} else {
				printImport(c.OutOrStdout(), r.Name, result, done)
			}
			if err == nil && problems.HasErrors() {
				if o.format == "json" {
					return problem.List{} // printed already
				}
				return problems
			}
			return err
		},
	}
	f := c.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would change, and write nothing")
	f.BoolVar(&o.accept, "accept", false, "write what a workbook of others holds, with the columns that were recognised")
	f.BoolVar(&o.removeRows, "remove-rows", false, "remove rows that were deleted in the workbook and did not change in the folder")
	f.StringVar(&o.mapping, "map", "", "`file` that says what the columns of a workbook of others are, as --dry-run shows them")
	f.StringVar(&o.lang, "lang", "", "`language` of the texts in a workbook of others (default that of its headings)")
	formatFlag(c, &o.format)
	return c
}

// readOutside reads a file that lies anywhere.
func readOutside(name string, most int) ([]byte, error) {
	data, err := content.ReadFile(os.DirFS(filepath.Dir(name)), filepath.Base(name), most)
	if err != nil {
		return nil, problem.List{{At: problem.Position{File: filepath.ToSlash(name)}, Message: content.ReadFault(err)}}
	}
	return data, nil
}

// printImport shows an import to people: the columns of a workbook of others, what changes row by row, what is left.
func printImport(w io.Writer, name string, r workbook.Result, done string) {
	if r.Mapping != nil {
		fmt.Fprintf(w, "# %s is read so:\n%s\n", name, r.Mapping)
	}
	row, rows, added, removed := "", 0, 0, 0
	for _, c := range r.Taken {
		if at := c.Register + " " + c.Key; at != row {
			row = at
			fmt.Fprintln(w, row)
			rows++
			switch {
			case c.Kind == workbook.Add && !strings.Contains(c.Field, "."):
				added++
			case c.Kind == workbook.Remove && c.Field == "":
				removed++
			}
		}
		where := c.Sheet
		if c.Cell != "" {
			where += "!" + c.Cell
		}
		line := ""
		switch c.Kind {
		case workbook.Remove:
			line = "  - " + where + "  " + strings.TrimSpace(c.Field+" "+c.Old)
		case workbook.Add:
			line = "  + " + where + "  " + c.Field + ": " + c.New
		default:
			line = "    " + where + "  " + c.Field + ": " + orNone(c.Old) + " → " + orNone(c.New)
		}
		if c.Note != "" {
			line += "  (" + c.Note + ")"
		}
		fmt.Fprintln(w, strings.ReplaceAll(line, "\n", "⏎"))
	}
	if len(r.Left) > 0 {
		fmt.Fprintln(w, "not taken:")
		for _, p := range r.Left {
			p.Severity = problem.Error // without the word "warning"
			fmt.Fprintln(w, strings.ReplaceAll("  "+p.String(), "\n", "\n  "))
		}
	}
	if done != "" {
		fmt.Fprintf(w, "%s in %s (%d new, %d removed), %d not taken: %s\n", count(len(r.Taken), "value"), count(rows, "row"), added, removed, len(r.Left), done)
	}
}

func orNone(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}

// importRow is a change as programs read it.
type importRow struct {
	Kind     workbook.Kind `json:"kind"`
	Sheet    string        `json:"sheet"`
	Cell     string        `json:"cell,omitempty"`
	Register string        `json:"register"`
	Key      string        `json:"key"`
	Field    string        `json:"field,omitempty"`
	Old      string        `json:"old,omitempty"`
	New      string        `json:"new,omitempty"`
	Note     string        `json:"note,omitempty"`
}

// importRows is an import as programs read it.
type importRows struct {
	Written  bool         `json:"written"`
	Mapping  string       `json:"mapping,omitempty"` // as a file for --map
	Files    []string     `json:"files"`             // that change
	Changes  []importRow  `json:"changes"`
	NotTaken []problemRow `json:"not_taken"`
	Problems []problemRow `json:"problems"`
}

func importRowsOf(r workbook.Result, problems problem.List, written bool) importRows {
	out := importRows{Written: written, Files: []string{}, Changes: []importRow{}, NotTaken: problemRows(r.Left), Problems: problemRows(problems)}
	if r.Mapping != nil {
		out.Mapping = r.Mapping.String()
	}
	for _, f := range r.Files {
		out.Files = append(out.Files, f.Path)
	}
	for _, c := range r.Taken {
		out.Changes = append(out.Changes, importRow(c))
	}
	return out
}
