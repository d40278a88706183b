package generator

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// gathered are the rhythms at which one role reports what others deliver: those name themselves in their own documents.
var gathered = map[string]bool{"risk_report_months": true, "measurement_report_months": true}

// doers are the roles that a template names as doing something at a rhythm: what stands before "must" in a sentence.
type doers struct {
	rhythm   string
	roles    []string // ids
	controls []string // whose owner does it
}

var (
	mustWord    = regexp.MustCompile(`(?:^|[^\pL])(?:must|moet|moeten)(?:$|[^\pL])`)
	sentenceEnd = regexp.MustCompile(`[.;:?]\s|\n|\|`)
)

// readDoers follows the text of a template and says of each rhythm in a sentence with "must" who must.
func readDoers(tree *parse.Tree) []doers {
	var list []doers
	var sentence doers
	must := false
	variables := map[string]doers{} // $keeper: its role by default, and the control whose owner it is otherwise
	walk(tree.Root, func(n parse.Node) {
		switch n := n.(type) {
		case *parse.TextNode:
			text := string(n.Text)
			if ends := sentenceEnd.FindAllStringIndex(text, -1); ends != nil {
				sentence, must = doers{}, false
				text = text[ends[len(ends)-1][1]:]
			}
			must = must || mustWord.MatchString(text)
		case *parse.PipeNode:
			if len(n.Decl) != 1 || len(n.Cmds) != 1 {
				return
			}
			v := variables[n.Decl[0].Ident[0]]
			if s, ok := n.Cmds[0].Args[0].(*parse.StringNode); ok {
				v.roles = append(v.roles, s.Text)
			} else if control := ownerOf(n.Cmds[0].Args[0]); control != "" {
				v.controls = append(v.controls, control)
			}
			variables[n.Decl[0].Ident[0]] = v
		case *parse.CommandNode:
			switch name := call(n); {
			case name == "every":
				if id, ok := literal(n, 1); ok && must {
					list = append(list, doers{rhythm: id, roles: slices.Clone(sentence.roles), controls: slices.Clone(sentence.controls)})
				}
			case name == "rule":
				sentence, must = doers{}, false
			case must || name != "The" && name != "the" || len(n.Args) != 2:
			default:
				if id, ok := literal(n, 1); ok {
					sentence.roles = append(sentence.roles, id)
				} else if v, ok := n.Args[1].(*parse.VariableNode); ok {
					sentence.roles = append(sentence.roles, variables[v.Ident[0]].roles...)
					sentence.controls = append(sentence.controls, variables[v.Ident[0]].controls...)
				} else if control := ownerOf(n.Args[1]); control != "" {
					sentence.controls = append(sentence.controls, control)
				}
			}
		}
	})
	return list
}

// ownerOf returns the control of (soa "5.9").owner, or "".
func ownerOf(n parse.Node) string {
	chain, ok := n.(*parse.ChainNode)
	if !ok || !slices.Equal(chain.Field, []string{"owner"}) {
		return ""
	}
	pipe, ok := chain.Node.(*parse.PipeNode)
	if !ok || len(pipe.Cmds) != 1 || call(pipe.Cmds[0]) != "soa" {
		return ""
	}
	control, _ := literal(pipe.Cmds[0], 1)
	return control
}

