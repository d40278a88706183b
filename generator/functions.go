package generator

import (
	"slices"
	"text/template/parse"

	"ismsgen/content/table"
)

// kind is what an argument of a template function names; the checker knows the words of each.
type kind string

const (
	anything   kind = "value"
	aRole      kind = "role"
	aDocument  kind = "document"
	aControl   kind = "control"
	commitment kind = "commitment"
	register   kind = "register"
	aView      kind = "view"
	aRule      kind = "rule"
	labelSet   kind = "label set"
	aUnit      kind = "unit"
	aStage     kind = "stage of a risk"
	aServed    kind = "clause or control"

	// kinds of values
	aText   kind = "text"
	aDay    kind = "date"
	aNumber kind = "whole number"
	texts   kind = "list of texts"
	aList   kind = "list"
	aRows   kind = "list of rows"
)

// spelled are the kinds that a template writes out as a word: the checker could not follow a value.
var spelled = []kind{commitment, register, aView, labelSet, aUnit, aStage, aServed}

// fits reports whether a value can be an argument of a kind.
func fits(k kind, s shape) bool {
	text := slices.Contains([]table.Type{table.Text, table.Name, table.ID, table.Choice, table.Ref}, s.typ)
	switch {
	case !s.known || k == anything:
		return true
	case k == aDay:
		return !s.list && s.typ == table.Day
	case k == aNumber:
		return !s.list && s.typ == table.Int
	case k == texts:
		return s.list && text
	case k == aList:
		return s.list
	case k == aRows:
		return s.list && s.fields != nil
	}
	return !s.list && text
}

// function is what templates may call: how often, with what, and what comes of it. The Go functions themselves are
// bound per document, see [filling.funcs].
type function struct {
	usage       string
	least, most int // number of arguments; most -1: any number of the last kind
	args        []kind
	result      func(*names, *parse.CommandNode, []shape) shape // nil: text
}

func yields(t table.Type) func(*names, *parse.CommandNode, []shape) shape {
	return func(*names, *parse.CommandNode, []shape) shape { return scalar(t) }
}

func listOf(t table.Type) func(*names, *parse.CommandNode, []shape) shape {
	return func(*names, *parse.CommandNode, []shape) shape { return shape{known: true, list: true, typ: t} }
}

// sameAs yields the list that the i-th argument is.
func sameAs(i int) func(*names, *parse.CommandNode, []shape) shape {
	return func(_ *names, _ *parse.CommandNode, args []shape) shape {
		if !args[i].list {
			return shape{}
		}
		return args[i]
	}
}

// plucked yields what a field of the rows holds.
func plucked(_ *names, cmd *parse.CommandNode, args []shape) shape {
	if name, ok := literal(cmd, 1); ok {
		if f := table.FindPath(args[1].fields, name); f != nil {
			return shape{known: true, list: true, typ: f.Type}
		}
	}
	return shape{}
}

// unknown yields something that only the data can tell.
func unknown(*names, *parse.CommandNode, []shape) shape { return shape{} }

