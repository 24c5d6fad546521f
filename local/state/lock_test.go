package state

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// child starts this binary in a role and waits for its first line of output.
func child(t *testing.T, role string, env ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append(env, "TEST_ROLE="+role)...)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("waiting for %s to report: %v", role, err)
	}
	return cmd, strings.TrimSpace(line)
}

func TestSecondLockNamesTheHolder(t *testing.T) {
	t.Parallel()
	dir := Dir{filepath.Join(t.TempDir(), "demo")}
	holder, said := child(t, "hold", "TEST_DIR="+dir.Path())
	if said != "held" {
		t.Fatal(said)
	}
	_, err := dir.Lock(t.Context())
	var held *HeldError
	if !errors.As(err, &held) {
		t.Fatalf("Lock() = %v, want a *HeldError", err)
	}
	if held.PID != holder.Process.Pid || !strings.Contains(held.Command, os.Args[0]) || held.Since.IsZero() {
		t.Errorf("holder = %+v, want pid %d and its command", held, holder.Process.Pid)
	}
}

func TestKilledHolderBlocksNobody(t *testing.T) {
	t.Parallel()
	dir := Dir{filepath.Join(t.TempDir(), "demo")}
	holder, said := child(t, "hold", "TEST_DIR="+dir.Path())
	if said != "held" {
		t.Fatal(said)
	}
	_ = holder.Process.Kill()
	_ = holder.Wait()
	if left, _ := os.ReadFile(dir.Join("up.lock")); len(left) == 0 {
		t.Fatal("the killed holder left no content: the test proves nothing")
	}
	lock, err := dir.Lock(t.Context())
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := dir.Lock(t.Context())
	if err != nil {
		t.Fatalf("after Release: %v", err)
	}
	_ = again.Release()
}

func TestLockOfADeletedDirectoryHoldsNobodyBack(t *testing.T) {
	t.Parallel()
	dir := Dir{filepath.Join(t.TempDir(), "demo")}
	old, err := dir.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer old.Release()
	if err := os.RemoveAll(dir.Path()); err != nil {
		t.Fatal(err)
	}
	fresh, err := dir.Lock(t.Context())
	if err != nil {
		t.Fatalf("lock in the new directory: %v", err)
	}
	_ = fresh.Release()
}
