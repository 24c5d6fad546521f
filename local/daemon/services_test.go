package daemon

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

func itoa(i int) string { return strconv.Itoa(i) }

// shaky fails once and then runs.
type shaky struct {
	greeter
	runs atomic.Int32
}

func (s *shaky) Run(ctx context.Context) error {
	if s.runs.Add(1) == 1 {
		return errors.New("port taken")
	}
	<-ctx.Done()
	return nil
}

func TestServiceThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	service := &shaky{}
	s := runServices(t.Context(), []Service{service}, slog.New(slog.DiscardHandler))
	eventually(t, "its failure to show", func() bool { return s.snapshot()[0].Error == "port taken" })
	eventually(t, "it to run again", func() bool { return service.runs.Load() == 2 && s.snapshot()[0].Error == "" })
	s.stop(time.Minute)
	select {
	case <-s.done:
	default:
		t.Error("stop returned before the service had ended")
	}
}

type named struct{ name string }

func (n named) Name() string            { return n.name }
func (named) Handler() http.Handler     { return http.NotFoundHandler() }
func (named) Run(context.Context) error { return nil }

func TestServiceNames(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{""}, {"a/b"}, {"status"}, {"stop"}, {"processes"}, {"git", "git"}} {
		var all []Service
		for _, name := range names {
			all = append(all, named{name})
		}
		if err := checkServices(all); err == nil {
			t.Errorf("%q was accepted", names)
		}
	}
}
