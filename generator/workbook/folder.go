package workbook

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// shorten keeps a text from filling the screen.
func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// patched is a folder in which some files have another text.
type patched struct {
	fs.FS
	files map[string][]byte
}

// Open gives the other text of a file, or the file.
func (p patched) Open(name string) (fs.File, error) {
	if data, ok := p.files[name]; ok {
		return &file{Reader: bytes.NewReader(data), name: path.Base(name)}, nil
	}
	return p.FS.Open(name)
}

// ReadDir lists a folder with the files that it has only here.
func (p patched) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(p.FS, dir)
	for name, data := range p.files {
		if path.Dir(name) == dir && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(name) }) {
			entries = append(entries, fs.FileInfoToDirEntry(&file{Reader: bytes.NewReader(data), name: path.Base(name)}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// file is a text as a file.
type file struct {
	*bytes.Reader
	name string
}

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return f.name }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }
