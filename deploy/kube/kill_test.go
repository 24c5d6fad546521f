package kube

import (
	"context"
	"fmt"
	"net/http"
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

// Whichever request a run is killed at, and whether or not the server still got
// that request, the next run ends in the same state and leaves nothing behind.
func TestKilledAnywhereTheNextRunFinishes(t *testing.T) {
	t.Parallel()
	base := newWorld(t, Options{Workers: 1})
	for n := 1; ; n++ {
		w := newWorld2(base, Options{Workers: 1})
		w.ns += fmt.Sprintf("-%d", n)
		w.raw(http.MethodPost, "/api/v1/namespaces", `{"metadata":{"name":"$NS"}}`)
		w.run(w.unit(before))
		first := newWorld2(w, Options{Workers: 1})
		if !killAt(first, n) {
			if n < 8 {
				t.Errorf("the run took only %d requests; this test is not looking where it should", n)
			}
			return
		}
		second := newWorld2(w, Options{})
		second.run(second.unit(after))
		checkState(second, n)
		// Gone entirely, too: no object was forgotten.
		if err := second.Delete(w.within(time.Minute), second.unit(after), func(deploy.Event) {}); err != nil {
			t.Errorf("killed at %d: delete: %v", n, err)
		}
		for _, name := range []string{"changed", "removed", "same", "added"} {
			if second.exists("/api/v1/namespaces/$NS/configmaps/" + name) {
				t.Errorf("killed at %d: %s was left behind", n, name)
			}
		}
	}
}

// killAt runs until request n, which every other time still reaches the server
// although its answer is lost. It reports whether there was a request n.
func killAt(w *world, n int) bool {
	ctx, cancel := context.WithCancel(w.within(time.Minute))
	defer cancel()
	counted := w.count()
	counted.cut = func(i int) {
		if i >= n {
			cancel()
		}
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

func checkState(w *world, n int) {
	w.Helper()
	if p := w.diff(w.unit(after)); !p.Empty() {
		w.Errorf("killed at %d: after the second run %q", n, briefly(p.Changes))
	}
	live := w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/changed", "")
	if diff := cmp.Diff(map[string]any{"v": "2"}, live["data"]); diff != "" {
		w.Errorf("killed at %d: %s", n, diff)
	}
	for path, want := range map[string]bool{"configmaps/removed": false, "configmaps/added": true, "configmaps/same": true} {
		if got := w.exists("/api/v1/namespaces/$NS/" + path); got != want {
			w.Errorf("killed at %d: %s exists: %v", n, path, got)
		}
	}
}
