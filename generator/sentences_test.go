package generator

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const (
	mostWords = 30 // of a sentence
	aimWords  = 25
)

// numbered are numbers of clauses, controls and documents.
var numbered = regexp.MustCompile(`\b(?:A\.)?\d+\.[\d.]+\b|\b[A-Z]+-\d+\b`)

// TestSentencesAreShort holds that no sentence of any pack has more than 30 words.
func TestSentencesAreShort(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		all, long := 0, 0
		for _, d := range w.docs {
			for _, p := range d.passages {
				for _, s := range p.sentences() {
					all++
					n := len(wordsOfText(s))
					if 2*len(numbered.FindAllString(s, -1)) > n { // a list of controls
						continue
					}
					if n > aimWords {
						long++
					}
					if n > mostWords {
						found.add(w, d, s, "%d words; make two sentences or a list of %q", n, s)
					}
				}
			}
		}
		t.Logf("%s/%s: %d of %d sentences have more than %d words", w.example, w.lang, long, all, aimWords)
		if all < 1000 {
			t.Errorf("%s/%s: only %d sentences were read", w.example, w.lang, all)
		}
	}
	found.tell()
}

// TestSentencesAreDivided holds the division itself against what it must part and must leave.
func TestSentencesAreDivided(t *testing.T) {
	for text, want := range map[string]int{
		"One. Two! Three? Four":                                                  1 + 3,
		"See art. 5 and nr. 3, e.g. A.5.18 of POL-03.":                           1,
		"Written by J. Peeters of Kabelgras BV. It is in annex I. Kept. Bv. zo.": 4,
		"It says “stop.” Then it goes on (“again.”) Really.":                     3,
		"Version 1.2 costs 3.50 euro. 12 days later it ends.":                    2,
		"Acme B.V. makes it, d.w.z. Acme does. Dat is o.a. zo":                   2,
	} {
		if got := (passage{text: text}).sentences(); len(got) != want {
			t.Errorf("%q: %d sentences, want %d: %q", text, len(got), want, got)
		}
	}
	if got := (passage{text: "Always severe: a fire; a flood; a thief."}).sentences(); len(got) != 3 {
		t.Errorf("a list: %q", got)
	}
	if got := (passage{text: "a b; c d · e", cell: true}).sentences(); len(got) != 3 {
		t.Errorf("a cell: %q", got)
	}
	if n := len(wordsOfText("14\u00a0days – and “so” · R3")); n != 5 {
		t.Errorf("%d words", n)
	}
}

// told are the registers that say what words mean, what others want and what may happen: they promise nothing.
var told = []string{"glossary", "issues", "laws", "parties", "risks"}

// TestNoWordIsVague holds that words which leave out who, when or what have a rule beside them that says it.
func TestNoWordIsVague(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		g, _ := w.lib.Glossary(w.lang)
		var phrases []string // to look closer only where one may stand
		for _, v := range g.Vague {
			for _, phrase := range v.Words {
				phrases = append(phrases, strings.ReplaceAll(phrase, " ", `\s+`))
			}
		}
		likely := regexp.MustCompile(`(?i)\b(?:` + strings.Join(phrases, "|") + `)\b`)
		for _, d := range w.docs {
			for _, p := range d.passages {
				if p.rule || slices.Contains(told, p.register) || !likely.MatchString(p.text) {
					continue
				}
				for _, m := range g.Vaguely(p.text) {
					for _, s := range p.sentences() {
						if !strings.Contains(s, m.Word) {
							continue
						}
						if at, _ := originsOf(w.example, w.lang).of(s); !slices.Contains(told, strings.TrimSuffix(path.Base(at.file), ".yaml")) {
							found.add(w, d, s, "%q is vague in %q; write %s, or name the rule that does", m.Word, s, m.Write)
							break
						}
					}
				}
			}
		}
	}
	found.tell()
}

// TestVagueWordsAreFound holds the list against texts that it must and must not find anything in.
func TestVagueWordsAreFound(t *testing.T) {
	lib := library(t)
	for _, test := range []struct {
		lang, text string
		found      int
	}{
		{"en", "Access is reviewed regularly and, where possible, removed as soon as possible.", 3}, {"en", "An appropriateness test", 0},
		{"en", "We take appropriate technical and organisational measures.", 1}, {"en", "We take appropriate technical and organisational measures under article 32 of the GDPR.", 0},
		{"nl", "Passende maatregelen worden regelmatig en indien nodig herzien.", 3}, {"nl", "Artikel 32 AVG: passende technische en organisatorische maatregelen.", 0},
		{"nl", "De toepassing past bij het kantoor.", 0},
	} {
		g, _ := lib.Glossary(test.lang)
		if got := g.Vaguely(test.text); len(got) != test.found {
			t.Errorf("%s: %v", test.text, got)
		}
	}
}

