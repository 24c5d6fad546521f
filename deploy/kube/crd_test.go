package kube

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// widgets is a definition and one object of it in the same unit.
const widgets = `
apiVersion: GROUP/v1
kind: Widget
metadata: {name: w, namespace: $NS}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.GROUP}
spec:
  group: GROUP
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`

func TestDefinitionAndObjectInOneUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(strings.ReplaceAll(widgets, "GROUP", "one.example.com"))
	w.run(u)
	if p := w.diff(u); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
	if err := w.Hold(w.within(30*time.Second), u, assembly.Gate{Kind: assembly.Established}); err != nil {
		t.Error(err)
	}
	if err := w.Hold(w.within(30*time.Second), u, assembly.Gate{Kind: assembly.Ready}); err != nil {
		t.Error(err)
	}
}

func TestObjectWithoutItsDefinition(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit("apiVersion: none.example.com/v1\nkind: Gadget\nmetadata: {name: g, namespace: $NS}\n")
	p := w.diff(u)
	if got := briefly(p.Changes); len(got) != 1 || got[0] != "create Gadget "+w.ns+"/g" {
		t.Errorf("diff: %q", got)
	}
	_, err := w.Apply(w.within(time.Second), p, func(deploy.Event) {})
	if err == nil || !strings.Contains(err.Error(), "Gadget "+w.ns+"/g: the cluster has no kind Gadget in none.example.com/v1") {
		t.Errorf("got %v", err)
	}
}

func TestDeleteNamesTheFinalizer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(strings.ReplaceAll(widgets, "GROUP", "two.example.com"))
	w.run(u)
	const path = "/apis/two.example.com/v1/namespaces/$NS/widgets/w"
	w.raw(http.MethodPatch, path, `{"metadata":{"finalizers":["example.com/hold"]}}`)
	err := w.Delete(w.within(2*time.Second), u, func(deploy.Event) {})
	for _, want := range []string{"Widget " + w.ns + "/w is still there after 2s", "example.com/hold", "kubectl patch widgets.two.example.com w -n " + w.ns} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if !w.exists("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.two.example.com") {
		t.Error("the definition went before its object")
	}
	w.raw(http.MethodPatch, path, `{"metadata":{"finalizers":null}}`)
	for range 2 { // the second time there is nothing left to do
		if err := w.Delete(w.within(time.Minute), u, func(deploy.Event) {}); err != nil {
			t.Fatal(err)
		}
	}
	for _, gone := range []string{"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.two.example.com", inventoryPath(inventoryName(u.ID))} {
		if w.exists(gone) {
			t.Errorf("%s is still there", gone)
		}
	}
}

// Units that go after this one may be what the finalizers need.
func TestPruneWaitsForFinalizers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	object, defined, _ := strings.Cut(strings.ReplaceAll(widgets, "GROUP", "pruned.example.com"), "\n---\n")
	w.run(w.unitOf("definition", defined))
	w.run(w.unitOf("gitops", object))
	const path = "/apis/pruned.example.com/v1/namespaces/$NS/widgets/w"
	w.raw(http.MethodPatch, path, `{"metadata":{"finalizers":["example.com/hold"]}}`)
	empty := w.unitOf("gitops", "")
	_, err := w.Apply(w.within(2*time.Second), w.diff(empty), func(deploy.Event) {})
	for _, want := range []string{"no longer asked for", "Widget " + w.ns + "/w is still there after 2s", "example.com/hold", "kubectl patch widgets.pruned.example.com w -n " + w.ns} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if diff := cmp.Diff([]string{"delete Widget " + w.ns + "/w"}, briefly(w.diff(empty).Changes)); diff != "" {
		t.Errorf("the next run has forgotten it: %s", diff)
	}
	w.raw(http.MethodPatch, path, `{"metadata":{"finalizers":null}}`)
	w.run(empty)
	if p := w.diff(empty); !p.Empty() || w.exists(path) {
		t.Errorf("then %q, exists: %v", briefly(p.Changes), w.exists(path))
	}
}

// The service account default comes back at once, and so may anything that
// somebody makes meanwhile: it is not ours.
func TestWhatComesInItsPlaceIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	const path, text = "/api/v1/namespaces/$NS/configmaps/a", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n"
	u := w.unit(text)
	w.run(u)
	inv, err := w.inventoryOf(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	targets, _, err := w.deletable(t.Context(), inv, inv.sorted())
	if err != nil || len(targets) != 1 {
		t.Fatalf("%v, error %v", targets, err)
	}
	w.raw(http.MethodDelete, path, "")
	w.raw(http.MethodPost, "/api/v1/namespaces/$NS/configmaps", `{"metadata":{"name":"a"},"data":{"made":"by somebody"}}`)
	if err := w.removeAll(w.within(10*time.Second), targets, background, func(deploy.Event) {}); err != nil {
		t.Error(err)
	}
	if !w.exists(path) {
		t.Error("somebody else's object was deleted")
	}
}

func TestOrphansAreUnitsThatAreNoLongerThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Owner: "orphanage-" + strings.ToLower(rand.Text()[:5])})
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n"
	kept, left := w.unitOf("kept", text), w.unitOf("left", strings.ReplaceAll(text, "name: a", "name: b"))
	left.After = []assembly.UnitID{kept.ID}
	w.run(kept)
	w.run(left)
	orphans, err := w.Orphans(t.Context(), &assembly.Assembly{Units: []assembly.Unit{*kept}})
	if err != nil || len(orphans) != 1 || orphans[0].ID != left.ID || len(orphans[0].After) != 1 {
		t.Fatalf("orphans %v, error %v", orphans, err)
	}
	left.After = append(left.After, "dev/later") // all that changes is the order
	w.run(left)
	orphans, err = w.Orphans(t.Context(), &assembly.Assembly{Units: []assembly.Unit{*kept}})
	if err != nil || len(orphans) != 1 || !slices.Equal(orphans[0].After, left.After) {
		t.Fatalf("orphans %v, error %v", orphans, err)
	}
	if p := w.diff(left); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
	if err := w.Delete(w.within(time.Minute), &orphans[0], func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if w.exists("/api/v1/namespaces/$NS/configmaps/b") || !w.exists("/api/v1/namespaces/$NS/configmaps/a") {
		t.Error("the wrong one was deleted")
	}
	other := newWorld2(w, Options{})
	if _, err := other.Diff(t.Context(), kept); err == nil || !strings.Contains(err.Error(), `belongs to the platform "orphanage-`) {
		t.Errorf("another platform's unit: %v", err)
	}
}
