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
)

// A folder that we write in keeps our records below .ismsgen: staging holds a run's files until all are there; the journal
// lists the renames of a run that is putting them in place, so that the next run can finish them. The manifest, of packs
// only, names every file that we wrote, with the hash of what we wrote, so that an edit by hand is seen and nothing else is
// ever removed.
const (
	records  = ".ismsgen"
	manifest = records + "/manifest.json"
	journal  = records + "/journal.json"
	staging  = records + "/staging"
	lock     = records + "/lock"
)

// store is a folder whose files are replaced all together or not at all, also when the run is cut off.
type store struct {
	dir     string
	what    string           // pack or folder, for messages
	mend    string           // what to do about a damaged record
	root    *os.Root         // nil in a dry run on a folder that is not there
	lock    *lockedfile.File // while files are staged and moved
	done    bool             // a journal was carried out
	pending bool             // a journal stands: the next run needs what is staged
}

// moves is what the journal holds. A file is replaced or removed only while its hash is the one that stands here.
type moves struct {
	Rename   map[string]string `json:"rename"`   // hash of what a staged file replaces, by path; "" for a new one
	Remove   map[string]string `json:"remove"`   // hash by path
	Manifest map[string]string `json:"manifest"` // afterwards; nil in a folder without one
}

// takeLock waits until no other run works in the folder.
func (s *store) takeLock() error {
	for {
		if err := s.root.MkdirAll(records, 0o755); err != nil {
			return err
		}
		for _, name := range []string{records, lock} { // never lock what a link names
			if info, err := s.root.Lstat(name); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
				return s.damaged(name, errors.New("it is a link or a device"))
			}
		}
		name := filepath.Join(s.dir, lock)
		f, err := lockedfile.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		if errors.Is(err, fs.ErrNotExist) { // the run before us removed the records
			continue
		}
		if err != nil {
			return err
		}
		held, err := f.Stat()
		if now, gone := os.Stat(name); err == nil && gone == nil && os.SameFile(held, now) {
			s.lock = f
			return nil
		}
		if err = f.Close(); err != nil { // the run before us removed the file that we waited for
			return err
		}
	}
}

// clear makes room for the files of a run.
func (s *store) clear() error {
	return errors.Join(s.root.RemoveAll(staging), s.root.MkdirAll(staging, 0o755))
}

// stage keeps a file until all are there.
func (s *store) stage(name string, data []byte, mode fs.FileMode) error {
	name = path.Join(staging, name)
	if err := s.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return s.root.WriteFile(name, data, mode)
}

// carryOut puts what is staged in place. From the moment the journal stands, the run counts: whoever opens the folder next
// finishes it.
func (s *store) carryOut(m moves) error {
	if err := s.write(journal, m); err != nil {
		return err
	}
	return s.finish()
}

// finish carries out the journal, if there is one. It may be cut off and run again at any point, and never touches what
// somebody edited in between.
func (s *store) finish() error {
	if _, err := s.root.Lstat(journal); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	s.pending = true
	var m moves
	if err := s.read(journal, &m); err != nil {
		return err
	}
	for _, named := range []map[string]string{m.Rename, m.Remove, m.Manifest} {
		if err := s.ours(journal, named); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Rename)) {
		if onDisk, err := s.hash(name); err != nil {
			return problem.List{s.inTheWay(name, err)}
		} else if onDisk != "" && onDisk != m.Rename[name] {
			continue
		}
		if err := s.root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		// A file that is no longer staged was moved before the run was cut off.
		if err := s.root.Rename(path.Join(staging, name), name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Remove)) {
		if onDisk, err := s.hash(name); err != nil || onDisk == "" || onDisk != m.Remove[name] {
			continue
		}
		if err := s.root.Remove(name); err != nil {
			return err
		}
		s.removeEmpty(path.Dir(name))
	}
	if m.Manifest != nil {
		if err := s.write(manifest, m.Manifest); err != nil {
			return err
		}
	}
	if err := s.root.Remove(journal); err != nil {
		return err
	}
	s.done, s.pending = true, false
	return nil
}

// removeEmpty removes folders that a removal left empty; one that is not empty refuses.
func (s *store) removeEmpty(dir string) {
	for dir != "." && s.root.Remove(dir) == nil {
		dir = path.Dir(dir)
	}
}

// release ends the work and removes what it leaves behind; a folder without a manifest keeps no records.
func (s *store) release() {
	if s.lock == nil {
		return
	}
	if !s.pending {
		_ = s.root.RemoveAll(staging)
		_ = s.root.Remove(journal + ".new")
		if _, err := s.root.Lstat(manifest); err != nil {
			_ = s.root.Remove(lock)
			_ = s.root.Remove(records) // refused unless empty
		}
	}
	_ = s.lock.Close()
	s.lock = nil
}

// read reads a record; one that is not there leaves v as it is.
func (s *store) read(name string, v any) error {
	data, err := content.ReadFile(s.root.FS(), name, 16<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return s.damaged(name, err)
	}
	return nil
}

// ours refuses records that name anything but files of the folder.
func (s *store) ours(record string, named map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || name == "." || name == records || strings.HasPrefix(name, records+"/") {
			return s.damaged(record, fmt.Errorf("it names %q", name))
		}
	}
	return nil
}

func (s *store) damaged(name string, err error) error {
	return problem.List{{At: problem.Position{File: name}, Message: fmt.Sprintf("this record of the %s is damaged: %v", s.what, err), Hint: s.mend}}
}

func (s *store) inTheWay(name string, err error) problem.Problem {
	return problem.Problem{At: problem.Position{File: name}, Message: fmt.Sprintf("a file of the %s belongs here: %v", s.what, err),
		Hint: "move away what stands in its place and run it again"}
}

// write replaces a record in one step.
func (s *store) write(name string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	if err := s.root.WriteFile(name+".new", b.Bytes(), 0o644); err != nil {
		return err
	}
	return s.root.Rename(name+".new", name)
}

// hash is the hash of a file as it is now, "" when it is not there. Anything but a file is an error.
func (s *store) hash(name string) (string, error) {
	if s.root == nil {
		return "", nil
	}
	info, err := s.root.Lstat(name)
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
	f, err := s.root.Open(name)
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
