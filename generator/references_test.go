package generator

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/output/document"
	"ismsgen/templates"
)

// placesOf lists the places of a document that a link can lead to.
func placesOf(d *document.Document) map[string]bool {
	anchors := map[string]bool{}
	document.Walk(d.Blocks, func(b document.Block) bool {
		switch b := b.(type) {
		case *document.Heading:
			anchors[b.Anchor] = true
		case *document.Paragraph:
			anchors[b.Anchor] = true
		case *document.Rules:
			for _, r := range b.Rules {
				anchors[r.Key] = true
			}
		}
		return true
	})
	return anchors
}

// eachLink visits the links of a document.
func eachLink(d *document.Document, visit func(document.Link)) {
	document.Walk(d.Blocks, func(b document.Block) bool {
		document.WalkInlines(b, func(i document.Inline) {
			if l, ok := i.(document.Link); ok {
				visit(l)
			}
		})
		return true
	})
}

// broken lists what in a pack leads nowhere: links, numbers of documents and rules in the text, titles of sections, pages.
func (w *sample) broken(found *findings) (links, pages int) {
	files, anchors := map[string]sampleDoc{}, map[string]map[string]bool{}
	for _, d := range w.docs {
		files[d.file(".md")], anchors[d.file(".md")] = d, placesOf(d.tree)
	}
	for _, d := range w.docs {
		eachLink(d.tree, func(l document.Link) {
			file, anchor, _ := strings.Cut(l.Target, "#")
			if strings.Contains(file, ":") {
				return
			}
			links++
			if file == "" {
				file = d.file(".md")
			}
			target, ok := files[file]
			switch {
			case !ok:
				found.add(w, d, document.Plain(l.Text), "the link to %s leads to a document that is not in the pack %q: write it within {{if has}}, or with ref", l.Target, w.audience)
			case anchor != "" && !anchors[file][anchor]:
				found.add(w, d, document.Plain(l.Text), "the link to %s leads to no place of that document", l.Target)
			case l.Page && target.pages > 0:
				if pages++; w.page(l.Target) < 1 || w.page(l.Target) > target.pages {
					found.add(w, d, document.Plain(l.Text), "%s is said to stand on page %d of %d", l.Target, w.page(l.Target), target.pages)
				}
			}
		})
	}
	return links, pages
}

