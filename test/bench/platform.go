package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// platformName and clusterName are those of the example.
const (
	platformName = "enterprise"
	clusterName  = "dev"
)

// platform brings the example up from nothing a few times, with a bare control
// plane beside it each time, and then measures on the last one.
func (b *bench) platform(ctx context.Context) (err error) {
	// ctx may have ended: taking the platform away must not depend on it.
	defer func() { err = errors.Join(err, b.down(context.WithoutCancel(ctx))) }()
	var control, whole, raw []time.Duration
	var events []deploy.Event
	for range b.runs {
		if err := b.down(ctx); err != nil {
			return err
		}
		bare, err := b.startRaw(ctx)
		if err != nil {
			return err
		}
		bare.stop()
		raw = append(raw, bare.ready)
		began := time.Now()
		var u usage
		if events, u, err = b.up(ctx); err != nil {
			return err
		}
		control, whole = append(control, finished(events, clusterName+"/control-plane").Sub(began)), append(whole, u.took)
	}
	b.table.limit("up: control plane ready", median(control), "bare etcd and kube-apiserver", median(raw), 6*time.Second)
	b.table.limit("up: everything Synced and Healthy", median(whole), "control plane ready", median(control), 30*time.Second)
	waterfall(os.Stderr, events)
	for _, next := range []func(context.Context) error{b.processor, b.again, b.push, b.memory} {
		if err := next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// up runs 'slipway up' and reads its events.
func (b *bench) up(ctx context.Context) ([]deploy.Event, usage, error) {
	var out bytes.Buffer
	cmd := b.command(ctx, b.slipway, "up", filepath.Join(b.example, "platform.yaml"), "-o", "json")
	cmd.Stdout = &out
	u, err := measure(cmd)
	if err != nil {
		return nil, u, fmt.Errorf("%w\n%s", err, last(out.String(), 15))
	}
	var events []deploy.Event
	for line := range bytes.Lines(out.Bytes()) {
		var e deploy.Event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, u, fmt.Errorf("reading the events of up: %w", err)
		}
		events = append(events, e)
	}
	return events, u, nil
}

func (b *bench) down(ctx context.Context) error {
	_, err := measure(b.command(ctx, b.slipway, "down", "--purge", filepath.Join(b.example, "platform.yaml")))
	return err
}

// finished is when a unit was done.
func finished(events []deploy.Event, unit assembly.UnitID) time.Time {
	for _, e := range events {
		if e.Unit == unit && e.Type == deploy.UnitDone {
			return e.Time
		}
	}
	return time.Time{}
}

// state is a path inside the platform's state.
func (b *bench) state(parts ...string) string {
	return filepath.Join(append([]string{b.dir, "state", platformName}, parts...)...)
}

// again runs 'up' with nothing to do, in turns with kubectl asking the same question.
func (b *bench) again(ctx context.Context) error {
	objects, err := b.objectFiles()
	if err != nil {
		return err
	}
	var ours, theirs, floor []time.Duration
	writes := 0
	for range max(b.runs, 5) {
		before, err := b.writes()
		if err != nil {
			return err
		}
		_, u, err := b.up(ctx)
		if err != nil {
			return err
		}
		ours = append(ours, u.took)
		after, err := b.writes()
		if err != nil {
			return err
		}
		writes += after - before
		if kubectl() == "" {
			continue
		}
		if u, err = measure(b.command(ctx, kubectl(), "get", "--raw", "/readyz")); err != nil {
			return err
		}
		floor = append(floor, u.took)
		if u, err = measure(b.command(ctx, kubectl(), "diff", "--server-side", "--force-conflicts", "--field-manager=slipway", "-f", objects), 1); err != nil {
			return err
		}
		theirs = append(theirs, u.took)
	}
	b.table.limit("up again, nothing changed", median(ours), "kubectl diff --server-side", median(theirs), 3*time.Second)
	b.table.limit("", median(ours), "kubectl get --raw /readyz", median(floor), 0)
	b.table.add(row{what: "up again: writes to the cluster", ours: fmt.Sprint(writes), target: "0", ok: judge(writes == 0)})
	return nil
}

// objectFiles are the manifests of the platform in one folder, for kubectl.
func (b *bench) objectFiles() (string, error) {
	a, err := assembly.Read(b.state("assembly"))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(b.dir, "objects")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	for _, u := range a.Units {
		if u.Kind != assembly.Kubernetes || len(u.Bind) > 0 { // what is bound late is no manifest by itself
			continue
		}
		for name, data := range u.Files {
			file := strings.ReplaceAll(string(u.ID), "/", "_") + "_" + filepath.Base(name)
			if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
				return "", err
			}
		}
	}
	return dir, nil
}

// writes counts what Slipway's deployer has written, by the cluster's audit log.
func (b *bench) writes() (int, error) {
	f, err := os.Open(b.state("clusters", clusterName, "data", "kube-apiserver", "audit.log"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	count := 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct {
			User struct {
				Username string `json:"username"`
			} `json:"user"`
			RequestURI string `json:"requestURI"`
		}
		if json.Unmarshal(lines.Bytes(), &e) == nil && e.User.Username == "slipway" && !strings.Contains(e.RequestURI, "dryRun=All") {
			count++
		}
	}
	return count, lines.Err()
}
