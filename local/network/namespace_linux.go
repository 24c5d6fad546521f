package network

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"
)

// namespace is an open network namespace.
type namespace struct{ file *os.File }

// openNamespace opens the namespace that is kept at path.
func openNamespace(path string) (*namespace, error) {
	if !kept(path) {
		return nil, fmt.Errorf("opening the network %s: there is none: %w", path, fs.ErrNotExist)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the network: %w", err)
	}
	return &namespace{f}, nil
}

// currentNamespace is that of the calling thread.
func currentNamespace() (*namespace, error) {
	f, err := os.Open(threadNamespace())
	if err != nil {
		return nil, fmt.Errorf("opening the thread's network: %w", err)
	}
	return &namespace{f}, nil
}

func threadNamespace() string { return fmt.Sprintf("/proc/self/task/%d/ns/net", unix.Gettid()) }

// ensureNamespace makes a namespace that is kept at path by a mount, so that it
// outlives its processes. One that is there is left alone.
func ensureNamespace(path string) error {
	if kept(path) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("placing the network: %w", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return fmt.Errorf("placing the network: %w", err)
	}
	return onNewThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("making a network namespace: %w", err)
		}
		if err := unix.Mount(threadNamespace(), path, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("keeping the network namespace at %s: %w", path, err)
		}
		return nil
	})
}

// kept says whether a namespace is mounted at path.
func kept(path string) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil && stat.Type == unix.NSFS_MAGIC
}

// Remove ends the router at path. What is still attached keeps its namespace
// and is cut off. One that is not there is no error.
func Remove(path string) error {
	for kept(path) {
		if err := unix.Unmount(path, unix.MNT_DETACH); err != nil {
			return fmt.Errorf("removing the network %s: %w", path, err)
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the network: %w", err)
	}
	return nil
}

// do runs a function on a thread that is inside of the namespace.
func (n *namespace) do(run func() error) error {
	return onNewThread(func() error {
		if err := unix.Setns(int(n.file.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("entering the network %s: %w", n.file.Name(), err)
		}
		return run()
	})
}

func (n *namespace) close() { _ = n.file.Close() }

// onNewThread runs a function on a thread of its own, which ends with it: what
// was changed about the thread cannot leak into other goroutines.
func onNewThread(run func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // and never unlocked: the runtime then drops the thread
		done <- run()
	}()
	return <-done
}
