package process

import (
	"context"
	"fmt"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/local/supervisor"
)

// task is one process, ready to be handed to the daemon.
type task struct {
	name      string
	after     []string
	described supervisor.Process
	probe     probe
	push      string // webhook that hears of commits, "" for none
	digest    string
}

// tasks describes every process before the first one starts: a mistake in one
// of them changes nothing, and no port moves while processes begin to listen.
func (w *work) tasks(ctx context.Context) ([]task, error) {
	var out []task
	for i, proc := range w.list {
		t, err := w.task(ctx, i, proc)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (w *work) task(ctx context.Context, index int, proc assembly.Process) (task, error) {
	t := task{name: proc.Name, after: proc.After}
	var err error
	if t.described, err = w.describe(ctx, index, proc); err != nil {
		return t, err
	}
	if t.probe, err = w.probe(ctx, proc); err != nil {
		return t, err
	}
	if t.push, err = w.place.fill(ctx, proc, proc.Push); err != nil {
		return t, err
	}
	t.digest, err = w.digest(ctx, proc)
	return t, err
}

// start hands the processes to the daemon, side by side as far as their order
// allows. The error is that of the process that failed first.
func (w *work) start(ctx context.Context, daemon Daemon, tasks []task, started func(process string)) error {
	running, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ready := map[string]chan struct{}{}
	for _, t := range tasks {
		ready[t.name] = make(chan struct{})
	}
	errs := make(chan error)
	for _, t := range tasks {
		go func() {
			err := t.run(running, daemon, ready)
			if err == nil {
				started(t.name)
				close(ready[t.name])
			} else {
				cancel(err)
			}
			errs <- err
		}()
	}
	var first error
	for range tasks {
		if err := <-errs; first == nil {
			first = err
		}
	}
	if first != nil && ctx.Err() == nil {
		return context.Cause(running) // the others only say that they were given up
	}
	return first
}

func (t task) run(ctx context.Context, daemon Daemon, ready map[string]chan struct{}) error {
	for _, name := range t.after {
		select {
		case <-ready[name]:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s before starting %s: %w", name, t.name, context.Cause(ctx))
		}
	}
	if err := daemon.Apply(ctx, t.described); err != nil {
		return fmt.Errorf("starting %s: %w", t.described.Name, err)
	}
	if err := t.probe.wait(ctx, daemon); err != nil {
		return err
	}
	if t.push == "" {
		return nil
	}
	if err := daemon.TellOfPushes(ctx, t.push); err != nil {
		return fmt.Errorf("telling %s of commits: %w", t.name, err)
	}
	return nil
}
