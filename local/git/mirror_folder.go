package git

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// snapshot commits the folder to main when its tree is another than before.
func (m *Mirror) snapshot(ctx context.Context) error {
	if err := m.measure(ctx); err != nil {
		return err
	}
	if err := m.stage(ctx); err != nil {
		return &Problem{What: fmt.Sprintf("%s cannot be served as %s", m.dir, m.address.URL), Err: err, Fix: "Make every file in it readable, or list what should not be served in its .gitignore."}
	}
	tree, err := m.workGit(ctx, nil, "write-tree")
	if err != nil {
		return fmt.Errorf("snapshot of %s: %w", m.dir, err)
	}
	parent, _ := m.bareGit(ctx, "rev-parse", "--verify", "-q", "refs/heads/main^{commit}")
	base := emptyTree
	if parent != "" {
		if base, err = m.bareGit(ctx, "rev-parse", parent+"^{tree}"); err != nil {
			return fmt.Errorf("snapshot of %s: %w", m.dir, err)
		}
	}
	if parent == "" || base != tree {
		if err := m.commit(ctx, parent, base, tree); err != nil {
			return fmt.Errorf("snapshot of %s: %w", m.dir, err)
		}
	}
	_, err = m.bareGit(ctx, "symbolic-ref", "HEAD", "refs/heads/main")
	return err
}

// stage puts the folder into our own index. A file that vanishes while git
// reads it (an editor at work) is a reason to look again, not an error.
func (m *Mirror) stage(ctx context.Context) error {
	var err error
	for range 3 {
		if _, err = m.workGit(ctx, nil, "add", "--all", "--", "."); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return err
}

func (m *Mirror) commit(ctx context.Context, parent, base, tree string) error {
	added, modified, removed, err := m.difference(ctx, base, tree)
	if err != nil {
		return err
	}
	args := []string{"commit-tree", tree, "-F", "-"}
	if parent != "" {
		args = append(args, "-p", parent)
	}
	commit, err := m.workGit(ctx, message(added, modified, removed), args...)
	if err != nil {
		return err
	}
	_, err = m.bareGit(ctx, "update-ref", "refs/heads/main", commit, parent)
	return err
}

// message says which files a save changed; the list is cut where it stops
// being readable.
func message(added, modified, removed []string) *bytes.Buffer {
	const most = 200
	var text, list bytes.Buffer
	total := 0
	for _, group := range []struct {
		letter string
		files  []string
	}{{"A", added}, {"M", modified}, {"D", removed}} {
		for _, file := range group.files {
			if total++; total <= most {
				fmt.Fprintf(&list, "%s %s\n", group.letter, file)
			}
		}
	}
	switch first, _, _ := strings.Cut(list.String(), "\n"); total {
	case 0:
		text.WriteString("Serve an empty folder\n")
		return &text
	case 1:
		fmt.Fprintf(&text, "Save %s\n\n", first[2:])
	default:
		fmt.Fprintf(&text, "Save %d files\n\n", total)
	}
	text.Write(list.Bytes())
	if total > most {
		fmt.Fprintf(&text, "and %d more\n", total-most)
	}
	return &text
}

// measure refuses a folder that is too big, or that holds repositories of its
// own, before git copies anything. What .gitignore names does not count.
func (m *Mirror) measure(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends git early when the limit is reached
	cmd := m.git.prepare(ctx, m.index(), m.workArgs("ls-files", "-z", "--cached", "--others", "--exclude-standard")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("listing %s: %w", m.dir, err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("listing %s: %w", m.dir, err)
	}
	if err := m.count(bufio.NewReader(out)); err != nil {
		cancel()
		_ = cmd.Wait()
		return err
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("listing %s: %w: %s", m.dir, err, lastLine(stderr.String()))
	}
	return nil
}

func (m *Mirror) count(paths *bufio.Reader) error {
	files, size := 0, int64(0)
	for {
		path, err := paths.ReadString(0)
		if err != nil {
			return nil // the end; git's own exit says whether it was one
		}
		path = strings.TrimSuffix(path, "\x00")
		if strings.HasSuffix(path, "/") {
			return &Problem{
				What: fmt.Sprintf("%s, served as %s, contains %s, which is a Git repository of its own", m.dir, m.address.URL, path),
				Fix:  fmt.Sprintf("Serve that one by itself with --git URL=%s, and list %s in %s.", filepath.Join(m.dir, path), path, filepath.Join(m.dir, ".gitignore")),
			}
		}
		if info, err := os.Lstat(filepath.Join(m.dir, path)); err == nil {
			files, size = files+1, size+info.Size()
		}
		if files > m.limits.Files || size > m.limits.Bytes {
			return &Problem{
				What: fmt.Sprintf("%s is too big to serve as %s: more than %d files or %d MiB", m.dir, m.address.URL, m.limits.Files, m.limits.Bytes>>20),
				Fix:  "Serve a smaller folder, list what does not belong in its .gitignore, or make it a repository (git init, git commit).",
			}
		}
	}
}

// index is a file of ours, so that the folder needs none.
func (m *Mirror) index() []string {
	return []string{"GIT_INDEX_FILE=" + filepath.Join(m.bare, "slipway.index")}
}

func (m *Mirror) workArgs(args ...string) []string {
	return append([]string{"-C", m.dir, "--git-dir=" + m.bare, "--work-tree=" + m.dir}, args...)
}

func (m *Mirror) workGit(ctx context.Context, stdin *bytes.Buffer, args ...string) (string, error) {
	if stdin == nil {
		stdin = &bytes.Buffer{}
	}
	return m.git.run(ctx, m.index(), stdin, m.workArgs(args...)...)
}
