package git

import "time"

// settle waits for quiet after a burst, but not for ever.
type settle struct {
	quiet time.Duration
	timer *time.Timer
	since time.Time // of the burst; zero between bursts
}

func newSettle(quiet time.Duration) *settle {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return &settle{quiet: quiet, timer: timer}
}

// touch notes a change.
func (s *settle) touch() {
	now := time.Now()
	if s.since.IsZero() {
		s.since = now
	}
	s.timer.Reset(min(s.quiet, max(0, patience-now.Sub(s.since))))
}

func (s *settle) done() { s.since = time.Time{} }
