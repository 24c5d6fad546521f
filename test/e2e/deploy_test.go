package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is what is deployed to a cluster that slipway did not make.
const small = `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: small
blueprints:
  few: {addOns: [gateway-api], teams: [troi, riker]}
clusters:
  - {name: remote, blueprint: few}
teams:
  - {name: troi, members: {groups: [troi-developers]}, network: {ingressFrom: [riker]}}
  - {name: riker}
`

// The same blueprint as with 'up' goes to an existing cluster, and comes off
// again without a trace. The cluster is one of ours, but all that slipway has
// of it is a kubeconfig.
func TestDeployToACluster(t *testing.T) {
	h := newHome(t)
	needProc(t)
	h.write(t, "target.yaml", strings.Replace(strings.Replace(cheap, "teams: [web, data]", "kubernetes: \"1.36\"", 1), "name: cheap", "name: target", 1))
	h.ok(t, "up", "--cluster", "dev", "target.yaml")
	admin := h.admin(t, "slipway-target-dev")
	admin.create(t, "namespaces", "", "apiVersion: v1\nkind: Namespace\nmetadata: {name: mine}")
	admin.create(t, "configmaps", "mine", configMap("precious", "a", "b"))
	const crds = "apiextensions.k8s.io/v1/customresourcedefinitions"
	namespaces, own := admin.uids(t), keys(admin.applied(t))

	h.write(t, "small.yaml", small)
	to := []string{"small.yaml", "--kubeconfig", h.kubeconfig(), "--context", "slipway-target-dev"}
	if r := h.run(t, append([]string{"diff"}, to...)...); r.code != 1 || !strings.Contains(r.out, "team-troi") {
		t.Errorf("diff before: %s", r)
	}
	if diff := cmp.Diff(namespaces, admin.uids(t)); diff != "" {
		t.Errorf("diff changed the cluster:\n%s", diff)
	}
	h.ok(t, append([]string{"deploy"}, to...)...)
	for _, name := range []string{"team-troi", "team-riker"} {
		admin.get(t, "resourcequotas", name, "team")
		admin.get(t, "networking.k8s.io/v1/networkpolicies", name, "default-deny")
	}
	admin.get(t, crds, "", "httproutes.gateway.networking.k8s.io")
	if r := h.run(t, append([]string{"diff"}, to...)...); r.code != 0 {
		t.Errorf("diff after: %s", r)
	}
	before := admin.applied(t)
	if r := h.ok(t, append([]string{"deploy"}, to...)...); !strings.Contains(r.err, "unchanged") || strings.Contains(r.err, "✓") {
		t.Errorf("deploy again: %s", r)
	}
	if diff := cmp.Diff(before, admin.applied(t)); diff != "" {
		t.Errorf("deploy again changed (-before +after):\n%s", diff)
	}

	// Nobody confirms: nothing is destroyed.
	if r := h.run(t, append([]string{"destroy"}, to...)...); r.code != 1 || !strings.Contains(r.err, "not confirmed; nothing was changed") {
		t.Errorf("destroy without --yes: %s", r)
	}
	admin.get(t, "resourcequotas", "team-troi", "team")
	h.ok(t, append([]string{"destroy", "--yes"}, to...)...)
	if diff := cmp.Diff(namespaces, admin.uids(t)); diff != "" {
		t.Errorf("destroy left other namespaces (-before +after):\n%s", diff)
	}
	if admin.has(t, crds, "", "httproutes.gateway.networking.k8s.io") {
		t.Error("destroy left the add-on's definitions")
	}
	admin.get(t, "configmaps", "mine", "precious")
	if diff := cmp.Diff(own, keys(admin.applied(t))); diff != "" {
		t.Errorf("objects (-before +after):\n%s", diff)
	}
	if r := h.run(t, append([]string{"diff"}, to...)...); r.code != 1 {
		t.Errorf("diff after destroy: %s", r)
	}
}
