package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ismsgen/content/table"
)

// countriesWithLaw have entries of their own; the other member states get those of the European Union.
var countriesWithLaw = []string{"BE", "NL", "FR", "DE", "LU"}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// dated holds that facts about law say where they stand and since when they hold; a day on which they were checked is a day.
func dated(t *testing.T, what, source, inForce, checked string, needsForce bool) {
	t.Helper()
	switch {
	case source == "":
		t.Errorf("%s has no source", what)
	case checked != "" && !isDay(checked):
		t.Errorf("%s was checked on %q", what, checked)
	case inForce == "" && needsForce, inForce != "" && !isDay(inForce):
		t.Errorf("%s is in force since %q", what, inForce)
	case checked != "" && inForce > checked:
		t.Errorf("%s was checked before it was in force", what)
	}
}

func TestDuties(t *testing.T) {
	lib := library(t)
	froms := []string{"aware", "notification", "request", "remedy", "handled"}
	fields := append(table.Names(table.Find(lib.Organisation, "profile").Fields), "nis2", "trust_services")
	known := append(slices.Clone(countriesWithLaw), union)
	seen := map[string]bool{}
	for _, d := range lib.Duties {
		what := d.Country + " " + d.ID
		dated(t, what, d.Source, d.InForce, d.Checked, true)
		if seen[what] || !slices.Contains(known, d.Country) || !slices.Contains(froms, d.From) || len(d.When) == 0 {
			t.Errorf("%s: %+v", what, d)
		}
		if d.To != "" && !slices.Contains(lib.AuthorityKinds, d.To) {
			t.Errorf("%s is to be told to %q", what, d.To)
		}
		if d.Status != "" && d.Status != "unconfirmed" || d.Status == "" && d.Checked == "" {
			t.Errorf("%s is stated as certain, but was never checked", what)
		}
		for key := range d.When {
			if !slices.Contains(fields, key) {
				t.Errorf("%s asks for the fact %q", what, key)
			}
		}
		seen[what] = true
	}
	for _, tag := range lib.Languages {
		l, _ := lib.Language(tag)
		if strings.Count(l.Unconfirmed, "{when}") != 1 || l.Unconfirmed == "{when}" {
			t.Errorf("%s: an unconfirmed deadline is written %q", tag, l.Unconfirmed)
		}
		laws := map[string]bool{}
		for _, d := range lib.Duties {
			text := l.Duties[d.ID]
			laws[d.ID+d.Country] = true
			if text.Law[d.Country] == "" {
				t.Errorf("%s: %s has no law in %s", tag, d.ID, d.Country)
			}
			if (text.Who == "") != (d.To != "") {
				t.Errorf("%s: %s tells %q and the authority %q", tag, d.ID, text.Who, d.To)
			}
			if counted := d.Hours+d.Days+d.Months > 0 || d.Commitment != ""; counted != strings.Contains(text.When, "{n}") {
				t.Errorf("%s: duty %s says %q", tag, d.ID, text.When)
			}
		}
		for id, text := range l.Duties {
			for country := range text.Law {
				if !laws[id+country] {
					t.Errorf("%s: the law of %s in %s belongs to nothing", tag, id, country)
				}
			}
		}
	}
	// What a national law says stands instead of the directive; what it does not say comes from it.
	for country, law := range map[string]string{"BE": "Belgian act", "DE": "BSI-Gesetz", "NL": "Directive", "PT": "Directive"} {
		for _, d := range lib.DutiesIn(country) {
			if d.ID == "nis2-warning" && (!strings.HasPrefix(d.Source, law) || d.Hours != 24) {
				t.Errorf("%s: %+v", country, d)
			}
		}
	}
	// Where we do not know the national law, no deadline of the directive is stated as certain.
	all, _ := lib.allLaws()
	for _, law := range all {
		for _, d := range lib.DutiesIn(law.Country) {
			if law.Replaces == "nis2" && law.Status != "" && strings.HasPrefix(d.ID, "nis2-") && d.Status != law.Status {
				t.Errorf("%s is unconfirmed, %s in %s is not", law.ID, d.ID, law.Country)
			}
		}
	}
}

