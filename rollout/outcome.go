package rollout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Outcome is how a rollout ended.
type Outcome struct {
	Version
	Phase    Phase     `json:"phase"`
	Reason   string    `json:"reason,omitempty"`
	Measured *Measured `json:"measured,omitempty"`
	At       time.Time `json:"at"`
}

// outcomePrefix begins the annotation that outcomes of a workload are kept in,
// at its Application or, without one, at the workload itself.
const outcomePrefix = "rollout.slipway.dev/"

// kept is how many outcomes of a workload are kept.
const kept = 10

// OutcomeAnnotation is where outcomes of a workload are written down.
func OutcomeAnnotation(workload string) string {
	if len(workload) <= 63 {
		return outcomePrefix + workload
	}
	sum := sha256.Sum256([]byte(workload)) // the name of an annotation has 63 characters
	return outcomePrefix + workload[:54] + "-" + hex.EncodeToString(sum[:4])
}

// outcomes are those that were written down, the newest first.
func (r *rollout) outcomes() []Outcome {
	_, holder := r.holder()
	var out []Outcome
	if json.Unmarshal([]byte(holder.GetAnnotations()[OutcomeAnnotation(r.workload())]), &out) != nil {
		return nil // nobody has, or somebody else wrote there
	}
	return out
}

// holder is the object that keeps the outcomes.
func (r *rollout) holder() (schema.GroupVersionResource, *unstructured.Unstructured) {
	if app := r.application(); app != nil {
		return applications, app.object
	}
	return r.gvr, r.object
}

// remember fills in what the engine has forgotten since: Events live an hour.
func (r *rollout) remember(st *Status) {
	if !st.Phase.Bad() || st.Candidate == nil {
		return
	}
	for _, o := range r.outcomes() {
		if !o.same(*st.Candidate) || !o.Phase.Bad() {
			continue
		}
		if o.Phase == Aborted && st.Engine == Flagger { // which cannot tell
			st.Phase, st.Reason = Aborted, o.Reason
		}
		if st.Measured == nil {
			st.Measured = o.Measured
			if o.Reason != "" {
				st.Reason = o.Reason
			}
		}
		if st.Candidate.Commit == "" || o.Commit != "" {
			st.Candidate.Commit = o.Commit
		}
		return
	}
}

// Record writes the outcome of a rollout that is over where it can be found: an
// Event at the workload and an annotation at its Application. Twice is once.
func (c *Cluster) Record(ctx context.Context, st Status) error {
	o, ok := st.outcome(c.now())
	if !ok {
		return nil
	}
	r, err := c.one(ctx, Where{Namespace: st.Namespace}, st.Workload)
	if err != nil {
		return err
	}
	before := r.outcomes()
	if len(before) > 0 && before[0].same(o.Version) && before[0].Phase == o.Phase {
		return nil
	}
	if err := r.event(ctx, st, o); err != nil {
		return err
	}
	data, err := json.Marshal(append([]Outcome{o}, before[:min(len(before), kept-1)]...))
	if err != nil {
		return err
	}
	gvr, holder := r.holder()
	// Two that write at once must not lose one another's outcomes.
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"resourceVersion": holder.GetResourceVersion(),
		"annotations":     map[string]any{OutcomeAnnotation(r.workload()): string(data)},
	}})
	if err != nil {
		return err
	}
	err = r.patch(ctx, gvr, holder.GetNamespace(), holder.GetName(), string(patch))
	if apierrors.IsConflict(err) && ctx.Err() == nil {
		return c.Record(ctx, st)
	}
	return err
}

// same reports whether two are one version. The commit is left out: Argo CD
// forgets which one it was.
func (v Version) same(other Version) bool {
	return v.Image == other.Image && v.Revision == other.Revision
}

// outcome is that of a status; false when it is not over yet.
func (st *Status) outcome(at time.Time) (Outcome, bool) {
	version := st.Candidate
	if st.Phase == Healthy {
		version = st.Stable
	}
	if !st.Phase.Over() || version == nil {
		return Outcome{}, false
	}
	return Outcome{Version: *version, Phase: st.Phase, Reason: st.Reason, Measured: st.Measured, At: at.UTC().Truncate(time.Second)}, true
}

// Sentence says how a rollout ended, or where it is, in one line.
func (st Status) Sentence() string {
	switch v := st.Candidate; {
	case st.Phase == Healthy:
		return fmt.Sprintf("%s is healthy at %s", st.Workload, st.Stable)
	case st.Phase.Bad():
		why := st.Reason
		if st.Measured != nil {
			why = st.Measured.String()
		}
		return fmt.Sprintf("%s was refused: %s, %s", v, st.Phase, why)
	default:
		return fmt.Sprintf("%s is %s", v, st.Phase)
	}
}

// String names a version by its commit, else by its image.
func (v *Version) String() string {
	switch {
	case v == nil:
		return "an unknown version"
	case v.Commit != "":
		return "commit " + shortCommit(v.Commit) + " (" + v.Image + ")"
	}
	return v.Image
}

func shortCommit(sha string) string { return sha[:min(len(sha), 10)] }

// event makes an Event of an outcome; one that is there already stays.
func (r *rollout) event(ctx context.Context, st Status, o Outcome) error {
	kind, reason := "Normal", "RolloutSucceeded"
	switch o.Phase {
	case Failed:
		kind, reason = "Warning", "RolloutRefused"
	case Aborted:
		kind, reason = "Warning", "RolloutAborted"
	}
	message := st.Sentence()
	if st.Reason != "" && st.Measured != nil {
		message += ". " + st.Reason
	}
	sum := sha256.Sum256(fmt.Append(nil, r.object.GetUID(), o.Image, o.Revision, o.Phase))
	at := o.At.Format(time.RFC3339)
	u := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Event",
		"metadata": map[string]any{"name": r.workload() + "." + hex.EncodeToString(sum[:8]), "namespace": r.object.GetNamespace()},
		"involvedObject": map[string]any{
			"apiVersion": r.object.GetAPIVersion(), "kind": r.object.GetKind(), "namespace": r.object.GetNamespace(),
			"name": r.workload(), "uid": string(r.object.GetUID()),
		},
		"type": kind, "reason": reason, "message": message[:min(len(message), 1024)], "count": int64(1),
		"firstTimestamp": at, "lastTimestamp": at,
		"source": map[string]any{"component": fieldManager}, "reportingComponent": fieldManager,
	}}
	_, err := r.objects.Resource(events).Namespace(r.object.GetNamespace()).Create(ctx, u, metav1.CreateOptions{FieldManager: fieldManager})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("writing an Event at %s: %w", r.workload(), err)
	}
	return nil
}
