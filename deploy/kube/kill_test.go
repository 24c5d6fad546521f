package kube

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/deploy"
)

const before = `
apiVersion: v1
kind: ConfigMap
metadata: {name: changed, namespace: $NS}
data: {v: "1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: removed, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: same, namespace: $NS}
`

const after = `
apiVersion: v1
kind: ConfigMap
metadata: {name: changed, namespace: $NS}
data: {v: "2"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: same, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: added, namespace: $NS}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: added, namespace: $NS}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
`

// Whichever request a run is killed at, whether or not the server still got
// that request, the next run ends in the same state and leaves nothing behind:
// when it wants the same, and when it wants what was there before.
func TestKilledAnywhereTheNextRunFinishes(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"request", "answer"} {
		t.Run(lost, func(t *testing.T) {
			t.Parallel()
			base := newWorld(t, Options{Workers: 1})
			n := 1
			for killed := true; killed; n++ {
				killed = killAndFinish(base, n, lost == "answer", true)
				killAndFinish(base, n, lost == "answer", false)
			}
			if n < 10 {
				t.Errorf("a run took only %d requests; this test is not looking where it should", n-2)
			}
		})
	}
}

// killAndFinish reports whether there was a request n.
func killAndFinish(base *world, n int, answerLost, forward bool) bool {
	w := newWorld2(base, Options{Workers: 1})
	w.ns += fmt.Sprintf("-%d-%v", n, forward)
	w.raw(http.MethodPost, "/api/v1/namespaces", `{"metadata":{"name":"$NS"}}`)
	w.run(w.unit(before))
	killed := killAt(newWorld2(w, Options{Workers: 1}), n, answerLost)
	second := newWorld2(w, Options{})
	wanted, value := before, "1"
	if forward {
		wanted, value = after, "2"
	}
	second.run(second.unit(wanted))
	checkState(second, n, wanted, value)
	if err := second.Delete(w.within(time.Minute), second.unit(after), func(deploy.Event) {}); err != nil {
		w.Errorf("killed at %d: delete: %v", n, err)
	}
	for _, path := range []string{"configmaps/changed", "configmaps/removed", "configmaps/same", "configmaps/added"} {
		if second.exists("/api/v1/namespaces/$NS/" + path) {
			w.Errorf("killed at %d: %s was left behind", n, path)
		}
	}
	return killed
}

// killAt runs until request n.
func killAt(w *world, n int, answerLost bool) bool {
	ctx, cancel := context.WithCancel(w.within(time.Minute))
	defer cancel()
	counted := w.count()
	counted.cut = func(i int) bool { return i >= n && !(answerLost && i == n) }
	counted.lose = func(i int) bool {
		if i >= n {
			cancel() // what a killed process never does is try again
		}
		return i >= n
	}
	p, err := w.Diff(ctx, w.unit(after))
	if err == nil {
		_, err = w.Apply(ctx, p, func(deploy.Event) {})
	}
	if err == nil && counted.count >= n {
		w.Errorf("killed at request %d, and yet no error", n)
	}
	return counted.count >= n
}

func checkState(w *world, n int, wanted, value string) {
	w.Helper()
	counted := w.count()
	if p := w.diff(w.unit(wanted)); !p.Empty() {
		w.Errorf("killed at %d: after the second run %q", n, briefly(p.Changes))
	}
	if counted.dry > 0 {
		w.Errorf("killed at %d: the inventory was not finished, %d dry runs", n, counted.dry)
	}
	live := w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/changed", "")
	if diff := cmp.Diff(map[string]any{"v": value}, live["data"]); diff != "" {
		w.Errorf("killed at %d: %s", n, diff)
	}
	for path, want := range map[string]bool{
		"/api/v1/namespaces/$NS/configmaps/removed": value == "1", "/api/v1/namespaces/$NS/configmaps/same": true,
		"/api/v1/namespaces/$NS/configmaps/added": value == "2", "/apis/rbac.authorization.k8s.io/v1/namespaces/$NS/roles/added": value == "2",
	} {
		if got := w.exists(path); got != want {
			w.Errorf("killed at %d: %s exists: %v", n, path, got)
		}
	}
}

// A run that was killed after its last object and before its inventory must not
// leave the next ones asking for dry runs for ever.
func TestAnUnfinishedInventoryIsFinished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	const one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\ndata: {v: first}\n"
	w.run(w.unit(one))
	changed := w.unit(strings.ReplaceAll(one, "first", "second"))
	p := w.diff(changed)
	if err := w.applyStage(w.within(time.Minute), p.Private.(*work), second, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	next := newWorld2(w, Options{})
	if diff := cmp.Diff([]string{"update ConfigMap slipway-system/" + inventoryName(changed.ID)}, briefly(next.run(changed))); diff != "" {
		t.Error(diff)
	}
	counted := next.count()
	if p := next.diff(changed); !p.Empty() || counted.dry > 0 {
		t.Errorf("then %q and %d dry runs", briefly(p.Changes), counted.dry)
	}
}
