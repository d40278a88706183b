package workbook

import (
	"slices"
	"strings"

	"ismsgen/content/problem"
	"ismsgen/output/excel/read"
)

// columns finds where the columns are now: where they were, unless their headings say otherwise.
func (s *sheetTaker) columns() {
	s.at, s.titles = make([]int, len(s.paths)), make([]string, len(s.paths))
	header := read.Row{}
	if len(s.sheet.Rows) > 0 && s.sheet.Rows[0].Number == 1 {
		header = s.sheet.Rows[0]
	}
	lang, _ := s.Library.Language(s.lang)
	set := s.block.register
	prefix := ""
	if s.list != "" {
		prefix = s.list + "."
	}
	used := map[int]bool{}
	expected := func(path string) string { return fold(lang.Label(set, prefix+path)) }
	for i, path := range s.paths { // those that stand where they were
		if title := fold(word(header, i+1)); title != "" && (title == expected(path) || path == "" && !s.isTitle(title, expected)) {
			s.at[i], used[i+1] = i+1, true
		}
	}
	for i, path := range s.paths { // those that moved
		for _, c := range header.Cells {
			if s.at[i] == 0 && path != "" && !used[c.Column] && fold(c.String()) == expected(path) {
				s.at[i], used[c.Column] = c.Column, true
			}
		}
	}
	for i, path := range s.paths { // those with a heading of their own: beside the one that was beside them
		if at := s.beside(i); s.at[i] == 0 && at > 0 && !used[at] && word(header, at) != "" {
			s.at[i], used[at] = at, true
		}
		if s.at[i] == 0 && path != "" {
			s.left.Warnf(problem.Position{File: s.Name + ": " + s.sheet.Name}, "give it its heading back, if its cells count", "the column of %s (%s) is gone: its values stay as they are", path, lang.Label(set, prefix+path))
		}
		if s.at[i] > 0 {
			s.titles[i] = word(header, s.at[i])
		}
	}
	computed := map[string]bool{}
	for field := range lang.Fields[set] {
		computed[fold(lang.Label(set, field))] = true
	}
	for _, c := range header.Cells {
		title, _, _ := strings.Cut(fold(c.String()), " (")
		if !used[c.Column] && !computed[title] && !computed[fold(c.String())] {
			s.leave(s.sheet.Name, read.Name(c.Column, 1), "", "the column %q is not one of the register: it is not taken", shorten(c.String()))
		}
	}
}

// beside is where a column stands, reckoned from the nearest one that was found; 0 when none was.
func (s *sheetTaker) beside(i int) int {
	for away := 1; away < len(s.paths); away++ {
		if i-away >= 0 && s.at[i-away] > 0 {
			return s.at[i-away] + away
		}
		if i+away < len(s.paths) && s.at[i+away] > 0 {
			return max(s.at[i+away]-away, 0)
		}
	}
	return 0
}

func (s *sheetTaker) isTitle(title string, expected func(string) string) bool {
	return slices.ContainsFunc(s.paths, func(p string) bool { return p != "" && expected(p) == title })
}

// keyColumn is the column in which the key of a row stands.
func (s *sheetTaker) keyColumn() int {
	if i := slices.Index(s.paths, s.key); i >= 0 {
		return s.at[i]
	}
	return 0
}

// keyOf is the key that a row shows.
func (s *sheetTaker) keyOf(r read.Row) string {
	key := word(r, s.keyColumn())
	if s.key == "control" {
		key = strings.TrimPrefix(key, "A.")
	}
	return key
}

func (s *sheetTaker) title(path string) string {
	if i := slices.Index(s.paths, path); i >= 0 && s.titles[i] != "" {
		return s.titles[i]
	}
	return path
}
