package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// event is a line of 'up -o json'.
type event struct{ Type, Unit, What string }

// killedUp runs 'up' and kills it at the first event that counts. It returns
// that event, or nil when the run came to its end.
func (h *home) killedUp(t *testing.T, counts func(event) bool, args ...string) *event {
	t.Helper()
	c := h.command(append([]string{"up", "-o", "json"}, args...)...)
	var problems strings.Builder
	c.Stderr = &problems
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var last *event
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Errorf("up -o json prints %q", lines.Text())
		}
		if counts(e) {
			last = &e
			_ = c.Process.Signal(syscall.SIGKILL)
			break
		}
	}
	for lines.Scan() { // what it wrote before it died
	}
	if err := c.Wait(); err != nil && last == nil {
		t.Fatalf("up: %v\n%s", err, problems.String())
	}
	return last
}

// killEverywhere runs 'up' from nothing again and again, killing each run when
// it has brought one more unit, until one has nothing left to do. So every
// boundary between units is crossed by a run that died there.
func (h *home) killEverywhere(t *testing.T, args ...string) (boundaries []string) {
	t.Helper()
	for range 60 {
		e := h.killedUp(t, func(e event) bool { return e.Type == "done" }, args...)
		if e == nil {
			return boundaries
		}
		boundaries = append(boundaries, e.Unit)
	}
	t.Fatalf("60 runs did not get to the end: %v", boundaries)
	return nil
}

func TestUpIsKilledAtEveryUnit(t *testing.T) {
	h := cheapHome(t)
	boundaries := h.killEverywhere(t)
	t.Logf("killed after %v", boundaries)
	if len(boundaries) < 3 || boundaries[0] != "dev/control-plane" {
		t.Errorf("killed after %v", boundaries)
	}
	h.ok(t, "status")
	complete := h.admin(t, bare).applied(t)
	if r := h.run(t, "diff", "--local"); r.code != 0 {
		t.Errorf("diff: %s", r)
	}

	// Within units, too: from nothing once more, each run killed one change later
	// than the one before. A unit of processes is only recorded as a whole, so a
	// fixed number would never get past it.
	h.ok(t, "down", "--purge")
	kills := 0
	for h.killedUp(t, afterChanges(kills+1)) != nil {
		if kills++; kills > 60 {
			t.Fatal("60 runs did not get to the end")
		}
	}
	t.Logf("killed %d times within units", kills)
	if kills < 3 {
		t.Errorf("killed %d times only", kills)
	}
	h.ok(t, "up")
	if diff := cmp.Diff(keys(complete), keys(h.admin(t, bare).applied(t))); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
	h.ok(t, "status")
}

// afterChanges counts events of changes.
func afterChanges(n int) func(event) bool {
	return func(e event) bool {
		if e.Type == "changed" {
			n--
		}
		return n == 0
	}
}

// Two runs at once: the second says who is at it and changes nothing. An
// interrupt ends the first in order.
func TestTwoUpsAtOnceAndAnInterrupt(t *testing.T) {
	h := cheapHome(t)
	c := h.command("up", "-o", "json")
	var problems strings.Builder
	c.Stderr = &problems
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() { // it is at work
		t.Fatalf("no event: %s", problems.String())
	}
	for _, args := range [][]string{{"up"}, {"down"}} {
		r := h.run(t, args...)
		if r.code != 1 || !strings.Contains(r.err, "another slipway is changing this platform: pid "+strconv.Itoa(c.Process.Pid)+" (") {
			t.Errorf("beside another run: %s", r)
		}
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		for lines.Scan() {
		}
		done <- c.Wait()
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("up did not end within 30s of an interrupt")
	}
	if code := c.ProcessState.ExitCode(); code != 130 || !strings.Contains(problems.String(), "interrupted; the same command goes on") {
		t.Errorf("interrupted: exit code %d\n%s", code, problems.String())
	}
	h.ok(t, "up")
	h.ok(t, "status")
}
