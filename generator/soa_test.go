package generator

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"ismsgen/content/table"
	"ismsgen/output"
	"ismsgen/output/excel"
)

// TestReasonsFollowFromTheData holds that each law, contract and risk that names an applicable control is a reason of it,
// and that no other is.
func TestReasonsFollowFromTheData(t *testing.T) {
	for _, example := range []string{"accountancy", "software", "manufacturer"} {
		p := packOf(t, example, "en")
		for _, c := range p.view.Registers["controls"] {
			reasons, _, _ := strings.Cut(c.String("basis"), "\n")
			for _, l := range p.view.Registers["laws"] {
				names := slices.Contains(l.Strings("controls"), c.String("control"))
				if says := strings.Contains(reasons, l.String("title")); says != (names && c.Bool("applies")) {
					t.Errorf("%s, %s: %q, and %s names it: %v", example, c.String("number"), reasons, l.String("id"), names)
				}
				if says := strings.Contains("\n"+c.String("laws")+"\n", "\n"+l.String("title")+"\n"); says != names {
					t.Errorf("%s, %s: laws %q, and %s names it: %v", example, c.String("number"), c.String("laws"), l.String("id"), names)
				}
			}
			for _, r := range p.view.Registers["risks"] {
				if slices.Contains(r.Strings("controls"), c.String("control")) && c.Bool("applies") && !strings.Contains(reasons, r.String("id")) {
					t.Errorf("%s, %s: %q does not name %s", example, c.String("number"), reasons, r.String("id"))
				}
			}
		}
	}
}

// TestCyFunOnlyWhereTheDataHasIt holds that the columns of another framework stand only where a row fills them in.
func TestCyFunOnlyWhereTheDataHasIt(t *testing.T) {
	p := packOf(t, "software", "en")
	titles := func() string {
		var all []string
		for _, n := range (&bookwork{pack: p, Workbook: &p.lib.Workbooks[0]}).columns(&p.lib.Workbooks[0].Sheets[0], p.view.Registers["controls"]) {
			all = append(all, n.name)
		}
		return strings.Join(all, " ")
	}
	if s := titles(); strings.Contains(s, "cyfun") || strings.Contains(s, " set ") {
		t.Errorf("columns without data: %s", s)
	}
	row := p.view.Registers["controls"][0]
	row["set"] = "CIS Controls 8.1"
	if cell := p.grid("controls", []string{"entry"}, []table.Row{row}).Rows[0][0]; !strings.HasSuffix(cell.Text, "\nFrom CIS Controls 8.1") || !strings.HasSuffix(cell.Markdown, "<br>From CIS Controls 8.1") {
		t.Errorf("%+v", cell)
	}
	row["set"] = nil
	row["cyfun"] = table.Row{"edition": "2023", "level": "important", "reference": "ID.GV-1"}
	if s := titles(); !strings.Contains(s, "cyfun.edition cyfun.level cyfun.reference") || strings.Contains(s, " set ") {
		t.Errorf("columns: %s", s)
	}
	if cell := p.grid("controls", []string{"entry"}, []table.Row{row}).Rows[0][0]; !strings.Contains(cell.Text, "CyFun 2023, Important: ID.GV-1") || !strings.Contains(cell.Markdown, "ID.GV-1") {
		t.Errorf("%+v", cell)
	}
}

// TestLossesInTheWorkbook holds that expected losses stand beside the levels when the scales count in euros, and only then.
func TestLossesInTheWorkbook(t *testing.T) {
	p := packOf(t, "software", "en")
	loss := func() (formula, text string) {
		w := p.workbook(&p.lib.Workbooks[1], output.Style{})
		risks := w.Sheets[0].(*excel.Table)
		for i, c := range risks.Columns {
			if c.Name == "current.loss" {
				return c.Formula, risks.Rows[0].Cells[i].Text
			}
		}
		return "", ""
	}
	if formula, _ := loss(); formula != "" {
		t.Errorf("a method without euros has %s", formula)
	}
	method := p.view.Org.Group("risk")
	for i, s := range method.Rows("likelihood") {
		s["per_year"] = float64(i+1) / 10
	}
	for i, s := range method.Rows("impact") {
		s["euros"] = float64(i+1) * 1000
	}
	p.deriveRisks()
	first := p.view.Registers["risks"][0].Group("current")
	formula, text := loss()
	if want := first.Int("likelihood") * first.Int("impact") * 100; !strings.Contains(formula, "CHOOSE({current.likelihood},0.1,0.2,0.3,0.4,0.5)*CHOOSE({current.impact},1000,2000,3000,4000,5000)") || text != strconv.Itoa(want) {
		t.Errorf("%s, %s, want %d", formula, text, want)
	}
}
