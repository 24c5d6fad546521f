package git

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Repo is a served repository's state.
type Repo struct {
	URL     string    `json:"url"`
	Dir     string    `json:"dir"`
	Name    string    `json:"name"` // its path on the server, without .git
	Mode    Mode      `json:"mode"`
	Branch  string    `json:"branch"` // the default one
	Commit  string    `json:"commit"` // its newest
	Files   int       `json:"files"`
	Changed time.Time `json:"changed,omitzero"` // when a commit was last taken over
	Error   string    `json:"error,omitempty"`  // why the newest change is not served
	Notice  string    `json:"notice,omitempty"` // what works less well, and why
}

// entry is a repository the service looks after.
type entry struct {
	address Address
	mapping Mapping
	mirror  *Mirror

	syncing sync.Mutex // keeps commits in order
	retired bool       // its mirror is another's now, or gone

	mu   sync.Mutex
	repo Repo
}

func (s *Service) openEntry(ctx context.Context, mapping Mapping) (*entry, error) {
	address, err := ParseAddress(mapping.URL)
	if err != nil {
		return nil, err
	}
	// Flat and hashed: one repository's path may be the beginning of another's.
	bare := fmt.Sprintf("%.40s-%x.git", safeName(path.Base(address.Path)), sha256.Sum256([]byte(address.Name())))
	mirror, err := openMirror(ctx, s.git, address, mapping.Dir, filepath.Join(s.dir, "repos", bare), s.limits)
	if err != nil {
		return nil, err
	}
	e := &entry{address: address, mapping: mapping, mirror: mirror}
	e.repo = Repo{URL: mapping.URL, Dir: mapping.Dir, Name: address.Name(), Mode: mirror.Mode(), Branch: "main"}
	if problem := mapping.Unproxied(); problem != nil {
		e.repo.Notice = problem.Error()
	}
	return e, nil
}

func safeName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, name)
}

func (e *entry) name() string { return e.address.Name() }

func (e *entry) status() Repo {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.repo
}

func (e *entry) update(change func(*Repo)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change(&e.repo)
}

// refresh reads what the mirror holds into the status.
func (e *entry) refresh(ctx context.Context, failure error) {
	mode, branch := e.mirror.Mode(), e.mirror.Branch(ctx)
	commit, files, headErr := e.mirror.Head(ctx)
	e.update(func(r *Repo) {
		r.Mode, r.Branch, r.Error = mode, branch, ""
		if headErr == nil {
			r.Commit, r.Files = commit, files
		}
		if failure != nil {
			r.Error = failure.Error()
		}
	})
}

// sync takes over what changed and tells everyone.
func (s *Service) sync(ctx context.Context, e *entry) error {
	const patience = 2 * time.Minute
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("git was not done with %s within %s", e.mapping.Dir, patience))
	defer cancel()
	e.syncing.Lock()
	defer e.syncing.Unlock()
	if e.retired {
		return nil
	}
	commits, err := e.mirror.Sync(ctx)
	if err != nil || len(commits) > 0 || e.status().Error != "" || e.status().Commit == "" {
		e.refresh(ctx, err)
	}
	if len(commits) > 0 {
		e.update(func(r *Repo) { r.Changed = time.Now() })
	}
	for _, commit := range commits {
		s.log.Info("new commit", "repo", commit.URL, "ref", commit.Ref, "commit", commit.After, "files", len(commit.Files()))
		s.notifier.Publish(commit)
	}
	return err
}
