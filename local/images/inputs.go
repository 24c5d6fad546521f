package images

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// sum is a digest of texts, in their order.
func sum(texts ...string) string {
	hash := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(hash, "%d %s\n", len(t), t)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// sumFile is a digest of a file's name, whether it can be executed, and content.
func sumFile(path, name string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return sum(name, fmt.Sprint(info.Mode().Perm()&0o100 != 0), hex.EncodeToString(hash.Sum(nil))), nil
}

// walk visits the files of a folder by name, in order. What version control
// keeps is not content.
func walk(dir string, visit func(path, name string, info fs.FileInfo) error) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.Name() == ".git" {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return visit(path, filepath.ToSlash(name), info)
	})
}

// sumFolder is a digest of a folder's files.
func sumFolder(dir string) (string, error) {
	var all []string
	err := walk(dir, func(path, name string, info fs.FileInfo) error {
		if info.Mode()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(path)
			all = append(all, sum(name, "->", to))
			return err
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		one, err := sumFile(path, name)
		all = append(all, one)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("reading the folder: %w", err)
	}
	return sum(all...), nil
}
