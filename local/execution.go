package local

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/kube"
	"slipway.dev/slipway/deploy/process"
	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/programs"
	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

// execution finds the deployer of each unit while an assembly runs.
type execution struct {
	platform  *Platform
	assembly  *assembly.Assembly
	texts     bool // differences are shown to people
	note      func(format string, args ...any)
	processes *process.Deployer

	mu       sync.Mutex
	clusters map[string]*kube.Deployer
}

func (p *Platform) execution(ctx context.Context, a *assembly.Assembly, d *daemon.Client, places programs.Places) (*execution, error) {
	env, err := Git(d).Environment(ctx)
	if err != nil {
		return nil, err
	}
	images, err := RegistryPort(ctx, d)
	if err != nil {
		return nil, err
	}
	return &execution{
		platform: p, assembly: a,
		clusters: map[string]*kube.Deployer{},
		processes: &process.Deployer{
			Platform: p.Name, State: p.State, Daemon: keeper{d, Git(d)}, Git: env.Variables, Registry: images, Self: self(),
			Programs: func(ctx context.Context, names []string) (map[string]string, error) {
				found, err := places.Ensure(ctx, names, nil)
				dirs := make(map[string]string, len(found))
				for name, program := range found {
					dirs[name] = program.Dir
				}
				return dirs, err
			},
		},
	}, nil
}

func (e *execution) options(report func(deploy.Event)) deploy.Options {
	return deploy.Options{Deployers: e.deployer, Orphans: e.orphans, Contents: contents, Report: report}
}

// contents lists what a unit would make where nothing is yet.
func contents(u *assembly.Unit) (*deploy.Plan, error) {
	if u.Kind == assembly.Kubernetes {
		return kube.Contents(u)
	}
	return nil, nil
}

func (e *execution) deployer(u *assembly.Unit) (deploy.Deployer, error) {
	switch u.Kind {
	case assembly.Processes:
		return e.processes, nil
	case assembly.Kubernetes:
		return e.cluster(strings.TrimPrefix(u.Where, "cluster:"))
	default:
		return nil, fmt.Errorf("units of kind %s do not run on this machine", u.Kind)
	}
}

// cluster is the deployer to one cluster, made when its first unit starts: by then it has an API server.
func (e *execution) cluster(name string) (*kube.Deployer, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if d := e.clusters[name]; d != nil {
		return d, nil
	}
	cfg, err := e.platform.clientFor(name, deployerUser)
	if err != nil {
		return nil, err
	}
	d, err := kube.New(cfg, kube.Options{Owner: e.platform.Name, Where: "cluster:" + name, Texts: e.texts, Assembly: e.assembly})
	if err != nil {
		return nil, err
	}
	e.clusters[name] = d
	return d, nil
}

// orphans are units that were applied once and are no longer asked for. Of a
// cluster that is not asked for at all only the processes have to go: its data
// stays until the platform is purged, in case it was left out by mistake.
func (e *execution) orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
	known, err := e.platform.Clusters()
	if err != nil {
		return nil, err
	}
	var out []assembly.Unit
	for _, name := range known {
		if d := e.clusters[name]; d != nil {
			units, err := d.Orphans(ctx, a)
			if err != nil {
				return nil, err
			}
			out = append(out, units...)
		}
		units, err := e.processes.Orphans(ctx, a, name)
		if err != nil {
			return nil, err
		}
		if e.clusters[name] == nil && len(units) > 0 && e.note != nil {
			e.note("cluster %s is not in the blueprint: it is stopped, its data stays until 'slipway down --purge'", name)
		}
		out = append(out, units...)
	}
	return out, nil
}

// keeper lets the process deployer see the daemon's processes and its push webhooks.
type keeper struct {
	*daemon.Client
	git *git.Client
}

func (k keeper) Processes(ctx context.Context) ([]supervisor.Status, error) {
	status, err := k.Status(ctx)
	return status.Processes, err
}

func (k keeper) TellOfPushes(ctx context.Context, url string) error {
	return k.git.AddWebhook(ctx, git.Webhook{URL: url})
}

func (k keeper) ForgetPushes(ctx context.Context, url string) error {
	return k.git.RemoveWebhook(ctx, url)
}

func freeSpace(p *Platform) (uint64, error) {
	if p.free != nil {
		return p.free(p.State.Path())
	}
	return state.Free(p.State.Path())
}