// eachTemplate hands over every built-in template of a language: its file, the text below its header, and the tree of that.
func eachTemplate(t *testing.T, lang string, f func(name, text string, tree *parse.Tree)) {
	t.Helper()
	err := fs.WalkDir(templates.Files, lang, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.Files, name)
		if err != nil {
			return err
		}
		_, rest, line := document.Split(data)
		text := strings.Repeat("\n", max(line-1, 0)) + string(rest)
		var problems problem.List
		if tree := parseTemplate("templates/"+name, text, &problems); tree != nil {
			f(name, text, tree)
		}
		for _, p := range problems {
			t.Error(p)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestRhythmsAreCommitments holds that what a template prints as a rhythm stands in the calendar and the operations log, that
// no rhythm is asked which no document states, and that each is seen to by somebody who exists.
func TestRhythmsAreCommitments(t *testing.T) {
	lib := library(t)
	for _, lang := range lib.Languages {
		stated := map[string]bool{}
		eachTemplate(t, lang, func(name, _ string, tree *parse.Tree) {
			walk(tree.Root, func(n parse.Node) {
				c, ok := n.(*parse.CommandNode)
				if !ok || call(c) != "every" {
					return
				}
				id, _ := literal(c, 1)
				stated[id] = true
				if k := lib.Commitment(id); k != nil && !k.Every {
					t.Errorf("%s prints %s as a rhythm: write every: true and an owner in commitments.yaml", name, id)
				}
			})
		})
		for _, k := range lib.Commitments {
			if k.Every && !stated[k.ID] {
				t.Errorf("%s: the rhythm %s stands in no document", lang, k.ID)
			}
		}
	}
	for _, k := range lib.Commitments {
		if k.Every != slices.Contains(lib.Roles, k.Owner) {
			t.Errorf("%s: the owner of a rhythm is a role, not %q; other commitments have none", k.ID, k.Owner)
		}
		f, _ := lib.Framework("iso27001-2022")
		if k.Control != "" && f.Control(k.Control) == nil {
			t.Errorf("%s: no control %s", k.ID, k.Control)
		}
	}
}

// TestRhythmsBelongToWhoMust holds that the role which a rule names is the one that sees to its rhythm.
func TestRhythmsBelongToWhoMust(t *testing.T) {
	lib := library(t)
	for _, lang := range lib.Languages {
		read := map[string]bool{}
		eachTemplate(t, lang, func(name, _ string, tree *parse.Tree) {
			for _, d := range readDoers(tree) {
				k := lib.Commitment(d.rhythm)
				if k == nil || gathered[k.ID] || len(d.roles)+len(d.controls) == 0 {
					continue
				}
				read[k.ID] = true
				if !seenTo(k, d) {
					t.Errorf("%s: %s must at the rhythm %s, which belongs to %s (control %q)", name, strings.Join(append(d.roles, d.controls...), ", "), k.ID, k.Owner, k.Control)
				}
			}
		})
		if len(read) < 30 {
			t.Errorf("%s: who must can be read of %d rhythms only", lang, len(read))
		}
	}
}

// seenTo reports whether those who must are those who see to the rhythm. Where the owner of a control does it, the
// document must say so, and where the commitment names a control, too.
func seenTo(k *content.Commitment, d doers) bool {
	if k.Control != "" || len(d.controls) > 0 && !slices.Contains(d.roles, k.Owner) {
		return slices.Contains(d.controls, k.Control) && (len(d.roles) == 0 || slices.Contains(d.roles, k.Owner))
	}
	return slices.Contains(d.roles, k.Owner)
}

func TestDoersAreRead(t *testing.T) {
	for text, want := range map[string]string{
		`- {{rule "a"}} {{The "it"}} must do it {{every "x"}}.`:                                                              "x it ",
		`- {{rule "a"}} {{The "it"}} must do it. {{The "ciso"}} must do it {{every "x"}} with {{the "hr"}}.`:                 "x ciso ",
		`{{$k := "ciso"}}{{if applies "5.9"}}{{$k = (soa "5.9").owner}}{{end}}- {{rule "a"}} {{The $k}} must {{every "x"}}.`: "x ciso 5.9",
		`- {{rule "a"}} {{if eq 1 2}}{{The "it"}}{{else}}{{The "hr"}}{{end}} moet {{every "x"}}.`:                            "x it hr ",
		`- {{rule "a"}} {{The (soa "8.21").owner}} must {{every "x"}}.`:                                                      "x 8.21",
		`{{The "it"}} reports {{every "x"}}.`:                                                                                "",
		`- {{rule "a"}} The owner must do it {{every "x"}}; the list goes to {{the "ciso"}}.`:                                "x ",
	} {
		var problems problem.List
		got := ""
		for _, d := range readDoers(parseTemplate("x", text, &problems)) {
			got += d.rhythm + " " + strings.Join(append(append([]string{}, d.roles...), ""), " ") + strings.Join(d.controls, " ")
		}
		if got != want || len(problems) > 0 {
			t.Errorf("%s: %q %v", text, got, problems)
		}
	}
}
