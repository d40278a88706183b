// Package read reads workbooks that other people and programs saved. It takes what cells show: texts, numbers, days, yes
// and no; of a formula the value that was saved with it, never the formula. It reads the few parts of the file that hold
// this with a scanner of its own: the library that writes workbooks gives either types or speed, and a workbook of
// 10,000 rows needs both. Everything is bounded, and what cannot be read whole is refused.
package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"ismsgen/content/problem"
	"ismsgen/content/table"
)

// Book is a workbook as it was saved.
type Book struct{ Sheets []Sheet }

// Sheet holds the rows that have any value, in their order.
type Sheet struct {
	Name    string
	Visible bool
	Rows    []Row
}

// Row holds the cells that have a value, from left to right. A cell of a merged range has the value of its first one.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []Cell
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Text Kind = iota
	Number
	Day   // Number holds days since the workbook's epoch of 1900, with a fraction for the time
	Bool  // Number is 1 or 0
	Fault // of a formula: Text is "#REF!"
)

// Cell is a value.
type Cell struct {
	Column  int // from 1
	Kind    Kind
	Formula bool // the value was computed
	Merged  bool // the value is that of the first cell of its range
	Text    string
	Number  float64
	Format  string // number format of a Number that shows more digits than it has: "0.00"
}

// Cell returns the cell of a column, which is an empty text where there is none.
func (r *Row) Cell(column int) Cell {
	i, found := slices.BinarySearchFunc(r.Cells, column, func(c Cell, column int) int { return c.Column - column })
	if !found {
		return Cell{Column: column}
	}
	return r.Cells[i]
}

// Name is where a cell stands: C7.
func Name(column, row int) string { return Letters(column) + strconv.Itoa(row) }

// Letters names a column: 28 is AB.
func Letters(column int) string {
	s := ""
	for ; column > 0; column = (column - 1) / 26 {
		s = string(rune('A'+(column-1)%26)) + s
	}
	return s
}

// String is what the cell says, in the normal form: numbers with a point and without superfluous digits, days as
// YYYY-MM-DD, yes or no.
func (c Cell) String() string {
	switch c.Kind {
	case Number:
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	case Day:
		if d, ok := c.Date(); ok {
			return d.String()
		}
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	case Bool:
		if c.Number != 0 {
			return "yes"
		}
		return "no"
	}
	return c.Text
}

// Date is the day that a number stands for.
func (c Cell) Date() (table.Date, bool) {
	n := int(math.Floor(c.Number))
	if c.Kind != Day && c.Kind != Number || n < 61 || n > 2958465 { // before March 1900 programs disagree
		return table.Date{}, false
	}
	// Days since 1 March of the year 0, in cycles of 400, 100, 4 and 1 years.
	n += 693899
	cycle, n := n/146097, n%146097
	y := (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*y + y/4 - y/100
	m := (5*n + 2) / 153
	d := table.Date{Year: cycle*400 + y, Month: m + 3, Day: n - (153*m+2)/5 + 1}
	if d.Month > 12 {
		d.Year, d.Month = d.Year+1, d.Month-12
	}
	return d, true
}

// Bounds of a workbook; nobody filled in more by hand.
const (
	maxUnzipped = 50 << 20
	maxParts    = 5000
	maxCells    = 2_000_000
	maxColumns  = 16384
	maxRow      = 1 << 20
)

// Workbook reads a workbook. name is that of the file, for the problems.
func Workbook(name string, data []byte) (*Book, problem.List) {
	var problems problem.List
	b := &opened{left: maxUnzipped, parts: map[string]*zip.File{}}
	book, err := b.read(data)
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		problems.Errorf(problem.Position{File: name}, refused.hint, "%s", refused.what)
	case err != nil:
		problems.Errorf(problem.Position{File: name}, "open it in Excel or LibreOffice and save it anew as .xlsx", "the workbook is damaged: %v", err)
	}
	if err != nil {
		return nil, problems
	}
	return book, nil
}

// refusal is a workbook that is not read, whatever it holds.
type refusal struct{ what, hint string }

func (r *refusal) Error() string { return r.what }

var tooLarge = &refusal{"the workbook unpacks to more than 50 MB", "remove pictures and sheets that hold no register, and save it anew"}

// opened is a workbook while it is read.
type opened struct {
	parts   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	cells   int   // found so far
	strings []string
	days    []bool   // by style: its numbers are days
	formats []string // by style
	epoch   float64  // what to add to the number of a day
}

func (b *opened) read(data []byte) (*Book, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return nil, &refusal{"the workbook is protected with a password to open it", "remove the password: save it without one, as .xlsx"}
		}
		return nil, &refusal{"the file is in the old format of Excel (.xls)", "save it as .xlsx"}
	case !bytes.HasPrefix(data, []byte("PK")):
		return nil, &refusal{"the file is not a workbook", "give a file that Excel or LibreOffice saved as .xlsx"}
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var total uint64
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/"))
		if b.parts[name] != nil {
			return nil, fmt.Errorf("it holds %s twice", f.Name)
		}
		b.parts[name] = f
		total += min(f.UncompressedSize64, maxUnzipped+1)
		switch {
		case total > maxUnzipped || len(b.parts) > maxParts:
			return nil, tooLarge
		case f.Flags&1 != 0:
			return nil, &refusal{"parts of the file are encrypted", "save the workbook without a password, as .xlsx"}
		case strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "/macrosheets/"):
			return nil, &refusal{"the workbook holds macros", "save it as .xlsx, which holds none"}
		case strings.Contains(name, "/externallinks/"):
			return nil, &refusal{"the workbook takes values from other workbooks", "in Excel: Data, Edit Links, Break Link; then save it anew"}
		case name == "content.xml":
			return nil, &refusal{"the file is an OpenDocument spreadsheet (.ods)", "save it as .xlsx"}
		case strings.HasSuffix(name, "workbook.bin"):
			return nil, &refusal{"the file is a binary workbook (.xlsb)", "save it as .xlsx"}
		}
	}
	types, err := b.part("[content_types].xml")
	if err != nil {
		return nil, err
	}
	if bytes.Contains(types, []byte("macroEnabled")) {
		return nil, &refusal{"the workbook holds macros", "save it as .xlsx, which holds none"}
	}
	return b.book()
}

