// Package helm deploys units of Helm charts with Helm's own SDK, so that what
// it leaves in a cluster is an ordinary release: 'helm list' and 'helm history'
// show it. What Helm leaves to people it does itself: a run that was cut off is
// recovered, definitions in a chart's folder crds are upgraded, a second run
// that finds everything in place writes nothing. It must not know add-ons.
package helm

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"

	"helm.sh/helm/v4/pkg/kube"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
	objects "slipway.dev/slipway/deploy/kube"
)

// Options adjust a Deployer. Owner must be set.
type Options struct {
	// Owner is the platform's name. Releases of others are refused.
	Owner string
	// Where is the cluster as units name it, "cluster:dev".
	Where string
	// Cache is a folder for charts that are fetched because they were not
	// vendored. "": nothing is kept.
	Cache string
	// Mirrors are addresses to ask in the place of chart repositories.
	Mirrors map[string]string
	// Texts has Diff render unified diffs. For people, not for runs.
	Texts bool
	// Logger hears what Helm does. nil: nobody.
	Logger *slog.Logger
}

// Deployer applies helm units to one cluster. It is safe for concurrent use.
type Deployer struct {
	opts    Options
	config  *rest.Config
	objects *objects.Deployer // looks at the cluster's objects and holds gates
	fetcher *fetch.Fetcher
	logger  *slog.Logger
}

var _ deploy.Deployer = (*Deployer)(nil)

// named makes Helm write as the same field manager as every other deployer,
// whatever the program's file is called. Helm has one name a process.
var named sync.Once

// New is a deployer for the cluster of the config. It makes no request.
func New(cfg *rest.Config, opts Options) (*Deployer, error) {
	named.Do(func() { kube.ManagedFieldsManager = objects.FieldManager })
	cfg = rest.CopyConfig(cfg)
	cfg.WarningHandler = rest.NoWarnings{}
	d, err := objects.New(cfg, objects.Options{Owner: opts.Owner, Where: opts.Where, Texts: opts.Texts})
	if err != nil {
		return nil, err
	}
	return &Deployer{
		opts: opts, config: cfg, objects: d,
		fetcher: fetch.New(fetch.Options{Mirrors: opts.Mirrors, Cache: opts.Cache}),
		logger:  cmp.Or(opts.Logger, slog.New(slog.DiscardHandler)),
	}, nil
}

// Hold waits until a gate holds. "ready" without an object is about everything
// the release has, "established" about the definitions of its chart.
func (d *Deployer) Hold(ctx context.Context, u *assembly.Unit, g assembly.Gate) error {
	if !g.Object.IsZero() || g.Kind != assembly.Ready && g.Kind != assembly.Established {
		return d.objects.Hold(ctx, u, g)
	}
	w, err := read(u)
	if err != nil {
		return err
	}
	rel, err := d.session(ctx, w.chart.Namespace).last(w.chart.Release)
	if err != nil {
		return err
	}
	if rel == nil {
		return fmt.Errorf("the release %s is not there", w.name())
	}
	content := rel.Manifest
	if g.Kind == assembly.Established && !w.chart.SkipCRDs {
		content += "\n---\n" + definitions(rel.Chart)
	}
	m, err := d.objects.Manifest(ctx, []byte(content), w.chart.Namespace, nil, nil)
	if err != nil {
		return err
	}
	all, err := m.Unit(u)
	if err != nil {
		return err
	}
	return d.objects.Hold(ctx, all, g)
}
