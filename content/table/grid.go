package table

// Grid is a table made ready for a reader: chosen columns, titles and words in one language. Documents print registers as
// such tables, and workbooks print notes: their registers are typed tables of package excel.
type Grid struct {
	Title   string // of the table or sheet
	Columns []Column
	Rows    [][]Value
}

// Column heads a column of a grid.
type Column struct {
	Title string // in the reader's language
	Type  Type   // of the field; decides alignment
}

// Value is one cell. Text is always the readable form; Number is set for numbers, so that a workbook can calculate with
// them.
type Value struct {
	Text     string
	Number   float64
	Type     Type
	Markdown string // the readable form with links, for documents; empty when Text says it all
	Signal   string // green, amber, red or grey: a status that is shown with a dot
}
