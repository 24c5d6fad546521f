package git

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"
	"time"
)

// poll compares the folder's names, sizes and times at a fixed pace.
func (w Watcher) poll(ctx context.Context, changed func()) error {
	tick := time.NewTicker(w.Poll)
	defer tick.Stop()
	seen := w.fingerprint()
	changed()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if now := w.fingerprint(); now != seen {
			seen = now
			changed()
		}
	}
}

func (w Watcher) fingerprint() uint64 {
	sum := fnv.New64a()
	_ = filepath.WalkDir(w.Root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // it vanished, which changes the sum by being absent
		}
		if path != w.Root && (w.ignores(path) || entry.Name() == ".git") {
			if entry.IsDir() {
				fmt.Fprint(sum, path)
				return filepath.SkipDir
			}
			return nil
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			fmt.Fprint(sum, path, info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
		return nil
	})
	return sum.Sum64()
}
