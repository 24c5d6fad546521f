package inspect

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
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
func (c *Cluster) Why(ctx context.Context, u *unstructured.Unstructured) ([]Link, error) {
	chain := []Link{{What: describe(u)}}
	top := u
	for {
		owner, err := c.owner(ctx, top)
		if err != nil {
			return nil, err
		}
		if owner == nil {
			break
		}
		chain = append(chain, Link{What: describe(owner), How: "owns it"})
		top = owner
	}
	return c.cause(ctx, chain, top)
}

// cause follows an object that no other object owns.
func (c *Cluster) cause(ctx context.Context, chain []Link, u *unstructured.Unstructured) ([]Link, error) {
	if unit := u.GetAnnotations()[UnitAnnotation]; unit != "" {
		return append(chain, Link{What: "unit " + unit, How: "applied it", At: u.GetAnnotations()[OriginAnnotation]}), nil
	}
	if name := trackedBy(u); name != "" {
		return c.fromApplication(ctx, chain, name)
	}
	if u.GetNamespace() == "" {
		return append(chain, Link{What: "outside of Slipway", How: "no owner, Application or unit is written on it"}), nil
	}
	return c.fromNamespace(ctx, append(chain, Link{What: "someone or something in " + u.GetNamespace(), How: "made it; no owner or Application is written on it"}), u.GetNamespace())
}

func (c *Cluster) fromApplication(ctx context.Context, chain []Link, name string) ([]Link, error) {
	namespace, name, found := strings.Cut(name, "_")
	if !found {
		namespace, name = "argocd", namespace
	}
	app, err := c.objects.Resource(applications).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading Application %s: %w", name, err)
	}
	a := application(app)
	chain = append(chain,
		Link{What: "Application " + a.Name, How: "synced it"},
		Link{What: "commit " + short(a.Revision), How: "is what it synced", At: a.Repo + " " + a.Path})
	if trackedBy(app) == "" {
		return c.cause(ctx, chain, app) // the bootstrap itself: applied by a unit
	}
	if a.Namespace != "" {
		if chain, err = c.fromNamespace(ctx, chain, a.Namespace); err != nil || chain[len(chain)-1].At != "" {
			return chain, err
		}
	}
	return c.cause(ctx, chain, app)
}

// fromNamespace ends a chain at the team that the namespace belongs to.
func (c *Cluster) fromNamespace(ctx context.Context, chain []Link, namespace string) ([]Link, error) {
	ns, err := c.objects.Resource(namespaces).Get(ctx, namespace, metav1.GetOptions{})
	if notServed(err) {
		return chain, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading namespace %s: %w", namespace, err)
	}
	what := "namespace " + namespace
	if team := ns.GetLabels()[TeamLabel]; team != "" {
		what = "team " + team
	}
	return append(chain, Link{What: what, How: "owns the namespace " + namespace, At: ns.GetAnnotations()[OriginAnnotation]}), nil
}

// owner is the object that owns another, nil where nothing does. Kubernetes
// allows several; the first one is what made it.
func (c *Cluster) owner(ctx context.Context, u *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	refs := u.GetOwnerReferences()
	if len(refs) == 0 {
		return nil, nil
	}
	gv, err := schema.ParseGroupVersion(refs[0].APIVersion)
	if err != nil {
		return nil, fmt.Errorf("reading the owner of %s: %w", describe(u), err)
	}
	mapping, err := c.mapper.RESTMapping(gv.WithKind(refs[0].Kind).GroupKind(), gv.Version)
	if err != nil {
		return nil, fmt.Errorf("finding the kind of %s's owner: %w", describe(u), err)
	}
	r := c.objects.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		return r.Namespace(u.GetNamespace()).Get(ctx, refs[0].Name, metav1.GetOptions{})
	}
	return r.Get(ctx, refs[0].Name, metav1.GetOptions{})
}

// trackedBy is the Application that Argo CD wrote on an object: the
// tracking-id annotation, "app:group/kind:namespace/name".
func trackedBy(u *unstructured.Unstructured) string {
	id := u.GetAnnotations()["argocd.argoproj.io/tracking-id"]
	name, _, _ := strings.Cut(id, ":")
	return name
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
