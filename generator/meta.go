package generator

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/document"
	"ismsgen/output/pdf"
	"ismsgen/output/pdf/layout"
)

// meta is what the cover, the header and the properties of a document say. Versions come from the history; a document
// that was never issued is a draft of the reference date.
func (p *pack) meta(j *job) document.Meta {
	l, d := p.locale, j.doc
	m := document.Meta{
		ID: d.ID, Number: j.number, Title: j.title, Summary: j.summary, Kind: l.Documents.Kinds[d.Kind],
		Organisation: p.view.Org.String("name"), Owner: p.roleHolder(d.Owner), Approver: p.roleHolder(d.Approver),
		Classification: p.level(d.Classification), Language: l.Tag, Words: l.words, Form: !d.Controlled || d.Kind == "form", Compact: sizeOf(p.view.Org) != "large",
	}
	m.Cover = sizeOf(p.view.Org) == "medium" && !m.Form // small ones have a header block on the first page
	s := p.serves(j.all())
	m.Keywords = append(m.Keywords, s.clauses...)
	for _, c := range s.controls {
		m.Keywords = append(m.Keywords, p.controlLabel(c))
	}
	if !d.Controlled && !p.untranslated { // a live document is dated, never issued
		m.Approver, m.Status = "", l.Documents.Statuses["live"]
		m.Date, m.Created = l.term("live-on", "{date}", l.Date(p.now)), p.now.String()
		return m
	}
	issued := p.issued(d.ID)
	for _, v := range issued {
		m.Versions = append(m.Versions, document.Version{Version: v.String("version"), Date: l.ShortDate(v.Date("on")), Change: v.String("change"), Approver: p.roleHolder(v.String("approver"))})
	}
	if len(issued) == 0 || p.untranslated {
		m.Draft, m.Version, m.Status = true, "0.1", l.Documents.Statuses["draft"]
		m.Date, m.Created = l.term("draft-on", "{date}", l.Date(p.now)), p.now.String()
		return m
	}
	last := issued[0]
	m.Approver = m.Versions[0].Approver // who approved it, whoever is to approve the next version
	m.Version, m.Status = last.String("version"), l.Documents.Statuses["approved"]
	m.Date, m.Created = l.term("approved-on", "{date}", l.Date(last.Date("on"))), last.Date("on").String()
	m.ValidFrom, m.NextReview = l.Date(last.Date("on")), l.Month(p.review(j))
	return m
}

// issued are the issued versions of a document, the newest first.
func (p *pack) issued(document string) []table.Row {
	if j := p.job(document); j != nil {
		document = j.doc.ID
	}
	versions := where(p.view.History, "document", document)
	slices.Reverse(versions) // they stand in the order of their dates
	return versions
}

// review is when an issued document is reviewed next.
func (p *pack) review(j *job) table.Date {
	last := p.issued(j.doc.ID)[0]
	if review := last.Date("next_review"); !review.IsZero() {
		return review
	}
	return last.Date("on").AddMonths(j.doc.ReviewMonths)
}

// dated is the date of a document: of its last issue, or the reference date while it is a draft.
func (p *pack) dated(document string) table.Date {
	if issued := p.issued(document); len(issued) > 0 {
		return issued[0].Date("on")
	}
	return p.now
}

// roleHolder names a role and who holds it: "CISO, Ilse Vermandel".
func (p *pack) roleHolder(id string) string {
	if h := p.holder(id); h != "" {
		return content.Capital(p.roleName(id)) + ", " + h
	}
	return content.Capital(p.roleName(id))
}

// front writes the front matter of the Markdown file: what printing it again needs to know.
func front(m document.Meta) []byte {
	var b strings.Builder
	b.WriteString("---\n")
	for _, f := range frontFields(&m) {
		if *f.value != "" {
			b.WriteString(f.key + ": " + quote(*f.value) + "\n")
		}
	}
	if m.Draft {
		b.WriteString("draft: \"yes\"\n")
	}
	if m.Form {
		b.WriteString("form: \"yes\"\n")
	}
	if m.Compact {
		b.WriteString("compact: \"yes\"\n")
	}
	if m.Cover {
		b.WriteString("cover: \"yes\"\n")
	}
	for i, v := range m.Versions {
		b.WriteString("version_" + strconv.Itoa(i+1) + ": " + quote(strings.Join([]string{bars.Replace(v.Version), v.Date, bars.Replace(v.Approver), bars.Replace(v.Change)}, " | ")) + "\n")
	}
	b.WriteString("---\n\n")
	return []byte(b.String())
}

// bars and unbars keep a bar in a name apart from those between the parts of a version; plainSigns are those that JSON
// would write as numbers, for HTML.
var (
	plainSigns = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
	bars       = strings.NewReplacer(`\`, `\\`, "|", `\|`)
	unbars     = strings.NewReplacer(`\\`, `\`, `\|`, "|")
)

type frontField struct {
	key   string
	value *string
}

// frontFields pairs the keys of the front matter with the fields of Meta, for writing and for reading.
func frontFields(m *document.Meta) []frontField {
	return []frontField{
		{"title", &m.Title}, {"summary", &m.Summary}, {"id", &m.ID}, {"number", &m.Number}, {"kind", &m.Kind},
		{"version", &m.Version}, {"status", &m.Status}, {"date", &m.Date}, {"organisation", &m.Organisation},
		{"owner", &m.Owner}, {"approver", &m.Approver}, {"classification", &m.Classification},
		{"valid_from", &m.ValidFrom}, {"next_review", &m.NextReview}, {"language", &m.Language}, {"created", &m.Created},
	}
}

// quote writes a text as a YAML scalar in double quotes; every JSON string is one.
func quote(s string) string {
	b, _ := json.Marshal(s)
	return plainSigns.Replace(string(b))
}

var colour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// brand reads the client's logo and colour.
func brand(client fs.FS, org *content.Organisation, problems *problem.List) output.Style {
	var s output.Style
	b := org.Row.Group("brand")
	if b.String("logo") == "" { // a logo that stands there was meant to be printed
		for _, name := range []string{"logo.png", "logo.jpg", "logo.jpeg"} {
			if _, err := fs.Stat(client, "brand/"+name); err == nil {
				problems.Warnf(problem.Position{File: "brand/" + name}, "write brand: {logo: "+name+"} in organisation.yaml", "nothing names this logo, so it is not printed")
			}
		}
	}
	if b == nil {
		return s
	}
	if c := b.String("colour"); c != "" {
		if !colour.MatchString(c) {
			problems.Errorf(b.At("colour"), `write "#" and six hexadecimal digits, as in "#0B5C6B"`, "%q is not a colour", c)
		} else {
			n, _ := strconv.ParseUint(c[1:], 16, 32)
			s.Accent = layout.Colour(n)
		}
	}
	if name := b.String("logo"); name != "" {
		const hint = "put a PNG or JPEG file of at most 40 megapixels in the folder brand/ and write its name alone, as in logo.png"
		if data, err := content.ReadFile(client, "brand/"+name, maxImage); err != nil {
			problems.Errorf(b.At("logo"), hint, "cannot use the logo %q: %s", name, content.ReadFault(err))
		} else if s.Logo, err = pdf.Flatten(data); err != nil {
			problems.Errorf(b.At("logo"), hint, "cannot use the logo %q: %v", name, err)
		}
	}
	return s
}
