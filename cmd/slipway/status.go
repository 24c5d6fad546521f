//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/inspect"
	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
)

func statusCommand(s streams) *cobra.Command {
	var where platformFlag
	var out output
	c := &cobra.Command{
		Use:   "status [BLUEPRINT]",
		Short: "Show how a platform is doing",
		Long: `Show a platform on this machine: its processes, its add-ons and how true to
the real thing each is here, its teams' Applications with what was refused, and
the local repositories. Exit code 1 when something is not as it should be.`,
		Example: `  slipway status
  slipway status -o json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			p, err := where.find(c, args)
			if err != nil {
				return err
			}
			st, err := readStatus(ctx, p)
			if err != nil {
				return err
			}
			if err := out.show(s.out, st, st.show); err != nil {
				return err
			}
			if !st.well() {
				return exitError(exitFailed)
			}
			return nil
		},
	}
	where.flag(c)
	out.flag(c)
	return c
}

// status is a platform as it is now.
type status struct {
	Platform     string          `json:"platform"`
	Running      bool            `json:"running"`
	State        string          `json:"state"` // folder
	Clusters     []clusterStatus `json:"clusters"`
	Repositories []git.Repo      `json:"repositories"`
}

type clusterStatus struct {
	Name         string                `json:"name"`
	Context      string                `json:"context"`
	Problem      string                `json:"problem,omitempty"`
	Processes    []processStatus       `json:"processes"`
	AddOns       []addOnStatus         `json:"addOns"`
	Applications []inspect.Application `json:"applications"`
	// Images that pods of real nodes wait for and the platform's registry lacks.
	Images []inspect.Image `json:"missingImages,omitempty"`
}

type processStatus struct {
	Name     string `json:"name"`
	State    string `json:"state"`
	PID      int    `json:"pid,omitempty"`
	Restarts int    `json:"restarts"`
	Memory   uint64 `json:"memory,omitempty"` // bytes
	LastExit string `json:"lastExit,omitempty"`
}

type addOnStatus struct {
	Name     string `json:"name"`
	Fidelity string `json:"fidelity"`
	Note     string `json:"note,omitempty"`
}

func readStatus(ctx context.Context, p *local.Platform) (*status, error) {
	a, err := p.Assembly()
	if err != nil {
		return nil, err
	}
	st := &status{Platform: p.Name, State: p.State.Path()}
	d, err := p.Daemon()
	if err != nil {
		return nil, err
	}
	defer d.Close()
	running, err := d.Status(ctx)
	if err != nil && !errors.Is(err, daemon.ErrNotRunning) {
		return nil, err
	}
	if st.Running = err == nil; st.Running {
		if st.Repositories, err = local.Git(d).Repos(ctx); err != nil {
			return nil, err
		}
	}
	for _, name := range clustersOf(a) {
		st.Clusters = append(st.Clusters, readCluster(ctx, p, a, name, running))
	}
	return st, nil
}

func readCluster(ctx context.Context, p *local.Platform, a *assembly.Assembly, name string, d daemon.Status) clusterStatus {
	c := clusterStatus{Name: name, Context: p.ContextName(name), AddOns: addOnsOf(a, name)}
	for _, proc := range d.Processes {
		if short, ok := strings.CutPrefix(proc.Name, name+"/"); ok {
			c.Processes = append(c.Processes, processStatus{
				Name: short, State: string(proc.State), PID: proc.PID, Restarts: proc.Restarts, Memory: proc.RSS, LastExit: proc.LastExit,
			})
		}
	}
	if len(c.Processes) == 0 {
		c.Problem = "stopped; 'slipway up' starts it"
		return c
	}
	cfg, err := p.Client(name)
	if err == nil {
		var reader *inspect.Cluster
		if reader, err = inspect.New(cfg); err == nil {
			c.Applications, err = reader.Applications(ctx)
			if err == nil {
				c.Images, err = missingImages(ctx, p, reader)
			}
		}
	}
	if err != nil {
		c.Problem = err.Error()
	}
	return c
}

// missingImages are those that pods wait for in vain: on this machine only the
// platform's registry is certain to be in reach.
func missingImages(ctx context.Context, p *local.Platform, reader *inspect.Cluster) ([]inspect.Image, error) {
	waiting, err := reader.WaitingImages(ctx)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	store, err := p.Images()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(waiting, func(i inspect.Image) bool {
		has, err := store.Has(i.Name)
		return has && err == nil // a name that is none is nowhere
	}), nil
}

// addOnsOf lists a cluster's add-ons with their fidelity, in the blueprint's order.
func addOnsOf(a *assembly.Assembly, cluster string) []addOnStatus {
	var out []addOnStatus
	for _, note := range a.AddOns {
		if note.Cluster == cluster {
			out = append(out, addOnStatus{Name: note.Name, Fidelity: note.Fidelity, Note: note.Note})
		}
	}
	return out
}

// well reports whether everything runs and every Application is Synced and Healthy.
func (st *status) well() bool {
	if !st.Running {
		return false
	}
	for _, c := range st.Clusters {
		if c.Problem != "" {
			return false
		}
		for _, p := range c.Processes {
			if p.State != "running" {
				return false
			}
		}
		for _, a := range c.Applications {
			if !a.Ready() {
				return false
			}
		}
		if len(c.Images) > 0 {
			return false
		}
	}
	return true
}

func (st *status) show(w io.Writer) {
	for _, c := range st.Clusters {
		fmt.Fprintf(w, "cluster %s   %s   kubectl --context %s\n", c.Name, c.summary(), c.Context)
		if c.Problem != "" {
			fmt.Fprintf(w, "  %s\n", c.Problem)
		}
		c.showProcesses(w)
		c.showAddOns(w)
		c.showApplications(w)
		c.showImages(w)
	}
	if len(st.Repositories) > 0 {
		fmt.Fprintln(w)
		table(w, func(row func(...string)) {
			row("  REPOSITORY", "SERVED FROM", "COMMIT")
			for _, r := range st.Repositories {
				row("  "+r.URL, shortPath(r.Dir), short(r.Commit), r.Error)
			}
		})
	}
}

func (c clusterStatus) summary() string {
	var memory uint64
	for _, p := range c.Processes {
		memory += p.Memory
	}
	return fmt.Sprintf("%s, %d MB", plural(len(c.Processes), "process"), memory>>20)
}

// flapping is how many restarts are no longer those of a start, where a
// controller may come before what it needs.
const flapping = 5

// showProcesses lists only those that need a look.
func (c clusterStatus) showProcesses(w io.Writer) {
	for _, p := range c.Processes {
		if p.State != "running" || p.Restarts >= flapping {
			fmt.Fprintf(w, "  %s: %s, %s, last exit: %s (slipway logs %s)\n", p.Name, p.State, plural(p.Restarts, "restart"), p.LastExit, p.Name)
		}
	}
}

func (c clusterStatus) showAddOns(w io.Writer) {
	if len(c.AddOns) == 0 {
		return
	}
	fmt.Fprintln(w)
	table(w, func(row func(...string)) {
		row("  ADD-ON", "HERE")
		for _, a := range c.AddOns {
			row("  "+a.Name, a.Fidelity, a.Note)
		}
	})
}

func (c clusterStatus) showApplications(w io.Writer) {
	if len(c.Applications) == 0 {
		return
	}
	fmt.Fprintln(w)
	table(w, func(row func(...string)) {
		row("  APPLICATION", "PROJECT", "SYNC", "HEALTH", "COMMIT", "NAMESPACE")
		for _, a := range c.Applications {
			row("  "+a.Name, a.Project, a.Sync, a.Health, short(a.Revision), a.Namespace)
		}
	})
	for _, a := range c.Applications {
		for _, r := range a.Refused {
			fmt.Fprintf(w, "  ✗ %s: %s\n", strings.TrimSpace(a.Name+" "+r.Object), cut(r.Message, 400))
		}
	}
}

// showImages names what cannot be pulled before a node gives it up.
func (c clusterStatus) showImages(w io.Writer) {
	for _, i := range c.Images {
		fmt.Fprintf(w, "  ✗ image %s is unreachable: %s for it, and the platform's registry does not have it\n", i.Name, waiters(i.Pods))
		fmt.Fprintf(w, "      Build it: slipway image build DIR -t %s\n", i.Name)
	}
}

func waiters(pods []string) string {
	if len(pods) == 1 {
		return pods[0] + " waits"
	}
	return fmt.Sprintf("%s and %d more wait", pods[0], len(pods)-1)
}

func short(commit string) string {
	if len(commit) > 10 {
		return commit[:10]
	}
	return commit
}
