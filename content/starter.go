package content

import (
	"slices"
	"strings"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Starter is what a new client begins from: assets and risk scenarios, of which those that fit its profile are taken.
type Starter struct {
	Framework string            `yaml:"framework"` // whose controls are meant
	Assets    []StarterAsset    `yaml:"assets"`
	Risks     []StarterRisk     `yaml:"risks"`
	Method    map[string]string `yaml:"method"` // suggestions for keys of organisation.yaml, by path, as YAML
}

// StarterAsset is a type of asset. Its ratings are suggestions.
type StarterAsset struct {
	ID              string              `yaml:"id"`
	Kind            string              `yaml:"kind"`
	Owner           string              `yaml:"owner"` // role
	Confidentiality string              `yaml:"confidentiality"`
	Integrity       int                 `yaml:"integrity"`
	Availability    int                 `yaml:"availability"`
	PersonalData    bool                `yaml:"personal_data"`
	When            map[string][]string `yaml:"when"`
}

// StarterRisk is a risk scenario. Likelihood and impact are suggestions without controls, from 1 to 5.
type StarterRisk struct {
	ID         string              `yaml:"id"`
	Threat     string              `yaml:"threat"`
	Affects    []string            `yaml:"affects"`
	Assets     []string            `yaml:"assets"` // ids of types of assets
	Controls   []string            `yaml:"controls"`
	Owner      string              `yaml:"owner"` // role
	Likelihood int                 `yaml:"likelihood"`
	Impact     int                 `yaml:"impact"`
	When       map[string][]string `yaml:"when"`
}

// StarterWords are the words of a Starter in a language, under its ids.
type StarterWords struct {
	Assets  map[string]AssetWords `yaml:"assets"`
	Risks   map[string]RiskWords  `yaml:"risks"`
	Method  map[string]string     `yaml:"method"`  // meanings of levels: confidential, likelihood-1
	Headers map[string]string     `yaml:"headers"` // comments at the head of files
	Help    map[string]string     `yaml:"help"`    // comments above keys of organisation.yaml, by path
}

// AssetWords name a type of asset and say what it is used for.
type AssetWords struct {
	Name    string `yaml:"name"`
	Process string `yaml:"process"`
}

// RiskWords say event and consequence in one line, and what makes the event possible.
type RiskWords struct {
	Title         string `yaml:"title"`
	Vulnerability string `yaml:"vulnerability"`
}

// Starter reads what new clients begin from.
func (l *Library) Starter() (*Starter, problem.List) {
	var problems problem.List
	s := &Starter{}
	l.files.decode(&problems, target{"starter.yaml", s})
	return s, problems
}

// StarterWords reads the words of the Starter in a language.
func (l *Library) StarterWords(tag string) (*StarterWords, problem.List) {
	var problems problem.List
	w := &StarterWords{}
	l.files.decode(&problems, target{"languages/" + tag + "/starter.yaml", w})
	return w, problems
}

// factFields gives the definition of every fact that a condition can name.
func (l *Library) factFields() []table.Field {
	var fields []table.Field
	if f := table.Find(l.Organisation, "profile"); f != nil {
		fields = slices.Clone(f.Fields)
	}
	for _, other := range [][2]string{{"nis2", "status"}, {"certification", "goal"}} {
		if f := table.Find(l.Organisation, other[0]); f != nil {
			if g := table.Find(f.Fields, other[1]); g != nil {
				named := *g
				named.Name = other[0]
				fields = append(fields, named)
			}
		}
	}
	return fields
}

// FactWords lists how the facts of a profile are written on one line: cloud, software=inhouse|none.
func (l *Library) FactWords() []string {
	var words []string
	for _, f := range l.factFields() {
		word := f.Name
		if f.Type == table.Choice {
			word += "=" + strings.Join(f.Choices, "|")
		}
		words = append(words, word)
	}
	return words
}

// ParseFacts reads facts as people write them on one line: cloud, software=inhouse+outsourced. A fact of the profile that
// is not named does not hold; nis2 and certification stay unknown. Problems stand at the place given.
func (l *Library) ParseFacts(words []string, at problem.Position) (Facts, problem.List) {
	var problems problem.List
	facts, fields := Facts{}, l.factFields()
	for _, word := range words {
		key, value, valued := strings.Cut(strings.TrimSpace(word), "=")
		f := table.Find(fields, key)
		var choices []string
		switch {
		case f == nil:
			problems.Errorf(at, problem.DidYouMean(key, table.Names(fields)), "no fact %q", shorten(key))
			continue
		case f.Type == table.Bool:
			choices = []string{"yes", "no"}
			if !valued {
				value = "yes"
			}
		default:
			choices = f.Choices
		}
		for _, v := range strings.Split(value, "+") {
			switch {
			case !slices.Contains(choices, v):
				problems.Errorf(at, "write "+key+"="+strings.Join(choices, " or "+key+"="), "%s cannot be %q", key, shorten(v))
			case !slices.Contains(facts[key], v):
				facts[key] = append(facts[key], v)
			}
		}
		if n := len(facts[key]); n > 1 && (!f.List || slices.Contains(facts[key], "none")) {
			problems.Errorf(at, "write one of them", "%s cannot be %s together", key, strings.Join(facts[key], " and "))
		}
	}
	if profile := table.Find(l.Organisation, "profile"); profile != nil {
		for _, f := range profile.Fields {
			switch {
			case facts[f.Name] != nil:
			case f.Type == table.Bool:
				facts[f.Name] = []string{"no"}
			case slices.Contains(f.Choices, "none"):
				facts[f.Name] = []string{"none"}
			}
		}
	}
	return facts, problems
}
