package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// waterfall draws when each unit was worked on: "=" while it was applied, "."
// while its gates were waited for.
func waterfall(w io.Writer, events []deploy.Event) {
	if len(events) == 0 {
		return
	}
	const width = 50
	began, ended := events[0].Time, events[len(events)-1].Time
	column := func(t time.Time) int { return int(width * float64(t.Sub(began)) / float64(ended.Sub(began)+1)) }
	for _, id := range order(events) {
		var started, changed, done time.Time
		for _, e := range events {
			switch {
			case e.Unit != id:
			case e.Type == deploy.UnitStarted:
				started, changed = e.Time, e.Time
			case e.Type == deploy.UnitChanged:
				changed = e.Time
			case e.Type == deploy.UnitDone:
				done = e.Time
			}
		}
		from, to, end := column(started), column(changed), column(done)
		bar := strings.Repeat(" ", from) + strings.Repeat("=", to-from+1) + strings.Repeat(".", max(end-to, 0))
		fmt.Fprintf(w, "%-32s %6.2f %6.2f  %s\n", id, started.Sub(began).Seconds(), done.Sub(began).Seconds(), bar)
	}
}

// order is the units in the order they started.
func order(events []deploy.Event) []assembly.UnitID {
	var out []assembly.UnitID
	for _, e := range events {
		if e.Type == deploy.UnitStarted {
			out = append(out, e.Unit)
		}
	}
	return out
}
