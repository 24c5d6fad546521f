package inspect

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	podSpec = `spec: {containers: [{name: web, image: web}]}`
	setSpec = `spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, ` + podSpec + `}}`
)

func (w *world) why(u *unstructured.Unstructured, want ...Link) {
	w.Helper()
	got, err := w.Why(w.Context(), u)
	if err != nil {
		w.Errorf("why %s: %v", describe(u), err)
		return
	}
	if diff := cmp.Diff(append([]Link{{What: describe(u)}}, want...), got); diff != "" {
		w.Errorf("why %s (-want +got):\n%s", describe(u), diff)
	}
}

// application is one that a unit applied, unless the metadata says otherwise.
func (w *world) application(name, metadata string) *unstructured.Unstructured {
	w.Helper()
	return w.make(`{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ` + name + `, namespace: argocd, ` + metadata + `},
	  spec: {project: default, source: {repoURL: "https://git.example.com/apps", path: ` + name + `}, destination: {namespace: $NS}},
	  status: {sync: {status: Synced, revision: 0123456789abcdef}}}`)
}

func commit(app string) []Link {
	return []Link{
		{What: "Application " + app, How: "synced it"},
		{What: "commit 0123456789", How: "is what it synced", At: "https://git.example.com/apps " + app},
	}
}

func (w *world) team() Link {
	return Link{What: "team troi", How: "owns the namespace " + w.ns, At: "clusters[dev].teams[troi]"}
}

func TestWhyFromAPodToTheBlueprint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	app := w.ns + "-web"
	w.application(app, tracked("root", "argoproj.io/Application", "argocd", app))
	deployment := w.make(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: $NS, ` +
		tracked(app, "apps/Deployment", w.ns, "web") + `}, ` + setSpec + `}`)
	// The controller copies the Deployment's annotations.
	set := w.make(`{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: $NS, ` +
		tracked(app, "apps/Deployment", w.ns, "web") + `, ` + owned(deployment) + `}, ` + setSpec + `}`)
	pod := w.make(`{apiVersion: v1, kind: Pod, metadata: {name: web-1-x, namespace: $NS, ` + owned(set) + `}, ` + podSpec + `}`)
	chain := append([]Link{{What: "ReplicaSet " + w.ns + "/web-1", How: "owns it"}, {What: "Deployment " + w.ns + "/web", How: "owns it"}}, commit(app)...)
	w.why(pod, append(chain, w.team())...)
	w.why(deployment, append(commit(app), w.team())...)

	w.delete(set)
	w.why(pod, Link{What: "ReplicaSet web-1", How: "owned it and is gone"}, w.team())
	w.make(`{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: $NS}, ` + setSpec + `}`)
	w.why(pod, Link{What: "ReplicaSet web-1", How: "owned it and is gone"}, w.team()) // another one of its name
}

func TestWhyOfWhatNoApplicationMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := func(name, metadata string) *unstructured.Unstructured {
		t.Helper()
		return w.make(`{apiVersion: v1, kind: ConfigMap, metadata: {name: ` + name + `, namespace: $NS, ` + metadata + `}}`)
	}
	stranger := Link{What: "someone or something in " + w.ns, How: "made it; no owner or Application is written on it"}
	w.why(config("unit", `annotations: {slipway.dev/unit: dev/teams/troi, slipway.dev/origin: "clusters[dev].teams[troi].quota"}`),
		Link{What: "unit dev/teams/troi", How: "applied it", At: "clusters[dev].teams[troi].quota"})
	w.why(config("foreign", ""), stranger, w.team())
	w.why(config("copied", tracked("x", "/ConfigMap", w.ns, "original")), stranger, w.team())
	w.why(config("no-kind", `ownerReferences: [{apiVersion: gone.example.com/v1, kind: Widget, name: w, uid: "1"}]`),
		Link{What: "Widget w", How: "owned it and is gone"}, w.team())
	w.why(config("gone", tracked("deleted", "/ConfigMap", w.ns, "gone")),
		Link{What: "Application deleted", How: "synced it and is gone"}, w.team())
	w.why(w.make(`{apiVersion: v1, kind: Namespace, metadata: {name: $NS-foreign}}`),
		Link{What: "outside of Slipway", How: "no owner, Application or unit is written on it"})
}

func TestWhyGoesOnWithWhatMadeTheApplication(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ns += "-plain" // a namespace that is not there, as an Application's that makes its own
	config := func(app string) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{
				"name": "web", "namespace": w.ns, "uid": "00000000-0000-0000-0000-000000000000",
				"annotations": map[string]any{"argocd.argoproj.io/tracking-id": app + ":/ConfigMap:" + w.ns + "/web"},
			},
		}}
	}
	unit := Link{What: "unit dev/bootstrap", How: "applied it", At: "clusters[dev].gitops"}
	root, child, self := w.ns+"-root", w.ns+"-child", w.ns+"-self"
	w.application(root, `annotations: {slipway.dev/unit: dev/bootstrap, slipway.dev/origin: "clusters[dev].gitops"}`)
	w.application(child, tracked(root, "argoproj.io/Application", "argocd", child))
	w.application(self, tracked(self, "argoproj.io/Application", "argocd", self))
	set := w.make(`{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, metadata: {name: $NS-set, namespace: argocd,
	  annotations: {slipway.dev/unit: dev/bootstrap, slipway.dev/origin: "clusters[dev].gitops"}},
	  spec: {generators: [], template: {metadata: {name: x}, spec: {project: default, destination: {}}}}}`)
	generated := w.ns + "-generated"
	w.application(generated, owned(set))
	w.why(config(root), append(commit(root), unit)...)
	w.why(config(child), append(commit(child), append(commit(root), unit)...)...)
	w.why(config("argocd_"+root), append(commit(root), unit)...)
	w.why(config(self), commit(self)...)
	w.why(config(generated), append(commit(generated), Link{What: "ApplicationSet argocd/" + set.GetName(), How: "owns it"}, unit)...)
}
