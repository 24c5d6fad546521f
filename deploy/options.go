package deploy

import (
	"context"
	"sync"
	"time"

	"slipway.dev/slipway/assembly"
)

// DefaultTimeout bounds applying or deleting a unit that sets no Timeout.
const DefaultTimeout = 2 * time.Minute

// Options say how an assembly is executed.
type Options struct {
	// Deployers finds the deployer of a unit by its Kind and Where. It is
	// called when the unit starts, so it may need what earlier units made, and
	// from several goroutines. An error that wraps ErrAbsent says that there
	// is nothing at Where yet.
	Deployers func(u *assembly.Unit) (Deployer, error)
	// Contents lists what a unit would create when there is nothing to compare
	// it to. nil, or a nil plan: the unit is shown as one change.
	Contents func(u *assembly.Unit) (*Plan, error)
	// Orphans finds units that were applied once and are no longer in the
	// assembly, with everything a deployer needs to delete them. Run deletes
	// them when everything else has succeeded, Destroy before anything else.
	// nil: nobody looks.
	Orphans func(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error)
	// Parallel bounds how many units are worked on at a time; those that only
	// wait for a gate do not count. 0 means 8.
	Parallel int
	// Report hears what happens, one event at a time. nil: nobody listens.
	Report func(Event)
}

func (o Options) parallel() int {
	if o.Parallel > 0 {
		return o.Parallel
	}
	return 8
}

// reporter makes one listener safe for many units.
type reporter struct {
	mu     sync.Mutex
	listen func(Event)
}

func (r *reporter) report(e Event) {
	if r.listen == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	r.listen(e)
}

// of fills the unit in, so that a deployer need not.
func (r *reporter) of(id assembly.UnitID) func(Event) {
	return func(e Event) {
		e.Unit = id
		r.report(e)
	}
}

func timeout(u *assembly.Unit) time.Duration {
	if u.Timeout > 0 {
		return u.Timeout
	}
	return DefaultTimeout
}
