package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/kube"
)

// place is the existing cluster that deploy, diff and destroy work on.
type place struct {
	kubeconfig string
	context    string
}

func (p *place) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.kubeconfig, "kubeconfig", "", "kubeconfig of the cluster (default: $KUBECONFIG, else ~/.kube/config)")
	c.Flags().StringVar(&p.context, "context", "", "context of the kubeconfig (default: the current one)")
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

// options finds the one cluster for every unit; an assembly for several needs a run each.
func (p *place) options(a *assembly.Assembly, report func(deploy.Event)) (deploy.Options, error) {
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
	d, err := kube.New(cfg, kube.Options{Owner: a.Platform, Where: "cluster:" + names[0], Texts: report == nil, Assembly: a})
	if err != nil {
		return deploy.Options{}, err
	}
	return deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return d, nil },
		Orphans:   d.Orphans,
		Contents:  kube.Contents,
		Report:    report,
	}, nil
}

// compiled is what deploy, diff and destroy start from.
func compiled(ctx context.Context, s streams, sel *selection, args []string) (*assembly.Assembly, error) {
	if len(args) > 0 && exists(filepath.Join(args[0], "assembly.yaml")) {
		return written(args[0], sel.clusters)
	}
	v, err := load(ctx, args, s.err)
	if err != nil {
		return nil, err
	}
	sel.target = string(blueprint.Kubeconfig)
	if note := sel.first(v); note != "" {
		fmt.Fprintln(s.err, note)
	}
	return sel.compile(v)
}

// written reads an assembly that was compiled before, and keeps the named clusters of it.
func written(dir string, clusters []string) (*assembly.Assembly, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return nil, err
	}
	if a.Target != string(blueprint.Kubeconfig) {
		return nil, fmt.Errorf("%s was compiled for the target %s\n    Compile it for an existing cluster: slipway compile --target kubeconfig -o %s", dir, a.Target, dir)
	}
	there := clustersOf(a)
	for _, name := range clusters {
		if !slices.Contains(there, name) {
			return nil, fmt.Errorf("%s has no cluster %s\n    It has: %s", dir, name, strings.Join(there, ", "))
		}
	}
	if len(clusters) > 0 {
		a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool {
			return !slices.Contains(clusters, strings.TrimPrefix(u.Where, "cluster:"))
		})
	}
	return a, nil
}
