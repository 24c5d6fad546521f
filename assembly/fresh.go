package assembly

import (
	"os"
	"path"
	"path/filepath"
)

// fresh is a folder that was empty: there is nothing to compare with or to
// remove, and no link that could lead out of it. Most of what compiling costs
// is here, in calls to the system, so there is none that is not needed.
type fresh struct {
	dir  string
	made map[string]bool
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

func (f *fresh) file(name string, data []byte) error { return os.WriteFile(f.path(name), data, 0o644) }

func (f *fresh) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *fresh) sweep() error { return nil }
