package generator

import (
	"bytes"
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/templates"
)

var key = regexp.MustCompile(`[\w.-]+:`)

// TestTermsOfTheGlossary holds that templates and the words of a language use the terms of the glossary.
func TestTermsOfTheGlossary(t *testing.T) {
	lib := library(t)
	for _, lang := range lib.Languages {
		g, _ := lib.Glossary(lang)
		files := map[string]fs.FS{lang: templates.Files, "languages/" + lang: content.Builtin()}
		for root, from := range files {
			err := fs.WalkDir(from, root, func(name string, d fs.DirEntry, err error) error {
				// The titles of a standard are facts; the glossary names what it bans, the import what others write.
				if err != nil || d.IsDir() || strings.Contains(name, "/iso") || strings.HasSuffix(name, "/glossary.yaml") || strings.HasSuffix(name, "/import.yaml") || !strings.Contains(name, ".yaml") && !strings.Contains(name, ".tmpl") {
					return err
				}
				data, err := fs.ReadFile(from, name)
				if strings.HasSuffix(name, ".yaml") { // keys and ids are no prose
					data = key.ReplaceAllFunc(data, func(k []byte) []byte { return bytes.Repeat([]byte("_"), len(k)) })
				}
				for _, p := range misuses(name, string(data), g) {
					t.Error(p)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}

func TestCheckFindsBannedTermsOfAClient(t *testing.T) {
	const name = "templates/nl/policy/scope.md.tmpl"
	r := with(t, request(t, "accountancy"), map[string]string{name: "---\ntitle: Scope\n---\n## Doel\n\nElke {{/* controle */}}stap is een controle, geen toegangscontrole; een corrigerende maatregel\nen technische en organisatorische maatregelen.\n"})
	var got []string
	for _, p := range Check(context.Background(), r) {
		if p.Check == "terms" {
			got = append(got, p.String())
		}
	}
	want := name + ":6:36: warning: the glossary has another term for controle\n\twrite beheersmaatregel, of nazicht waar iets wordt nagekeken"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %q", got)
	}
}

// TestAuthoritiesAndDutiesOfACountry holds that documents get the law of the organisation's own country.
func TestAuthoritiesAndDutiesOfACountry(t *testing.T) {
	original := request(t, "manufacturer")
	data, err := fs.ReadFile(original.Client, "organisation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	body := "---\ntitle: Scope\n---\n## One\n\n{{register \"duties\" \"all\"}}\n\n{{register \"authorities\" \"all\"}}\n\n{{register \"authorities\" \"names\"}}\n\n## Two\n\n{{register \"glossary\" \"all\"}}\n"
	for _, test := range []struct {
		country    string
		trust      bool
		has, lacks string
	}{
		{"BE", false, "Centre for Cybersecurity Belgium (CCB) | A significant incident: early warning | Within 24\u00a0hours;+32 2 274 48 00;Centrum voor Cybersecurity België;112;notification with a first assessment | Within 72\u00a0hours of becoming aware | NIS2 act of 26 April 2024;+32 2 501 05 60 | https://ccb.belgium.be/en/cert/report-incident", "BSIG;trust service;to be confirmed"},
		{"BE", true, "of a trust service: notification with a first assessment | Within 24\u00a0hours", "Within 72\u00a0hours of becoming aware | NIS2"},
		{"DE", false, "BSIG, § 32;Federal Office for Information Security (BSI);110", "Belgium"},
		{"PT", false, "Within 24\u00a0hours of becoming aware (to be confirmed: national law) | NIS2 directive, article 23, as transposed;National CSIRT of the member state;Within 72\u00a0hours of becoming aware | GDPR", "Belgium;BSIG"},
	} {
		org := strings.Replace(string(data), "country: BE", "country: "+test.country, 1)
		if test.trust {
			org = strings.Replace(org, "\nnis2:\n", "\nnis2:\n  trust_services: true\n", 1)
		}
		r := with(t, original, map[string]string{"organisation.yaml": org, "templates/en/policy/scope.md.tmpl": body})
		r.Languages, r.Formats, r.Only = []string{"en"}, []string{"md"}, []string{"scope"}
		_, problems := Generate(context.Background(), r, func(f File) error {
			text := strings.NewReplacer(`\`, "").Replace(string(f.Data))
			for _, want := range strings.Split(test.has, ";") {
				if !strings.Contains(text, strings.TrimSpace(want)) {
					t.Errorf("%s lacks %q in:\n%s", test.country, want, text)
				}
			}
			for _, no := range strings.Split(test.lacks, ";") {
				if strings.Contains(text, no) {
					t.Errorf("%s has %q in:\n%s", test.country, no, text)
				}
			}
			if !strings.Contains(text, "| Access right |") {
				t.Error("no glossary")
			}
			return nil
		})
		if problems.HasErrors() {
			t.Errorf("%s: %v", test.country, problems)
		}
	}
}
