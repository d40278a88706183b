package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"ismsgen/content"
	"ismsgen/content/problem"
	"ismsgen/generator"
)

// pack is the folder of a pack during a run.
type pack struct {
	store
	dry     bool
	created []string          // folders that this run made, outermost first
	before  map[string]string // hash by path, from the manifest
	now     map[string]string // hash by path of what this run made
	issued  map[string]string // version by path of the Markdown files of issued documents that this run made
}

// change counts what a run did to the files of a pack, and names those that did not stay as they were.
type change struct {
	new, changed, same, removed int
	names                       []string // "changed  en/md/…"
	rewritten                   int      // issued documents that change under the same version
}

func (c *change) add(count *int, what, name string) {
	*count++
	c.names = append(c.names, fmt.Sprintf("%-8s %s", what, name))
}

// openPack opens or creates the folder. A folder with other things in it is refused.
func openPack(dir string, dry bool) (*pack, error) {
	p := &pack{store: store{dir: dir, what: "pack", mend: "generate into a new folder with --out, and move over what you edited by hand"}, dry: dry,
		before: map[string]string{}, now: map[string]string{}, issued: map[string]string{}}
	if err := p.open(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *pack) open() error {
	if _, err := os.Stat(p.dir); errors.Is(err, fs.ErrNotExist) {
		if p.dry {
			return nil
		}
		if err := p.makeFolders(); err != nil {
			return err
		}
	}
	var err error
	if p.root, err = os.OpenRoot(p.dir); err != nil {
		return err
	}
	if err := p.isPack(); err != nil {
		return err
	}
	if !p.dry {
		if err := p.takeLock(); err != nil {
			return err
		}
		if err := p.finish(); err != nil {
			return err
		}
		if err := p.isPack(); err != nil { // the journal was of a client's folder
			return err
		}
	}
	if err := p.read(manifest, &p.before); err != nil {
		return err
	}
	if err := p.ours(manifest, p.before); err != nil || p.dry {
		return err
	}
	return p.clear()
}

// isPack refuses a folder that holds other things.
func (p *pack) isPack() error {
	entries, err := fs.ReadDir(p.root.FS(), ".")
	_, noManifest := p.root.Lstat(manifest)
	_, noJournal := p.root.Lstat(journal) // the first run may have been cut off before it wrote the manifest
	if err == nil && noManifest != nil && noJournal != nil && len(entries) > 0 && !(len(entries) == 1 && entries[0].Name() == records) {
		err = fmt.Errorf("%s holds other things than a pack: name another folder with --out", p.dir)
	}
	return err
}

// makeFolders makes the folder of the pack and remembers what it made.
func (p *pack) makeFolders() error {
	for dir := filepath.Clean(p.dir); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		p.created = append([]string{dir}, p.created...)
	}
	return os.MkdirAll(p.dir, 0o755)
}

// stage keeps a file until the pack is whole.
func (p *pack) stage(f generator.File) error {
	sum := sha256.Sum256(f.Data)
	p.now[f.Path] = hex.EncodeToString(sum[:])
	if v := issuedVersion(f.Path, f.Data); v != "" {
		p.issued[f.Path] = v
	}
	if p.dry {
		return nil
	}
	return p.store.stage(f.Path, f.Data, 0o644)
}

// commit puts the staged files in place. When only a part of the pack was made, the rest stays as it is; otherwise files
// that the manifest names and that are not made any more are removed.
func (p *pack) commit(partial bool) (change, error) {
	var c change
	var edited problem.List
	plan := moves{Rename: map[string]string{}, Remove: map[string]string{}, Manifest: maps.Clone(p.before)}
	for _, name := range slices.Sorted(maps.Keys(p.now)) {
		onDisk, err := p.hash(name)
		switch {
		case err != nil:
			edited = append(edited, p.inTheWay(name, err))
		case onDisk == p.now[name]:
			c.same++
		case onDisk == "":
			c.add(&c.new, "new", name)
			plan.Rename[name] = onDisk
		case onDisk != p.before[name]:
			edited = append(edited, handEdited(name))
		default:
			c.add(&c.changed, "changed", name)
			if v := p.issued[name]; v != "" {
				if old, err := content.ReadFile(p.root.FS(), name, 16<<20); err == nil && issuedVersion(name, old) == v {
					c.rewritten++
				}
			}
			plan.Rename[name] = onDisk
		}
		plan.Manifest[name] = p.now[name]
	}
	if !partial {
		for _, name := range slices.Sorted(maps.Keys(p.before)) {
			if p.now[name] != "" {
				continue
			}
			switch onDisk, err := p.hash(name); {
			case err != nil:
				edited = append(edited, p.inTheWay(name, err))
			case onDisk == "":
			case onDisk == p.before[name]:
				c.add(&c.removed, "removed", name)
				plan.Remove[name] = onDisk
			default:
				edited = append(edited, handEdited(name))
			}
			delete(plan.Manifest, name)
		}
	}
	if len(edited) > 0 {
		return c, edited
	}
	if p.dry {
		return c, nil
	}
	return c, p.carryOut(plan)
}

// issuedVersion reads the version of an issued document from the front matter of its Markdown file; "" for a draft.
func issuedVersion(name string, data []byte) string {
	front, _, _ := bytes.Cut(data, []byte("\n---\n"))
	if path.Ext(name) != ".md" || bytes.Contains(front, []byte("\ndraft: ")) {
		return ""
	}
	_, after, _ := bytes.Cut(front, []byte("\nversion: \""))
	line, _, _ := bytes.Cut(after, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte(`"`)))
}

func handEdited(name string) problem.Problem {
	return problem.Problem{At: problem.Position{File: name}, Message: "this file was edited by hand and would be overwritten",
		Hint: "move it out of the pack and generate again, or generate into another folder with --out"}
}

// close removes what a run leaves behind: staging, and after a failed first run the folder itself.
func (p *pack) close() {
	p.release()
	if p.root != nil {
		_ = p.root.Close()
	}
	if !p.done && !p.pending {
		for _, dir := range slices.Backward(p.created) { // refused unless empty
			_ = os.Remove(dir)
		}
	}
}
