package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Beginning is what is known of a client that begins. Country and Size may be empty: then the folder leaves them open.
type Beginning struct {
	Name, Country, Size string
	Languages           []string
	Facts               Facts
}

// Started is the folder of a client that begins.
type Started struct {
	Files         []StartFile // in the order in which to write them
	Assets, Risks int         // that fitted
}

// StartFile is a file of a new folder.
type StartFile struct{ Name, Text string }

// Start makes the folder of a new client: its facts, the assets and risks that fit them, every control and clause as an
// open decision, and for the other registers a row in comments. What only a person can say is a key without a value,
// which Load reports with its place; no text stands in for it. Problems stand at "--name" and so on.
func (l *Library) Start(b Beginning) (*Started, problem.List) {
	problems := l.checkBeginning(b)
	if problems.HasErrors() {
		return nil, problems
	}
	s := &scribe{lib: l, beginning: b, words: map[string]*StarterWords{}}
	var faults problem.List
	s.starter, faults = l.Starter()
	problems = append(problems, faults...)
	s.framework, faults = l.Framework(s.starter.Framework)
	problems = append(problems, faults...)
	for _, tag := range b.Languages {
		s.words[tag], faults = l.StarterWords(tag)
		problems = append(problems, faults...)
	}
	s.main = s.words[b.Languages[0]]
	s.lang, faults = l.Language(b.Languages[0])
	problems = append(problems, faults...)
	s.titles, faults = l.Titles(b.Languages[0], s.starter.Framework)
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, problems
	}
	started := &Started{}
	assets, risks := s.assets(), s.risks()
	started.Assets, started.Risks = len(assets), len(risks)
	laws, faults := s.laws()
	if problems = append(problems, faults...); problems.HasErrors() {
		return nil, problems
	}
	rows := map[string][]startRow{"assets": assets, "risks": risks, "controls": s.controls(risks), "baseline": s.baseline(), "laws": laws}
	started.Files = append(started.Files, StartFile{organisationFile, s.organisation()})
	for _, id := range l.Registers {
		started.Files = append(started.Files, StartFile{"registers/" + id + ".yaml", s.register(l.Tables[id], rows[id])})
	}
	return started, problems
}

// checkBeginning holds what is known against the definitions of the keys that it is written under.
func (l *Library) checkBeginning(b Beginning) problem.List {
	var problems problem.List
	check := func(option, value string, fields []table.Field, name string) {
		f := table.Find(fields, name)
		if f == nil || value == "" {
			return
		}
		var own problem.List
		r := &reader{file: option, main: "en", problems: &own, refs: &[]reference{}}
		one := *f
		one.List = false
		r.value(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: value}, &one, "the "+strings.TrimPrefix(option, "--"), table.Row{})
		for _, p := range own {
			p.At = problem.Position{File: option}
			problems = append(problems, p)
		}
	}
	if strings.TrimSpace(b.Name) == "" {
		problems.Errorf(problem.Position{File: "--name"}, `write --name "…"`, "a client has a name")
	}
	check("--name", b.Name, l.Organisation, "name")
	check("--size", b.Size, l.Organisation, "size")
	if legal := table.Find(l.Organisation, "legal"); legal != nil {
		check("--country", b.Country, legal.Fields, "country")
	}
	if len(b.Languages) == 0 {
		problems.Errorf(problem.Position{File: "--languages"}, "write one or more of: "+strings.Join(l.Languages, ", "), "the documents need a language")
	}
	for i, tag := range b.Languages {
		if !slices.Contains(l.Languages, tag) {
			problems.Errorf(problem.Position{File: "--languages"}, "write one or more of: "+strings.Join(l.Languages, ", "), "no language %q", shorten(tag))
		} else if slices.Contains(b.Languages[:i], tag) {
			problems.Errorf(problem.Position{File: "--languages"}, "write it once", "%s stands there twice", tag)
		}
	}
	return problems
}

// scribe writes the files of a new folder.
type scribe struct {
	lib       *Library
	beginning Beginning
	starter   *Starter
	framework *Framework
	words     map[string]*StarterWords // by language
	main      *StarterWords            // of comments
	lang      *Language                // of comments
	titles    *Titles                  // of comments
	assetIDs  map[string]string        // type of asset to id of its row
}

// startRow is a row of a register: what is known and what is suggested of its fields, as YAML.
type startRow struct {
	note             string // comment above it
	known, suggested map[string]string
}

func (s *scribe) assets() []startRow {
	var rows []startRow
	s.assetIDs = map[string]string{}
	for _, a := range s.starter.Assets {
		if !s.beginning.Facts.Meet(a.When) {
			continue
		}
		id := fmt.Sprintf("A-%02d", len(rows)+1)
		s.assetIDs[a.ID] = id
		personal := a.PersonalData && !slices.Equal(s.beginning.Facts["personal_data"], []string{"none"})
		rows = append(rows, startRow{
			known: map[string]string{
				"id": id, "kind": a.Kind, "owner": a.Owner,
				"name":    s.texts(func(w *StarterWords) string { return w.Assets[a.ID].Name }),
				"process": s.texts(func(w *StarterWords) string { return w.Assets[a.ID].Process }),
			},
			suggested: map[string]string{
				"confidentiality": a.Confidentiality, "integrity": strconv.Itoa(a.Integrity), "availability": strconv.Itoa(a.Availability),
				"personal_data": map[bool]string{true: "yes", false: "no"}[personal],
			},
		})
	}
	return rows
}

