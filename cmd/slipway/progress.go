//go:build !front

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// progress shows a run: on a terminal finished units scroll by above the ones
// at work, elsewhere each finished unit is one plain line.
type progress struct {
	w       io.Writer
	live    bool
	colour  bool
	mu      sync.Mutex
	active  []assembly.UnitID
	doing   map[assembly.UnitID]string
	changes map[assembly.UnitID]map[deploy.Verb]int
	drawn   int // lines of the live part on the screen
	started time.Time
	same    int
	skipped int
	stop    chan struct{} // ends the clock of the live part
}

func newProgress(w io.Writer) *progress {
	p := &progress{
		w: w, live: terminal(w), colour: coloured(w), started: time.Now(), stop: make(chan struct{}),
		doing: map[assembly.UnitID]string{}, changes: map[assembly.UnitID]map[deploy.Verb]int{},
	}
	if p.live {
		go p.tick()
	}
	return p
}

// tick redraws while nothing happens, so that waiting does not look like hanging.
func (p *progress) tick() {
	clock := time.NewTicker(500 * time.Millisecond)
	defer clock.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-clock.C:
			p.mu.Lock()
			p.clear()
			p.draw()
			p.mu.Unlock()
		}
	}
}

// jsonEvents writes each event as one line of JSON.
func jsonEvents(w io.Writer) func(deploy.Event) {
	var mu sync.Mutex
	enc := json.NewEncoder(w)
	return func(e deploy.Event) {
		mu.Lock()
		defer mu.Unlock()
		_ = enc.Encode(e) // a reader that went away must not end the run
	}
}

// Report takes one event of the engine.
func (p *progress) Report(e deploy.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.take(e)
	p.draw()
}

func (p *progress) take(e deploy.Event) {
	switch e.Type {
	case deploy.UnitStarted:
		p.active = append(p.active, e.Unit)
		p.doing[e.Unit] = ""
		delete(p.changes, e.Unit) // destroying goes over some units twice
	case deploy.UnitChanged:
		if p.changes[e.Unit] == nil {
			p.changes[e.Unit] = map[deploy.Verb]int{}
		}
		p.changes[e.Unit][e.Verb]++
		p.doing[e.Unit] = e.What
	case deploy.UnitWaiting:
		p.doing[e.Unit] = "waiting for " + e.What
	case deploy.UnitDone:
		p.finish(e, "✓", "32", cmp.Or(e.Message, counts(p.changes[e.Unit])))
	case deploy.UnitUnchanged:
		p.same++
		p.drop(e.Unit)
	case deploy.UnitFailed:
		p.finish(e, "✗", "31", e.Message)
	case deploy.UnitSkipped:
		p.skipped++
		p.drop(e.Unit)
	case deploy.Note:
		if e.Unit != "" { // clusters are worked on side by side
			e.Message = string(e.Unit) + ": " + e.Message
		}
		p.line("  " + e.Message)
	}
}

// finish prints the one line that stays of a unit.
func (p *progress) finish(e deploy.Event, mark, colour, text string) {
	p.drop(e.Unit)
	if p.colour {
		mark = "\x1b[" + colour + "m" + mark + "\x1b[0m"
	}
	took := ""
	if e.Elapsed > 0 {
		took = seconds(e.Elapsed)
	}
	head, rest, _ := strings.Cut(text, "\n")
	p.line(fmt.Sprintf("  %s %-36s %7s  %s", mark, e.Unit, took, head))
	if rest != "" {
		p.line("      " + strings.ReplaceAll(rest, "\n", "\n      "))
	}
}

// counts says how many things were changed in which way.
func counts(changes map[deploy.Verb]int) string {
	var parts []string
	for _, c := range []struct {
		verb deploy.Verb
		past string
	}{{deploy.Create, "created"}, {deploy.Update, "updated"}, {deploy.Delete, "removed"}} {
		if n := changes[c.verb]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, c.past))
		}
	}
	return strings.Join(parts, ", ")
}

// Note prints a sentence between the units.
func (p *progress) Note(format string, args ...any) {
	p.Report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf(format, args...)})
}

// Close removes the live part and says what did not need work.
func (p *progress) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	close(p.stop)
	p.live = false
	if p.same > 0 {
		p.line(fmt.Sprintf("  = %s", plural(p.same, "unit")+" unchanged"))
	}
	if p.skipped > 0 {
		p.line(fmt.Sprintf("  - %s not started", plural(p.skipped, "unit")))
	}
}

// width is the number of columns of a terminal: a line that wraps could not be taken back.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 20 {
			return min(columns, 120)
		}
	}
	return 80
}

func (p *progress) line(s string) { fmt.Fprintln(p.w, s) }

func (p *progress) drop(u assembly.UnitID) {
	p.active = slices.DeleteFunc(p.active, func(a assembly.UnitID) bool { return a == u })
	delete(p.doing, u)
}

// clear takes the live part off the screen.
func (p *progress) clear() {
	if p.drawn > 0 {
		fmt.Fprintf(p.w, "\x1b[%dA\x1b[J", p.drawn)
		p.drawn = 0
	}
}

// draw puts the units at work below what has scrolled by.
func (p *progress) draw() {
	if !p.live {
		return
	}
	for _, u := range p.active {
		p.line(cut(fmt.Sprintf("  … %-36s %7s  %s", u, seconds(time.Since(p.started)), p.doing[u]), width(p.w)-1))
		p.drawn++
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

func cut(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return s
}
