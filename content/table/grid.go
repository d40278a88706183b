package table

// Grid is a register made ready for a reader: chosen columns, titles and words in one language, typed values. Documents
// print it as a table, workbooks as a sheet.
type Grid struct {
	Name    string // of the register: controls
	Title   string // of the table or sheet
	Columns []Column
	Rows    [][]Value
}

// Column heads a column of a grid.
type Column struct {
	Name    string   // of the field: owner, residual.level
	Title   string   // in the reader's language
	Type    Type     // of the field; decides alignment, number format, width
	Choices []string // labels that may be picked, for Choice and Bool
	Locked  bool     // computed or part of the standard: not to be typed over
}

// Value is one cell. Text is always the readable form; Number and Date are set for those types, so that a workbook can
// calculate with them.
type Value struct {
	Text     string
	Number   float64
	Date     Date
	Type     Type
	Markdown string // the readable form with links, for documents; empty when Text says it all
	Signal   string // green, amber, red or grey: a status that is shown with a dot
}
