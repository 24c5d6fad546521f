package inspect

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/internal/testcluster"
)

const patience = time.Minute

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// definitions are Argo CD's, installed by the first test that asks.
var definitions sync.Once

// world is a reader of the shared cluster, with a namespace of the test's own
// that belongs to a team. $NS in objects stands for it.
type world struct {
	*testing.T
	*Cluster
	ns string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	reader, err := New(cluster.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, Cluster: reader, ns: "t-" + strings.ToLower(rand.Text()[:8])}
	definitions.Do(func() { w.install() })
	w.make(`{apiVersion: v1, kind: Namespace, metadata: {name: $NS, labels: {slipway.dev/team: troi},
	  annotations: {slipway.dev/origin: "clusters[dev].teams[troi]"}}}`)
	return w
}

func (w *world) install() {
	w.Helper()
	if apps, err := w.Applications(w.Context()); err != nil || len(apps) > 0 {
		w.Errorf("without Argo CD there are the Applications %v, %v", apps, err)
	}
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal(upstream.ArgoCDBase()["crds.json"], &list); err != nil {
		w.Fatal(err)
	}
	crds := w.objects.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	for _, object := range list.Items {
		if _, err := crds.Create(w.Context(), &unstructured.Unstructured{Object: object}, metav1.CreateOptions{}); err != nil {
			w.Fatal(err)
		}
	}
	w.eventually("Argo CD's kinds to be discovered", func() bool {
		var err error
		if w.Cluster, err = New(cluster.Start(w)); err != nil { // one reader asks once only
			w.Fatal(err)
		}
		for _, kind := range []string{"Application", "ApplicationSet", "AppProject"} {
			if _, err = w.mapper.RESTMapping(applications.GroupVersion().WithKind(kind).GroupKind()); err != nil {
				return false
			}
		}
		return true
	})
	w.make(`{apiVersion: v1, kind: Namespace, metadata: {name: argocd}}`)
}

// make creates an object and returns it as the server has it.
func (w *world) make(text string) *unstructured.Unstructured {
	w.Helper()
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(text, "$NS", w.ns)), &u.Object); err != nil {
		w.Fatal(err)
	}
	gvk := u.GroupVersionKind()
	mapping, err := w.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		w.Fatal(err)
	}
	r := w.objects.Resource(mapping.Resource).Namespace(u.GetNamespace())
	status, complete := u.Object["status"]
	made, err := r.Create(w.Context(), u, metav1.CreateOptions{})
	if err != nil {
		w.Fatal(err)
	}
	if complete && made.Object["status"] == nil || gvk.Kind == "ReplicaSet" && complete {
		made.Object["status"] = status
		if made, err = r.UpdateStatus(w.Context(), made, metav1.UpdateOptions{}); err != nil {
			w.Fatal(err)
		}
	}
	return made
}

func (w *world) delete(u *unstructured.Unstructured) {
	w.Helper()
	mapping, err := w.mapper.RESTMapping(u.GroupVersionKind().GroupKind(), u.GroupVersionKind().Version)
	if err != nil {
		w.Fatal(err)
	}
	r := w.objects.Resource(mapping.Resource).Namespace(u.GetNamespace())
	if err := r.Delete(w.Context(), u.GetName(), metav1.DeleteOptions{}); err != nil {
		w.Fatal(err)
	}
	w.eventually(describe(u)+" to be gone", func() bool {
		_, err := r.Get(w.Context(), u.GetName(), metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
}

// owned is an object's text with a reference to its owner.
func owned(by *unstructured.Unstructured) string {
	return `ownerReferences: [{apiVersion: ` + by.GetAPIVersion() + `, kind: ` + by.GetKind() + `, name: ` + by.GetName() +
		`, uid: ` + string(by.GetUID()) + `, controller: true}]`
}

func tracked(app, groupKind, namespace, name string) string {
	return `annotations: {argocd.argoproj.io/tracking-id: "` + app + ":" + groupKind + ":" + namespace + "/" + name + `"}`
}

func (w *world) eventually(what string, holds func() bool) {
	w.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.Fatalf("waited %v for: %s", patience, what)
		}
	}
}
