package git

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Config is what a [Service] needs to know.
type Config struct {
	StateDir  string    // mirrors, ports and mappings; of this service alone
	Authority Authority // signs for the hosts that are answered for
	GitPort   int       // 0: one is chosen once and kept
	ProxyPort int       // likewise
	Limits    Limits    // of served folders
	Log       *slog.Logger
}

// Service serves folders as repositories, remembers them across restarts, and
// tells of their commits. It is safe for concurrent use.
type Service struct {
	dir       string
	authority Authority
	limits    Limits
	log       *slog.Logger
	git       *command
	repos     *table
	server    *Server
	proxy     *Proxy
	notifier  *Notifier
	gitPort   net.Listener
	proxyPort net.Listener

	changing sync.Mutex // held while what is served changes: that takes a while

	mu      sync.Mutex
	state   state
	entries map[string]*entry // by Address.Name
	wake    chan struct{}     // tells Run that entries changed
}

// New binds both ports and opens what was served before; [Service.Run] does
// the rest. A service that is never run must be closed.
func New(ctx context.Context, config Config) (*Service, error) {
	dir, err := filepath.Abs(config.StateDir)
	if err != nil {
		return nil, fmt.Errorf("finding the git service's folder: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "repos"), 0o700); err != nil {
		return nil, fmt.Errorf("making the git service's folder: %w", err)
	}
	st, err := readState(dir)
	if err != nil {
		return nil, err
	}
	git, err := newCommand(filepath.Join(dir, "home"))
	if err != nil {
		return nil, err
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		dir: dir, authority: config.Authority, limits: config.Limits, log: config.Log, git: git,
		repos: &table{}, notifier: NewNotifier(config.Log), state: st,
		entries: map[string]*entry{}, wake: make(chan struct{}, 1),
	}
	if err := s.open(ctx, config); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Service) open(ctx context.Context, config Config) error {
	moved := func(err error) { s.log.Warn("a port used before is taken, choosing another", "error", err) }
	var err error
	if s.gitPort, err = listen(config.GitPort, s.state.GitPort, moved); err != nil {
		return err
	}
	if s.proxyPort, err = listen(config.ProxyPort, s.state.ProxyPort, moved); err != nil {
		return err
	}
	s.state.GitPort, s.state.ProxyPort = port(s.gitPort), port(s.proxyPort)
	s.server = &Server{repos: s.repos, git: s.git, log: s.log}
	s.proxy = &Proxy{server: s.server, leaves: &leaves{authority: s.authority}, upstream: newUpstream(s.proxyPort.Addr()), log: s.log}
	if err := s.publishAuthority(); err != nil {
		return err
	}
	for _, hook := range s.state.Webhooks {
		if err := s.notifier.AddWebhook(hook); err != nil {
			return err
		}
	}
	for _, mapping := range s.state.Repos {
		// What can't be read now is kept, with its error: the disk it is on
		// may come back.
		e, err := s.openEntry(ctx, mapping)
		if err != nil {
			return err
		}
		e.refresh(ctx, nil)
		if err := s.enter(e); err != nil {
			return err
		}
	}
	return s.state.write(s.dir)
}

// Name is how the daemon calls this service.
func (s *Service) Name() string { return "git" }

// Serve makes a folder available as a repository, at once and after restarts.
// A URL that is served already moves to the new folder. The folder's first
// commit exists when Serve returns.
func (s *Service) Serve(ctx context.Context, mapping Mapping) (Repo, error) {
	mapping, err := mapping.Resolve()
	if err != nil {
		return Repo{}, err
	}
	address, err := ParseAddress(mapping.URL)
	if err != nil {
		return Repo{}, err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	old := s.find(address.Name())
	if old != nil && old.mapping == mapping {
		err := s.sync(ctx, old)
		return old.status(), err
	}
	if old != nil { // both use the same mirror
		old.syncing.Lock()
		defer old.syncing.Unlock()
	}
	e, err := s.openEntry(ctx, mapping)
	if err != nil {
		return Repo{}, err
	}
	if err := s.sync(ctx, e); err != nil {
		if old == nil {
			err = errors.Join(err, e.mirror.remove())
		}
		return Repo{}, err
	}
	if old != nil {
		old.retired = true
	}
	if err := s.enter(e); err != nil {
		return Repo{}, err
	}
	s.signal()
	return e.status(), s.remember()
}

// Unserve forgets a repository and its mirror; the folder stays as it is.
// A URL that is not served is an error.
func (s *Service) Unserve(url string) error {
	address, err := ParseAddress(url)
	if err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	s.mu.Lock()
	e := s.entries[address.Name()]
	delete(s.entries, address.Name())
	s.mu.Unlock()
	if e == nil {
		return &Problem{What: url + " is not served", Fix: "Served are: " + strings.Join(s.repos.names(), ", ") + "."}
	}
	s.repos.remove(address.Name())
	s.signal()
	e.syncing.Lock()
	defer e.syncing.Unlock()
	e.retired = true
	return errors.Join(e.mirror.remove(), s.remember())
}

// Repos lists what is served, by URL.
func (s *Service) Repos() []Repo {
	s.mu.Lock()
	defer s.mu.Unlock()
	repos := []Repo{}
	for _, e := range s.entries {
		repos = append(repos, e.status())
	}
	slices.SortFunc(repos, func(a, b Repo) int { return strings.Compare(a.URL, b.URL) })
	return repos
}

// AddWebhook sends push events there from now on, also after restarts.
func (s *Service) AddWebhook(hook Webhook) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if err := s.notifier.AddWebhook(hook); err != nil {
		return err
	}
	s.state.Webhooks = append(without(s.state.Webhooks, hook.URL), hook)
	return s.remember()
}

// RemoveWebhook stops that. One that is not known is no error.
func (s *Service) RemoveWebhook(url string) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	s.notifier.RemoveWebhook(url)
	s.state.Webhooks = without(s.state.Webhooks, url)
	return s.remember()
}

func without(hooks []Webhook, url string) []Webhook {
	return slices.DeleteFunc(slices.Clone(hooks), func(h Webhook) bool { return h.URL == url })
}

// Subscribe gives commits from now on, until the context ends.
func (s *Service) Subscribe(ctx context.Context) <-chan Commit { return s.notifier.Subscribe(ctx) }

// OnCommit calls a function for each commit until the context ends.
func (s *Service) OnCommit(ctx context.Context, call func(Commit)) { s.notifier.OnCommit(ctx, call) }

// find gives the entry of a name, nil when there is none.
func (s *Service) find(name string) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.entries[name]
}

// enter makes an entry reachable by all clients.
func (s *Service) enter(e *entry) error {
	if err := s.trust(e.address); err != nil {
		return err
	}
	s.mu.Lock()
	s.entries[e.name()] = e
	s.mu.Unlock()
	s.repos.put(served{address: e.address, dir: e.mapping.Dir, bare: e.mirror.bare})
	return nil
}

func (s *Service) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// remember writes the state file. The caller holds changing.
func (s *Service) remember() error {
	s.state.Repos = nil
	for _, repo := range s.Repos() {
		s.state.Repos = append(s.state.Repos, Mapping{URL: repo.URL, Dir: repo.Dir})
	}
	return s.state.write(s.dir)
}

// Close frees the ports and ends deliveries. Run does it by itself.
func (s *Service) Close() error {
	s.notifier.close()
	var errs []error
	for _, l := range []net.Listener{s.gitPort, s.proxyPort} {
		if l == nil {
			continue
		}
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
