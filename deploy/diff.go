package deploy

import (
	"context"
	"errors"
	"fmt"

	"slipway.dev/slipway/assembly"
)

// Diff compares every unit to what is there, and changes nothing. The plans
// are in the assembly's order, with nil for a unit that could not be compared,
// then one for each unit that is no longer in the assembly; the error wraps a
// *RunError about those that could not be compared. What is not there yet is all new, and
// so is a unit bound to a value that only applying another one makes.
func Diff(ctx context.Context, a *assembly.Assembly, opts Options) ([]*Plan, error) {
	g, err := newGraph(a.Units)
	if err != nil {
		return nil, fmt.Errorf("ordering the units: %w", err)
	}
	r := &run{graph: g, opts: opts, events: &reporter{}}
	plans, errs := make([]*Plan, len(g.units)), make([]error, len(g.units))
	w := &walk{graph: g, parallel: opts.parallel()}
	w.step = func(i int, _ func()) error {
		plans[i], errs[i] = r.compare(ctx, &g.units[i])
		if errs[i] == nil {
			r.outputs.set(g.units[i].ID, plans[i].Outputs)
		}
		return nil // a unit that cannot be compared must not hide the others
	}
	res := w.run(ctx)
	res.errs = errs
	orphans, err := r.orphanPlans(ctx, a)
	return append(plans, orphans...), errors.Join(runError(ctx, g, res), err)
}

// orphanPlans shows what Run would delete after everything else.
func (r *run) orphanPlans(ctx context.Context, a *assembly.Assembly) ([]*Plan, error) {
	if r.opts.Orphans == nil {
		return nil, nil
	}
	units, err := r.opts.Orphans(ctx, a)
	if errors.Is(err, ErrAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for units that are no longer in the assembly: %w", err)
	}
	var plans []*Plan
	for i := range units {
		plans = append(plans, &Plan{Unit: &units[i], Changes: []Change{{Verb: Delete, What: "unit " + string(units[i].ID)}}})
	}
	return plans, nil
}

func (r *run) compare(ctx context.Context, u *assembly.Unit) (*Plan, error) {
	filled, err := r.outputs.fill(u)
	if err != nil {
		return r.contents(u)
	}
	d, err := r.opts.Deployers(filled)
	if errors.Is(err, ErrAbsent) {
		return r.contents(filled)
	}
	if err != nil {
		return nil, fmt.Errorf("reaching %s: %w", u.Where, err)
	}
	within := timeout(u)
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	p, err := d.Diff(bounded, filled)
	if errors.Is(err, ErrAbsent) {
		return r.contents(filled)
	}
	if err != nil {
		return nil, late(ctx, bounded, within, "comparing", err)
	}
	return p, nil
}

// contents is the plan of a unit that has nothing to be compared to.
func (r *run) contents(u *assembly.Unit) (*Plan, error) {
	if r.opts.Contents != nil {
		p, err := r.opts.Contents(u)
		if p != nil || err != nil {
			return p, err
		}
	}
	return &Plan{Unit: u, Changes: []Change{{Verb: Create, What: "unit " + string(u.ID)}}}, nil
}
