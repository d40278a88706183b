package generator

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// earlier moves an example to the edition before: its own decisions, with every reference to a control or clause under
// the number it had.
func earlier(t *testing.T, r Request) Request {
	t.Helper()
	now, problems := r.Library.Current()
	before, faults := r.Library.Framework(now.Replaces)
	if problems = append(problems, faults...); len(problems) > 0 {
		t.Fatal(problems)
	}
	files := map[string]string{}
	numbers := func(list string, was func(string) []string, fallback string) string {
		var all []string
		for _, n := range regexp.MustCompile(`"([0-9.]+)"`).FindAllStringSubmatch(list, -1) {
			for _, w := range was(n[1]) {
				if q := `"` + w + `"`; !slices.Contains(all, q) {
					all = append(all, q)
				}
			}
		}
		if all == nil {
			all = []string{fallback}
		}
		return strings.Join(all, ", ")
	}
	lists := regexp.MustCompile(`((?:controls|clauses): \[)([^\]]*)\]`)
	names, _ := fs.Glob(r.Client, "registers/*.yaml")
	for _, name := range append(names, "organisation.yaml") {
		data, err := fs.ReadFile(r.Client, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = lists.ReplaceAllStringFunc(string(data), func(s string) string {
			m := lists.FindStringSubmatch(s)
			was, fallback := func(n string) []string {
				if c := now.Control(n); c != nil {
					return c.Was
				}
				return nil
			}, `"5.1.1"`
			if strings.HasPrefix(s, "clauses") {
				was, fallback = func(n string) []string { return now.Clause(n).Was }, `"4.1"`
			}
			return m[1] + numbers(m[2], was, fallback) + "]"
		})
	}
	files["organisation.yaml"] = strings.Replace(files["organisation.yaml"], "iso27001-2022", before.ID, 1)
	files["organisation.yaml"] = strings.Replace(files["organisation.yaml"], "goal: certificate", "goal: alignment", 1)
	var controls, baseline strings.Builder
	for _, c := range before.Controls {
		fmt.Fprintf(&controls, "- {control: %q, applies: yes, reasons: [practice], why: {nl: reden, en: reason}, status: implemented, since: 2025-06-01, how: {nl: zo, en: so}, owner: ciso}\n", c.Number)
	}
	for _, n := range before.Leaves() {
		fmt.Fprintf(&baseline, "- {clause: %q, measured: 2025-05-13, status: open, finding: {nl: niets, en: nothing}, now: fulfilled}\n", n)
	}
	files["registers/controls.yaml"], files["registers/baseline.yaml"] = controls.String(), baseline.String()
	return with(t, r, files)
}

// TestTheEditionBefore holds that an archive of the withdrawn edition can be made: documents cite the numbers of that
// edition, and the table of transition leads to those in force.
func TestTheEditionBefore(t *testing.T) {
	r := earlier(t, request(t, "accountancy"))
	r.Formats, r.Languages = []string{"md"}, []string{"en"}
	files, _, _ := collect(t, r)
	var all strings.Builder
	for _, name := range keys(files) {
		all.Write(files[name])
	}
	text := all.String()
	if !strings.Contains(text, "A.9.2.5") || !strings.Contains(text, "ISO/IEC 27001:2013") {
		t.Error("the numbers of 2013 are missing")
	}
	if m := regexp.MustCompile(`\*\*R\d*\*\* <sub>(A\.\d\.\d+)(?: ·|<)`).FindString(text); m != "" {
		t.Errorf("a rule cites a number of 2022: %s", m)
	}
	if !strings.Contains(text, "| A.9.2.5 | ") || !strings.Contains(text, "A.5.18") {
		t.Error("the transition of A.9.2.5 to A.5.18 is missing")
	}
}
