package daemon

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

const patience = 30 * time.Second

// TestMain lets the test binary be `slipway daemon STATE_DIR`.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TEST_DAEMON"); dir != "" {
		if err := serve(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func serve(path string) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	dir, err := state.At(path)
	if err != nil {
		return err
	}
	return Run(ctx, Options{
		Dir:      dir,
		Version:  os.Getenv("TEST_VERSION"),
		Services: []Service{greeter{}},
		Log:      slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
}

// platform is a state directory and what a test asks of it. Its daemon is
// stopped when the test ends.
type platform struct {
	t   *testing.T
	dir state.Dir
}

func newPlatform(t *testing.T) platform {
	t.Helper()
	dir, err := state.At(filepath.Join(t.TempDir(), "demo"))
	if err != nil {
		t.Fatal(err)
	}
	p := platform{t, dir}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := p.client("").Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p platform) client(version string) *Client {
	p.t.Helper()
	c, err := NewClient(p.dir, version)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(c.Close)
	return c
}

func (p platform) command(version string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TEST_DAEMON="+p.dir.Path(), "TEST_VERSION="+version)
	return cmd
}

func (p platform) ensure(version string) (*Client, Status) {
	p.t.Helper()
	c := p.client(version)
	status, err := c.Ensure(p.t.Context(), func() *exec.Cmd { return p.command(version) })
	if err != nil {
		p.t.Fatal(err)
	}
	return c, status
}

func sleeper(name string) supervisor.Process {
	return supervisor.Process{Name: name, Path: "/bin/sleep", Args: []string{"1000"}, StopGrace: time.Second}
}

func pids(t *testing.T, c *Client) map[string]int {
	t.Helper()
	status, err := c.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for _, p := range status.Processes {
		all[p.Name] = p.PID
	}
	return all
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}

// gone counts a zombie as gone: here the parent of an orphan may not reap it.
func gone(pid int) bool {
	out, err := exec.Command("ps", "-o", "stat=", "-p", fmt.Sprint(pid)).Output()
	return err != nil || strings.HasPrefix(string(bytes.TrimSpace(out)), "Z")
}