// normal is a text without what makes no difference: capitals, marks and spaces.
func normal(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// repeated finds the paragraphs of more than 12 words that stand in a pack twice: by text, the documents that hold it.
func repeated(docs []sampleDoc, quoted map[string]bool, name func(sampleDoc) string) map[string][]string {
	where := map[string][]string{}
	for _, d := range docs {
		for _, p := range d.passages {
			// The state of a control stands with all rules that it weakens: see gaps.
			if !p.cell && !p.heading && !p.callout && p.register == "" && len(wordsOfText(p.text)) > 12 {
				where[normal(p.text)] = append(where[normal(p.text)], name(d))
			}
		}
	}
	for text, docs := range where {
		if len(docs) < 2 || quoted[text] {
			delete(where, text)
		}
	}
	return where
}

// shared are the partials of which the text may stand in several documents, each with the reason.
var shared = map[string]string{
	"exceptions": "each policy says that it can be departed from, and by which rule",
	"measuring":  "each policy says who measures that it is kept",
}

// TestNoParagraphStandsTwice holds that a pack says each thing in one place.
func TestNoParagraphStandsTwice(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		partial := 0
		// What the certificate will say is quoted word for word.
		quoted := map[string]bool{normal(w.view.Org.Group("scope").String("statement")): true, normal(w.view.Org.Group("certification").String("scope_text")): true}
		twice, again := repeated(w.docs, quoted, w.name), map[string][]int{}
		for text, docs := range twice {
			at, _ := originsOf(w.example, w.lang).of(text)
			if _, name, ok := strings.Cut(at.file, "/partials/"); ok && shared[strings.TrimSuffix(name, ".md.tmpl")] != "" {
				partial += len(docs)
				continue
			}
			if strings.HasPrefix(at.file, "content/languages/") {
				found.plainly("%s: this paragraph of titles stands in %s; keep what the chapters of a bundle must not repeat within {{if alone}}: %.80q", docs[0], strings.Join(docs, " and "), text)
				continue
			}
			key := at.file + ": paragraphs of this file stand in " + strings.Join(docs, " and ")
			again[key] = append(again[key], at.line)
		}
		for _, key := range keys(again) {
			slices.Sort(again[key])
			found.plainly("%s; keep them in one and refer to it: lines %v", key, again[key])
		}
		t.Logf("%s/%s: %d paragraphs come from partials", w.example, w.lang, partial)
		copied := append(slices.Clone(w.docs), sampleDoc{job: &job{planned: w.docs[0].planned, number: "COPY-01"}, passages: w.docs[0].passages})
		if len(repeated(copied, quoted, w.name)) <= len(twice) {
			t.Errorf("%s/%s: a document that stands in the pack twice is not found", w.example, w.lang)
		}
	}
	found.tell()
}

// common are words of which a sentence of a language has some, and one of the others none.
var common = map[string][]string{
	"en": strings.Fields("a the next within without still above below follow follows takes becomes how never always and are to for with that which this by not from be it when their must each every has at on than or an its they if who can may all after before between been do does only other same what where whose our"),
	"nl": strings.Fields("deze zonder nog hoe mogen ons verder hier daar daarvan altijd nooit blijft blijven volgt de het een en van zijn te voor met dat die dit door niet uit worden wordt als wanneer hun moet elke elk heeft bij naar dan hij zij ze kan mag alle voor tussen geen ook alleen andere wat waar onze wij er om op aan na"),
}

// foreign reports whether a sentence is in another language than lang.
func foreign(sentence, lang string) bool {
	counts := map[string]int{}
	for _, word := range strings.Fields(strings.ToLower(sentence)) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for tag, words := range common {
			if slices.Contains(words, word) {
				counts[tag]++
			}
		}
	}
	for tag, n := range counts {
		if tag != lang && n >= 2 && n > 2*counts[lang] {
			return true
		}
	}
	return false
}

// unquoted is a text without names and titles: what stands between quotation marks keeps its language.
func unquoted(text string) string {
	for {
		start := strings.IndexAny(text, "“‘")
		if start < 0 {
			return text
		}
		end := strings.IndexAny(text[start:], "”’")
		if end < 0 {
			return text
		}
		text = text[:start] + text[start+end+len("”"):]
	}
}

// TestPacksAreInTheirLanguage holds that no sentence of a pack is in another language, and that the search would find one.
func TestPacksAreInTheirLanguage(t *testing.T) {
	found := newFindings(t)
	for _, w := range examplePacks(t) {
		for _, d := range w.docs {
			for _, p := range d.passages {
				for _, s := range p.sentences() {
					if foreign(unquoted(s), w.lang) {
						found.add(w, d, s, "this is no sentence in %s: %q", w.lang, s)
					}
				}
			}
		}
		for other := range common {
			all, missed := 0, 0
			for _, d := range w.docs {
				for _, p := range d.passages {
					for _, s := range p.sentences() {
						if other != w.lang && len(wordsOfText(s)) >= 8 && !p.cell {
							if all++; !foreign(s, other) {
								missed++
							}
						}
					}
				}
			}
			if all > 0 && missed*20 > all { // a list of names has none of the common words
				t.Errorf("%s: of %d sentences in %s, %d are taken for %s", w.example, all, w.lang, missed, other)
			}
		}
	}
	found.tell()
}
