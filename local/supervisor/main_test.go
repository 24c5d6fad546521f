package supervisor

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"slipway.dev/slipway/local/state"
)

const patience = 20 * time.Second

// TestMain lets the test binary be the daemon that a test kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TEST_SUPERVISE"); dir != "" {
		supervise(dir)
		return
	}
	os.Exit(m.Run())
}

func testDir(t *testing.T) state.Dir {
	t.Helper()
	dir, err := state.At(filepath.Join(t.TempDir(), "demo"))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func fast() Timing {
	return Timing{First: 5 * time.Millisecond, Max: 40 * time.Millisecond, Steady: time.Minute}
}

func open(t *testing.T, dir state.Dir) *Supervisor {
	t.Helper()
	s, err := Open(t.Context(), Options{Dir: dir, Timing: fast(), LogSize: 4 << 10, LogKeep: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Supervisor) {
	t.Helper()
	// The test's own context has ended when Cleanup runs.
	if err := s.Stop(timeout(t)); err != nil {
		t.Error(err)
	}
}

func shell(name, script string) Process {
	return Process{Name: name, Path: "/bin/sh", Args: []string{"-c", script}, StopGrace: 2 * time.Second}
}

func sleeper(name string) Process { return shell(name, "exec sleep 1000") }

func apply(t *testing.T, s *Supervisor, p Process) Status {
	t.Helper()
	if err := s.Apply(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return status(t, s, p.Name)
}

func status(t *testing.T, s *Supervisor, name string) Status {
	t.Helper()
	for _, one := range s.Statuses() {
		if one.Name == name {
			return one
		}
	}
	t.Fatalf("no status of %s", name)
	return Status{}
}

// eventually polls: the condition is the assertion, the deadline only ends a
// test that has failed already.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}

func gone(pid int) bool {
	_, err := identify(pid)
	return err != nil
}

// pidFrom waits until a process has written a pid, as text with a newline.
func pidFrom(t *testing.T, path string) int {
	t.Helper()
	var pid int
	eventually(t, path+" to name a pid", func() bool {
		data, _ := os.ReadFile(path)
		line, _, whole := strings.Cut(string(data), "\n")
		pid, _ = strconv.Atoi(line)
		return whole && pid > 0
	})
	return pid
}
