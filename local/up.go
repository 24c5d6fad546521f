package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/programs"
)

// needFree is the disk space below which nothing is started: images of the
// control plane's data and logs of a small platform take a few hundred MB.
const needFree = 1 << 30

// UpOptions say how a platform is brought up.
type UpOptions struct {
	Git      []git.Mapping        // folders served in place of remote repositories
	Report   func(deploy.Event)   // hears of units
	Programs func(programs.Event) // hears of builds
}

// Up makes the platform run as the assembly says. It can be killed at any
// point and run again, and changes nothing where everything is as asked for.
func (p *Platform) Up(ctx context.Context, a *assembly.Assembly, o UpOptions) error {
	release, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	places, err := programs.Locate()
	if err != nil {
		return err
	}
	names, err := neededPrograms(a)
	if err != nil {
		return err
	}
	if _, err := places.Ensure(ctx, names, o.Programs); err != nil {
		return err
	}
	d, err := p.ensureDaemon(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := serveRepos(ctx, Git(d), o.Git); err != nil {
		return err
	}
	if err := a.Write(p.State.Join("assembly")); err != nil {
		return fmt.Errorf("keeping the assembly: %w", err)
	}
	run, err := p.execution(ctx, a, d, places)
	if err != nil {
		return err
	}
	if err := deploy.Run(ctx, a, run.options(o.Report)); err != nil {
		return err
	}
	return p.forgetOthers(a)
}

// forgetOthers removes what is left of clusters that are no longer asked for:
// their processes are gone, as orphans.
func (p *Platform) forgetOthers(a *assembly.Assembly) error {
	known, err := p.Clusters()
	if err != nil {
		return err
	}
	for _, name := range known {
		if slices.ContainsFunc(a.Units, func(u assembly.Unit) bool { return u.Where == "cluster:"+name }) {
			continue
		}
		if err := ForgetContext(p.ContextName(name)); err != nil {
			return err
		}
		if err := os.RemoveAll(p.State.Cluster(name).Path()); err != nil {
			return fmt.Errorf("removing the data of cluster %s: %w", name, err)
		}
	}
	return nil
}

// take locks the platform for one command that changes it.
func (p *Platform) take(ctx context.Context) (func(), error) {
	if err := p.State.Create(); err != nil {
		return nil, fmt.Errorf("making the platform's state: %w", err)
	}
	lock, err := p.State.Lock(ctx)
	if err != nil {
		return nil, err
	}
	release := func() { _ = lock.Release() } // the kernel drops it with the process in any case
	if free, err := freeSpace(p); err == nil && free < needFree {
		release()
		return nil, fmt.Errorf("only %d MB are free where the state of %s lives (%s), %d MB are needed\n    Free some, or set SLIPWAY_STATE to a folder on another disk",
			free>>20, p.Name, p.State.Path(), needFree>>20)
	}
	return release, nil
}

// ensureDaemon starts the daemon; one of another build is replaced, its processes with it.
func (p *Platform) ensureDaemon(ctx context.Context) (*daemon.Client, error) {
	d, err := p.Daemon()
	if err != nil {
		return nil, err
	}
	_, err = d.Ensure(ctx, daemonCommand(p.State))
	var other *daemon.VersionError
	if errors.As(err, &other) {
		if err := d.Stop(ctx); err != nil {
			return nil, fmt.Errorf("stopping the daemon of another build: %w", err)
		}
		_, err = d.Ensure(ctx, daemonCommand(p.State))
	}
	if err != nil {
		return nil, fmt.Errorf("starting the daemon of %s: %w", p.Name, err)
	}
	return d, nil
}

// serveRepos serves the given folders and no others.
func serveRepos(ctx context.Context, g *git.Client, want []git.Mapping) error {
	have, err := g.Repos(ctx)
	if err != nil {
		return err
	}
	for _, repo := range have {
		if !slices.ContainsFunc(want, func(m git.Mapping) bool { return m.URL == repo.URL }) {
			if err := g.Unserve(ctx, repo.URL); err != nil {
				return err
			}
		}
	}
	for _, m := range want {
		if slices.ContainsFunc(have, func(r git.Repo) bool { return r.URL == m.URL && r.Dir == m.Dir && r.Error == "" }) {
			continue
		}
		if _, err := g.Serve(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// neededPrograms are the programs that the process units of an assembly name.
func neededPrograms(a *assembly.Assembly) ([]string, error) {
	var names []string
	for _, u := range a.Units {
		if u.Kind != assembly.Processes {
			continue
		}
		var list assembly.ProcessList
		if err := yaml.Unmarshal(u.Files["processes.yaml"], &list); err != nil {
			return nil, fmt.Errorf("reading the processes of %s: %w", u.ID, err)
		}
		names = append(names, list.Programs()...)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// DownOptions say how a platform is taken away.
type DownOptions struct {
	Purge bool // forget its data, too
}

// Down stops every process of the platform. Its data stays for the next Up
// unless it is purged. Nothing to stop is no error.
func (p *Platform) Down(ctx context.Context, o DownOptions) error {
	if _, err := os.Stat(p.State.Path()); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	release, err := p.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	d, err := p.Daemon()
	if err != nil {
		return err
	}
	defer d.Close()
	ctx, cancel := context.WithTimeoutCause(ctx, 2*time.Minute, errors.New("the daemon did not stop within 2m0s"))
	defer cancel()
	if err := d.Stop(ctx); err != nil {
		return fmt.Errorf("stopping %s: %w", p.Name, err)
	}
	clusters, err := p.Clusters()
	if err != nil {
		return err
	}
	for _, c := range clusters {
		if err := ForgetContext(p.ContextName(c)); err != nil {
			return err
		}
	}
	if o.Purge {
		return p.State.Remove()
	}
	return nil
}

// Diff compares what is asked for with what runs here, and changes nothing.
func (p *Platform) Diff(ctx context.Context, a *assembly.Assembly) ([]*deploy.Plan, error) {
	d, err := p.Daemon()
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if _, err := d.Status(ctx); err != nil {
		return nil, fmt.Errorf("%s does not run here: %w\n    Start it with 'slipway up'", p.Name, err)
	}
	places, err := programs.Locate()
	if err != nil {
		return nil, err
	}
	run, err := p.execution(ctx, a, d, places)
	if err != nil {
		return nil, err
	}
	run.texts = true
	return deploy.Diff(ctx, a, run.options(nil))
}
