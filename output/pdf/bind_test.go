package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// binder is three documents that link to each other. The second has more than nine pages, so that numbers behind it have
// two digits, and places of the same names as the first.
func binder(t testing.TB) (document.Meta, []layout.Bound) {
	t.Helper()
	words := document.Words{Contents: "Inhoud", Versions: "Versies", Page: "pagina", Organisation: "Organisatie", Date: "Datum", Replacement: "□"}
	bound := []layout.Bound{{Name: "POL-01-beleid"}, {Name: "REG-01-lijst"}, {Name: "FRM-01-formulier"}}
	for i, source := range []string{
		"## Doel\n\n<a id=\"mfa\"></a>Zie [regel](REG-01-lijst.md#mfa), [lijst](REG-01-lijst.md), [hier](#mfa), [niets](REG-01-lijst.md#weg) en [elders](POL-99-elders.md#x).\n\n### Diep\n\nTekst.\n",
		"## Lijst\n\n<a id=\"mfa\"></a>Regel, zie [slot](#slot \"page\").\n\n" + strings.Repeat("<!-- pagebreak -->\n\nBlad.\n\n", 9) + "## Slot\n\nTerug naar [doel](POL-01-beleid.md#doel).\n",
		"Naam: ____\n",
	} {
		m := document.Meta{ID: bound[i].Name, Number: bound[i].Name[:6], Title: bound[i].Name[7:], Language: "nl", Words: words, Form: i == 2}
		if i == 0 {
			m.Versions = []document.Version{{Version: "1.0", Date: "1 okt 2026", Change: "Eerste uitgave", Approver: "Directie"}}
		}
		d, problems := document.Parse(bound[i].Name+".md", []byte(source), document.Options{Meta: m})
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		bound[i].Document = d
	}
	return document.Meta{ID: "binder", Kind: "Pakket", Title: "Alles", Organisation: "Łódź", Date: "1 oktober 2026", Language: "nl", Words: words, Created: "2026-10-01"}, bound
}

func TestBind(t *testing.T) {
	m, bound := binder(t)
	data, count, problems := Bind(m, bound, layout.Style{})
	if got := problems.Error(); len(problems) != 1 || !strings.Contains(got, "REG-01-lijst/weg") {
		t.Errorf("problems: %s", got)
	}
	r := open(t, data)
	pages := r.pages()
	if len(pages) != count || count != 2+2+11+1 {
		t.Fatalf("%d pages, said to be %d", len(pages), count)
	}
	var texts [][]string
	for n, page := range pages {
		texts = append(texts, r.text(page))
		if number := fmt.Sprintf("%d / %d", n+1, count); n != 0 && n != 2 && n != 4 && !slices.Contains(texts[n], number) { // covers have none
			t.Errorf("page %d has no %q: %q", n+1, number, texts[n])
		}
	}
	contents := strings.Join(texts[1], "|")
	for _, want := range []string{"POL-01|beleid|3", "REG-01|lijst|5", "FRM-01|formulier|16"} {
		if !strings.Contains(contents, want) {
			t.Errorf("contents %q lack %q", contents, want)
		}
	}
	body := strings.Join(texts[3], " ")
	if !strings.Contains(body, "Versies") || !strings.Contains(body, "Eerste uitgave") || !strings.Contains(body, "Doel") || strings.Contains(body, "Inhoud") {
		t.Errorf("the first document goes on with %q", body)
	}
	if list := strings.Join(texts[5], " "); !strings.Contains(list, "pagina 15") {
		t.Errorf("a reference to a page says %q", list)
	}
	if n := bytes.Count(data, []byte("/GoToR")); n != 1 || !bytes.Contains(data, []byte("/F(POL-99-elders.pdf)/D(x)")) {
		t.Errorf("%d links leave the file", n)
	}
	places := map[string]string{} // page by name
	for _, o := range r.objects {
		for _, named := range regexp.MustCompile(`\(([^()]+)\)\[(\d+) 0 R/XYZ`).FindAllStringSubmatch(o, -1) {
			places[named[1]] = named[2]
		}
	}
	onPage := func(n int) string { return strconv.Itoa(pageObject(n - 1)) }
	for name, page := range map[string]int{"POL-01-beleid": 3, "POL-01-beleid/mfa": 4, "POL-01-beleid/doel": 4, "REG-01-lijst": 5, "REG-01-lijst/mfa": 6, "REG-01-lijst/slot": 15, "FRM-01-formulier": 16} {
		if places[name] != onPage(page) {
			t.Errorf("%s is at object %q, want %s", name, places[name], onPage(page))
		}
	}
	var leads []string
	for _, page := range pages {
		for _, link := range regexp.MustCompile(`/Dest\(([^()]+)\)`).FindAllStringSubmatch(page, -1) {
			leads = append(leads, link[1])
			if places[link[1]] == "" {
				t.Errorf("a link leads to %s, which is nowhere", link[1])
			}
		}
	}
	want := []string{"POL-01-beleid", "REG-01-lijst", "FRM-01-formulier", "REG-01-lijst/mfa", "REG-01-lijst", "POL-01-beleid/mfa", "REG-01-lijst", "REG-01-lijst/slot", "POL-01-beleid/doel"}
	if !slices.Equal(leads, want) {
		t.Errorf("links lead to %q, want %q", leads, want)
	}
	outline := r.objects[r.ref(r.catalog(), "/Outlines")]
	if !strings.Contains(outline, "/Count 3") {
		t.Errorf("outline %s", outline)
	}
	var first []string
	for n := r.ref(outline, "/First"); n != 0; {
		o := r.objects[n]
		first = append(first, o[strings.Index(o, "(")+1:strings.Index(o, ")")])
		if !strings.Contains(o, "/Next") {
			break
		}
		n = r.ref(o, "/Next")
	}
	if want := []string{"POL-01 beleid", "REG-01 lijst", "FRM-01 formulier"}; !slices.Equal(first, want) {
		t.Errorf("bookmarks %q, want %q", first, want)
	}
	if again, _, _ := Bind(m, bound, layout.Style{}); !bytes.Equal(again, data) {
		t.Error("not the same twice")
	}
}