// functions are all words that templates may use besides fields. Text results are escaped when they are printed; the
// functions marked "Markdown" return what is printed as it is.
var functions = map[string]function{
	// roles and people
	"role":      {usage: `role "ciso"`, least: 1, most: 1, args: []kind{aRole}},
	"the":       {usage: `the "ciso"`, least: 1, most: 1, args: []kind{aRole}},
	"The":       {usage: `The "ciso"`, least: 1, most: 1, args: []kind{aRole}},
	"holder":    {usage: `holder "ciso"`, least: 1, most: 1, args: []kind{aRole}},
	"deputy":    {usage: `deputy "ciso"`, least: 1, most: 1, args: []kind{aRole}},
	"held":      {usage: `held "ciso"`, least: 1, most: 1, args: []kind{aRole}, result: yields(table.Bool)},
	"person":    {usage: `person .auditor`, least: 1, most: 1, args: []kind{aText}},
	"rolenames": {usage: `rolenames .members`, least: 1, most: 1, args: []kind{texts}, result: listOf(table.Name)},

	// documents, rules, controls
	"has":        {usage: `has "secure-development"`, least: 1, most: 1, args: []kind{aDocument}, result: yields(table.Bool)},
	"ref":        {usage: `ref "access-control"`, least: 1, most: 1, args: []kind{aDocument}},                  // Markdown
	"ruleref":    {usage: `ruleref "access-control" "mfa"`, least: 2, most: 2, args: []kind{aDocument, aRule}}, // Markdown
	"rule":       {usage: `rule "mfa" "5.17" "8.5"`, least: 1, most: -1, args: []kind{aText, aControl}},        // Markdown
	"control":    {usage: `control "5.18"`, least: 1, most: 1, args: []kind{aControl}},
	"applies":    {usage: `applies "5.18"`, least: 1, most: 1, args: []kind{aControl}, result: yields(table.Bool)},
	"status":     {usage: `status "5.18"`, least: 1, most: 1, args: []kind{aControl}, result: yields(table.Choice)},
	"soa":        {usage: `soa "5.18"`, least: 1, most: 1, args: []kind{aControl}, result: rowOf("controls")},
	"gaps":       {usage: `gaps, or gaps "5.18" "8.2"`, least: 0, most: -1, args: []kind{aControl}}, // Markdown
	"references": {usage: `references`, least: 0, most: 0},                                          // Markdown

	// sections and bundles
	"serves": {usage: `## Title {{serves "9.3.2" "A.7.7"}}`, least: 1, most: -1, args: []kind{aServed}}, // Markdown
	"alone":  {usage: `if alone`, least: 0, most: 0, result: yields(table.Bool)},
	"parts":  {usage: `parts`, least: 0, most: 0}, // Markdown

	// numbers and dates
	"date":      {usage: `date .on`, least: 1, most: 1, args: []kind{aDay}},
	"shortdate": {usage: `shortdate .on`, least: 1, most: 1, args: []kind{aDay}},
	"month":     {usage: `month .on`, least: 1, most: 1, args: []kind{aDay}},
	"amount":    {usage: `amount "patch_critical_days"`, least: 1, most: 1, args: []kind{commitment}},
	"every":     {usage: `every "access_review_months"`, least: 1, most: 1, args: []kind{commitment}},
	"count":     {usage: `count 3 "month"`, least: 2, most: 2, args: []kind{aNumber, aUnit}},
	"rhythm":    {usage: `rhythm .every_months`, least: 1, most: 1, args: []kind{aNumber}},

	// words
	"label":   {usage: `label "risks.treatment" .treatment`, least: 2, most: 2, args: []kind{labelSet, aText}},
	"level":   {usage: `level .confidentiality`, least: 1, most: 1, args: []kind{aText}},
	"capital": {usage: `capital (role "ciso")`, least: 1, most: 1, args: []kind{aText}},
	"lower":   {usage: `lower (label "risks.treatment" .treatment)`, least: 1, most: 1, args: []kind{aText}},

	// lists
	"join":     {usage: `join LIST`, least: 1, most: 1, args: []kind{texts}},
	"pluck":    {usage: `pluck "name" ROWS`, least: 2, most: 2, args: []kind{aText, aRows}, result: plucked},
	"where":    {usage: `where ROWS "field" VALUE`, least: 3, most: 3, args: []kind{aRows, aText, anything}, result: sameAs(0)},
	"since":    {usage: `since ROWS "on" .facts.review.from`, least: 3, most: 3, args: []kind{aRows, aText, aDay}, result: sameAs(0)},
	"over":     {usage: `over ROWS "residual.level" 9`, least: 3, most: 3, args: []kind{aRows, aText, aNumber}, result: sameAs(0)},
	"sort":     {usage: `sort ROWS "field" or "-field"`, least: 2, most: 2, args: []kind{aRows, aText}, result: sameAs(0)},
	"contains": {usage: `contains LIST VALUE`, least: 2, most: 2, args: []kind{aList, anything}, result: yields(table.Bool)},

	// blocks: Markdown
	"register":           {usage: `register "risks" "summary"`, least: 2, most: 3, args: []kind{register, aView, aRows}},
	"heatmap":            {usage: `heatmap "current"`, least: 1, most: 1, args: []kind{aStage}},
	"soachart":           {usage: `soachart`, least: 0, most: 0},
	"gapchart":           {usage: `gapchart`, least: 0, most: 0},
	"certificationchart": {usage: `certificationchart`, least: 0, most: 0},
	"yearchart":          {usage: `yearchart`, least: 0, most: 0},
	"organigram":         {usage: `organigram`, least: 0, most: 0},
	"processmap":         {usage: `processmap`, least: 0, most: 0},
	"signatures":         {usage: `signatures "ciso" "top_management"`, least: 1, most: -1, args: []kind{aRole}},
	"ownerSignatures":    {usage: `ownerSignatures`, least: 0, most: 0},

	// Go's own
	"and": {usage: "and A B", least: 1, most: -1, result: unknown}, "or": {usage: "or A B", least: 1, most: -1, result: unknown},
	"not": {usage: "not A", least: 1, most: 1, result: yields(table.Bool)}, "len": {usage: "len LIST", least: 1, most: 1, result: yields(table.Int)},
	"eq": {usage: "eq A B", least: 2, most: -1, result: yields(table.Bool)}, "ne": {usage: "ne A B", least: 2, most: 2, result: yields(table.Bool)},
	"lt": {usage: "lt A B", least: 2, most: 2, result: yields(table.Bool)}, "le": {usage: "le A B", least: 2, most: 2, result: yields(table.Bool)},
	"gt": {usage: "gt A B", least: 2, most: 2, result: yields(table.Bool)}, "ge": {usage: "ge A B", least: 2, most: 2, result: yields(table.Bool)},
	"print": {usage: "print A B", least: 1, most: -1},
}

// rowOf yields a row of a register, with its derived fields.
func rowOf(id string) func(*names, *parse.CommandNode, []shape) shape {
	return func(n *names, _ *parse.CommandNode, _ []shape) shape {
		return shape{known: true, fields: n.registers[id]}
	}
}
