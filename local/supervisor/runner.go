package supervisor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Timing is how a process that keeps dying is started again.
type Timing struct {
	First  time.Duration // wait before the first new start
	Max    time.Duration // the wait doubles up to this
	Steady time.Duration // a life this long makes the next wait First again
}

func defaultTiming() Timing {
	return Timing{First: 100 * time.Millisecond, Max: 5 * time.Second, Steady: 10 * time.Second}
}

// errEnded is what a runner answers that a Remove, given up by its caller, has
// ended after all.
var errEnded = errors.New("has been stopped for good")

// request asks a runner for something. A nil process means: stop for good.
type request struct {
	process *Process
	done    chan error
}

// runner is the life of one process: one goroutine that starts it, waits, and
// obeys one command at a time.
type runner struct {
	files    files
	fork     *forker
	timing   Timing
	slog     *slog.Logger
	log      *logFile
	commands chan request
	ended    chan struct{}

	mu      sync.Mutex
	process Process
	status  Status
}

// run ends when it is told to. Who asked for the first start gets its result.
func (r *runner) run(asked *request) {
	defer close(r.ended)
	defer r.log.Close()
	delay := r.timing.First
	for {
		child, err := r.start()
		asked.answer(err)
		asked = nil
		if err == nil {
			asked = r.watch(child)
			if time.Since(child.started) >= r.timing.Steady {
				delay = r.timing.First
			}
		}
		if asked == nil {
			asked = r.pause(delay)
			delay = min(2*delay, r.timing.Max)
		}
		if asked != nil {
			if asked.process == nil {
				r.set(func(s *Status) { s.State = Stopped })
				asked.answer(nil)
				return
			}
			r.become(*asked.process)
			delay = r.timing.First
		}
	}
}

func (c *request) answer(err error) {
	if c != nil {
		c.done <- err
	}
}

// ask hands a command to the runner and waits for it to be carried out. When
// ctx ends, a command that was taken is still carried out.
func (r *runner) ask(ctx context.Context, p *Process) error {
	asked := request{p, make(chan error, 1)}
	name := r.current().Name
	select {
	case r.commands <- asked:
	case <-r.ended:
		return errEnded
	case <-ctx.Done():
		return fmt.Errorf("waiting for the last change of %s: %w", name, context.Cause(ctx))
	}
	select {
	case err := <-asked.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("waiting for %s to stop: %w", name, context.Cause(ctx))
	}
}

// end stops the process for good.
func (r *runner) end(ctx context.Context) error {
	if err := r.ask(ctx, nil); !errors.Is(err, errEnded) {
		return err
	}
	return nil
}

func (r *runner) start() (*child, error) {
	p := r.current()
	r.set(func(s *Status) { s.State = Starting })
	c, err := start(p, r.files, r.fork, r.log)
	if err != nil {
		r.set(func(s *Status) { s.State, s.LastExit = Failed, err.Error() })
		return nil, err
	}
	if err := c.remember(r.files); err != nil {
		r.slog.Warn("a crash now would leave this process behind", "process", p.Name, "err", err)
	}
	r.set(func(s *Status) { s.State, s.PID, s.Started = Running, c.pid(), c.started })
	return c, nil
}

// watch returns when the child is gone: nil if by itself, else the command
// that asked for it.
func (r *runner) watch(c *child) *request {
	var asked *request
	select {
	case <-c.exited:
		r.set(func(s *Status) { s.State = Backoff })
		r.slog.Warn("process exited", "process", c.name, "pid", c.pid(), "how", c.result)
	case next := <-r.commands:
		asked = &next
		r.set(func(s *Status) { s.State = Stopping })
		if err := c.stop(r.current().grace()); err != nil {
			// It is beyond SIGKILL, stuck in the kernel. Going on would start
			// a second one on the same data.
			r.slog.Error("process cannot be stopped", "process", c.name, "err", err)
			<-c.exited
		}
	}
	r.set(func(s *Status) { s.PID, s.LastExit = 0, c.result })
	if err := remove(r.files.record(c.name)); err != nil {
		r.slog.Warn("removing the record of a process", "process", c.name, "err", err)
	}
	return asked
}

// pause waits before the next start, unless a command comes first.
func (r *runner) pause(delay time.Duration) *request {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		r.set(func(s *Status) { s.Restarts++ })
		return nil
	case next := <-r.commands:
		return &next
	}
}

// become takes over a description; a new one counts its restarts anew.
func (r *runner) become(p Process) {
	changed := p.hash() != r.current().hash()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.process = p
	r.status.Restarts++
	if changed {
		r.status.Restarts = 0
	}
}

// adjust changes what needs no restart.
func (r *runner) adjust(p Process) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.process.StopGrace, r.process.Order = p.StopGrace, p.Order
}

func (r *runner) current() Process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.process
}

func (r *runner) set(change func(*Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.status)
}

func (r *runner) snapshot() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}
