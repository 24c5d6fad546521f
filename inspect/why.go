package inspect

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

var namespaces = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}

// Link is one step of a chain of causes.
type Link struct {
	What string `json:"what"`         // "ReplicaSet team-troi/inf-backend-5f7"
	How  string `json:"how"`          // how it caused the link before: "owns it", "synced it"
	At   string `json:"at,omitempty"` // where it is written: a repository and path, or file:line:col
}

// Why is the chain of causes of an object, the object itself first and the
// blueprint's line last: object ← owners ← Application ← commit ← team ← line.
// What is gone by now is named as such and ends the chain at its namespace.
func (c *Cluster) Why(ctx context.Context, u *unstructured.Unstructured) ([]Link, error) {
	t := &trail{cluster: c, links: []Link{{What: describe(u)}}, seen: map[types.UID]bool{}}
	err := t.follow(ctx, u)
	return t.links, err
}

// trail is a chain while it is followed.
type trail struct {
	cluster *Cluster
	links   []Link
	seen    map[types.UID]bool // an Application may manage itself
}

func (t *trail) add(l ...Link) { t.links = append(t.links, l...) }

// follow goes from an object to what owns it.
func (t *trail) follow(ctx context.Context, u *unstructured.Unstructured) error {
	if t.seen[u.GetUID()] {
		return nil
	}
	t.seen[u.GetUID()] = true
	ref := ownerOf(u)
	if ref == nil {
		return t.cause(ctx, u)
	}
	owner, err := t.cluster.owner(ctx, u, ref)
	if err != nil {
		return err
	}
	if owner == nil {
		t.add(Link{What: ref.Kind + " " + ref.Name, How: "owned it and is gone"})
		_, err := t.team(ctx, u.GetNamespace())
		return err
	}
	t.add(Link{What: describe(owner), How: "owns it"})
	return t.follow(ctx, owner)
}

// cause follows an object that no other object owns.
func (t *trail) cause(ctx context.Context, u *unstructured.Unstructured) error {
	if unit := u.GetAnnotations()[UnitAnnotation]; unit != "" {
		t.add(Link{What: "unit " + unit, How: "applied it", At: u.GetAnnotations()[OriginAnnotation]})
		return nil
	}
	if name := trackedBy(u); name != "" {
		return t.application(ctx, u, name)
	}
	namespace := u.GetNamespace()
	if namespace == "" {
		t.add(Link{What: "outside of Slipway", How: "no owner, Application or unit is written on it"})
		return nil
	}
	t.add(Link{What: "someone or something in " + namespace, How: "made it; no owner or Application is written on it"})
	_, err := t.team(ctx, namespace)
	return err
}

func (t *trail) application(ctx context.Context, u *unstructured.Unstructured, tracked string) error {
	namespace, name, found := strings.Cut(tracked, "_")
	if !found {
		namespace, name = "argocd", tracked
	}
	app, err := t.cluster.objects.Resource(applications).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if notServed(err) {
		t.add(Link{What: "Application " + name, How: "synced it and is gone"})
		_, err := t.team(ctx, u.GetNamespace())
		return err
	}
	if err != nil {
		return fmt.Errorf("reading Application %s: %w", name, err)
	}
	if t.seen[app.GetUID()] {
		return nil
	}
	a := application(app)
	t.add(Link{What: "Application " + a.Name, How: "synced it"},
		Link{What: "commit " + short(a.Revision), How: "is what it synced", At: strings.TrimSpace(a.Repo + " " + a.Path)})
	if a.Namespace != "" { // a team's own namespace says more than the unit that made the Application
		if written, err := t.team(ctx, a.Namespace); err != nil || written {
			return err
		}
	}
	return t.follow(ctx, app)
}

// team adds the team that a namespace belongs to and tells whether the line
// of the blueprint is written on it.
func (t *trail) team(ctx context.Context, namespace string) (bool, error) {
	if namespace == "" {
		return false, nil
	}
	ns, err := t.cluster.objects.Resource(namespaces).Get(ctx, namespace, metav1.GetOptions{})
	if notServed(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading namespace %s: %w", namespace, err)
	}
	l := Link{What: "namespace " + namespace, How: "is where it belongs", At: ns.GetAnnotations()[OriginAnnotation]}
	if team := ns.GetLabels()[TeamLabel]; team != "" {
		l.What, l.How = "team "+team, "owns the namespace "+namespace
	}
	t.add(l)
	return l.At != "", nil
}

// ownerOf is what made an object: its controller, else the first of its owners.
func ownerOf(u *unstructured.Unstructured) *metav1.OwnerReference {
	if ref := metav1.GetControllerOf(u); ref != nil {
		return ref
	}
	if refs := u.GetOwnerReferences(); len(refs) > 0 {
		return &refs[0]
	}
	return nil
}

// owner is the object behind a reference, nil where it is gone: deleted,
// replaced by another of its name, or of a kind that is no longer served.
func (c *Cluster) owner(ctx context.Context, u *unstructured.Unstructured, ref *metav1.OwnerReference) (*unstructured.Unstructured, error) {
	gv, err := schema.ParseGroupVersion(ref.APIVersion)
	if err != nil {
		return nil, fmt.Errorf("reading the owner of %s: %w", describe(u), err)
	}
	mapping, err := c.mapper.RESTMapping(gv.WithKind(ref.Kind).GroupKind(), gv.Version)
	if notServed(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding the kind of %s's owner: %w", describe(u), err)
	}
	namespace := ""
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		namespace = u.GetNamespace()
	}
	owner, err := c.objects.Resource(mapping.Resource).Namespace(namespace).Get(ctx, ref.Name, metav1.GetOptions{})
	if notServed(err) || err == nil && owner.GetUID() != ref.UID {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the owner of %s: %w", describe(u), err)
	}
	return owner, nil
}

// trackedBy is the Application that Argo CD wrote on an object: the
// tracking-id annotation, "app:group/kind:namespace/name". One that names
// another object was copied from there by a controller.
func trackedBy(u *unstructured.Unstructured) string {
	app, object, _ := strings.Cut(u.GetAnnotations()["argocd.argoproj.io/tracking-id"], ":")
	kind, _, _ := strings.Cut(object, ":")
	if !strings.HasSuffix(kind, "/"+u.GetKind()) || !strings.HasSuffix(object, "/"+u.GetName()) {
		return ""
	}
	return app
}

func describe(u *unstructured.Unstructured) string {
	if ns := u.GetNamespace(); ns != "" {
		return u.GetKind() + " " + ns + "/" + u.GetName()
	}
	return u.GetKind() + " " + u.GetName()
}

func short(revision string) string {
	if len(revision) > 10 {
		return revision[:10]
	}
	return revision
}