func TestAuthorities(t *testing.T) {
	lib := library(t)
	if choices := lib.Tables["authorities"].Field("kind").Choices; !slices.Equal(choices, lib.AuthorityKinds) {
		t.Errorf("the register knows the kinds %v, authorities.yaml %v", choices, lib.AuthorityKinds)
	}
	tongues := []string{"en", "nl", "fr", "de"} // also those that documents do not have yet
	phone := regexp.MustCompile(`^(\+[0-9 ]+|[0-9 ]{2,13})$`)
	var ids []string
	for _, a := range lib.Authorities {
		ids = append(ids, a.ID)
		dated(t, a.ID, a.Source, a.InForce, a.Checked, false)
		if a.Phone == "" && len(a.Website) == 0 || a.Phone != "" && !phone.MatchString(a.Phone) {
			t.Errorf("%s cannot be reached: %q %q", a.ID, a.Phone, a.Website)
		}
		for lang, address := range a.Website {
			if !strings.HasPrefix(address, "https://") || lang != "" && !slices.Contains(tongues, lang) {
				t.Errorf("%s: the address %q in %q", a.ID, address, lang)
			}
		}
		for _, tag := range lib.Languages {
			if len(a.Website) > 0 && a.Website.In(tag) == "" {
				t.Errorf("%s has no address for documents in %s", a.ID, tag)
			}
		}
		if !slices.Contains(lib.AuthorityKinds, a.Kind) || (len(a.Name) == 0) != (a.Country == union) || !strings.HasPrefix(a.ID, strings.ToLower(a.Country)+"-") {
			t.Errorf("%+v", a)
		}
	}
	for _, tag := range lib.Languages {
		l, _ := lib.Language(tag)
		names := map[string]string{}
		for id, text := range l.Authorities {
			names[id] = text.Name
		}
		same(t, tag+" authorities", names, ids)
	}
	for _, country := range append(slices.Clone(countriesWithLaw), "PT") {
		kinds := map[string]bool{}
		for _, a := range lib.AuthoritiesIn(country) {
			kinds[a.Kind] = true
		}
		if len(kinds) != len(lib.AuthorityKinds) {
			t.Errorf("%s has only %v", country, kinds)
		}
	}
}

func TestLaws(t *testing.T) {
	lib := library(t)
	f := framework(t, lib, "iso27001-2022")
	all, problems := lib.allLaws()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var ids, controls []string
	for _, c := range f.Controls {
		controls = append(controls, c.Number)
	}
	kinds := lib.Tables["laws"].Field("kind").Choices
	for _, l := range all {
		dated(t, l.ID, l.Source, l.InForce, l.Checked, false)
		if slices.Contains(ids, l.ID) || !slices.Contains(kinds, l.Kind) || len(l.Controls) == 0 || l.Status != "" && l.Status != "unconfirmed" || l.Status != "" && l.InForce != "" {
			t.Errorf("%+v", l)
		}
		if l.Replaces != "" && (l.Country == union || !slices.Contains(ids, l.Replaces)) {
			t.Errorf("%s replaces %q", l.ID, l.Replaces)
		}
		for _, c := range l.Controls {
			if !slices.Contains(controls, c) {
				t.Errorf("%s names control %s", l.ID, c)
			}
		}
		ids = append(ids, l.ID)
	}
	for _, tag := range lib.Languages {
		texts, problems := lib.LawTexts(tag)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		titles := map[string]string{}
		for id, text := range texts {
			titles[id] = text.Title
			if text.Why == "" || text.Obligation == "" {
				t.Errorf("%s: %s lacks words", tag, id)
			}
		}
		same(t, tag+" laws", titles, ids)
	}
	for _, country := range append(slices.Clone(countriesWithLaw), "PT") {
		laws, _ := lib.LawsIn(country)
		has := map[string]bool{}
		for _, l := range laws {
			has[l.ID] = true
		}
		own := strings.ToLower(country) + "-nis2"
		if !has["gdpr"] || has["nis2"] == slices.Contains(countriesWithLaw, country) || has["nis2"] == has[own] {
			t.Errorf("%s: %v", country, has)
		}
	}
}

// TestANewClientBeginsFromTheLawsOfItsCountry holds that its register has those that fit its facts, and only those.
func TestANewClientBeginsFromTheLawsOfItsCountry(t *testing.T) {
	lib := library(t)
	register := func(b Beginning) string {
		started, problems := lib.Start(b)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		for _, f := range started.Files {
			if f.Name == "registers/laws.yaml" {
				return f.Text
			}
		}
		t.Fatal("no register of laws")
		return ""
	}
	b := Beginning{Name: "Acme", Country: "BE", Languages: []string{"nl", "en"}, Facts: Facts{"personal_data": {"controller"}, "nis2": {"none"}}}
	text := register(b)
	for _, want := range []string{"id: L-01", "General Data Protection Regulation", "Camerawet van 21 maart 2007", "Cao nr. 81"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(text, "NIS2") || strings.Contains(text, "eIDAS") || strings.Contains(text, "telewerk") {
		t.Errorf("has laws that do not fit:\n%s", text)
	}
	if b.Country = ""; strings.Contains(register(b), "id: L-01") {
		t.Error("has laws without a country")
	}
}
