// Package generator turns an organisation's folder into its documentation pack. [Generate] is the whole way: load, check,
// plan, fill, parse, print. It reads nothing but its [Request] and hands out files one by one, in the same order with
// the same bytes for the same request.
package generator

import (
	"context"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/document"
)

// Request is everything that decides what a pack contains.
type Request struct {
	Client            fs.FS            // the client's folder
	Library           *content.Library // what is known
	Templates         fs.FS            // built-in templates
	Languages         []string         // of the documents; none: all of the client's
	Formats           []string         // ids of output formats; none: all
	Only              []string         // ids or numbers of documents; none: all
	Date              table.Date       // what drafts and reviews are reckoned from; zero: the client's own
	AllowUntranslated bool             // print missing translations in the main language, as drafts
	For               string           // for whom, see [Audiences]; "": everybody who works with the pack
	Binder            bool             // also all documents of a language in one PDF
	Workers           int              // documents made side by side; 0: one per processor
}

// File is a file of the pack, its path relative to the pack's folder, with forward slashes.
type File struct {
	Path string
	Data []byte
}

// Summary counts what was made.
type Summary struct {
	Organisation string
	Documents    int // in each language
	Languages    []string
	Formats      []FormatCount
	Drafts       int
}

// FormatCount counts the files of a format, and their pages where it has pages.
type FormatCount struct {
	Name         string
	Files, Pages int
}

// Generate makes the pack and hands each file to emit. When the problems have errors, the pack is not whole and what was
// emitted must be thrown away.
func Generate(ctx context.Context, r Request, emit func(File) error) (Summary, problem.List) {
	org, problems := content.Load(r.Client, r.Library)
	if problems.HasErrors() {
		return Summary{}, problems
	}
	docs := plan(r.Library, org, &problems)
	formats := chosenFormats(r, &problems)
	languages := chosenLanguages(r, org, &problems)
	r.Only = chosenDocuments(r, docs, &problems)
	if r.Binder && r.Only != nil {
		problems.Errorf(problem.Position{File: "--binder"}, "leave out --only or --binder", "a binder holds the whole pack")
	}
	some := r.Only != nil
	r.Only = audience(r, docs, &problems)
	style := brand(r.Client, org, &problems)
	sources{client: r.Client, builtin: r.Templates}.strays(&problems)
	if problems.HasErrors() {
		return Summary{}, problems
	}
	work, packs := tasks(&r, org, languages, docs, &problems)
	if problems.HasErrors() {
		return Summary{}, problems
	}

	for _, p := range packs {
		p.style = style
		p.style.Hyphens, p.style.Pages = p.locale.breaks, p.page
	}

	s := Summary{Organisation: org.Row.String("name"), Documents: len(work) / max(len(languages), 1), Languages: languages}
	for _, f := range formats {
		s.Formats = append(s.Formats, FormatCount{Name: f.Name})
	}
	if r.Binder {
		s.Formats = append(s.Formats, FormatCount{Name: "Binder"})
	}
	b := binder{style: style, format: len(formats)}
	hand := func(files []printedFile) error {
		for _, f := range files {
			s.Formats[f.format].Files++
			s.Formats[f.format].Pages += f.pages
			if err := emit(f.File); err != nil {
				return err
			}
		}
		return nil
	}
	done := 0
	err := ordered(ctx, len(work), r.workers(), func(i int) made { return work[i].make(formats, style) }, func(m made) error {
		problems = append(problems, m.problems...)
		t := work[done]
		if done++; r.Binder && !problems.HasErrors() {
			b.add(t, m.document)
			if done == len(work) || work[done].pack != t.pack {
				m.files = append(m.files, b.print(t.pack, &problems))
			}
		}
		if m.draft {
			s.Drafts++
		}
		return hand(m.files)
	})
	if err == nil {
		books := books(&r, some, packs, formats)
		err = ordered(ctx, len(books), r.workers(), func(i int) made { return books[i].make(formats, style) }, func(m made) error {
			problems = append(problems, m.problems...)
			return hand(m.files)
		})
	}
	if err != nil {
		problems.Errorf(problem.Position{File: "pack"}, "", "%v", err)
	}
	return s, problems
}

// task is one document to make in one language.
type task struct {
	pack *pack
	job  *job
}

// tasks are the documents to make, language after language.
func tasks(r *Request, org *content.Organisation, languages []string, docs []planned, problems *problem.List) (work []task, packs []*pack) {
	now := r.Date
	if now.IsZero() {
		now = org.ReferenceDate()
	}
	for _, lang := range languages {
		p, faults := newPack(r, org, lang, now, docs)
		*problems = append(*problems, faults...)
		if len(packs) == 0 && p.names != nil {
			checkOwn(org, docs, p.names, problems)
		}
		packs = append(packs, p)
		for _, j := range p.jobs {
			if slices.Contains(r.Only, j.doc.ID) {
				p.places[j.doc.ID].task = len(work) + 1
				work = append(work, task{p, j})
			}
		}
	}
	return work, packs
}