// TestEveryLinkOfAPackArrives follows every relative link, for each audience, and every page reference.
func TestEveryLinkOfAPackArrives(t *testing.T) {
	found := newFindings(t)
	all, paged := 0, 0
	follow := func(w *sample) {
		links, pages := w.broken(found)
		if all += links; links == 0 && len(w.docs) > 8 {
			t.Errorf("%s/%s for %q has no links at all", w.example, w.lang, w.audience)
		}
		paged += pages
	}
	for _, w := range examplePacks(t) {
		follow(w)
		// A pack without a document that others name has links that lead nowhere.
		without := *w
		without.docs = slices.DeleteFunc(slices.Clone(w.docs), func(d sampleDoc) bool { return d.holds("information-security-policy") })
		mutated := newFindings(t)
		if without.broken(mutated); len(mutated.list) == 0 {
			t.Errorf("%s/%s: links to a document that is not there are not found", w.example, w.lang)
		}
	}
	if paged < 300 {
		t.Errorf("only %d page references were followed", paged)
	}
	for i, example := range content.Examples() {
		for _, audience := range Audiences() {
			if audience == "auditor" && i > 0 { // as good as the whole pack
				continue
			}
			r := request(t, example)
			packs, err := writeSample(Request{Client: r.Client, Library: r.Library, Templates: templates.Files, For: audience}, example, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range packs {
				follow(w)
			}
		}
	}
	t.Logf("%d links, %d with a page", all, paged)
	found.tell()
}

var (
	numberOfDocument = regexp.MustCompile(`\b([A-Z]{3,4}-\d\d)\b(?:[\s\x{A0}](R(\d+)))?`)
	titleOfSection   = regexp.MustCompile(`\b(?:[Ss]ee|[Zz]ie) “([^”]+)”`)
)

// strayReferences lists numbers of documents and rules, and titles of sections, in the text that name nothing.
func (w *sample) strayReferences(tickets ownTexts, found *findings) (references int) {
	kinds, rules, catalogue := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, d := range w.lib.Documents {
		catalogue[d.Number] = true
		kind, _, _ := strings.Cut(d.Number, "-")
		kinds[kind] = true
	}
	known := map[string]bool{}
	for _, j := range w.jobs {
		known[j.number] = !w.shown(j) // what others get, as the Statement of Applicability for customers
	}
	for _, d := range w.docs {
		known[d.number] = true
		document.Walk(d.tree.Blocks, func(b document.Block) bool {
			if r, ok := b.(*document.Rules); ok {
				for _, rule := range r.Rules {
					rules[d.number] = max(rules[d.number], rule.Number)
				}
			}
			return true
		})
	}
	for _, d := range w.docs {
		titles := map[string]bool{}
		for _, p := range d.passages {
			if p.heading {
				titles[p.text] = true
			}
		}
		for _, p := range d.passages {
			for _, m := range numberOfDocument.FindAllStringSubmatch(p.text, -1) {
				kind, _, _ := strings.Cut(m[1], "-")
				if !kinds[kind] {
					continue
				}
				references++
				if !catalogue[m[1]] && tickets.holds(m[1]) {
					continue // a ticket of the client, which looks alike
				}
				if !known[m[1]] {
					found.add(w, d, p.text, "%s is no document of this pack, in %q", m[1], p.text)
				} else if n := len(m[3]); n > 0 {
					number := 0
					for _, digit := range m[3] {
						number = 10*number + int(digit-'0')
					}
					if number < 1 || number > rules[m[1]] {
						found.add(w, d, p.text, "%s has no rule %s, in %q", m[1], m[2], p.text)
					}
				}
			}
			for _, m := range titleOfSection.FindAllStringSubmatch(p.text, -1) {
				references++
				if !titles[m[1]] {
					found.add(w, d, p.text, "no section of %s is called “%s”", d.number, m[1])
				}
			}
		}
	}
	return references
}

// TestEveryReferenceNamesSomething holds that numbers of documents and rules in the text exist in the pack, also those that
// the client's data name, and that the index names sections by the numbers that they have.
func TestEveryReferenceNamesSomething(t *testing.T) {
	found := newFindings(t)
	all, cited := 0, 0
	for _, w := range examplePacks(t) {
		tickets := textsOf(t, w.example)
		all += w.strayReferences(tickets, found)
		numbers := map[string]string{} // of sections, by file and anchor
		for _, d := range w.docs {
			for _, s := range d.sections {
				numbers[d.file(".md")+"#"+s.anchor] = d.number + " § " + s.number
			}
		}
		for _, d := range w.docs {
			eachLink(d.tree, func(l document.Link) {
				if text := document.Plain(l.Text); l.Page && strings.Contains(text, " § ") {
					if cited++; numbers[l.Target] != text {
						t.Errorf("%s: %q leads to %q", w.name(d), text, numbers[l.Target])
					}
				}
			})
		}
		mutated, without := newFindings(t), *w
		without.docs = slices.DeleteFunc(slices.Clone(w.docs), func(d sampleDoc) bool { return d.holds("information-security-policy") })
		if without.strayReferences(tickets, mutated); len(mutated.list) == 0 {
			t.Errorf("%s/%s: numbers of a document that is not there are not found", w.example, w.lang)
		}
	}
	if all < 1000 || cited < 300 {
		t.Errorf("only %d numbers and %d sections were read", all, cited)
	}
	found.tell()
}

// TestLinksOfMarkdownNameAnchors holds that a link to a place works in any viewer of Markdown: the file that it names has
// the anchor written out, once.
func TestLinksOfMarkdownNameAnchors(t *testing.T) {
	r := request(t, "software")
	r.Formats, r.Languages = []string{"md"}, []string{"en"}
	files, _, _ := collect(t, r)
	links, anchors := regexp.MustCompile(`\]\(([^)#\s]*)#([^)\s]+)`), 0
	for name, data := range files {
		for _, m := range links.FindAllStringSubmatch(string(data), -1) {
			target := name
			if m[1] != "" {
				target = path.Join(path.Dir(name), m[1])
			}
			if anchors++; !strings.HasPrefix(m[1], "http") && strings.Count(string(files[target]), `<a id="`+m[2]+`">`) != 1 {
				t.Errorf("%s: %s#%s leads nowhere", name, target, m[2])
			}
		}
	}
	if anchors < 200 {
		t.Errorf("%d links", anchors)
	}
}
