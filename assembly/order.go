package assembly

import (
	"container/heap"
	"fmt"
	"slices"
	"sort"
	"strings"

	"slipway.dev/slipway/diag"
)

// Sort returns the units in an order in which no unit stands before one it is
// After. Units that do not depend on each other keep the order they came in.
// The error is diag.Problems: an edge to a unit that is not there, a name used
// twice, or every cycle with both ends and the places that asked for them.
func Sort(units []Unit) ([]Unit, error) {
	index, err := indexed(units)
	if err != nil {
		return nil, err
	}
	order := topological(units, index)
	if len(order) < len(units) {
		return nil, cycles(units, index, order)
	}
	out := make([]Unit, len(order))
	for i, at := range order {
		out[i] = units[at]
	}
	return out, nil
}

// Waves groups the units by how many steps they are away from the start: the
// units of one wave depend on earlier waves only. It is a picture for people;
// a deployment starts each unit as soon as its own dependencies are done.
func (a *Assembly) Waves() ([][]UnitID, error) {
	sorted, err := Sort(a.Units)
	if err != nil {
		return nil, err
	}
	var waves [][]UnitID
	depth := make(map[UnitID]int, len(sorted))
	for _, u := range sorted {
		d := 0
		for _, before := range u.After {
			d = max(d, depth[before]+1)
		}
		depth[u.ID] = d
		if d == len(waves) {
			waves = append(waves, nil)
		}
		waves[d] = append(waves[d], u.ID)
	}
	return waves, nil
}

// indexed finds the place of every unit and checks that names and edges make sense.
func indexed(units []Unit) (map[UnitID]int, error) {
	var problems diag.Problems
	index := make(map[UnitID]int, len(units))
	for i := range units {
		if first, twice := index[units[i].ID]; twice {
			problems.Add(units[i].problem(fmt.Sprintf("the unit %s is there twice, also asked for by %s", units[i].ID, units[first].Origin)))
			continue
		}
		index[units[i].ID] = i
	}
	for i := range units {
		for _, before := range units[i].After {
			if _, ok := index[before]; !ok {
				problems.Add(units[i].problem(fmt.Sprintf("the unit %s waits for %s, which is not part of the assembly", units[i].ID, before)))
			}
		}
	}
	return index, problems.Err()
}

// topological is Kahn's algorithm; of the units that are free it takes the one
// that came first. Places in a cycle, and behind one, are missing in the result.
func topological(units []Unit, index map[UnitID]int) []int {
	waiting := make([]int, len(units))
	dependants := make([][]int, len(units))
	var free minHeap
	for i := range units {
		waiting[i] = len(units[i].After)
		for _, before := range units[i].After {
			dependants[index[before]] = append(dependants[index[before]], i)
		}
		if waiting[i] == 0 {
			heap.Push(&free, i)
		}
	}
	order := make([]int, 0, len(units))
	for free.Len() > 0 {
		at := heap.Pop(&free).(int)
		order = append(order, at)
		for _, d := range dependants[at] {
			if waiting[d]--; waiting[d] == 0 {
				heap.Push(&free, d)
			}
		}
	}
	return order
}

// cycles reports each cycle once, at the first of its units.
func cycles(units []Unit, index map[UnitID]int, ordered []int) error {
	var problems diag.Problems
	seen := make([]bool, len(units))
	for _, i := range ordered {
		seen[i] = true
	}
	for start := range units {
		if path := walk(units, index, seen, start); path != nil {
			problems.Add(cycleProblem(units, path))
		}
	}
	return problems.Err()
}

// walk follows the edges from a unit that could not be ordered until it meets
// itself, and returns the places of the cycle, or nil when it was seen already.
func walk(units []Unit, index map[UnitID]int, seen []bool, start int) []int {
	var path []int
	for at := start; ; {
		if i := slices.Index(path, at); i >= 0 {
			return path[i:]
		}
		if seen[at] {
			return nil
		}
		seen[at] = true
		path = append(path, at)
		next := -1
		for _, before := range units[at].After {
			// Ordered units are seen and in no cycle; one on the path closes it.
			if i := index[before]; !seen[i] || slices.Contains(path, i) {
				next = i
				break
			}
		}
		if next < 0 {
			return nil
		}
		at = next
	}
}

func cycleProblem(units []Unit, path []int) diag.Problem {
	first, last := &units[path[0]], &units[path[len(path)-1]]
	ids := make([]string, 0, len(path)+1)
	for _, i := range append(path, path[0]) {
		ids = append(ids, string(units[i].ID))
	}
	p := first.problem(fmt.Sprintf("%s waits for itself: %s", first.ID, strings.Join(ids, " waits for ")))
	p.Fix = fmt.Sprintf("Remove one of the ends: %s, asked for by %s, or %s, asked for by %s.", first.ID, first.Origin, last.ID, last.Origin)
	return p
}

// problem is a problem at the place that asked for the unit.
func (u *Unit) problem(message string) diag.Problem {
	return diag.Problem{Severity: diag.Error, Pos: u.Origin.position(), Path: u.Origin.Path, Message: message}
}

// minHeap is a container/heap of places, the smallest first.
type minHeap struct{ sort.IntSlice }

func (h *minHeap) Push(v any) { h.IntSlice = append(h.IntSlice, v.(int)) }

func (h *minHeap) Pop() any {
	last := h.Len() - 1
	v := h.IntSlice[last]
	h.IntSlice = h.IntSlice[:last]
	return v
}
