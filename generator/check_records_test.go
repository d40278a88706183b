package generator

import (
	"context"
	"slices"
	"strings"
	"testing"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// asked puts one question to an organisation and returns what it finds.
func asked(t *testing.T, id string, r Request, on table.Date) []string {
	t.Helper()
	org, problems := content.Load(r.Client, r.Library)
	p := checkedPack(r, org, on)
	if problems.HasErrors() || p == nil {
		t.Fatal(id, problems)
	}
	c := checks[slices.IndexFunc(checks, func(c check) bool { return c.id == id })]
	var messages []string
	c.ask(p, org, on, func(row table.Row, field, hint, message string) {
		if at := row.At(field); at.Line == 0 || hint == "" || c.clause == "" {
			t.Errorf("%s at %v, hint %q: %s", id, at, hint, message)
		}
		messages = append(messages, row.At(field).File+" "+message)
	})
	return messages
}

// TestChecksOfRecords holds each question against the accountancy, which has an answer, and against data that has none.
func TestChecksOfRecords(t *testing.T) {
	on := table.Date{Year: 2026, Month: 11, Day: 2}
	plain := request(t, "accountancy")
	for _, test := range []struct {
		id      string
		r       Request
		message string // with its file
	}{
		{"parties-kinds", edited(t, "registers/parties.yaml", "kind: regulator", "kind: other"), "registers/parties.yaml no interested party is a regulator"},
		{"law-late", edited(t, "registers/laws.yaml", "reviewed: 2026-", "reviewed: 2024-"), "registers/laws.yaml this law or contract was last reviewed on 2024-"},
		{"role-holder-left", edited(t, "organisation.yaml", "since: 2025-03-03}", "since: 2025-03-03, until: 2026-10-01}"), "organisation.yaml stefaan holds the role isms_consultant, and left on 2026-10-01"},
		{"site-risk", edited(t, "registers/assets.yaml", "  site: mechelen\n", ""), "organisation.yaml no physical risk has been assessed for the site mechelen"},
		{"older-than-assessment", edited(t, "organisation.yaml", "on: 2026-09-15", "on: 2026-10-14"), "history.yaml risk-assessment-report was approved on 2026-10-06, before the risk assessment RA-2026"},
		{"review-before-approval", edited(t, "history.yaml", "next_review: 2027-09-15", "next_review: 2026-09-15"), "history.yaml the next review, on 2026-09-15, is not after the approval"},
		{"review-overdue", edited(t, "history.yaml", "next_review: 2027-09-15", "next_review: 2026-10-30"), "history.yaml the review of ISMS-02 context was due by 2026-10-30"},
		{"external-withdrawn", edited(t, "registers/external.yaml", `edition: "2020", publisher: "ISO, IEC", status: in-force`, `edition: "2020", publisher: "ISO, IEC", status: withdrawn`), "registers/external.yaml a document that we work with has been withdrawn"},
		{"supplier-late", edited(t, "registers/suppliers.yaml", "assessed: 2026-", "assessed: 2024-"), "registers/suppliers.yaml this supplier was last assessed on 2024-"},
		{"recovery-point", edited(t, "registers/processes.yaml", "rpo_hours: 24", "rpo_hours: 4"), "can lose 24 hours of data, and the process bears 4"},
		{"audit-before-stage2", edited(t, "registers/audits.yaml", "status: done", "status: planned", "on: 2026-11-24", "on: 2027-01-24"), "organisation.yaml stage 2 is less than a month away"},
		{"programme-gaps", edited(t, "registers/audits.yaml", `"5.7", "5.8", `, ""), "registers/audits.yaml no audit of the programme looks at A.5.7, A.5.8"},
		{"finding-worked-out", edited(t, "registers/findings.yaml", "  cause: {nl: \"Kabelgras stelde", "  # {nl: \"Kabelgras stelde"), "registers/findings.yaml a nonconformity of more than a month has no cause"},
		{"follow-up-late", edited(t, "registers/findings.yaml", "due: 2026-11-20", "due: 2026-10-20"), "registers/findings.yaml the date of this corrective action has passed"},
	} {
		day := on
		if test.id == "audit-before-stage2" {
			day = table.Date{Year: 2027, Month: 1, Day: 10}
		}
		if found := asked(t, test.id, plain, day); len(found) > 0 {
			t.Errorf("%s finds in the example: %q", test.id, found)
		}
		if found := strings.Join(asked(t, test.id, test.r, day), "\n"); found == "" || !strings.Contains(found, test.message) {
			t.Errorf("%s: %q", test.id, found)
		}
	}
}

// TestFollowUp asks after each register that promises something by a day.
func TestFollowUp(t *testing.T) {
	on := table.Date{Year: 2026, Month: 11, Day: 2}
	before, after := on.AddMonths(-1), on.AddMonths(1)
	for _, test := range []struct {
		register   string
		late, good []table.Row
	}{
		{"findings", []table.Row{{"due": before}}, []table.Row{{"due": before, "done": before}, {"due": on}, {"due": after}}},
		{"decisions", []table.Row{{"due": before, "status": "open"}, {"due": before, "status": "running"}}, []table.Row{{"due": before, "status": "done"}, {"due": after, "status": "open"}}},
		{"improvements", []table.Row{{"due": before, "status": "running"}}, []table.Row{{"due": before, "status": "rejected"}, {"status": "proposed"}}},
		{"objectives", []table.Row{{"due": before, "status": "on-track"}}, []table.Row{{"due": before, "status": "reached"}}},
		{"exceptions", []table.Row{{"until": before}}, []table.Row{{"until": before, "ended": before}, {"until": after}}},
		{"training", []table.Row{{"on": before, "status": "planned"}}, []table.Row{{"on": before, "status": "done"}, {"on": after, "status": "planned"}}},
	} {
		for want, rows := range map[int][]table.Row{len(test.late): test.late, 0: test.good} {
			n := 0
			followUpLate(&content.Organisation{Registers: map[string]*content.Register{test.register: {Rows: rows}}}, on, func(table.Row, string, string, string) { n++ })
			if n != want {
				t.Errorf("%s: %d found in %v", test.register, n, rows)
			}
		}
	}
}

func TestResidualLevelsAtTheLimit(t *testing.T) {
	risks := func(levels ...int) *content.Organisation {
		r := &content.Register{}
		for _, l := range levels {
			r.Rows = append(r.Rows, table.Row{"residual": table.Row{"likelihood": l, "impact": 2}})
		}
		return &content.Organisation{Row: table.Row{"risk": table.Row{"acceptance": 6}}, Registers: map[string]*content.Register{"risks": r}}
	}
	for _, test := range []struct {
		org   *content.Organisation
		found int
	}{{risks(3, 3, 3, 3, 3), 1}, {risks(3, 3, 3, 3, 2), 0}, {risks(3, 3), 0}, {risks(), 0}} {
		n := 0
		residualAtLimit(test.org, table.Date{}, func(table.Row, string, string, string) { n++ })
		if n != test.found {
			t.Errorf("%v: %d found", test.org.Registers["risks"].Rows, n)
		}
	}
}

// TestPointsNameWhatWasNeverRecorded holds that the readiness report names a rhythm and who promises it, not a line without it.
func TestPointsNameWhatWasNeverRecorded(t *testing.T) {
	for _, p := range packsOf(t, edited(t, "registers/operations.yaml", "rhythm: erasure_months", `what: {nl: Gewist, en: Erased}`)) {
		points := where(p.view.Registers["points"], "check", p.locale.term("check-rhythm-never"))
		if want := p.locale.Commitments["erasure_months"] + " (" + p.statedIn("erasure_months") + ")"; len(points) != 1 || points[0].String("where") != want || !strings.Contains(want, "\u00a0R") {
			t.Errorf("%s: %v, not %q", p.locale.Tag, points, want)
		}
	}
}

// TestTheReportOnOpenClausesEnds holds that it is promised until the certificate has been granted, by the documents too.
func TestTheReportOnOpenClausesEnds(t *testing.T) {
	open := request(t, "accountancy")
	granted := edited(t, "registers/certification.yaml", "to: 2027-03-19\n  owner: top_management\n  status: planned", "to: 2027-03-19\n  owner: top_management\n  status: done")
	for want, r := range map[bool]Request{true: open, false: granted} {
		for _, p := range packsOf(t, r) {
			k := p.lib.Commitment("gap_report_months")
			if p.promised(*k) != want || p.stated(k.ID) != want || p.facts.Group("certification").Bool("granted") == want {
				t.Errorf("%s: promised %v, stated %v, want %v", p.locale.Tag, p.promised(*k), p.stated(k.ID), want)
			}
		}
	}
}

// TestWithdrawnEditionStopsThePack holds that generate says what check says, once.
func TestWithdrawnEditionStopsThePack(t *testing.T) {
	r := edited(t, "organisation.yaml", "standard: iso27001-2022", "standard: iso27001-2013")
	_, made := Generate(context.Background(), r, func(File) error { return nil })
	for name, problems := range map[string][]string{"generate": texted(made), "check": texted(Check(context.Background(), r))} {
		n := 0
		for _, p := range problems {
			if strings.Contains(p, "no certificate can be had against it") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s says it %d times", name, n)
		}
	}
}

func texted(list problem.List) []string {
	var texts []string
	for _, p := range list {
		if p.Severity == problem.Error {
			texts = append(texts, p.String())
		}
	}
	return texts
}
