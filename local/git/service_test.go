package git

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestCloneByRealURL(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"apps/a.yaml": "a: 1\n", "apps/deep/er/b.yaml": "b: 1\n", "skip.log": "", ".gitignore": "*.log\n", "a.yaml~": ""})
	if err := os.Symlink("apps/a.yaml", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	repo := serve(t, s, appsURL, dir)
	want := Repo{URL: appsURL, Dir: dir, Name: "git.example.invalid/platform/apps", Mode: Folder, Branch: "main", Files: 4}
	if diff := cmp.Diff(want, repo, cmpopts.IgnoreFields(Repo{}, "Commit", "Changed")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, url := range []string{appsURL, appsURL + ".git", "https://GIT.example.invalid/Platform/APPS", s.Environment().GitURL + "/" + repo.Name + ".git"} {
		clone := filepath.Join(t.TempDir(), "clone")
		runGit(t, child(t, s), "/", "clone", "-q", url, clone)
		files := strings.Fields(runGit(t, nil, clone, "ls-files"))
		if diff := cmp.Diff([]string{".gitignore", "apps/a.yaml", "apps/deep/er/b.yaml", "link.yaml"}, files); diff != "" {
			t.Errorf("%s (-want +got):\n%s", url, diff)
		}
		if target, err := os.Readlink(filepath.Join(clone, "link.yaml")); err != nil || target != "apps/a.yaml" {
			t.Errorf("%s: symbolic link is %q, %v", url, target, err)
		}
	}
	if exists(dir, ".git") {
		t.Error("something was written into the folder")
	}
}

func TestSaveBecomesCommit(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	first := serve(t, s, appsURL, dir)
	env := child(t, s)
	newest := func() string { return strings.Fields(runGit(t, env, "/", "ls-remote", appsURL, "refs/heads/main"))[0] }
	if newest() != first.Commit {
		t.Fatalf("ls-remote says %s, the service %s", newest(), first.Commit)
	}
	// What editors do: write beside, then rename over it.
	write(t, dir, map[string]string{".a.yaml.swp": "x", "new/deep/b.yaml": "b: 1\n", "tmp": "a: 2\n"})
	if err := os.Rename(filepath.Join(dir, "tmp"), filepath.Join(dir, "a.yaml")); err != nil {
		t.Fatal(err)
	}
	content := func(file string) string {
		out, _ := tryGit(t, nil, s.entries[first.Name].mirror.bare, "show", "main:"+file)
		return out
	}
	eventually(t, "the save", func() bool { return newest() != first.Commit && content("a.yaml") == "a: 2" })
	write(t, dir, map[string]string{"new/deep/b.yaml": "b: 2\n"})
	eventually(t, "a save in a new folder", func() bool { return content("new/deep/b.yaml") == "b: 2" })
	if err := os.Remove(filepath.Join(dir, "a.yaml")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the removal", func() bool { return strings.Contains(content("a.yaml"), "does not exist") })
	log := runGit(t, nil, s.entries[first.Name].mirror.bare, "log", "-1", "--format=%an <%ae> %s%n%b", "main")
	if want := "Slipway <slipway@localhost> Save a.yaml\nD a.yaml"; log != want {
		t.Errorf("got log %q, want %q", log, want)
	}
}

func TestUnchangedFolderMakesNoCommit(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	first := serve(t, s, appsURL, dir)
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	if again := serve(t, s, appsURL, dir); again.Commit != first.Commit {
		t.Errorf("a save without a change made commit %s after %s", again.Commit, first.Commit)
	}
}

func TestCloneMode(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	runGit(t, nil, dir, "init", "-q", "-b", "trunk")
	_, err := s.Serve(t.Context(), Mapping{URL: appsURL, Dir: dir})
	isProblem(t, err, "no commit yet")
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	runGit(t, nil, dir, "add", ".")
	runGit(t, nil, dir, "commit", "-q", "-m", "one")
	runGit(t, nil, dir, "tag", "v1")
	write(t, dir, map[string]string{"a.yaml": "a: unsaved\n"})
	repo := serve(t, s, appsURL, dir)
	if repo.Mode != Clone || repo.Branch != "trunk" || repo.Commit != runGit(t, nil, dir, "rev-parse", "HEAD") {
		t.Fatalf("got %+v", repo)
	}
	env := child(t, s)
	clone := filepath.Join(t.TempDir(), "clone")
	runGit(t, env, "/", "clone", "-q", appsURL, clone)
	if got := read(t, clone, "a.yaml"); got != "a: 1\n" {
		t.Errorf("unsaved work is served: %q", got)
	}
	runGit(t, nil, dir, "checkout", "-q", "-b", "feature")
	runGit(t, nil, dir, "commit", "-q", "-a", "-m", "two")
	runGit(t, nil, dir, "tag", "v2")
	want := runGit(t, nil, dir, "rev-parse", "feature")
	eventually(t, "the commit, the tag and the branch", func() bool {
		refs := runGit(t, env, "/", "ls-remote", appsURL)
		return strings.Contains(refs, want+"\tHEAD") && strings.Contains(refs, want+"\trefs/heads/feature") && strings.Contains(refs, want+"\trefs/tags/v2")
	})
	runGit(t, nil, dir, "checkout", "-q", "trunk")
	runGit(t, nil, dir, "branch", "-q", "-D", "feature")
	eventually(t, "the branch to go", func() bool {
		refs := runGit(t, env, "/", "ls-remote", appsURL)
		return !strings.Contains(refs, "refs/heads/feature") && strings.Contains(refs, "\tHEAD")
	})
}

func TestFolderBecomesClone(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	serve(t, s, appsURL, dir)
	runGit(t, nil, dir, "init", "-q", "-b", "main")
	runGit(t, nil, dir, "add", ".")
	runGit(t, nil, dir, "commit", "-q", "-m", "mine")
	want := runGit(t, nil, dir, "rev-parse", "HEAD")
	eventually(t, "clone mode", func() bool { r := s.Repos()[0]; return r.Mode == Clone && r.Commit == want && r.Error == "" })
	runGit(t, nil, dir, "commit", "-q", "--allow-empty", "-m", "more")
	want = runGit(t, nil, dir, "rev-parse", "HEAD")
	eventually(t, "the next commit", func() bool { return s.Repos()[0].Commit == want })
}

func TestPushIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.yaml": "a: 1\n"})
	serve(t, s, appsURL, dir)
	env, clone := child(t, s), filepath.Join(t.TempDir(), "clone")
	runGit(t, env, "/", "clone", "-q", appsURL, clone)
	runGit(t, nil, clone, "commit", "-q", "--allow-empty", "-m", "mine")
	out, err := tryGit(t, env, clone, "push", "-q", "origin", "main")
	if err == nil || !strings.Contains(out, "takes no push") || !strings.Contains(out, dir) {
		t.Errorf("got %v, %s", err, out)
	}
}

func TestUnmapped(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	serve(t, s, appsURL, t.TempDir())
	// On a host that is served, git shows our text; .invalid never resolves.
	out, err := tryGit(t, child(t, s), "/", "ls-remote", "https://git.example.invalid/other/repo.git")
	const want = "https://git.example.invalid/other/repo is not served locally: add --git https://git.example.invalid/other/repo=DIR"
	if err == nil || !strings.Contains(out, want) || !strings.Contains(out, "502") {
		t.Errorf("got %v, %s", err, out)
	}
	if missing := s.Missing(); len(missing) != 1 || missing[0].URL != "https://git.example.invalid/other/repo" || !strings.Contains(missing[0].Why, want) {
		t.Errorf("missing: %+v", missing)
	}
	serve(t, s, "https://git.example.invalid/other/repo", t.TempDir())
	if missing := s.Missing(); len(missing) != 0 {
		t.Errorf("missing although served: %+v", missing)
	}
	// Elsewhere the tunnel itself is refused; Go's clients show the status line.
	request := httptest.NewRequest(http.MethodConnect, "http://other.invalid:443", nil)
	request.Host = "other.invalid:443"
	answer := httptest.NewRecorder()
	s.proxy.ServeHTTP(answer, request)
	if answer.Code != http.StatusBadGateway || !strings.Contains(answer.Body.String(), "is not served locally") {
		t.Errorf("got %d %s", answer.Code, answer.Body)
	}
}

func TestManyFiles(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{Limits: Limits{Files: 1000}})
	dir := t.TempDir()
	files := map[string]string{}
	for i := range 1000 {
		files[fmt.Sprintf("d%d/f%d.yaml", i%37, i)] = fmt.Sprint(i)
	}
	write(t, dir, files)
	repo := serve(t, s, appsURL, dir)
	if repo.Files != 1000 {
		t.Errorf("got %d files", repo.Files)
	}
	write(t, dir, map[string]string{"one-more": ""})
	eventually(t, "the limit", func() bool { return strings.Contains(s.Repos()[0].Error, "too big") })
	if again := s.Repos()[0]; again.Commit != repo.Commit {
		t.Errorf("what was served before is gone: %+v", again)
	}
	if err := os.Remove(filepath.Join(dir, "one-more")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the error to go", func() bool { return s.Repos()[0].Error == "" })
}

func TestNestedRepositoryIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	write(t, dir, map[string]string{"inner/a": "1"})
	runGit(t, nil, filepath.Join(dir, "inner"), "init", "-q")
	_, err := s.Serve(t.Context(), Mapping{URL: appsURL, Dir: dir})
	isProblem(t, err, "inner/", "repository of its own")
	if len(s.Repos()) != 0 {
		t.Error("it is served all the same")
	}
	write(t, dir, map[string]string{".gitignore": "inner/\n"})
	serve(t, s, appsURL, dir)
}

