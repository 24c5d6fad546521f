package workload

import (
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
)

// What containers wait for in each other.
const (
	healthy  = "healthy"
	complete = "complete"
)

// order are the containers that others wait for, each after those that it waits
// for itself. They become init containers, which Kubernetes starts one by one; it
// reports those that wait for themselves.
func (w *workload) order() []string {
	var out []string
	state := map[string]int{} // 1 while it is looked at, 2 after
	var visit func(name string, way []string)
	visit = func(name string, way []string) {
		if state[name] == 1 {
			w.Report(at("containers", name)+".before", "has to start before itself: "+strings.Join(append(way[slices.Index(way, name):], name), " before "), "Remove one of them.")
		}
		if state[name] != 0 {
			return
		}
		state[name] = 1
		for _, later := range slices.Sorted(maps.Keys(w.Containers[name].Before)) {
			if _, ok := w.Containers[later]; !ok {
				known := slices.Sorted(maps.Keys(w.Containers))
				w.Report(at(at("containers", name)+".before", later), "there is no container "+quoted(later), joined(diag.DidYouMean(later, known), listed(known)))
				continue
			}
			visit(later, append(way, name))
		}
		state[name] = 2
		if len(w.Containers[name].Before) > 0 {
			out = append(out, name)
		}
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(w.Containers))) {
		visit(name, nil)
	}
	slices.Reverse(out)
	if len(w.Containers) > 0 && len(out) == len(w.Containers) && !w.Broken("containers") {
		w.Report("containers", "every container has to start before another", "Leave one that the others are before.")
	}
	return out
}

// waitsFor is the most that others wait for in a container.
func (w *workload) waitsFor(name string) string {
	out := "started"
	for _, later := range slices.Sorted(maps.Keys(w.Containers[name].Before)) {
		if ready := w.Containers[name].Before[later].Ready; ready == complete || ready == healthy && out != complete {
			out = ready
		}
	}
	return out
}
