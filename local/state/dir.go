package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// marker is the file that makes a directory a platform's: List shows only
// marked directories and Remove deletes nothing else.
const marker = "platform"

var platformName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Dir is the directory of one platform.
type Dir struct{ path string }

// Root returns the directory that holds every platform of this user:
// $SLIPWAY_STATE, else $XDG_STATE_HOME/slipway, else ~/.local/state/slipway.
func Root() (string, error) {
	if root := os.Getenv("SLIPWAY_STATE"); root != "" {
		return filepath.Abs(root)
	}
	// The XDG specification says that a relative value is to be ignored.
	if home := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, "slipway"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the state directory: %w (set SLIPWAY_STATE)", err)
	}
	return filepath.Join(home, ".local", "state", "slipway"), nil
}

// For returns the directory of a platform under Root. It creates nothing.
func For(platform string) (Dir, error) {
	if !platformName.MatchString(platform) {
		return Dir{}, fmt.Errorf("platform name %q: want lower case letters, digits and dashes, at most 63", platform)
	}
	root, err := Root()
	if err != nil {
		return Dir{}, err
	}
	return Dir{filepath.Join(root, platform)}, nil
}

// At returns the platform directory at path, as `slipway daemon` is told it.
func At(path string) (Dir, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Dir{}, fmt.Errorf("finding the state directory: %w", err)
	}
	if !platformName.MatchString(filepath.Base(abs)) {
		return Dir{}, fmt.Errorf("state directory %s: its last element is not a platform name", abs)
	}
	return Dir{abs}, nil
}

// List names the platforms that have a directory under Root, sorted.
func List() ([]string, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	marks, err := filepath.Glob(filepath.Join(globQuote(root), "*", marker))
	if err != nil {
		return nil, fmt.Errorf("listing platforms in %s: %w", root, err)
	}
	var names []string
	for _, mark := range marks {
		names = append(names, filepath.Base(filepath.Dir(mark)))
	}
	slices.Sort(names)
	return names, nil
}

var globMeta = regexp.MustCompile(`[\\*?\[]`)

// globQuote keeps a root such as /srv/[ci] from being read as a pattern.
func globQuote(path string) string { return globMeta.ReplaceAllString(path, `\$0`) }

// Create makes the directory, readable by its owner only, and marks it.
func (d Dir) Create() error {
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return fmt.Errorf("creating the state directory: %w", err)
	}
	if _, err := os.Stat(d.Join(marker)); err == nil {
		return nil
	}
	return WriteFile(d.Join(marker), []byte(d.Platform()+"\n"), 0o600)
}

// Remove deletes the platform's directory and its socket wherever that is.
// It refuses a directory that Create did not mark, unless it is empty.
func (d Dir) Remove() error {
	if _, err := os.Stat(d.Join(marker)); errors.Is(err, fs.ErrNotExist) {
		if err := os.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s: not the state of a platform: %w", d.path, err)
		}
		return nil
	}
	if socket, err := os.ReadFile(d.Join(socketPointer)); err == nil {
		// Best effort: the path was ours, and a socket nobody serves is harmless.
		_ = os.Remove(string(socket))
	}
	d.removeSockets()
	if err := d.emptyExcept(marker); err != nil {
		return fmt.Errorf("removing the state of %s: %w", d.Platform(), err)
	}
	if err := os.RemoveAll(d.path); err != nil {
		return fmt.Errorf("removing the state of %s: %w", d.Platform(), err)
	}
	return nil
}

// emptyExcept deletes everything but one entry, so that a Remove that is
// killed half way leaves a directory that the next Remove still knows.
func (d Dir) emptyExcept(keep string) error {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == keep {
			continue
		}
		if err := os.RemoveAll(d.Join(e.Name())); err != nil {
			return err
		}
	}
	return nil
}
