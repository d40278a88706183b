package content

import (
	"strings"
	"testing"
)

func TestLeaves(t *testing.T) {
	lib := library(t)
	leaves := framework(t, lib, "iso27001-2022").Leaves()
	if len(leaves) != 30 || leaves[0] != "4.1" || leaves[len(leaves)-1] != "10.2" {
		t.Errorf("%d clauses: %v", len(leaves), leaves)
	}
}

// TestBaseline holds that every clause is measured once and that what is open has an action, an owner and a date.
func TestBaseline(t *testing.T) {
	lib := library(t)
	folder := client(t, lib)
	text := string(folder["registers/baseline.yaml"].Data)
	row := func(number string) string {
		return `- {clause: "` + number + `", measured: 2025-01-01, status: open, finding: niets, now: fulfilled}` + "\n"
	}
	for _, test := range []struct{ old, new, want string }{
		{row("4.1"), "", "1 of the 30 clauses of ISO/IEC 27001:2022 are not measured: 4.1"},
		{row("4.1"), row("4.1") + row("4.1"), `baseline has clause "4.1" twice`},
		{row("4.1"), row("4.1") + row("6.1"), "no clause 6.1 that is measured by itself"},
		{row("10.2"), strings.Replace(row("10.2"), "fulfilled", "partly", 1), "clause 10.2 is not fulfilled now, but has no owner"},
		{row("10.2"), strings.Replace(row("10.2"), "fulfilled", "open, action: doen, owner: ciso, due: 2027-01-01", 1), ""},
	} {
		_, problems := Load(with(folder, "registers/baseline.yaml", strings.Replace(text, test.old, test.new, 1)), lib)
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
		}
		all := strings.Join(got, "\n")
		if test.want == "" && all != "" || !strings.Contains(all, test.want) {
			t.Errorf("got %q, want %q", all, test.want)
		}
	}
	_, problems := Load(with(folder, "registers/certification.yaml", "- {id: S-1, step: training, what: les, from: 2026-02-01, to: 2026-01-01, owner: ciso, status: done}"), lib)
	if len(problems) != 1 || problems[0].At.Line != 1 || !strings.Contains(problems[0].Message, "before it begins") {
		t.Errorf("got %v", problems)
	}
}
