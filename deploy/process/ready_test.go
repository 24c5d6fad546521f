package process_test

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func TestTCPProbe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := run("web", "--listen=127.0.0.1:${port.web}", "--tcp")
	p.Ready = &assembly.Probe{TCP: "127.0.0.1:${port.web}"}
	out := w.apply(unit(t, "dev/kube", p))
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+out["port.web"], patience)
	if err != nil {
		t.Fatalf("it was taken as ready: %v", err)
	}
	_ = conn.Close()
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := serve("web", "--until="+filepath.Join(t.TempDir(), "never"))
	ready := p.Ready
	p.Ready = nil
	port := w.apply(unit(t, "dev/kube", p))["port.web"]
	eventually(t, "the process to answer", func() bool {
		resp, err := http.Get("http://127.0.0.1:" + port + "/")
		if err == nil {
			_ = resp.Body.Close()
		}
		return err == nil
	})
	p.Ready = ready
	w.Timing.Within = 1500 * time.Millisecond
	_, events, err := w.try(unit(t, "dev/kube", p))
	want := "dev/web was not ready within 1.5s: GET http://127.0.0.1:" + port + "/: 503 Service Unavailable still warming up\n    See 'slipway logs dev/web'"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if len(events) > 0 {
		t.Errorf("reported %q", events)
	}
}

// The unit's own time may end first; the error must still say what was waited for.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := filepath.Join(t.TempDir(), "asked")
	after := run("after")
	after.After = []string{"web"}
	plan := w.diff(unit(t, "dev/kube", serve("web", "--asked="+asked, "--until="+asked+"-never"), after))
	reason := errors.New("the user pressed Ctrl-C")
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := w.Deployer.Apply(ctx, plan, func(deploy.Event) {})
		done <- err
	}()
	eventually(t, "it to be waited for", func() bool { found, _ := filepath.Glob(asked); return len(found) > 0 })
	cancel(reason)
	if err := <-done; !errors.Is(err, reason) || !strings.Contains(err.Error(), "waiting for ") || !strings.Contains(err.Error(), "web") {
		t.Errorf("got %v", err)
	}
}

func TestAProcessThatDoesNotStayUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := run("web", "--die=one\ntwo\nthree\nfour\nthe disk is full")
	p.Ready = &assembly.Probe{TCP: "127.0.0.1:${port.web}"}
	waits := run("waits")
	waits.After = []string{"web"}
	_, _, err := w.try(unit(t, "dev/kube", p, waits))
	want := "dev/web does not stay up: exit status 1\n    one\n    two\n    three\n    four\n    the disk is full"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if w.daemon.has("apply dev/waits") {
		t.Error("what comes after it was started")
	}
}

// A process that died now and then in a long life is waited for all the same.
func TestEarlierDeathsDoNotCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	open := filepath.Join(t.TempDir(), "open")
	p := serve("web", "--until="+open)
	ready := p.Ready
	p.Ready = nil
	w.apply(unit(t, "dev/kube", p))
	for range 3 {
		before := w.status("dev/web")
		kill(t, before.PID)
		eventually(t, "another life of it", func() bool {
			now := w.status("dev/web")
			return now.Restarts > before.Restarts && now.PID != 0 && now.PID != before.PID
		})
	}
	p.Ready = ready
	w.Timing.Within = time.Second
	_, _, err := w.try(unit(t, "dev/kube", p))
	if err == nil || !strings.Contains(err.Error(), "was not ready within 1s") {
		t.Errorf("got %v, want that it was waited for", err)
	}
}

func TestAProgramThatIsNotInstalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := assembly.Process{Name: "runtime", Command: "no-such-container-runtime"}
	_, _, err := w.try(unit(t, "dev/kube", run("fine"), p))
	want := "no-such-container-runtime is not installed: exec: \"no-such-container-runtime\": executable file not found in $PATH\n" +
		"    Install it, for example: apt-get install no-such-container-runtime"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if told := w.daemon.told(); len(told) > 0 {
		t.Errorf("something was started: %q", told)
	}
}

func TestPushesFollowTheProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hears := serve("hears")
	hears.Push = "http://127.0.0.1:${port.hears}/hook"
	hook := func(port string) []string { return []string{"http://127.0.0.1:" + port + "/hook"} }
	check := func(when string, want []string) {
		t.Helper()
		if diff := cmp.Diff(want, w.daemon.webhooks()); diff != "" {
			t.Errorf("webhooks %s (-want +got):\n%s", when, diff)
		}
	}
	both := unit(t, "dev/kube", serve("other"), hears)
	first := w.apply(both)["port.hears"]
	check("after the start", hook(first))

	if err := w.daemon.supervisor.Remove(t.Context(), "dev/hears"); err != nil {
		t.Fatal(err)
	}
	stranger, err := net.Listen("tcp", "127.0.0.1:"+first)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	second := w.apply(both)["port.hears"]
	if first == second {
		t.Fatalf("it keeps port %s, which a stranger has", first)
	}
	check("after its port moved", hook(second))

	w.apply(unit(t, "dev/kube", serve("other")))
	check("without the process", nil)
	w.apply(both)
	check("with it again", hook(second))
	if err := w.Delete(t.Context(), both, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	check("without the unit", nil)
}

// A run that is killed between telling and recording must not lose the URL.
func TestPushesOfAFailedRunAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hears, fails := serve("hears"), run("fails", "--die=no luck")
	hears.Push = "http://127.0.0.1:${port.hears}/hook"
	fails.After, fails.Ready = []string{"hears"}, &assembly.Probe{TCP: "127.0.0.1:${port.fails}"}
	u := unit(t, "dev/kube", hears, fails)
	if _, _, err := w.try(u); err == nil || len(w.daemon.webhooks()) != 1 {
		t.Fatalf("got %v, webhooks %q", err, w.daemon.webhooks())
	}
	if err := w.Delete(t.Context(), u, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if left := w.daemon.webhooks(); len(left) > 0 {
		t.Errorf("left are %q", left)
	}
}

func keys(m deploy.Outputs) []string { return slices.Sorted(maps.Keys(m)) }

func text(port int) string { return strconv.Itoa(port) }