func (s *scribe) risks() []startRow {
	var rows []startRow
	for _, r := range s.starter.Risks {
		if !s.beginning.Facts.Meet(r.When) {
			continue
		}
		var assets []string
		for _, id := range r.Assets {
			if s.assetIDs[id] != "" {
				assets = append(assets, s.assetIDs[id])
			}
		}
		rows = append(rows, startRow{
			known: map[string]string{
				"id": fmt.Sprintf("R-%02d", len(rows)+1), "threat": r.Threat, "affects": list(r.Affects), "owner": r.Owner,
				"assets": list(assets), "controls": list(quoted(r.Controls)),
				"title":         s.texts(func(w *StarterWords) string { return w.Risks[r.ID].Title }),
				"vulnerability": s.texts(func(w *StarterWords) string { return w.Risks[r.ID].Vulnerability }),
			},
			suggested: map[string]string{"inherent": fmt.Sprintf("{likelihood: %d, impact: %d}", r.Likelihood, r.Impact)},
		})
	}
	return rows
}

// controls gives a row for every control, with the risks that name it in a comment.
func (s *scribe) controls(risks []startRow) []startRow {
	var rows []startRow
	for _, c := range s.framework.Controls {
		note, named := c.Number+" "+s.titles.Controls[c.Number], []string{}
		for _, r := range risks {
			if strings.Contains(r.known["controls"], quote(c.Number)) {
				named = append(named, r.known["id"])
			}
		}
		if len(named) > 0 {
			note += " (" + strings.Join(named, ", ") + ")"
		}
		rows = append(rows, startRow{note: note, known: map[string]string{"control": quote(c.Number)}})
	}
	return rows
}

// laws gives a row for each law that usually applies in the country; without a country there are none.
func (s *scribe) laws() ([]startRow, problem.List) {
	if s.beginning.Country == "" {
		return nil, nil
	}
	laws, problems := s.lib.LawsIn(s.beginning.Country)
	words := map[string]map[string]LawText{}
	for _, tag := range s.beginning.Languages {
		var faults problem.List
		words[tag], faults = s.lib.LawTexts(tag)
		problems = append(problems, faults...)
	}
	var rows []startRow
	for _, law := range laws {
		if !s.beginning.Facts.Meet(law.When) {
			continue
		}
		text := func(of func(LawText) string) string {
			return s.inEach(func(tag string) string { return of(words[tag][law.ID]) })
		}
		row := startRow{
			known: map[string]string{
				"id": fmt.Sprintf("L-%02d", len(rows)+1), "kind": law.Kind, "controls": list(quoted(law.Controls)),
				"title":      text(func(t LawText) string { return t.Title }),
				"why":        text(func(t LawText) string { return t.Why }),
				"obligation": text(func(t LawText) string { return t.Obligation }),
			},
			suggested: map[string]string{"owner": "ciso"},
		}
		if law.Article != "" {
			row.known["article"] = quote(law.Article)
		}
		rows = append(rows, row)
	}
	return rows, problems
}

func (s *scribe) baseline() []startRow {
	var rows []startRow
	for _, number := range s.framework.Leaves() {
		rows = append(rows, startRow{note: number + " " + s.titles.Clauses[number], known: map[string]string{"clause": quote(number)}})
	}
	return rows
}

// register writes the file of a register: how a row looks, in comments, and the rows that there are.
func (s *scribe) register(t *table.Table, rows []startRow) string {
	var b strings.Builder
	comment(&b, s.lang.Terms["register-"+t.ID]+".")
	if h := s.main.Headers[t.ID]; h != "" {
		comment(&b, h)
	}
	if len(rows) > 0 {
		comment(&b, s.main.Headers["take"])
	}
	s.languages(&b)
	comment(&b, s.main.Headers["rows"])
	for i := range t.Fields {
		f := &t.Fields[i]
		lead, note := "#     ", ""
		if i == 0 {
			lead = "#   - "
		}
		if !f.Required {
			note = "  # " + s.main.Headers["optional"]
		}
		b.WriteString(lead + pattern(f) + note + "\n")
	}
	for _, r := range rows {
		b.WriteString("\n")
		if r.note != "" {
			b.WriteString("# " + r.note + "\n")
		}
		lead := "- "
		for i := range t.Fields {
			f := &t.Fields[i]
			if line := open(f, r.known[f.Name], r.suggested[f.Name]); line != "" {
				b.WriteString(lead + line + "\n")
				lead = "  "
			}
		}
	}
	return b.String()
}

