// Command ismsgen makes the documentation pack of an information security management system from one folder of an
// organisation's data. This folder holds the command line: one file per command, flags, printing, exit status and the
// writing of files. What a pack contains is decided in package generator.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Exit statuses: a program that calls ismsgen relies on them.
const (
	exitProblems = 1 // the data has errors, or something could not be read or written
	exitUsage    = 2 // the command was called wrongly
)

func main() {
	collectLate()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// collectLate puts the first garbage collection off until the heap has 16 MiB, which one document never reaches; then
// collections come as usual. Collecting is a third of what a short run costs.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(400) // of the 4 MiB at which Go begins
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { debug.SetGCPercent(usual) })
}

// run is the whole program but for the process around it.
func run(args []string, out, errs io.Writer) int {
	root := &cobra.Command{
		Use:   "ismsgen",
		Short: "Make the documentation of an ISMS from one folder of data",
		Long: `ismsgen makes the complete documentation pack of an information security management system (ISO/IEC 27001) from one
folder of an organisation's data: Markdown, PDF and Excel, in the reader's language. It works offline.

  ismsgen init acme --example software    start from an example
  ismsgen check acme                      see what is missing or wrong
  ismsgen generate acme                   make the pack in acme/pack`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	began := false // false at the end: cobra refused the words before any command ran
	root.PersistentPreRun = func(*cobra.Command, []string) { began = true }
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usageError{err, c} })
	root.AddCommand(generateCommand(), checkCommand(), listCommand(), printCommand(), initCommand(), importCommand())
	err := root.Execute()
	var usage usageError
	var problems problem.List
	switch {
	case err == nil:
		return 0
	case errors.As(err, &problems):
		printProblems(errs, problems) // none when the command printed them itself
		if len(problems) > 0 && !slices.ContainsFunc(problems, func(p problem.Problem) bool { return !strings.HasPrefix(p.At.File, "--") }) {
			return exitUsage // only options were wrong
		}
		return exitProblems
	case errors.As(err, &usage):
		fmt.Fprintf(errs, "ismsgen: %v\nSee '%s --help'.\n", usage.error, usage.command.CommandPath())
		return exitUsage
	case !began:
		fmt.Fprintf(errs, "ismsgen: %v\nSee 'ismsgen --help'.\n", err)
		return exitUsage
	}
	fmt.Fprintf(errs, "ismsgen: %v\n", err)
	return exitProblems
}

// version is that of the module as it was built.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// usageError is a call with wrong words.
type usageError struct {
	error
	command *cobra.Command
}

// arguments makes a check on the number of arguments a fault of usage.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return usageError{err, c}
		}
		return nil
	}
}

// today is the only place where the clock is read.
func today() table.Date {
	now := time.Now()
	return table.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// dateOption reads the value of --date; none is the zero date.
func dateOption(c *cobra.Command, s string) (table.Date, error) {
	if s == "" {
		return table.Date{}, nil
	}
	d, err := table.ParseDate(s)
	if err != nil {
		err = usageError{fmt.Errorf("--date: %w: write YYYY-MM-DD", err), c}
	}
	return d, err
}

// open reads the built-in knowledge.
func open() (*content.Library, error) {
	lib, problems := content.Open(content.Builtin())
	if problems.HasErrors() {
		return nil, problems
	}
	return lib, nil
}

// printProblems prints problems for people, sorted, and counts them.
func printProblems(w io.Writer, problems problem.List) {
	for _, p := range problems.Sorted() {
		fmt.Fprintln(w, p)
	}
	printCount(w, problems)
}

func printCount(w io.Writer, problems problem.List) {
	errs := 0
	for _, p := range problems.Sorted() {
		if p.Severity == problem.Error {
			errs++
		}
	}
	switch warnings := len(problems.Sorted()) - errs; {
	case errs > 0:
		fmt.Fprintf(w, "%s, %s\n", count(errs, "error"), count(warnings, "warning"))
	case warnings > 0:
		fmt.Fprintf(w, "%s\n", count(warnings, "warning"))
	}
}

// count writes a number with its word.
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
