// Package cloud executes an assembly for the target aws: it finds the deployer
// of each unit, in the account and region of a stack or behind the endpoint of
// an EKS cluster, and does what has to happen around them: look before anything
// is made, let go of what controllers hold before a cluster goes. It must not
// know what units are for.
package cloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/account"
	"slipway.dev/slipway/deploy/cloudformation"
	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/deploy/helm"
	"slipway.dev/slipway/deploy/kube"
)

// Options adjust a Cloud.
type Options struct {
	// Report hears what happens. nil: nobody listens.
	Report func(deploy.Event)
	// Preview is for looking only: nothing that it makes outlives the look.
	Preview bool
	// Drift has stacks looked at for what somebody else has changed.
	Drift bool
	// Cache is a folder for charts that were not vendored, Mirrors are addresses
	// to ask in the place of chart repositories.
	Cache   string
	Mirrors map[string]string
	Logger  *slog.Logger
	// Poll is about how long to wait between two looks at a stack, 0 means 5 s.
	Poll time.Duration
}

// Cloud is the accounts and clusters of one assembly. It is safe for
// concurrent use.
type Cloud struct {
	assembly *assembly.Assembly
	accounts *account.Accounts
	clusters map[string]assembly.Cluster // by the name in units' IDs
	opts     Options

	listening sync.Mutex
	mu        sync.Mutex
	deployers map[string]deploy.Deployer // by kind and place
	configs   map[string]*rest.Config    // by cluster
}

// New makes no request.
func New(ctx context.Context, a *assembly.Assembly, opts Options) (*Cloud, error) {
	settings := account.Settings{Platform: a.Platform, Asking: Asking(a)}
	if a.Access != nil {
		settings.DeployRole, settings.ExternalID = a.Access.Role, a.Access.ExternalID
		settings.Profiles = a.Access.Profiles
	}
	accounts, err := account.New(ctx, settings)
	if err != nil {
		return nil, err
	}
	c := &Cloud{
		assembly: a, accounts: accounts, opts: opts, clusters: map[string]assembly.Cluster{},
		deployers: map[string]deploy.Deployer{}, configs: map[string]*rest.Config{},
	}
	for _, cluster := range a.Clusters {
		c.clusters[cluster.Name] = cluster
	}
	return c, nil
}

// Asking says by account id which cluster of an assembly asks for the account
// first, and where: for those who mistyped it.
func Asking(a *assembly.Assembly) map[string]string {
	out := map[string]string{}
	for _, c := range a.Clusters {
		place, err := account.Parse(c.Where)
		if err != nil || out[place.Account] != "" {
			continue
		}
		out[place.Account] = "the cluster " + c.Name
		if at := a.At("clusters[" + c.Name + "]"); at != "" {
			out[place.Account] += " (" + at + ")"
		}
	}
	return out
}

// Check finds out whether every account and region can be reached, before
// anything is made.
func (c *Cloud) Check(ctx context.Context) error { return c.accounts.Preflight(ctx, c.wheres()) }

