package process

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/supervisor"
)

// work is one unit's processes with the place they run in.
type work struct {
	unit    *assembly.Unit
	list    []assembly.Process
	place   *place
	digests map[string]string // of each process's description and what the machine adds to it
}

func newWork(u *assembly.Unit, list []assembly.Process, p *place) (*work, error) {
	w := &work{unit: u, list: list, place: p, digests: map[string]string{}}
	for _, proc := range list {
		var git map[string]string
		if proc.Git {
			git = p.git
		}
		data, err := json.Marshal([]any{proc, p.programs, git})
		if err != nil {
			return nil, fmt.Errorf("describing process %s: %w", proc.Name, err)
		}
		sum := sha256.Sum256(data)
		w.digests[proc.Name] = hex.EncodeToString(sum[:])
	}
	return w, nil
}

// verb says what has to happen to a process: nothing when it runs as asked for and is ready.
func (w *work) verb(ctx context.Context, proc assembly.Process, last record, running map[string]supervisor.Status) deploy.Verb {
	status, known := running[w.place.cluster+"/"+proc.Name]
	switch {
	case !known:
		return deploy.Create
	case last.Digests[proc.Name] != w.digests[proc.Name], status.State != supervisor.Running:
		return deploy.Update
	}
	probe, err := w.probe(ctx, proc)
	if err != nil || probe.once(ctx) != nil {
		return deploy.Update
	}
	return deploy.Unchanged
}

// dropped are processes that the unit had and no longer names.
func (w *work) dropped(last record) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(last.Digests)) {
		if _, still := w.digests[name]; !still {
			out = append(out, name)
		}
	}
	return out
}

// start hands the processes to the daemon, side by side as far as their order allows.
func (w *work) start(ctx context.Context, daemon Daemon, started func(process string)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ready := map[string]chan struct{}{}
	for _, proc := range w.list {
		ready[proc.Name] = make(chan struct{})
	}
	errs := make(chan error)
	for i, proc := range w.list {
		described, err := w.describe(ctx, i, proc)
		if err != nil {
			cancel(err)
		}
		probe, probeErr := w.probe(ctx, proc)
		push, pushErr := w.place.fill(ctx, proc, proc.Push)
		go func() {
			err := firstError(err, probeErr, pushErr)
			if err == nil {
				err = await(ctx, ready, proc.After)
			}
			if err == nil {
				err = startOne(ctx, daemon, described, probe)
			}
			if err == nil && push != "" {
				err = daemon.TellOfPushes(ctx, push)
			}
			if err == nil {
				started(proc.Name)
				close(ready[proc.Name])
			} else {
				cancel(err)
			}
			errs <- err
		}()
	}
	for range w.list {
		<-errs
	}
	return context.Cause(ctx)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func await(ctx context.Context, ready map[string]chan struct{}, names []string) error {
	for _, n := range names {
		select {
		case <-ready[n]:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

func startOne(ctx context.Context, daemon Daemon, p supervisor.Process, ready probe) error {
	if err := daemon.Apply(ctx, p); err != nil {
		return fmt.Errorf("starting %s: %w", p.Name, err)
	}
	return ready.wait(ctx, daemon)
}

// describe makes the files, certificates and identity of a process and says how the daemon starts it.
func (w *work) describe(ctx context.Context, index int, proc assembly.Process) (supervisor.Process, error) {
	out := supervisor.Process{
		Name: w.place.cluster + "/" + proc.Name, Dir: w.place.dir(proc.Name),
		Env: map[string]string{}, Order: w.order(index),
	}
	if err := os.MkdirAll(out.Dir, 0o700); err != nil {
		return out, fmt.Errorf("making the directory of %s: %w", proc.Name, err)
	}
	for name, content := range proc.Files {
		filled, err := w.place.fill(ctx, proc, content)
		if err != nil {
			return out, err
		}
		if err := replace(filepath.Join(out.Dir, name), []byte(filled)); err != nil {
			return out, err
		}
	}
	if err := w.place.serve(proc); err != nil {
		return out, err
	}
	for _, arg := range proc.Args {
		filled, err := w.place.fill(ctx, proc, arg)
		if err != nil {
			return out, err
		}
		out.Args = append(out.Args, filled)
	}
	if err := w.environment(ctx, proc, out.Env); err != nil {
		return out, err
	}
	var err error
	out.Path, err = w.executable(proc)
	return out, err
}

// order lets what nothing comes before, the control plane, start first and stop last.
func (w *work) order(index int) int {
	if len(w.unit.After) == 0 {
		return index
	}
	return 100 + index
}

func (w *work) environment(ctx context.Context, proc assembly.Process, env map[string]string) error {
	if dirs := w.path(proc); dirs != "" {
		env["PATH"] = dirs
	}
	for name, value := range proc.Env {
		filled, err := w.place.fill(ctx, proc, value)
		if err != nil {
			return err
		}
		env[name] = filled
	}
	if proc.Git {
		maps.Copy(env, w.place.git) // it knows better where trust for local repositories is
	}
	return nil
}

// path is the programs a process must find, in front of the usual places.
func (w *work) path(proc assembly.Process) string {
	var dirs []string
	for _, name := range proc.Path {
		dirs = append(dirs, w.place.programs[name])
	}
	if len(dirs) == 0 {
		return ""
	}
	return strings.Join(append(dirs, "/usr/local/bin:/usr/bin:/bin"), ":")
}

func (w *work) executable(proc assembly.Process) (string, error) {
	if proc.Program != "" {
		return filepath.Join(w.place.programs[proc.Program], proc.Command), nil
	}
	path, err := exec.LookPath(proc.Command)
	if err != nil {
		return "", fmt.Errorf("%s is not installed: %w\n    Install it, for example: apt-get install %s", proc.Command, err, proc.Command)
	}
	return filepath.Abs(path)
}
