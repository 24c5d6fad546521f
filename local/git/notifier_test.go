package git

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// receiver collects push events, refusing the first few.
type receiver struct {
	refuse atomic.Int32

	mu     sync.Mutex
	events []pushEvent
	header http.Header
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if r.refuse.Add(-1) >= 0 {
		http.Error(w, "still starting", http.StatusServiceUnavailable)
		return
	}
	var event pushEvent
	body, _ := io.ReadAll(request.Body)
	if err := json.Unmarshal(body, &event); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events, r.header = append(r.events, event), request.Header
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events)
}

func TestWebhookTellsOfSaves(t *testing.T) {
	t.Parallel()
	s, _ := startService(t, Config{})
	hook, dead := &receiver{}, httptest.NewServer(nil)
	dead.Close()
	server := httptest.NewServer(hook)
	t.Cleanup(server.Close)
	hook.refuse.Store(1)
	for _, url := range []string{server.URL, dead.URL} {
		if err := s.AddWebhook(Webhook{URL: url, Secret: "s"}); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.yaml": "1", "b.yaml": "1", "c.yaml": "1"})
	first := serve(t, s, appsURL+".git", dir)
	eventually(t, "the first event", func() bool { return hook.count() == 1 })
	write(t, dir, map[string]string{"a.yaml": "2"})
	eventually(t, "the second event", func() bool { return hook.count() >= 2 })

	hook.mu.Lock()
	defer hook.mu.Unlock()
	created, saved := hook.events[0], hook.events[1]
	if diff := cmp.Diff([]string{"a.yaml", "b.yaml", "c.yaml"}, created.Commits[0].Added); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	type summary struct {
		Ref, Before, Default, HTML, Clone, Name string
		Modified                                []string
		Created                                 bool
	}
	got := summary{saved.Ref, saved.Before, saved.Repository.DefaultBranch, saved.Repository.HTMLURL, saved.Repository.CloneURL, saved.Repository.FullName, saved.Commits[0].Modified, saved.Created}
	want := summary{"refs/heads/main", first.Commit, "main", appsURL, appsURL + ".git", "platform/apps", []string{"a.yaml"}, false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
	if created.Before != noCommit || !created.Created || created.After != first.Commit || saved.HeadCommit.ID != saved.After {
		t.Errorf("commits are wrong: %+v, %+v", created, saved)
	}
	if hook.header.Get("X-GitHub-Event") != "push" || hook.header.Get("X-Hub-Signature-256") == "" {
		t.Errorf("headers are wrong: %v", hook.header)
	}
}

func TestFullQueueDropsOldest(t *testing.T) {
	t.Parallel()
	n := NewNotifier(slog.New(slog.DiscardHandler))
	t.Cleanup(n.close)
	events := n.Subscribe(t.Context())
	for i := range queueSize + 3 {
		n.Publish(Commit{URL: appsURL, Time: time.Unix(int64(i), 0)})
	}
	if first := <-events; first.Time.Unix() != 3 {
		t.Errorf("the oldest left is %d", first.Time.Unix())
	}
}

func TestWebhookGivesUp(t *testing.T) {
	t.Parallel()
	n := NewNotifier(slog.New(slog.DiscardHandler))
	n.retry, n.tries = time.Millisecond, 3
	t.Cleanup(n.close)
	hook := &receiver{}
	hook.refuse.Store(3)
	server := httptest.NewServer(hook)
	t.Cleanup(server.Close)
	isProblem(t, n.AddWebhook(Webhook{URL: "localhost"}), "not the URL of a webhook")
	if err := n.AddWebhook(Webhook{URL: server.URL}); err != nil {
		t.Fatal(err)
	}
	n.Publish(Commit{URL: appsURL, Message: "lost"})
	n.Publish(Commit{URL: appsURL, After: "b"})
	eventually(t, "the second event", func() bool { return hook.count() == 1 })
	eventually(t, "the count", func() bool { s := n.Webhooks()[0]; return s.Dropped == 1 && s.Delivered == 1 && s.Error == "" })
}

// A receiver may still be at work on the push before: the newest one is told again.
func TestPushesCloseTogetherAreRepeated(t *testing.T) {
	t.Parallel()
	n := NewNotifier(slog.New(slog.DiscardHandler))
	t.Cleanup(n.close)
	hook := &receiver{}
	server := httptest.NewServer(hook)
	t.Cleanup(server.Close)
	if err := n.AddWebhook(Webhook{URL: server.URL}); err != nil {
		t.Fatal(err)
	}
	n.Publish(Commit{URL: appsURL, After: "a"})
	n.Publish(Commit{URL: appsURL, After: "b"})
	eventually(t, "the newest commit for a second time", func() bool { return hook.count() == 3 })
	hook.mu.Lock()
	defer hook.mu.Unlock()
	if last := hook.events[2].After; last != "b" {
		t.Errorf("the commit %q was repeated, want b", last)
	}
}
