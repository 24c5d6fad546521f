package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/images"
	"slipway.dev/slipway/local/node"
	"slipway.dev/slipway/local/programs"
	"slipway.dev/slipway/local/state"
)

// needFree is the disk space below which nothing is started: images of the
// control plane's data and logs of a small platform take a few hundred MB.
const needFree = 1 << 30

// UpOptions say how a platform is brought up.
type UpOptions struct {
	Nodes    string               // real, simulated or auto, remembered for the next time
	Git      []git.Mapping        // folders served in place of remote repositories
	Images   []images.Source      // folders that become images
	Built    func(images.Event)   // hears of images that are built
	Report   func(deploy.Event)   // hears of units; it must be set
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
	if err := p.room(); err != nil {
		return err
	}
	places, err := programs.Locate()
	if err != nil {
		return err
	}
	names, err := neededPrograms(a)
	if err != nil {
		return err
	}
	if err := installed(a); err != nil {
		return err
	}
	if _, err := places.Ensure(ctx, names, o.Programs); err != nil {
		return err
	}
	if err := p.BuildImages(ctx, o.Images, o.Built); err != nil {
		return err
	}
	if err := p.pauseImage(ctx, a, o.Built); err != nil {
		return err
	}
	note := func(format string, args ...any) {
		o.Report(deploy.Event{Time: time.Now(), Type: deploy.Note, Message: fmt.Sprintf(format, args...)})
	}
	d, err := p.ensureDaemon(ctx, note)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := serveRepos(ctx, Git(d), o.Git, note); err != nil {
		return err
	}
	if err := a.Write(p.State.Join("assembly")); err != nil {
		return fmt.Errorf("keeping the assembly: %w", err)
	}
	if err := state.WriteFile(p.State.Join("nodes"), []byte(o.Nodes+"\n"), 0o600); err != nil {
		return fmt.Errorf("remembering what nodes were asked for: %w", err)
	}
	run, err := p.execution(ctx, a, d, places)
	if err != nil {
		return err
	}
	run.note = note
	return deploy.Run(ctx, a, run.options(o.Report))
}

// pauseImage builds the image that every pod begins with, where nodes are real.
func (p *Platform) pauseImage(ctx context.Context, a *assembly.Assembly, report func(images.Event)) error {
	real := false
	err := eachList(a, func(_ assembly.UnitID, list assembly.ProcessList) error {
		real = real || slices.ContainsFunc(list.Processes, func(proc assembly.Process) bool {
			return proc.Program == assembly.Self && proc.Command == "node"
		})
		return nil
	})
	if err != nil || !real {
		return err
	}
	store, err := p.Images()
	if err != nil {
		return err
	}
	return (&images.Builder{Store: store, Report: report}).Pause(ctx)
}

// BuildImages builds the images whose folders changed, also before the platform
// runs; report may be nil.
func (p *Platform) BuildImages(ctx context.Context, sources []images.Source, report func(images.Event)) error {
	store, err := p.Images()
	if err != nil {
		return err
	}
	builder := images.Builder{Store: store, Report: report}
	return builder.Build(ctx, sources)
}

// take locks the platform for one command that changes it.
func (p *Platform) take(ctx context.Context) (func(), error) {
	if err := p.State.Create(); err != nil {
		return nil, fmt.Errorf("making the platform's state: %w\n    Set SLIPWAY_STATE to a folder that can be written", err)
	}
	lock, err := p.State.Lock(ctx)
	if err != nil {
		return nil, err
	}
	return func() { _ = lock.Release() }, nil // the kernel drops it with the process in any case
}

// room refuses to start where the disk is nearly full: etcd would stop in the middle.
func (p *Platform) room() error {
	free, err := freeSpace(p)
	if err != nil || free >= needFree {
		return nil // a file system that does not say is taken as it is
	}
	return fmt.Errorf("only %d MB are free where the state of %s lives (%s), %d MB are needed\n    Free some, or set SLIPWAY_STATE to a folder on another disk",
		free>>20, p.Name, p.State.Path(), needFree>>20)
}

// ensureDaemon starts the daemon; one of another build is replaced, its processes with it.
func (p *Platform) ensureDaemon(ctx context.Context, note func(string, ...any)) (*daemon.Client, error) {
	d, err := p.Daemon()
	if err != nil {
		return nil, err
	}
	_, err = d.Ensure(ctx, daemonCommand(p.State))
	var other *daemon.VersionError
	if errors.As(err, &other) {
		note("the daemon was started by another build of slipway: it and its processes are started anew")
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
func serveRepos(ctx context.Context, g *git.Client, want []git.Mapping, note func(string, ...any)) error {
	have, err := g.Repos(ctx)
	if err != nil {
		return err
	}
	for _, repo := range have {
		if !slices.ContainsFunc(want, func(m git.Mapping) bool { return m.URL == repo.URL }) {
			note("%s is no longer served from a folder here", repo.URL)
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
	err := eachList(a, func(_ assembly.UnitID, list assembly.ProcessList) error {
		names = append(names, list.Programs()...)
		return nil
	})
	slices.Sort(names)
	return slices.Compact(names), err
}

// installed looks for what a unit runs that is of the machine and not of the
// distribution, so that a run does not end at it after minutes.
func installed(a *assembly.Assembly) error {
	return eachList(a, func(id assembly.UnitID, list assembly.ProcessList) error {
		for _, proc := range list.Processes {
			if proc.Program != "" {
				continue
			}
			if _, err := exec.LookPath(proc.Command); err != nil {
				return fmt.Errorf("%s is not installed: %s runs it\n    Install it, for example: apt-get install %s, or brew install %s",
					proc.Command, id, proc.Command, strings.TrimSuffix(proc.Command, "-server"))
			}
		}
		return nil
	})
}

func eachList(a *assembly.Assembly, visit func(assembly.UnitID, assembly.ProcessList) error) error {
	for _, u := range a.Units {
		if u.Kind != assembly.Processes {
			continue
		}
		var list assembly.ProcessList
		if err := yaml.Unmarshal(u.Files["processes.yaml"], &list); err != nil {
			return fmt.Errorf("reading the processes of %s: %w", u.ID, err)
		}
		if err := visit(u.ID, list); err != nil {
			return err
		}
	}
	return nil
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
		if err := node.Clean(p.State.Cluster(c).Network()); err != nil {
			return fmt.Errorf("cleaning up after the nodes of %s: %w", c, err)
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
