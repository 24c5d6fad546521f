package supervisor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"slipway.dev/slipway/local/state"
)

// ErrStopped is returned for a change after Stop was called.
var ErrStopped = errors.New("the platform is being stopped")

// ErrUnknown is returned for a name that no process has.
var ErrUnknown = errors.New("no such process")

// Options of a supervisor. Only Dir must be set.
type Options struct {
	Dir    state.Dir
	Log    *slog.Logger
	Timing Timing
	// LogSize is the size in bytes at which a log is rotated (10 MB), LogKeep
	// how many rotated ones are kept (3).
	LogSize int64
	LogKeep int
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Timing == (Timing{}) {
		o.Timing = defaultTiming()
	}
	if o.LogSize == 0 {
		o.LogSize = 10 << 20
	}
	if o.LogKeep == 0 {
		o.LogKeep = 3
	}
	return o
}

// Supervisor keeps the processes of a platform alive. One at a time may be
// open for a directory; the daemon's lock sees to that.
type Supervisor struct {
	options Options
	files   files
	fork    *forker

	// changing is held by one change at a time; mu only for the map, so that
	// statuses can be read while a change waits for a process to end.
	changing sync.Mutex
	mu       sync.Mutex
	runners  map[string]*runner
	stopped  bool
}

// Open ends what a crashed daemon has left running and starts every process
// that was applied, in order.
func Open(ctx context.Context, o Options) (*Supervisor, error) {
	o = o.withDefaults()
	s := &Supervisor{options: o, files: files{o.Dir}, runners: map[string]*runner{}}
	if err := endOrphans(s.files, o.Log); err != nil {
		return nil, err
	}
	specs, err := s.files.specs()
	if err != nil {
		o.Log.Warn("some processes are not started", "err", err)
	}
	slices.SortFunc(specs, byOrder)
	s.fork = newForker()
	for _, p := range specs {
		// One that cannot start now is retried, and must not stop the others.
		if err := s.Apply(ctx, p); err != nil {
			o.Log.Warn("starting a process", "process", p.Name, "err", err)
		}
	}
	return s, nil
}

func byOrder(a, b Process) int {
	return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Name, b.Name))
}

// Apply makes a process run as described and remembers it for the next daemon.
// It does nothing if it runs so already and restarts it if Path, Args, Env or
// Dir changed. An error about the start leaves the process known and retried.
func (s *Supervisor) Apply(ctx context.Context, p Process) error {
	if err := p.Validate(); err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if s.isStopped() {
		return ErrStopped
	}
	if err := s.files.saveSpec(p); err != nil {
		return fmt.Errorf("remembering process %s: %w", p.Name, err)
	}
	r := s.runner(p.Name)
	if r == nil {
		return s.launch(ctx, p)
	}
	now := r.snapshot().State
	if r.current().hash() == p.hash() && (now == Running || now == Starting) {
		r.adjust(p)
		return nil
	}
	if err := r.ask(ctx, &p); !errors.Is(err, errEnded) {
		return err
	}
	return s.launch(ctx, p)
}

// Restart stops a process and starts it again.
func (s *Supervisor) Restart(ctx context.Context, name string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if s.isStopped() {
		return ErrStopped
	}
	r := s.runner(name)
	if r == nil {
		return fmt.Errorf("restarting %s: %w", name, ErrUnknown)
	}
	p := r.current()
	return r.ask(ctx, &p)
}

// Remove stops a process and forgets it. Its logs stay. Removing what is not
// there is no error.
func (s *Supervisor) Remove(ctx context.Context, name string) error {
	if !processName.MatchString(name) {
		return &InvalidError{name, errors.New("is not a name")}
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if s.isStopped() {
		return ErrStopped
	}
	r := s.runner(name)
	if r == nil {
		return s.files.forget(name)
	}
	if err := r.end(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.runners, name)
	s.mu.Unlock()
	return s.files.forget(name)
}

// Stop ends all processes, the highest order first and those of one order
// together. What was applied stays remembered for the next daemon. When ctx
// ends first, Linux kills the rest as the supervisor's thread goes away.
func (s *Supervisor) Stop(ctx context.Context) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if !s.markStopped() {
		return nil
	}
	levels := map[int][]*runner{}
	for _, r := range s.all() {
		order := r.current().Order
		levels[order] = append(levels[order], r)
	}
	var problems []error
	for _, order := range slices.Backward(slices.Sorted(maps.Keys(levels))) {
		problems = append(problems, endAll(ctx, levels[order]))
	}
	s.fork.close()
	return errors.Join(problems...)
}

func endAll(ctx context.Context, runners []*runner) error {
	problems := make([]error, len(runners))
	var group sync.WaitGroup
	for i, r := range runners {
		group.Go(func() { problems[i] = r.end(ctx) })
	}
	group.Wait()
	return errors.Join(problems...)
}

// Statuses returns every process, sorted by order and name.
func (s *Supervisor) Statuses() []Status {
	runners := s.all()
	slices.SortFunc(runners, func(a, b *runner) int { return byOrder(a.current(), b.current()) })
	var pids []int
	statuses := make([]Status, 0, len(runners))
	for _, r := range runners {
		status := r.snapshot()
		statuses = append(statuses, status)
		if status.PID != 0 {
			pids = append(pids, status.PID)
		}
	}
	if len(pids) == 0 {
		return statuses
	}
	sizes := residentBytes(pids)
	for i := range statuses {
		statuses[i].RSS = sizes[statuses[i].PID]
	}
	return statuses
}

// Stopping says whether Stop was called.
func (s *Supervisor) Stopping() bool { return s.isStopped() }

// launch makes the runner of a new process and waits for its first start.
func (s *Supervisor) launch(ctx context.Context, p Process) error {
	file := s.options.Dir.Log(p.Name)
	log, err := openLog(file, s.options.LogSize, s.options.LogKeep)
	if err != nil {
		return fmt.Errorf("starting %s: %w", p.Name, err)
	}
	r := &runner{
		files: s.files, fork: s.fork, timing: s.options.Timing, slog: s.options.Log, log: log,
		commands: make(chan request), ended: make(chan struct{}),
		process: p, status: Status{Name: p.Name, State: Starting, LogFile: file},
	}
	s.mu.Lock()
	s.runners[p.Name] = r
	s.mu.Unlock()
	first := make(chan error, 1)
	go r.run(&request{&p, first})
	select {
	case err := <-first:
		return err
	case <-ctx.Done():
		return fmt.Errorf("waiting for %s to start: %w", p.Name, context.Cause(ctx))
	}
}

func (s *Supervisor) runner(name string) *runner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runners[name]
}

func (s *Supervisor) all() []*runner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.runners))
}

func (s *Supervisor) isStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// markStopped reports whether this call was the first.
func (s *Supervisor) markStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := !s.stopped
	s.stopped = true
	return first
}
