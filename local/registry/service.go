package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"slipway.dev/slipway/local/state"
)

// portName is how the platform's ports remember the registry's.
const portName = "registry"

// Service serves a platform's images from the daemon, on a port of 127.0.0.1
// that stays the same from run to run.
type Service struct {
	store *Store
	ports *state.Ports
	log   *slog.Logger

	mu    sync.Mutex
	port  int           // 0 until it listens
	bound chan struct{} // closed when port is set
}

// Of opens the images of a platform; they can be written before the platform runs.
func Of(platform state.Dir) (*Store, error) {
	if err := platform.Create(); err != nil {
		return nil, err
	}
	return Open(platform.Join("registry"))
}

// NewService opens the images of a platform; Run serves them.
func NewService(platform state.Dir, log *slog.Logger) (*Service, error) {
	store, err := Of(platform)
	if err != nil {
		return nil, err
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Service{store: store, ports: platform.Ports(nil), log: log, bound: make(chan struct{})}, nil
}

// Name is how the daemon calls this service.
func (s *Service) Name() string { return "registry" }

// Run serves images until ctx ends. The port is taken here and not before: by
// now an earlier daemon has given it back.
func (s *Service) Run(ctx context.Context) error {
	if err := s.store.sweep(time.Now()); err != nil {
		s.log.Warn("the registry was not tidied", "err", err)
	}
	port, err := s.ports.Port(ctx, portName)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("serving images: %w", err)
	}
	server := &http.Server{Handler: NewHandler(s.store, s.log), ReadHeaderTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	s.listens(port)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving images: %w", err)
	}
	return nil
}

func (s *Service) listens(port int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.port == 0 {
		close(s.bound)
	}
	s.port = port
}

// Handler is what the daemon mounts: GET /port answers where images are served.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /port", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-s.bound:
		case <-r.Context().Done():
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = answer(w, s.port) // a number is JSON
	})
	return mux
}

// patience is how long a client waits for a daemon that has just started.
const patience = 10 * time.Second

// Port asks the service in the daemon for its port. client and base are what
// the daemon is reached by; see the daemon's Client.HTTP.
func Port(ctx context.Context, client *http.Client, base string) (int, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("it did not answer within %v; see the daemon's log", patience))
	defer cancel()
	port, err := askPort(ctx, client, base)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("asking the daemon for the registry's port: %w", err)
	}
	return port, nil
}

func askPort(ctx context.Context, client *http.Client, base string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/port", nil)
	if err != nil {
		return 0, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	if response.StatusCode != http.StatusOK {
		return 0, errors.New(response.Status)
	}
	var port int
	return port, json.Unmarshal(data, &port)
}
