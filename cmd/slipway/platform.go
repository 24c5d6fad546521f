//go:build !front

package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/inspect"
	"slipway.dev/slipway/local"
)

// platformFlag finds the running platform that a command means: by name, by
// blueprint, or the only one there is.
type platformFlag struct {
	name    string
	cluster string
}

func (f *platformFlag) flag(c *cobra.Command) {
	c.Flags().StringVarP(&f.name, "platform", "p", "", "name of the platform (default: the only one that runs here)")
}

func (f *platformFlag) clusterFlag(c *cobra.Command) {
	f.flag(c)
	c.Flags().StringVar(&f.cluster, "cluster", "", "name of the cluster (default: the first)")
}

// find opens the platform; args may name a blueprint instead of --platform.
func (f *platformFlag) find(c *cobra.Command, args []string) (*local.Platform, error) {
	name := f.name
	if len(args) > 0 {
		p, err := read(c.Context(), args[0])
		if err != nil {
			return nil, err
		}
		name = p.Name
	}
	return local.Find(name)
}

// reader opens a cluster of the platform for looking at it.
func (f *platformFlag) reader(ctx context.Context, p *local.Platform) (*inspect.Cluster, string, error) {
	name, err := f.clusterOf(p)
	if err != nil {
		return nil, "", err
	}
	if err := running(ctx, p); err != nil {
		return nil, "", err
	}
	cfg, err := p.Client(name)
	if err != nil {
		return nil, "", err
	}
	cluster, err := inspect.New(cfg)
	return cluster, name, err
}

func (f *platformFlag) clusterOf(p *local.Platform) (string, error) {
	a, err := p.Assembly()
	if err != nil {
		return "", err
	}
	names := clustersOf(a)
	if len(names) == 0 {
		return "", fmt.Errorf("%w: %s has no cluster on this machine", local.ErrNone, p.Name)
	}
	if f.cluster == "" {
		return names[0], nil
	}
	if !slices.Contains(names, f.cluster) {
		return "", fmt.Errorf("%s has no cluster %s on this machine\n    %s", p.Name, f.cluster, itHas(f.cluster, names))
	}
	return f.cluster, nil
}

// running refuses a platform that is stopped, before its API server is asked in vain.
func running(ctx context.Context, p *local.Platform) error {
	d, err := p.Daemon()
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Status(ctx); err != nil {
		return fmt.Errorf("%s is stopped: %w\n    Start it with 'slipway up'", p.Name, err)
	}
	return nil
}
