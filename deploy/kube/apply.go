package kube

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/json"

	"slipway.dev/slipway/deploy"
)

// unservedPatience is how long a kind may be unknown to a server whose
// definitions are all there: it publishes a new one within a second or two.
const unservedPatience = 10 * time.Second

// Apply carries out a plan of Diff, stage by stage, everything within a stage
// at once. Killed anywhere, the next run finishes it: the inventory names new
// objects before they are made.
func (d *Deployer) Apply(ctx context.Context, p *deploy.Plan, report func(deploy.Event)) (deploy.Outputs, error) {
	w, ok := p.Private.(*work)
	if !ok {
		return nil, fmt.Errorf("the plan is not one of this deployer")
	}
	if err := d.announce(ctx, w); err != nil {
		return nil, err
	}
	w.sayAdopted(report)
	for s := range stage(numStages) {
		if err := d.applyStage(ctx, w, s, report); err != nil {
			return nil, err
		}
	}
	if err := d.pruneAll(ctx, w, report); err != nil {
		return nil, err
	}
	sayKept(w.old, w.kept, report)
	if !w.recorded() || len(w.todo) > 0 && !maps.Equal(w.old.entries, w.next.entries) {
		if err := d.store(ctx, w.next); err != nil {
			return nil, err
		}
	}
	return deploy.Outputs{}, nil
}

// announce writes new objects into the inventory before they exist.
func (d *Deployer) announce(ctx context.Context, w *work) error {
	union := *w.next
	union.entries = maps.Clone(w.old.entries)
	added := false
	for _, s := range w.todo {
		if _, known := union.entries[s.id]; !known {
			union.entries[s.id], added = entry{s.version, notApplied, notApplied, s.adopted}, true
		}
	}
	if !added {
		return nil
	}
	if err := d.store(ctx, &union); err != nil {
		return err
	}
	w.next.version = union.version
	return nil
}

// applyStage applies what belongs to one stage and, after the first one, waits
// until the kinds it defines are served.
func (d *Deployer) applyStage(ctx context.Context, w *work, s stage, report func(deploy.Event)) error {
	var steps []*step
	for _, step := range w.todo {
		if stageOf(step.id) == s {
			steps = append(steps, step)
		}
	}
	var mu sync.Mutex
	err := each(steps, func(step *step) error {
		owned, err := d.applyOne(ctx, step)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		w.next.entries[step.id] = entry{step.version, step.hash, owned, step.adopted}
		report(deploy.Event{Type: deploy.UnitChanged, What: step.id.String(), Verb: step.change.Verb, Message: drifted(step.change)})
		return nil
	})
	if err != nil || s != first {
		return err
	}
	return each(steps, func(step *step) error {
		if step.kind != kindCRD {
			return nil
		}
		return d.established(ctx, target{id: step.id, res: step.res}, definition(step.content))
	})
}

func drifted(c deploy.Change) string {
	if c.Drift {
		return "somebody else had changed it"
	}
	return ""
}

// applyOne applies one object by force: what is asked for wins over whoever
// set the same fields. It returns the digest of the fields that are ours now.
func (d *Deployer) applyOne(ctx context.Context, s *step) (string, error) {
	if err := d.locate(ctx, s.object); err != nil {
		return "", err
	}
	if s.leaving != "" {
		if err := d.gone(ctx, []target{{s.id, s.res, s.leaving}}); err != nil {
			return "", err
		}
	}
	req := call{
		method: http.MethodPatch, path: s.res.path(s.namespace, s.name), content: applyPatch, body: s.body,
		query: url.Values{"fieldManager": {FieldManager}, "force": {"true"}}, accept: acceptMetadata,
	}
	began := time.Now()
	for {
		answer, _, err := d.client.do(ctx, req)
		switch {
		case err == nil:
			meta := map[string]any{}
			if err := json.UnmarshalCaseSensitivePreserveInts(answer, &meta); err != nil {
				return "", fmt.Errorf("%s: reading the answer: %w", s.id, err)
			}
			return owned(meta), nil
		case apierrors.IsConflict(err) || unserved(err):
			// A write at the same moment, or a definition that one of the
			// server's parts does not know yet. Both pass.
			if time.Since(began) > unservedPatience || pause(ctx, pollEvery) != nil {
				return "", problem(s.id, err)
			}
		default:
			return "", problem(s.id, err)
		}
	}
}

// unserved reports a 404 for the path itself; a missing namespace is named.
func unserved(err error) bool {
	var status apierrors.APIStatus
	if !apierrors.IsNotFound(err) || !errors.As(err, &status) {
		return false
	}
	details := status.Status().Details
	return details == nil || details.Kind == ""
}

// locate finds out where an object is served whose definition came after Diff.
func (d *Deployer) locate(ctx context.Context, o *object) error {
	began := time.Now()
	for !o.served {
		var err error
		d.mapper.forget(o.kindOf())
		if o.res, o.served, err = d.mapper.find(ctx, o.kindOf()); err != nil {
			return problem(o.id, err)
		}
		if o.served {
			o.place()
			return o.seal()
		}
		if time.Since(began) > unservedPatience || pause(ctx, pollEvery) != nil {
			return fmt.Errorf("%s: the cluster has no kind %s in %s; the unit that defines it must come before this one (after)", o.id, o.kind, o.kindOf().apiVersion())
		}
	}
	return nil
}

// pause waits, or returns the error of a context that ended.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
