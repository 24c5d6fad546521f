package kube

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// rivals is what other platforms hold of all that the assembly asks for, asked
// once. A run must not find out at its last unit, with the others applied.
type rivals struct{ verdict }

// check refuses a run of which any object is another platform's.
func (r *rivals) check(ctx context.Context, d *Deployer) error {
	if d.opts.Assembly == nil {
		return nil
	}
	return r.once(func() (refusal, err error) { return d.rivalry(ctx) })
}

func (d *Deployer) rivalry(ctx context.Context) (refusal, err error) {
	held, err := d.held(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range slices.SortedFunc(maps.Keys(held), func(a, b holder) int { return strings.Compare(string(a.unit), string(b.unit)) }) {
		if ids := held[h]; len(ids) > 0 {
			return h.refusal(ids, d.opts.Owner), nil
		}
	}
	return nil, nil
}

// held are the objects of the assembly that other platforms' inventories list
// and that bear the mark of such a unit.
func (d *Deployer) held(ctx context.Context) (map[holder][]id, error) {
	var list struct {
		Items []map[string]any `json:"items"`
	}
	query := url.Values{"labelSelector": {inventoryLabel + "=true," + platformLabel + "!=" + d.opts.Owner}}
	if err := d.client.get(ctx, inventoryPath(""), acceptAll, query, &list); err != nil {
		return nil, fmt.Errorf("looking at what other platforms have in the cluster: %w", err)
	}
	held := map[holder][]id{}
	if len(list.Items) == 0 {
		return held, nil // most clusters: spare them reading every manifest twice
	}
	d.claims.once.Do(d.claims.load)
	for _, item := range list.Items {
		inv, err := decodeInventory(item)
		if err != nil {
			return nil, fmt.Errorf("reading the inventory %s: %w", metaString(item, "name"), err)
		}
		h := holder{inv.platform, inv.unit}
		for _, o := range inv.sorted() {
			if len(d.claims.by[o]) == 0 {
				continue
			}
			there, err := d.bears(ctx, o, inv.entries[o], h)
			if err != nil {
				return nil, err
			}
			if there {
				held[h] = append(held[h], o)
			}
		}
	}
	return held, nil
}

// bears reports whether a live object has the marks of a unit.
func (d *Deployer) bears(ctx context.Context, o id, e entry, h holder) (bool, error) {
	res, ok, err := d.mapper.find(ctx, kindOf{o.group, e.version, o.kind})
	if err != nil || !ok {
		return false, err
	}
	meta := map[string]any{}
	err = d.client.get(ctx, res.path(o.namespace, o.name), acceptMetadata, nil, &meta)
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, problem(o, err)
	}
	return annotation(meta, PlatformAnnotation) == h.platform && annotation(meta, UnitAnnotation) == string(h.unit), nil
}
