package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
)

func initCommand() *cobra.Command {
	var example string
	c := &cobra.Command{
		Use:   "init DIR --example NAME",
		Short: "Start a client folder from an example",
		Long: `Copy the folder of an example organisation to DIR, to start from. DIR must be new or empty: nothing is ever overwritten.
'ismsgen list examples' shows the examples.`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			from, err := content.Example(example)
			if err != nil {
				return usageError{fmt.Errorf("%w: write --example with one of %s", err, strings.Join(content.Examples(), ", ")), c}
			}
			if args[0] == "" {
				return usageError{fmt.Errorf("name the folder to make"), c}
			}
			entries, err := os.ReadDir(args[0])
			switch {
			case errors.Is(err, fs.ErrNotExist):
			case err != nil:
				return err
			case len(entries) > 0:
				return fmt.Errorf("%s is not empty: name a new folder", args[0])
			}
			if err := os.CopyFS(args[0], from); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: a copy of the example %s\nnow edit organisation.yaml and registers/, remove history.yaml (its versions are those of the example),\nthen: ismsgen generate %s\n", args[0], example, args[0])
			return nil
		},
	}
	c.Flags().StringVar(&example, "example", "", "`name` of the example")
	return c
}
