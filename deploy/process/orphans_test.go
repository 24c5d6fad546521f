package process_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Deleting goes by what an orphan comes after: a controller that went last, or
// first, would leave its objects without the one that can finish them.
func TestOrphansKnowWhatTheyComeAfter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := unit(t, "dev/addons/my_own/controllers", run("b"))
	u.After = []assembly.UnitID{"dev/kube", "dev/addons/my_own/projects"}
	u.Origin = assembly.Origin{Path: "addOns[my_own]", At: "platform.yaml:3:4"}
	w.apply(u)
	want := []assembly.Unit{{ID: u.ID, Kind: u.Kind, Where: u.Where, After: u.After, Origin: u.Origin}}
	check := func() {
		t.Helper()
		got, err := w.Orphans(t.Context(), &assembly.Assembly{}, "dev")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("orphans (-want +got):\n%s", diff)
		}
	}
	check()
	pid := w.status("dev/b").PID
	u.After = u.After[1:] // all that changes is the order
	want[0].After = u.After
	w.apply(u)
	check()
	if p := w.diff(u); !p.Empty() {
		t.Errorf("then %q", changes(p))
	}
	if again := w.status("dev/b").PID; again != pid {
		t.Errorf("the process was started anew: %d, then %d", pid, again)
	}
	if err := w.Delete(t.Context(), &want[0], func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
}
