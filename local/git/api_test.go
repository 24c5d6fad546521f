package git

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// overSocket mounts a service the way a daemon does.
func overSocket(t *testing.T, s *Service) *Client {
	t.Helper()
	dir, err := os.MkdirTemp("", "") // t.TempDir can be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.StripPrefix("/"+s.Name(), s.Handler())}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return NewClient(&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}, "http://daemon/git/")
}

func TestClient(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	client, ctx := overSocket(t, s), t.Context()
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "1"})

	listening, stop := context.WithCancel(ctx)
	commits, ended := make(chan Commit, 8), make(chan error, 1)
	go func() { ended <- client.Events(listening, func(c Commit) { commits <- c }) }()
	eventually(t, "the subscription", func() bool {
		s.notifier.mu.Lock()
		defer s.notifier.mu.Unlock()
		return len(s.notifier.watchers) == 1
	})

	repo, err := client.Serve(ctx, Mapping{URL: appsURL, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	repos, err := client.Repos(ctx)
	if diff := cmp.Diff([]Repo{repo}, repos, cmpopts.EquateApproxTime(0)); diff != "" || err != nil || repo.Commit == "" {
		t.Errorf("repos: %v (-want +got):\n%s", err, diff)
	}
	if commit := <-commits; commit.URL != appsURL || commit.After != repo.Commit || !cmp.Equal(commit.Files(), []string{"a"}) {
		t.Errorf("event: %+v", commit)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("events: %v", err)
	}

	env, err := client.Environment(ctx)
	if diff := cmp.Diff(s.Environment(), env); diff != "" || err != nil {
		t.Errorf("environment: %v (-want +got):\n%s", err, diff)
	}
	if err := client.AddWebhook(ctx, Webhook{URL: "http://127.0.0.1:1/hook", Secret: "x"}); err != nil {
		t.Error(err)
	}
	hooks, err := client.Webhooks(ctx)
	if err != nil || len(hooks) != 1 || hooks[0].URL != "http://127.0.0.1:1/hook" {
		t.Errorf("webhooks: %v, %v", hooks, err)
	}
	if err := client.RemoveWebhook(ctx, "http://127.0.0.1:1/hook"); err != nil {
		t.Error(err)
	}
	if err := client.Unserve(ctx, appsURL); err != nil {
		t.Error(err)
	}
	_, err = client.Serve(ctx, Mapping{URL: "nonsense", Dir: dir})
	isProblem(t, err, "nonsense")
	isProblem(t, client.Unserve(ctx, appsURL), "is not served")
}

func TestArgoCDTrustsEachHost(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	serve(t, s, "https://Git.Example.invalid:8443/a/b", t.TempDir())
	dir := s.Environment().Variables["ARGOCD_TLS_DATA_PATH"]
	for _, host := range []string{"git.example.invalid", "Git.Example.invalid"} {
		if read(t, dir, host) != string(s.authority.PEM()) {
			t.Errorf("the file for %s is not the authority", host)
		}
	}
}
