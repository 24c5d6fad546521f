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

// verdict is a refusal, or none, that is asked for once and holds for every unit
// of a run. A question that got no answer is asked again.
type verdict struct {
	mu      sync.Mutex
	known   bool
	refusal error
}

func (v *verdict) once(ask func() (refusal, err error)) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.known {
		return v.refusal
	}
	refusal, err := ask()
	if err != nil {
		return err
	}
	v.known, v.refusal = true, refusal
	return refusal
}

// tenancy is whose units a cluster holds, asked once.
type tenancy struct{ verdict }

// check refuses a cluster that holds another cluster of the same platform and
// nothing of this one: a kubeconfig that leads to the wrong place. Everything
// there would be taken over by force, and pruned from then on.
func (t *tenancy) check(ctx context.Context, d *Deployer) error {
	if d.opts.Where == "" {
		return nil
	}
	return t.once(func() (refusal, err error) {
		units, err := d.places(ctx)
		if err != nil {
			return nil, err
		}
		if _, ours := units[d.opts.Where]; !ours && len(units) > 0 {
			refusal = strangers(d.opts, d.client.base.Host, units)
		}
		return refusal, nil
	})
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
