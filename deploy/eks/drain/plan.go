// Package drain deletes what makes controllers in a cluster own things in AWS,
// before the cluster goes and nobody is left to take them down: load balancers,
// volumes, nodes. Volumes hold data, so a plan comes first. It must not delete
// anything that the plan does not name, beside pods that hold its volumes.
package drain

import (
	"context"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"slipway.dev/slipway/assembly"
)

// Object is one thing that goes.
type Object struct {
	assembly.ObjectRef
	Why string `json:"why"` // what it holds in AWS
	// Data tells that data goes with it, for good.
	Data bool `json:"data,omitempty"`

	resource schema.GroupVersionResource
	uid      string
	last     bool // goes when the others are gone: controllers run on its nodes
}

// Plan is what draining a cluster deletes, and what it leaves.
type Plan struct {
	Objects []Object `json:"objects"`
	// Kept are volumes that stay in AWS, because their claims say so.
	Kept []Object `json:"kept,omitempty"`

	client dynamic.Interface
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Objects) == 0 }

// Data are the objects that take data with them.
func (p *Plan) Data() []Object {
	return slices.DeleteFunc(slices.Clone(p.Objects), func(o Object) bool { return !o.Data })
}

// kind is a kind of object that may hold something in AWS.
type kind struct {
	resource schema.GroupVersionResource
	why      string
	holds    func(*unstructured.Unstructured) bool
	last     bool
}

var (
	volumes = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumes"}
	claims  = schema.GroupVersionResource{Version: "v1", Resource: "persistentvolumeclaims"}
	pods    = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
)

// kinds are asked for in this order; a cluster need not have them all.
var kinds = []kind{
	{schema.GroupVersionResource{Version: "v1", Resource: "services"}, "a load balancer", isLoadBalancer, false},
	{schema.GroupVersionResource{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"}, "a load balancer", isServed, false},
	{schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}, "targets of a load balancer", hasFinalizer, false},
	{schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "gateways"}, "a load balancer", isServed, false},
	{schema.GroupVersionResource{Group: "karpenter.sh", Version: "v1", Resource: "nodepools"}, "instances", isOurPool, true},
	// A pool is gone at once; its claims stay until their instances are terminated.
	{schema.GroupVersionResource{Group: "karpenter.sh", Version: "v1", Resource: "nodeclaims"}, "an instance", isOurClaim, true},
}

// New looks at a cluster and changes nothing.
func New(ctx context.Context, client dynamic.Interface) (*Plan, error) {
	p := &Plan{client: client, Objects: []Object{}}
	for _, k := range kinds {
		list, err := all(ctx, client, k.resource)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if k.holds(&list[i]) {
				o := object(&list[i], k.resource, k.why)
				o.last = k.last
				p.Objects = append(p.Objects, o)
			}
		}
	}
	if err := p.addVolumes(ctx); err != nil {
		return nil, err
	}
	slices.SortStableFunc(p.Objects, func(a, b Object) int { return order(a) - order(b) })
	return p, nil
}

// addVolumes finds the claims whose volumes are deleted with them, and the
// volumes that stay.
func (p *Plan) addVolumes(ctx context.Context) error {
	bound, err := all(ctx, p.client, volumes)
	if err != nil {
		return err
	}
	policies := map[string]string{} // by the claim's uid
	for _, v := range bound {
		uid, _, _ := unstructured.NestedString(v.Object, "spec", "claimRef", "uid")
		policies[uid], _, _ = unstructured.NestedString(v.Object, "spec", "persistentVolumeReclaimPolicy")
		if policies[uid] != "Delete" {
			p.Kept = append(p.Kept, object(&v, volumes, "its reclaim policy is "+policies[uid]))
		}
	}
	list, err := all(ctx, p.client, claims)
	if err != nil {
		return err
	}
	for i := range list {
		if policies[string(list[i].GetUID())] == "Delete" {
			o := object(&list[i], claims, "a volume, which is deleted with its data")
			o.Data = true
			p.Objects = append(p.Objects, o)
		}
	}
	return nil
}

func order(o Object) int {
	if o.last {
		return 1
	}
	return 0
}

func object(u *unstructured.Unstructured, resource schema.GroupVersionResource, why string) Object {
	return Object{
		ObjectRef: assembly.ObjectRef{APIVersion: u.GetAPIVersion(), Kind: u.GetKind(), Namespace: u.GetNamespace(), Name: u.GetName()},
		Why:       why, resource: resource, uid: string(u.GetUID()),
	}
}

// all lists a kind in every namespace, nothing where the cluster has no such kind.
func all(ctx context.Context, client dynamic.Interface, resource schema.GroupVersionResource) ([]unstructured.Unstructured, error) {
	var out []unstructured.Unstructured
	options := metav1.ListOptions{Limit: 500}
	for {
		list, err := client.Resource(resource).List(ctx, options)
		if apierrors.IsNotFound(err) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", resource.Resource, err)
		}
		out = append(out, list.Items...)
		if options.Continue = list.GetContinue(); options.Continue == "" {
			return out, nil
		}
	}
}

func isLoadBalancer(u *unstructured.Unstructured) bool {
	kind, _, _ := unstructured.NestedString(u.Object, "spec", "type")
	return kind == "LoadBalancer"
}

// isServed reports whether a controller acts on the object: it has an address,
// or a finalizer that has to take something down.
func isServed(u *unstructured.Unstructured) bool {
	ingress, _, _ := unstructured.NestedSlice(u.Object, "status", "loadBalancer", "ingress")
	addresses, _, _ := unstructured.NestedSlice(u.Object, "status", "addresses")
	return len(ingress) > 0 || len(addresses) > 0 || hasFinalizer(u)
}

func hasFinalizer(u *unstructured.Unstructured) bool { return len(u.GetFinalizers()) > 0 }

// isOurPool reports a pool that somebody has made. Those that EKS Auto Mode
// comes with are EKS's own, and would only be made again.
func isOurPool(u *unstructured.Unstructured) bool {
	return u.GetLabels()["app.kubernetes.io/managed-by"] != "eks"
}

// isOurClaim reports an instance that Karpenter in the cluster looks after.
// Those of EKS Auto Mode are terminated by EKS, with the cluster.
func isOurClaim(u *unstructured.Unstructured) bool {
	group, _, _ := unstructured.NestedString(u.Object, "spec", "nodeClassRef", "group")
	return group != "eks.amazonaws.com"
}
