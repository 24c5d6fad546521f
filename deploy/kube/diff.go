package kube

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"sigs.k8s.io/json"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// work is what Diff found out and Apply carries out.
type work struct {
	unit  *assembly.Unit
	todo  []*step  // objects to create or update
	prune []target // objects to delete
	kept  []id     // objects that are no longer asked for and stay, they were there before
	old   *inventory
	next  *inventory // what will have been applied; Apply adds who owns what
}

// step is one object to create or update.
type step struct {
	*object
	change  deploy.Change
	leaving string // uid of the one that is there, is being deleted and must be gone first
}

// Diff compares the unit's objects to those in the cluster. It asks the server
// for a dry run only about objects that cannot be told to be the same.
func (d *Deployer) Diff(ctx context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	if err := d.tenant.check(ctx, d); err != nil {
		return nil, err
	}
	if err := d.rivals.check(ctx, d); err != nil {
		return nil, err
	}
	objects, err := d.prepare(ctx, u)
	if err != nil {
		return nil, err
	}
	w := &work{unit: u}
	var live map[id]map[string]any
	err = each([]func() error{
		func() (err error) { w.old, err = d.inventoryOf(ctx, u.ID); return err },
		func() (err error) { live, err = d.client.live(ctx, served(objects)); return err },
	}, func(f func() error) error { return f() })
	if err != nil {
		return nil, err
	}
	if err := d.refuseTaken(ctx, objects, live); err != nil {
		return nil, err
	}
	w.next = d.nextInventory(u, w.old, objects)
	steps, err := d.judgeAll(ctx, objects, live, w)
	if err != nil {
		return nil, err
	}
	w.todo = steps
	if w.prune, w.kept, err = d.leftovers(ctx, w, objects); err != nil {
		return nil, err
	}
	return w.plan(len(objects) - len(steps)), nil
}

// plan lists the changes in the order people read: as applied, then deleted.
func (w *work) plan(same int) *deploy.Plan {
	p := &deploy.Plan{Unit: w.unit, Same: same, Private: w, Outputs: deploy.Outputs{}}
	for _, s := range w.todo {
		p.Changes = append(p.Changes, s.change)
	}
	for _, t := range w.prune {
		p.Changes = append(p.Changes, deploy.Change{Verb: deploy.Delete, What: t.String(), Loses: t.holdsData()})
	}
	if len(p.Changes) == 0 && !w.recorded() {
		verb := deploy.Update
		if w.old.version == "" {
			verb = deploy.Create
		}
		p.Changes = []deploy.Change{{Verb: verb, What: "ConfigMap " + SystemNamespace + "/" + inventoryName(w.unit.ID)}}
	}
	return p
}

// recorded reports whether the inventory in the cluster says what is there, and
// what has to outlive it.
func (w *work) recorded() bool {
	if w.old.version != "" && !w.old.placedAs(w.next) {
		return false
	}
	if len(w.old.entries) != len(w.next.entries) || w.old.version == "" && len(w.next.entries) > 0 {
		return false
	}
	for o, e := range w.next.entries {
		if was := w.old.entries[o]; was.hash != e.hash {
			return false
		}
	}
	return true
}

