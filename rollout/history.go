package rollout

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Entry is one version that a workload has had.
type Entry struct {
	Version
	Created time.Time `json:"created"`
	State   string    `json:"state"` // stable, candidate, refused, "" for an old one
	// Outcome is what was written down when its rollout ended.
	Outcome *Outcome `json:"outcome,omitempty"`
}

// History are the versions that a workload can go back to and the outcomes
// that are known, the newest first.
func (c *Cluster) History(ctx context.Context, where Where, name string) ([]Entry, error) {
	r, err := c.one(ctx, where, name)
	if err != nil {
		return nil, err
	}
	entries, err := r.engine.history(ctx, r)
	if err != nil {
		return nil, err
	}
	outcomes := r.outcomes()
	for i := range entries {
		for j := range outcomes {
			if o := &outcomes[j]; entries[i].Outcome == nil && o.same(entries[i].Version) {
				entries[i].Outcome = o
			}
		}
	}
	return entries, nil
}

// revision is a ReplicaSet with its number.
type revision struct {
	number int
	set    *appsv1.ReplicaSet
}

// Annotations that say which revision a ReplicaSet is.
const (
	deploymentRevision = "deployment.kubernetes.io/revision"
	argoRevision       = "rollout.argoproj.io/revision"
	argoHash           = "rollouts-pod-template-hash"
)

// revisions are the ReplicaSets of an owner, the newest first.
func (c *Cluster) revisions(ctx context.Context, owner *unstructured.Unstructured, annotation string) ([]revision, error) {
	items, err := c.list(ctx, replicaSets, owner.GetNamespace(), metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	var out []revision
	for i := range items {
		if !metav1.IsControlledBy(&items[i], owner) {
			continue
		}
		set, err := as[appsv1.ReplicaSet](&items[i])
		if err != nil {
			return nil, err
		}
		n, err := strconv.Atoi(set.Annotations[annotation])
		if err != nil {
			continue // its controller has not numbered it yet
		}
		out = append(out, revision{n, set})
	}
	slices.SortFunc(out, func(a, b revision) int { return cmp.Compare(b.number, a.number) })
	return out, nil
}

// version is what a revision is made of.
func (r *rollout) version(rev revision) *Version {
	return &Version{
		Image: images(rev.set.Spec.Template.Spec), Revision: strconv.Itoa(rev.number),
		Commit: r.application().commitAt(rev.set.CreationTimestamp.Time),
	}
}

// entries are revisions as a history in which state says what each is.
func (r *rollout) entries(revisions []revision, state func(revision) string) []Entry {
	out := make([]Entry, 0, len(revisions))
	for _, rev := range revisions {
		out = append(out, Entry{Version: *r.version(rev), Created: rev.set.CreationTimestamp.UTC(), State: state(rev)})
	}
	return out
}

func images(spec corev1.PodSpec) string {
	var out []string
	for _, c := range spec.Containers {
		out = append(out, c.Image)
	}
	return strings.Join(out, ", ")
}

// pick is the revision that undo means: that of a number or, without one, the
// one before the newest.
func pick(revisions []revision, to string) (*revision, error) {
	if to == "" {
		if len(revisions) < 2 {
			return nil, cannot("", "there is no version before this one")
		}
		return &revisions[1], nil
	}
	var known []string
	for i := range revisions {
		n := strconv.Itoa(revisions[i].number)
		if n == to {
			return &revisions[i], nil
		}
		known = append(known, n)
	}
	return nil, cannot("There are: "+strings.Join(known, ", "), "there is no revision %s", to)
}
