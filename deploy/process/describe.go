package process

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/local/supervisor"
)

// describe makes the files, certificates and identity of a process and says how the daemon starts it.
func (w *work) describe(ctx context.Context, index int, proc assembly.Process) (supervisor.Process, error) {
	out := supervisor.Process{
		Name: w.place.cluster + "/" + proc.Name, Dir: w.place.dir(proc.Name),
		Env: map[string]string{}, Order: w.order(index),
	}
	if err := os.MkdirAll(out.Dir, 0o700); err != nil {
		return out, fmt.Errorf("making the directory of %s: %w", proc.Name, err)
	}
	if err := w.files(ctx, proc); err != nil {
		return out, err
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
	if sum, err := w.read(proc); err != nil {
		return out, err
	} else if sum != "" {
		out.Env[filesVariable] = sum
	}
	var err error
	if out.Path, err = w.executable(proc); err != nil {
		return out, err
	}
	if proc.Program == assembly.Self {
		out.Args = append([]string{proc.Command}, out.Args...)
	}
	return out, w.attach(ctx, proc, &out)
}

// attach has a process started as a host of the cluster's network: by this
// program, which makes its place there and starts it inside of it.
func (w *work) attach(ctx context.Context, proc assembly.Process, out *supervisor.Process) error {
	if proc.Network == nil {
		return nil
	}
	args := []string{
		"attach", "--network=" + w.place.files.Network(), "--address=" + proc.Network.Address,
		"--gateway=" + proc.Network.Gateway, "--dns=" + proc.Network.DNS,
	}
	for _, name := range proc.Network.Reach {
		port, err := w.place.port(ctx, name)
		if err != nil {
			return err
		}
		args = append(args, "--reach="+strconv.Itoa(port))
	}
	for _, entry := range proc.Network.Publish {
		name, own := assembly.Published(entry)
		port, err := w.place.port(ctx, name)
		if err != nil {
			return err
		}
		args = append(args, "--publish="+strconv.Itoa(port)+":"+cmp.Or(own, strconv.Itoa(port)))
	}
	slices.Sort(args[1:])
	out.Args = append(append(args, "--", out.Path), out.Args...)
	out.Path = w.place.self
	return nil
}

func (w *work) files(ctx context.Context, proc assembly.Process) error {
	for name, content := range proc.Files {
		filled, err := w.place.fill(ctx, proc, content)
		if err != nil {
			return err
		}
		if err := replace(filepath.Join(w.place.dir(proc.Name), name), []byte(filled)); err != nil {
			return err
		}
	}
	return nil
}

// filesVariable makes the daemon start a process anew when the files that it
// reads at its start changed under the same names.
const filesVariable = "SLIPWAY_FILES"

// read is a digest of what a process reads at its start, "" where that is nothing.
func (w *work) read(proc assembly.Process) (string, error) {
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(proc.Files)) {
		paths = append(paths, filepath.Join(w.place.dir(proc.Name), name))
	}
	if proc.Identity != nil {
		paths = append(paths, w.place.kubeconfig(proc.Name))
	}
	for _, name := range slices.Sorted(maps.Keys(proc.Identities)) {
		who, _ := identity(proc, name)
		paths = append(paths, w.place.kubeconfig(who))
	}
	sum, found := sha256.New(), false
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) { // an identity that no placeholder asks for
			continue
		}
		if err != nil {
			return "", fmt.Errorf("reading what %s reads: %w", proc.Name, err)
		}
		fmt.Fprintf(sum, "%s %d\n", path, len(data))
		sum.Write(data)
		found = true
	}
	if !found {
		return "", nil
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
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
	if proc.Program == assembly.Self {
		return w.place.self, nil
	}
	if proc.Program != "" {
		return filepath.Join(w.place.programs[proc.Program], proc.Command), nil
	}
	path, err := exec.LookPath(proc.Command)
	if err != nil {
		return "", fmt.Errorf("%s is not installed: %w\n    Install it, for example: apt-get install %s", proc.Command, err, proc.Command)
	}
	return filepath.Abs(path)
}
