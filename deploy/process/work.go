package process

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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
	last    record
	running map[string]supervisor.Status
	timing  Timing
}

// digest stands for a process's description and what the machine adds to it.
func (w *work) digest(ctx context.Context, proc assembly.Process) (string, error) {
	described, err := json.Marshal(proc)
	if err != nil {
		return "", fmt.Errorf("describing process %s: %w", proc.Name, err)
	}
	ports, registry, self := map[string]int{}, 0, ""
	for _, m := range placeholder.FindAllStringSubmatch(string(described), -1) {
		switch m[1] {
		case "port":
			ports[m[2]] = 0
		case "kubeconfig":
			ports[apiserverPort] = 0
		case "registry":
			registry = w.place.registry
		case "self":
			self = w.place.self
		}
	}
	if proc.Network != nil {
		for _, entry := range slices.Concat(proc.Network.Reach, proc.Network.Publish) {
			name, _ := assembly.Published(entry)
			ports[name] = 0
		}
	}
	for name := range ports {
		if ports[name], err = w.place.port(ctx, name); err != nil && !errors.Is(err, errNoPort) {
			return "", err
		}
	}
	programs := map[string]string{}
	for _, name := range (assembly.ProcessList{Processes: []assembly.Process{proc}}).Programs() {
		programs[name] = w.place.programs[name]
	}
	var git map[string]string
	if proc.Git {
		git = w.place.git
	}
	data, err := json.Marshal([]any{proc, ports, programs, git, registry, self})
	if err != nil {
		return "", fmt.Errorf("describing process %s: %w", proc.Name, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// verb says what has to happen to a process: nothing when it runs as asked for and is ready.
func (w *work) verb(ctx context.Context, proc assembly.Process) (deploy.Verb, error) {
	status, known := w.running[w.place.cluster+"/"+proc.Name]
	if !known {
		return deploy.Create, nil
	}
	digest, err := w.digest(ctx, proc)
	if err != nil {
		return "", err
	}
	if w.last.digest(proc.Name) != digest || status.State != supervisor.Running {
		return deploy.Update, nil
	}
	probe, err := w.probe(ctx, proc)
	if err != nil || probe.once(ctx) != nil {
		return deploy.Update, nil
	}
	return deploy.Unchanged, nil
}

// dropped are processes that the unit had and no longer names, the last one first.
func (w *work) dropped() []string {
	var out []string
	for _, p := range slices.Backward(w.last.Processes) {
		if !slices.ContainsFunc(w.list, func(proc assembly.Process) bool { return proc.Name == p.Name }) {
			out = append(out, p.Name)
		}
	}
	return out
}

// record is what the unit is once the tasks are done.
func (w *work) record(tasks []task) record {
	r := record{Outputs: w.place.outputs()}
	for _, t := range tasks {
		r.Processes = append(r.Processes, recorded{Name: t.name, Digest: t.digest})
		if t.push != "" {
			r.Pushes = append(r.Pushes, t.push)
		}
	}
	return r
}

// checkOrder finds what would wait for ever: a process that comes after one
// that is not in the unit, or after itself.
func checkOrder(list []assembly.Process) error {
	placed, named := map[string]bool{}, map[string]bool{}
	for _, proc := range list {
		if named[proc.Name] {
			return fmt.Errorf("there are two processes %s", proc.Name)
		}
		named[proc.Name] = true
	}
	for len(placed) < len(list) {
		before := len(placed)
		var waiting []string
		for _, proc := range list {
			for _, other := range proc.After {
				if !named[other] {
					return fmt.Errorf("%s comes after %s, which is not in the unit", proc.Name, other)
				}
			}
			if slices.ContainsFunc(proc.After, func(other string) bool { return !placed[other] }) {
				waiting = append(waiting, proc.Name)
				continue
			}
			placed[proc.Name] = true
		}
		if len(placed) == before {
			return fmt.Errorf("each of %s comes after another of them", strings.Join(waiting, ", "))
		}
	}
	return nil
}
