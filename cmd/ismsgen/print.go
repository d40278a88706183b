package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/generator"
)

func printCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "print FILE.md...",
		Short: "Print Markdown files as PDF",
		Long: `Print any Markdown files, of a pack or not, as PDF with the layout of a pack. Images are read from the folder of each file.
What cannot be drawn is a warning with its line, and its text is printed all the same.`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			targets, err := targets(args, out)
			if err != nil {
				return usageError{err, c}
			}
			return printFiles(c, args, targets)
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write, for several a folder (default FILE.pdf)")
	return c
}

// targets are the files to write: beside each file, or where out says.
func targets(files []string, out string) ([]string, error) {
	info, err := os.Stat(out)
	folder := err == nil && info.IsDir()
	if out != "" && len(files) > 1 && !folder {
		return nil, fmt.Errorf("there is no folder %s for several PDFs: name one with -o, or leave it out", out)
	}
	var targets []string
	from := map[string]string{}
	for _, file := range files {
		target := strings.TrimSuffix(file, filepath.Ext(file)) + ".pdf"
		switch {
		case folder:
			target = filepath.Join(out, filepath.Base(target))
		case out != "":
			target = out
		}
		if same(target, file) {
			return nil, fmt.Errorf("the PDF would overwrite %s: name another file with -o", file)
		}
		if other, taken := from[filepath.Clean(target)]; taken {
			return nil, fmt.Errorf("%s and %s would both be printed to %s: print one of them with another -o", other, file, target)
		}
		from[filepath.Clean(target)] = file
		targets = append(targets, target)
	}
	return targets, nil
}

// printFiles prints each file to its target. A file with errors is not printed and does not keep the others from it.
func printFiles(c *cobra.Command, files, targets []string) error {
	sources := make([]generator.Source, len(files))
	folders := map[string]fs.FS{}
	for i, file := range files {
		dir, name := filepath.Split(file)
		if dir == "" {
			dir = "."
		}
		if folders[dir] == nil {
			root, err := os.OpenRoot(dir)
			if err != nil {
				return err
			}
			defer root.Close()
			folders[dir] = root.FS()
		}
		sources[i] = generator.Source{Folder: folders[dir], Name: name}
	}
	var problems problem.List
	err := generator.PrintAll(c.Context(), sources, content.OpenLanguages(content.Builtin()), func(i int, p generator.Printed) error {
		for n := range p.Problems {
			p.Problems[n].At.File = files[i]
		}
		if problems = append(problems, p.Problems...); p.Problems.HasErrors() {
			return nil
		}
		return writeFile(targets[i], p.Data)
	})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	printProblems(c.ErrOrStderr(), problems)
	return nil
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
