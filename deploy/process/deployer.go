package process

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

// Daemon keeps processes alive; the platform's daemon does it in another process.
type Daemon interface {
	Processes(ctx context.Context) ([]supervisor.Status, error)
	// Apply starts a process, or starts it anew when its description changed.
	Apply(ctx context.Context, p supervisor.Process) error
	Remove(ctx context.Context, name string) error
	// TellOfPushes sends every commit of a local repository to a webhook.
	TellOfPushes(ctx context.Context, url string) error
	// ForgetPushes ends that; a webhook that is not known is no error.
	ForgetPushes(ctx context.Context, url string) error
}

// Deployer runs process units.
type Deployer struct {
	Platform string
	State    state.Dir
	Daemon   Daemon
	// Programs finds programs of the distribution: the directory of each.
	Programs func(ctx context.Context, names []string) (map[string]string, error)
	// Self is this program, which has the commands of processes that are its own.
	Self string
	// Git is the environment that leads a process to the repositories served here.
	Git map[string]string
	// Registry is the port of the platform's image registry on 127.0.0.1.
	Registry int
	// Timing of probes; the zero value is what real programs need.
	Timing Timing
}

var _ deploy.Deployer = (*Deployer)(nil)

// Diff compares what the unit asks for to what it was last applied as and what runs.
func (d *Deployer) Diff(ctx context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	w, err := d.work(ctx, u)
	if err != nil {
		return nil, err
	}
	plan := &deploy.Plan{Unit: u, Private: w, Outputs: w.last.Outputs}
	for _, proc := range w.list {
		verb, err := w.verb(ctx, proc)
		if err != nil {
			return nil, err
		}
		if verb == deploy.Unchanged {
			plan.Same++
			continue
		}
		plan.Changes = append(plan.Changes, deploy.Change{Verb: verb, What: "process " + proc.Name})
	}
	for _, name := range w.dropped() {
		plan.Changes = append(plan.Changes, deploy.Change{Verb: deploy.Delete, What: "process " + name})
	}
	if len(plan.Changes) == 0 && !w.last.placed(u) {
		plan.Changes = append(plan.Changes, deploy.Change{Verb: deploy.Update, What: "record of its order"})
	}
	return plan, nil
}

// Apply starts what the plan says, each process when those it comes after are ready.
func (d *Deployer) Apply(ctx context.Context, plan *deploy.Plan, report func(deploy.Event)) (deploy.Outputs, error) {
	w, ok := plan.Private.(*work)
	if !ok {
		return nil, fmt.Errorf("applying %s: the plan was made by another deployer", plan.Unit.ID)
	}
	if err := w.place.settle(d.State.Ports(d.ours(ctx))); err != nil {
		return nil, err
	}
	tasks, err := w.tasks(ctx)
	if err != nil {
		return nil, err
	}
	next := w.record(tasks)
	if err := d.writeRecord(plan.Unit, w.last.until(next)); err != nil {
		return nil, err
	}
	changed := changes(plan, report)
	for _, name := range w.dropped() {
		if err := d.Daemon.Remove(ctx, w.place.cluster+"/"+name); err != nil {
			return nil, fmt.Errorf("stopping %s: %w", name, err)
		}
		changed(name)
	}
	if err := w.start(ctx, d.Daemon, tasks, changed); err != nil {
		return nil, err
	}
	if err := d.forget(ctx, w.last.Pushes, next.Pushes); err != nil {
		return nil, err
	}
	return next.Outputs, d.writeRecord(plan.Unit, next)
}

// changes reports a process once what the plan says has happened to it.
func changes(plan *deploy.Plan, report func(deploy.Event)) func(process string) {
	verbs := map[string]deploy.Verb{}
	for _, change := range plan.Changes {
		verbs[change.What] = change.Verb
	}
	return func(process string) {
		what := "process " + process
		if verb, changed := verbs[what]; changed {
			report(deploy.Event{Type: deploy.UnitChanged, Unit: plan.Unit.ID, Verb: verb, What: what})
		}
	}
}

// forget ends the webhooks that are no longer wanted: what listens there next
// is another process.
func (d *Deployer) forget(ctx context.Context, told, wanted []string) error {
	for _, url := range told {
		if slices.Contains(wanted, url) {
			continue
		}
		if err := d.Daemon.ForgetPushes(ctx, url); err != nil {
			return fmt.Errorf("forgetting the webhook %s: %w", url, err)
		}
	}
	return nil
}