// part unpacks a part of the file.
func (b *opened) part(name string) ([]byte, error) {
	f := b.parts[strings.ToLower(name)]
	if f == nil {
		return nil, fmt.Errorf("it has no %s", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out bytes.Buffer
	out.Grow(int(min(f.UncompressedSize64, uint64(b.left))) + bytes.MinRead)
	_, err = io.Copy(&out, io.LimitReader(r, b.left+1))
	if b.left -= int64(out.Len()); b.left < 0 {
		return nil, tooLarge
	}
	return out.Bytes(), err
}

// targets reads which part stands behind each relation of another part.
func (b *opened) targets(of string) (byID map[string]string, byType map[string]string, err error) {
	byID, byType = map[string]string{}, map[string]string{}
	dir, file := path.Split(of)
	data, err := b.part(path.Join(dir, "_rels", file+".rels"))
	if err != nil {
		return nil, nil, err
	}
	s := scanner{data: data}
	for s.next() {
		if s.kind == start && s.name == "Relationship" {
			target := s.attribute("Target")
			if strings.HasPrefix(target, "/") {
				target = target[1:]
			} else {
				target = path.Join(dir, target)
			}
			byID[s.attribute("Id")] = target
			byType[path.Base(s.attribute("Type"))] = target
		}
	}
	return byID, byType, s.err
}

func (b *opened) book() (*Book, error) {
	_, root, err := b.targets("")
	if err != nil {
		return nil, err
	}
	main := root["officeDocument"]
	byID, byType, err := b.targets(main)
	if err != nil {
		return nil, err
	}
	data, err := b.part(main)
	if err != nil {
		return nil, err
	}
	type found struct{ name, part, state string }
	var sheets []found
	s := scanner{data: data}
	for s.next() {
		switch {
		case s.kind != start:
		case s.name == "sheet":
			sheets = append(sheets, found{s.attribute("name"), byID[s.attribute("id")], s.attribute("state")})
		case s.name == "workbookPr" && truth(s.attribute("date1904")):
			b.epoch = 1462
		}
	}
	if s.err != nil {
		return nil, s.err
	}
	if b.parts[strings.ToLower(byType["sharedStrings"])] != nil {
		if err := b.sharedStrings(byType["sharedStrings"]); err != nil {
			return nil, err
		}
	}
	if b.parts[strings.ToLower(byType["styles"])] != nil {
		if err := b.styles(byType["styles"]); err != nil {
			return nil, err
		}
	}
	book := &Book{}
	for _, f := range sheets {
		if !strings.Contains(f.part, "sheet") || strings.Contains(f.part, "chartsheets") || strings.Contains(f.part, "dialogsheets") {
			continue
		}
		sheet := Sheet{Name: f.name, Visible: f.state == "" || f.state == "visible"}
		if sheet.Rows, err = b.sheet(f.part); err != nil {
			if _, isRefusal := err.(*refusal); !isRefusal {
				err = fmt.Errorf("sheet %q: %w", f.name, err)
			}
			return nil, err
		}
		book.Sheets = append(book.Sheets, sheet)
	}
	if len(book.Sheets) == 0 {
		return nil, errors.New("it has no sheet")
	}
	return book, nil
}

func truth(s string) bool { return s == "1" || s == "true" }

// sharedStrings reads the texts that cells refer to by number.
func (b *opened) sharedStrings(name string) error {
	data, err := b.part(name)
	if err != nil {
		return err
	}
	s := scanner{data: data}
	for s.next() {
		if s.kind == start && s.name == "si" {
			b.strings = append(b.strings, s.richText("si"))
		}
	}
	return s.whole("sst")
}

// styles reads which styles show a number as a day.
func (b *opened) styles(name string) error {
	data, err := b.part(name)
	if err != nil {
		return err
	}
	codes := map[string]string{}
	inside := false
	s := scanner{data: data}
	for s.next() {
		switch {
		case s.name == "cellXfs":
			inside = s.kind == start && !s.empty
		case s.kind == start && s.name == "numFmt":
			codes[s.attribute("numFmtId")] = s.attribute("formatCode")
		case s.kind == start && s.name == "xf" && inside:
			id := s.attribute("numFmtId")
			n, _ := strconv.Atoi(id)
			code, custom := codes[id]
			if !custom {
				code = map[int]string{1: "0", 2: "0.00"}[n]
			}
			b.days = append(b.days, custom && isDay(code) || !custom && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58))
			b.formats = append(b.formats, code)
		}
	}
	return s.err
}

// isDay reports that a number format shows a day: it has a y, m or d that is not text.
func isDay(code string) bool {
	code, _, _ = strings.Cut(code, ";")
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			for i++; i < len(code) && code[i] != '"'; i++ {
			}
		case '[': // a colour, a language or a duration such as [h]
			for ; i < len(code) && code[i] != ']'; i++ {
			}
		case 'y', 'Y', 'd', 'D', 'm', 'M':
			return true
		case 'G', 'g': // General; the era of a Japanese date has other letters
			i += len("General") - 1
		}
	}
	return false
}
