package generator

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"runtime"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/output/document"
	"ismsgen/output/pdf"
	"ismsgen/output/pdf/layout"
)

// Source is a Markdown file to print.
type Source struct {
	Folder fs.FS
	Name   string // in the folder
}

// Printed is what came of a source. Without data it has errors.
type Printed struct {
	Data     []byte
	Problems problem.List
}

// PrintAll is [Print] for several files, side by side. They are handed out in order; an error of emit stops the rest.
func PrintAll(ctx context.Context, sources []Source, lib *content.Library, emit func(i int, p Printed) error) error {
	next := 0
	return ordered(ctx, len(sources), runtime.GOMAXPROCS(0), func(i int) (p Printed) {
		p.Data, p.Problems = Print(sources[i].Folder, sources[i].Name, lib)
		return p
	}, func(p Printed) error {
		next++
		return emit(next-1, p)
	})
}

// Print prints any Markdown file as PDF, with the layout of a pack. A file of ours gets its cover and versions from its
// front matter; any other is printed without them. Of lib only the languages are used. Images are read from the folder of the file and below.
func Print(folder fs.FS, name string, lib *content.Library) ([]byte, problem.List) {
	var problems problem.List
	src, err := content.ReadFile(folder, name, maxMarkdown)
	if err != nil {
		problems.Errorf(problem.Position{File: name}, "", "%s", content.ReadFault(err))
		return nil, problems
	}
	head, body, line := document.Split(src)
	meta, ours := readFront(name, head)
	if !ours {
		body, line = src, 1
		meta = document.Meta{ID: name, Language: "en", Created: "2000-01-01"}
		if head != nil {
			problems.Warnf(problem.Position{File: name, Line: 1}, "", "the front matter is not of a pack: it is printed as text")
		}
	}
	labels, faults := lib.Words(meta.Language)
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, problems
	}
	meta.Words = words(labels)
	opt := document.Options{Meta: meta, FirstLine: line, Lenient: !ours, Load: images(folder)}
	doc, faults := document.Parse(name, body, opt)
	if faults.HasErrors() && ours { // edited beyond the dialect of a pack: printed as any other file
		opt.Lenient = true
		doc, faults = document.Parse(name, body, opt)
	}
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, problems
	}
	if doc.Meta.Title == "" {
		doc.Meta.Title = strings.TrimSuffix(path.Base(name), path.Ext(name))
	}
	style := layout.Style{Print: !ours}
	if patterns := lib.Patterns(meta.Language); patterns != nil {
		style.Hyphens = patterns.Breaks
	}
	data, _, _, faults := pdf.Render(doc, style)
	return data, append(problems, faults...)
}

// images loads pictures from the folder of a file and below, each once; what lies elsewhere is not read.
func images(folder fs.FS) func(target string) ([]byte, error) {
	type loaded struct {
		data []byte
		err  error
	}
	known := map[string]loaded{}
	return func(target string) ([]byte, error) {
		name, _, _ := strings.Cut(target, "#")
		name, _, _ = strings.Cut(name, "?")
		name, err := url.PathUnescape(name)
		if name = path.Clean(name); err != nil || strings.Contains(target, ":") || !fs.ValidPath(name) || name == "." {
			return nil, errors.New("only pictures in the folder of the file are printed")
		}
		p, ok := known[name]
		if !ok {
			if p.data, p.err = readImage(folder, name); p.err != nil {
				p.data = nil
			}
			known[name] = p
		}
		return p.data, p.err
	}
}

func readImage(folder fs.FS, name string) ([]byte, error) {
	data, err := content.ReadFile(folder, name, maxImage)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file")
	case err != nil:
		return nil, err
	}
	return pdf.Flatten(data)
}

const maxImage = 20 << 20 // bytes

// readFront reads the front matter that [front] wrote; any other is not ours.
func readFront(name string, head []byte) (document.Meta, bool) {
	var m document.Meta
	fields := frontFields(&m)
	known := []string{"draft", "form", "compact", "cover"}
	for _, f := range fields {
		known = append(known, f.key)
	}
	const most = 100
	for i := range most {
		known = append(known, "version_"+strconv.Itoa(i+1))
	}
	values, problems := content.Front(name, head, known)
	if head == nil || len(problems) > 0 || values["number"] == "" || values["language"] == "" {
		return m, false
	}
	for _, f := range fields {
		*f.value = values[f.key]
	}
	m.Draft, m.Form, m.Compact, m.Cover = values["draft"] != "", values["form"] != "", values["compact"] != "", values["cover"] != ""
	for i := range most {
		if v := strings.SplitN(values["version_"+strconv.Itoa(i+1)], " | ", 4); len(v) == 4 {
			m.Versions = append(m.Versions, document.Version{Version: unbars.Replace(v[0]), Date: v[1], Approver: unbars.Replace(v[2]), Change: unbars.Replace(v[3])})
		}
	}
	return m, true
}
