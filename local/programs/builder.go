package programs

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// builder makes one program.
type builder struct {
	places   Places
	tool     toolchain
	recipe   recipe
	progress progress
}

// ensure gives the cached program, building it first when it is missing.
func (b *builder) ensure(ctx context.Context) (Program, error) {
	id, err := key(b.tool, b.places.Distro, b.recipe)
	if err != nil {
		return Program{}, err
	}
	dir := filepath.Join(b.places.Cache, b.recipe.Name+"-"+id)
	program := Program{Name: b.recipe.Name, Dir: dir}
	if complete(dir) {
		b.progress.report(Ready, 0, 0, "")
		return program, touch(dir)
	}
	unlock, err := lock(ctx, filepath.Join(b.places.Cache, "."+b.recipe.Name+".lock"), func() { b.progress.report(Waiting, 0, 0, "") })
	if err != nil {
		return Program{}, fmt.Errorf("waiting to build %s: %w", b.recipe.Name, err)
	}
	defer unlock()
	if complete(dir) { // by whoever held the lock
		b.progress.report(Ready, 0, 0, "")
		return program, touch(dir)
	}
	if err := b.make(ctx, dir); err != nil {
		return Program{}, err
	}
	b.progress.report(Built, 0, 0, "")
	return program, b.prune()
}

// make builds beside the final place and moves the result there as a whole, so
// that being killed leaves nothing that looks done.
func (b *builder) make(ctx context.Context, dir string) error {
	if err := b.clean(); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(b.places.Cache, b.tempPrefix())
	if err != nil {
		return fmt.Errorf("making a place to build %s: %w", b.recipe.Name, err)
	}
	defer os.RemoveAll(temp)
	if err := os.Chmod(temp, 0o755); err != nil {
		return fmt.Errorf("making a place to build %s: %w", b.recipe.Name, err)
	}
	if err := b.compile(ctx, temp, dir+".log"); err != nil {
		return err
	}
	if err := b.copyFiles(ctx, temp); err != nil {
		return fmt.Errorf("collecting the files of %s: %w", b.recipe.Name, err)
	}
	if err := b.link(temp); err != nil {
		return fmt.Errorf("naming the executables of %s: %w", b.recipe.Name, err)
	}
	if err := os.RemoveAll(dir); err != nil { // only an incomplete one gets here
		return fmt.Errorf("replacing the incomplete %s: %w", dir, err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("moving the built %s into place: %w", b.recipe.Name, err)
	}
	return nil
}

// link gives the binary the names it answers to, and writes the manifest last.
func (b *builder) link(dir string) error {
	for _, name := range b.recipe.Provides {
		if name == b.recipe.Name {
			continue
		}
		if err := os.Symlink(b.recipe.Name, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(b.recipe, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestName), append(manifest, '\n'), 0o644)
}

// touch marks a program as used, which keeps it from being pruned.
func touch(dir string) error {
	now := time.Now()
	if err := os.Chtimes(dir, now, now); err != nil && !os.IsPermission(err) {
		return fmt.Errorf("marking %s as used: %w", dir, err)
	}
	return nil
}
