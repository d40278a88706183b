package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ismsgen/output/document"
	"ismsgen/output/pdf/layout"
)

// TestRender prints a document from its Markdown.
func TestRender(t *testing.T) {
	source := "## Regels\n\nWie **beheert**, zie [Kader](#kader).\n\n- [ ] Gedaan ≥ 5\n\n## Kader\n\n| Naam | Ort |\n|---|---|\n| Łódź | Ωμέγα |\n"
	d, problems := document.Parse("beleid.md", []byte(source), document.Options{Meta: meta, Lenient: true})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	data, count, _, problems := Render(d, layout.Style{Logo: testPNG(40, 20, 0x40)})
	if problems != nil {
		t.Fatal(problems)
	}
	r := open(t, data)
	pages := r.pages()
	if len(pages) != count || count < 2 {
		t.Fatalf("%d pages, said to be %d", len(pages), count)
	}
	var text []string
	for _, page := range pages {
		text = append(text, r.text(page)...)
	}
	for _, want := range []string{"Regels", "beheert", "Gedaan", "≥", "Łódź", "Ωμέγα", meta.Organisation} {
		if !slices.ContainsFunc(text, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	if again, _, _, _ := Render(d, layout.Style{Logo: testPNG(40, 20, 0x40)}); !bytes.Equal(again, data) {
		t.Error("not the same twice")
	}
}

func BenchmarkRender(b *testing.B) {
	var source bytes.Buffer
	for i := range 12 {
		fmt.Fprintf(&source, "## Onderdeel %d\n\n", i+1)
		for range 6 {
			source.WriteString("De beheerder van het systeem bekijkt **elke maand** de lijst van accounts en legt het resultaat vast in het register van controles.\n\n")
		}
		source.WriteString("| Rol | Doet | Wanneer |\n|---|---|---|\n")
		for row := range 8 {
			fmt.Fprintf(&source, "| Beheerder %d | controleert de rechten van elke groep | elke maand |\n", row)
		}
		source.WriteString("\n")
	}
	d, _ := document.Parse("x.md", source.Bytes(), document.Options{Meta: meta, Lenient: true})
	count := 0
	b.ReportAllocs()
	for b.Loop() {
		_, count, _, _ = Render(d, layout.Style{})
	}
	b.ReportMetric(float64(count*b.N)/b.Elapsed().Seconds(), "pages/s")
}