// wheres are the accounts and regions of the assembly, sorted.
func (c *Cloud) wheres() []string {
	set := map[string]bool{}
	for _, cluster := range c.clusters {
		set[cluster.Where] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// Execution is how the engine works on the assembly.
func (c *Cloud) Execution() deploy.Options {
	return deploy.Options{
		Deployers: c.deployer, Orphans: c.orphans, Contents: Contents, Report: c.report,
		Parallel: 8 * max(1, len(c.clusters)), // clusters are deployed side by side
	}
}

// report makes one listener safe for clusters that are worked on side by side.
func (c *Cloud) report(e deploy.Event) {
	if c.opts.Report == nil {
		return
	}
	c.listening.Lock()
	defer c.listening.Unlock()
	c.opts.Report(e)
}

// Contents lists what a unit would make where nothing is yet. It makes no request.
func Contents(u *assembly.Unit) (*deploy.Plan, error) {
	switch u.Kind {
	case assembly.Kubernetes:
		return kube.Contents(u)
	case assembly.Helm:
		return helm.Contents(u)
	case assembly.CloudFormation:
		p, _, err := cloudformation.Compare(deploy.Pair{New: u})
		return p, err
	}
	return nil, nil
}

// deployer is the one for a unit's kind and place, made once.
func (c *Cloud) deployer(u *assembly.Unit) (deploy.Deployer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cluster, err := c.clusterOf(u)
	if err != nil {
		return nil, err
	}
	switch u.Kind {
	case assembly.CloudFormation:
		return c.stacks(ctx, u.Where)
	case assembly.EKS:
		cfg, err := c.accounts.Config(ctx, u.Where)
		if err != nil {
			return nil, err
		}
		return eks.NewLookup(cfg, cluster.EKS), nil
	case assembly.Kubernetes:
		return c.objects(ctx, cluster)
	case assembly.Helm:
		return c.releases(ctx, cluster)
	}
	return nil, fmt.Errorf("nothing deploys units of the kind %s to AWS", u.Kind)
}

// clusterOf is the cluster that a unit belongs to.
func (c *Cloud) clusterOf(u *assembly.Unit) (assembly.Cluster, error) {
	name, _, _ := strings.Cut(string(u.ID), "/")
	cluster, ok := c.clusters[name]
	if !ok {
		return cluster, fmt.Errorf("the assembly does not say where the cluster %s is", name)
	}
	return cluster, nil
}

// once makes a deployer the first time it is asked for. build makes no request:
// while one place is asked for credentials the others must not wait.
func (c *Cloud) once(key string, build func() (deploy.Deployer, error)) (deploy.Deployer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.deployers[key]; ok {
		return d, nil
	}
	d, err := build()
	if err == nil {
		c.deployers[key] = d
	}
	return d, err
}

func (c *Cloud) stacks(ctx context.Context, where string) (deploy.Deployer, error) {
	cfg, err := c.accounts.Config(ctx, where)
	if err != nil {
		return nil, err
	}
	return c.once(where, func() (deploy.Deployer, error) {
		return cloudformation.New(cloudformation.NewClient(cfg), cloudformation.Options{
			Platform: c.assembly.Platform, Where: where, Preview: c.opts.Preview, Drift: c.opts.Drift, Poll: c.opts.Poll,
			Tagged: cloudformation.Tagged(cfg),
		})
	})
}

func (c *Cloud) objects(ctx context.Context, cluster assembly.Cluster) (deploy.Deployer, error) {
	cfg, err := c.Config(ctx, cluster.Name)
	if err != nil {
		return nil, err
	}
	return c.once("objects:"+cluster.Name, func() (deploy.Deployer, error) {
		return kube.New(cfg, kube.Options{
			Owner: c.assembly.Platform, Where: "cluster:" + cluster.Name, Texts: c.opts.Preview, Assembly: c.assembly,
		})
	})
}

func (c *Cloud) releases(ctx context.Context, cluster assembly.Cluster) (deploy.Deployer, error) {
	cfg, err := c.Config(ctx, cluster.Name)
	if err != nil {
		return nil, err
	}
	return c.once("releases:"+cluster.Name, func() (deploy.Deployer, error) {
		return helm.New(cfg, helm.Options{
			Owner: c.assembly.Platform, Where: "cluster:" + cluster.Name, Texts: c.opts.Preview,
			Cache: c.opts.Cache, Mirrors: c.opts.Mirrors, Logger: c.opts.Logger,
		})
	})
}

// Config is how to reach the API server of a cluster, by its name in the
// blueprint. The error wraps deploy.ErrAbsent while there is no such cluster.
func (c *Cloud) Config(ctx context.Context, name string) (*rest.Config, error) {
	c.mu.Lock()
	cfg, cluster := c.configs[name], c.clusters[name]
	c.mu.Unlock()
	if cfg != nil {
		return cfg, nil
	}
	place, err := c.Place(ctx, name)
	if err != nil {
		return nil, err
	}
	found, err := eks.Describe(ctx, place, cluster.EKS)
	if err != nil {
		return nil, err
	}
	if err := c.reach(ctx, found); err != nil {
		return nil, err
	}
	if cfg, err = found.Config(); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.configs[name] = cfg
	return cfg, nil
}

// Place is the configuration for the account and region of a cluster.
func (c *Cloud) Place(ctx context.Context, name string) (aws.Config, error) {
	cluster, ok := c.clusters[name]
	if !ok {
		return aws.Config{}, fmt.Errorf("the assembly has no cluster %s", name)
	}
	return c.accounts.Config(ctx, cluster.Where)
}

// settling is how long a new cluster may take until its name resolves and its
// access entries hold: both are eventually consistent.
const settling = time.Minute

// reach asks a cluster whether it answers, and a new one again.
func (c *Cloud) reach(ctx context.Context, found *eks.Cluster) error {
	ctx, cancel := context.WithTimeout(ctx, settling)
	defer cancel()
	for {
		err := found.Reach(ctx)
		if err == nil || !found.New() || errors.Is(err, deploy.ErrAbsent) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(cmp.Or(c.opts.Poll, 5*time.Second)):
		}
	}
}
