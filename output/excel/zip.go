package excel

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
)

// sortedZip keeps the parts of a workbook until all are there and writes them in the order of their names, without
// times: excelize hands them out in the order of a map.
type sortedZip struct {
	out   io.Writer
	parts map[string]*bytes.Buffer
}

// Create opens a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

// AddFS is part of the interface that excelize wants; it is not used for workbooks made from nothing.
func (z *sortedZip) AddFS(fs.FS) error { return nil }

var defaults = regexp.MustCompile(`<Default [^>]*>(?:</Default>)?`)

// Close writes the parts.
func (z *sortedZip) Close() error {
	w := zip.NewWriter(z.out)
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		data := z.parts[name].Bytes()
		if name == "[Content_Types].xml" {
			data = sortDefaults(data)
		}
		part, err := w.Create(name)
		if err != nil {
			return err
		}
		if _, err := part.Write(data); err != nil {
			return err
		}
	}
	return w.Close()
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
