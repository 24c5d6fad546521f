package daemon

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/local/supervisor"
)

// greeter is a mounted service that says whether it runs.
type greeter struct{}

func (greeter) Name() string { return "git" }

func (greeter) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "hello "+r.URL.Path) })
}

func (greeter) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func TestProcessesOverTheSocket(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	c, status := p.ensure("v1")
	if status.Version != "v1" || status.PID == os.Getpid() {
		t.Errorf("status %+v", status)
	}
	if err := c.Apply(t.Context(), sleeper("dev/etcd")); err != nil {
		t.Fatal(err)
	}
	first := pids(t, c)["dev/etcd"]
	if err := c.Restart(t.Context(), "dev/etcd"); err != nil {
		t.Fatal(err)
	}
	second := pids(t, c)["dev/etcd"]
	if first == 0 || second == 0 || first == second {
		t.Errorf("pid %d → %d", first, second)
	}
	if err := c.Remove(t.Context(), "dev/etcd"); err != nil {
		t.Fatal(err)
	}
	if all := pids(t, c); len(all) != 0 || !gone(second) {
		t.Errorf("after Remove: %v", all)
	}
	if info, err := os.Stat(c.socket); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket %v, %v", info.Mode(), err)
	}
}

func TestErrorsCrossTheSocket(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	if _, err := p.client("").Status(t.Context()); !errors.Is(err, ErrNotRunning) {
		t.Errorf("without a daemon: %v", err)
	}
	c, _ := p.ensure("v1")
	if err := c.Restart(t.Context(), "no/such"); !errors.Is(err, supervisor.ErrUnknown) {
		t.Errorf("unknown name: %v", err)
	}
	var invalid *supervisor.InvalidError
	if err := c.Apply(t.Context(), supervisor.Process{Name: "x", Path: "sh"}); !errors.As(err, &invalid) || !strings.Contains(err.Error(), `path "sh"`) {
		t.Errorf("invalid process: %v", err)
	}
	missing := supervisor.Process{Name: "x", Path: "/no/such/program"}
	if err := c.Apply(t.Context(), missing); err == nil || !strings.Contains(err.Error(), "/no/such/program") {
		t.Errorf("missing program: %v", err)
	}
}

func TestKilledDaemonComesBackWithItsProcesses(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	c, status := p.ensure("v1")
	for _, name := range []string{"dev/etcd", "dev/apiserver"} {
		if err := c.Apply(t.Context(), sleeper(name)); err != nil {
			t.Fatal(err)
		}
	}
	before := pids(t, c)
	if err := syscall.Kill(status.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for name, pid := range before {
		eventually(t, name+" to die with the daemon", func() bool { return gone(pid) })
	}
	if _, err := os.Stat(c.socket); err != nil {
		t.Fatalf("no stale socket: the test proves nothing: %v", err)
	}
	c, again := p.ensure("v1")
	after := pids(t, c)
	if again.PID == status.PID || len(after) != 2 || after["dev/etcd"] == 0 || after["dev/apiserver"] == 0 {
		t.Errorf("daemon %d → %d, processes %v → %v", status.PID, again.PID, before, after)
	}
}

func TestStopEndsEverythingAndIsRepeatable(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	c, status := p.ensure("v1")
	if err := c.Apply(t.Context(), sleeper("dev/etcd")); err != nil {
		t.Fatal(err)
	}
	pid := pids(t, c)["dev/etcd"]
	for range 2 {
		if err := c.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the daemon to be gone", func() bool { return gone(status.PID) })
	if !gone(pid) {
		t.Error("the process lives")
	}
	if _, err := os.Stat(c.socket); err == nil {
		t.Error("the socket is left")
	}
	c, _ = p.ensure("v1")
	if pids(t, c)["dev/etcd"] == 0 {
		t.Error("the next daemon does not run what was applied")
	}
}

func TestAnotherVersionIsToldAndCanBeReplaced(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	_, old := p.ensure("v1")
	c := p.client("v2")
	start := func() *exec.Cmd { return p.command("v2") }
	_, err := c.Ensure(t.Context(), start)
	var skew *VersionError
	if !errors.As(err, &skew) {
		t.Fatalf("Ensure = %v, want a *VersionError", err)
	}
	if diff := cmp.Diff(&VersionError{Running: "v1", Want: "v2", PID: old.PID}, skew); diff != "" {
		t.Error(diff)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if status, err := c.Ensure(t.Context(), start); err != nil || status.Version != "v2" {
		t.Errorf("after Stop: %+v, %v", status, err)
	}
}

func TestManyEnsureOneDaemon(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	var group sync.WaitGroup
	found := make([]int, 4)
	for i := range found {
		c := p.client("v1")
		group.Go(func() {
			status, err := c.Ensure(t.Context(), func() *exec.Cmd { return p.command("v1") })
			if err != nil {
				t.Error(err)
			}
			found[i] = status.PID
		})
	}
	group.Wait()
	for _, pid := range found {
		if pid != found[0] {
			t.Errorf("daemons %v, want one", found)
		}
	}
	var running *RunningError
	if err := Run(t.Context(), Options{Dir: p.dir}); !errors.As(err, &running) || running.PID != found[0] {
		t.Errorf("a second Run = %v, want that %d runs", err, found[0])
	}
}

func TestDaemonThatDiesSaysWhy(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	_, err := p.client("").Ensure(t.Context(), func() *exec.Cmd {
		return exec.Command("/bin/sh", "-c", "echo the disk is on fire; exit 7")
	})
	if err == nil || !strings.Contains(err.Error(), "exit status 7") || !strings.Contains(err.Error(), "the disk is on fire") {
		t.Errorf("Ensure = %v, want the exit status and the end of the log", err)
	}
}

func TestDaemonIsDetached(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := p.client("v1")
	status, err := c.Ensure(ctx, func() *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = p.command("v1").Env
		return cmd
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ps", "-o", "sid=", "-p", itoa(status.PID)).Output()
	if err != nil || strings.TrimSpace(string(out)) != itoa(status.PID) {
		t.Errorf("session %q, %v; want one of its own", out, err)
	}
	cancel()
	for range 20 { // answers are the proof, and give a wrong kill its time
		if again, err := c.Status(t.Context()); err != nil || again.PID != status.PID {
			t.Fatalf("after the caller's context ended: %+v, %v", again, err)
		}
	}
}

func TestDeletedDirectoryEndsTheDaemon(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	c, status := p.ensure("v1")
	if err := c.Apply(t.Context(), sleeper("dev/etcd")); err != nil {
		t.Fatal(err)
	}
	pid := pids(t, c)["dev/etcd"]
	if err := os.RemoveAll(p.dir.Path()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "daemon and process to be gone", func() bool { return gone(status.PID) && gone(pid) })
}

func TestServiceIsMounted(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	c, status := p.ensure("v1")
	if diff := cmp.Diff([]ServiceStatus{{Name: "git"}}, status.Services); diff != "" {
		t.Error(diff)
	}
	client, url := c.HTTP("git")
	response, err := client.Get(url + "/repos/a")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "hello /repos/a" {
		t.Errorf("%s: %q, %v", response.Status, body, err)
	}
}
