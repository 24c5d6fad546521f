//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cloud"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm"
	"slipway.dev/slipway/deploy/kube"
)

// place is where deploy, diff and destroy work: AWS, or the existing cluster a
// kubeconfig leads to.
type place struct {
	kubeconfig string
	context    string
	mirrors    []string
	drift      bool          // look for what somebody else has changed, also in stacks
	poll       time.Duration // between two looks at a stack
}

func (p *place) flags(c *cobra.Command, sel *selection) {
	c.Flags().StringVar(&sel.target, "target", "", "aws or kubeconfig (default: kubeconfig where --context or --kubeconfig names a cluster or the clusters have no account, else aws)")
	c.Flags().StringVar(&p.kubeconfig, "kubeconfig", "", "kubeconfig of an existing cluster (default: $KUBECONFIG, else ~/.kube/config)")
	c.Flags().StringVar(&p.context, "context", "", "context of the kubeconfig (default: the current one)")
	c.Flags().StringArrayVar(&p.mirrors, "charts-from", nil, "ask URL in the place of a chart repository, as REPO=URL (repeatable)")
}

// pollFlag is for commands that wait for stacks.
func (p *place) pollFlag(c *cobra.Command) {
	c.Flags().DurationVar(&p.poll, "poll", 5*time.Second, "how often to look at a stack that is at work; raise it where AWS throttles")
}

func (p *place) config() (*rest.Config, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = p.kubeconfig
	cfg, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, &clientcmd.ConfigOverrides{CurrentContext: p.context}).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w\n    Name a cluster with --kubeconfig and --context", err)
	}
	cfg.QPS, cfg.UserAgent = -1, "slipway"
	return cfg, nil
}

// work is what one run does, and where.
type work struct {
	options deploy.Options
	cloud   *cloud.Cloud // nil for an existing cluster
}

// open finds the deployers of an assembly; report is nil to look only. What a
// run on AWS needs is checked before anything is made.
func (p *place) open(ctx context.Context, a *assembly.Assembly, report func(deploy.Event)) (*work, error) {
	mirrors, err := mirrorsOf("--charts-from", p.mirrors)
	if err != nil {
		return nil, err
	}
	if a.Target != string(blueprint.AWS) {
		opts, err := p.options(a, mirrors, report)
		return &work{options: opts}, err
	}
	c, err := cloud.New(ctx, a, cloud.Options{Report: report, Preview: report == nil, Drift: p.drift, Mirrors: mirrors, Cache: chartCache(), Poll: p.poll})
	if err != nil {
		return nil, err
	}
	if err := c.Check(ctx); err != nil {
		return nil, err
	}
	return &work{options: c.Execution(), cloud: c}, nil
}

// chartCache keeps charts that are fetched without having been vendored.
func chartCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "slipway", "charts")
}

// options finds the one cluster for every unit; an assembly for several needs a run each.
func (p *place) options(a *assembly.Assembly, mirrors map[string]string, report func(deploy.Event)) (deploy.Options, error) {
	names := clustersOf(a)
	switch {
	case len(names) > 1:
		return deploy.Options{}, fmt.Errorf("a kubeconfig leads to one cluster, these are %d: %s\n    Name one with --cluster", len(names), strings.Join(names, ", "))
	case len(names) == 0:
		return deploy.Options{}, errors.New("there is nothing to deploy: the blueprint of the cluster has neither add-ons nor teams")
	}
	cfg, err := p.config()
	if err != nil {
		return deploy.Options{}, err
	}
	where := "cluster:" + names[0]
	objects, err := kube.New(cfg, kube.Options{Owner: a.Platform, Where: where, Texts: report == nil, Assembly: a})
	if err != nil {
		return deploy.Options{}, err
	}
	releases, err := helm.New(cfg, helm.Options{Owner: a.Platform, Where: where, Texts: report == nil, Mirrors: mirrors, Cache: chartCache()})
	if err != nil {
		return deploy.Options{}, err
	}
	return deploy.Options{
		Deployers: func(u *assembly.Unit) (deploy.Deployer, error) {
			if u.Kind == assembly.Helm {
				return releases, nil
			}
			return objects, nil
		},
		Orphans: func(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
			out, err := objects.Orphans(ctx, a)
			if err != nil {
				return nil, err
			}
			more, err := releases.Orphans(ctx, a)
			return append(out, more...), err
		},
		Contents: cloud.Contents,
		Report:   report,
	}, nil
}

// compiled is what deploy, diff and destroy start from.
func (p *place) compiled(ctx context.Context, s streams, sel *selection, args []string) (*assembly.Assembly, error) {
	if err := checkTarget(sel.target, blueprint.AWS, blueprint.Kubeconfig); err != nil {
		return nil, err
	}
	if len(args) > 0 && exists(filepath.Join(args[0], "assembly.yaml")) {
		return written(args[0], sel)
	}
	v, err := load(ctx, args, s.err, sel.wanted)
	if err != nil {
		return nil, err
	}
	if note := sel.first(v); note != "" {
		fmt.Fprintln(s.err, note)
	}
	if sel.target == "" {
		sel.target = string(p.target(v, sel))
	}
	sel.folder = blueprintFolder(args)
	return sel.compile(v)
}

// target is what is meant where nothing says so.
func (p *place) target(v *blueprint.Valid, sel *selection) blueprint.Target {
	for _, c := range v.Platform().Clusters {
		chosen := sel.all || slices.Contains(sel.clusters, c.Name)
		if chosen && c.Account != "" && p.context == "" && p.kubeconfig == "" {
			return blueprint.AWS
		}
	}
	return blueprint.Kubeconfig
}

// written reads an assembly that was compiled before, and keeps the named clusters of it.
func written(dir string, sel *selection) (*assembly.Assembly, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return nil, err
	}
	if a.Target == string(blueprint.Local) || sel.target != "" && sel.target != a.Target {
		return nil, fmt.Errorf("%s was compiled for the target %s\n    Compile it again: slipway compile --target aws -o %s, or --target kubeconfig for an existing cluster", dir, a.Target, dir)
	}
	there := clustersOf(a)
	for _, name := range sel.clusters {
		if !slices.Contains(there, name) {
			return nil, fmt.Errorf("%s has no cluster %s\n    %s", dir, name, itHas(name, there))
		}
	}
	if len(sel.clusters) > 0 {
		gone := func(name string) bool { return !slices.Contains(sel.clusters, name) }
		a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return gone(clusterOf(u.ID)) })
		a.Clusters = slices.DeleteFunc(a.Clusters, func(c assembly.Cluster) bool { return gone(c.Name) })
	}
	return a, nil
}