// Hold has nothing to wait for: Apply returns when every process is ready.
func (d *Deployer) Hold(context.Context, *assembly.Unit, assembly.Gate) error { return nil }

// Delete stops the unit's processes, the last one first. Their data stays until the platform is purged.
func (d *Deployer) Delete(ctx context.Context, u *assembly.Unit, report func(deploy.Event)) error {
	last, err := d.readRecord(u)
	if err != nil {
		return err
	}
	if err := d.forget(ctx, last.Pushes, nil); err != nil {
		return err
	}
	for _, p := range slices.Backward(last.Processes) {
		if err := d.Daemon.Remove(ctx, cluster(u)+"/"+p.Name); err != nil {
			return fmt.Errorf("stopping %s: %w", p.Name, err)
		}
		report(deploy.Event{Type: deploy.UnitChanged, Unit: u.ID, Verb: deploy.Delete, What: "process " + p.Name})
	}
	return os.RemoveAll(d.recordFile(u))
}

// Orphans are the process units of a cluster that were applied once and are no
// longer in the assembly, with what they come after: that has to outlive them.
func (d *Deployer) Orphans(_ context.Context, a *assembly.Assembly, clusterName string) ([]assembly.Unit, error) {
	files, err := filepath.Glob(filepath.Join(d.State.Cluster(clusterName).Path(), "units", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("looking for units of %s: %w", clusterName, err)
	}
	var out []assembly.Unit
	for _, f := range files {
		u := assembly.Unit{
			ID:   assembly.UnitID(strings.ReplaceAll(strings.TrimSuffix(filepath.Base(f), ".json"), "_", "/")),
			Kind: assembly.Processes, Where: "cluster:" + clusterName,
		}
		last, err := d.readRecord(&u)
		if err != nil {
			return nil, err
		}
		if known := last.Unit; known != nil {
			u.ID, u.After, u.Origin = known.ID, known.After, known.Origin
		}
		if !slices.ContainsFunc(a.Units, func(wanted assembly.Unit) bool { return wanted.ID == u.ID }) {
			out = append(out, u)
		}
	}
	return out, nil
}

// work reads a unit and finds what this machine has for it. It changes nothing.
func (d *Deployer) work(ctx context.Context, u *assembly.Unit) (*work, error) {
	var list assembly.ProcessList
	if err := yaml.Unmarshal(u.Files["processes.yaml"], &list); err != nil {
		return nil, fmt.Errorf("reading the processes of %s: %w", u.ID, err)
	}
	if err := checkOrder(list.Processes); err != nil {
		return nil, fmt.Errorf("ordering the processes of %s: %w", u.ID, err)
	}
	programs, err := d.Programs(ctx, list.Programs())
	if err != nil {
		return nil, err
	}
	running, err := d.running(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := d.State.Ports(nil).All()
	if err != nil {
		return nil, err
	}
	last, err := d.readRecord(u)
	if err != nil {
		return nil, err
	}
	return &work{
		unit: u, list: list.Processes, last: last, running: running, timing: d.Timing.orDefault(),
		place: &place{
			cluster: cluster(u), platform: d.Platform, files: d.State.Cluster(cluster(u)),
			kept: kept, programs: programs, self: d.Self, git: d.Git, registry: d.Registry, used: map[string]int{},
		},
	}, nil
}

func (d *Deployer) running(ctx context.Context) (map[string]supervisor.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	list, err := d.Daemon.Processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking the daemon what runs: %w", err)
	}
	out := make(map[string]supervisor.Status, len(list))
	for _, s := range list {
		out[s.Name] = s
	}
	return out, nil
}

// ours tells the platform's own processes from strangers. It asks anew each
// time: units are applied side by side, and what one has just started may
// listen on a port that another names.
func (d *Deployer) ours(ctx context.Context) func(int) bool {
	return func(pid int) bool {
		running, err := d.running(ctx)
		if err != nil {
			return false
		}
		for _, s := range running {
			if s.PID != 0 && s.PID == pid {
				return true
			}
		}
		return false
	}
}

// cluster is the name behind a unit's place, "cluster:dev".
func cluster(u *assembly.Unit) string { return strings.TrimPrefix(u.Where, "cluster:") }
