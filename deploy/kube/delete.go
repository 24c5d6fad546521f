package kube

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// leave is the order in which objects of one unit go. Each step waits for the
// one before it: a custom resource needs its controller for its finalizers,
// and the controller its rights.
type leave int

const (
	gates leave = iota // webhooks, which could refuse all that follows
	customResources
	workloads
	foundations // definitions, rights, classes
	namespaces
	numLeaves = int(namespaces) + 1
)

func departure(o id) leave {
	switch {
	case o.group == groupAdmission:
		return gates
	case o.group == "" && o.kind == "Namespace":
		return namespaces
	case !builtIn(o.group):
		return customResources
	case stageOf(o) == first || o.group == groupRBAC || o.kind == "ServiceAccount":
		return foundations
	default:
		return workloads
	}
}

// byDeparture groups targets that may go at once.
func byDeparture(targets []target) [][]target {
	groups := make([][]target, numLeaves)
	for _, t := range targets {
		groups[departure(t.id)] = append(groups[departure(t.id)], t)
	}
	return slices.DeleteFunc(groups, func(g []target) bool { return len(g) == 0 })
}

func compareIDs(a, b id) int {
	return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.kind, b.kind), cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
}

// Delete removes everything the unit has ever made and still owns, by its
// inventory alone, and waits until it is gone. Then the inventory goes too,
// and with the last one of any platform the namespace of inventories. A
// unit without one is gone already.
func (d *Deployer) Delete(ctx context.Context, u *assembly.Unit, report func(deploy.Event)) error {
	if err := d.tenant.check(ctx, d); err != nil {
		return err
	}
	inv, err := d.inventoryOf(ctx, u.ID)
	if err != nil {
		return err
	}
	if inv.version == "" {
		return d.vacate(ctx)
	}
	targets, kept, err := d.deletable(ctx, inv, inv.sorted())
	if err != nil {
		return err
	}
	if err := d.removeAll(ctx, targets, propagation, report); err != nil {
		return err
	}
	sayKept(inv, kept, report)
	if err := d.forgetInventory(ctx, inv); err != nil {
		return err
	}
	return d.vacate(ctx)
}

// propagation waits for the pods of workloads: what the unit is After may be
// what they need to end well.
func propagation(o id) string {
	if o.group == "apps" || o.group == "batch" {
		return "Foreground"
	}
	return "Background"
}

// gone waits until the objects are no longer there.
func (d *Deployer) gone(ctx context.Context, targets []target) error {
	return each(targets, func(t target) error {
		every, began := pollEvery/2, time.Now()
		var last map[string]any
		for {
			meta := map[string]any{}
			err := d.client.get(ctx, t.res.path(t.namespace, t.name), acceptMetadata, nil, &meta)
			switch {
			case apierrors.IsNotFound(err):
				return nil
			case err == nil && t.uid != "" && metaString(meta, "uid") != t.uid:
				return nil // it was made in its place, as the service account default always is
			case err == nil:
				last = meta
			case ctx.Err() == nil:
				return problem(t.id, err)
			}
			if pause(ctx, every) != nil {
				return remains(t, last, time.Since(began))
			}
			every = min(every*3/2, time.Second)
		}
	})
}

// remains says why an object is still there.
func remains(t target, last map[string]any, waited time.Duration) error {
	waited = waited.Round(time.Second)
	meta, _ := last["metadata"].(map[string]any)
	listed, _ := meta["finalizers"].([]any)
	var finalizers []string
	for _, f := range listed {
		if s, ok := f.(string); ok {
			finalizers = append(finalizers, s)
		}
	}
	if t.kind == "Namespace" {
		return fmt.Errorf("%s is still being deleted after %s; see what holds it: kubectl get namespace %s -o jsonpath='{.status.conditions}'", t.id, waited, t.name)
	}
	if len(finalizers) == 0 {
		return fmt.Errorf("%s is still there after %s: %w", t.id, waited, errStillThere)
	}
	return fmt.Errorf("%s is still there after %s: its finalizers wait for their controller: %s\nIf that controller will never run again: kubectl patch %s %s%s --type=merge -p '{\"metadata\":{\"finalizers\":null}}'",
		t.id, waited, strings.Join(finalizers, ", "), resourceArg(t.res), t.name, inNamespace(t.id))
}

var errStillThere = errors.New("the server has not removed it yet")

// resourceArg names a resource on kubectl's command line without ambiguity.
func resourceArg(r resource) string {
	if r.group == "" {
		return r.plural
	}
	return r.plural + "." + r.group
}

// Orphans are the units of this platform that this cluster still holds and the
// assembly no longer has: removed add-ons and teams. Delete needs no more than
// what is in them.
func (d *Deployer) Orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
	wanted := make(map[assembly.UnitID]bool, len(a.Units))
	for _, u := range a.Units {
		wanted[u.ID] = true
	}
	inventories, err := d.Inventories(ctx)
	if err != nil {
		return nil, err
	}
	var orphans []assembly.Unit
	for _, inv := range inventories {
		if wanted[inv.Unit] || d.opts.Where != "" && inv.Where != d.opts.Where {
			continue
		}
		orphans = append(orphans, assembly.Unit{
			ID: inv.Unit, Kind: assembly.Kubernetes, Where: inv.Where, After: inv.After, Origin: inv.Origin,
		})
	}
	return orphans, nil
}
