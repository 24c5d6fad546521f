package deploy

import (
	"context"
	"slices"
)

// walk is one pass over a graph: every unit once, as soon as what it needs has
// succeeded, at most parallel at a time.
type walk struct {
	*graph
	parallel int
	// step works on one unit. It may call release when only waiting is left,
	// which gives its slot to another unit.
	step func(unit int, release func()) error
	// skip hears of a unit that is never started because another one failed.
	skip func(unit, failed int)
}

// result is how the units of a walk ended.
type result struct {
	errs      []error // by unit; nil for success and for what was not started
	skipped   []int   // units behind a failure, in order
	unstarted []int   // units that were free to run when the context ended, or behind such
}

type signal struct {
	unit     int
	finished bool // otherwise only the slot is given back
	err      error
}

// run returns when nothing runs any more. When ctx ends it starts nothing new.
func (w *walk) run(ctx context.Context) result {
	n := len(w.units)
	res := result{errs: make([]error, n)}
	open, state := make([]int, n), make([]unitState, n)
	var ready []int
	for i := range n {
		if open[i] = len(w.needs[i]); open[i] == 0 {
			ready = append(ready, i)
		}
	}
	signals := make(chan signal, 2*n)
	slots, running := max(w.parallel, 1), 0
	for {
		for len(ready) > 0 && slots > 0 && ctx.Err() == nil {
			i := ready[0]
			ready, slots, running = ready[1:], slots-1, running+1
			state[i] = started
			go w.work(i, signals)
		}
		if running == 0 {
			break
		}
		s := <-signals
		if !s.finished {
			slots++
			continue
		}
		running--
		if s.err != nil {
			res.errs[s.unit] = s.err
			res.skipped = w.fail(s.unit, state, res.skipped)
			continue
		}
		for _, j := range w.needed[s.unit] {
			if open[j]--; open[j] == 0 && state[j] == idle {
				at, _ := slices.BinarySearch(ready, j)
				ready = slices.Insert(ready, at, j)
			}
		}
	}
	for i, s := range state {
		if s == idle {
			res.unstarted = append(res.unstarted, i)
		}
	}
	slices.Sort(res.skipped)
	return res
}

type unitState int

const (
	idle unitState = iota
	started
	skipped
)

// work runs one step and gives its slot back exactly once, before it finishes.
func (w *walk) work(i int, signals chan<- signal) {
	released := false
	release := func() {
		if !released {
			released = true
			signals <- signal{unit: i}
		}
	}
	err := w.step(i, release)
	release()
	signals <- signal{unit: i, finished: true, err: err}
}

// fail marks everything behind a failed unit as skipped.
func (w *walk) fail(failed int, state []unitState, all []int) []int {
	behind := slices.Clone(w.needed[failed])
	slices.Sort(behind)
	for len(behind) > 0 {
		i := behind[0]
		behind = behind[1:]
		if state[i] != idle {
			continue
		}
		state[i] = skipped
		all = append(all, i)
		w.skip(i, failed)
		behind = append(behind, w.needed[i]...)
	}
	return all
}
