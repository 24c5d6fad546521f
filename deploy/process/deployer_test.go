package process_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func TestOnlyWhatChangedIsTouched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, step := range []struct {
		name    string
		unit    *assembly.Unit
		changes []string
		same    int
	}{
		{"first", unit(t, "dev/kube", serve("web"), run("idle")), []string{"create process web", "create process idle"}, 0},
		{"again", unit(t, "dev/kube", serve("web"), run("idle")), nil, 2},
		{"arguments", unit(t, "dev/kube", serve("web", "--note=x"), run("idle")), []string{"update process web"}, 1},
		{"another joins", unit(t, "dev/kube", serve("web", "--note=x"), run("idle"), run("late")), []string{"create process late"}, 2},
		{"two leave", unit(t, "dev/kube", serve("web", "--note=x")), []string{"delete process late", "delete process idle"}, 1},
	} {
		before := w.daemon.supervisor.Statuses()
		plan := w.diff(step.unit)
		if diff := cmp.Diff(step.changes, changes(plan)); diff != "" || plan.Same != step.same {
			t.Fatalf("%s: %d are the same, want %d; changes (-want +got):\n%s", step.name, plan.Same, step.same, diff)
		}
		_, events, err := w.carryOut(plan)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		slices.Sort(events)
		if diff := cmp.Diff(slices.Sorted(slices.Values(step.changes)), events); diff != "" {
			t.Errorf("%s: events (-want +got):\n%s", step.name, diff)
		}
		for _, s := range before {
			process := "process " + strings.TrimPrefix(s.Name, "dev/")
			touched := slices.ContainsFunc(step.changes, func(c string) bool { return strings.HasSuffix(c, process) })
			if !touched && w.status(s.Name).PID != s.PID {
				t.Errorf("%s: %s was started anew", step.name, s.Name)
			}
		}
	}
	if got := w.daemon.supervisor.Statuses(); len(got) != 1 || got[0].Name != "dev/web" {
		t.Errorf("at the end there are %+v", got)
	}
}

func TestAProcessStartsWhenThoseBeforeItAreReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	open, asked := filepath.Join(dir, "open"), filepath.Join(dir, "asked")
	second := serve("second")
	second.After = []string{"first"}
	u := unit(t, "dev/kube", second, serve("first", "--until="+open, "--asked="+asked))
	done := make(chan error, 1)
	go func() {
		plan, err := w.Diff(t.Context(), u)
		if err == nil {
			_, err = w.Deployer.Apply(t.Context(), plan, func(deploy.Event) {})
		}
		done <- err
	}()
	eventually(t, "the first process to be asked whether it is ready", func() bool {
		_, err := os.Stat(asked)
		return err == nil
	})
	if w.daemon.has("apply dev/second") {
		t.Error("the second process was started before the first was ready")
	}
	if err := os.WriteFile(open, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if !w.daemon.has("apply dev/second") {
		t.Error("the second process was never started")
	}
}