func TestRestart(t *testing.T) {
	t.Parallel()
	config := Config{StateDir: t.TempDir(), Authority: newAuthority(t)}
	dir, gone := t.TempDir(), filepath.Join(t.TempDir(), "gone")
	write(t, dir, map[string]string{"a": "1"})
	write(t, gone, map[string]string{"a": "1"})
	s, stop := startService(t, config)
	before := serve(t, s, appsURL, dir)
	serve(t, s, appsURL+"-gone", gone)
	env := s.Environment()
	stop()
	write(t, dir, map[string]string{"b": "2"})
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	// A killed git leaves its lock.
	write(t, filepath.Join(config.StateDir, "repos", filepath.Base(s.entries[before.Name].mirror.bare)), map[string]string{"slipway.index.lock": ""})

	s, _ = startService(t, config)
	if diff := cmp.Diff(env, s.Environment()); diff != "" {
		t.Errorf("environment after a restart (-before +after):\n%s", diff)
	}
	runGit(t, child(t, s), "/", "ls-remote", "--exit-code", appsURL, "HEAD")
	eventually(t, "what was saved meanwhile", func() bool { return s.Repos()[0].Files == 2 })
	eventually(t, "the missing folder's error", func() bool { return strings.Contains(s.Repos()[1].Error, "does not exist") })
	write(t, gone, map[string]string{"a": "1", "b": "2"})
	eventually(t, "the folder that came back", func() bool { return s.Repos()[1].Error == "" && s.Repos()[1].Files == 2 })
}

