package generator

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"ismsgen/content"
	"ismsgen/content/table"
	"ismsgen/templates"
)

// alteration is what was changed of an organisation.
type alteration struct {
	values map[string]int // of commitments
	stage1 table.Date     // before
}

// alter changes every commitment to a number that no data has, the titles of all roles, names and rhythms of all forums,
// the reviews of documents, the date of stage 1, and the hours and days of legal duties.
func alter(lib *content.Library, a *alteration) func(*content.Organisation) {
	return func(org *content.Organisation) {
		a.values = map[string]int{}
		for i, c := range lib.Commitments {
			a.values[c.ID] = 1001 + i // each another
			org.Commitments[c.ID] = a.values[c.ID]
		}
		invented := func(kind string, i int) table.Texts {
			name := kind + strings.Repeat("o", i/20) + string("bcdfghjklmnpqrstvwxz"[i%20]) + "yq"
			return table.Texts{"en": name, "nl": name}
		}
		for i, r := range org.Row.Rows("roles") {
			r["title"] = invented("ryn", i)
		}
		for i, f := range org.Row.Rows("forums") {
			f["name"], f["every_months"] = invented("fel", i), 901+i
		}
		org.Row.Group("risk")["review_months"] = 701
		if g := org.Row.Group("certification"); !g.Date("stage1").IsZero() {
			a.stage1 = g.Date("stage1")
			g["stage1"] = a.stage1.AddMonths(1)
		}
		for i := range lib.Documents {
			lib.Documents[i].ReviewMonths = 801
		}
		for i := range lib.Duties {
			if lib.Duties[i].Hours > 0 {
				lib.Duties[i].Hours += 400
			}
			if lib.Duties[i].Days > 0 {
				lib.Duties[i].Days += 400
			}
		}
	}
}

// whole finds a phrase as whole words, whatever its capitals.
func whole(phrase string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN-])` + strings.ReplaceAll(regexp.QuoteMeta(strings.ReplaceAll(phrase, "\u00a0", " ")), " ", `[\s\x{A0}]`) + `(?:$|[^\pL\pN-])`)
}

// ownTexts are the texts of a client: its own sentences stay as they are when a role gets another name.
type ownTexts struct {
	sentences []string
	words     map[string]bool // all, in small letters
}

var writtenText = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|: ([^"\[{#\n]+)`)

func textsOf(t *testing.T, example string) ownTexts {
	t.Helper()
	client, err := content.Example(example)
	if err != nil {
		t.Fatal(err)
	}
	texts := ownTexts{words: map[string]bool{}}
	_ = fs.WalkDir(client, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".yaml") {
			data, _ := fs.ReadFile(client, name)
			for _, m := range writtenText.FindAllStringSubmatch(string(data), -1) {
				s := strings.ReplaceAll(strings.TrimSpace(m[1]+m[2]), `\"`, `"`)
				if strings.Contains(s, " ") {
					texts.sentences = append(texts.sentences, s)
				}
				texts.words[strings.ToLower(s)] = true
			}
		}
		return nil
	})
	for _, w := range examplePacks(t) {
		if w.example == example { // a person's own title, behind the name
			for _, p := range w.view.Org.Rows("people") {
				texts.sentences = append(texts.sentences, p.String("name")+", "+content.Capital(p.String("title")))
			}
		}
	}
	return texts
}

// search looks for a phrase in what is not a client's own text.
type search struct {
	phrase *regexp.Regexp
	part   string   // of the phrase, in small letters: where it is missing, the phrase is
	own    []string // texts of the client that hold the phrase
}

func (o ownTexts) search(phrase string) search {
	s := search{phrase: whole(phrase), part: strings.ToLower(strings.FieldsFunc(phrase, unicode.IsSpace)[0])}
	for _, own := range o.sentences {
		if strings.Contains(strings.ToLower(own), s.part) && len(strings.Fields(own)) > len(strings.Fields(phrase)) && s.phrase.MatchString(own) {
			s.own = append(s.own, own)
		}
	}
	return s
}

// holds reports whether a text of the client has a word in it.
func (o ownTexts) holds(word string) bool {
	for w := range o.words {
		if strings.Contains(w, strings.ToLower(word)) {
			return true
		}
	}
	return slices.ContainsFunc(o.sentences, func(s string) bool { return strings.Contains(s, word) })
}

// cell reports whether a cell holds only words that the client wrote, one after the other.
func (o ownTexts) cell(p passage) bool {
	return p.cell && !slices.ContainsFunc(strings.Split(strings.ToLower(p.text), ", "), func(part string) bool { return !o.words[part] })
}

func (s search) in(text string) bool {
	if !strings.Contains(strings.ToLower(text), s.part) || !s.phrase.MatchString(text) {
		return false
	}
	for _, own := range s.own {
		text = strings.ReplaceAll(text, own, "…")
	}
	return s.phrase.MatchString(text)
}

// stems are the beginnings of the words of a label that say something.
func stems(label, unit string) []string {
	var list []string
	for _, w := range strings.Fields(normal(label)) {
		if r := []rune(w); len(r) >= 5 && !slices.Contains(strings.Fields(unit), w) {
			list = append(list, string(r[:min(len(r), 6)]))
		}
	}
	return list
}

// about reports whether a text speaks of what a label says: it has two of its words, or all.
func about(text string, words []string) bool {
	n := 0
	text = normal(text)
	for _, w := range words {
		if strings.HasPrefix(text, w) || strings.Contains(text, " "+w) {
			n++
		}
	}
	return n > 0 && n >= min(2, len(words))
}

