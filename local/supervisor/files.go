package supervisor

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"slipway.dev/slipway/local/state"
)

// files is the part of the state directory that belongs to the supervisor:
// what is to run, what runs, and the directories of each process.
type files struct{ dir state.Dir }

func (f files) spec(name string) string { return f.dir.Join("processes", name+".json") }

func (f files) record(name string) string { return f.dir.Join("run", name+".json") }

// work is the directory of a process; its last element cannot be the name of
// another process, which "dev" and "dev/tmp" would be.
func (f files) work(name string) string { return f.dir.Join("work", name, "_") }

func (f files) home(name string) string { return filepath.Join(f.work(name), "home") }

func (f files) temp(name string) string { return filepath.Join(f.work(name), "tmp") }

// marker tells a platform's process from any other on the machine.
func (f files) marker(name string) string { return f.dir.Path() + "//" + name }

func (f files) saveSpec(p Process) error {
	return writeJSON(f.spec(p.Name), p)
}

func (f files) saveRecord(name string, id identity) error {
	return writeJSON(f.record(name), record{Name: name, Marker: f.marker(name), identity: id})
}

// forget removes what is kept of a process except its logs.
func (f files) forget(name string) error {
	err := errors.Join(remove(f.spec(name)), remove(f.record(name)), os.RemoveAll(f.work(name)))
	if err != nil {
		return fmt.Errorf("forgetting process %s: %w", name, err)
	}
	return nil
}

// prepare makes the directories of a process. What an earlier run left in the
// temporary one is deleted: a process that crashes in a loop must not fill
// the disk with it.
func (f files) prepare(name string) error {
	if err := os.RemoveAll(f.temp(name)); err != nil {
		return fmt.Errorf("emptying the temporary directory of %s: %w", name, err)
	}
	for _, dir := range []string{f.home(name), f.temp(name)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("making the directories of %s: %w", name, err)
		}
	}
	return nil
}

// specs returns the processes that were applied. One unreadable file is an
// error beside the others, not instead of them.
func (f files) specs() ([]Process, error) { return readAll[Process](f.dir.Join("processes")) }

// records returns the children of an earlier daemon.
func (f files) records() ([]record, error) { return readAll[record](f.dir.Join("run")) }

func readAll[T any](root string) ([]T, error) {
	var all []T
	var problems []error
	walk := func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() || !kept(entry.Name()) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			problems = append(problems, err)
			return nil
		}
		var one T
		if err := json.Unmarshal(data, &one); err != nil {
			problems = append(problems, fmt.Errorf("reading %s: %w", path, err))
			return nil
		}
		all = append(all, one)
		return nil
	}
	problems = append(problems, filepath.WalkDir(root, walk))
	return all, errors.Join(problems...)
}

// kept tells our files from the temporary ones of a write that was killed.
func kept(name string) bool {
	return strings.HasSuffix(name, ".json") && !strings.HasPrefix(name, ".")
}

func writeJSON(path string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return state.WriteFile(path, data, 0o600)
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
