package inspect

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mine are the Applications of one test.
func (w *world) mine() []Application {
	w.Helper()
	all, err := w.Applications(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	var out []Application
	for _, a := range all {
		if strings.HasPrefix(a.Name, w.ns) {
			out = append(out, a)
		}
	}
	return out
}

func TestApplications(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(`{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: $NS-new, namespace: argocd}, spec: {project: default,
	  destination: {namespace: $NS}, sources: [{repoURL: https://charts.example.com, chart: redis}, {repoURL: https://git.example.com/b}]},
	  status: {sync: {status: Unknown, revisions: [7.2.1, abc]}}}`)
	w.make(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: $NS-backend, namespace: argocd}
spec:
  project: team-troi
  source: {repoURL: https://git.example.com/troi, path: backend, targetRevision: HEAD}
  destination: {server: https://kubernetes.default.svc, namespace: $NS}
status:
  sync: {status: Synced, revision: 0123456789abcdef}
  health: {status: Healthy}
  resources:
  - {group: apps, version: v1, kind: Deployment, namespace: $NS, name: web, status: Synced, health: {status: Healthy}}
  - {version: v1, kind: Namespace, name: other, status: Synced}
  conditions:
  - {type: SharedResourceWarning, message: only a warning}
`)
	want := []Application{
		{
			Name: w.ns + "-backend", Project: "team-troi", Namespace: w.ns, Repo: "https://git.example.com/troi", Path: "backend",
			Revision: "0123456789abcdef", Sync: "Synced", Health: "Healthy",
			Resources: []Resource{
				{Kind: "Deployment", Namespace: w.ns, Name: "web", Sync: "Synced", Health: "Healthy"},
				{Kind: "Namespace", Name: "other", Sync: "Synced"},
			},
		},
		{
			Name: w.ns + "-new", Project: "default", Namespace: w.ns, Repo: "https://charts.example.com", Path: "redis",
			Revision: "7.2.1", Sync: "Unknown", Health: "Unknown", Resources: []Resource{},
		},
	}
	got := w.mine()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if !got[0].Ready() || got[1].Ready() {
		t.Errorf("ready are %v and %v, want only the first", got[0].Ready(), got[1].Ready())
	}
	tree := Node{Name: "Application " + w.ns + "-backend", State: "Synced Healthy", Children: []Node{
		{Name: "Deployment web", State: "Synced Healthy"}, {Name: "Namespace other", State: "Synced"},
	}}
	if diff := cmp.Diff(tree, ApplicationTree(got[0])); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(`
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: $NS-refused, namespace: argocd}
spec:
  project: team-troi
  source: {repoURL: https://git.example.com/troi, path: backend}
  destination: {namespace: $NS}
status:
  sync: {status: OutOfSync}
  health: {status: Progressing}
  resources:
  - {group: apps, version: v1, kind: Deployment, namespace: $NS, name: web, status: Synced, health: {status: Progressing}}
  conditions:
  - {type: SyncError, message: "Failed last sync attempt:\n  one or more objects failed"}
  - {type: OrphanedResourceWarning, message: nothing to worry about}
  operationState:
    phase: Failed
    startedAt: "2026-01-01T00:00:00Z"
    operation: {}
    syncResult:
      revision: "0123"
      resources:
      - {group: "", version: v1, kind: Service, namespace: $NS, name: web, status: Synced, message: service/web created}
      - {group: rbac.authorization.k8s.io, version: v1, kind: ClusterRole, namespace: "", name: everything, status: SyncFailed, message: "resource rbac.authorization.k8s.io:ClusterRole is not permitted\nin project team-troi"}
      - {group: batch, version: v1, kind: Job, namespace: $NS, name: migrate, hookPhase: Failed, hookType: PreSync, message: job failed}
`)
	set := func(name, owner, conditions string) {
		w.make(`
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: ` + name + `
  namespace: $NS
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: ` + owner + `, uid: 11111111-1111-1111-1111-111111111111, controller: true}]
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}
status: {replicas: 0, conditions: [` + conditions + `]}
`)
	}
	failed := `{type: ReplicaFailure, status: "True", reason: FailedCreate, message: "admission webhook denied the request:\n [limits] no memory limit"}`
	set("web-1", "web", failed)
	set("web-0", "web", strings.Replace(failed, `"True"`, `"False"`, 1))
	set("foreign-1", "foreign", failed)
	want := []Refusal{
		{Message: "Failed last sync attempt: one or more objects failed"},
		{Object: "ClusterRole everything", Message: "resource rbac.authorization.k8s.io:ClusterRole is not permitted in project team-troi"},
		{Object: "Job " + w.ns + "/migrate", Message: "job failed"},
		{Object: "Deployment " + w.ns + "/web", Message: "admission webhook denied the request: [limits] no memory limit"},
	}
	if diff := cmp.Diff(want, w.mine()[0].Refused); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
