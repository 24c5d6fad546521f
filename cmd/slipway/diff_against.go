//go:build !front

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/cloudformation"
	"slipway.dev/slipway/deploy/helm"
	"slipway.dev/slipway/deploy/kube"
)

// offline compares two blueprints or assemblies, and asks nobody.
func (d *difference) offline(ctx context.Context, s streams, args []string) (*compared, error) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	if !exists(d.against) {
		return nil, fmt.Errorf("there is no %s to compare with\n    --against takes a blueprint, or a folder that 'slipway compile -o' wrote", d.against)
	}
	sides := []string{path, d.against}
	read := make([]*assembly.Assembly, len(sides))
	for _, compiled := range []bool{true, false} { // an assembly tells the target of a blueprint
		for i, side := range sides {
			if exists(filepath.Join(side, "assembly.yaml")) != compiled {
				continue
			}
			var err error
			if read[i], err = d.side(ctx, s, side, compiled); err != nil {
				return nil, err
			}
			d.sel.target = read[i].Target
		}
	}
	now, before := read[0], read[1]
	if now.Target != before.Target {
		return nil, fmt.Errorf("%s is for the target %s, %s for %s\n    Compile both for the same target", path, now.Target, d.against, before.Target)
	}
	if err := d.known(now, before); err != nil {
		return nil, err
	}
	plans, err := deploy.Between(before, now, map[assembly.Kind]deploy.Comparer{
		assembly.CloudFormation: cloudformation.Compare,
		assembly.Helm:           helm.Compare,
		assembly.Kubernetes:     kube.Compare,
	})
	return &compared{now, before, plans}, err
}

// side is one of the two: every cluster of it, unless some are named.
func (d *difference) side(ctx context.Context, s streams, path string, compiled bool) (*assembly.Assembly, error) {
	sel := d.sel
	if !compiled {
		sel.all = len(sel.clusters) == 0
		return d.to.compiled(ctx, s, &sel, []string{path})
	}
	a, err := assembly.Read(path)
	if err != nil {
		return nil, err
	}
	if len(sel.clusters) > 0 {
		gone := func(name string) bool { return !slices.Contains(sel.clusters, name) }
		a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return gone(clusterOf(u.ID)) })
		a.Clusters = slices.DeleteFunc(a.Clusters, func(c assembly.Cluster) bool { return gone(c.Name) })
	}
	return a, nil
}

// known refuses a cluster that neither side has: one of them may be new.
func (d *difference) known(now, before *assembly.Assembly) error {
	there := append(clustersOf(now), clustersOf(before)...)
	for _, name := range d.sel.clusters {
		if !slices.Contains(there, name) {
			slices.Sort(there)
			return fmt.Errorf("neither side has a cluster %s\n    %s", name, itHas(name, slices.Compact(there)))
		}
	}
	return nil
}
