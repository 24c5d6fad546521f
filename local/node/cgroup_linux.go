package node

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// cgroupMount is where every distribution has them.
const cgroupMount = "/sys/fs/cgroup"

// ControlGroup is the name of the group of all nodes of a cluster, by the path
// of the cluster's network: the same names can be in use for another platform.
func ControlGroup(network string) string {
	sum := sha256.Sum256([]byte(network))
	return "slipway-" + hex.EncodeToString(sum[:4])
}

// cgroup is the node's, as the kubelet names it.
func (c Config) cgroup() string { return "/" + ControlGroup(c.Network) + "/" + c.Name }

// hierarchies are the places control groups are made in: one with version 2,
// one a controller with version 1.
func hierarchies() ([]string, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(cgroupMount, &stat); err != nil {
		return nil, fmt.Errorf("looking for control groups: %w", err)
	}
	if stat.Type == unix.CGROUP2_SUPER_MAGIC {
		return []string{cgroupMount}, nil
	}
	data, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return nil, fmt.Errorf("looking for control groups: %w", err)
	}
	var out []string
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if f := strings.Fields(lines.Text()); len(f) > 2 && (f[2] == "cgroup" || f[2] == "cgroup2") && strings.HasPrefix(f[1], cgroupMount) {
			out = append(out, f[1])
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("looking for control groups: none are mounted below %s", cgroupMount)
	}
	return out, nil
}

// makeCgroup makes the node's control group in every hierarchy.
func (c Config) makeCgroup() error {
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	for _, root := range roots {
		at := root
		for _, elem := range strings.Split(strings.Trim(c.cgroup(), "/"), "/") {
			if err := delegate(at); err != nil {
				return err
			}
			next := filepath.Join(at, elem)
			if err := os.Mkdir(next, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("making the control group of %s: %w", c.Name, err)
			}
			if err := inherit(at, next); err != nil {
				return err
			}
			at = next
		}
		if err := delegate(at); err != nil {
			return err
		}
	}
	return nil
}

// delegate lets the children of a group of version 2 use its controllers.
func delegate(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "cgroup.controllers"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // version 1
	}
	if err != nil {
		return fmt.Errorf("reading the controllers of %s: %w", dir, err)
	}
	for _, controller := range strings.Fields(string(data)) {
		// One that cannot be had (cpu, with real-time processes in the root) the
		// kubelet will name, if it needs it.
		_ = os.WriteFile(filepath.Join(dir, "cgroup.subtree_control"), []byte("+"+controller), 0o644)
	}
	return nil
}

// inherit gives a group of cpuset its parent's processors and memory: in
// version 1 a new one has none, and nothing can run in it.
func inherit(parent, child string) error {
	if _, err := os.Stat(filepath.Join(parent, "cgroup.controllers")); err == nil {
		return nil // version 2 inherits
	}
	for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
		data, err := os.ReadFile(filepath.Join(parent, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading %s of %s: %w", name, parent, err)
		}
		if err := os.WriteFile(filepath.Join(child, name), data, 0o644); err != nil {
			return fmt.Errorf("giving %s its %s: %w", child, name, err)
		}
	}
	return nil
}

// emptied is how long the kernel may take to empty the groups of killed processes.
const emptied = 5 * time.Second

// removeCgroups removes a group, those in it, and its processes, in every hierarchy.
func removeCgroups(group string) error {
	roots, err := hierarchies()
	if err != nil {
		return nil // where there are none, none is left
	}
	deadline := time.Now().Add(emptied)
	for _, root := range roots {
		for {
			err := removeTree(filepath.Join(root, group))
			if err == nil {
				break
			}
			if time.Now().After(deadline) {
				return fmt.Errorf("removing the control group %s: waited %s for its processes to end: %w", group, emptied, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return nil
}

// removeTree removes the deepest groups first; files go with their folder.
func removeTree(dir string) error {
	var dirs []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && entry.IsDir() {
			dirs = append(dirs, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	var problems []error
	for _, d := range slices.Backward(dirs) {
		if err := syscall.Rmdir(d); err != nil && !errors.Is(err, fs.ErrNotExist) {
			kill(d)
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// kill ends the processes of one group.
func kill(dir string) {
	data, err := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
	if err != nil {
		return // gone meanwhile
	}
	for _, field := range strings.Fields(string(data)) {
		var pid int
		if _, err := fmt.Sscan(field, &pid); err == nil && pid > 1 {
			_ = unix.Kill(pid, unix.SIGKILL)
		}
	}
}
