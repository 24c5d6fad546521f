package kube

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// tenancy is whose units a cluster holds, asked once.
type tenancy struct {
	mu    sync.Mutex
	known bool
	err   error
}

// check refuses a cluster that holds another cluster of the same platform and
// nothing of this one: a kubeconfig that leads to the wrong place. Everything
// there would be taken over by force, and pruned from then on.
func (t *tenancy) check(ctx context.Context, d *Deployer) error {
	if d.opts.Where == "" {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known {
		return t.err
	}
	units, err := d.places(ctx)
	if err != nil {
		return err
	}
	t.known = true
	if _, ours := units[d.opts.Where]; !ours && len(units) > 0 {
		t.err = strangers(d.opts, d.client.base.Host, units)
	}
	return t.err
}

// places counts the platform's units in this cluster by where they belong.
func (d *Deployer) places(ctx context.Context) (map[string]int, error) {
	var list struct {
		Items []map[string]any `json:"items"`
	}
	query := url.Values{"labelSelector": {inventoryLabel + "=true," + platformLabel + "=" + d.opts.Owner}}
	if err := d.client.get(ctx, inventoryPath(""), acceptList, query, &list); err != nil {
		return nil, fmt.Errorf("looking at what the cluster holds: %w", err)
	}
	units := map[string]int{}
	for _, item := range list.Items {
		if where := annotation(item, whereAnnotation); where != "" {
			units[where]++
		}
	}
	return units, nil
}

func strangers(opts Options, host string, units map[string]int) error {
	there := slices.Sorted(maps.Keys(units))
	other := cmp.Or(strings.TrimPrefix(there[0], "cluster:"), there[0])
	asked := strings.TrimPrefix(opts.Where, "cluster:")
	return fmt.Errorf("the cluster at %s is %s of the platform %s, not %s; nothing was changed\n"+
		"Lead to %s with --context or --kubeconfig, or name the cluster that is there: --cluster %s\n"+
		"If %s was renamed to %s, destroy it under its old name first",
		host, other, opts.Owner, asked, asked, other, other, asked)
}
