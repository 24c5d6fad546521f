package process_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/process"
	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

// world is a deployer with a real supervisor in this process.
type world struct {
	*testing.T
	*process.Deployer
	daemon *daemon
	dir    state.Dir
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir, err := state.At(filepath.Join(t.TempDir(), "demo"))
	if err != nil {
		t.Fatal(err)
	}
	timing := supervisor.Timing{First: 5 * time.Millisecond, Max: 20 * time.Millisecond, Steady: time.Minute}
	s, err := supervisor.Open(t.Context(), supervisor.Options{Dir: dir, Timing: timing})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience) // the test's own has ended
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	d := &daemon{supervisor: s, hooks: map[string]bool{}}
	return &world{T: t, daemon: d, dir: dir, Deployer: &process.Deployer{
		Platform: "demo", State: dir, Daemon: d, Programs: programs,
		Timing: process.Timing{Every: 5 * time.Millisecond, Within: patience},
	}}
}

// programs has every program in the folder of the test binary.
func programs(_ context.Context, names []string) (map[string]string, error) {
	self, err := os.Executable()
	out := map[string]string{}
	for _, name := range names {
		out[name] = filepath.Dir(self)
	}
	return out, err
}

// daemon is the supervisor as the deployer sees it, with a log of what it was told.
type daemon struct {
	supervisor *supervisor.Supervisor

	mu    sync.Mutex
	log   []string
	hooks map[string]bool
}

func (d *daemon) note(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, what)
}

// told is what the daemon was told since the last call.
func (d *daemon) told() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	log := d.log
	d.log = nil
	return log
}

func (d *daemon) has(what string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.log, what)
}

func (d *daemon) webhooks() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for url := range d.hooks {
		out = append(out, url)
	}
	slices.Sort(out)
	return out
}

func (d *daemon) Processes(context.Context) ([]supervisor.Status, error) {
	return d.supervisor.Statuses(), nil
}

func (d *daemon) Apply(ctx context.Context, p supervisor.Process) error {
	d.note("apply " + p.Name)
	return d.supervisor.Apply(ctx, p)
}

func (d *daemon) Remove(ctx context.Context, name string) error {
	d.note("remove " + name)
	return d.supervisor.Remove(ctx, name)
}

func (d *daemon) TellOfPushes(_ context.Context, url string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hooks[url] = true
	return nil
}

func (d *daemon) ForgetPushes(_ context.Context, url string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.hooks, url)
	return nil
}

// run is a process that runs the test program.
func run(name string, args ...string) assembly.Process {
	return assembly.Process{
		Name: name, Program: "tool", Command: filepath.Base(os.Args[0]), Args: args,
		Env: map[string]string{"TEST_ROLE": "program"},
	}
}

// serve is one that listens on the port of its own name and is ready when it answers.
func serve(name string, args ...string) assembly.Process {
	p := run(name, append([]string{"--listen=127.0.0.1:${port." + name + "}"}, args...)...)
	p.Ready = &assembly.Probe{HTTP: "http://127.0.0.1:${port." + name + "}/"}
	return p
}

func unit(t *testing.T, id string, list ...assembly.Process) *assembly.Unit {
	t.Helper()
	data, err := assembly.ProcessList{Processes: list}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return &assembly.Unit{
		ID: assembly.UnitID(id), Kind: assembly.Processes, Where: "cluster:dev",
		Files: map[string][]byte{"processes.yaml": data},
	}
}

func (w *world) diff(u *assembly.Unit) *deploy.Plan {
	w.Helper()
	plan, err := w.Diff(w.Context(), u)
	if err != nil {
		w.Fatal(err)
	}
	return plan
}

// try applies and returns what was reported: "create process web".
func (w *world) try(u *assembly.Unit) (deploy.Outputs, []string, error) {
	w.Helper()
	return w.carryOut(w.diff(u))
}

func (w *world) carryOut(plan *deploy.Plan) (deploy.Outputs, []string, error) {
	var mu sync.Mutex
	var events []string
	out, err := w.Deployer.Apply(w.Context(), plan, func(e deploy.Event) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, string(e.Verb)+" "+e.What)
	})
	return out, events, err
}

func (w *world) apply(u *assembly.Unit) deploy.Outputs {
	w.Helper()
	out, _, err := w.try(u)
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func (w *world) status(process string) supervisor.Status {
	w.Helper()
	for _, s := range w.daemon.supervisor.Statuses() {
		if s.Name == process {
			return s
		}
	}
	w.Fatalf("the daemon has no process %s", process)
	return supervisor.Status{}
}

// ask has a process describe itself; a CA makes it HTTPS.
func (w *world) ask(port, ca string) self {
	w.Helper()
	scheme, client := "http", &http.Client{Timeout: patience}
	if ca != "" {
		pem, err := base64.StdEncoding.DecodeString(ca)
		if err != nil {
			w.Fatal(err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			w.Fatalf("the CA is no certificate:\n%s", pem)
		}
		scheme = "https"
		client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}
	}
	resp, err := client.Get(scheme + "://127.0.0.1:" + port + "/")
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	var s self
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil {
		w.Fatal(err)
	}
	return s
}

// changes is a plan as text.
func changes(p *deploy.Plan) []string {
	var out []string
	for _, c := range p.Changes {
		out = append(out, string(c.Verb)+" "+c.What)
	}
	return out
}

// files is every file of the platform's state with its content and the time of
// its last change, but for logs.
func (w *world) files() map[string]string {
	w.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(filepath.Dir(w.dir.Path()), func(path string, e fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(path, w.dir.Logs()) {
			return err
		}
		info, err := e.Info()
		if err != nil || e.IsDir() {
			out[path] = "a folder"
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = info.ModTime().String() + "\n" + string(data)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
