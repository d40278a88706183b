// Package templates holds the prose of the documents: Go text/template files that print Markdown, one tree per language
// as <lang>/<kind>/<document>.md.tmpl, and <lang>/partials/ for what several documents share. A client's templates/
// folder may replace any of them under the same path. A template starts with a header (title, summary). What it may use is
// listed in package generator: functions in functions.go, data in names.go and facts.go.
package templates

import "embed"

// Files is the tree of built-in templates.
//
//go:embed */*/*.tmpl
var Files embed.FS
