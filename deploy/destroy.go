package deploy

import (
	"context"
	"errors"
	"fmt"

	"slipway.dev/slipway/assembly"
)

// Destroy deletes every unit, dependants first, in parallel. A unit that
// cannot be deleted keeps what it needs alive (its finalizers may need the
// controller below it); everything else goes on. The error is a *RunError.
func Destroy(ctx context.Context, a *assembly.Assembly, opts Options) error {
	g, err := newGraph(a.Units)
	if err != nil {
		return fmt.Errorf("ordering the units: %w", err)
	}
	r := &run{graph: g, opts: opts, events: &reporter{listen: opts.Report}}
	if err := r.deleteOrphans(ctx, a); err != nil && !errors.Is(err, ErrAbsent) {
		return err
	}
	return r.walk(ctx, g.reversed(), r.delete)
}

// delete removes one unit, within its timeout.
func (r *run) delete(ctx context.Context, u *assembly.Unit, _ func()) (EventType, error) {
	d, err := r.opts.Deployers(u)
	if errors.Is(err, ErrAbsent) {
		return UnitUnchanged, nil
	}
	if err != nil {
		return UnitFailed, fmt.Errorf("reaching %s: %w", u.Where, err)
	}
	within := timeout(u)
	bounded, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := d.Delete(bounded, u, r.events.of(u.ID)); err != nil {
		return UnitFailed, late(ctx, bounded, within, "deleting", err)
	}
	return UnitDone, nil
}
