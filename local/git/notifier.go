package git

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Notifier tells webhooks and subscribers about commits. Telling never waits
// for a listener. It is safe for concurrent use.
type Notifier struct {
	log    *slog.Logger
	client *http.Client
	retry  time.Duration // before the second attempt; doubles each time
	tries  int

	mu       sync.Mutex
	hooks    map[string]*delivery
	watchers map[chan Commit]struct{}
}

// queueSize bounds what waits for one listener. The oldest event goes first:
// whoever missed it learns the newest state all the same.
const queueSize = 128

// NewNotifier makes one without listeners. It never uses a proxy: receivers
// are processes of this machine.
func NewNotifier(log *slog.Logger) *Notifier {
	return &Notifier{
		log: log, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute}},
		retry: 250 * time.Millisecond, tries: 8,
		hooks: map[string]*delivery{}, watchers: map[chan Commit]struct{}{},
	}
}

// AddWebhook registers a receiver, or changes the secret of one.
func (n *Notifier) AddWebhook(hook Webhook) error {
	if err := hook.check(); err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if old, ok := n.hooks[hook.URL]; ok {
		if old.hook == hook {
			return nil
		}
		old.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	d := &delivery{hook: hook, queue: make(chan Commit, queueSize), stop: stop, ended: make(chan struct{}), status: WebhookStatus{URL: hook.URL}}
	n.hooks[hook.URL] = d
	go d.run(ctx, n)
	return nil
}

// RemoveWebhook forgets a receiver and what waits for it.
func (n *Notifier) RemoveWebhook(url string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if d, ok := n.hooks[url]; ok {
		d.stop()
		delete(n.hooks, url)
	}
}

// Webhooks tells how each receiver fares, in no order.
func (n *Notifier) Webhooks() []WebhookStatus {
	n.mu.Lock()
	defer n.mu.Unlock()
	states := []WebhookStatus{}
	for _, d := range n.hooks {
		states = append(states, d.state())
	}
	return states
}

// Subscribe gives commits from now on, until the context ends. Who reads too
// slowly misses the oldest.
func (n *Notifier) Subscribe(ctx context.Context) <-chan Commit {
	events := make(chan Commit, queueSize)
	n.mu.Lock()
	n.watchers[events] = struct{}{}
	n.mu.Unlock()
	context.AfterFunc(ctx, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.watchers, events)
		close(events)
	})
	return events
}

// OnCommit calls a function for each commit until the context ends, one at a
// time, on a goroutine of its own.
func (n *Notifier) OnCommit(ctx context.Context, call func(Commit)) {
	events := n.Subscribe(ctx)
	go func() {
		for commit := range events {
			call(commit)
		}
	}()
}

// Publish tells everyone.
func (n *Notifier) Publish(c Commit) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for events := range n.watchers {
		offer(events, c)
	}
	for _, d := range n.hooks {
		if offer(d.queue, c) {
			d.note(func(s *WebhookStatus) { s.Dropped++ })
		}
	}
}

// offer sends without waiting; the lock of the notifier makes it the only
// sender, so room made is room kept.
func offer(queue chan Commit, c Commit) (dropped bool) {
	select {
	case queue <- c:
		return false
	default:
	}
	select {
	case <-queue:
		dropped = true
	default: // the reader was quicker
	}
	queue <- c
	return dropped
}

// close stops all deliveries and waits for them.
func (n *Notifier) close() {
	n.mu.Lock()
	hooks := n.hooks
	n.hooks = map[string]*delivery{}
	n.mu.Unlock()
	for _, d := range hooks {
		d.stop()
		<-d.ended
	}
}