// prepare reads the unit and finds out where its objects are served.
func (d *Deployer) prepare(ctx context.Context, u *assembly.Unit) ([]*object, error) {
	objects, err := read(u)
	if err != nil {
		return nil, fmt.Errorf("reading the manifests: %w", err)
	}
	known, err := d.resources(ctx, objects)
	if err != nil {
		return nil, err
	}
	for _, o := range objects {
		o.res, o.served = known[o.kindOf()]
		o.place()
		o.own(d.opts.Owner)
		if err := o.seal(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(objects, func(a, b *object) int { return cmp.Compare(stageOf(a.id), stageOf(b.id)) })
	d.reads.keep(u, objects)
	return objects, nil
}

// resources finds every kind of the objects once; those that are not served are
// left out, and asked for again the next time.
func (d *Deployer) resources(ctx context.Context, objects []*object) (map[kindOf]resource, error) {
	known := definitions(objects)
	asked := map[kindOf]bool{}
	for _, o := range objects {
		k := o.kindOf()
		if _, ok := known[k]; ok || asked[k] {
			continue
		}
		asked[k] = true
		r, ok, err := d.mapper.find(ctx, k)
		if err != nil {
			return nil, err
		}
		if ok {
			known[k] = r
		}
	}
	for k := range asked {
		d.mapper.forget(k)
	}
	return known, nil
}

// place gives the namespace that kubectl would: "default" where one is missing,
// none where the kind has none.
func (o *object) place() {
	if !o.served {
		return
	}
	meta := o.content["metadata"].(map[string]any)
	switch {
	case o.res.namespaced && o.namespace == "":
		o.namespace = "default"
		meta["namespace"] = o.namespace
	case !o.res.namespaced && o.namespace != "":
		o.namespace = ""
		delete(meta, "namespace")
	}
}

func served(objects []*object) []target {
	var targets []target
	for _, o := range objects {
		if o.served {
			targets = append(targets, target{id: o.id, res: o.res})
		}
	}
	return targets
}

// judgeAll finds the objects that differ, in the order of objects.
func (d *Deployer) judgeAll(ctx context.Context, objects []*object, live map[id]map[string]any, w *work) ([]*step, error) {
	steps := make([]*step, len(objects))
	indices := make([]int, len(objects))
	for i := range indices {
		indices[i] = i
	}
	err := each(indices, func(i int) (err error) {
		o := objects[i]
		e, known := w.old.entries[o.id]
		steps[i], err = d.judge(ctx, o, live[o.id], e, known)
		return err
	})
	for i, o := range objects {
		if steps[i] == nil {
			w.next.entries[o.id] = entry{o.version, o.hash, owned(live[o.id]), o.adopted}
		}
	}
	return slices.DeleteFunc(steps, func(s *step) bool { return s == nil }), err
}

// judge is the step an object needs, nil for none.
func (d *Deployer) judge(ctx context.Context, o *object, live map[string]any, e entry, known bool) (*step, error) {
	if live == nil || metaString(live, "deletionTimestamp") != "" {
		return &step{object: o, leaving: metaString(live, "uid"), change: deploy.Change{
			Verb: deploy.Create, What: o.id.String(), Drift: known && e.hash == o.hash, Diff: d.text(o.id, nil, o.content),
		}}, nil
	}
	if d.adopted(live, e, known) {
		if err := o.adopt(); err != nil {
			return nil, err
		}
	}
	applied, equal := e.hash == o.hash, holds(o.content, live)
	if applied && equal && e.owned == owned(live) {
		return nil, nil
	}
	change := deploy.Change{Verb: deploy.Update, What: o.id.String(), Drift: known && applied, Adopts: d.foreign(live, e, known)}
	if !applied && !equal && !d.opts.Texts {
		// What is asked for has changed and it shows: the dry run would say the same.
		return &step{object: o, change: change}, nil
	}
	dry, err := d.dryRun(ctx, o)
	if err != nil {
		return nil, err
	}
	if same(dry, live) {
		return nil, nil
	}
	change.Diff = d.text(o.id, live, dry)
	if change.Adopts && change.Diff != "" {
		change.Diff = "adopts " + o.id.String() + ": it was there before and will never be deleted\n" + change.Diff
	}
	return &step{object: o, change: change}, nil
}

// dryRun is what the server would make of the object.
func (d *Deployer) dryRun(ctx context.Context, o *object) (map[string]any, error) {
	query := url.Values{"fieldManager": {FieldManager}, "force": {"true"}, "dryRun": {"All"}}
	body, _, err := d.client.do(ctx, call{
		method: http.MethodPatch, path: o.res.path(o.namespace, o.name), query: query, accept: acceptAll, content: applyPatch, body: o.body,
	})
	if err != nil {
		return nil, problem(o.id, err)
	}
	dry := map[string]any{}
	if err := json.UnmarshalCaseSensitivePreserveInts(body, &dry); err != nil {
		return nil, fmt.Errorf("%s: reading the dry run: %w", o.id, err)
	}
	return dry, nil
}

// nextInventory is the inventory after a run, its objects still to come.
func (d *Deployer) nextInventory(u *assembly.Unit, old *inventory, objects []*object) *inventory {
	return &inventory{
		unit: u.ID, platform: d.opts.Owner, where: u.Where, origin: u.Origin, after: u.After,
		entries: make(map[id]entry, len(objects)), version: old.version,
	}
}

// Contents is the plan of a unit whose cluster is not there yet: all new.
func Contents(u *assembly.Unit) (*deploy.Plan, error) {
	objects, err := read(u)
	if err != nil {
		return nil, fmt.Errorf("reading the manifests: %w", err)
	}
	p := &deploy.Plan{Unit: u}
	for _, o := range objects {
		p.Changes = append(p.Changes, deploy.Change{Verb: deploy.Create, What: o.id.String(), Diff: diffText(o.id, nil, o.content)})
	}
	return p, nil
}
