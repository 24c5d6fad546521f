package rollout

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Flagger has no verbs. What stands in for them:
//
//   - promote: the gate that it waits at; with full spec.skipAnalysis until it
//     is done
//   - abort: status.failedChecks at its limit, which Flagger takes for what it
//     looks like. The documented way, the old template in the target, is what
//     Argo CD takes back.
//   - pause, resume: spec.suspend

// settle is how long an engine may take to do what it was asked: some of its
// own intervals. look is how often it is asked whether it has.
const (
	settle = 10 * time.Minute
	look   = time.Second
)

func (f flagger) promote(ctx context.Context, r *rollout, full bool) error {
	c, err := as[canary](r.object)
	if err != nil {
		return err
	}
	st, err := r.read(ctx)
	if err != nil {
		return err
	}
	switch {
	case st.Phase.Over():
		return cannot("", "nothing is being rolled out: %s is %s", r.workload(), st.Phase)
	case st.Phase == Paused:
		return cannot("'slipway rollout resume' goes on.", "%s is paused, and Flagger does nothing with it", r.workload())
	case st.Phase == Promoting:
		return cannot("", "%s is being promoted already", r.workload())
	case full && c.Status.Phase != "Waiting":
		return f.skip(ctx, r)
	case full || st.Phase == Waiting:
		return f.openGate(ctx, r, c)
	}
	return cannot("Flagger goes on by itself while the metrics are good. --full promotes without looking at them any longer.", "%s waits for nobody", r.workload())
}

// skip has Flagger promote without analysis, and takes that back when it is done,
// so that the next version is looked at again.
func (flagger) skip(ctx context.Context, r *rollout) (err error) {
	if err := r.set(ctx, true, "spec", "skipAnalysis"); err != nil {
		return err
	}
	defer func() {
		back, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second) // also when interrupted
		defer cancel()
		patch := `{"spec":{"skipAnalysis":null}}`
		if e := r.patch(back, r.gvr, r.object.GetNamespace(), r.workload(), patch); e != nil {
			err = errors.Join(err, fmt.Errorf("spec.skipAnalysis of %s stays: %w", r.workload(), e))
		}
	}()
	return r.until(ctx, "Flagger to promote "+r.workload(), func(c *canary) (bool, error) {
		switch c.Status.Phase {
		case "Failed":
			return false, fmt.Errorf("%s was not promoted: its pods do not become ready", r.workload())
		case "Succeeded":
			return true, nil
		}
		return false, nil
	})
}

func (f flagger) abort(ctx context.Context, r *rollout) error {
	c, err := as[canary](r.object)
	if err != nil {
		return err
	}
	switch c.Status.Phase {
	case "Progressing", "WaitingPromotion":
	case "Waiting":
		return cannot("Take the commit back: git revert. Or leave the gate closed.", "%s has not begun: it waits at%s", r.workload(), c.gateNamed("confirm-rollout"))
	case "Promoting", "Finalising":
		return cannot("Take the commit back: git revert.", "%s is being promoted already", r.workload())
	default:
		return cannot("'git revert' brings the version before.", "nothing is being rolled out: %s is %s", r.workload(), strings.ToLower(c.Status.Phase))
	}
	if err := r.set(ctx, false, "spec", "suspend"); err != nil { // a suspended one is not rolled back
		return err
	}
	patch := fmt.Sprintf(`{"status":{"failedChecks":%d}}`, max(c.Spec.Analysis.Threshold, 1))
	return r.until(ctx, "Flagger to roll "+r.workload()+" back", func(now *canary) (bool, error) {
		switch now.Status.Phase {
		case "Failed":
			return true, nil
		case "Progressing", "WaitingPromotion":
			// A look that was under way writes its own number over ours.
			if now.Status.FailedChecks < c.Spec.Analysis.Threshold || now.Status.FailedChecks == 0 {
				return false, r.patch(ctx, r.gvr, r.object.GetNamespace(), r.workload(), patch, "status")
			}
			return false, nil
		}
		return false, fmt.Errorf("%s went on to %s before it could be aborted", r.workload(), now.Status.Phase)
	})
}

// until looks at the Canary until it is as done wants it.
func (r *rollout) until(ctx context.Context, what string, done func(*canary) (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, settle)
	defer cancel()
	for {
		u, err := r.get(ctx, r.gvr, r.object.GetNamespace(), r.workload())
		if err != nil {
			return err
		}
		if u == nil {
			return fmt.Errorf("%w: %s was deleted", ErrNone, r.workload())
		}
		c, err := as[canary](u)
		if err != nil {
			return err
		}
		if ok, err := done(c); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, context.Cause(ctx))
		case <-time.After(look):
		}
	}
}

