package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/generator"
)

func printCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "print FILE.md",
		Short: "Print a Markdown file as PDF",
		Long: `Print any Markdown file, of a pack or not, as PDF with the layout of a pack. Images are read from the folder of the file.
What cannot be drawn is a warning with its line, and its text is printed all the same.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			dir, name := filepath.Split(args[0])
			if dir == "" {
				dir = "."
			}
			if out == "" {
				out = strings.TrimSuffix(args[0], filepath.Ext(args[0])) + ".pdf"
			}
			if same(out, args[0]) {
				return usageError{fmt.Errorf("the PDF would overwrite %s: name another file with -o", args[0]), c}
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				return err
			}
			defer root.Close()
			data, problems := generator.Print(root.FS(), name, content.OpenLanguages(content.Builtin()))
			if problems.HasErrors() {
				return problems
			}
			printProblems(c.ErrOrStderr(), problems)
			return writeFile(out, data)
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write (default FILE.pdf)")
	return c
}

func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// writeFile writes beside the file and renames, so that a cut-off run leaves the old one. A link stays, the file that it
// names is replaced; a device or a folder is refused.
func writeFile(name string, data []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: name another with -o", name)
	}
	if _, err := os.Stat(filepath.Dir(name)); err != nil {
		return fmt.Errorf("cannot write %s: there is no such folder", name)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".ismsgen-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
