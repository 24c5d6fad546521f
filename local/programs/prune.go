package programs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// kept is how many builds of a program stay: this checkout's, and another's.
const kept = 2

func (b *builder) tempPrefix() string { return ".building-" + b.recipe.Name + "-" }

// clean removes what killed builds left. The lock says that none is running.
func (b *builder) clean() error {
	// Digits alone follow the name, which may be the beginning of another's.
	leftover := regexp.MustCompile("^" + regexp.QuoteMeta(b.tempPrefix()) + "[0-9]+$")
	entries, err := os.ReadDir(b.places.Cache)
	if err != nil {
		return fmt.Errorf("looking for unfinished builds: %w", err)
	}
	var errs []error
	for _, entry := range entries {
		if leftover.MatchString(entry.Name()) {
			errs = append(errs, os.RemoveAll(filepath.Join(b.places.Cache, entry.Name())))
		}
	}
	return errors.Join(errs...)
}

// prune removes all but the builds that were used last, and old logs.
func (b *builder) prune() error {
	build := regexp.MustCompile("^" + regexp.QuoteMeta(b.recipe.Name) + "-[0-9a-f]{16}$")
	entries, err := os.ReadDir(b.places.Cache)
	if err != nil {
		return fmt.Errorf("looking for old builds: %w", err)
	}
	failed := regexp.MustCompile("^" + regexp.QuoteMeta(b.recipe.Name) + `-[0-9a-f]{16}\.log$`)
	var builds []os.FileInfo
	var errs []error
	for _, entry := range entries {
		if failed.MatchString(entry.Name()) { // of failures that are mended now
			errs = append(errs, os.Remove(filepath.Join(b.places.Cache, entry.Name())))
		}
		if info, err := entry.Info(); err == nil && entry.IsDir() && build.MatchString(entry.Name()) {
			builds = append(builds, info)
		}
	}
	slices.SortFunc(builds, func(a, b os.FileInfo) int {
		if byTime := b.ModTime().Compare(a.ModTime()); byTime != 0 {
			return byTime
		}
		return strings.Compare(a.Name(), b.Name())
	})
	for _, old := range builds[min(kept, len(builds)):] {
		errs = append(errs, os.RemoveAll(filepath.Join(b.places.Cache, old.Name())))
	}
	return errors.Join(errs...)
}
