package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// services runs what is mounted on the daemon. One that fails is tried again
// and never takes the platform's processes down with it.
type services struct {
	cancel context.CancelFunc
	done   chan struct{}
	log    *slog.Logger

	mu       sync.Mutex
	statuses []ServiceStatus
}

func runServices(ctx context.Context, all []Service, log *slog.Logger) *services {
	ctx, cancel := context.WithCancel(ctx)
	s := &services{cancel: cancel, done: make(chan struct{}), log: log, statuses: make([]ServiceStatus, len(all))}
	var group sync.WaitGroup
	for i, service := range all {
		s.statuses[i].Name = service.Name()
		group.Go(func() { s.keep(ctx, i, service) })
	}
	go func() { group.Wait(); close(s.done) }()
	return s
}

func (s *services) keep(ctx context.Context, i int, service Service) {
	const first, most = 100 * time.Millisecond, 5 * time.Second
	delay := first
	for {
		s.set(i, "")
		begun := time.Now()
		err := service.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("ended by itself")
		}
		s.set(i, err.Error())
		s.log.Error("service is down", "service", service.Name(), "err", err)
		if time.Since(begun) > 2*most {
			delay = first
		}
		if wait(ctx, delay) != nil {
			return
		}
		delay = min(2*delay, most)
	}
}

func (s *services) set(i int, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses[i].Error = problem
}

func (s *services) snapshot() []ServiceStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]ServiceStatus(nil), s.statuses...)
}

// stop ends all services; one that does not listen to its context ends with
// the process.
func (s *services) stop(patience time.Duration) {
	s.cancel()
	select {
	case <-s.done:
	case <-time.After(patience):
		s.log.Warn(fmt.Sprintf("waited %v for the services to end", patience))
	}
}

// wait sleeps unless ctx ends first.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
