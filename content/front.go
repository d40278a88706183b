package content

import (
	"slices"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
)

// Front decodes the front matter of a template or document: a mapping from the known keys to texts. front is what stands
// between the lines of dashes, so that its first line is line 2 of the file.
func Front(file string, front []byte, known []string) (map[string]string, problem.List) {
	var problems problem.List
	values := map[string]string{}
	top, ok := parseYAML(file, front, 1, &problems)
	switch {
	case !ok || top == nil:
		return values, problems
	case top.Kind != yaml.MappingNode:
		problems.Errorf(position(file, top, 1), "write it as key: text", "front matter must be a mapping, not %s", kind(top))
		return values, problems
	}
	r := reader{file: file, problems: &problems}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		key.Line, value.Line = key.Line+1, value.Line+1
		_, twice := values[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(known, key.Value):
			problems.Errorf(r.at(key), problem.DidYouMean(key.Value, known), "unknown key %q", shorten(key.Value))
		case twice:
			problems.Errorf(r.at(key), "", "%s is written twice", key.Value)
		case value.Kind != yaml.ScalarNode:
			problems.Errorf(r.at(value), "", "%s must be a text, not %s", key.Value, kind(value))
		default:
			values[key.Value] = ""
			if s, ok := r.text(value, key.Value); ok {
				values[key.Value] = s
			}
		}
	}
	return values, problems
}
