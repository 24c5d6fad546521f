// Package inspect reads a running platform back: its Applications and what they
// were refused, the tree of what belongs to what, and the chain of causes from
// any object to a line of the blueprint. It only reads; it must not change a
// cluster.
package inspect

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// Annotations that the Kubernetes deployer leaves on what it applies.
const (
	UnitAnnotation   = "slipway.dev/unit"
	OriginAnnotation = "slipway.dev/origin"
	TeamLabel        = "slipway.dev/team"
)

// Cluster reads one cluster.
type Cluster struct {
	objects dynamic.Interface
	mapper  meta.RESTMapper
}

// New is a reader of the cluster that cfg leads to.
func New(cfg *rest.Config) (*Cluster, error) {
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return nil, fmt.Errorf("making an HTTP client: %w", err)
	}
	return newFor(cfg, client)
}

func newFor(cfg *rest.Config, client *http.Client) (*Cluster, error) {
	objects, err := dynamic.NewForConfigAndClient(cfg, client)
	if err != nil {
		return nil, fmt.Errorf("making a client: %w", err)
	}
	disc, err := discovery.NewDiscoveryClientForConfigAndClient(cfg, client)
	if err != nil {
		return nil, fmt.Errorf("making a discovery client: %w", err)
	}
	cached := memory.NewMemCacheClient(disc)
	types := restmapper.NewDeferredDiscoveryRESTMapper(cached)
	ambiguous := func(string) {} // the first one is what kubectl takes, too
	return &Cluster{objects: objects, mapper: restmapper.NewShortcutExpander(types, cached, ambiguous)}, nil
}

// list reads every object of a kind; a kind the cluster does not serve has none.
func (c *Cluster) list(ctx context.Context, gvr schema.GroupVersionResource, namespace string) ([]unstructured.Unstructured, error) {
	found, err := c.objects.Resource(gvr).Namespace(namespace).List(ctx, metav1.ListOptions{})
	if notServed(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", gvr.Resource, err)
	}
	return found.Items, nil
}

// Get finds one object by a resource name as kubectl takes it: "deployment", "deploy", "applications.argoproj.io".
func (c *Cluster) Get(ctx context.Context, resource, namespace, name string) (*unstructured.Unstructured, error) {
	mapping, err := c.mapping(resource)
	if err != nil {
		return nil, err
	}
	kind, r := mapping.GroupVersionKind.Kind, c.objects.Resource(mapping.Resource)
	if mapping.Scope.Name() != meta.RESTScopeNameNamespace {
		u, err := r.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, fmt.Errorf("looking for %s %s: %w", kind, name, err)
		}
		return u, nil
	}
	if namespace == "" {
		return nil, fmt.Errorf("every %s is in a namespace: name that of %s with -n", kind, name)
	}
	u, err := r.Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, fmt.Errorf("there is no %s %s in namespace %s\n    %s", kind, name, namespace, c.elsewhere(ctx, r, name))
	}
	if err != nil {
		return nil, fmt.Errorf("looking for %s %s/%s: %w", kind, namespace, name, err)
	}
	return u, nil
}

// elsewhere says where else there is an object of that name.
func (c *Cluster) elsewhere(ctx context.Context, r dynamic.NamespaceableResourceInterface, name string) string {
	found, err := r.List(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + name})
	if err != nil || len(found.Items) == 0 {
		return "Name another namespace with -n."
	}
	var in []string
	for i := range found.Items {
		in = append(in, found.Items[i].GetNamespace())
	}
	slices.Sort(in)
	return "There is one in " + strings.Join(in, ", ") + ": name the namespace with -n."
}

// mapping resolves a resource name, plural, singular, kind or short form.
func (c *Cluster) mapping(resource string) (*meta.RESTMapping, error) {
	partial := schema.ParseGroupResource(strings.ToLower(resource)).WithVersion("")
	gvk, err := c.mapper.KindFor(partial)
	if meta.IsNoMatchError(err) {
		return nil, fmt.Errorf("the cluster has no resource type %q\n    Name one as kubectl does: deployment, deploy, applications.argoproj.io", resource)
	}
	if err != nil {
		return nil, fmt.Errorf("asking the cluster what %q is: %w", resource, err)
	}
	mapping, err := c.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		return nil, fmt.Errorf("asking the cluster what %q is: %w", resource, err)
	}
	return mapping, nil
}
