package inspect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var applications = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"}

// Application is what Argo CD says of one Application.
type Application struct {
	Name      string     `json:"name"`
	Project   string     `json:"project"`
	Namespace string     `json:"namespace"` // where its objects go
	Repo      string     `json:"repo"`
	Path      string     `json:"path"`
	Revision  string     `json:"revision,omitempty"` // the commit that was compared last
	Sync      string     `json:"sync"`               // Synced, OutOfSync, Unknown
	Health    string     `json:"health"`             // Healthy, Progressing, Degraded, …
	Refused   []Refusal  `json:"refused,omitempty"`
	Resources []Resource `json:"resources,omitempty"`
}

// Refusal is an object, or the whole Application, that was not accepted.
type Refusal struct {
	Object  string `json:"object,omitempty"` // "ClusterRole everything", "" for the Application as a whole
	Message string `json:"message"`
}

// Resource is one object that an Application manages.
type Resource struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
	Sync      string `json:"sync,omitempty"`
	Health    string `json:"health,omitempty"`
	Message   string `json:"message,omitempty"`
}

// Ready reports whether the Application is Synced and Healthy.
func (a Application) Ready() bool { return a.Sync == "Synced" && a.Health == "Healthy" }

// Applications are all of them, by name; none where Argo CD is not installed.
func (c *Cluster) Applications(ctx context.Context) ([]Application, error) {
	items, err := c.list(ctx, applications, "")
	if err != nil {
		return nil, err
	}
	out := make([]Application, 0, len(items))
	for i := range items {
		out = append(out, application(&items[i]))
	}
	if err := c.addWorkloadProblems(ctx, out); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Application) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

func application(u *unstructured.Unstructured) Application {
	get := func(path string) string {
		s, _, _ := unstructured.NestedString(u.Object, strings.Split(path, ".")...)
		return s
	}
	from, revision := source(u)
	a := Application{
		Name: u.GetName(), Project: get("spec.project"), Namespace: get("spec.destination.namespace"),
		Repo: text(from, "repoURL"), Path: cmp.Or(text(from, "path"), text(from, "chart")), Revision: revision,
		Sync: cmp.Or(get("status.sync.status"), "Unknown"), Health: cmp.Or(get("status.health.status"), "Unknown"),
	}
	a.Resources = managed(u)
	a.Refused = append(conditions(u), refusals(u)...)
	return a
}

// source is where an Application's objects are written, and the commit; of several the first.
func source(u *unstructured.Unstructured) (from map[string]any, revision string) {
	from, _, _ = unstructured.NestedMap(u.Object, "spec", "source")
	revision, _, _ = unstructured.NestedString(u.Object, "status", "sync", "revision")
	if several, _, _ := unstructured.NestedSlice(u.Object, "spec", "sources"); len(several) > 0 {
		from, _ = several[0].(map[string]any)
		if at, _, _ := unstructured.NestedStringSlice(u.Object, "status", "sync", "revisions"); len(at) > 0 {
			revision = at[0]
		}
	}
	return from, revision
}

func managed(u *unstructured.Unstructured) []Resource {
	list, _, _ := unstructured.NestedSlice(u.Object, "status", "resources")
	out := make([]Resource, 0, len(list))
	for _, item := range list {
		m, _ := item.(map[string]any)
		health, _ := m["health"].(map[string]any)
		out = append(out, Resource{
			Kind: text(m, "kind"), Namespace: text(m, "namespace"), Name: text(m, "name"),
			Sync: text(m, "status"), Health: text(health, "status"), Message: text(health, "message"),
		})
	}
	return out
}

// conditions are Argo CD's complaints about the Application as a whole.
func conditions(u *unstructured.Unstructured) []Refusal {
	list, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
	var out []Refusal
	for _, item := range list {
		m, _ := item.(map[string]any)
		if strings.HasSuffix(text(m, "type"), "Error") {
			out = append(out, Refusal{Message: oneLine(text(m, "message"))})
		}
	}
	return out
}

// refusals are the objects that the last sync could not apply; nothing once
// the Application has gone on to another commit.
func refusals(u *unstructured.Unstructured) []Refusal {
	tried, _, _ := unstructured.NestedString(u.Object, "status", "operationState", "syncResult", "revision")
	wanted, _, _ := unstructured.NestedString(u.Object, "status", "sync", "revision")
	if tried != "" && wanted != "" && tried != wanted {
		return nil
	}
	list, _, _ := unstructured.NestedSlice(u.Object, "status", "operationState", "syncResult", "resources")
	var out []Refusal
	for _, item := range list {
		m, _ := item.(map[string]any)
		if status := text(m, "status"); status == "SyncFailed" || text(m, "hookPhase") == "Failed" {
			out = append(out, Refusal{Object: named(m), Message: oneLine(text(m, "message"))})
		}
	}
	return out
}

func named(m map[string]any) string {
	name := text(m, "name")
	if ns := text(m, "namespace"); ns != "" {
		name = ns + "/" + name
	}
	return text(m, "kind") + " " + name
}

func text(m map[string]any, field string) string { s, _ := m[field].(string); return s }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// notServed reports whether a kind does not exist on the cluster.
func notServed(err error) bool { return apierrors.IsNotFound(err) || meta.IsNoMatchError(err) }
