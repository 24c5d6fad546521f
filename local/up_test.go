package local

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/images"
	"slipway.dev/slipway/local/state"
)

func processes(t *testing.T, list ...assembly.Process) *assembly.Assembly {
	t.Helper()
	data, err := assembly.ProcessList{Processes: list}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return &assembly.Assembly{Units: []assembly.Unit{
		{ID: "dev/other", Kind: assembly.Kubernetes, Files: map[string][]byte{"processes.yaml": []byte("no: list: here")}},
		{ID: "dev/kube", Kind: assembly.Processes, Where: "cluster:dev", Files: map[string][]byte{"processes.yaml": data}},
		{ID: "dev/more", Kind: assembly.Processes, Where: "cluster:dev", Files: map[string][]byte{"processes.yaml": data}},
	}}
}

func TestNeededPrograms(t *testing.T) {
	t.Parallel()
	a := processes(t,
		assembly.Process{Name: "b", Program: "kube", Path: []string{"helm", "git"}},
		assembly.Process{Name: "a", Program: "argocd", Args: []string{"--x=${program.kwok}/x"}},
		assembly.Process{Name: "c", Command: "redis-server"})
	got, err := neededPrograms(a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"argocd", "git", "helm", "kube", "kwok"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a.Units[1].Files["processes.yaml"] = []byte("processes: 7")
	if _, err := neededPrograms(a); err == nil || !strings.HasPrefix(err.Error(), "reading the processes of dev/kube: ") {
		t.Errorf("got %v", err)
	}
}

func TestRealNodesGetThePauseImage(t *testing.T) {
	p := platform(t, "demo")
	for program, want := range map[string]bool{"kwok": false, assembly.Self: true} {
		a := processes(t, assembly.Process{Name: "node", Program: program, Command: "node"})
		if err := p.pauseImage(t.Context(), a, nil); err != nil {
			t.Fatal(err)
		}
		store, err := p.Images()
		if err != nil {
			t.Fatal(err)
		}
		if has, err := store.Has(images.PauseImage); err != nil || has != want {
			t.Errorf("with nodes of %s: %t, %v", program, has, err)
		}
		if err := p.State.Remove(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestInstalled(t *testing.T) {
	t.Parallel()
	if err := installed(processes(t, assembly.Process{Name: "a", Program: "no-such-thing", Command: "no-such-thing"}, assembly.Process{Name: "b", Command: "sh"})); err != nil {
		t.Errorf("with all that is needed: %v", err)
	}
	err := installed(processes(t, assembly.Process{Name: "cache", Command: "no-such-server"}))
	want := "no-such-server is not installed: dev/kube runs it\n    Install it, for example: apt-get install no-such-server, or brew install no-such"
	if errorText(err) != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func up(t *testing.T, p *Platform) error {
	t.Helper()
	return p.Up(t.Context(), &assembly.Assembly{}, UpOptions{Report: func(e deploy.Event) { t.Errorf("reported %+v", e) }})
}

func TestOnlyOneCommandChangesAPlatform(t *testing.T) {
	p := platform(t, "demo")
	if err := p.State.Create(); err != nil {
		t.Fatal(err)
	}
	lock, err := p.State.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	for name, err := range map[string]error{"up": up(t, p), "down": p.Down(t.Context(), DownOptions{Purge: true})} {
		var held *state.HeldError
		want := fmt.Sprintf("another slipway is changing this platform: pid %d (", os.Getpid())
		if !errors.As(err, &held) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	if _, err := os.Stat(p.State.Path()); err != nil {
		t.Errorf("the state was purged: %v", err)
	}
}

func TestUpOnAFullDisk(t *testing.T) {
	p := platform(t, "demo")
	p.free = func(string) (uint64, error) { return needFree - 1<<20, nil }
	want := "only 1023 MB are free where the state of demo lives (" + p.State.Path() + "), 1024 MB are needed\n" +
		"    Free some, or set SLIPWAY_STATE to a folder on another disk"
	for range 2 { // the lock is given back
		if err := up(t, p); errorText(err) != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
	if err := p.Down(t.Context(), DownOptions{Purge: true}); err != nil {
		t.Errorf("taking it away: %v", err)
	}
	if _, err := os.Stat(p.State.Path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the state is still there: %v", err)
	}
}

func TestDownOfWhatNeverRan(t *testing.T) {
	p := platform(t, "demo")
	if err := p.Down(t.Context(), DownOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(p.State.Path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it made a state: %v", err)
	}
}

// gitService is the daemon's real one behind a server that notes what changes.
func gitService(t *testing.T) (*git.Client, func() []string) {
	t.Helper()
	at, err := state.At(filepath.Join(t.TempDir(), "demo"))
	if err != nil {
		t.Fatal(err)
	}
	authority, err := gitAuthority(at)
	if err != nil {
		t.Fatal(err)
	}
	service, err := git.New(context.Background(), git.Config{StateDir: at.Repos(), Authority: authority})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = service.Close() })
	var mu sync.Mutex
	var calls []string
	handler := service.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			mu.Lock()
			calls = append(calls, r.Method)
			mu.Unlock()
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return git.NewClient(server.Client(), server.URL), func() []string {
		mu.Lock()
		defer mu.Unlock()
		out := calls
		calls = nil
		return out
	}
}

func TestServeRepos(t *testing.T) {
	t.Parallel()
	g, calls := gitService(t)
	folder := func() string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte("a: 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	apps, moved, infra := folder(), folder(), folder()
	const appsURL, infraURL = "https://git.example.com/apps", "https://git.example.com/infra"
	for _, step := range []struct {
		name  string
		want  []git.Mapping
		calls []string
		notes []string
	}{
		{"first", []git.Mapping{{URL: appsURL, Dir: apps}, {URL: infraURL, Dir: infra}}, []string{"PUT", "PUT"}, nil},
		{"again", []git.Mapping{{URL: infraURL, Dir: infra}, {URL: appsURL, Dir: apps}}, nil, nil},
		{"another folder", []git.Mapping{{URL: infraURL, Dir: infra}, {URL: appsURL, Dir: moved}}, []string{"PUT"}, nil},
		{"one less", []git.Mapping{{URL: appsURL, Dir: moved}}, []string{"DELETE"}, []string{infraURL + " is no longer served from a folder here"}},
		{"none", nil, []string{"DELETE"}, []string{appsURL + " is no longer served from a folder here"}},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var notes []string
		note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
		if err := serveRepos(ctx, g, step.want, note); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if diff := cmp.Diff(step.calls, calls()); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.notes, notes); diff != "" {
			t.Errorf("%s: notes (-want +got):\n%s", step.name, diff)
		}
		repos, err := g.Repos(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want, got := map[string]string{}, map[string]string{}
		for _, m := range step.want {
			want[m.URL] = m.Dir
		}
		for _, r := range repos {
			got[r.URL] = r.Dir + r.Error
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: served (-want +got):\n%s", step.name, diff)
		}
	}
}

// What the process deployer asks of the daemon ends at the Git service.
func TestKeeperForgetsWebhooks(t *testing.T) {
	t.Parallel()
	g, _ := gitService(t)
	k := keeper{git: g}
	const url = "http://127.0.0.1:1/api/webhook"
	for i, step := range []func(context.Context, string) error{k.TellOfPushes, k.ForgetPushes, k.ForgetPushes} {
		if err := step(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		hooks, err := g.Webhooks(t.Context())
		if want := max(0, 1-i); err != nil || len(hooks) != want {
			t.Errorf("after step %d: %v, %v; want %d", i, hooks, err, want)
		}
	}
}