func (flagger) pause(ctx context.Context, r *rollout) error {
	return r.set(ctx, true, "spec", "suspend")
}

func (flagger) resume(ctx context.Context, r *rollout) error {
	c, err := as[canary](r.object)
	if err != nil {
		return err
	}
	if !c.Spec.Suspend && c.Status.Phase == "Failed" {
		return cannot("A new commit starts a new rollout.", "Flagger does not try a refused version again")
	}
	return r.set(ctx, false, "spec", "suspend")
}

func (f flagger) undo(ctx context.Context, r *rollout, to string) error {
	c, err := as[canary](r.object)
	if err != nil {
		return err
	}
	if to == "" && (c.Status.Phase == "Progressing" || c.Status.Phase == "WaitingPromotion") {
		return f.abort(ctx, r)
	}
	target, revisions, err := r.flaggerTarget(ctx, c)
	if err != nil {
		return err
	}
	if target == nil {
		return r.noTarget()
	}
	return r.restore(ctx, deployments, c.Spec.TargetRef.Name, revisions, to, "pod-template-hash")
}

// gates are the webhooks by the phase in which Flagger asks them.
var gates = map[string]string{"Waiting": "confirm-rollout", "WaitingPromotion": "confirm-promotion", "Progressing": "confirm-traffic-increase"}

// openGate opens the gate that Flagger waits at, closing it behind: a gate that
// stays open would let every later version through. Only gates of Flagger's own
// load tester can be opened from outside.
func (flagger) openGate(ctx context.Context, r *rollout, c *canary) error {
	kind := gates[c.Status.Phase]
	for _, w := range c.Spec.Analysis.Webhooks {
		if w.Type != kind {
			continue
		}
		proxy, ok := gateProxy(w.URL, r.object.GetNamespace())
		if !ok {
			return cannot("Agree where that is served.", "%s waits for the gate %s, which answers at %s", r.workload(), w.Name, w.URL)
		}
		if err := r.post(ctx, proxy+"open"); err != nil {
			return fmt.Errorf("opening the gate %s (%s): %w", w.Name, w.URL, err)
		}
		return r.passed(ctx, c, proxy)
	}
	return cannot("", "%s waits at a gate of the kind %s, and its Canary has none", r.workload(), kind)
}

// passed waits until Flagger has gone through the gate, and closes it.
func (r *rollout) passed(ctx context.Context, before *canary, proxy string) (err error) {
	defer func() {
		back, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		if e := r.post(back, proxy+"close"); e != nil {
			err = errors.Join(err, fmt.Errorf("closing the gate again: %w", e))
		}
	}()
	return r.until(ctx, "Flagger to pass the gate", func(now *canary) (bool, error) {
		a, b := before.Status, now.Status
		return a.Phase != b.Phase || a.CanaryWeight != b.CanaryWeight || a.Iterations != b.Iterations, nil
	})
}

// post tells the load tester which Canary is meant.
func (r *rollout) post(ctx context.Context, path string) error {
	body, err := json.Marshal(map[string]string{"name": r.workload(), "namespace": r.object.GetNamespace()})
	if err != nil {
		return err
	}
	return r.raw.Post().AbsPath(path).SetHeader("Content-Type", "application/json").Body(bytes.NewReader(body)).Do(ctx).Error()
}

// gateProxy is the way to a gate of a load tester through the API server, up to
// the verb: http://flagger-loadtester.test:80/gate/check is asked by Flagger.
func gateProxy(gate, namespace string) (string, bool) {
	u, err := url.Parse(gate)
	if err != nil || u.Scheme != "http" || !strings.HasSuffix(u.Path, "/gate/check") {
		return "", false
	}
	host := strings.Split(strings.TrimSuffix(strings.TrimSuffix(u.Hostname(), ".cluster.local"), ".svc"), ".")
	if len(host) > 2 {
		return "", false
	}
	if len(host) == 2 {
		namespace = host[1]
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	return fmt.Sprintf("/api/v1/namespaces/%s/services/http:%s:%s/proxy%s", namespace, host[0], port, strings.TrimSuffix(u.Path, "check")), true
}
