package deploy_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func TestDestroyGoesTheOtherWayRound(t *testing.T) {
	t.Parallel()
	a := plan(unit("dev/a"), unit("dev/b", "dev/a"), unit("dev/c", "dev/b"), unit("dev/d", "dev/a"))
	m := newMemory()
	m.fails["dev/b"] = errBroken
	err := deploy.Destroy(t.Context(), a, m.options(nil))
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
	before(t, m.log, "delete dev/c", "delete dev/b")
	if !slices.Contains(m.log, "delete dev/d") {
		t.Errorf("an independent unit was not deleted: %q", m.log)
	}
	if slices.Contains(m.log, "delete dev/a") {
		t.Error("dev/a was deleted although dev/b, which needs it, is still there")
	}
}

func TestDestroyTakesTheAbsentAsGone(t *testing.T) {
	t.Parallel()
	opts := deploy.Options{Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return nil, deploy.ErrAbsent }}
	if err := deploy.Destroy(t.Context(), plan(unit("dev/a")), opts); err != nil {
		t.Error(err)
	}
}

func TestOrphansGoLastAndDependantsFirst(t *testing.T) {
	t.Parallel()
	m := newMemory()
	opts := m.options(nil)
	opts.Orphans = func(context.Context, *assembly.Assembly) ([]assembly.Unit, error) {
		return []assembly.Unit{unit("dev/old", "dev/a"), unit("dev/older", "dev/old")}, nil
	}
	if err := deploy.Run(t.Context(), plan(unit("dev/a")), opts); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"apply dev/a", "delete dev/older", "delete dev/old"}, m.log); diff != "" {
		t.Error(diff)
	}
	m.fails["dev/b"], m.log = errBroken, nil
	if err := deploy.Run(t.Context(), plan(unit("dev/a"), unit("dev/b")), opts); err == nil || strings.Contains(strings.Join(m.log, " "), "delete") {
		t.Errorf("after a failure orphans must stay: error %v, log %q", err, m.log)
	}
}

func TestDiffShowsAllUnits(t *testing.T) {
	t.Parallel()
	a := plan(unit("dev/a"), unit("dev/b"), unit("eu/c"))
	a.Units[1].Bind = []assembly.Binding{{From: "dev/a", Output: "port", Token: "${port}"}}
	m := newMemory()
	m.applied["dev/b"] = true
	opts := m.options(nil)
	opts.Deployers = func(u *assembly.Unit) (deploy.Deployer, error) {
		if strings.HasPrefix(string(u.ID), "eu/") {
			return nil, deploy.ErrAbsent
		}
		return m, nil
	}
	plans, err := deploy.Diff(t.Context(), a, opts)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range plans {
		got = append(got, string(p.Unit.ID)+" "+string(p.Changes[0].Verb)+" "+p.Changes[0].What)
	}
	want := []string{"dev/a create dev/a", "dev/b create unit dev/b", "eu/c create unit eu/c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(m.log) > 0 {
		t.Errorf("a diff changed something: %q", m.log)
	}
}