// TestOneChangeReachesEveryDocument changes what many documents state, and looks for what stood there before.
func TestOneChangeReachesEveryDocument(t *testing.T) {
	found := newFindings(t)
	var promised []string // commitments that templates state
	stated := map[string]bool{}
	for _, example := range content.Examples() {
		own := textsOf(t, example)
		var a alteration
		r := request(t, example)
		after, err := writeSample(Request{Client: r.Client, Library: r.Library, Templates: templates.Files}, example, alter(r.Library, &a))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range after {
			before := examplePacks(t)[slices.IndexFunc(examplePacks(t), func(s *sample) bool { return s.example == example && s.lang == w.lang })]
			g, _ := w.lib.Glossary(w.lang)
			var text strings.Builder
			was, labels := map[string][]string{}, map[string][]string{} // commitments by their old words; stems of their labels
			for _, id := range keys(a.values) {
				c := w.lib.Commitment(id)
				old := []string{before.amount(id)}
				if c.Every {
					old = append(old, w.locale.Every(before.view.Commitments.Int(id)))
				}
				for _, words := range old {
					words = strings.ToLower(strings.ReplaceAll(words, "\u00a0", " "))
					was[words] = append(was[words], id)
				}
				labels[id] = stems(w.locale.Commitments[id], w.locale.Unit(c.Unit, 1)+" "+w.locale.Unit(c.Unit, 2))
			}
			typed := map[string]search{}
			for words := range was {
				typed[words] = own.search(words)
			}
			for _, d := range w.docs {
				for _, p := range d.passages {
					text.WriteString(strings.ToLower(p.text) + "\n")
					if p.register != "" { // rows of data, with numbers of their own
						continue
					}
					small := strings.ReplaceAll(strings.ToLower(p.text), "\u00a0", " ")
					for words, ids := range was {
						if !strings.Contains(small, words) || !typed[words].in(p.text) {
							continue
						}
						for _, id := range ids {
							if about(p.text, labels[id]) {
								found.add(w, d, p.text, "%q is typed here, which is the %s: print it with amount or every, in %q", words, id, p.text)
								break
							}
						}
					}
				}
			}
			for _, id := range keys(a.values) {
				promises := w.stated(id)
				if printed := strings.Contains(text.String(), strings.ToLower(w.amount(id))) || strings.Contains(text.String(), strings.ToLower(w.locale.Every(a.values[id]))); printed && !promises {
					t.Errorf("%s/%s: %s is printed, and no template states it", example, w.lang, id)
				} else if promises {
					if stated[id] = stated[id] || printed; !slices.Contains(promised, id) {
						promised = append(promised, id)
					}
				}
			}
			names := map[string]string{} // old name to what it names
			for _, r := range w.view.Org.Rows("roles") {
				id := r.String("id")
				names[before.roleName(id)] = "the role " + id + ": write {{the \"" + id + "\"}} or {{role \"" + id + "\"}}"
			}
			for i, f := range before.view.Org.Rows("forums") {
				name := f.String("name")
				term := slices.ContainsFunc(keys(g.Terms), func(id string) bool { return whole(name).MatchString(g.Terms[id].Term) })
				if id := w.view.Org.Rows("forums")[i].String("id"); !term { // "management review" is a term of the standard before it is a meeting
					names[name] = "the forum " + id + ": print its name from .org.forums"
				}
			}
			if !a.stage1.IsZero() {
				names[w.locale.Date(a.stage1)] = "stage 1: print {{date .org.certification.stage1}}"
			}
			for _, old := range keys(names) {
				typed := own.search(old)
				for _, d := range w.docs {
					for _, p := range d.passages {
						if p.register != "glossary" && typed.in(p.text) && !own.cell(p) { // a dictionary says what a word means everywhere
							found.add(w, d, p.text, "%q stands here by itself and is %s, in %q", old, names[old], p.text)
						}
					}
				}
			}
			for _, hours := range []int{24, 72} {
				typed := own.search(w.locale.Count(hours, "hour"))
				for _, d := range w.docs {
					for _, p := range d.passages {
						if typed.in(p.text) && slices.ContainsFunc(w.view.Registers["duties"], func(r table.Row) bool { return about(p.text, stems(r.String("what"), "")) }) {
							found.add(w, d, p.text, "the hours of a legal duty are typed: print the register of duties, not %q", p.text)
						}
					}
				}
			}
		}
	}
	for _, id := range promised {
		if !stated[id] {
			t.Errorf("templates state %s, and no document of any example prints it", id)
		}
	}
	found.tell()
}

// TestOldWordsAreFound holds the search itself: a typed name or number is found, and the client's own sentence is not.
func TestOldWordsAreFound(t *testing.T) {
	typed := ownTexts{sentences: []string{"The CISO keeps the list."}}.search("CISO")
	for text, want := range map[string]bool{
		"The ciso decides.": true, "The CISO keeps the list.": false, "Done. The CISO keeps the list. See R1": false,
		"The CISO keeps the list. The CISO signs it.": true, "The CISO-list": false, "The cisos": false,
	} {
		if got := typed.in(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{"14\u00a0days": true, "14 days": true, "114 days": false, "14 daystars": false} {
		if got := whole("14\u00a0days").MatchString(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if label := stems("Shortest password", ""); !about("The shortest passwords have 14 characters", label) || about("A visitor waits for a password", label) {
		t.Error("about does not tell what a text is about")
	}
}
