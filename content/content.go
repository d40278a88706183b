// Package content is what is known. Built in are the frameworks, the catalogue of documents, the definitions of the
// registers, the commitments, the duties to notify, the languages and the example organisations: YAML files beside this
// one, embedded. [Open] reads them into a [Library], [Load] reads the folder of a client into an [Organisation], and
// [Organisation.In] gives it in one language. Every fault in a file is a problem with its place; one run finds all.
//
//	frameworks/<id>/   framework.yaml, controls.yaml, clauses.yaml, topics.yaml: numbers and facts, no words
//	languages/<tag>/   labels.yaml, roles.yaml: words under the ids of the other files; <framework>.yaml: titles;
//	                   words.yaml: what printing adds; import.yaml: words in workbooks of others; starter.yaml: the words
//	                   of a new folder; duties.yaml, laws.yaml, glossary.yaml; hyph-<tag>.tex: where words may be divided
//	registers/         the columns of each register; organisation.yaml the keys of a client's facts, views.yaml of its lists
//	starter.yaml       assets and risk scenarios that new clients begin from; [Library.Start] makes their folder
//	duties.yaml        duties to notify, with authorities.yaml and laws.yaml: by country, each with its source
//	catalogue.yaml     documents; workbooks.yaml: workbooks and their sheets; commitments.yaml, roles.yaml
//	examples/          whole client folders, in the order of examples.yaml
package content

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"gopkg.in/yaml.v3"
)

//go:embed *.yaml registers frameworks languages examples*
var builtin embed.FS

// Builtin is the knowledge that comes with the program.
func Builtin() fs.FS { return builtin }

// Examples names the example organisations in the order in which to show them.
func Examples() []string {
	data, err := builtin.ReadFile("examples.yaml")
	if err != nil {
		return nil
	}
	var list struct{ Examples []string }
	if yaml.Unmarshal(data, &list) != nil {
		return nil
	}
	return list.Examples
}

// Example gives the client folder of an example organisation.
func Example(name string) (fs.FS, error) {
	if !slices.Contains(Examples(), name) {
		return nil, fmt.Errorf("no example %q", name)
	}
	return fs.Sub(builtin, "examples/"+name)
}
