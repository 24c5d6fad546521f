package programs

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// copyFiles takes files out of the modules distro depends on.
func (b *builder) copyFiles(ctx context.Context, dir string) error {
	for i, f := range b.recipe.Files {
		b.progress.report(Copy, i, len(b.recipe.Files), f.Path)
		module, err := b.tool.output(ctx, "list", "-m", "-f", "{{.Dir}}", f.Module)
		if err != nil {
			return err
		}
		if module == "" {
			if _, err := b.tool.output(ctx, "mod", "download", f.Module); err != nil {
				return err
			}
			if module, err = b.tool.output(ctx, "list", "-m", "-f", "{{.Dir}}", f.Module); err != nil {
				return err
			}
		}
		from := filepath.Join(module, f.Path)
		if err := copyTree(from, filepath.Join(dir, filepath.Base(f.Path))); err != nil {
			return fmt.Errorf("copying %s of %s: %w", f.Path, f.Module, err)
		}
	}
	return nil
}

func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		return copyFile(path, target)
	})
}

// copyFile makes scripts executable again: modules lose that.
func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if bytes.HasPrefix(data, []byte("#!")) {
		mode = 0o755
	}
	return os.WriteFile(to, data, mode)
}
