package deploy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"slipway.dev/slipway/assembly"
)

// Run applies every unit of the assembly: each as soon as all it is After are
// applied and hold, in parallel. A unit that is as asked for is left alone, but
// its gates must hold all the same. A failed unit stops its dependants only.
// The error is a *RunError, except when the assembly itself cannot be run.
func Run(ctx context.Context, a *assembly.Assembly, opts Options) error {
	g, err := newGraph(a.Units)
	if err != nil {
		return fmt.Errorf("ordering the units: %w", err)
	}
	r := &run{graph: g, opts: opts, events: &reporter{listen: opts.Report}}
	if err := r.walk(ctx, g, r.apply); err != nil {
		return err
	}
	return r.deleteOrphans(ctx, a)
}

// run is one execution of an assembly.
type run struct {
	*graph
	opts    Options
	events  *reporter
	outputs known
}

// walk takes every unit of g through step and gathers what went wrong.
func (r *run) walk(ctx context.Context, g *graph, step func(context.Context, *assembly.Unit, func()) (EventType, error)) error {
	w := &walk{graph: g, parallel: r.opts.parallel()}
	w.step = func(i int, release func()) error {
		u, began := &g.units[i], time.Now()
		r.events.report(Event{Type: UnitStarted, Unit: u.ID})
		ended, err := step(ctx, u, release)
		e := Event{Type: ended, Unit: u.ID, Elapsed: time.Since(began)}
		if err != nil {
			e.Type, e.Message = UnitFailed, err.Error()
		}
		r.events.report(e)
		return err
	}
	w.skip = func(i, failed int) {
		r.events.report(Event{Type: UnitSkipped, Unit: g.units[i].ID, Message: fmt.Sprintf("%s failed", g.units[failed].ID)})
	}
	return runError(ctx, g, w.run(ctx))
}

func runError(ctx context.Context, g *graph, res result) error {
	e := &RunError{}
	for i, err := range res.errs {
		if err != nil {
			u := &g.units[i]
			e.Errors = append(e.Errors, UnitError{Unit: u.ID, Kind: u.Kind, Where: u.Where, Origin: u.Origin, Err: err})
		}
	}
	for _, i := range res.skipped {
		e.Skipped = append(e.Skipped, g.units[i].ID)
	}
	if len(res.unstarted) > 0 {
		e.Stopped = context.Cause(ctx)
		for _, i := range res.unstarted {
			e.Unstarted = append(e.Unstarted, g.units[i].ID)
		}
	}
	if len(e.Errors) == 0 && e.Stopped == nil {
		return nil
	}
	return e
}

// apply brings one unit to what is asked for and waits until its gates hold.
func (r *run) apply(ctx context.Context, u *assembly.Unit, release func()) (EventType, error) {
	filled, err := r.outputs.fill(u)
	if err != nil {
		return UnitFailed, err
	}
	d, err := r.opts.Deployers(filled)
	if err != nil {
		return UnitFailed, fmt.Errorf("reaching %s: %w", u.Where, err)
	}
	ended, outputs, err := r.converge(ctx, d, filled)
	if err != nil {
		return UnitFailed, err
	}
	r.outputs.set(u.ID, outputs)
	release()
	if err := r.hold(ctx, d, filled); err != nil {
		return UnitFailed, err
	}
	return ended, nil
}

// converge compares and applies, within the unit's own timeout.
func (r *run) converge(ctx context.Context, d Deployer, u *assembly.Unit) (EventType, Outputs, error) {
	within := timeout(u)
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	p, err := d.Diff(bounded, u)
	if err != nil {
		return "", nil, late(ctx, bounded, within, "comparing", err)
	}
	if p.Empty() {
		return UnitUnchanged, p.Outputs, nil
	}
	outputs, err := d.Apply(bounded, p, r.events.of(u.ID))
	if err != nil {
		return "", nil, late(ctx, bounded, within, "applying", err)
	}
	return UnitDone, outputs, nil
}

// late says so when it was the unit's own timeout that ended the work.
func late(ctx, bounded context.Context, within time.Duration, doing string, err error) error {
	if ctx.Err() == nil && errors.Is(bounded.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s took longer than %s: %w", doing, within, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// deleteOrphans removes the units that are no longer asked for, dependants first.
func (r *run) deleteOrphans(ctx context.Context, a *assembly.Assembly) error {
	if r.opts.Orphans == nil {
		return nil
	}
	units, err := r.opts.Orphans(ctx, a)
	if err != nil {
		return fmt.Errorf("looking for units that are no longer in the assembly: %w", err)
	}
	g, err := newGraph(within(units))
	if err != nil {
		return fmt.Errorf("ordering units that are no longer in the assembly: %w", err)
	}
	return r.walk(ctx, g.reversed(), r.delete)
}

// within drops the edges that lead out of the units.
func within(units []assembly.Unit) []assembly.Unit {
	inside := map[assembly.UnitID]bool{}
	for _, u := range units {
		inside[u.ID] = true
	}
	out := make([]assembly.Unit, len(units))
	for i, u := range units {
		out[i] = u
		out[i].After, out[i].Bind, out[i].Gates = nil, nil, nil
		for _, id := range u.After {
			if inside[id] {
				out[i].After = append(out[i].After, id)
			}
		}
	}
	return out
}
