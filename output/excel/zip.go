package excel

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
)

// sortedZip keeps the parts of a workbook until all are there and writes them in the order of their names, without
// times: excelize hands them out in the order of a map. It puts the rows that this package writes itself into their sheets.
type sortedZip struct {
	out   io.Writer
	parts map[string]*bytes.Buffer
	rows  map[string][][]byte // pieces, by the name of the part
}

// Create opens a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

// AddFS is part of the interface that excelize wants; it is not used for workbooks made from nothing.
func (z *sortedZip) AddFS(fs.FS) error { return nil }

var defaults = regexp.MustCompile(`<Default [^>]*>(?:</Default>)?`)

// level of compression: several times as fast as the usual one, for a few more bytes.
const level = flate.BestSpeed

// Close writes the parts.
func (z *sortedZip) Close() error {
	w := zip.NewWriter(z.out)
	var deflate *flate.Writer // one for all parts, which follow each other: to make one costs more than to compress most parts
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		if deflate != nil {
			deflate.Reset(out)
			return deflate, nil
		}
		var err error
		deflate, err = flate.NewWriter(out, level)
		return deflate, err
	})
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		data := z.parts[name].Bytes()
		if name == "[Content_Types].xml" {
			data = sortDefaults(data)
		}
		part, err := w.Create(name)
		if err != nil {
			return err
		}
		for _, piece := range withRows(data, z.rows[name]) {
			if _, err := part.Write(piece); err != nil {
				return err
			}
		}
	}
	return w.Close()
}

// withRows puts rows in the place of those of a sheet, which are empty.
func withRows(sheet []byte, rows [][]byte) [][]byte {
	start, end := []byte("<sheetData>"), []byte("</sheetData>")
	from, to := bytes.Index(sheet, start), bytes.Index(sheet, end)
	if len(rows) == 0 || from < 0 || to < 0 {
		return [][]byte{sheet}
	}
	return slices.Concat([][]byte{sheet[:from+len(start)]}, rows, [][]byte{sheet[to:]})
}

// sortDefaults orders the types of file endings, which excelize takes from a map.
func sortDefaults(data []byte) []byte {
	all := defaults.FindAll(data, -1)
	if len(all) == 0 {
		return data
	}
	first := defaults.FindIndex(data)[0]
	rest := defaults.ReplaceAll(data, nil)
	all = slices.Clone(all)
	slices.SortFunc(all, bytes.Compare)
	return slices.Concat(rest[:first], bytes.Join(all, nil), rest[first:])
}
