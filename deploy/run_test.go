package deploy_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

var errBroken = errors.New("it is broken")

func TestRunRefusesWhatCannotRun(t *testing.T) {
	t.Parallel()
	bound := unit("dev/b")
	bound.Bind = []assembly.Binding{{From: "dev/none", Output: "ca", Token: "${ca}"}}
	tests := map[string]struct {
		a    *assembly.Assembly
		want string
	}{
		"unknown after": {plan(unit("dev/a", "dev/gone")), "dev/a: is after dev/gone, which is not in the assembly"},
		"unknown bind":  {plan(bound), "dev/b: takes ca from dev/none, which is not in the assembly"},
		"twice":         {plan(unit("dev/a"), unit("dev/a")), "dev/a: there are two units of this name"},
		"no timeout":    {plan(gated(unit("dev/a"), 0)), `dev/a: the gate "ready" has no timeout`},
		"cycle": {plan(unit("dev/x"), unit("dev/a", "dev/c", "dev/x"), unit("dev/b", "dev/a"), unit("dev/c", "dev/b"), unit("dev/d", "dev/c")),
			"dev/a and dev/b wait for each other: dev/a is after dev/c is after dev/b is after dev/a"},
		"itself": {plan(unit("dev/a", "dev/a")), "dev/a and dev/a wait for each other"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMemory()
			for verb, f := range map[string]func(context.Context, *assembly.Assembly, deploy.Options) error{"run": deploy.Run, "destroy": deploy.Destroy} {
				if err := f(t.Context(), tt.a, m.options(nil)); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: got %v, want %q", verb, err, tt.want)
				}
			}
			if len(m.log) > 0 {
				t.Errorf("something ran: %q", m.log)
			}
		})
	}
}

func TestRunTwiceAppliesOnce(t *testing.T) {
	t.Parallel()
	a := plan(gated(unit("dev/a"), time.Minute), unit("dev/b", "dev/a"))
	m := newMemory()
	if err := deploy.Run(t.Context(), a, m.options(nil)); err != nil {
		t.Fatal(err)
	}
	m.log, m.held["dev/a"] = nil, false
	var events []deploy.Event
	if err := deploy.Run(t.Context(), a, m.options(&events)); err != nil {
		t.Fatal(err)
	}
	if len(m.log) > 0 || !m.held["dev/a"] {
		t.Errorf("second run: applied %q, gate held: %v", m.log, m.held["dev/a"])
	}
	want := []deploy.EventType{deploy.UnitStarted, deploy.UnitUnchanged}
	if diff := cmp.Diff(want, typesOf(events, "dev/b")); diff != "" {
		t.Error(diff)
	}
}

func TestRunStartsInTheAssemblysOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		opts := m.options(nil)
		opts.Parallel = 1
		a := plan(unit("dev/e"), unit("dev/a"), unit("dev/d", "dev/e"), unit("dev/c"), unit("dev/b", "dev/a"))
		if err := deploy.Run(t.Context(), a, opts); err != nil {
			t.Fatal(err)
		}
		want := []string{"apply dev/e", "apply dev/a", "apply dev/d", "apply dev/c", "apply dev/b"}
		if diff := cmp.Diff(want, m.log); diff != "" {
			t.Error(diff)
		}
	})
}

// Waiting for a gate must not keep another unit from being applied.
func TestRunGivesTheSlotBackAtTheGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.gates["dev/a"] = time.Minute
		m.takes["dev/b"] = time.Minute
		opts := m.options(nil)
		opts.Parallel = 1
		began := time.Now()
		if err := deploy.Run(t.Context(), plan(gated(unit("dev/a"), time.Hour), unit("dev/b")), opts); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("took %s, want both at once in 1m", took)
		}
	})
}

