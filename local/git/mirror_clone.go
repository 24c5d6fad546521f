package git

import (
	"context"
	"fmt"
	"path/filepath"
)

// fetch copies branches and tags, whatever was rewritten or removed included.
func (m *Mirror) fetch(ctx context.Context) error {
	branches, err := m.git.run(ctx, nil, nil, "-C", m.dir, "for-each-ref", "--count=1", "refs/heads")
	if err != nil {
		return fmt.Errorf("looking at the repository %s: %w", m.dir, err)
	}
	if branches == "" {
		return &Problem{What: fmt.Sprintf("the repository %s, served as %s, has no commit yet", m.dir, m.address.URL), Fix: "Commit something in it, or remove its .git to have every save served."}
	}
	_, err = m.bareGit(ctx, "fetch", "--quiet", "--force", "--prune", "--update-shallow", "--no-write-fetch-head", "--no-auto-maintenance",
		m.dir, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
	if err != nil {
		return fmt.Errorf("fetching from %s: %w", m.dir, err)
	}
	return m.follow(ctx)
}

// follow makes the mirror's HEAD resolve: to the clone's branch, or when that
// is detached or without a commit, to the one before, main, master, or any.
func (m *Mirror) follow(ctx context.Context) error {
	current, _ := m.git.run(ctx, nil, nil, "-C", m.dir, "symbolic-ref", "-q", "HEAD")
	before, _ := m.bareGit(ctx, "symbolic-ref", "-q", "HEAD")
	anyBranch, err := m.bareGit(ctx, "for-each-ref", "--count=1", "--format=%(refname)", "refs/heads")
	if err != nil {
		return fmt.Errorf("finding a branch of %s: %w", m.dir, err)
	}
	for _, ref := range []string{current, before, "refs/heads/main", "refs/heads/master", anyBranch} {
		if ref == "" {
			continue
		}
		if _, err := m.bareGit(ctx, "rev-parse", "--verify", "-q", ref); err == nil {
			_, err = m.bareGit(ctx, "symbolic-ref", "HEAD", ref)
			return err
		}
	}
	return fmt.Errorf("finding a branch of %s: it has none", m.dir)
}

// watched is the folder whose changes can mean new commits.
func (m *Mirror) watched(ctx context.Context) (string, error) {
	if m.Mode() == Folder {
		return m.dir, nil
	}
	// A linked work tree keeps its refs with the repository it belongs to.
	dir, err := m.git.run(ctx, nil, nil, "-C", m.dir, "rev-parse", "--git-common-dir")
	if err != nil {
		return "", fmt.Errorf("finding the refs of %s: %w", m.dir, err)
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(m.dir, dir)
	}
	return dir, nil
}
