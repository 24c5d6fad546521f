package kube

import (
	"net/http"
	"testing"
	"time"

	"slipway.dev/slipway/deploy"
)

const systemPath = "/api/v1/namespaces/" + SystemNamespace

// It is not parallel: those that are wait until it has put back what they need.
func TestTheLastInventoryTakesItsNamespaceAlong(t *testing.T) { //nolint:paralleltest
	w := newWorld(t, Options{})
	u := w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n")
	destroy := func() {
		t.Helper()
		w.run(u)
		for range 2 { // a run that was killed may have left the namespace only
			if err := w.Delete(w.within(time.Minute), u, func(deploy.Event) {}); err != nil {
				t.Fatal(err)
			}
		}
	}
	stays := func(why string) {
		t.Helper()
		if destroy(); !w.exists(systemPath) {
			t.Fatalf("it went although %s", why)
		}
	}
	stays("another platform has an inventory in it")
	w.raw(http.MethodDelete, inventoryPath(keeper), "")

	w.raw(http.MethodPost, systemPath+"/secrets", `{"metadata":{"name":"theirs"}}`)
	stays("somebody has a secret in it")
	w.raw(http.MethodDelete, systemPath+"/secrets/theirs", "")

	w.raw(http.MethodPatch, systemPath, `{"metadata":{"labels":{"`+ManagedByLabel+`":"somebody"}}}`)
	stays("somebody else made it")
	w.raw(http.MethodPatch, systemPath, `{"metadata":{"labels":{"`+ManagedByLabel+`":"`+managedBy+`"}}}`)

	w.raw(http.MethodPost, inventoryPath(""), `{"metadata":{"name":"`+rootCA+`"}}`)
	destroy()
	if w.exists(systemPath) {
		t.Error("it stayed")
	}
	// There is no controller here that would empty it and let it go.
	w.raw(http.MethodDelete, inventoryPath(rootCA), "")
	w.raw(http.MethodPut, systemPath+"/finalize", `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"`+SystemNamespace+`"},"spec":{"finalizers":[]}}`)
	w.run(u) // makes it again
	if !w.exists(systemPath) {
		t.Error("it did not come back")
	}
	w.keepSystemNamespace()
}