// A gate that held at first and lapsed while another was waited for holds nobody's word.
func TestRunAsksGatesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		began := time.Now()
		m.lapses = map[string]func() time.Duration{
			"parent": func() time.Duration { // holds for the first second, then not before the tenth
				if at := time.Since(began); at >= time.Second {
					return max(0, 10*time.Second-at)
				}
				return 0
			},
			"child": func() time.Duration { return max(0, 5*time.Second-time.Since(began)) },
		}
		u := unit("dev/a")
		for path := range m.lapses {
			u.Gates = append(u.Gates, assembly.Gate{Kind: assembly.Field, Path: path, Within: time.Minute})
		}
		if err := deploy.Run(t.Context(), plan(u), m.options(nil)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("done after %s, want 10s, when both hold", took)
		}
	})
}

func TestRunGateTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.gates["dev/a"] = time.Hour
		var events []deploy.Event
		began := time.Now()
		err := deploy.Run(t.Context(), plan(gated(unit("dev/a"), time.Minute), unit("dev/b", "dev/a"), unit("dev/c")), m.options(&events))
		if took := time.Since(began); took != time.Minute {
			t.Errorf("took %s, want the gate's own timeout", took)
		}
		want := strings.TrimSpace(`
dev/a (kubernetes, cluster:dev): the gate "ready" did not hold within 1m0s: 0 of 1 ready
    see: slipway status
    asked for at platform.yaml:1:2 (addOns[dev/a])
1 unit not started, because what they need failed: dev/b`)
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Error(diff)
		}
		wantTypes := []deploy.EventType{deploy.UnitStarted, deploy.UnitChanged, deploy.UnitWaiting, deploy.UnitFailed}
		if diff := cmp.Diff(wantTypes, typesOf(events, "dev/a")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]deploy.EventType{deploy.UnitSkipped}, typesOf(events, "dev/b")); diff != "" {
			t.Error(diff)
		}
		if !m.applied["dev/c"] {
			t.Error("an independent unit was not applied")
		}
	})
}

// What a failed gate tells people to type must be a command that there is.
func TestRunGateHint(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		object assembly.ObjectRef
		want   string
	}{
		"nothing":     {assembly.ObjectRef{}, "slipway status"},
		"everywhere":  {assembly.ObjectRef{Kind: "ClusterPolicy", Name: "a"}, "slipway status"},
		"application": {assembly.ObjectRef{Kind: "Application", Namespace: "argocd", Name: "apps"}, "slipway status"},
		"namespaced":  {assembly.ObjectRef{Kind: "Deployment", Namespace: "argocd", Name: "server"}, "slipway events --cluster dev -n argocd"},
	}
	for name, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.gates["dev/a"] = time.Hour
			u := gated(unit("dev/a"), time.Minute)
			u.Gates[0].Object = tt.object
			err := deploy.Run(t.Context(), plan(u), m.options(nil))
			if want := "\n    see: " + tt.want + "\n"; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", name, err, want)
			}
		})
	}
}

func TestRunUnitTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.takes["dev/a"], m.takes["dev/b"] = time.Hour, time.Hour
		a := plan(unit("dev/a"), unit("dev/b"))
		a.Units[1].Timeout = 2 * time.Hour
		err := deploy.Run(t.Context(), a, m.options(nil))
		if err == nil || !strings.Contains(err.Error(), "applying took longer than 2m0s") || !m.applied["dev/b"] {
			t.Errorf("got %v, b applied: %v", err, m.applied["dev/b"])
		}
	})
}

func TestRunCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		m.takes["dev/a"] = time.Minute
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := deploy.Run(ctx, plan(unit("dev/a"), unit("dev/b", "dev/a"), unit("dev/c"), unit("dev/d", "dev/c")), m.options(nil))
		var re *deploy.RunError
		if !errors.As(err, &re) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		if m.active != 0 {
			t.Error("returned while a unit was still running")
		}
		if m.applied["dev/b"] || !m.applied["dev/d"] {
			t.Errorf("applied %v", m.applied)
		}
	})
}

func TestRunCancelledBeforeTheStart(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := newMemory()
	err := deploy.Run(ctx, plan(unit("dev/a"), unit("dev/b")), m.options(nil))
	if len(m.log) > 0 || !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "2 units not started") {
		t.Errorf("ran %q, error %v", m.log, err)
	}
}

