package assembly

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
)

// older is a folder that holds an assembly already. It remembers which files
// belong to the new one.
type older struct {
	root *os.Root
	keep map[string]bool
}

func (o *older) mkdir(name string) error { return o.root.MkdirAll(name, 0o755) }

func (o *older) file(name string, data []byte) error {
	o.keep[name] = true
	if old, err := o.root.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	// Never written into: the file may be another cluster's, too.
	if err := o.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return o.root.WriteFile(name, data, 0o644)
}

// sweep removes what an older assembly left: files beside a unit.yaml that the
// new assembly does not have, then folders that are empty now.
func (o *older) sweep() error {
	if !o.keep[sourcesFile] {
		if err := o.root.Remove(sourcesFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	stale, folders, err := o.stale()
	if err != nil {
		return err
	}
	for _, name := range stale {
		if err := o.root.Remove(name); err != nil {
			return err
		}
	}
	// Deepest first; a folder that still holds something stays.
	for _, name := range slices.Backward(folders) {
		_ = o.root.Remove(name)
	}
	return nil
}

// stale are the files that are not kept, and all folders.
func (o *older) stale() (files, folders []string, err error) {
	err = fs.WalkDir(o.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." || o.keep[name] {
			return err
		}
		if d.IsDir() {
			folders = append(folders, name)
			return nil
		}
		if _, err = o.root.Stat(path.Join(path.Dir(name), unitFile)); err == nil {
			files = append(files, name)
		}
		return nil
	})
	return files, folders, err
}
