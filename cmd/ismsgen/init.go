package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ismsgen/content"
	"ismsgen/content/problem"
)

func initCommand() *cobra.Command {
	var example string
	var b content.Beginning
	var profile []string
	own := []string{"name", "country", "size", "languages", "profile"}
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "Start a client folder, from what you know or from an example",
		Long: `Make the folder DIR for a client. DIR must be new or empty: nothing is ever overwritten.

With --name the folder is for a client of your own. It holds the facts that you name, the assets and the risk scenarios
that fit its profile (see 'ismsgen list assets' and 'ismsgen list threats'), every control and every clause as an open
decision, and for the other registers a row in comments that shows how to write one. What only the client can say stands
open: 'ismsgen check DIR' lists it, with its place and with what to write.

The profile names what holds of the client; what it does not name does not hold:

  cloud                 it uses cloud services
  remote_work           people work at home or on the road
  own_server_rooms      it runs server rooms
  production_networks   it runs machines on a network
  digital_products      it sells software or devices with software under its name
  software=…            inhouse, outsourced, customises or none; several with +, as in software=inhouse+outsourced
  personal_data=…       controller, processor, controller+processor or none
  nis2=…                none, important or essential; open when left out
  certification=…       certificate or alignment; open when left out

With --example the folder is a copy of an example organisation; 'ismsgen list examples' shows them.`,
		Example: `  ismsgen init acme --name "Acme Logistics BV" --country BE --size 40 --languages nl,en --profile cloud,remote_work,personal_data=controller
  ismsgen init acme --example software`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "" {
				return usageError{fmt.Errorf("name the folder to make"), c}
			}
			var faults problem.List
			named := false
			for _, flag := range own {
				if !c.Flags().Changed(flag) {
					continue
				}
				named = true
				if c.Flags().Changed("example") {
					faults.Errorf(problem.Position{File: "--" + flag}, "leave out --example for a client of your own, or --"+flag+" for a copy", "an example has this already")
				}
			}
			switch {
			case len(faults) > 0:
				return faults
			case !named:
				return copyExample(c, args[0], example)
			}
			return start(c, args[0], b, profile)
		},
	}
	f := c.Flags()
	f.StringVar(&example, "example", "", "`name` of the example to copy: "+strings.Join(content.Examples(), ", "))
	f.StringVar(&b.Name, "name", "", "`name` of the client, as in the register of companies")
	f.StringVar(&b.Country, "country", "", "`country` of the client, as in BE (open when left out)")
	f.StringVar(&b.Size, "size", "", "`number` of people who work for the client (open when left out)")
	f.StringSliceVar(&b.Languages, "languages", nil, "`languages` of the documents, the main one first, as in nl,en")
	f.StringSliceVar(&profile, "profile", nil, "`facts` that hold of the client, as in cloud,software=inhouse; see above")
	return c
}

// vacant refuses a folder that holds something.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && len(entries) > 0:
		return fmt.Errorf("%s is not empty: name a new folder", dir)
	}
	return err
}

func copyExample(c *cobra.Command, dir, example string) error {
	from, err := content.Example(example)
	if err != nil {
		return usageError{fmt.Errorf("%w: write --example with one of %s, or --name for a client of your own", err, strings.Join(content.Examples(), ", ")), c}
	}
	if err := vacant(dir); err != nil {
		return err
	}
	if err := os.CopyFS(dir, from); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: a copy of the example %s\nnow edit organisation.yaml and registers/, remove history.yaml (its versions are those of the example),\nthen: ismsgen generate %s\n", dir, example, dir)
	return nil
}

// start makes the folder of a client of one's own.
func start(c *cobra.Command, dir string, b content.Beginning, profile []string) error {
	lib, err := open()
	if err != nil {
		return err
	}
	at := problem.Position{File: "--profile"}
	facts, problems := lib.ParseFacts(profile, at)
	if len(profile) == 0 {
		problems.Errorf(at, "write what holds of the client, as in --profile "+strings.Join(lib.FactWords(), ","), "assets and risks follow from a profile")
	}
	b.Facts = facts
	for i := range b.Languages {
		b.Languages[i] = strings.TrimSpace(b.Languages[i])
	}
	started, faults := lib.Start(b)
	if problems = append(problems, faults...); problems.HasErrors() {
		return problems
	}
	if err := vacant(dir); err != nil {
		return err
	}
	if err := writeNew(dir, started.Files); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d assets and %d risks that fit the profile, and %d files\nwhat only the client can say stands open: ismsgen check %s\n", dir, started.Assets, started.Risks, len(started.Files), dir)
	return nil
}

// writeNew writes files into a folder without any. When one cannot be written it takes the others away again.
func writeNew(dir string, files []content.StartFile) (err error) {
	var made []string
	defer func() {
		for i := len(made) - 1; err != nil && i >= 0; i-- {
			os.Remove(made[i])
		}
	}()
	for _, folder := range []string{dir, filepath.Join(dir, "registers")} {
		if _, missing := os.Stat(folder); missing == nil {
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		made = append(made, folder)
	}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		made = append(made, name)
		if err := os.WriteFile(name, []byte(f.Text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