func TestOrderThatCannotBe(t *testing.T) {
	t.Parallel()
	after := func(name string, others ...string) assembly.Process {
		p := run(name)
		p.After = others
		return p
	}
	w := newWorld(t)
	for name, tc := range map[string]struct {
		list []assembly.Process
		want string
	}{
		"unknown": {[]assembly.Process{after("a", "b")}, "a comes after b, which is not in the unit"},
		"circle":  {[]assembly.Process{after("a", "b"), after("b", "a"), run("c")}, "each of a, b comes after another of them"},
		"twice":   {[]assembly.Process{run("a"), run("a")}, "there are two processes a"},
	} {
		_, err := w.Diff(t.Context(), unit(t, "dev/kube", tc.list...))
		if want := "ordering the processes of dev/kube: " + tc.want; err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func TestDiffLeavesTheStateAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	web := serve("web")
	web.Identity = assembly.ServiceAccount("demo", "web")
	web.Serving = []assembly.Certificate{{Name: "tls", Hosts: []string{"127.0.0.1"}}}
	asked := unit(t, "dev/kube", web)
	other := serve("web", "--note=${port.another} ${kubeconfig}")
	other.Identity, other.Files = web.Identity, map[string]string{"config": "${port.third}"}
	changed := unit(t, "dev/kube", other)
	unchanged := func(what string, u *assembly.Unit, want ...string) {
		t.Helper()
		before := w.files()
		plan := w.diff(u)
		if diff := cmp.Diff(before, w.files()); diff != "" {
			t.Errorf("comparing %s changed files (-before +after):\n%s", what, diff)
		}
		if diff := cmp.Diff(want, changes(plan)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	unchanged("before the first start", asked, "create process web")
	w.apply(asked)
	unchanged("what runs", asked)
	unchanged("what is to change", changed, "update process web")
	if err := os.Remove(w.dir.Join("ports.json")); err != nil {
		t.Fatal(err)
	}
	unchanged("without remembered ports", asked, "update process web")
}

func TestTheRecordSurvives(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := unit(t, "dev/kube", serve("web"))
	out := w.apply(u)
	pid := w.status("dev/web").PID
	again := *w.Deployer // another command, later
	plan, err := again.Diff(t.Context(), u)
	if err != nil || !plan.Empty() {
		t.Fatalf("got %v, changes %q", err, changes(plan))
	}
	if diff := cmp.Diff(out, plan.Outputs); diff != "" {
		t.Errorf("outputs (-applied +compared):\n%s", diff)
	}
	record := w.record("dev_kube")
	data, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(record, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"update process web"}, changes(w.diff(u))); diff != "" {
		t.Errorf("half a record (-want +got):\n%s", diff)
	}
	w.apply(u)
	if plan := w.diff(u); !plan.Empty() || w.status("dev/web").PID != pid {
		t.Errorf("after that: %q, pid %d, was %d", changes(plan), w.status("dev/web").PID, pid)
	}
}

func (w *world) record(name string) string {
	return filepath.Join(w.dir.Cluster("dev").Path(), "units", name+".json")
}

// A run that fails half way has started processes that the user may then take
// out of the blueprint, or tear down.
func TestWhatAFailedRunStartedIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	failing := run("failing", "--die=no luck")
	failing.Ready = &assembly.Probe{TCP: "127.0.0.1:${port.failing}"}
	failing.After = []string{"good"}
	_, _, err := w.try(unit(t, "dev/kube", serve("good"), failing))
	if err == nil {
		t.Fatal("a process that dies was taken as ready")
	}
	plan := w.diff(unit(t, "dev/kube", serve("good")))
	if diff := cmp.Diff([]string{"update process good", "delete process failing"}, changes(plan)); diff != "" {
		t.Errorf("without it (-want +got):\n%s", diff)
	}
	if err := w.Delete(t.Context(), plan.Unit, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if left := w.daemon.supervisor.Statuses(); len(left) > 0 {
		t.Errorf("still there: %+v", left)
	}
}

func TestDeleteStopsTheLastOneFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := unit(t, "dev/kube", run("m"), run("z"), run("a"))
	w.apply(u)
	w.daemon.told()
	var events []string
	if err := w.Delete(t.Context(), u, func(e deploy.Event) { events = append(events, fmt.Sprint(e.Verb, " ", e.What)) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"remove dev/a", "remove dev/z", "remove dev/m"}, w.daemon.told()); diff != "" {
		t.Errorf("told to the daemon (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"delete process a", "delete process z", "delete process m"}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(w.record("dev_kube")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the record is still there: %v", err)
	}
	if err := w.Delete(t.Context(), u, func(deploy.Event) {}); err != nil {
		t.Errorf("deleting twice: %v", err)
	}
}

func TestOrphans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kept, gone := unit(t, "dev/kube", run("a")), unit(t, "dev/addons/old", run("b"))
	w.apply(kept)
	w.apply(gone)
	a := &assembly.Assembly{Units: []assembly.Unit{*kept}}
	for cluster, want := range map[string][]assembly.Unit{
		"dev":   {{ID: "dev/addons/old", Kind: assembly.Processes, Where: "cluster:dev"}},
		"other": nil,
	} {
		got, err := w.Orphans(t.Context(), a, cluster)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("orphans of %s (-want +got):\n%s", cluster, diff)
		}
	}
	orphans, _ := w.Orphans(t.Context(), a, "dev")
	if err := w.Delete(t.Context(), &orphans[0], func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if left := w.daemon.supervisor.Statuses(); len(left) != 1 || left[0].Name != "dev/a" {
		t.Errorf("left are %+v", left)
	}
}
