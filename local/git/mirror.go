package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Mode is how a mirror follows its folder.
type Mode string

const (
	// Folder means each save becomes a commit of ours on main.
	Folder Mode = "folder"
	// Clone means the folder is a repository: its commits are served, work
	// that is not committed is not.
	Clone Mode = "clone"
)

// Limits bound what a folder may hold, so that serving / by mistake is an
// error and not a full disk. Zero means the default.
type Limits struct {
	Files int   // 20,000
	Bytes int64 // 256 MiB
}

func (l Limits) orDefault() Limits {
	if l.Files == 0 {
		l.Files = 20_000
	}
	if l.Bytes == 0 {
		l.Bytes = 256 << 20
	}
	return l
}

// Mirror keeps a bare repository equal to a folder of this machine. Nothing is
// ever written into that folder. It is safe for concurrent use.
type Mirror struct {
	address Address
	dir     string
	bare    string
	git     *command
	limits  Limits

	mu      sync.Mutex
	commits int // since objects were last packed
}

// openMirror makes the bare repository when it is missing, and frees it of
// what a killed process left.
func openMirror(ctx context.Context, git *command, address Address, dir, bare string, limits Limits) (*Mirror, error) {
	m := &Mirror{address: address, dir: dir, bare: bare, git: git, limits: limits.orDefault()}
	if _, err := os.Stat(filepath.Join(bare, "HEAD")); err != nil {
		if _, err := git.run(ctx, nil, nil, "init", "-q", "--bare", "--template=", "--initial-branch=main", bare); err != nil {
			return nil, fmt.Errorf("making the mirror of %s: %w", address.URL, err)
		}
	}
	if err := m.unlock(); err != nil {
		return nil, fmt.Errorf("unlocking the mirror of %s: %w", address.URL, err)
	}
	exclude := filepath.Join(bare, "info", "exclude")
	if err := os.MkdirAll(filepath.Dir(exclude), 0o700); err != nil {
		return nil, fmt.Errorf("preparing the mirror of %s: %w", address.URL, err)
	}
	if err := writeAtomic(exclude, []byte(strings.Join(temporaryFiles(), "\n")+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("preparing the mirror of %s: %w", address.URL, err)
	}
	return m, nil
}

// unlock removes lock files: only this process writes here, so whoever held
// them is dead.
func (m *Mirror) unlock() error {
	return filepath.WalkDir(m.bare, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "objects":
			return filepath.SkipDir
		case strings.HasSuffix(path, ".lock"):
			return os.Remove(path)
		}
		return nil
	})
}

// Mode looks at the folder: a work tree's root or a bare repository is a clone.
func (m *Mirror) Mode() Mode {
	if exists(m.dir, ".git") || exists(m.dir, "HEAD") && exists(m.dir, "objects") && exists(m.dir, "refs") {
		return Clone
	}
	return Folder
}

func exists(elements ...string) bool {
	_, err := os.Lstat(filepath.Join(elements...))
	return err == nil
}

// Sync brings the mirror up to date and tells which refs moved. After an error
// the mirror still serves what it had.
func (m *Mirror) Sync(ctx context.Context) ([]Commit, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := checkFolder(Mapping{URL: m.address.URL, Dir: m.dir}); err != nil {
		return nil, err
	}
	before, err := m.refs(ctx)
	if err != nil {
		return nil, err
	}
	if m.Mode() == Clone {
		err = m.fetch(ctx)
	} else {
		err = m.snapshot(ctx)
	}
	if err != nil {
		return nil, err
	}
	after, err := m.refs(ctx)
	if err != nil {
		return nil, err
	}
	return m.moved(ctx, before, after)
}

// moved describes the refs that differ. A repository served for the first time
// tells of its default branch only: nobody can have known the others.
func (m *Mirror) moved(ctx context.Context, before, after map[string]string) ([]Commit, error) {
	branch := m.Branch(ctx)
	var names []string
	for ref := range after {
		if before[ref] != after[ref] && (len(before) > 0 || ref == "refs/heads/"+branch) {
			names = append(names, ref)
		}
	}
	for ref := range before {
		if _, ok := after[ref]; !ok {
			names = append(names, ref)
		}
	}
	slices.Sort(names)
	var commits []Commit
	for _, ref := range names {
		commit, err := m.describe(ctx, ref, before[ref], after[ref])
		if err != nil {
			return nil, err
		}
		commit.DefaultBranch = branch
		commits = append(commits, commit)
	}
	m.pack(ctx, len(commits))
	return commits, nil
}

// pack keeps thousands of saves from becoming thousands of small files. That
// it fails changes nothing for a reader.
func (m *Mirror) pack(ctx context.Context, commits int) {
	if m.commits += commits; m.commits < 200 {
		return
	}
	m.commits = 0
	_, _ = m.bareGit(ctx, "gc", "--auto", "--quiet")
}

// Branch is what the mirror's HEAD names, main when it names nothing.
func (m *Mirror) Branch(ctx context.Context) string {
	name, err := m.bareGit(ctx, "symbolic-ref", "-q", "--short", "HEAD")
	if err != nil {
		return "main"
	}
	return name
}

// Head gives the commit of the default branch and how many files it holds.
func (m *Mirror) Head(ctx context.Context) (commit string, files int, err error) {
	commit, err = m.bareGit(ctx, "rev-parse", "--verify", "-q", "HEAD^{commit}")
	if err != nil {
		return "", 0, fmt.Errorf("finding the newest commit of %s: %w", m.address.URL, err)
	}
	out, err := m.bareGit(ctx, "ls-tree", "-r", "-z", "--name-only", commit)
	if err != nil {
		return "", 0, fmt.Errorf("counting the files of %s: %w", m.address.URL, err)
	}
	return commit, strings.Count(out, "\x00"), nil
}

func (m *Mirror) refs(ctx context.Context) (map[string]string, error) {
	out, err := m.bareGit(ctx, "for-each-ref", "--format=%(objectname) %(refname)")
	if err != nil {
		return nil, fmt.Errorf("listing the refs of %s: %w", m.address.URL, err)
	}
	refs := map[string]string{}
	for line := range strings.Lines(out) {
		if object, ref, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			refs[ref] = object
		}
	}
	return refs, nil
}

func (m *Mirror) bareGit(ctx context.Context, args ...string) (string, error) {
	return m.git.run(ctx, nil, nil, append([]string{"--git-dir=" + m.bare}, args...)...)
}

// remove deletes the bare repository.
func (m *Mirror) remove() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := os.RemoveAll(m.bare); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the mirror of %s: %w", m.address.URL, err)
	}
	return nil
}
