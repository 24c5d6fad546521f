package programs

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// key names a build by all that decides its result: the toolchain and target,
// the recipe, the versions of all modules, and distro's own source of it.
func key(tool toolchain, distro string, r recipe) (string, error) {
	sum := sha256.New()
	entry, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("naming the build of %s: %w", r.Name, err)
	}
	fmt.Fprintf(sum, "layout 1\n%s\n%s\n", tool.identity, entry)
	for _, name := range []string{"go.mod", "go.sum"} {
		// A module without dependencies has no go.sum.
		if err := addFile(sum, distro, filepath.Join(distro, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("naming the build of %s: %w", r.Name, err)
		}
	}
	dirs, err := sources(distro, r)
	if err != nil {
		return "", fmt.Errorf("naming the build of %s: %w", r.Name, err)
	}
	for _, dir := range dirs {
		if err := addDir(sum, distro, dir); err != nil {
			return "", fmt.Errorf("naming the build of %s: %w", r.Name, err)
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8]), nil
}

// sources are the folders a program's local source can be in: its package,
// what distro's programs share, and modules that go.mod replaces by folders.
func sources(distro string, r recipe) ([]string, error) {
	var dirs []string
	if strings.HasPrefix(r.Package, "./") { // upstream's own commands are named by go.mod
		dirs = append(dirs, filepath.Join(distro, r.Package))
	}
	if shared := filepath.Join(distro, "internal"); isDir(shared) {
		dirs = append(dirs, shared)
	}
	mod, err := os.ReadFile(filepath.Join(distro, "go.mod"))
	if err != nil {
		return nil, err
	}
	for _, match := range regexp.MustCompile(`(?m)=>\s*(\.\.?/\S+)`).FindAllStringSubmatch(string(mod), -1) {
		if dir := filepath.Join(distro, match[1]); isDir(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs, nil
}

func addDir(sum hash.Hash, root, dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		return addFile(sum, root, path)
	})
}

// addFile frames name and content, so that no two trees read the same.
func addFile(sum hash.Hash, root, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	fmt.Fprintf(sum, "%q %d\n", filepath.ToSlash(rel), info.Size())
	_, err = io.Copy(sum, file)
	return err
}
