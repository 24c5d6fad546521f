package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"sync"
	"time"

	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

const (
	// takeover is how long a new daemon waits for one that is just ending.
	takeover = 15 * time.Second
	// farewell is how long answers that are on their way, and services, may
	// take once all processes have ended.
	farewell = 5 * time.Second
)

// Options of a daemon. Only Dir must be set.
type Options struct {
	Dir      state.Dir
	Version  string // build id, reported in the status
	Services []Service
	Log      *slog.Logger
	// StopTimeout bounds stopping everything; default one minute.
	StopTimeout time.Duration
	// Timing of restarts; default that of the supervisor.
	Timing supervisor.Timing
}

// daemon is one run.
type daemon struct {
	options    Options
	started    time.Time
	supervisor *supervisor.Supervisor
	services   *services
	quit       chan struct{} // closed when a client asked for the end
	quitOnce   sync.Once
	gone       chan struct{} // closed when all processes have ended
	stopErr    error         // set before gone is closed
}

// Run is the daemon: it takes the platform's directory, starts what was applied
// to an earlier daemon and serves until ctx ends or a client asks it to stop;
// then it stops everything in reverse order. It returns a *RunningError if the
// platform has a daemon already.
func Run(ctx context.Context, o Options) error {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.StopTimeout == 0 {
		o.StopTimeout = time.Minute
	}
	if err := checkServices(o.Services); err != nil {
		return err
	}
	if err := o.Dir.Create(); err != nil {
		return err
	}
	lock, err := takeOver(ctx, o.Dir)
	if err != nil {
		return err
	}
	defer lock.Release()
	d := &daemon{options: o, started: time.Now(), quit: make(chan struct{}), gone: make(chan struct{})}
	return d.run(ctx)
}

func (d *daemon) run(ctx context.Context) error {
	listener, err := listen(d.options.Dir)
	if err != nil {
		return err
	}
	defer listener.close()
	watched, unwatch := context.WithCancel(ctx)
	defer unwatch()
	// Services outlive ctx: processes use them until they have stopped.
	d.services = runServices(context.WithoutCancel(ctx), d.options.Services, d.options.Log)
	defer d.services.stop(farewell)
	d.supervisor, err = supervisor.Open(ctx, supervisor.Options{Dir: d.options.Dir, Log: d.options.Log, Timing: d.options.Timing})
	if err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	server := &http.Server{Handler: d.handler(), ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	d.options.Log.Info("daemon is up", "pid", os.Getpid(), "version", d.options.Version)
	var problem error
	select {
	case <-ctx.Done():
	case <-d.quit:
	case <-listener.lost(watched, lookAround):
		problem = fmt.Errorf("the socket %s was deleted", listener.path)
	case problem = <-served:
	}
	return errors.Join(problem, d.shutdown(ctx, server))
}

// shutdown goes on answering while processes stop, so that who asked for it
// learns how it went.
func (d *daemon) shutdown(ctx context.Context, server *http.Server) error {
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.options.StopTimeout)
	defer cancel()
	d.stopErr = d.supervisor.Stop(stopping)
	close(d.gone)
	leaving, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := server.Shutdown(leaving); err != nil {
		// Somebody still reads; the daemon's end is worth more than that.
		_ = server.Close()
	}
	d.options.Log.Info("daemon has stopped", "err", d.stopErr)
	return d.stopErr
}

// takeOver gets daemon.lock. A daemon that is about to end still holds it for
// a moment; one that answers and is not ending is there to stay.
func takeOver(ctx context.Context, dir state.Dir) (*state.Lock, error) {
	client, err := NewClient(dir, "")
	if err != nil {
		return nil, err
	}
	defer client.Close()
	deadline := time.Now().Add(takeover)
	for {
		lock, err := dir.LockDaemon(ctx)
		var held *state.HeldError
		if !errors.As(err, &held) {
			return lock, err
		}
		status, err := client.Status(ctx)
		if err == nil && !status.Stopping || time.Now().After(deadline) {
			return nil, &RunningError{held.PID}
		}
		if err := wait(ctx, poll); err != nil {
			return nil, fmt.Errorf("waiting for the daemon with pid %d to end: %w", held.PID, err)
		}
	}
}

var serviceName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func checkServices(all []Service) error {
	seen := map[string]bool{"status": true, "processes": true, "stop": true}
	for _, s := range all {
		if !serviceName.MatchString(s.Name()) || seen[s.Name()] {
			return fmt.Errorf("service %q: its name is taken or not a lower case word", s.Name())
		}
		seen[s.Name()] = true
	}
	return nil
}
