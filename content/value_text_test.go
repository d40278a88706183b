package content

import (
	"reflect"
	"testing"

	"ismsgen/content/table"
)

// TestWhatIsWrittenIsRead holds that the text of each value of the examples reads back as that value.
func TestWhatIsWrittenIsRead(t *testing.T) {
	lib, problems := Open(Builtin())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	kinds := map[table.Type]int{}
	for _, name := range Examples() {
		client, err := Example(name)
		if err != nil {
			t.Fatal(err)
		}
		org, problems := Load(client, lib)
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		lang := org.Languages[0]
		for id, r := range org.Registers {
			for _, row := range r.Rows {
				for _, path := range Paths(r.Table.Fields) {
					f, v := table.FindPath(r.Table.Fields, path), row.Value(path)
					text := WriteValue(f, v, lang)
					if text == "" {
						continue
					}
					kinds[f.Type]++
					switch texts := v.(type) { // one language is written, and read
					case table.Texts:
						v = table.Texts{lang: texts[lang]}
						if f.Type == table.Name {
							v = texts[lang]
						}
					case []any:
						for i, one := range texts {
							if one, ok := one.(table.Texts); ok {
								texts[i] = table.Texts{lang: one[lang]}
							}
						}
					}
					if got, faults := ReadValue(f, text, lang); len(faults) > 0 || !reflect.DeepEqual(got, v) {
						t.Errorf("%s: %s %s, %s: %q is read as %#v, not %#v: %v", name, id, row.String(r.Table.Key), path, text, got, v, faults)
					}
				}
			}
		}
	}
	for _, kind := range []table.Type{table.Text, table.Name, table.ID, table.Int, table.Number, table.Bool, table.Day, table.Choice, table.Ref} {
		if kinds[kind] == 0 {
			t.Errorf("no %s was written", kind)
		}
	}
}