// open writes one key: with what is known, or without a value and with a comment that suggests one or shows how to write
// it. A key that may be left out and of which nothing is known is "".
func open(f *table.Field, known, suggested string) string {
	switch {
	case known != "":
		return f.Name + ": " + known
	case suggested != "":
		return f.Name + ":  # " + suggested
	case f.Required:
		return f.Name + ":  # " + strings.TrimPrefix(pattern(f), f.Name+": ")
	}
	return ""
}

// organisation writes organisation.yaml.
func (s *scribe) organisation() string {
	b := s.beginning
	known := map[string]string{
		"schema": "1", "id": slug(b.Name), "name": quote(b.Name), "legal.country": b.Country, "languages": list(b.Languages),
		"size": b.Size, "standard": s.framework.ID, "nis2.status": strings.Join(b.Facts["nis2"], ""), "certification.goal": strings.Join(b.Facts["certification"], ""),
	}
	if profile := table.Find(s.lib.Organisation, "profile"); profile != nil {
		for _, f := range profile.Fields {
			if v := b.Facts[f.Name]; f.List && len(v) > 0 {
				known["profile."+f.Name] = list(v)
			} else {
				known["profile."+f.Name] = strings.Join(v, "")
			}
		}
	}
	var out strings.Builder
	comment(&out, s.main.Headers["organisation"])
	comment(&out, s.main.Headers["take"])
	s.languages(&out)
	s.keys(&out, s.lib.Organisation, "", "", known)
	return out.String()
}

// keys writes the keys of organisation.yaml, or of a group in it.
func (s *scribe) keys(b *strings.Builder, fields []table.Field, indent, path string, known map[string]string) {
	for i := range fields {
		f := &fields[i]
		name := path + f.Name
		group := f.Type == table.Group && !f.List && !f.Keyed
		line := open(f, known[name], s.starter.Method[name])
		if line == "" {
			continue
		}
		if indent == "" && (f.Type == table.Group || i > 0 && fields[i-1].Type == table.Group) {
			b.WriteString("\n")
		}
		if help := s.main.Help[name]; help != "" && known[name] == "" {
			b.WriteString(indent + "# " + help + "\n")
		}
		if group {
			b.WriteString(indent + f.Name + ":\n")
			s.keys(b, f.Fields, indent+"  ", name+".", known)
			continue
		}
		b.WriteString(indent + line + "\n")
		for _, row := range s.levels(name, f) {
			b.WriteString(indent + "#  - " + row + "\n")
		}
		if f.Keyed && f.Required {
			for _, id := range f.Choices {
				b.WriteString(indent + "#  " + id + ": " + example(f.Fields) + "  # " + s.lang.Roles[id].Name + "\n")
			}
		}
	}
}

// levels suggests the rows of a scale of organisation.yaml: the levels of classification, likelihood and impact.
func (s *scribe) levels(name string, f *table.Field) []string {
	level := table.Find(f.Fields, "level")
	if level == nil {
		return nil
	}
	prefix, ids := "", level.Choices
	if level.Type == table.Int {
		prefix = strings.TrimPrefix(name, "risk.") + "-"
		for n := 1; s.main.Method[prefix+strconv.Itoa(n)] != ""; n++ {
			ids = append(ids, strconv.Itoa(n))
		}
	}
	var rows []string
	for _, id := range ids {
		if s.main.Method[prefix+id] != "" {
			rows = append(rows, "{level: "+id+", meaning: "+s.texts(func(w *StarterWords) string { return w.Method[prefix+id] })+"}")
		}
	}
	return rows
}

// languages says how a text is written when there are several languages.
func (s *scribe) languages(b *strings.Builder) {
	if tags := s.beginning.Languages; len(tags) > 1 {
		comment(b, strings.Replace(s.main.Headers["texts"], "{TEXTS}", "{"+strings.Join(tags, `: "…", `)+`: "…"}`, 1))
	}
}

// texts writes a text in the languages of the client.
func (s *scribe) texts(of func(*StarterWords) string) string {
	return s.inEach(func(tag string) string { return of(s.words[tag]) })
}

// inEach writes what a language gives as one text, or as one for each language.
func (s *scribe) inEach(of func(tag string) string) string {
	if len(s.beginning.Languages) == 1 {
		return quote(of(s.beginning.Languages[0]))
	}
	var parts []string
	for _, tag := range s.beginning.Languages {
		parts = append(parts, tag+": "+quote(of(tag)))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// comment writes a comment in lines of at most 110 characters.
func comment(b *strings.Builder, text string) {
	line := "#"
	for _, word := range strings.Fields(text) {
		if len([]rune(line))+len([]rune(word)) >= 110 {
			b.WriteString(line + "\n")
			line = "#"
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

func list(values []string) string { return "[" + strings.Join(values, ", ") + "]" }

func quoted(values []string) []string {
	var all []string
	for _, v := range values {
		all = append(all, quote(v))
	}
	return all
}

// slug makes an id of a name: letters without accents and digits; "" when nothing of it is left.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFD.String(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := b.String()
	return strings.Trim(id[:min(len(id), 64)], "-")
}
