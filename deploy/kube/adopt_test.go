package kube

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// found is a namespace and an object in it, both there before any unit, and one
// that the unit makes.
const found = `
apiVersion: v1
kind: Namespace
metadata: {name: $NS, labels: {team: troi}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: theirs, namespace: $NS}
data: {colour: blue}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ours, namespace: $NS}
`

const (
	foundNamespace = "/api/v1/namespaces/$NS"
	foundTheirs    = foundNamespace + "/configmaps/theirs"
	foundOurs      = foundNamespace + "/configmaps/ours"
)

func newFound(t *testing.T) *world {
	w := newWorld(t, Options{})
	w.raw(http.MethodPost, foundNamespace+"/configmaps", `{"metadata":{"name":"theirs"},"data":{"more":"theirs"}}`)
	return w
}

// stay fails unless what was there before still is, and ours as told.
func (w *world) stay(ours bool) {
	w.Helper()
	for path, want := range map[string]bool{foundNamespace: true, foundTheirs: true, foundOurs: ours} {
		if got := w.exists(path); got != want {
			w.Errorf("%s exists: %v, want %v", path, got, want)
		}
	}
}

func TestWhatWasThereBeforeIsAdopted(t *testing.T) {
	t.Parallel()
	w := newFound(t)
	u := w.unit(found)
	shown := newWorld2(w, Options{Texts: true}).diff(u)
	var adopts []string
	for _, c := range shown.Changes {
		if c.Adopts {
			adopts = append(adopts, c.What)
		}
		if c.Adopts != strings.HasPrefix(c.Diff, "adopts "+c.What+": ") {
			t.Errorf("%s: the diff says\n%s", c.What, c.Diff)
		}
	}
	if diff := cmp.Diff([]string{"Namespace " + w.ns, "ConfigMap " + w.ns + "/theirs"}, adopts); diff != "" {
		t.Error(diff)
	}
	var notes []string
	if _, err := w.Apply(w.within(time.Minute), w.diff(u), noted(&notes)); err != nil {
		t.Fatal(err)
	}
	if p := w.diff(u); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
	if live := w.raw(http.MethodGet, foundTheirs, ""); within(live, "data", "colour") != "blue" || within(live, "data", "more") != "theirs" {
		t.Errorf("it is not as asked for: %v", live["data"])
	}
	for range 2 { // the second time as left behind
		w.run(u)
		if err := w.Delete(w.within(time.Minute), u, noted(&notes)); err != nil {
			t.Fatal(err)
		}
		w.stay(false)
	}
	want := []string{
		"adopts Namespace $NS, ConfigMap $NS/theirs, there before and from now on as asked for; never deleted",
		"leaves ConfigMap $NS/theirs, Namespace $NS, there before the platform", "leaves ConfigMap $NS/theirs, Namespace $NS, there before the platform",
	}
	if diff := cmp.Diff(want, strings.Split(strings.NewReplacer(string(u.ID)+": ", "", w.ns, "$NS").Replace(strings.Join(notes, "\n")), "\n")); diff != "" {
		t.Error(diff)
	}
}

func noted(notes *[]string) func(deploy.Event) {
	return func(e deploy.Event) {
		if e.Type == deploy.Note {
			*notes = append(*notes, e.Message)
		}
	}
}

func TestPruneLeavesWhatItAdopted(t *testing.T) {
	t.Parallel()
	w := newFound(t)
	w.run(w.unit(found))
	if got := briefly(w.run(w.unit(""))); !slices.Equal(got, []string{"delete ConfigMap " + w.ns + "/ours"}) {
		t.Errorf("got %q", got)
	}
	w.stay(false)
	if p := w.diff(w.unit("")); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
}

// The mark on the object goes with it to another unit, the inventory keeps it
// when somebody overwrites the mark.
func TestAdoptionIsNotForgotten(t *testing.T) {
	t.Parallel()
	w := newFound(t)
	one, two := w.unitOf("one", found), w.unitOf("two", found)
	w.run(one)
	w.raw(http.MethodPatch, foundTheirs, `{"metadata":{"annotations":null}}`)
	w.run(one)
	w.run(two)
	empty := w.unitOf("one", "")
	next := newWorld2(w, Options{Assembly: &assembly.Assembly{Units: []assembly.Unit{*empty, *two}}})
	next.run(empty)
	if err := next.Delete(w.within(time.Minute), two, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	w.stay(false)
}

// What the platform made and somebody stripped of its marks is still its own.
func TestDriftIsNotAdopted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ours, namespace: $NS}\n")
	w.run(u)
	w.raw(http.MethodPatch, foundOurs, `{"metadata":{"annotations":null}}`)
	if changes := w.run(u); len(changes) != 1 || changes[0].Adopts || !changes[0].Drift {
		t.Errorf("got %+v", changes)
	}
	if err := w.Delete(w.within(time.Minute), u, func(deploy.Event) {}); err != nil || w.exists(foundOurs) {
		t.Errorf("error %v, exists: %v", err, w.exists(foundOurs))
	}
}
