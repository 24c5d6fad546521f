package assembly

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	empty, err := claim(root)
	if err != nil {
		return fmt.Errorf("writing the assembly to %s: %w", dir, err)
	}
	var f folder = &older{root: root, keep: map[string]bool{}}
	if empty {
		f = &fresh{dir: dir, made: map[string]bool{".": true}, first: map[*byte]string{}}
	}
	if err := a.writeInto(f); err != nil {
		return fmt.Errorf("writing the assembly to %s: %w", dir, err)
	}
	return nil
}

// folder is what an assembly is written into. Names have slashes.
type folder interface {
	mkdir(name string) error
	file(name string, data []byte) error
	// sweep removes what was there before and is not written now.
	sweep() error
}

func (a *Assembly) writeInto(f folder) error {
	// A run that is cut off leaves an index that says so; the next one mends it.
	if err := writeIndex(f, index{Format: format, Platform: a.Platform, Target: a.Target, Incomplete: true}); err != nil {
		return err
	}
	idx := index{Format: format, Platform: a.Platform, Target: a.Target, AddOns: a.AddOns, Teams: a.Teams, Clusters: a.Clusters, Access: a.Access, Notes: a.Notes}
	for i := range a.Units {
		if err := writeUnit(f, &a.Units[i]); err != nil {
			return err
		}
		idx.Units = append(idx.Units, a.Units[i].ID)
	}
	if err := writeSources(f, a.sources()); err != nil {
		return err
	}
	if err := f.sweep(); err != nil {
		return err
	}
	return writeIndex(f, idx)
}

// claim makes sure that the folder is empty or an assembly's, and says which.
func claim(root *os.Root) (empty bool, err error) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(entries) == 0 {
		return err == nil, err
	}
	data, err := root.ReadFile(indexFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, errors.New("the folder holds other files and no " + indexFile + "; name an empty folder or one that holds an assembly")
	}
	if err != nil {
		return false, err
	}
	var idx index
	if err := decode(data, &idx); err != nil || idx.Format != format {
		return false, fmt.Errorf("%s in the folder is not the index of an assembly this version can replace; name an empty folder", indexFile)
	}
	return false, nil
}

func writeIndex(f folder, idx index) error {
	data, err := idx.document()
	if err != nil {
		return err
	}
	return f.file(indexFile, data)
}

// writeSources writes where the units were asked for; a platform written in Go has no such places.
func writeSources(f folder, places sources) error {
	if len(places) == 0 {
		return nil
	}
	data, err := encode(places)
	if err != nil {
		return err
	}
	return f.file(sourcesFile, data)
}

func writeUnit(f folder, u *Unit) error {
	head, err := u.head()
	if err != nil {
		return err
	}
	if err := f.mkdir(string(u.ID)); err != nil {
		return err
	}
	if err := f.file(u.path(unitFile), head); err != nil {
		return err
	}
	for name, data := range u.Files {
		if err := f.file(u.path(name), data); err != nil {
			return err
		}
	}
	return nil
}
