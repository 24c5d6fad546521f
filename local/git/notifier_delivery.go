package git

import (
	"context"
	"sync"
	"time"
)

// delivery is the queue of one webhook.
type delivery struct {
	hook  Webhook
	queue chan Commit
	stop  context.CancelFunc
	ended chan struct{}

	mu     sync.Mutex
	status WebhookStatus
}

// closeTogether is how long a receiver may be at work on a push. Argo CD marks
// an Application for a refresh and takes the mark off when it is done: a second
// push in between finds the mark set and is lost.
const closeTogether = 2 * time.Second

// run delivers what comes. A push that came close behind another one of the
// same repository is told once more, when the receiver is through with the first.
func (d *delivery) run(ctx context.Context, n *Notifier) {
	defer close(d.ended)
	last, repeat := map[string]time.Time{}, map[string]Commit{}
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case commit := <-d.queue:
			d.deliver(ctx, n, commit)
			if time.Since(last[commit.URL]) < closeTogether {
				repeat[commit.URL], again = commit, time.After(closeTogether)
			}
			last[commit.URL] = time.Now()
		case <-again:
			for _, commit := range repeat {
				d.deliver(ctx, n, commit)
			}
			clear(repeat)
			again = nil
		}
	}
}

// deliver tries until the receiver takes it, for about half a minute: enough
// for one that is starting.
func (d *delivery) deliver(ctx context.Context, n *Notifier, commit Commit) {
	payload, err := pushPayload(commit)
	if err != nil {
		n.log.Error("writing a push event", "repo", commit.URL, "error", err)
		return
	}
	wait := n.retry
	for range n.tries {
		err = d.hook.post(ctx, n.client, payload)
		if ctx.Err() != nil {
			return
		}
		d.note(func(s *WebhookStatus) { s.attempt(err) })
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = min(2*wait, 10*time.Second)
	}
	d.note(func(s *WebhookStatus) { s.Dropped++ })
	n.log.Warn("giving up on a push event", "webhook", d.hook.URL, "repo", commit.URL, "ref", commit.Ref, "error", err)
}

func (s *WebhookStatus) attempt(err error) {
	s.Last, s.Error = time.Now(), ""
	if err != nil {
		s.Error = err.Error()
		return
	}
	s.Delivered++
}

func (d *delivery) note(change func(*WebhookStatus)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.status)
}

func (d *delivery) state() WebhookStatus {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.status
}