// made is what came of a task.
type made struct {
	document *document.Document
	files    []printedFile
	draft    bool
	problems problem.List
}

// printedFile is a file with what the summary counts of it.
type printedFile struct {
	File
	format int // index in the formats of the run
	pages  int
}

// make fills a document, parses it and prints it in every format.
func (t task) make(formats []output.Format, style output.Style) (m made) {
	defer t.pack.places[t.job.doc.ID].known()
	meta := t.pack.meta(t.job)
	m.draft = meta.Draft
	body, problems := t.pack.fill(t.job)
	if m.problems = problems; problems.HasErrors() {
		return m
	}
	lang := t.pack.locale.Tag
	doc, problems := document.Parse(lang+"/"+t.job.file(".md"), body, document.Options{Meta: meta})
	t.pack.prose.place(t.job, body, problems)
	if m.problems = append(m.problems, problems...); problems.HasErrors() {
		return m
	}
	m.document = doc
	t.pack.places[t.job.doc.ID].sections = sections(doc)
	in := output.Input{Front: front(meta), Document: doc, Style: t.pack.style}
	for i, f := range formats {
		if f.Render == nil {
			continue
		}
		made, problems := f.Render(in)
		m.problems = append(m.problems, problems...)
		if made.Places != nil {
			t.pack.places[t.job.doc.ID].pages = made.Places
		}
		if made.Data == nil {
			continue
		}
		file := File{Path: lang + "/" + f.ID + "/" + t.job.file(f.Extension), Data: made.Data}
		m.files = append(m.files, printedFile{file, i, made.Pages})
	}
	return m
}

func (r *Request) workers() int {
	if r.Workers > 0 {
		return r.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func chosenFormats(r Request, problems *problem.List) []output.Format {
	all := output.Formats()
	if r.Formats == nil {
		return all
	}
	var ids []string
	for _, f := range all {
		ids = append(ids, f.ID)
	}
	known("--formats", "format", r.Formats, ids, problems)
	return slices.DeleteFunc(all, func(f output.Format) bool { return !slices.Contains(r.Formats, f.ID) })
}

func chosenLanguages(r Request, org *content.Organisation, problems *problem.List) []string {
	if r.Languages == nil {
		return org.Languages
	}
	known("--lang", "language", r.Languages, r.Library.Languages, problems)
	for _, lang := range r.Languages {
		if !r.AllowUntranslated && slices.Contains(r.Library.Languages, lang) && !slices.Contains(org.Languages, lang) {
			problems.Errorf(problem.Position{File: "--lang"}, "add it to languages in organisation.yaml, and check says what is to be translated",
				"%q is not among the languages of this client: %s", lang, strings.Join(org.Languages, ", "))
		}
	}
	return r.Languages
}

// chosenDocuments gives the ids of the documents that --only names by id or by number. A part stands for its bundle.
func chosenDocuments(r Request, docs []planned, problems *problem.List) []string {
	words, ids := slices.Clone(r.Only), []string{}
	for _, d := range docs {
		if n := slices.Index(words, d.doc.Number); n >= 0 {
			words[n] = d.doc.ID
		}
		for _, part := range d.all() {
			ids = append(ids, part.ID)
		}
	}
	known("--only", "document in this pack", words, ids, problems)
	only := words[:0]
	for _, word := range words {
		for _, d := range docs {
			if slices.ContainsFunc(d.parts, func(part *content.Document) bool { return part.ID == word }) {
				word = d.doc.ID
			}
		}
		if !slices.Contains(only, word) {
			only = append(only, word)
		}
	}
	return only
}

// audience gives the ids of the chosen documents that a pack for r.For holds.
func audience(r Request, docs []planned, problems *problem.List) []string {
	if r.For != "" {
		known("--for", "audience", []string{r.For}, Audiences(), problems)
	}
	ids := []string{}
	for _, d := range docs {
		if slices.Contains(audiences[r.For], d.doc.Audience) && (r.Only == nil || slices.Contains(r.Only, d.doc.ID)) {
			ids = append(ids, d.doc.ID)
		}
	}
	if r.For != "" && len(ids) == 0 && !problems.HasErrors() {
		problems.Errorf(problem.Position{File: "--for"}, "name another audience, or leave the option out", "no document that is asked for is for the audience %q", r.For)
	}
	return ids
}

// known reports words of an option that mean nothing.
func known(option, what string, words, all []string, problems *problem.List) {
	if words != nil && len(words) == 0 {
		problems.Errorf(problem.Position{File: option}, "write one of: "+strings.Join(all, ", ")+", or leave the option out", "no %s is named", what)
	}
	for i, w := range words {
		if slices.Contains(words[:i], w) {
			problems.Errorf(problem.Position{File: option}, "write it once", "%s %q is named twice", what, w)
		} else if !slices.Contains(all, w) {
			problems.Errorf(problem.Position{File: option}, problem.DidYouMean(w, all), "no %s %q", what, w)
		}
	}
}
