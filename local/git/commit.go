package git

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Commit is one ref of a served repository that moved.
type Commit struct {
	URL           string    `json:"url"`           // the repository, as the blueprint spells it
	Ref           string    `json:"ref"`           // refs/heads/main
	Before        string    `json:"before"`        // empty: the ref is new
	After         string    `json:"after"`         // empty: the ref is gone
	DefaultBranch string    `json:"defaultBranch"` // what HEAD names
	Forced        bool      `json:"forced,omitempty"`
	Tree          string    `json:"tree,omitempty"`
	Message       string    `json:"message,omitempty"`
	Author        string    `json:"author,omitempty"`
	Email         string    `json:"email,omitempty"`
	Time          time.Time `json:"time"` // of the commit; of the removal, when the ref is gone
	Added         []string  `json:"added,omitempty"`
	Modified      []string  `json:"modified,omitempty"`
	Removed       []string  `json:"removed,omitempty"`
}

// Files lists every path that changed, sorted.
func (c Commit) Files() []string {
	files := slices.Concat(c.Added, c.Modified, c.Removed)
	slices.Sort(files)
	return files
}

// emptyTree is the name git gives a tree without entries.
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

// describe looks up what a moved ref brought.
func (m *Mirror) describe(ctx context.Context, ref, before, after string) (Commit, error) {
	c := Commit{URL: m.address.URL, Ref: ref, Before: before, After: after, Time: time.Now()}
	if after == "" {
		return c, nil
	}
	out, err := m.bareGit(ctx, "log", "-1", "--format=%T%x00%an%x00%ae%x00%cI%x00%B", after)
	if err != nil {
		return c, fmt.Errorf("reading commit %s: %w", after, err)
	}
	fields := strings.SplitN(out, "\x00", 5)
	if len(fields) != 5 {
		return c, fmt.Errorf("reading commit %s: unexpected output %q", after, out)
	}
	c.Tree, c.Author, c.Email, c.Message = fields[0], fields[1], fields[2], strings.TrimSpace(fields[4])
	if when, err := time.Parse(time.RFC3339, fields[3]); err == nil {
		c.Time = when
	}
	base := emptyTree
	if before != "" {
		base = before
		_, err := m.bareGit(ctx, "merge-base", "--is-ancestor", before, after)
		c.Forced = err != nil
	}
	c.Added, c.Modified, c.Removed, err = m.difference(ctx, base, after)
	return c, err
}

// difference lists the paths two trees (or commits) disagree about. A rename
// is a removal and an addition.
func (m *Mirror) difference(ctx context.Context, from, to string) (added, modified, removed []string, err error) {
	out, err := m.bareGit(ctx, "diff", "--name-status", "-z", "--no-renames", from, to)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("comparing %s with %s: %w", from, to, err)
	}
	fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	for pair := range slices.Chunk(fields, 2) {
		if len(pair) < 2 {
			break
		}
		switch pair[0] {
		case "A":
			added = append(added, pair[1])
		case "D":
			removed = append(removed, pair[1])
		default: // M, and T when a file became a symbolic link
			modified = append(modified, pair[1])
		}
	}
	return added, modified, removed, nil
}