func TestRunBindings(t *testing.T) {
	t.Parallel()
	a := plan(unit("dev/a"), unit("dev/b"))
	a.Units[1].Files = map[string][]byte{"file": []byte("url: https://127.0.0.1:${port}/${port}")}
	a.Units[1].Bind = []assembly.Binding{{From: "dev/a", Output: "port", Token: "${port}"}}
	m := newMemory()
	m.outputs["dev/a"] = deploy.Outputs{"port": "1234"}
	for range 2 { // the second time a is unchanged, its outputs come from the plan
		delete(m.applied, "dev/b")
		if err := deploy.Run(t.Context(), a, m.options(nil)); err != nil {
			t.Fatal(err)
		}
		if got := m.content["dev/b"]; got != "url: https://127.0.0.1:1234/1234" {
			t.Errorf("got %q", got)
		}
	}
	if got := string(a.Units[1].Files["file"]); !strings.Contains(got, "${port}") {
		t.Errorf("the assembly itself was changed: %q", got)
	}
	m = newMemory()
	m.outputs["dev/a"] = deploy.Outputs{"ca": "x", "adr": "y"}
	err := deploy.Run(t.Context(), a, m.options(nil))
	if want := `dev/b needs the output "port" of dev/a, which gives only adr, ca`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

// Any graph: every edge is respected, exactly what is behind a failure is not
// started, and the parallel bound holds.
func TestRunRandomGraphs(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { checkRandomGraph(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func checkRandomGraph(t *testing.T, r *rand.Rand) {
	m := newMemory()
	a := plan()
	n := 1 + r.IntN(40)
	doomed, behind := map[assembly.UnitID]bool{}, map[assembly.UnitID]bool{}
	for i := range n {
		u := unit(fmt.Sprintf("dev/u%d", i))
		for range r.IntN(4) {
			if i > 0 {
				u.After = append(u.After, a.Units[r.IntN(i)].ID)
			}
		}
		m.takes[u.ID] = time.Duration(r.IntN(100)) * time.Millisecond
		if r.IntN(10) == 0 {
			m.fails[u.ID] = errBroken
		}
		behind[u.ID] = slices.ContainsFunc(u.After, func(id assembly.UnitID) bool { return doomed[id] })
		doomed[u.ID] = m.fails[u.ID] != nil || behind[u.ID]
		a.Units = append(a.Units, u)
	}
	// The order in the assembly must not matter to the edges.
	r.Shuffle(n, func(i, j int) { a.Units[i], a.Units[j] = a.Units[j], a.Units[i] })
	var events []deploy.Event
	opts := m.options(&events)
	opts.Parallel = 1 + r.IntN(6)
	err := deploy.Run(t.Context(), a, opts)
	if (err != nil) != (len(m.fails) > 0) {
		t.Fatalf("%d broken, error %v", len(m.fails), err)
	}
	if m.most > opts.Parallel {
		t.Errorf("%d at a time, allowed %d", m.most, opts.Parallel)
	}
	done := map[assembly.UnitID]bool{}
	for _, e := range events {
		switch e.Type {
		case deploy.UnitStarted:
			u := a.Units[slices.IndexFunc(a.Units, func(u assembly.Unit) bool { return u.ID == e.Unit })]
			for _, id := range u.After {
				if !done[id] {
					t.Errorf("%s started before %s was done", u.ID, id)
				}
			}
		case deploy.UnitDone:
			done[e.Unit] = true
		}
	}
	for _, u := range a.Units {
		if m.applied[u.ID] == doomed[u.ID] {
			t.Errorf("%s: applied %v, behind a failure %v", u.ID, m.applied[u.ID], doomed[u.ID])
		}
		if types := typesOf(events, u.ID); slices.Contains(types, deploy.UnitSkipped) != behind[u.ID] {
			t.Errorf("%s: behind a failure: %v, events %v", u.ID, behind[u.ID], types)
		}
	}
}
