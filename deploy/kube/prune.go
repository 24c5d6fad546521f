package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// leftovers are the objects that the unit applied once, no longer asks for and
// still owns, in the order in which they can go: namespaces last.
func (d *Deployer) leftovers(ctx context.Context, w *work, objects []*object) (targets []target, kept []id, err error) {
	wanted := make(map[id]bool, len(objects))
	for _, o := range objects {
		wanted[o.id] = true
	}
	var left []id
	for _, o := range w.old.sorted() {
		if !wanted[o] && !d.claims.elsewhere(o, w.unit.ID) {
			left = append(left, o)
		}
	}
	return d.deletable(ctx, w.old, left)
}

// deletable keeps the objects that are there, are still the unit's, and may be
// deleted; those that were there before the unit are kept. Metadata tells.
func (d *Deployer) deletable(ctx context.Context, inv *inventory, ids []id) (targets []target, kept []id, err error) {
	var mu sync.Mutex
	err = each(ids, func(o id) error {
		res, ok, err := d.mapper.find(ctx, kindOf{o.group, inv.entries[o].version, o.kind})
		if err != nil || !ok {
			return err // a kind that is gone has taken its objects along
		}
		meta := map[string]any{}
		err = d.client.get(ctx, res.path(o.namespace, o.name), acceptMetadata, nil, &meta)
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return problem(o, err)
		}
		if annotation(meta, UnitAnnotation) != string(inv.unit) || d.marked(meta) || annotation(meta, PruneAnnotation) == "disabled" {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		if d.adopted(meta, inv.entries[o], true) {
			kept = append(kept, o)
			return nil
		}
		targets = append(targets, target{o, res, metaString(meta, "uid")})
		return nil
	})
	slices.SortFunc(targets, func(a, b target) int {
		if x, y := departure(a.id), departure(b.id); x != y {
			return int(x) - int(y)
		}
		return compareIDs(a.id, b.id)
	})
	slices.SortFunc(kept, compareIDs)
	return targets, kept, err
}

// pruneAll deletes a plan's leftovers and waits until they are gone: units that
// go after this one may be what their finalizers need.
func (d *Deployer) pruneAll(ctx context.Context, w *work, report func(deploy.Event)) error {
	if err := d.removeAll(ctx, w.prune, background, report); err != nil {
		return fmt.Errorf("deleting what is no longer asked for: %w", err)
	}
	return nil
}

func background(id) string { return "Background" }

// removeAll deletes the targets group by group and waits for each group.
func (d *Deployer) removeAll(ctx context.Context, targets []target, propagation func(id) string, report func(deploy.Event)) error {
	for _, group := range byDeparture(targets) {
		err := each(group, func(t target) error { return d.remove(ctx, t, propagation(t.id)) })
		if err == nil {
			err = d.gone(ctx, group)
		}
		if err != nil {
			return err
		}
		for _, t := range group {
			report(deploy.Event{Type: deploy.UnitChanged, What: t.String(), Verb: deploy.Delete})
		}
	}
	return nil
}

// remove asks the server to delete one object; it may still be there
// afterwards. One that somebody made in its place meanwhile is left alone.
func (d *Deployer) remove(ctx context.Context, t target, propagation string) error {
	options := map[string]any{"apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": propagation}
	if t.uid != "" {
		options["preconditions"] = map[string]string{"uid": t.uid}
	}
	body, err := json.Marshal(options)
	if err != nil {
		return err
	}
	_, _, err = d.client.do(ctx, call{
		method: http.MethodDelete, path: t.res.path(t.namespace, t.name), accept: acceptMetadata, content: acceptAll, body: body,
	})
	// A conflict: another one is there, or a namespace is on its way already.
	if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) {
		return problem(t.id, err)
	}
	return nil
}

// claims knows which unit of the assembly asks for an object, read only when
// something is about to be pruned.
type claims struct {
	assembly *assembly.Assembly
	where    string // units that go elsewhere claim nothing in this cluster
	once     sync.Once
	by       map[id][]assembly.UnitID
}

// elsewhere reports whether another unit asks for the object.
func (c *claims) elsewhere(o id, unit assembly.UnitID) bool {
	if c.assembly == nil {
		return false
	}
	c.once.Do(c.load)
	return slices.ContainsFunc(c.by[o], func(u assembly.UnitID) bool { return u != unit })
}

// load ignores files that cannot be read: their own unit reports that.
func (c *claims) load() {
	c.by = map[id][]assembly.UnitID{}
	for i := range c.assembly.Units {
		u := &c.assembly.Units[i]
		if u.Kind != assembly.Kubernetes || c.where != "" && u.Where != c.where {
			continue
		}
		objects, _ := read(u)
		for _, o := range objects {
			c.by[o.id] = append(c.by[o.id], u.ID)
		}
	}
}
