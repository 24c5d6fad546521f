package assembly

import (
	"os"
	"path"
	"path/filepath"
)

// fresh is a folder that was empty: there is nothing to compare with or to
// remove, and no link that could lead out of it. Most of what compiling costs
// is here, in calls to the system, so there is none that is not needed: what
// clusters of a blueprint share is written once and linked to from there on.
type fresh struct {
	dir   string
	made  map[string]bool
	first map[*byte]string // where content that is in memory once was written
}

func (f *fresh) mkdir(name string) error {
	if f.made[name] {
		return nil
	}
	if err := f.mkdir(path.Dir(name)); err != nil {
		return err
	}
	f.made[name] = true
	return os.Mkdir(f.path(name), 0o755)
}

func (f *fresh) file(name string, data []byte) error {
	if len(data) == 0 {
		return os.WriteFile(f.path(name), data, 0o644)
	}
	if first, ok := f.first[&data[0]]; ok && os.Link(first, f.path(name)) == nil {
		return nil // where links cannot be made, or no more of them, it is written again
	}
	f.first[&data[0]] = f.path(name)
	return os.WriteFile(f.path(name), data, 0o644)
}

func (f *fresh) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *fresh) sweep() error { return nil }
