package e2e

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// sweepVariable makes the test program a sweeper of the folder it names.
const sweepVariable = "SLIPWAY_E2E_SWEEP"

// root holds everything that the tests make; the program under test is in it.
// It is short because the path of a Unix socket may have 104 bytes only.
var root string

func TestMain(m *testing.M) {
	if dir := os.Getenv(sweepVariable); dir != "" {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the tests, however they end
		os.Exit(sweep(dir))
	}
	flag.Parse()
	if testing.Short() {
		fmt.Println("e2e: skipped by -short: platforms take minutes")
		return
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	finish, err := prepare()
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	code := m.Run()
	if err := finish(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "e2e: something was left behind:", err)
		return 1
	}
	return code
}

// prepare builds slipway and starts the sweeper.
func prepare() (finish func() error, err error) {
	if root, err = os.MkdirTemp("/tmp", "sw"); err != nil {
		return nil, err
	}
	if err := os.Chmod(root, 0o755); err != nil { // a test runs slipway as another user
		return nil, err
	}
	finish, err = startSweeper(root)
	if err != nil {
		return nil, err
	}
	repo, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	if err := obtain(repo); err != nil {
		return nil, errors.Join(err, finish())
	}
	if os.Getenv("SLIPWAY_PROGRAMS") == "" && os.Getenv("SLIPWAY_DISTRO") == "" {
		err = os.Setenv("SLIPWAY_DISTRO", filepath.Join(repo, "distro"))
	}
	return finish, err
}

// obtain puts the program under test into place: the one that
// SLIPWAY_E2E_BINARY names, such as a release's, else this checkout's.
func obtain(repo string) error {
	if file := os.Getenv("SLIPWAY_E2E_BINARY"); file != "" {
		data, err := os.ReadFile(file)
		return errors.Join(err, os.WriteFile(slipway(), data, 0o755))
	}
	build := exec.Command("go", "build", "-o", slipway(), "./cmd/slipway")
	build.Dir, build.Stderr = repo, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building slipway: %w", err)
	}
	return nil
}

func slipway() string { return filepath.Join(root, "slipway") }

// startSweeper starts the process that cleans up. It is a session of its own,
// so that neither an interrupt nor a crash of the tests reaches it.
func startSweeper(dir string) (finish func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), sweepVariable+"="+dir)
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	life, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("starting the sweeper: %w", err)
	}
	return func() error { return errors.Join(life.Close(), c.Wait()) }, nil
}

// sweep takes away every platform below dir. Its exit code tells whether the
// program under test could do that itself.
func sweep(dir string) int {
	code := 0
	platforms, _ := filepath.Glob(filepath.Join(dir, "*", "s", "*", "platform"))
	for _, file := range platforms {
		state := filepath.Dir(file)
		c := exec.Command(filepath.Join(dir, "slipway"), "down", "--purge", "--platform", filepath.Base(state))
		c.Env = append(os.Environ(), "SLIPWAY_STATE="+filepath.Dir(state), "KUBECONFIG="+filepath.Join(filepath.Dir(filepath.Dir(state)), "k"))
		if c.Run() != nil {
			code = 1
		}
	}
	for deadline := time.Now().Add(5 * time.Second); len(processesOf(dir)) > 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			for _, p := range processesOf(dir) {
				_ = syscall.Kill(p.pid, syscall.SIGKILL)
			}
			code = 1
			break
		}
	}
	if os.RemoveAll(dir) != nil {
		code = 1
	}
	return code
}
