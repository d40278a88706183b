package layout

import (
	"ismsgen/content/problem"
	"ismsgen/output/document"
)

// Memory is what documents are laid out in, one after the other: the blocks from which measured texts and placed items are
// cut, and the advances and divisions that were looked up. Fresh memory for each document costs more than laying it out. The zero value
// is ready; one Memory serves one goroutine.
type Memory struct {
	metrics metrics
	atoms   blocks[atom]
	runs    blocks[run]
	lines   blocks[line]
	texts   blocks[Text]
	items   blocks[Item]

	language  string
	divisions map[string][]int // of the words of the language met so far; see points
}

// speak forgets the divisions of the words of another language, and too many.
func (m *Memory) speak(language string) {
	const most = 1 << 14
	if m.divisions == nil || m.language != language || len(m.divisions) > most {
		m.language, m.divisions = language, map[string][]int{}
	}
}

// Layout is [Layout] in this memory: the pages can be used until it is freed.
func (m *Memory) Layout(d *document.Document, s Style) ([]Page, problem.List) {
	l := newLayouter(d, s, m)
	pages, covers := l.pages()
	l.furnish(pages, covers, 0, len(pages))
	return pages, l.problems.Sorted()
}

// Free makes the memory of all pages laid out in it ready for others.
func (m *Memory) Free() {
	m.atoms.free()
	m.runs.free()
	m.lines.free()
	m.texts.free()
	m.items.free()
}

// blocks are pieces of memory from which lists are cut.
type blocks[T any] struct {
	all  [][]T
	used int
}

// next is an empty block, of size values when a new one must be made.
func (b *blocks[T]) next(size int) []T {
	if b.used == len(b.all) {
		b.all = append(b.all, make([]T, 0, size))
	}
	b.used++
	return b.all[b.used-1]
}

// free keeps as many blocks as usual documents need, and nothing of what stood in them.
func (b *blocks[T]) free() {
	const kept = 16
	for _, block := range b.all[:min(b.used, kept)] {
		clear(block[:cap(block)])
	}
	if b.used = 0; len(b.all) > kept {
		b.all = append([][]T(nil), b.all[:kept]...)
	}
}
