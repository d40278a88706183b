package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"ismsgen/content/problem"
	"ismsgen/generator/workbook"
)

// client is the folder of a client.
type client struct{ store }

// openClient opens a client's folder, and finishes an import that was cut off. Nothing outside the folder can be reached
// through it.
func openClient(dir string) (*client, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open the client folder: %w", err)
	}
	c := &client{store{dir: dir, root: root, what: "folder", mend: "an import was cut off: move this record and .ismsgen/staging away, and import again"}}
	if _, err := root.Lstat(journal); errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err = c.takeLock(); err == nil {
		err = c.finish()
	}
	c.release()
	if err != nil {
		_ = root.Close()
		return nil, err
	}
	return c, nil
}

// folder opens a client's folder for reading.
func folder(dir string) (fs.FS, error) {
	c, err := openClient(dir)
	if err != nil {
		return nil, err
	}
	return c.root.FS(), nil
}

// replace puts changed files in the place of those that they were made from, all of them or none.
func (c *client) replace(files []workbook.File) error {
	if err := c.takeLock(); err != nil {
		return err
	}
	defer c.release()
	m, err := c.prepare(files)
	if err != nil {
		return err
	}
	return c.carryOut(m)
}

// prepare stages changed files and says what is to be moved. Files that are not any more what they were made from are left.
func (c *client) prepare(files []workbook.File) (moves, error) {
	m := moves{Rename: map[string]string{}}
	if err := c.finish(); err != nil {
		return m, err
	}
	if err := c.clear(); err != nil {
		return m, err
	}
	for _, f := range files {
		mode := fs.FileMode(0o644)
		if info, err := c.root.Lstat(f.Path); err == nil {
			mode = info.Mode().Perm()
		}
		hash, err := c.hash(f.Path)
		if err != nil {
			return m, problem.List{c.inTheWay(f.Path, err)}
		}
		now, err := fs.ReadFile(c.root.FS(), f.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) || !bytes.Equal(now, f.Old) {
			return m, fmt.Errorf("%s was changed in the meantime: nothing is written; run it again", f.Path)
		}
		m.Rename[f.Path] = hash
		if err := c.stage(f.Path, f.Data, mode); err != nil {
			return m, err
		}
	}
	return m, nil
}
