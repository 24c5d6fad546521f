package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watcher says when something under a folder may have changed. It may say so
// too often, never too rarely.
type Watcher struct {
	Root   string
	Ignore func(rel string) bool // by path below Root, with slashes; a folder is ignored whole
	Quiet  time.Duration         // how long it must be still before a change counts; 60 ms when 0
	Poll   time.Duration         // pace where events can't be had; 1 s when 0
	Note   func(text string)     // told when it falls back to polling

	// open is fsnotify.NewWatcher except where a test has watches run out.
	open func() (*fsnotify.Watcher, error)
}

// patience bounds how long a folder that never is still holds back a change.
const patience = time.Second

// errGone means that the root was removed or replaced.
var errGone = errors.New("the folder is gone")

// Run calls changed after each burst of changes until the context ends; it
// calls it once at the start too, for what happened before it looked. A root
// that vanishes is waited for.
func (w Watcher) Run(ctx context.Context, changed func()) error {
	w = w.orDefault()
	for {
		err := w.events(ctx, changed)
		if ctx.Err() != nil {
			return nil
		}
		if !errors.Is(err, errGone) {
			w.Note(fmt.Sprintf("watching %s by looking every %s: %v", w.Root, w.Poll, err))
			return w.poll(ctx, changed)
		}
		changed()
		if !w.await(ctx) {
			return nil
		}
	}
}

func (w Watcher) orDefault() Watcher {
	if w.Ignore == nil {
		w.Ignore = func(string) bool { return false }
	}
	if w.Quiet == 0 {
		w.Quiet = 60 * time.Millisecond
	}
	if w.Poll == 0 {
		w.Poll = time.Second
	}
	if w.Note == nil {
		w.Note = func(string) {}
	}
	if w.open == nil {
		w.open = fsnotify.NewWatcher
	}
	if root, err := filepath.EvalSymlinks(w.Root); err == nil {
		w.Root = root
	}
	return w
}

// await waits for the root to exist.
func (w Watcher) await(ctx context.Context) bool {
	tick := time.NewTicker(w.Poll / 4)
	defer tick.Stop()
	for {
		if _, err := os.Stat(w.Root); err == nil {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// events watches with the system's help. An error other than errGone means
// that this help can't be had.
func (w Watcher) events(ctx context.Context, changed func()) error {
	watcher, err := w.open()
	if err != nil {
		return fmt.Errorf("starting to watch: %w", err)
	}
	defer watcher.Close()
	if err := w.add(watcher, w.Root); err != nil {
		return err
	}
	settle := newSettle(w.Quiet)
	settle.touch()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-watcher.Events:
			relevant, err := w.take(watcher, event)
			if err != nil {
				return err
			}
			if relevant {
				settle.touch()
			}
		case err := <-watcher.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("watching: %w", err)
			}
			// Events were lost, perhaps those of new folders.
			if err := w.add(watcher, w.Root); err != nil {
				return err
			}
			settle.touch()
		case <-settle.timer.C:
			settle.done()
			changed()
		}
	}
}

// take says whether an event counts, and watches new folders.
func (w Watcher) take(watcher *fsnotify.Watcher, event fsnotify.Event) (bool, error) {
	if event.Name == w.Root {
		if event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename) {
			return false, errGone
		}
		return false, nil
	}
	if w.ignores(event.Name) {
		return false, nil
	}
	if event.Has(fsnotify.Create) {
		if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
			return true, w.add(watcher, event.Name)
		}
	}
	// A permission change matters for the executable bit only; git decides.
	return true, nil
}

// add watches a folder and all below. What vanishes meanwhile is no error.
func (w Watcher) add(watcher *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && path == w.Root:
			return errGone
		case err != nil:
			return nil
		case !entry.IsDir():
			return nil
		case path != w.Root && w.ignores(path), entry.Name() == ".git" && path != w.Root:
			return filepath.SkipDir
		}
		err = watcher.Add(path)
		if errors.Is(err, fs.ErrNotExist) {
			if path == w.Root {
				return errGone
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("watching %s: %w", path, err)
		}
		return nil
	})
}

func (w Watcher) ignores(path string) bool {
	rel, err := filepath.Rel(w.Root, path)
	return err == nil && w.Ignore(filepath.ToSlash(rel))
}
