package workbook

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ismsgen/content"
	"ismsgen/content/problem"
)

// sheetOf makes a workbook of one sheet; "a << b" in a cell merges it with the b cells right of it.
func sheetOf(t testing.TB, name string, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	f.SetSheetName("Sheet1", name)
	for r, row := range rows {
		for c, v := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if s, ok := v.(string); ok {
				text, wide, merged := strings.Cut(s, " << ")
				if v = text; merged {
					n := 0
					fmt.Sscan(wide, &n)
					last, _ := excelize.CoordinatesToCellName(c+1+n, r+1)
					f.MergeCell(name, cell, last)
				}
			}
			if v == "" {
				continue
			}
			if err := f.SetCellValue(name, cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	return saved(t, f)
}

func TestForeignControls(t *testing.T) {
	lib := library(t)
	for name, test := range map[string]struct {
		rows   [][]any
		header int
		want   string
	}{
		"English, title rows, themes between, numbers that lost their zero": {[][]any{
			{"Statement of Applicability << 5"}, {"Version 3, confidential"}, nil,
			{"Ref", "ISO 27001 Control", "Applicable? (Y/N)", "Justification for inclusion/exclusion", "Implementation Status", "Control Owner", "Remarks"},
			{"A.5 Organizational controls << 6"},
			{5.9, "Inventory", "Y", "We must know what we have.", "Implemented", "CISO", "x"},
			{5.1, "Acceptable use", "y", "People ask.", "Fully implemented", "IT", "x"},
			{"A.8.30", "Outsourced development", "N", "No development is outsourced.", "N/A", "", ""},
			{"A 8.32", "Change management", "Yes", "Changes break things.", "In Progress", "Head of nothing", ""},
			{"A.9.99", "Unknown", "Yes", "", "", "", ""},
		}, 4, `change SoA D6 5.9 why: What is not on the list gets no updates, no owner and no backup. > We must know what we have.
change SoA D7 5.10 why: Staff see pay and sickness data and work at home; they must know what is allowed and what is not. > People ask.
change SoA D8 8.30 why: `},
		"Dutch": {[][]any{
			{"Verklaring van toepasselijkheid"},
			{"Nr.", "Beheersmaatregel", "Van toepassing (ja/nee)", "Motivering", "Stand van zaken", "Verantwoordelijke", "Streefdatum"},
			{"5.9", "Inventaris", "Ja", "Wij willen weten wat er is.", "Deels ingevoerd", "CISO", "31-12-2027"},
			{"8.30", "Uitbesteding", "Nee", "Niets uitbesteed.", "n.v.t.", "", ""},
		}, 2, `change SoA D3 5.9 why: Wat niet op de lijst staat, krijgt geen updates, geen eigenaar en geen back-up. > Wij willen weten wat er is.
change SoA E3 5.9 status: implemented > partly
change SoA G3 5.9 due:  > 2027-12-31
change SoA D4 8.30 why: `},
		"French": {[][]any{
			{"N°", "Mesure", "Applicable (Oui/Non)", "Justification", "État de mise en œuvre", "Responsable"},
			{"A.5.9", "Inventaire", "Oui", "Il faut savoir.", "Partiellement mis en œuvre", "ciso"},
		}, 1, `left b.xlsx: the headings are in the language fr, which this client does not have: texts would be written as en
left b.xlsx: SoA!D2: 5.9 is not taken: control 5.9 has status partly, but has no due`},
		"German": {[][]any{
			{"Nr", "Maßnahme", "Anwendbar", "Begründung", "Umsetzungsstatus"},
			{"A.5.9", "Verzeichnis", "Ja", "Man muss es wissen.", "Umgesetzt"},
			{"A.5.12", "Klassifizierung", "Ja", "", "Umgesetzt"},
		}, 1, `5.9 why: Wat niet op de lijst staat, krijgt geen updates, geen eigenaar en geen back-up. > Man muss es wissen.`},
		"names only": {[][]any{
			{"Control", "Applicable", "Justification", "Status"},
			{"Access Rights", "Yes", "Reason one.", "Implemented"},
			{"Asset Inventory", "Yes", "Reason two.", "Implemented"},
			{"Acceptable Use", "Yes", "", "Implemented"},
			{"Flying to the moon", "Yes", "Reason three.", "Implemented"},
		}, 1, `change SoA C2 5.18 why: Eleven hospitals require proof every quarter of who can reach their data. > Reason one.
change SoA C3 5.9
left b.xlsx: SoA!A4: "Acceptable Use" is read as control 5.10
left b.xlsx: SoA!A5: "Flying to the moon" is no control of ISO/IEC 27001:2022: the row is not taken`},
		"the edition of 2013": {[][]any{
			{"Control", "Title", "Applicable", "Justification", "Status"},
			{"A.9.2", "User access management", "", "", ""},
			{"A.9.2.2", "Provisioning", "Yes", "Reason one.", "Implemented"},
			{"A.9.2.5", "Review", "Yes", "Reason two.", "Implemented"},
			{"A.9.2.6", "Removal", "Yes", "Reason one.", "Implemented"},
			{"A.14.2.7", "Outsourced development", "No", "Nothing is outsourced.", ""},
			{"A.11.1.6", "Delivery and loading areas", "No", "There are none.", ""},
		}, 1, `left b.xlsx: SoA!C7: 7.2 is not excluded: it also holds what was 11.1.2, which the sheet does not exclude
change SoA D3 5.18 why: Eleven hospitals require proof every quarter of who can reach their data. > Reason one.|Reason two.
change SoA D6 8.30 why: `},
	} {
		client := folder(t, "software")
		got, r := bring(t, lib, client, sheetOf(t, "SoA", test.rows), false)
		got = strings.ReplaceAll(got, "Reason one.\nReason two.", "Reason one.|Reason two.")
		if r.Ours || r.Mapping == nil || len(r.Mapping.Sheets) != 1 || r.Mapping.Sheets[0].Header != test.header || r.Mapping.Sheets[0].Register != "controls" {
			t.Errorf("%s: read as %v\n%s", name, r.Mapping, got)
			continue
		}
		for _, want := range strings.Split(test.want, "\n") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s\nwant %s", name, got, want)
			}
		}
	}
}

