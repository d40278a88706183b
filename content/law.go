package content

import (
	"cmp"

	"gopkg.in/yaml.v3"

	"ismsgen/content/problem"
)

// union stands in the place of a country for what holds in every member state of the European Union.
const union = "EU"

// Authority is whom to call or notify.
type Authority struct {
	ID      string              `yaml:"id"`
	Country string              `yaml:"country"` // ISO 3166 code, or EU
	Kind    string              `yaml:"kind"`    // one of Library.AuthorityKinds
	Name    map[string]string   `yaml:"name"`    // as it calls itself, by language of its country
	Phone   string              `yaml:"phone"`
	Website Address             `yaml:"website"`
	When    map[string][]string `yaml:"when"`     // as of a duty
	Source  string              `yaml:"source"`   // the law that gives it the task
	InForce string              `yaml:"in_force"` // YYYY-MM-DD; "" when not certain
	Checked string              `yaml:"checked"`  // YYYY-MM-DD; "" when not compared with a source yet
}

// Address is an address on the web, by language of the documents, or under "" where it is the same in all.
type Address map[string]string

// UnmarshalYAML reads one address or one per language.
func (a *Address) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*a = Address{"": n.Value}
		return nil
	}
	return n.Decode((*map[string]string)(a))
}

// In returns the address for documents in a language, or "".
func (a Address) In(lang string) string { return cmp.Or(a[lang], a[""]) }

// Duty is a duty to notify. The deadline is Hours, Days or Months after From, or the commitment of that id in hours, or none
// ("without undue delay", "on request").
type Duty struct {
	ID         string              `yaml:"id"`
	Country    string              `yaml:"country"` // ISO 3166 code, or EU
	To         string              `yaml:"to"`      // kind of the authority that is told; "" when it is somebody else
	When       map[string][]string `yaml:"when"`    // profile key, nis2 (its status) or trust_services to the values of which one must hold
	Hours      int                 `yaml:"hours"`
	Days       int                 `yaml:"days"`
	Months     int                 `yaml:"months"`
	Commitment string              `yaml:"commitment"`
	From       string              `yaml:"from"`     // the moment from which the deadline runs: aware, notification, request, remedy (a corrective measure is available) or handled
	Source     string              `yaml:"source"`   // law and article
	InForce    string              `yaml:"in_force"` // YYYY-MM-DD
	Status     string              `yaml:"status"`   // "unconfirmed" when the deadline may be another one in the country
	Checked    string              `yaml:"checked"`  // YYYY-MM-DD
}

// Law is a law or collective agreement that usually applies, from which a register of laws starts.
type Law struct {
	ID       string              `yaml:"id"`
	Country  string              `yaml:"country"`  // ISO 3166 code, or EU
	Kind     string              `yaml:"kind"`     // law or agreement
	Replaces string              `yaml:"replaces"` // id of the EU entry for which it stands in its country
	Status   string              `yaml:"status"`   // "unconfirmed" when it may not be in force
	When     map[string][]string `yaml:"when"`     // as of a duty
	Article  string              `yaml:"article"`
	Controls []string            `yaml:"controls"` // of ISO/IEC 27001:2022 that usually meet it
	Source   string              `yaml:"source"`   // where it is published
	InForce  string              `yaml:"in_force"` // YYYY-MM-DD; "" when not certain
	Checked  string              `yaml:"checked"`  // YYYY-MM-DD; "" when not compared with a source yet
}

// DutyText says in short phrases who is notified and of what.
type DutyText struct {
	Who  string            `yaml:"who"` // "" when an authority is told
	What string            `yaml:"what"`
	When string            `yaml:"when"` // the deadline in words
	Law  map[string]string `yaml:"law"`  // by country of the duty
}

// AuthorityText is the name of an authority and what it is for.
type AuthorityText struct {
	Name string `yaml:"name"`
	What string `yaml:"what"`
}

// LawText says what a law is, why it applies and what it asks, in own words.
type LawText struct {
	Title      string `yaml:"title"`
	Why        string `yaml:"why"`
	Obligation string `yaml:"obligation"`
}

// DutiesIn returns the duties to notify that can apply in a country.
func (l *Library) DutiesIn(country string) []Duty {
	return national(l.Duties, country, func(d *Duty) (string, string) { return d.Country, d.ID })
}

// AuthoritiesIn returns the authorities of a country; of a kind that it has none of, those of the European Union.
func (l *Library) AuthoritiesIn(country string) []Authority {
	return national(l.Authorities, country, func(a *Authority) (string, string) { return a.Country, a.Kind })
}

// LawsIn returns the laws that usually apply in a country.
func (l *Library) LawsIn(country string) ([]Law, problem.List) {
	all, problems := l.allLaws()
	return national(all, country, func(law *Law) (string, string) {
		if law.Replaces != "" {
			return law.Country, law.Replaces
		}
		return law.Country, law.ID
	}), problems
}

func (l *Library) allLaws() ([]Law, problem.List) {
	var problems problem.List
	var file struct{ Laws []Law }
	l.files.decode(&problems, target{"laws.yaml", &file})
	return file.Laws, problems
}

// LawTexts returns the words of the laws in a language, by id.
func (l *Library) LawTexts(tag string) (map[string]LawText, problem.List) {
	var problems problem.List
	var file struct{ Laws map[string]LawText }
	l.files.decode(&problems, target{"languages/" + tag + "/laws.yaml", &file})
	return file.Laws, problems
}

// national keeps the entries of a country and those of the European Union whose key the country has no entry for.
func national[T any](all []T, country string, of func(*T) (country, key string)) []T {
	own := map[string]bool{}
	for i := range all {
		if c, key := of(&all[i]); c == country {
			own[key] = true
		}
	}
	var list []T
	for i := range all {
		if c, key := of(&all[i]); c == country || c == union && !own[key] {
			list = append(list, all[i])
		}
	}
	return list
}
