package cloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// finder is a deployer that finds what is no longer asked for.
type finder interface {
	Orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error)
}

// orphans are the units of the assembly's clusters that are no longer in it. A
// cluster that the assembly does not have is left alone, whatever the reason:
// an account may hold clusters that a run was not asked to look at. Its stacks
// are named, so that nobody forgets them.
func (c *Cloud) orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
	var out []assembly.Unit
	others := map[string]bool{}
	for _, where := range c.wheres() {
		d, err := c.stacks(ctx, where)
		if err != nil {
			return nil, err
		}
		found, err := d.(finder).Orphans(ctx, a)
		if err != nil {
			return nil, err
		}
		for _, u := range found {
			cluster, err := c.clusterOf(&u)
			if err != nil || cluster.Where != where {
				others[name(u.ID)+" in "+where] = true
				continue
			}
			if c.imported(cluster) && u.ID == clusterUnit(cluster) {
				return nil, disowned(cluster)
			}
			out = append(out, u)
		}
	}
	for other := range others {
		c.note("stacks of the cluster " + other + " are not part of this run and stay")
	}
	for _, cluster := range a.Clusters {
		found, err := c.orphansIn(ctx, a, cluster)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// disowned refuses to take a cluster for one that is not asked for any more, with
// its nodes and its network, because the blueprint now calls it an existing one.
func disowned(cluster assembly.Cluster) error {
	return fmt.Errorf("the blueprint calls the cluster %s an existing one, but this platform has made %s: its stacks would be deleted, and with them the cluster\n"+
		"    Take 'existing' away from it, or name another cluster there", cluster.Name, cluster.EKS)
}

// orphansIn are a cluster's own, none while there is no such cluster.
func (c *Cloud) orphansIn(ctx context.Context, a *assembly.Assembly, cluster assembly.Cluster) ([]assembly.Unit, error) {
	var out []assembly.Unit
	for _, get := range []func(context.Context, assembly.Cluster) (deploy.Deployer, error){c.objects, c.releases} {
		d, err := get(ctx, cluster)
		if errors.Is(err, deploy.ErrAbsent) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reaching the cluster %s: %w", cluster.Name, err)
		}
		found, err := d.(finder).Orphans(ctx, a)
		if err != nil {
			return nil, err
		}
		for _, u := range found {
			u.Timeout = cmp.Or(u.Timeout, orphanTimeout)
			out = append(out, u)
		}
	}
	return out, nil
}

// orphanTimeout bounds deleting a unit in a cluster whose own timeout is not
// known any more: load balancers and instances may hang on its objects.
const orphanTimeout = 15 * time.Minute

func name(id assembly.UnitID) string {
	cluster, _, _ := strings.Cut(string(id), "/")
	return cluster
}

func (c *Cloud) note(message string) {
	c.report(deploy.Event{Time: time.Now(), Type: deploy.Note, Message: message})
}
