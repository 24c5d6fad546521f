package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func startWatcher(t *testing.T, w Watcher) *atomic.Int32 {
	t.Helper()
	var changes atomic.Int32
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = w.Run(t.Context(), func() { changes.Add(1) })
	}()
	t.Cleanup(func() { <-ended })
	eventually(t, "the first look", func() bool { return changes.Load() > 0 })
	return &changes
}

func TestPollWhenWatchesRunOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var note atomic.Value
	changes := startWatcher(t, Watcher{
		Root: dir, Ignore: ignoresFolder, Poll: 20 * time.Millisecond, Note: func(text string) { note.Store(text) },
		open: func() (*fsnotify.Watcher, error) { return nil, syscall.ENOSPC },
	})
	if text, _ := note.Load().(string); !strings.Contains(text, "by looking every 20ms") || !strings.Contains(text, syscall.ENOSPC.Error()) {
		t.Errorf("the note is %q", text)
	}
	before := changes.Load()
	write(t, dir, map[string]string{"deep/er/a": "1"})
	eventually(t, "a new file", func() bool { return changes.Load() > before })
}

func TestIgnoredFilesAreQuiet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := Watcher{Root: dir, Ignore: ignoresFolder}.orDefault()
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer watcher.Close()
	for name, want := range map[string]bool{".a.swp": false, "4913": false, "sub/.git/x": false, "sub/b": true, "c.yaml": true} {
		got, err := w.take(watcher, fsnotify.Event{Name: filepath.Join(w.Root, name), Op: fsnotify.Write})
		if err != nil || got != want {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestRootThatComesBack(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	write(t, dir, map[string]string{"a": "1"})
	changes := startWatcher(t, Watcher{Root: dir, Ignore: ignoresFolder, Poll: 20 * time.Millisecond})
	before := changes.Load()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the removal", func() bool { return changes.Load() > before })
	write(t, dir, map[string]string{"a": "2"})
	before = changes.Load()
	eventually(t, "the folder's return", func() bool { return changes.Load() > before })
	before = changes.Load()
	write(t, dir, map[string]string{"b": "2"})
	eventually(t, "a change in it", func() bool { return changes.Load() > before })
}

func TestIgnoreRules(t *testing.T) {
	t.Parallel()
	for rel, want := range map[string]bool{
		".git": false, ".git/HEAD": true, "a/.git": true, "a/.git/x": true, "a.yaml": false,
		".a.yaml.swp": true, "a/b~": true, "a/.#b": true, "#b#": true, ".DS_Store": true, ".github/x.yaml": false,
	} {
		if got := ignoresFolder(rel); got != want {
			t.Errorf("folder, %s: got %v", rel, got)
		}
	}
	for rel, want := range map[string]bool{
		"HEAD": false, "refs/heads/main": false, "packed-refs": false, "refs/heads/main.lock": true, "objects/12": true, "index": true,
	} {
		if got := ignoresClone(rel); got != want {
			t.Errorf("clone, %s: got %v", rel, got)
		}
	}
}

func TestMissingRootIsGone(t *testing.T) {
	t.Parallel()
	err := Watcher{Root: filepath.Join(t.TempDir(), "missing")}.orDefault().events(t.Context(), func() {})
	if !errors.Is(err, errGone) {
		t.Errorf("a missing root gives %v", err)
	}
}
