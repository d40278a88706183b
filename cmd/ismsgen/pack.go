package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"ismsgen/content/problem"
	"ismsgen/generator"
)

// A pack on disk keeps its own records below .ismsgen: the manifest names every file that we wrote, with the hash of what
// we wrote, so that an edit by hand is seen and nothing else is ever removed; staging holds a run's files until all are
// there; the journal lists the renames of a run that is putting them in place, so that the next run can finish them.
const (
	records  = ".ismsgen"
	manifest = records + "/manifest.json"
	journal  = records + "/journal.json"
	staging  = records + "/staging"
)

// pack is the folder of a pack during a run.
type pack struct {
	dir     string
	root    *os.Root // nil in a dry run on a folder that is not there
	dry     bool
	created bool              // by this run
	before  map[string]string // hash by path, from the manifest
	now     map[string]string // hash by path of what this run made
	done    bool
}

// change counts what a run did to the files of a pack.
type change struct{ new, changed, same, removed int }

// openPack opens or creates the folder. A folder with other things in it is refused.
func openPack(dir string, dry bool) (*pack, error) {
	p := &pack{dir: dir, dry: dry, before: map[string]string{}, now: map[string]string{}}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if dry {
			return p, nil
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		p.created = true
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	p.root = root
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, err
	}
	data, err := root.ReadFile(manifest)
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &p.before); err != nil {
			return nil, fmt.Errorf("%s is damaged: %w", filepath.Join(dir, manifest), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case len(entries) > 0 && !(len(entries) == 1 && entries[0].Name() == records):
		root.Close()
		return nil, fmt.Errorf("%s holds other things than a pack: name another folder with --out", dir)
	}
	if !dry {
		if err := p.finish(); err != nil {
			return nil, err
		}
		err = errors.Join(root.RemoveAll(staging), root.MkdirAll(staging, 0o755))
	}
	return p, err
}

// stage keeps a file until the pack is whole.
func (p *pack) stage(f generator.File) error {
	sum := sha256.Sum256(f.Data)
	p.now[f.Path] = hex.EncodeToString(sum[:])
	if p.dry {
		return nil
	}
	name := path.Join(staging, f.Path)
	if err := p.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return p.root.WriteFile(name, f.Data, 0o644)
}

// commit puts the staged files in place. When only a part of the pack was made, the rest stays as it is; otherwise files
// that the manifest names and that are not made any more are removed.
func (p *pack) commit(partial bool) (change, error) {
	var c change
	var edited problem.List
	plan := moves{Manifest: maps.Clone(p.before)}
	for _, name := range slices.Sorted(maps.Keys(p.now)) {
		onDisk := p.hash(name)
		switch {
		case onDisk == p.now[name]:
			c.same++
		case onDisk == "":
			c.new++
			plan.Rename = append(plan.Rename, name)
		case onDisk != p.before[name]:
			edited = append(edited, handEdited(name))
		default:
			c.changed++
			plan.Rename = append(plan.Rename, name)
		}
		plan.Manifest[name] = p.now[name]
	}
	if !partial {
		for _, name := range slices.Sorted(maps.Keys(p.before)) {
			if p.now[name] != "" {
				continue
			}
			switch p.hash(name) {
			case "":
			case p.before[name]:
				c.removed++
				plan.Remove = append(plan.Remove, name)
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
	// From the moment the journal stands, the run counts: whoever opens the pack next finishes it.
	if err := p.write(journal, plan); err != nil {
		return c, err
	}
	p.done = true
	return c, p.finish()
}

func handEdited(name string) problem.Problem {
	return problem.Problem{At: problem.Position{File: name}, Message: "this file was edited by hand and would be overwritten",
		Hint: "move it out of the pack and generate again, or generate into another folder with --out"}
}

// moves is what the journal holds.
type moves struct {
	Rename   []string          `json:"rename"`
	Remove   []string          `json:"remove"`
	Manifest map[string]string `json:"manifest"`
}

// finish carries out the journal, if there is one. It may be cut off and run again at any point.
func (p *pack) finish() error {
	data, err := p.root.ReadFile(journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var m moves
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("%s is damaged: %w", filepath.Join(p.dir, journal), err)
	}
	for _, name := range m.Rename {
		if err := p.root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		// A file that is no longer staged was moved before the run was cut off.
		if err := p.root.Rename(path.Join(staging, name), name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, name := range m.Remove {
		if err := p.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		p.removeEmpty(path.Dir(name))
	}
	if err := p.write(manifest, m.Manifest); err != nil {
		return err
	}
	p.before = m.Manifest
	return p.root.Remove(journal)
}

// removeEmpty removes folders that a removal left empty; one that is not empty refuses.
func (p *pack) removeEmpty(dir string) {
	for dir != "." && p.root.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}

// write replaces a record in one step.
func (p *pack) write(name string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	if err := p.root.WriteFile(name+".new", b.Bytes(), 0o644); err != nil {
		return err
	}
	return p.root.Rename(name+".new", name)
}

// hash is the hash of a file as it is now, "" when it is not there.
func (p *pack) hash(name string) string {
	if p.root == nil {
		return ""
	}
	data, err := p.root.ReadFile(name)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// close removes what a run leaves behind: staging, and after a failed first run the folder itself.
func (p *pack) close() {
	if p.root == nil {
		return
	}
	if !p.dry {
		_ = p.root.RemoveAll(staging)
		if !p.done && len(p.before) == 0 {
			_ = p.root.Remove(records)
		}
	}
	_ = p.root.Close()
	if p.created && !p.done {
		_ = os.Remove(p.dir)
	}
}
