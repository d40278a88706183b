package excel

import "ismsgen/content/table"

// Workbook is what a file holds. Its first sheet says what it is, who fills in what and how it comes back; then come
// Sheets; the last ones are hidden: the lists behind the drop-downs and [DataSheet].
type Workbook struct {
	ID, Client, Language string // of the workbook, of the organisation, and the language of its words
	Title, Summary       string
	Organisation         string
	Classification, Date string // in words, for the header and the footer
	Created              table.Date
	Accent               uint32 // 0xRRGGBB; 0: the built-in one
	Bands                []Band // of risk levels, lowest first
	Words                Words
	Facts                []Cell   // of the first sheet: label and value by turns
	Intro                []string // paragraphs of the first sheet
	Sheets               []Sheet
	Contents             []string // heads of the list of sheets: sheet, rows, what, by whom, documents
	Legend, LegendLead   string   // title and first line of the sheet that explains the columns; no title: no such sheet
	LegendHeads          []string // sheet, column, filled in by, what is written
	Today                table.Date
}

// Words are the phrases that this package adds, in the language of the workbook.
type Words struct {
	About                          string // name of the first sheet
	Computed, Unique, Pick, Number string // what a cell says to who types something else; Number holds {min} and {max}
	Date, Several                  string // Several leads the words that a list may hold
	Text, Whole, Decimal, Day      string // what is written in a column, for the legend
	Required, Derived              string
	DayFormat                      string // how days are shown, as a number format
}

// Band is a band of risk levels.
type Band struct {
	Name string
	To   int // highest level
}

// Sheet is a sheet of a workbook. The implementations are *Table, *Heatmap, *Summary and *Notes.
type Sheet interface{ title() string }

// Table is a sheet of rows under a header in row 1. Its rows are those of a register or of a list in its rows, or (without
// Register) something to read.
type Table struct {
	Title    string
	What     string // it holds, for the first sheet
	Register string // its rows, or the entries of a list in them (risks.actions); "": nothing of the sheet comes back
	Key      string // name of the field that identifies a row of the register
	Columns  []Column
	Rows     []Row
	Fixed    bool   // what is computed is locked; otherwise it is grey and refuses what is typed, so that rows can be sorted
	Spare    int    // empty rows for new ones
	By       string // who fills it in
	Links    []Cell // documents that use it, for the first sheet
}

// Column is a column of a table.
type Column struct {
	Name     string // of the field, dotted; formulas name columns by it
	Path     string // under which cells come back; "": they are computed or belong to the standard
	Title    string
	By       string // who fills it in
	Type     table.Type
	Many     bool              // a list
	Required bool              // a row with a key must have it
	Key      bool              // identifies the row
	Choices  []string          // words of a drop-down
	Note     string            // what is written, where the words of Choices would be too many to tell
	From     string            // or the column of a table in this workbook that holds them, as in risks:id
	Formula  string            // {current.impact} stands for the cell of a column in the same row, {risks:id} for a column of a table
	Min, Max *int              // of numbers
	Width    int               // in characters; 0: what the cells need
	Signals  map[string]string // word to green, amber, red or grey
	Level    bool              // a risk level: coloured by its band
	Due      bool              // a day after which the row is overdue, unless a column says that it is done:
	Done     []string          // words of a status that say so
	Ends     bool              // a day that says so
	Aside    bool              // stands right of what is printed
	Turned   bool              // its header stands upright
}

// Row is a row of a table. Key is that of [DataSheet].
type Row struct {
	Key   string
	Cells []Cell
}

// Cell is a value. Number holds the number, or the day as workbooks count, when Text is not empty and the type of the
// column says so.
type Cell struct {
	Text   string
	Number float64
	Base   string // the value in the normal form of DataSheet
	Link   string // target: a file relative to the workbook, or #'Sheet'!A1
	Locked bool   // belongs to the standard in this row, whatever the column says
}

// Heatmap is a sheet of maps of likelihood and impact side by side.
type Heatmap struct {
	Title, Lead        string
	Likelihood, Impact string // names of the axes
	Maps               []Map
	Level              func(likelihood, impact int) int
}

// Map counts risks. Counts[likelihood-1][impact-1] is what the cell holds now.
type Map struct {
	Title   string
	Formula func(likelihood, impact int) string
	Counts  [][]int
}

// Summary is a table of counts with a chart.
type Summary struct {
	Title, Lead string
	Chart       string // its title
	Heads       []string
	Rows        []Count
	Total       string   // label of the last row, the sums
	Series      []int    // columns of the chart, from 0
	Colours     []string // RRGGBB of the series
	Stacked     bool
}

// Count is a row of a summary: a label, and for each further column a formula and what it yields now.
type Count struct {
	Label    string
	Formulas []string
	Values   []int
}

// Notes is a sheet of small tables to read.
type Notes struct {
	Title, Lead string
	Tables      []table.Grid
	Coloured    int // index of the table whose rows have the colours of the bands; -1: none
}

func (t *Table) title() string   { return t.Title }
func (h *Heatmap) title() string { return h.Title }
func (s *Summary) title() string { return s.Title }
func (n *Notes) title() string   { return n.Title }
