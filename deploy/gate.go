package deploy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"slipway.dev/slipway/assembly"
)

// grace is how long a gate may take before people hear that it is waited for.
const grace = 250 * time.Millisecond

// hold waits for all gates of a unit at once: they are conditions, not steps.
// Where that took long, all are asked a second time: what held early may have
// stopped holding while the last one was waited for.
func (r *run) hold(ctx context.Context, d Deployer, u *assembly.Unit) error {
	started := time.Now()
	err := r.holdAll(ctx, d, u)
	if err == nil && len(u.Gates) > 1 && time.Since(started) > grace {
		err = r.holdAll(ctx, d, u)
	}
	return err
}

func (r *run) holdAll(ctx context.Context, d Deployer, u *assembly.Unit) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // one gate that failed ends the wait for the others
	errs := make([]error, len(u.Gates))
	var wg sync.WaitGroup
	for i, g := range u.Gates {
		wg.Go(func() {
			if errs[i] = r.holdOne(ctx, d, u, g); errs[i] != nil {
				stop()
			}
		})
	}
	wg.Wait()
	return firstReal(errs)
}

func (r *run) holdOne(ctx context.Context, d Deployer, u *assembly.Unit, g assembly.Gate) error {
	waiting := time.AfterFunc(grace, func() {
		r.events.report(Event{Type: UnitWaiting, Unit: u.ID, What: gateName(g)})
	})
	defer waiting.Stop()
	bounded, cancel := context.WithTimeout(ctx, g.Within)
	defer cancel()
	err := d.Hold(bounded, u, g)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("stopped while the gate %q did not hold: %w", gateName(g), errors.Join(err, ctx.Err()))
	case bounded.Err() != nil:
		return fmt.Errorf("the gate %q did not hold within %s: %w\nsee: %s", gateName(g), g.Within, err, hint(u, g))
	default:
		return fmt.Errorf("the gate %q cannot hold: %w\nsee: %s", gateName(g), err, hint(u, g))
	}
}

// hint is the command that shows more about a gate: the events around its
// object, or the whole platform, which knows what became of each Application.
func hint(u *assembly.Unit, g assembly.Gate) string {
	cluster, inCluster := strings.CutPrefix(u.Where, "cluster:")
	if g.Object.Namespace == "" || g.Object.Kind == "Application" || !inCluster {
		return "slipway status"
	}
	return "slipway events --cluster " + cluster + " -n " + g.Object.Namespace
}

// firstReal prefers a gate that failed to those that were stopped because of it.
func firstReal(errs []error) error {
	var first error
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// gateName is a gate in a few words: "ready Deployment ns/name".
func gateName(g assembly.Gate) string {
	s := string(g.Kind)
	if !g.Object.IsZero() {
		s += " " + g.Object.String()
	}
	if g.Path != "" {
		s += " " + g.Path + " = " + g.Value
	}
	if g.URL != "" {
		s += " " + g.URL
	}
	return s
}