// TestForeignControlsIntoAStartedFolder holds that a new folder, in which every decision stands open, takes what a
// workbook of others knows, though much is still to be written.
func TestForeignControlsIntoAStartedFolder(t *testing.T) {
	lib := library(t)
	facts, problems := lib.ParseFacts([]string{"cloud", "software=none", "personal_data=controller"}, problem.Position{})
	started, faults := lib.Start(content.Beginning{Name: "Nieuw BV", Languages: []string{"en", "nl"}, Facts: facts})
	if problems = append(problems, faults...); len(problems) > 0 {
		t.Fatal(problems)
	}
	client := fstest.MapFS{}
	for _, f := range started.Files {
		client[f.Name] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	got, r := bring(t, lib, client, sheetOf(t, "SoA", [][]any{
		{"Control", "Applicable", "Justification", "Status", "Implementation date"},
		{"A.5.1", "Yes", "Customers ask.", "Implemented", "2026-01-05"},
		{"A.8.30", "No", "Nothing is outsourced.", "", ""},
		{"A.8.31", "Yes", "Tests break things.", "Implemented", "soon"},
	}), false)
	if len(r.Files) != 1 || strings.Count(got, "left ") != 1 || !strings.Contains(got, `"soon"`) {
		t.Fatalf("%d files, %s", len(r.Files), got)
	}
	data := string(r.Files[0].Data)
	for _, want := range []string{
		"- control: \"5.1\"\n  applies: yes  # yes or no\n  why: Customers ask.  # <text>\n  status: implemented\n  since: 2026-01-05\n",
		"- control: \"8.30\"\n  applies: no  # yes or no\n  why: Nothing is outsourced.  # <text>\n",
		"- control: \"5.2\"\n  applies:  # yes or no\n",
	} {
		if !strings.Contains(data, want) {
			t.Errorf("%s\nwant %s", data[:1500], want)
		}
	}
}

// TestForeignControlsFromNothing makes the Statement of Applicability of a client that has none.
func TestForeignControlsFromNothing(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	delete(client, "registers/controls.yaml")
	own := regexp.MustCompile(`, "?OWN-\d+"?|"?OWN-\d+"?, |"?OWN-\d+"?`)
	for name := range client { // what names own controls of the example
		client[name].Data = own.ReplaceAll(client[name].Data, nil)
	}
	f, _ := lib.Framework("iso27001-2022")
	rows := [][]any{{"Control", "Applicable", "Justification", "Status", "Implementation description", "Owner", "Implementation date"}}
	for _, c := range f.Controls {
		rows = append(rows, []any{c.Label(), "Yes", "We need it.", "Implemented", "We do it.", "ciso", "2026-01-05"})
	}
	got, r := bring(t, lib, client, sheetOf(t, "SoA", rows), false)
	if len(r.Files) != 1 || r.Files[0].Path != "registers/controls.yaml" || r.Files[0].Old != nil {
		t.Fatal(got)
	}
	want := "- control: \"5.1\"\n  applies: yes\n  why: {en: \"We need it.\"}\n  status: implemented\n  since: 2026-01-05\n  how: {en: \"We do it.\"}\n  owner: ciso\n- control: \"5.2\"\n"
	if !strings.HasPrefix(string(r.Files[0].Data), want) {
		t.Errorf("%s", r.Files[0].Data[:400])
	}
	client["registers/controls.yaml"] = &fstest.MapFile{Data: r.Files[0].Data}
	if _, problems := content.Load(client, lib); problems.HasErrors() {
		t.Error(problems)
	}
}

func TestForeignRisks(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	rows := [][]any{
		{"Risk register << 9"},
		{"ID", "Description", "Asset", "Threat", "Weakness", "CIA", "Owner", "Inherent risk << 1", "", "Residual risk << 1", "", "Response", "ISO controls"},
		{"", "", "", "", "", "", "", "Likelihood (1-5)", "Impact (1-5)", "Likelihood (1-5)", "Impact (1-5)", "", ""},
		{"R-80", "Fire in the office", "A-10", "Fire", "Paper everywhere", "A", "IT", 3, "High", 2, 4, "Mitigate", "A.7.5, A.8.13"},
		{"R-81", "Staff leave", "A-10", "Something odd", "Nobody else knows", "C/A", "IT", 3, 3, 2, 2, "Accept", ""},
		{"R-01", "Phishing again", "", "", "", "", "", "", "", "", "", "", ""},
		{"Total", "", "", "", "", "", "", 3, "", "", "", "", ""},
		{"Signed by An", "x"},
	}
	got, r := bring(t, lib, client, sheetOf(t, "Risks", rows), false)
	if r.Mapping == nil || r.Mapping.Sheets[0].Header != 3 {
		t.Fatalf("%v\n%s", r.Mapping, got)
	}
	want := `- id: R-80
  title: {en: "Fire in the office"}
  assets: [A-10]
  threat: fire
  vulnerability: {en: "Paper everywhere"}
  affects: [A]
  owner: it
  inherent: {likelihood: 3, impact: 4}
  current: {likelihood: 3, impact: 4}
  treatment: reduce
  controls: ["7.5", "8.13"]
  residual: {likelihood: 2, impact: 4}
`
	if len(r.Files) != 1 || !strings.HasSuffix(string(r.Files[0].Data), want) {
		t.Errorf("%s", got)
	}
	for _, want := range []string{
		`add Risks A4 R-80 id:  > R-80`,
		`R-01 title: Een medewerker trapt in een phishingmail`,
		`the new row R-81 is not taken: threat: "Something odd" is none of the words that can stand here`,
		`Risks!A7: the new row Total is not taken`,
	} {
		if !strings.Contains(got, want) && !strings.Contains(got, strings.Replace(want, "Een medewerker trapt in een phishingmail", "An employee falls for a phishing mail", 1)) {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	if words := r.Mapping.Sheets[0].Words; len(words) != 1 || words[0] != (content.WordMapping{Field: "threat", Word: "Something odd", Value: "(decide)"}) {
		t.Errorf("words %v", words)
	}
}

func TestForeignAssetsWithAMap(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	data := sheetOf(t, "Inventory", [][]any{
		{"x", "Asset name", "Type", "Department", "C", "I", "A"},
		{1, "Old server", "Server", "Plant", "Confidential", "High", 2},
		{2, "Van", "Truck", "Plant", "Internal", "Low", 1},
	})
	mapping := func(s string) *content.Mapping {
		m, problems := content.ReadMapping("map.yaml", []byte(s), lib)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return m
	}
	first, problems := Import(Request{Client: client, Library: lib, Name: "b.xlsx", Data: data})
	if len(problems) > 0 || len(first.Taken) > 0 {
		t.Fatal(problems, first.Taken)
	}
	proposed := first.Mapping.String()
	want := `language: en
sheets:
  - sheet: "Inventory"
    register: assets
    header: 1
    columns:
      name: B                  # Asset name
      kind: C                  # Type
      owner: D                 # Department
      confidentiality: E       # C
      integrity: F             # I
      availability: G          # A
    fill:
      process: "(decide)"
      personal_data: "(decide)"
    words:
      kind:
        "Truck": "(decide)"
      owner:
        "Plant": "(decide)"
`
	if proposed != want {
		t.Errorf("%s", proposed)
	}
	again, problems := Import(Request{Client: client, Library: lib, Name: "b.xlsx", Data: data, Map: mapping(proposed)})
	if len(problems) > 0 || len(again.Taken) > 0 || len(again.Left) != len(first.Left) {
		t.Errorf("as proposed: %v, %v", problems, again.Left)
	}
	filled := strings.NewReplacer(`process: "(decide)"`, "process: Office work", `personal_data: "(decide)"`, `personal_data: "no"`, `"Truck": "(decide)"`, `"Truck": equipment`, `"Plant": "(decide)"`, `"Plant": it`).Replace(proposed)
	last, problems := Import(Request{Client: client, Library: lib, Name: "b.xlsx", Data: data, Map: mapping(filled)})
	if len(problems) > 0 || len(last.Left) > 0 || len(last.Files) != 1 {
		t.Fatalf("%v %v", problems, last.Left)
	}
	if got := string(last.Files[0].Data[len(last.Files[0].Old):]); strings.Count(got, "\n") != 2 || !strings.Contains(got, "kind: equipment, owner: it") || !strings.Contains(got, "Old server") {
		t.Errorf("%s", got)
	}
}

func TestForeignRefuses(t *testing.T) {
	lib, client := library(t), folder(t, "software")
	got, r := bring(t, lib, client, sheetOf(t, "Notes", [][]any{{"Dear all"}, {"Name", "Birthday"}, {"An", "2000-01-01"}}), false)
	if !strings.HasPrefix(got, "problem b.xlsx: no Statement of Applicability") || r.Mapping != nil {
		t.Error(got)
	}
	for text, want := range map[string]string{
		"":        "m.yaml:1: the file is empty",
		"a: b":    `m.yaml:1:1: unknown key "a"`,
		"sheets:": "m.yaml:1:1: the file names no sheet",
		"sheets: [{sheet: S, register: riks, header: 1}]":                                                                    `m.yaml:1:31: register cannot be "riks"`,
		"sheets: [{sheet: S, register: risks, header: 0, columns: {id: A}}]":                                                 "m.yaml:1:46: header must be at least 1",
		"sheets: [{sheet: S, register: risks, header: 1, columns: {idd: A}}]":                                                `m.yaml:1:59: unknown key "columns.idd"`,
		"sheets: [{sheet: S, register: risks, header: 1, columns: {id: A1}}]":                                                `m.yaml:1:63: "A1" names no column`,
		"sheets: [{sheet: S, register: risks, header: 1, columns: {id: A}, words: {x: {a: b}}}]":                             `m.yaml:1:75: unknown key "words.x"`,
		"sheets: [{sheet: S, register: risks, header: 1, columns: {id: A}, words: {owner: it}}]":                             `m.yaml:1:82: words must be`,
		"language: xx\nsheets: [{sheet: S, register: risks, header: 1, columns: {id: A, \"actions.what\": B}}]":              `m.yaml:1:11: language cannot be "xx"`,
		"sheets:\n  - sheet: S\n    register: risks\n    header: 1\n    columns: {id: A}\n    fill: {owner: it, nothing: x}": `m.yaml:6:23: unknown key "fill.nothing"`,
	} {
		m, problems := content.ReadMapping("m.yaml", []byte(text), lib)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%s: %v %v", text, m, problems)
		}
	}
	m, problems := content.ReadMapping("m.yaml", []byte("sheets: [{sheet: Rsiks, register: risks, header: 1, columns: {id: A}}]"), lib)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	_, problems = Import(Request{Client: client, Library: lib, Name: "b.xlsx", Data: sheetOf(t, "Risks", [][]any{{"a"}}), Map: m})
	if len(problems) != 1 || problems[0].String() != "m.yaml:1:18: the workbook has no sheet \"Rsiks\"\n\tdid you mean \"Risks\"?" {
		t.Error(problems)
	}
}
