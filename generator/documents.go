package generator

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output/document"
)

// audiences says whose documents a pack for somebody holds; "" is the whole pack. What is made for customers is in no
// other.
var audiences = map[string][]string{
	"":         {"internal", "auditor", "staff", "public"},
	"auditor":  {"auditor", "staff", "public"},
	"staff":    {"staff", "public"},
	"public":   {"public"},
	"customer": {"customer", "public"},
}

// Audiences are the words of Request.For, in the order in which people list them.
func Audiences() []string { return []string{"auditor", "staff", "public", "customer"} }

// shown reports whether the document of a job is in the pack that is made; links do not lead to others.
func (p *pack) shown(j *job) bool { return slices.Contains(audiences[p.audience], j.doc.Audience) }

// to is a link to a place of a document, or its text alone when the pack that is made does not hold the document.
func (p *pack) to(j *job, text, target string) Markdown {
	if !p.shown(j) {
		return Markdown(document.Escape(text))
	}
	return link(text, target)
}

// deriveDocuments makes the register of the documents with their state.
func (p *pack) deriveDocuments() {
	var rows []table.Row
	for _, j := range p.jobs {
		if j.doc.Audience == "customer" { // an edition of another document
			continue
		}
		m := p.meta(j)
		row := table.Row{"id": j.doc.ID, "title": j.title, "kind": m.Kind, "version": m.Version, "state": content.Capital(m.Date), "owner": j.doc.Owner,
			"approver": nil, "review": nil, "classification": m.Classification, "audience": p.locale.Documents.Audiences[j.doc.Audience]}
		if j.doc.Controlled {
			row["approver"] = j.doc.Approver
			if issued := p.issued(j.doc.ID); len(issued) > 0 {
				row["approver"], row["review"] = issued[0].String("approver"), p.review(j)
			}
		}
		rows = append(rows, row)
	}
	p.addDerived("documents", rows)
}

// derivePoints makes the register of open points: what the checks find on the day of the pack, one row per check.
func (p *pack) derivePoints(org *content.Organisation) {
	var rows []table.Row
	for _, c := range checks {
		var lines []string
		file, count := "", 0
		c.ask(p, org, p.now, func(row table.Row, field, _, _ string) {
			count++
			if lacks := row.String(unrecorded); lacks != "" {
				lines, file = append(lines, lacks), ""
			} else if at := row.At(field); at.Line > 0 {
				if at.File != file {
					file = at.File
					lines = append(lines, path.Base(file)+": "+strconv.Itoa(at.Line))
				} else if line := strconv.Itoa(at.Line); !strings.HasSuffix(lines[len(lines)-1], " "+line) {
					lines[len(lines)-1] += ", " + line
				}
			}
		})
		if count == 0 {
			continue
		}
		severity := "warning"
		if c.severity == problem.Error {
			severity = "error"
		}
		rows = append(rows, table.Row{"id": fmt.Sprintf("P-%02d", len(rows)+1), "severity": severity, "clause": c.clause,
			"check": p.locale.term("check-" + c.id), "where": strings.Join(lines, "; "), "count": count})
	}
	p.addDerived("points", rows)
}
