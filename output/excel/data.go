package excel

import "strconv"

// DataSheet is the name of the very hidden sheet by which an edited workbook finds its way back.
//
// It holds what was exported, so that import can tell what a person changed (a three-way merge of this base, the
// workbook as it came back, and the client's data of today). All its cells are texts; an empty text is an empty cell.
// Row 1 says what the workbook is:
//
//	A "schema"  B "1"  C language (nl)  D id of the client  E id of the workbook (risk-register)
//
// Then, for each sheet whose cells come back, a block: one row that names the columns,
//
//	A "sheet"   B name of the sheet as it stands in the workbook
//	C id of the register; for a sheet of the entries of a list in its rows: register.list, as in risks.actions
//	D name of the field that identifies a row (that of the register, also for a list)
//	E… path of the field of each column, in the order of the sheet, relative to the row of the register or of the list:
//	   title, inherent.likelihood; "" for a column that is computed or belongs to the standard
//
// and one row for each row of the sheet, in its order:
//
//	A "row"     B ""
//	C key of the row; of a list: key of the row that it belongs to, "#", and its place in the list from 1: R-07#2
//	D ""
//	E… text of each cell in normal form; "" for an empty cell and under a path ""
//
// Normal form: dates YYYY-MM-DD; numbers with '.' and no superfluous digits; yes and no; choices and references as ids;
// lists of choices, references and names joined with ", ", lists of texts with a line break; texts as they stand in the
// client's data in the language of the workbook.
//
// In the sheets themselves the header is row 1 and the rows start in row 2, with empty rows at the end for new ones. The
// column of the key always has its path. In a sheet of a list the first column holds the key of the row that an entry
// belongs to; its path is the name in D. Cells show words: the label of a choice; dates and numbers as such; lists as in
// the normal form but with labels. A reference shows the name of what it points to (role, person, site, any row with a
// name, the phrase of a commitment, the number of a document) where that name is unique and, in lists, holds no comma;
// otherwise its id. A control shows as A.5.1, an own control by its id. The title of a control of Annex A comes from the
// standard, in the cell as in its normal form.
const DataSheet = "data"

// dataSchema changes when an older import could no longer read the sheet.
const dataSchema = "1"

// data writes the sheet of the base.
func (w *Workbook) data() rows {
	var r rows
	n := 0
	line := func(head []string, each int, cell func(i int) string) {
		n++
		r.begin(n, 0)
		for i, s := range head {
			if s != "" {
				r.text(i, 0, s)
			}
		}
		for i := range each {
			if s := cell(i); s != "" {
				r.text(len(head)+i, 0, s)
			}
		}
		r.end()
	}
	line([]string{"schema", dataSchema, w.Language, w.Client, w.ID}, 0, nil)
	for _, s := range w.Sheets {
		t, ok := s.(*Table)
		if !ok || t.Register == "" {
			continue
		}
		line([]string{"sheet", sheetName(t.Title), t.Register, t.Key}, len(t.Columns), func(i int) string { return t.Columns[i].Path })
		for _, row := range t.Rows {
			line([]string{"row", "", row.Key, ""}, len(t.Columns), func(i int) string {
				if t.Columns[i].Path == "" {
					return ""
				}
				return row.Cells[i].Base
			})
		}
	}
	return r
}

// ChildKey identifies an entry of a list in a row. index counts from 1.
func ChildKey(parent string, index int) string { return parent + "#" + strconv.Itoa(index) }
