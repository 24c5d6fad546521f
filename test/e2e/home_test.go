package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/state"
)

// home is where one test keeps its platforms: a state folder and a kubeconfig
// that nobody else uses.
type home struct {
	dir string
	env []string
}

// foreign is what a kubeconfig has before slipway touches it.
const foreign = `apiVersion: v1
kind: Config
current-context: mine
clusters: [{name: mine, cluster: {server: "https://mine.example.com"}}]
contexts: [{name: mine, context: {cluster: mine, user: mine}}]
users: [{name: mine, user: {token: secret}}]
`

func makeHome(t *testing.T) *home {
	t.Helper()
	dir, err := os.MkdirTemp(root, "")
	if err != nil {
		t.Fatal(err)
	}
	h := &home{dir: dir}
	h.env = append(os.Environ(), "SLIPWAY_STATE="+h.state(), "KUBECONFIG="+h.kubeconfig(), "NO_COLOR=1",
		"SLIPWAY_NODES=simulated") // what needs real ones says so
	if err := os.WriteFile(h.kubeconfig(), []byte(foreign), 0o600); err != nil {
		t.Fatal(err)
	}
	return h
}

// newHome is one that is gone when the test is, and all that ran in it.
func newHome(t *testing.T) *home {
	t.Helper()
	h := makeHome(t)
	t.Cleanup(func() { h.takeAway(t) })
	return h
}

// takeAway removes every platform and reports what slipway left running.
func (h *home) takeAway(t *testing.T) {
	t.Helper()
	marks, _ := filepath.Glob(filepath.Join(h.state(), "*", "platform"))
	for _, mark := range marks {
		name := filepath.Base(filepath.Dir(mark))
		if t.Failed() {
			h.showLogs(t, name)
		}
		if r := h.run(t, "down", "--purge", "--platform", name); r.code != 0 {
			t.Errorf("down --purge: %s", r)
		}
	}
	for _, p := range processesOf(h.dir) {
		t.Errorf("left running: %d %s", p.pid, p.name)
	}
}

func (h *home) showLogs(t *testing.T, name string) {
	t.Helper()
	t.Logf("status: %s", h.run(t, "status", "--platform", name))
	for _, component := range []string{"daemon", "kube-apiserver"} {
		t.Logf("%s: %s", component, h.run(t, "logs", "--platform", name, "--tail", "20", component))
	}
}

func (h *home) state() string      { return filepath.Join(h.dir, "s") }
func (h *home) kubeconfig() string { return filepath.Join(h.dir, "k") }

// write writes a file below the home and returns its path.
func (h *home) write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(h.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
	return path
}

// replace saves a file whose old text became new text. It is moved into place,
// as editors do: half a file is never seen.
func (h *home) replace(t *testing.T, name, old, new string) {
	t.Helper()
	path := filepath.Join(h.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	h.save(t, name, string(bytes.ReplaceAll(data, []byte(old), []byte(new))))
}

// save puts a file into place in one step.
func (h *home) save(t *testing.T, name, content string) {
	t.Helper()
	from := h.write(t, ".draft", content)
	if err := os.Rename(from, filepath.Join(h.dir, name)); err != nil {
		t.Fatal(err)
	}
}

// result is what a run of slipway printed.
type result struct {
	args     []string
	code     int
	out, err string
}

func (r result) String() string {
	data, _ := json.Marshal(r.args)
	return string(data) + ": exit code " + string(rune('0'+r.code%10)) + "\n" + r.out + r.err
}

// command is slipway in this home, to be started.
func (h *home) command(args ...string) *exec.Cmd {
	c := exec.Command(slipway(), args...)
	c.Dir, c.Env = h.dir, h.env
	return c
}

func (h *home) run(t *testing.T, args ...string) result {
	t.Helper()
	return run(t, h.command(args...))
}

func run(t *testing.T, c *exec.Cmd) result {
	t.Helper()
	var out, problems bytes.Buffer
	c.Stdout, c.Stderr = &out, &problems
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	limit := time.AfterFunc(5*time.Minute, func() { _ = c.Process.Kill() })
	defer limit.Stop()
	err := c.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{c.Args[1:], c.ProcessState.ExitCode(), out.String(), problems.String()}
}

// ok runs slipway and wants success.
func (h *home) ok(t *testing.T, args ...string) result {
	t.Helper()
	r := h.run(t, args...)
	if r.code != 0 {
		t.Fatal(r)
	}
	return r
}

// status is the part of 'status -o json' that tests look at.
type status struct {
	Platform     string `json:"platform"`
	Running      bool   `json:"running"`
	Clusters     []clusterStatus
	Repositories []struct{ URL, Dir, Commit, Error string }
}

type clusterStatus struct {
	Name, Context, Problem string
	Processes              []struct {
		Name, State string
		PID         int
		Restarts    int
	}
	AddOns       []struct{ Name, Fidelity, Note string }
	Applications []application
}

type application struct {
	Name, Project, Namespace, Sync, Health string
	Refused                                []struct{ Object, Message string }
}

func (a application) ready() bool { return a.Sync == "Synced" && a.Health == "Healthy" }

// status reads a platform back, with the exit code that went with it.
func (h *home) status(t *testing.T, args ...string) (status, result) {
	t.Helper()
	r := h.run(t, append([]string{"status", "-o", "json"}, args...)...)
	var st status
	if r.out != "" {
		if err := json.Unmarshal([]byte(r.out), &st); err != nil {
			t.Fatalf("reading status: %v\n%s", err, r)
		}
	}
	return st, r
}

// well waits until status says that everything is as it should be.
func (h *home) well(t *testing.T, within time.Duration, args ...string) {
	t.Helper()
	eventually(t, within, "everything is Synced, Healthy and running", func() (bool, string) {
		r := h.run(t, append([]string{"status"}, args...)...)
		return r.code == 0, r.String()
	})
}

// platform opens a platform of this home without slipway's command line.
func (h *home) platform(t *testing.T, name string) *local.Platform {
	t.Helper()
	dir, err := state.At(filepath.Join(h.state(), name))
	if err != nil {
		t.Fatal(err)
	}
	return &local.Platform{Name: name, State: dir}
}

func (h *home) kubeconfigFor(t *testing.T, platform, cluster, user string, groups ...string) []byte {
	t.Helper()
	data, err := h.platform(t, platform).Kubeconfig(cluster, user, groups...)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
