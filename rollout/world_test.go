package rollout

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/internal/testcluster"
)

//go:generate go run ./crdgen

const patience = time.Minute

var cluster testcluster.Cluster

// definitions are the engines' and Argo CD's, installed by the first test that asks.
var definitions sync.Once

// world is a cluster with the engines' kinds and without the engines: what they
// write, the test writes. It has a namespace of its own, $NS, of the team $TEAM.
type world struct {
	*testing.T
	*Cluster
	ns, team string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	cfg := cluster.Start(t)
	cfg.WarningHandler = rest.NoWarnings{} // upstream's definitions have formats that nobody knows
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.ToLower(rand.Text()[:8])
	w := &world{T: t, Cluster: c, ns: "t-" + id, team: "team-" + id}
	definitions.Do(w.install)
	w.make("apiVersion: v1\nkind: Namespace\nmetadata: {name: $NS, labels: {slipway.dev/team: $TEAM}}")
	return w
}

var crds = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}

func (w *world) install() {
	w.Helper()
	if all, err := w.List(w.Context(), Where{}); err != nil || len(all) > 0 {
		w.Errorf("without any engine there are the rollouts %v, %v", all, err)
	}
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal(upstream.ArgoCDBase()["crds.json"], &list); err != nil {
		w.Fatal(err)
	}
	files, err := filepath.Glob("testdata/crds/*.yaml")
	if err != nil || len(files) != 3 {
		w.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			w.Fatal(err)
		}
		var crd map[string]any
		if err := yaml.Unmarshal(data, &crd); err != nil {
			w.Fatal(err)
		}
		list.Items = append(list.Items, crd)
	}
	for _, crd := range list.Items {
		if _, err := w.objects.Resource(crds).Create(w.Context(), &unstructured.Unstructured{Object: crd}, metav1.CreateOptions{}); err != nil {
			w.Fatal(err)
		}
	}
	for _, gvr := range []schema.GroupVersionResource{canaries, rollouts, analysisRuns, applications} {
		w.eventually(gvr.Resource+" to be served", func() bool {
			_, err := w.objects.Resource(gvr).List(w.Context(), metav1.ListOptions{})
			return err == nil
		})
	}
	w.make("apiVersion: v1\nkind: Namespace\nmetadata: {name: argocd}")
}

func (w *world) eventually(what string, holds func() bool) {
	w.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.Fatalf("waited %v for: %s", patience, what)
		}
	}
}

// make creates the objects of a text and then writes their status, each by its
// own way: as a person and a controller do. An object that names its owner as
// "owner: KIND/NAME" gets a reference to it.
func (w *world) make(text string) {
	w.Helper()
	text = strings.NewReplacer("$NS", w.ns, "$TEAM", w.team).Replace(text)
	for _, document := range strings.Split(text, "\n---\n") {
		u := &unstructured.Unstructured{}
		if err := yaml.UnmarshalStrict([]byte(document), &u.Object); err != nil {
			w.Fatalf("%v\n%s", err, document)
		}
		w.own(u)
		status := u.Object["status"]
		delete(u.Object, "status")
		r := w.objects.Resource(plural(u)).Namespace(u.GetNamespace())
		made, err := r.Create(w.Context(), u, metav1.CreateOptions{})
		if err != nil {
			w.Fatalf("%v\n%s", err, document)
		}
		if status == nil {
			continue
		}
		made.Object["status"] = status
		switch u.GetKind() {
		case "Application", "AnalysisRun": // upstream's have no subresource
			_, err = r.Update(w.Context(), made, metav1.UpdateOptions{})
		default:
			_, err = r.UpdateStatus(w.Context(), made, metav1.UpdateOptions{})
		}
		if err != nil {
			w.Fatalf("%v\n%s", err, document)
		}
	}
}

func plural(u *unstructured.Unstructured) schema.GroupVersionResource {
	gvr, _ := meta.UnsafeGuessKindToResource(u.GroupVersionKind())
	return gvr
}

func (w *world) own(u *unstructured.Unstructured) {
	w.Helper()
	owner, ok := u.Object["owner"].(string)
	delete(u.Object, "owner")
	if !ok {
		return
	}
	kind, name, _ := strings.Cut(owner, "/")
	gvr := map[string]schema.GroupVersionResource{"Deployment": deployments, "Rollout": rollouts, "Canary": canaries}[kind]
	o, err := w.get(w.Context(), gvr, u.GetNamespace(), name)
	if err != nil || o == nil {
		w.Fatal(owner, err)
	}
	yes := true
	u.SetOwnerReferences([]metav1.OwnerReference{{APIVersion: o.GetAPIVersion(), Kind: kind, Name: name, UID: o.GetUID(), Controller: &yes}})
}

// where is the world's own namespace.
func (w *world) where() Where { return Where{Namespace: w.ns} }

// written is an object as the server has it now.
func (w *world) written(gvr schema.GroupVersionResource, name string) *unstructured.Unstructured {
	w.Helper()
	u, err := w.get(w.Context(), gvr, w.ns, name)
	if err != nil || u == nil {
		w.Fatal(gvr, name, err)
	}
	return u
}

// anonymous is text without the world's names.
func (w *world) anonymous(text string) string {
	return strings.NewReplacer(w.ns, "$NS", w.team, "$TEAM").Replace(text)
}
