package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/generator"
	"ismsgen/output"
	"ismsgen/templates"
)

func generateCommand() *cobra.Command {
	var o struct {
		example, dryRun, untranslated, binder bool
		out, date, audience                   string
		languages, formats, only              []string
	}
	c := &cobra.Command{
		Use:   "generate [CLIENT]",
		Short: "Make the pack of a client",
		Long: `Make the documentation pack of a client from the folder CLIENT and write it to CLIENT/pack.

Dates in documents come from the data, so the same folder gives the same files on any day. A file that somebody edited
by hand is never overwritten: the run stops and names it. When anything is wrong, nothing is written at all.

The workbooks hold the registers of the whole pack. With --only they are left as they are, unless --formats asks for xlsx.`,
		Example: `  ismsgen generate acme
  ismsgen generate acme --lang nl --formats pdf --only access-control
  ismsgen generate --example`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			lib, err := open()
			if err != nil {
				return err
			}
			client, out, err := clientOf(c, args, o.example)
			if err != nil {
				return err
			}
			if o.audience != "" {
				out += "-" + o.audience
			}
			if o.out != "" {
				out = o.out
			}
			if !o.example && same(out, args[0]) {
				return usageError{fmt.Errorf("--out is the folder of the client itself: name another folder"), c}
			}
			r := generator.Request{Client: client, Library: lib, Templates: templates.Files, Languages: o.languages, Formats: o.formats, Only: o.only, For: o.audience, AllowUntranslated: o.untranslated, Binder: o.binder}
			if r.Date, err = dateOption(c, o.date); err != nil {
				return err
			}
			return generate(c, r, out, o.dryRun)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.example, "example", false, "make the pack of a built-in example; CLIENT is its name, the first when left out")
	f.BoolVar(&o.dryRun, "dry-run", false, "name the files that would be written or removed, and write nothing")
	f.StringVar(&o.out, "out", "", "`folder` of the pack (default CLIENT/pack, with --example ./isms-pack)")
	f.StringSliceVar(&o.languages, "lang", nil, "`languages` of the documents, as in en,nl (default all of the client's)")
	f.StringSliceVar(&o.formats, "formats", nil, "`formats` to write: "+strings.Join(formatIDs(), ", ")+" (default all)")
	f.StringSliceVar(&o.only, "only", nil, "`ids` or numbers of documents to make, as in access-control,POL-03 (default all)")
	f.StringVar(&o.audience, "for", "", "only the documents for an `audience`: "+strings.Join(generator.Audiences(), ", ")+"; the default folder is CLIENT/pack-AUDIENCE")
	f.BoolVar(&o.binder, "binder", false, "also put all documents of a language into one PDF, pdf/isms-pack.pdf")
	f.StringVar(&o.date, "date", "", "reference `date` for drafts and reviews, YYYY-MM-DD (default from the client's data)")
	f.BoolVar(&o.untranslated, "allow-untranslated", false, "print texts that are missing in a language in another one, marked, as a draft")
	return c
}

// clientOf gives the folder of the client that the arguments name, and where its pack goes by default.
func clientOf(c *cobra.Command, args []string, example bool) (client fs.FS, out string, err error) {
	switch {
	case example:
		name := content.Examples()[0]
		if len(args) > 0 {
			name = args[0]
		}
		if client, err = content.Example(name); err != nil {
			err = usageError{fmt.Errorf("%w: choose one of %s", err, strings.Join(content.Examples(), ", ")), c}
		}
		return client, "isms-pack", err
	case len(args) == 0 || args[0] == "":
		return nil, "", usageError{fmt.Errorf("name the folder of a client, or write --example"), c}
	}
	client, err = folder(args[0])
	return client, filepath.Join(args[0], "pack"), err
}

func formatIDs() []string {
	var ids []string
	for _, f := range output.Formats() {
		ids = append(ids, f.ID)
	}
	return ids
}

// generate makes a pack into a staging folder and puts it in place when it is whole.
func generate(c *cobra.Command, r generator.Request, out string, dryRun bool) error {
	p, err := openPack(out, dryRun)
	if err != nil {
		return err
	}
	defer p.close()
	progress := newProgress(c.ErrOrStderr())
	s, problems := generator.Generate(context.Background(), r, func(f generator.File) error {
		progress.file(f.Path)
		return p.stage(f)
	})
	progress.end()
	if problems.HasErrors() {
		return problems
	}
	partial := r.Only != nil || r.Languages != nil || r.Formats != nil
	change, err := p.commit(partial)
	if err != nil {
		return err
	}
	printProblems(c.ErrOrStderr(), problems)
	printSummary(c.OutOrStdout(), s, change, out, dryRun)
	return nil
}

func printSummary(w io.Writer, s generator.Summary, change change, out string, dryRun bool) {
	fmt.Fprintf(w, "%s: %s in %s\n", s.Organisation, count(s.Documents, "document"), strings.Join(s.Languages, " and "))
	for _, f := range s.Formats {
		if f.Files == 0 {
			continue
		}
		fmt.Fprintf(w, "  %-9s %s", f.Name, count(f.Files, "file"))
		if f.Pages > 0 {
			fmt.Fprintf(w, ", %s", count(f.Pages, "page"))
		}
		fmt.Fprintln(w)
	}
	if s.Drafts > 0 {
		fmt.Fprintf(w, "  %s without an issued version\n", count(s.Drafts, "draft"))
	}
	if change.rewritten > 0 {
		fmt.Fprintf(w, "  %s with another text under the same version: write the new versions in history.yaml\n", count(change.rewritten, "issued file"))
	}
	verb := "written to"
	if dryRun {
		verb = "would be written to"
		for _, name := range change.names {
			fmt.Fprintf(w, "  %s\n", name)
		}
	}
	fmt.Fprintf(w, "%d new, %d changed, %d unchanged, %d removed: %s %s\n", change.new, change.changed, change.same, change.removed, verb, filepath.ToSlash(out))
}

// progress shows the file at work on a terminal, and nothing elsewhere.
type progress struct {
	w     io.Writer
	shown int
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok {
		return &progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: w}
}

func (p *progress) file(name string) {
	if p.w != nil {
		fmt.Fprintf(p.w, "\r%-*s", p.shown, name)
		p.shown = len(name)
	}
}

func (p *progress) end() {
	if p.w != nil && p.shown > 0 {
		fmt.Fprintf(p.w, "\r%-*s\r", p.shown, "")
	}
}
