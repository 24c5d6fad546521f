package git

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Run answers clients and follows the folders until the context ends.
func (s *Service) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var group sync.WaitGroup
	for _, part := range []struct {
		listener net.Listener
		handler  http.Handler
	}{{s.gitPort, s.server}, {s.proxyPort, s.proxy}} {
		group.Go(func() {
			if err := s.answer(ctx, part.listener, part.handler); err != nil {
				cancel(err)
			}
		})
	}
	s.followAll(ctx)
	group.Wait()
	err := context.Cause(ctx)
	cancel(nil)
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, s.Close())
}

func (s *Service) answer(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       time.Minute,
		ErrorLog:          quietLog(s.log),
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("answering on %s: %w", listener.Addr(), err)
	}
	return nil
}

// followAll keeps one follower an entry, as entries come and go.
func (s *Service) followAll(ctx context.Context) {
	var group sync.WaitGroup
	defer group.Wait()
	running := map[*entry]context.CancelFunc{}
	for {
		wanted := s.current()
		for e, stop := range running {
			if !wanted[e] {
				stop()
				delete(running, e)
			}
		}
		for e := range wanted {
			if running[e] == nil {
				inner, stop := context.WithCancel(ctx)
				running[e] = stop
				group.Go(func() { s.follow(inner, e) })
			}
		}
		select {
		case <-ctx.Done():
			return // which stops all followers
		case <-s.wake:
		}
	}
}

func (s *Service) current() map[*entry]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := map[*entry]bool{}
	for _, e := range s.entries {
		entries[e] = true
	}
	return entries
}

// follow takes over changes until the context ends. When a folder becomes a
// clone (git init) or the other way round, what is watched changes.
func (s *Service) follow(ctx context.Context, e *entry) {
	for ctx.Err() == nil {
		mode := e.mirror.Mode()
		root, err := e.mirror.watched(ctx)
		if err != nil {
			e.refresh(ctx, err)
			pause(ctx, time.Second)
			continue
		}
		watching, stop := context.WithCancel(ctx)
		watcher := Watcher{Root: root, Ignore: ignoresFolder, Note: func(text string) { s.noticed(e, text) }}
		if mode == Clone {
			watcher.Ignore = ignoresClone
		}
		_ = watcher.Run(watching, func() {
			if err := s.sync(ctx, e); err != nil && ctx.Err() == nil {
				s.log.Warn("a change is not served", "repo", e.address.URL, "error", err)
			}
			if e.mirror.Mode() != mode {
				stop()
			}
		})
		stop()
	}
}

func (s *Service) noticed(e *entry, text string) {
	s.log.Warn("watching without events", "repo", e.address.URL, "why", text)
	e.update(func(r *Repo) { r.Notice = text })
}

func pause(ctx context.Context, wait time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(wait):
	}
}
