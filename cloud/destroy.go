package cloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/dynamic"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/deploy/eks/drain"
)

// drainTimeout bounds how long controllers may take to let go of load
// balancers and volumes.
const drainTimeout = 15 * time.Minute

// Survey is what hangs on a cluster beside its units.
type Survey struct {
	Cluster string
	// Drain is what has to go first because controllers hold something in AWS
	// for it; nil while there is no cluster.
	Drain *drain.Plan
	// Leftovers are resources in AWS that no stack owns.
	Leftovers []eks.Leftover
}

// Survey looks at every cluster that a destruction would take, and changes nothing.
func (c *Cloud) Survey(ctx context.Context) ([]Survey, error) {
	var out []Survey
	for _, cluster := range c.assembly.Clusters {
		s, err := c.survey(ctx, cluster)
		if err != nil {
			return nil, fmt.Errorf("looking at the cluster %s: %w", cluster.Name, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func (c *Cloud) survey(ctx context.Context, cluster assembly.Cluster) (Survey, error) {
	s := Survey{Cluster: cluster.Name}
	if c.imported(cluster) {
		return s, nil // it stays, with all that hangs on it
	}
	place, err := c.Place(ctx, cluster.Name)
	if err != nil {
		return s, err
	}
	if s.Leftovers, err = eks.Leftovers(ctx, place, cluster.EKS); err != nil {
		return s, err
	}
	cfg, err := c.Config(ctx, cluster.Name)
	if errors.Is(err, deploy.ErrAbsent) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	client, err := dynamic.NewForConfig(cfg)
	if err != nil {
		return s, fmt.Errorf("reading the client configuration: %w", err)
	}
	s.Drain, err = drain.New(ctx, client)
	return s, err
}

func (c *Cloud) imported(cluster assembly.Cluster) bool {
	u := c.assembly.Unit(clusterUnit(cluster))
	return u != nil && u.Kind == assembly.EKS
}

// clusterUnit is the unit that makes a cluster, or looks it up.
func clusterUnit(cluster assembly.Cluster) assembly.UnitID {
	return assembly.UnitID(cluster.Name + "/cluster")
}

// Destroy deletes everything of the assembly: what ships workloads first, so
// that nothing comes back; then what controllers hold in AWS, while they are
// still there to let go of it; then units the other way round: add-ons and
// teams, nodes, control plane, network. It can be run again.
func (c *Cloud) Destroy(ctx context.Context) error {
	first := c.Execution()
	first.Orphans = nil // they are those of the whole
	if err := deploy.Destroy(ctx, c.shipping(), first); err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, len(c.assembly.Clusters))
	for i, cluster := range c.assembly.Clusters {
		wg.Go(func() { errs[i] = c.release(ctx, cluster) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return deploy.Destroy(ctx, c.assembly, c.Execution())
}

// shipping is the part of the assembly that brings workloads into clusters.
func (c *Cloud) shipping() *assembly.Assembly {
	part := *c.assembly
	part.Units = nil
	for _, u := range c.assembly.Units {
		if u.Kind == assembly.Kubernetes && (u.ID == assembly.UnitID(name(u.ID))+"/gitops" || strings.HasPrefix(string(u.ID), name(u.ID)+"/teams/") && strings.HasSuffix(string(u.ID), "/gitops")) {
			u.Bind = nil // deleting asks for names only
			part.Units = append(part.Units, u)
		}
	}
	keep := func(id assembly.UnitID) bool { return part.Unit(id) != nil }
	for i := range part.Units {
		part.Units[i].After = slices.DeleteFunc(slices.Clone(part.Units[i].After), func(id assembly.UnitID) bool { return !keep(id) })
	}
	return &part
}

// release has a cluster let go of what it holds in AWS, and lets it be deleted.
func (c *Cloud) release(ctx context.Context, cluster assembly.Cluster) error {
	s, err := c.survey(ctx, cluster)
	if err != nil {
		return fmt.Errorf("looking at the cluster %s: %w", cluster.Name, err)
	}
	if s.Drain != nil && !s.Drain.Empty() {
		bounded, cancel := context.WithTimeout(ctx, drainTimeout)
		defer cancel()
		if err := s.Drain.Run(bounded, c.of(cluster.Name)); err != nil {
			return fmt.Errorf("draining the cluster %s: %w", cluster.Name, err)
		}
	}
	if c.imported(cluster) {
		return nil
	}
	if err := c.balanced(ctx, cluster); err != nil {
		return err
	}
	place, err := c.Place(ctx, cluster.Name)
	if err != nil {
		return err
	}
	return eks.Unprotect(ctx, place, cluster.EKS, cmp.Or(c.opts.Poll, 5*time.Second))
}

// balanced waits until no load balancer of the cluster is left: one that stays
// keeps its network from being deleted, and nobody would be there to delete it.
func (c *Cloud) balanced(ctx context.Context, cluster assembly.Cluster) error {
	place, err := c.Place(ctx, cluster.Name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, drainTimeout)
	defer cancel()
	var holding []eks.Leftover
	for {
		found, err := eks.Leftovers(ctx, place, cluster.EKS)
		switch {
		case err != nil && ctx.Err() != nil && len(holding) > 0:
			return stays(cluster, holding)
		case err != nil:
			return err
		}
		holding = slices.DeleteFunc(found, func(l eks.Leftover) bool { return l.Kind != "load balancer" })
		if len(holding) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return stays(cluster, holding)
		case <-time.After(cmp.Or(c.opts.Poll, 5*time.Second)):
		}
	}
}

func stays(cluster assembly.Cluster, holding []eks.Leftover) error {
	lines := make([]string, len(holding))
	for i, l := range holding {
		lines[i] = "    " + l.String()
	}
	return fmt.Errorf("load balancers of the cluster %s are still there, and its network cannot go before them:\n%s\n"+
		"    Delete them, or wait a few minutes: a deleted one is listed for a while; then run the same command again", cluster.Name, strings.Join(lines, "\n"))
}

// of has events of a cluster carry its name.
func (c *Cloud) of(cluster string) func(deploy.Event) {
	return func(e deploy.Event) {
		e.Unit = assembly.UnitID(cluster + "/drain")
		c.report(e)
	}
}
