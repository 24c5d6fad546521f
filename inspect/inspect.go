// Package inspect reads a running platform back: its Applications and what they
// were refused, the tree of what belongs to what, and the chain of causes from
// any object to a line of the blueprint. It only reads; it must not change a
// cluster.
package inspect

import (
	"context"
	"fmt"
	"net/http"
	"strings"

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
	mapper  *restmapper.DeferredDiscoveryRESTMapper
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
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(disc))
	return &Cluster{objects: objects, mapper: mapper}, nil
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
	r := c.objects.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		return r.Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	}
	return r.Get(ctx, name, metav1.GetOptions{})
}

// mapping resolves a resource name, plural, singular, kind or short form.
func (c *Cluster) mapping(resource string) (*meta.RESTMapping, error) {
	gvr, err := c.resource(resource)
	if err != nil {
		return nil, fmt.Errorf("the cluster has no resource type %q: %w", resource, err)
	}
	gvk, err := c.mapper.KindFor(gvr)
	if err != nil {
		return nil, fmt.Errorf("the cluster has no resource type %q: %w", resource, err)
	}
	return c.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
}

func (c *Cluster) resource(name string) (schema.GroupVersionResource, error) {
	if full, ok := shortNames[strings.ToLower(name)]; ok {
		name = full
	}
	partial := schema.ParseGroupResource(strings.ToLower(name))
	return c.mapper.ResourceFor(partial.WithVersion(""))
}

// shortNames are the abbreviations of kubectl that people type here; the rest
// resolves by singular and plural.
var shortNames = map[string]string{
	"app": "applications.argoproj.io", "apps": "applications.argoproj.io",
	"appproj": "appprojects.argoproj.io", "cm": "configmaps", "deploy": "deployments",
	"ds": "daemonsets", "ing": "ingresses", "netpol": "networkpolicies", "no": "nodes",
	"ns": "namespaces", "po": "pods", "pvc": "persistentvolumeclaims", "quota": "resourcequotas",
	"rs": "replicasets", "sa": "serviceaccounts", "sts": "statefulsets", "svc": "services",
}
