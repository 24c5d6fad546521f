package assembly

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Write puts the assembly into a folder, which is made when it is missing. In
// a folder that already holds an assembly, what the new one does not have is
// removed from the units' folders; other files stay. A folder with anything
// else in it is refused. Files that are equal already are not touched.
func (a *Assembly) Write(dir string) error {
	for i := range a.Units {
		if err := a.Units[i].checkNames(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("writing the assembly: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("writing the assembly: %w", err)
	}
	defer root.Close()
	if err := a.writeInto(root); err != nil {
		return fmt.Errorf("writing the assembly to %s: %w", dir, err)
	}
	return nil
}

func (a *Assembly) writeInto(root *os.Root) error {
	if err := claim(root); err != nil {
		return err
	}
	w := &writer{root: root, keep: map[string]bool{}}
	idx := index{Format: format, Platform: a.Platform, Target: a.Target, AddOns: a.AddOns, Teams: a.Teams, Clusters: a.Clusters, Access: a.Access, Notes: a.Notes, Incomplete: true}
	for i := range a.Units {
		idx.Units = append(idx.Units, a.Units[i].ID)
	}
	// A run that is cut off leaves an index that says so; the next one mends it.
	if err := w.index(idx); err != nil {
		return err
	}
	for i := range a.Units {
		if err := w.unit(&a.Units[i]); err != nil {
			return err
		}
	}
	if err := w.sources(a.sources()); err != nil {
		return err
	}
	if err := w.sweep(); err != nil {
		return err
	}
	idx.Incomplete = false
	return w.index(idx)
}

// claim makes sure that the folder is empty or an assembly's.
func claim(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(entries) == 0 {
		return err
	}
	data, err := root.ReadFile(indexFile)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("the folder holds other files and no " + indexFile + "; name an empty folder or one that holds an assembly")
	}
	if err != nil {
		return err
	}
	var idx index
	if err := decode(data, &idx); err != nil || idx.Format != format {
		return fmt.Errorf("%s in the folder is not the index of an assembly this version can replace; name an empty folder", indexFile)
	}
	return nil
}

// writer remembers which files of the folder belong to the new assembly.
type writer struct {
	root *os.Root
	keep map[string]bool
}

func (w *writer) index(idx index) error {
	data, err := encode(idx)
	if err != nil {
		return err
	}
	return w.file(indexFile, data)
}

// sources writes where the units were asked for; a platform written in Go has no such places.
func (w *writer) sources(places sources) error {
	if len(places) == 0 {
		if err := w.root.Remove(sourcesFile); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	data, err := encode(places)
	if err != nil {
		return err
	}
	return w.file(sourcesFile, data)
}

func (w *writer) unit(u *Unit) error {
	head, err := u.head()
	if err != nil {
		return err
	}
	if err := w.root.MkdirAll(string(u.ID), 0o755); err != nil {
		return err
	}
	if err := w.file(u.path(unitFile), head); err != nil {
		return err
	}
	for name, data := range u.Files {
		if err := w.file(u.path(name), data); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) file(name string, data []byte) error {
	w.keep[name] = true
	if old, err := w.root.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return w.root.WriteFile(name, data, 0o644)
}

// sweep removes what an older assembly left: files beside a unit.yaml that the
// new assembly does not have, then folders that are empty now.
func (w *writer) sweep() error {
	var stale, folders []string
	err := fs.WalkDir(w.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if d.IsDir() {
			folders = append(folders, name)
			return nil
		}
		_, err = w.root.Stat(path.Join(path.Dir(name), unitFile))
		if err == nil && !w.keep[name] {
			stale = append(stale, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range stale {
		if err := w.root.Remove(name); err != nil {
			return err
		}
	}
	// Deepest first; a folder that still holds something stays.
	for _, name := range slices.Backward(folders) {
		_ = w.root.Remove(name)
	}
	return nil
}
