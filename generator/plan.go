package generator

import (
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// job is one document of the pack in one language.
type job struct {
	doc            *content.Document
	number         string
	title, summary string
}

// file is the name of the document in its format's folder; links between documents use it.
func (j *job) file(extension string) string { return j.number + "-" + j.doc.ID + extension }

// plan decides which documents the organisation gets: those whose facts hold, whose roles have holders.
func plan(lib *content.Library, org *content.Organisation, problems *problem.List) []*content.Document {
	var docs []*content.Document
	missing := map[string][]string{}
	for i := range lib.Documents {
		d := &lib.Documents[i]
		if !holds(org.Row, d.When) {
			continue
		}
		docs = append(docs, d)
		for _, role := range append([]string{d.Owner, d.Approver}, d.Needs...) {
			if !slices.ContainsFunc(org.Row.Rows("roles"), func(r table.Row) bool { return r.String("id") == role }) {
				missing[role] = append(missing[role], d.ID)
			}
		}
	}
	for _, role := range keys(missing) {
		problems.Errorf(org.Row.At("roles"), "write "+role+": {people: [ID]} with the id of a person under people",
			"no holder for the role %s, which %s needs", role, strings.Join(missing[role], ", "))
	}
	return docs
}

// holds reports whether facts of the profile, the status under NIS2 or the goal of certification have one of the wanted
// values.
func holds(org table.Row, when map[string][]string) bool {
	for key, wanted := range when {
		var has []string
		switch v := org.Group("profile")[key].(type) {
		case bool:
			has = []string{map[bool]string{true: "yes", false: "no"}[v]}
		case []any:
			has = org.Group("profile").Strings(key)
		default:
			has = []string{org.Group("nis2").String("status"), org.Group("certification").String("goal")}
		}
		if !slices.ContainsFunc(has, func(h string) bool { return slices.Contains(wanted, h) }) {
			return false
		}
	}
	return true
}

// served is what a document answers to.
type served struct{ clauses, controls []string }

// serves follows the topics of a document through the framework, to clauses and to the controls that apply.
func serves(f *content.Framework, d *content.Document, applies func(control string) bool) served {
	var s served
	for _, t := range d.Topics {
		topic := f.Topic(t)
		if topic == nil {
			continue
		}
		s.clauses = append(s.clauses, topic.Clauses...)
		for _, c := range topic.Controls {
			if applies(c) {
				s.controls = append(s.controls, c)
			}
		}
	}
	slices.SortFunc(s.clauses, compareIDs)
	slices.SortFunc(s.controls, compareIDs)
	s.clauses, s.controls = slices.Compact(s.clauses), slices.Compact(s.controls)
	return s
}

func (p *pack) serves(d *content.Document) served { return serves(p.framework, d, p.applies) }
