package rollout

import (
	"context"
	"fmt"
	"time"
)

// Promote goes on past what a rollout waits for or, with full, past everything
// that is left of it. It returns when the engine has been told, with Flagger
// when it has done it.
func (c *Cluster) Promote(ctx context.Context, where Where, name string, full bool) error {
	return c.act(ctx, where, name, func(r *rollout) error { return r.engine.promote(ctx, r, full) })
}

// Abort gives the new version up; the requests go back to the old one. It is
// written down as an outcome.
func (c *Cluster) Abort(ctx context.Context, where Where, name string) error {
	return c.act(ctx, where, name, func(r *rollout) error {
		st, err := r.read(ctx)
		if err != nil {
			return err
		}
		if err := r.engine.abort(ctx, r); err != nil {
			return err
		}
		st.Phase, st.Reason = Aborted, byPerson
		return c.Record(ctx, st)
	})
}

// Pause stops a rollout where it is, until Resume.
func (c *Cluster) Pause(ctx context.Context, where Where, name string) error {
	return c.act(ctx, where, name, func(r *rollout) error { return r.engine.pause(ctx, r) })
}

// Resume goes on with what Pause stopped, and where the engine can do that with
// what Abort did.
func (c *Cluster) Resume(ctx context.Context, where Where, name string) error {
	return c.act(ctx, where, name, func(r *rollout) error { return r.engine.resume(ctx, r) })
}

// Undo goes back to an earlier revision, "" for the one before.
func (c *Cluster) Undo(ctx context.Context, where Where, name, to string) error {
	return c.act(ctx, where, name, func(r *rollout) error { return r.engine.undo(ctx, r, to) })
}

func (c *Cluster) act(ctx context.Context, where Where, name string, do func(*rollout) error) error {
	r, err := c.one(ctx, where, name)
	if err != nil {
		return err
	}
	return do(r)
}

// tries is how many looks in a row may fail before a watch ends: an API server
// that starts again is no reason to call a rollout failed.
const tries = 10

// Watch looks at a rollout until it is over and shows every change. With a
// commit, which may be abbreviated, it waits for Argo CD to bring that first.
func (c *Cluster) Watch(ctx context.Context, where Where, name, commit string, show func(Status)) (Status, error) {
	var last Status
	var shown string
	for failed := 0; ; {
		st, err := c.watched(ctx, where, name, commit)
		switch {
		case ctx.Err() != nil:
			return last, context.Cause(ctx)
		case err != nil:
			if failed++; failed == tries || last.Workload == "" && commit == "" {
				return last, err
			}
		default:
			failed = 0
			if now := fmt.Sprintf("%+v %v %v %v", st, st.Stable, st.Candidate, st.Measured); now != shown {
				shown = now
				show(st)
			}
			if last = st; st.Phase.Over() {
				return st, nil
			}
		}
		select {
		case <-ctx.Done():
			return last, context.Cause(ctx)
		case <-time.After(look):
		}
	}
}

// watched is a state that is of the commit.
func (c *Cluster) watched(ctx context.Context, where Where, name, commit string) (Status, error) {
	r, err := c.one(ctx, where, name)
	if err != nil {
		return Status{}, err
	}
	st, err := r.read(ctx)
	if err != nil || commit == "" {
		return st, err
	}
	app := r.application()
	if app == nil {
		return st, fmt.Errorf("no Application of Argo CD brings %s, so that its commits are unknown\n    Watch it without --commit", name)
	}
	if !app.brought(commit) {
		st.Phase, st.Reason = Progressing, fmt.Sprintf("Argo CD has not brought commit %s yet; %s is at %s", shortCommit(commit), app.name, shortCommit(app.revision))
	}
	return st, nil
}
