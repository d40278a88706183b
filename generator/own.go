package generator

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// ownControls are the organisation's own controls that apply, by the document that their row names. Each is a section of
// that document with one rule, as the row words it, and how far it is in place.
func (p *pack) ownControls() map[string][]table.Row {
	own := map[string][]table.Row{}
	for _, row := range p.view.Registers["controls"] {
		if p.isOwn(row.String("control")) && row.Bool("applies") {
			own[row.String("document")] = append(own[row.String("document")], row)
		}
	}
	for _, rows := range own {
		slices.SortStableFunc(rows, func(a, b table.Row) int { return compareIDs(a.String("control"), b.String("control")) })
	}
	return own
}

func (p *pack) isOwn(control string) bool { return p.framework.Control(control) == nil }

// controlLabel is how documents write a control that the organisation decided on; own controls keep their id.
func (p *pack) controlLabel(control string) string {
	if p.isOwn(control) {
		return control
	}
	return "A." + control
}

// ownKey is the key of the rule for an own control: own-01 for OWN-01, own-s-7 for S.7.
func ownKey(control string) string {
	key := strings.ToLower(strings.NewReplacer("_", "-", ".", "-").Replace(control))
	if strings.HasPrefix(key, "own-") {
		return key
	}
	return "own-" + key
}

// checkOwn wants the document of each own control in the pack, with rules that the control's can follow.
func checkOwn(org *content.Organisation, docs []planned, n *names, problems *problem.List) {
	parts := map[string][]*content.Document{}
	var hold []string
	for _, d := range docs {
		parts[d.doc.ID] = d.all()
		for _, part := range d.all() {
			parts[part.ID] = append(parts[part.ID], part)
			if len(n.rules[part.ID]) > len(n.own[part.ID]) && takesOwn(part) {
				hold = append(hold, part.ID)
			}
		}
	}
	slices.Sort(hold)
	for _, row := range org.Registers["controls"].Rows {
		id, control := row.String("document"), row.String("control")
		if org.Framework.Control(control) != nil || !row.Bool("applies") {
			continue
		}
		if slices.Contains(hold, id) {
			if key := ownKey(control); slices.Contains(slices.Delete(slices.Clone(n.rules[id]), slices.Index(n.rules[id], key), slices.Index(n.rules[id], key)+1), key) {
				problems.Errorf(row.At("control"), "give it another id", "%s has a rule %q already", id, key)
			}
			continue
		}
		among := slices.DeleteFunc(slices.Clone(hold), func(h string) bool {
			return !slices.ContainsFunc(parts[id], func(d *content.Document) bool { return d.ID == h })
		})
		why := "holds no rules"
		if len(among) == 0 {
			among = hold
		} else {
			why = "is a bundle of documents"
		}
		if parts[id] == nil {
			why = "is not in the pack of this organisation"
		}
		problems.Errorf(row.At("document"), "write one of: "+strings.Join(among, ", "), "%s, which is to treat %s, %s", id, control, why)
	}
}

// takesOwn reports whether a document lays down how people work: the rule of an own control can stand there.
func takesOwn(d *content.Document) bool {
	return d.Controlled && slices.Contains([]string{"policy", "procedure", "plan"}, d.Kind)
}

// endOfRules stands before what a document says of itself after its rules, until the own controls have been put in.
const endOfRules = "\x01"

// withOwn puts the sections of the document's own controls behind the section of its last rule.
func (f *filling) withOwn(body []byte) ([]byte, error) {
	rows := f.own[f.doc.ID]
	if len(rows) == 0 {
		return body, nil
	}
	var own bytes.Buffer
	for _, row := range rows {
		control := row.String("control")
		f.cited, f.headed = append(f.cited, control), append(f.headed, control)
		rule, state := f.practised(row), Markdown("")
		if text := row.String("rule"); text != "" {
			if rule, state = Markdown(document.Escape(text)), rule+"\n\n"; row.String("status") == "implemented" {
				state = "" // the Statement of Applicability says how
			}
		}
		fmt.Fprintf(&own, "\n## %s <sub>%s</sub>\n\n- %s %s\n\n%s", document.Escape(row.String("title")), document.Escape(control), f.ruleHead(ownKey(control), control), rule, state)
	}
	at, rules := len(body), false
	offset := 0
	for line := range bytes.Lines(body) {
		switch {
		case bytes.HasPrefix(line, []byte("- <a id=")) && bytes.Contains(line, []byte("</a>**R")):
			at, rules = len(body), true
		case rules && at == len(body) && (bytes.HasPrefix(line, []byte("## ")) || bytes.Contains(line, []byte(endOfRules))):
			at = offset
		}
		offset += len(line)
	}
	if !rules {
		return nil, fmt.Errorf("none of the rules of this document holds for the organisation: %s cannot follow them; name another document in registers/controls.yaml", rows[0].String("control"))
	}
	return bytes.ReplaceAll(slices.Concat(body[:at], own.Bytes(), body[at:]), []byte(endOfRules), nil), nil
}

// practised says how an own control is done and, while it is not fully in place, who completes it by when.
func (f *filling) practised(row table.Row) Markdown {
	text := document.Escape(row.String("how"))
	if status := row.String("status"); status != "implemented" {
		text = "**" + document.Escape(f.locale.label("controls.status", status)) + ".** " + text + " " + document.Escape(f.locale.completes(f.the(row.String("owner")), row.Date("due")))
	}
	return Markdown(text)
}
