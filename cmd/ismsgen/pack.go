package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"ismsgen/content"
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
	lock     = records + "/lock"
)

// pack is the folder of a pack during a run.
type pack struct {
	dir     string
	root    *os.Root // nil in a dry run on a folder that is not there
	dry     bool
	created []string          // folders that this run made, outermost first
	lock    *lockedfile.File  // nil in a dry run
	before  map[string]string // hash by path, from the manifest
	now     map[string]string // hash by path of what this run made
	issued  map[string]string // version by path of the Markdown files of issued documents that this run made
	done    bool              // the journal was carried out
	pending bool              // a journal stands: the next run needs what is staged
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
	p := &pack{dir: dir, dry: dry, before: map[string]string{}, now: map[string]string{}, issued: map[string]string{}}
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
	entries, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return err
	}
	_, noManifest := p.root.Lstat(manifest)
	_, noJournal := p.root.Lstat(journal) // the first run may have been cut off before it wrote the manifest
	if noManifest != nil && noJournal != nil && len(entries) > 0 && !(len(entries) == 1 && entries[0].Name() == records) {
		return fmt.Errorf("%s holds other things than a pack: name another folder with --out", p.dir)
	}
	if !p.dry {
		if err := p.root.MkdirAll(records, 0o755); err != nil {
			return err
		}
		if err := p.takeLock(); err != nil {
			return err
		}
	}
	if err := p.read(manifest, &p.before); err != nil {
		return err
	}
	if err := ours(manifest, slices.Sorted(maps.Keys(p.before))); err != nil || p.dry {
		return err
	}
	if err := p.finish(); err != nil {
		return err
	}
	return errors.Join(p.root.RemoveAll(staging), p.root.MkdirAll(staging, 0o755))
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

// takeLock waits until no other run works in the folder.
func (p *pack) takeLock() error {
	for _, name := range []string{records, lock} { // never lock what a link names
		if info, err := p.root.Lstat(name); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return damaged(name, errors.New("it is a link or a device"))
		}
	}
	for {
		name := filepath.Join(p.dir, lock)
		f, err := lockedfile.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return err
		}
		held, err := f.Stat()
		if now, gone := os.Stat(name); err == nil && gone == nil && os.SameFile(held, now) {
			p.lock = f
			return nil
		}
		if err = f.Close(); err != nil { // the run before us failed and removed the file that we waited for
			return err
		}
	}
}

// read reads a record; one that is not there leaves v as it is.
func (p *pack) read(name string, v any) error {
	data, err := content.ReadFile(p.root.FS(), name, 16<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return damaged(name, err)
	}
	return nil
}

// ours refuses records that name anything but files of the pack.
func ours(record string, names []string) error {
	for _, name := range names {
		if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || name == "." || name == records || strings.HasPrefix(name, records+"/") {
			return damaged(record, fmt.Errorf("it names %q", name))
		}
	}
	return nil
}

func damaged(name string, err error) error {
	return problem.List{{At: problem.Position{File: name}, Message: fmt.Sprintf("this record of the pack is damaged: %v", err),
		Hint: "generate into a new folder with --out, and move over what you edited by hand"}}
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
		onDisk, err := p.hash(name)
		switch {
		case err != nil:
			edited = append(edited, inTheWay(name, err))
		case onDisk == p.now[name]:
			c.same++
		case onDisk == "":
			c.add(&c.new, "new", name)
			plan.Rename = append(plan.Rename, name)
		case onDisk != p.before[name]:
			edited = append(edited, handEdited(name))
		default:
			c.add(&c.changed, "changed", name)
			if v := p.issued[name]; v != "" {
				if old, err := content.ReadFile(p.root.FS(), name, 16<<20); err == nil && issuedVersion(name, old) == v {
					c.rewritten++
				}
			}
			plan.Rename = append(plan.Rename, name)
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
				edited = append(edited, inTheWay(name, err))
			case onDisk == "":
			case onDisk == p.before[name]:
				c.add(&c.removed, "removed", name)
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
	return c, p.finish()
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

func inTheWay(name string, err error) problem.Problem {
	return problem.Problem{At: problem.Position{File: name}, Message: fmt.Sprintf("a file of the pack belongs here: %v", err),
		Hint: "move away what stands in its place and generate again"}
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

// finish carries out the journal, if there is one. It may be cut off and run again at any point, and never touches what
// somebody edited in between.
func (p *pack) finish() error {
	if _, err := p.root.Lstat(journal); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	p.pending = true
	var m moves
	if err := p.read(journal, &m); err != nil {
		return err
	}
	for _, names := range [][]string{m.Rename, m.Remove, slices.Sorted(maps.Keys(m.Manifest))} {
		if err := ours(journal, names); err != nil {
			return err
		}
	}
	for _, name := range m.Rename {
		if onDisk, err := p.hash(name); err != nil {
			return problem.List{inTheWay(name, err)}
		} else if onDisk != "" && onDisk != p.before[name] {
			continue
		}
		if err := p.root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		// A file that is no longer staged was moved before the run was cut off.
		if err := p.root.Rename(path.Join(staging, name), name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, name := range m.Remove {
		if onDisk, err := p.hash(name); err != nil || onDisk == "" || onDisk != p.before[name] {
			continue
		}
		if err := p.root.Remove(name); err != nil {
			return err
		}
		p.removeEmpty(path.Dir(name))
	}
	if err := p.write(manifest, m.Manifest); err != nil {
		return err
	}
	p.before = m.Manifest
	if err := p.root.Remove(journal); err != nil {
		return err
	}
	p.done, p.pending = true, false
	return nil
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

// hash is the hash of a file as it is now, "" when it is not there. Anything but a file is an error.
func (p *pack) hash(name string) (string, error) {
	if p.root == nil {
		return "", nil
	}
	info, err := p.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", bare(err)
	case info.IsDir():
		return "", errors.New("a folder stands in its place")
	case !info.Mode().IsRegular():
		return "", errors.New("a link or a device stands in its place")
	}
	f, err := p.root.Open(name)
	if err != nil {
		return "", bare(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", bare(err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// bare is an error without the operation and the name, which the problem gives.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// close removes what a run leaves behind: staging, and after a failed first run the folder itself.
func (p *pack) close() {
	if p.root != nil {
		if p.lock != nil && !p.pending {
			_ = p.root.RemoveAll(staging)
			_ = p.root.Remove(journal + ".new")
			if _, err := p.root.Lstat(manifest); err != nil { // there is no pack here
				_ = p.root.Remove(lock)
				_ = p.root.Remove(records)
			}
		}
		_ = p.root.Close()
	}
	if p.lock != nil {
		_ = p.lock.Close()
	}
	if !p.done && !p.pending {
		for _, dir := range slices.Backward(p.created) { // refused unless empty
			_ = os.Remove(dir)
		}
	}
}
