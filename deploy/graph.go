package deploy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
)

// graph is the order between units: indices into units, so that "several are
// ready" has one answer, the assembly's own order.
type graph struct {
	units  []assembly.Unit
	needs  [][]int // needs[i] must be finished before i starts
	needed [][]int // the other way round
}

// newGraph refuses what could never run: units named twice, edges to nowhere,
// gates without a timeout and cycles. It reports every one of them.
func newGraph(units []assembly.Unit) (*graph, error) {
	g := &graph{units: units, needs: make([][]int, len(units)), needed: make([][]int, len(units))}
	index := make(map[assembly.UnitID]int, len(units))
	var errs []error
	for i, u := range units {
		if _, twice := index[u.ID]; twice {
			errs = append(errs, fmt.Errorf("%s: there are two units of this name", u.ID))
			continue
		}
		index[u.ID] = i
	}
	for i, u := range units {
		errs = append(errs, g.connect(i, index)...)
		for _, gate := range u.Gates {
			if gate.Within <= 0 {
				errs = append(errs, fmt.Errorf("%s: the gate %q has no timeout", u.ID, gateName(gate)))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return g, g.acyclic()
}

// connect adds the edges of one unit. A binding is an edge too: its value does
// not exist before.
func (g *graph) connect(i int, index map[assembly.UnitID]int) []error {
	var errs []error
	add := func(id assembly.UnitID, what string) {
		j, ok := index[id]
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("%s: %s %s, which is not in the assembly", g.units[i].ID, what, id))
		case !slices.Contains(g.needs[i], j):
			g.needs[i] = append(g.needs[i], j)
			g.needed[j] = append(g.needed[j], i)
		}
	}
	for _, id := range g.units[i].After {
		add(id, "is after")
	}
	for _, b := range g.units[i].Bind {
		add(b.From, "takes "+b.Output+" from")
	}
	return errs
}

// acyclic removes what can run until nothing is left; what stays is in, or behind, a cycle.
func (g *graph) acyclic() error {
	open := make([]int, len(g.units))
	var ready []int
	for i := range g.units {
		if open[i] = len(g.needs[i]); open[i] == 0 {
			ready = append(ready, i)
		}
	}
	left := len(g.units)
	for len(ready) > 0 {
		i := ready[0]
		ready, left = ready[1:], left-1
		for _, j := range g.needed[i] {
			if open[j]--; open[j] == 0 {
				ready = append(ready, j)
			}
		}
	}
	if left == 0 {
		return nil
	}
	return g.cycleError(open)
}

// cycleError follows unfinished needs until it meets a unit again.
func (g *graph) cycleError(open []int) error {
	i := slices.IndexFunc(open, func(n int) bool { return n > 0 })
	var path []int
	for !slices.Contains(path, i) {
		path = append(path, i)
		for _, j := range g.needs[i] {
			if open[j] > 0 {
				i = j
				break
			}
		}
	}
	path = path[slices.Index(path, i):]
	names := make([]string, len(path)+1)
	for n, j := range append(path, i) {
		names[n] = string(g.units[j].ID)
	}
	return fmt.Errorf("%s and %s wait for each other: %s", names[0], names[len(path)-1], strings.Join(names, " is after "))
}

// reversed is the same graph for taking down: dependants first.
func (g *graph) reversed() *graph {
	return &graph{units: g.units, needs: g.needed, needed: g.needs}
}
