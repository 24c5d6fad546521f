package e2e

import (
	"path/filepath"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// A save in a team's folder is live, however the team writes its manifests.
func TestPushToLive(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	repos := "enterprise/repos/"
	h.replace(t, repos+"troi/deploy/kustomization.yaml", "VERSION=1.0.0", "VERSION=1.0.1")
	h.replace(t, repos+"riker/chart/values.yaml", "replicas: 2", "replicas: 3")
	h.replace(t, repos+"burnham/deploy/service.yaml", "port: 80,", "port: 81,")
	began := time.Now()

	eventually(t, soon, "Kustomize: the ConfigMap that the Deployment uses", func() (bool, string) {
		from, _, _ := unstructured.NestedSlice(container(admin.get(t, "apps/v1/deployments", "team-troi", "inf-backend")), "envFrom")
		if len(from) != 1 {
			return false, "no envFrom"
		}
		name, _, _ := unstructured.NestedString(from[0].(map[string]any), "configMapRef", "name")
		config := admin.find(t, "configmaps", "team-troi", name) // the old one is pruned at any moment
		if config == nil {
			return false, name + " is not there"
		}
		version, _, _ := unstructured.NestedString(config.Object, "data", "VERSION")
		return version == "1.0.1", version
	})
	t.Logf("Kustomize after %s", time.Since(began).Round(time.Millisecond))
	eventually(t, soon, "Helm: the replicas", func() (bool, string) {
		u := admin.get(t, "apps/v1/deployments", "team-riker", "authorization")
		n, _, _ := unstructured.NestedInt64(u.Object, "status", "readyReplicas")
		return n == 3, u.GetName()
	})
	t.Logf("Helm after %s", time.Since(began).Round(time.Millisecond))
	eventually(t, soon, "plain: the port", func() (bool, string) {
		ports, _, _ := unstructured.NestedSlice(admin.get(t, "services", "team-burnham", "inventory").Object, "spec", "ports")
		port := ports[0].(map[string]any)["port"]
		return port == int64(81), "another port"
	})
	t.Logf("plain after %s", time.Since(began).Round(time.Millisecond))
	h.well(t, soon)
}

func container(u *unstructured.Unstructured) map[string]any {
	list, _, _ := unstructured.NestedSlice(u.Object, "spec", "template", "spec", "containers")
	first, _ := list[0].(map[string]any)
	return first
}

// Flux's own controllers read a clone that stands in for a repository on the
// Internet: what is committed, and not what only lies in the folder.
func TestFluxReadsAClone(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	admin.create(t, "namespaces", "", "apiVersion: v1\nkind: Namespace\nmetadata: {name: demo}")
	// Flux ships with the rights of an account of the same namespace, and none has any.
	admin.create(t, "serviceaccounts", "demo", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shipper}")
	admin.create(t, rbac+"/v1/rolebindings", "demo", `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: shipper}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: shipper, namespace: demo}]`)
	admin.create(t, "source.toolkit.fluxcd.io/v1/gitrepositories", "demo", `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: demo}
spec: {url: "`+demoURL+`", interval: 2s, ref: {branch: main}}`)
	admin.create(t, "kustomize.toolkit.fluxcd.io/v1/kustomizations", "demo", `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: demo}
spec: {sourceRef: {kind: GitRepository, name: demo}, path: ./deploy, interval: 1m, serviceAccountName: shipper, prune: true, targetNamespace: demo}`)
	version := func() (string, string) {
		k := admin.get(t, "kustomize.toolkit.fluxcd.io/v1/kustomizations", "demo", "demo")
		s := admin.get(t, "source.toolkit.fluxcd.io/v1/gitrepositories", "demo", "demo")
		data, _ := k.MarshalJSON()
		more, _ := s.MarshalJSON()
		if !ready(k) || !ready(s) || !admin.has(t, "configmaps", "demo", "demo") {
			return "", string(data) + string(more)
		}
		got, _, _ := unstructured.NestedString(admin.get(t, "configmaps", "demo", "demo").Object, "data", "version")
		return got, got
	}
	eventually(t, soon, "the first commit is live", func() (bool, string) { v, seen := version(); return v == "1", seen })
	commit(t, filepath.Join(h.dir, "demo"), "2")
	eventually(t, soon, "the second commit is live", func() (bool, string) { v, seen := version(); return v == "2", seen })
}
