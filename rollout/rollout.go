// Package rollout says how new versions of workloads take over, and decides
// about them, in one vocabulary over Flagger, Argo Rollouts and what Kubernetes
// does itself. It reads and writes the engines' own objects and nothing beside
// them: whoever uses an engine's own tools sees the same.
//
// It must not change what Git says of a workload. Where only such a change would
// do what was asked for, it says so, and what to do instead.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// Phase is where a rollout stands, whatever its engine calls that.
type Phase string

// The phases. Waiting is for a person, paused is by one.
const (
	Progressing Phase = "progressing"
	Paused      Phase = "paused"
	Waiting     Phase = "waiting"
	Promoting   Phase = "promoting"
	Healthy     Phase = "healthy"
	Failed      Phase = "failed"
	Aborted     Phase = "aborted"
)

// Over reports whether nothing more happens without a new version.
func (p Phase) Over() bool { return p == Healthy || p.Bad() }

// Bad reports whether the new version was refused.
func (p Phase) Bad() bool { return p == Failed || p == Aborted }

// Engine is what carries a rollout out.
type Engine string

// The engines; None is what Kubernetes does with a Deployment by itself.
const (
	ArgoRollouts Engine = "argo-rollouts"
	Flagger      Engine = "flagger"
	None         Engine = "none"
)

// byPerson is why an aborted rollout has ended.
const byPerson = "given up by a person"

// Status is a rollout as it is now.
type Status struct {
	Workload  string `json:"workload"`
	Namespace string `json:"namespace"`
	Team      string `json:"team,omitempty"`
	Engine    Engine `json:"engine"`
	Strategy  string `json:"strategy"` // canary, blue-green, ab, mirror, rolling, recreate
	Phase     Phase  `json:"phase"`
	// Weight is the share of the requests that the candidate gets, in percent; of
	// a plain Deployment the share of its pods.
	Weight int `json:"weight"`
	// Step is how many of Steps are done. Both are 0 where there are none.
	Step  int `json:"step"`
	Steps int `json:"steps"`
	// Stable is the version that gets the other requests, Candidate the one that
	// is on trial, or that was refused; nil when there is none.
	Stable    *Version `json:"stable,omitempty"`
	Candidate *Version `json:"candidate,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	// Measured is the number that speaks against the candidate or, where the
	// engine shows it, the latest one that does not.
	Measured *Measured `json:"measured,omitempty"`
	// Checks are bad looks at the candidate, Limit how many it may have.
	Checks int `json:"failedChecks,omitempty"`
	Limit  int `json:"failedChecksLimit,omitempty"`
	// Application is the Argo CD Application that brings the workload.
	Application string `json:"application,omitempty"`
}

// Version is what one state of a workload is made of.
type Version struct {
	Image    string `json:"image,omitempty"`
	Revision string `json:"revision,omitempty"` // the number that 'undo --to' takes
	Commit   string `json:"commit,omitempty"`
}

// Measured is a number beside its threshold, both as the engine writes them.
type Measured struct {
	Metric    string `json:"metric"`
	Value     string `json:"value"`
	Threshold string `json:"threshold,omitempty"` // with what is compared, "> 1%"
	Bad       bool   `json:"bad"`
}

// String is the number in a sentence.
func (m Measured) String() string {
	s := m.Metric + " " + m.Value
	if m.Threshold != "" {
		s += " (" + m.Threshold + ")"
	}
	return s
}

// Errors that callers tell apart.
var (
	// ErrCannot is an engine that has no such verb, or not now. The error says
	// what does work.
	ErrCannot = errors.New("not possible")
	ErrNone   = errors.New("no such rollout")
)

// cannot is an ErrCannot with a fix on a line of its own.
func cannot(fix, format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), fix}
}

type refusal struct{ message, fix string }

func (r *refusal) Error() string {
	if r.fix == "" {
		return r.message
	}
	return r.message + "\n    " + r.fix
}
func (r *refusal) Is(target error) bool { return target == ErrCannot }

var (
	canaries     = schema.GroupVersionResource{Group: "flagger.app", Version: "v1beta1", Resource: "canaries"}
	rollouts     = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "rollouts"}
	analysisRuns = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "analysisruns"}
	applications = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"}
	deployments  = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	replicaSets  = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"}
	namespaces   = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
	events       = schema.GroupVersionResource{Version: "v1", Resource: "events"}
)

// fieldManager is who the API server is told writes.
const fieldManager = "slipway-rollout"

// Cluster is one cluster with its rollouts.
type Cluster struct {
	objects dynamic.Interface
	raw     rest.Interface
	now     func() time.Time
}

// New is the cluster that cfg leads to.
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
		return nil, fmt.Errorf("making a client: %w", err)
	}
	return &Cluster{objects: objects, raw: disc.RESTClient(), now: time.Now}, nil
}

// list reads the objects of a kind; a kind the cluster does not serve has none.
func (c *Cluster) list(ctx context.Context, gvr schema.GroupVersionResource, namespace string, opts metav1.ListOptions) ([]unstructured.Unstructured, error) {
	found, err := c.objects.Resource(gvr).Namespace(namespace).List(ctx, opts)
	if apierrors.IsNotFound(err) || meta.IsNoMatchError(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", gvr.Resource, err)
	}
	return found.Items, nil
}

// get is nil where there is no such object.
func (c *Cluster) get(ctx context.Context, gvr schema.GroupVersionResource, namespace, name string) (*unstructured.Unstructured, error) {
	u, err := c.objects.Resource(gvr).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s %s/%s: %w", gvr.Resource, namespace, name, err)
	}
	return u, nil
}

// patch merges a patch into an object, or into a subresource of it.
func (c *Cluster) patch(ctx context.Context, gvr schema.GroupVersionResource, namespace, name, patch string, sub ...string) error {
	_, err := c.objects.Resource(gvr).Namespace(namespace).Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{FieldManager: fieldManager}, sub...)
	if err != nil {
		return fmt.Errorf("changing %s %s/%s: %w", gvr.Resource, namespace, name, err)
	}
	return nil
}

// as reads an object into a struct that has the fields that matter.
func as[T any](u *unstructured.Unstructured) (*T, error) {
	into := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, into); err != nil {
		return nil, fmt.Errorf("reading %s %s/%s: %w", u.GetKind(), u.GetNamespace(), u.GetName(), err)
	}
	return into, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
