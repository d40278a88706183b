package generator

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/table"
)

// edited is the accountancy with texts of a file replaced: old, new, old, new …
func edited(t *testing.T, file string, pairs ...string) Request {
	t.Helper()
	r := request(t, "accountancy")
	data, err := fs.ReadFile(r.Client, file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s has no %q", file, pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return with(t, r, map[string]string{file: text})
}

// TestChecksFind holds each question of an auditor against data that has no good answer to it.
func TestChecksFind(t *testing.T) {
	on := table.Date{Year: 2026, Month: 11, Day: 2}
	for _, test := range []struct {
		id      string
		r       Request
		file    string
		message string
	}{
		{"rhythm-never", edited(t, "registers/operations.yaml", "rhythm: erasure_months", `what: "Erased"`), "registers/operations.yaml", "\u00a0R"},
		{"rhythm-late", edited(t, "registers/operations.yaml", "rhythm: erasure_months, on: 2026-03-02", "rhythm: erasure_months, on: 2025-03-02"), "registers/operations.yaml", "was due by 2026-03-02"},
		{"review-held", request(t, "accountancy"), "registers/reviews.yaml", "never been held"},
		{"review-after-audit", edited(t, "registers/reviews.yaml", "on: 2026-11-16", "on: 2025-10-16", "status: planned", "status: done"), "registers/reviews.yaml", "before the internal audit"},
		{"audit-held", edited(t, "registers/audits.yaml", "status: done", "status: planned"), "registers/audits.yaml", "no internal audit has been carried out"},
		{"excluded", edited(t, "registers/controls.yaml", "- control: \"5.23\"\n  applies: yes", "- control: \"5.23\"\n  applies: no"), "registers/controls.yaml", "A.5.23 is excluded, and cloud services are used"},
		{"no-evidence", edited(t, "registers/controls.yaml", `  evidence:
    - {what: {nl: "Rondes van februari, mei en augustus", en: "Rounds of February, May and August"}, where: "ISMS/5.36", on: 2026-08-18}
`, ""), "registers/controls.yaml", "A.5.36 is implemented, and nothing shows it"},
		{"records-young", edited(t, "organisation.yaml", "stage1: 2026-12-10", "stage1: 2026-01-10"), "registers/operations.yaml", "younger than three months"},
	} {
		org, problems := content.Load(test.r.Client, test.r.Library)
		p := checkedPack(test.r, org, on)
		if problems.HasErrors() || p == nil {
			t.Fatal(test.id, problems)
		}
		c := checks[slices.IndexFunc(checks, func(c check) bool { return c.id == test.id })]
		var messages []string
		c.ask(p, org, on, func(row table.Row, field, hint, message string) {
			if at := row.At(field); at.File != test.file || at.Line == 0 || hint == "" || c.clause == "" {
				t.Errorf("%s at %v, hint %q: %s", test.id, at, hint, message)
			}
			messages = append(messages, message)
		})
		if !strings.Contains(strings.Join(messages, "\n"), test.message) {
			t.Errorf("%s: %q", test.id, messages)
		}
	}
}

// TestCheckAsksThePack holds that the command finds what only the documents tell.
func TestCheckAsksThePack(t *testing.T) {
	r := edited(t, "registers/operations.yaml", "rhythm: erasure_months", `what: "Erased"`)
	r.Date = table.Date{Year: 2026, Month: 11, Day: 2}
	for _, p := range Check(context.Background(), r) {
		if p.Check == "rhythm-never" && strings.Contains(p.Message, "erasure_months") {
			return
		}
	}
	t.Error("a rhythm that was never kept is not found")
}

// TestChecksOfRegisters asks the checks that look at one register only.
func TestChecksOfRegisters(t *testing.T) {
	on := table.Date{Year: 2026, Month: 11, Day: 2}
	for _, test := range []struct {
		run      func(*content.Organisation, table.Date, report)
		register string
		row      table.Row
		found    int
	}{
		{supplierAssessed, "suppliers", table.Row{"criticality": "critical"}, 1},
		{supplierAssessed, "suppliers", table.Row{"criticality": "critical", "assessed": on, "certificate_until": on}, 0},
		{supplierAssessed, "suppliers", table.Row{"criticality": "ordinary", "certificate_until": on.AddMonths(-1)}, 1},
		{supplierExit, "suppliers", table.Row{"cloud": true}, 1},
		{supplierExit, "suppliers", table.Row{"cloud": false}, 0},
		{competenceShown, "competences", table.Row{"role": "ciso", "gap": table.Texts{"en": "x"}}, 1},
		{competenceShown, "competences", table.Row{"role": "ciso", "gap": table.Texts{"en": "x"}, "action": table.Texts{"en": "x"}, "due": on}, 0},
		{competenceShown, "competences", table.Row{"role": "it"}, 1}, // of the CISO
		{measureValue, "measures", table.Row{"values": []table.Row{}}, 1},
		{measureValue, "measures", table.Row{"values": []table.Row{{"on": on}}}, 0},
		{riskOwners, "risks", table.Row{"owner": "ciso"}, 1},
		{riskOwners, "risks", table.Row{"owner": "it"}, 0}, // nobody holds it
		{auditPlanned, "reviews", table.Row{}, 1},
		{auditPlanned, "audits", table.Row{}, 0},
		{recoveryTime, "processes", table.Row{"rto_hours": 4, "assets": []any{"A-1"}}, 1},
		{recoveryTime, "processes", table.Row{"rto_hours": 8, "assets": []any{"A-1"}}, 0},
	} {
		org := &content.Organisation{Row: table.Row{"size": 12, "roles": []table.Row{{"id": "ciso", "people": []any{"a"}}}}, Registers: map[string]*content.Register{
			test.register: {Rows: []table.Row{test.row}},
			"assets":      {Table: &table.Table{Key: "id"}, Rows: []table.Row{{"id": "A-1", "rto_hours": 8}}},
		}}
		n := 0
		test.run(org, on, func(table.Row, string, string, string) { n++ })
		if n != test.found {
			t.Errorf("%s %v: %d found", test.register, test.row, n)
		}
	}
}