func TestUnserveAndMove(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	one, two := t.TempDir(), t.TempDir()
	write(t, one, map[string]string{"a": "1"})
	write(t, two, map[string]string{"a": "2", "b": "2"})
	serve(t, s, appsURL, one)
	if repo := serve(t, s, appsURL+".git", two); repo.Files != 2 || len(s.Repos()) != 1 {
		t.Errorf("after moving: %+v", s.Repos())
	}
	write(t, two, map[string]string{"c": "3"})
	eventually(t, "the new folder's change", func() bool { return s.Repos()[0].Files == 3 })
	if err := s.Unserve(appsURL); err != nil {
		t.Fatal(err)
	}
	isProblem(t, s.Unserve(appsURL), "is not served")
	if left, _ := os.ReadDir(filepath.Join(s.dir, "repos")); len(left) != 0 || len(s.Repos()) != 0 {
		t.Errorf("left over: %v, %v", left, s.Repos())
	}
	if read(t, one, "a") != "1" || read(t, two, "c") != "3" {
		t.Error("the folders were touched")
	}
}

func TestInsteadOf(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	dir := t.TempDir()
	const remote = "git@git.example.invalid:platform/apps.git"
	repo := serve(t, s, remote, dir)
	if !strings.Contains(repo.Notice, "ssh URL") {
		t.Errorf("nothing is said about ssh: %+v", repo)
	}
	address, _ := ParseAddress(remote)
	runGit(t, InsteadOf(s.Environment().GitURL, address), "/", "ls-remote", "--exit-code", remote, "HEAD")
}
