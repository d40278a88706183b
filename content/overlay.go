package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
)

// overlay is a list of file systems; the last that has a file gives it.
type overlay []fs.FS

func (o overlay) read(name string) ([]byte, error) {
	for _, f := range slices.Backward(o) {
		data, err := fs.ReadFile(f, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, fs.ErrNotExist
}

// list names what stands in a folder of any of the file systems, sorted.
func (o overlay) list(dir string) []string {
	var names []string
	for _, f := range o {
		entries, _ := fs.ReadDir(f, dir)
		for _, e := range entries {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var lineOf = regexp.MustCompile(`line (\d+): `)

// target is a file and the struct that it is read into.
type target struct {
	name string
	into any
}

// decode reads files side by side; their problems come in the order of the files.
func (o overlay) decode(problems *problem.List, targets ...target) {
	faults := make([]problem.List, len(targets))
	var all sync.WaitGroup
	for i, t := range targets {
		all.Go(func() { o.decodeFile(t.name, t.into, &faults[i]) })
	}
	all.Wait()
	*problems = append(*problems, slices.Concat(faults...)...)
}

// decodeFile reads a file strictly: unknown and duplicate keys, wrong types and second documents are problems.
func (o overlay) decodeFile(name string, into any, problems *problem.List) {
	at := problem.Position{File: name}
	data, err := o.read(name)
	if err != nil {
		problems.Errorf(at, "", "%s", ReadFault(err))
		return
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	err = d.Decode(into)
	var faults *yaml.TypeError
	switch {
	case err == nil:
		if d.Decode(new(yaml.Node)) != io.EOF {
			problems.Errorf(at, "", "a second YAML document")
		}
	case errors.As(err, &faults):
		for _, text := range faults.Errors {
			yamlFault(at, text, problems)
		}
	case err == io.EOF:
		problems.Errorf(at, "", "the file is empty")
	default:
		yamlFault(at, err.Error(), problems)
	}
}

// yamlFault moves the line that a message of the YAML library names into the position.
func yamlFault(at problem.Position, text string, problems *problem.List) {
	text = strings.TrimPrefix(text, "yaml: ")
	at.Line = 1
	if m := lineOf.FindStringSubmatchIndex(text); m != nil {
		at.Line, _ = strconv.Atoi(text[m[2]:m[3]])
		text = text[:m[0]] + text[m[1]:]
	}
	problems.Errorf(at, yamlHint(text), "%s", text)
}

// yamlHint says in words of this program what a message of the YAML library means.
func yamlHint(text string) string {
	for _, known := range [][2]string{
		{"max depth", "write lists and groups as the examples do, without nesting them deeper"},
		{"mapping values are not allowed", `put a text that holds ": " in double quotes, and look at the indentation`},
		{"unexpected end of stream", "a quote is opened and never closed"},
		{"cannot start any token", "put a text that begins with @, % or ` in double quotes"},
		{"unknown anchor", "put a text that begins with * in double quotes"},
		{"unknown escape", `write \\ for a backslash, or use single quotes`},
		{"',' or '}'", "put a comma between keys, close the { with }, and put a text that holds , { } [ or ] in double quotes"},
		{"',' or ']'", "put a comma between values, close the [ with ], and put a text that holds , { } [ or ] in double quotes"},
		{"node content", "put a value that begins with # in double quotes: a # after a space starts a comment"},
		{"did not find expected", "look at the indentation and the quotes of this row and the one above"},
		{"could not find expected ':'", "write key: value, with a space after the colon"},
	} {
		if strings.Contains(text, known[0]) {
			return known[1]
		}
	}
	return ""
}

// ReadFault says in words of this program why a file of somebody else could not be read.
func ReadFault(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file"
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Sprintf("cannot be read: %v", err)
}
