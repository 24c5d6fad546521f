package rollout

import (
	"context"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// flagger is Flagger. It makes a second Deployment, NAME-primary, that gets the
// requests, and has the Deployment that Git says serve as the candidate.
type flagger struct{}

func (flagger) name() Engine { return Flagger }

// canary are the fields of a Canary (flagger.app/v1beta1) that matter here.
type canary struct {
	Spec struct {
		Provider  string `json:"provider"`
		TargetRef struct {
			Kind string `json:"kind"`
			Name string `json:"name"`
		} `json:"targetRef"`
		SkipAnalysis bool     `json:"skipAnalysis"`
		Suspend      bool     `json:"suspend"`
		Analysis     analysis `json:"analysis"`
	} `json:"spec"`
	Status struct {
		Phase        string      `json:"phase"`
		FailedChecks int         `json:"failedChecks"`
		CanaryWeight int         `json:"canaryWeight"`
		Iterations   int         `json:"iterations"`
		Since        metav1.Time `json:"lastTransitionTime"`
		Conditions   []condition `json:"conditions"`
	} `json:"status"`
}

type analysis struct {
	Threshold   int              `json:"threshold"`
	MaxWeight   int              `json:"maxWeight"`
	StepWeight  int              `json:"stepWeight"`
	StepWeights []int            `json:"stepWeights"`
	Iterations  int              `json:"iterations"`
	Mirror      bool             `json:"mirror"`
	Match       []map[string]any `json:"match"`
	Webhooks    []webhook        `json:"webhooks"`
}

type webhook struct {
	Type string `json:"type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (flagger) status(ctx context.Context, r *rollout) (Status, error) {
	c, err := as[canary](r.object)
	if err != nil {
		return Status{}, err
	}
	word, err := r.flaggerSaid(ctx)
	if err != nil {
		return Status{}, err
	}
	target, revisions, err := r.flaggerTarget(ctx, c)
	if err != nil {
		return Status{}, err
	}
	st := Status{Strategy: c.strategy(), Limit: max(c.Spec.Analysis.Threshold, 1)}
	st.Phase, st.Reason = c.phase(word)
	if st.Phase.Over() && c.late(revisions) {
		st.Phase, st.Reason, word.measured = Progressing, "Flagger has not seen the new version yet", nil
	}
	st.Steps = c.steps()
	st.Step, st.Weight = c.step(st.Phase), c.weight(st.Phase)
	if !st.Phase.Over() {
		st.Checks = c.Status.FailedChecks
	}
	if st.Phase != Healthy {
		st.Measured = word.measured
	}
	if target != nil && len(revisions) > 0 {
		st.Stable, st.Candidate, err = r.flaggerVersions(ctx, c, st.Phase, revisions)
	}
	return st, err
}

// strategy follows Flagger's DeploymentStrategy.
func (c *canary) strategy() string {
	a := c.Spec.Analysis
	switch {
	case len(a.Match) > 0 && a.Iterations > 0:
		return "ab"
	case a.Mirror:
		return "mirror"
	case a.Iterations > 0 || c.Spec.Provider == "kubernetes":
		return "blue-green"
	}
	return "canary"
}

// phase is Flagger's phase in the words of all engines.
func (c *canary) phase(said said) (Phase, string) {
	phase, reason := c.ownPhase(said)
	switch {
	case phase.Over():
	case c.Spec.Suspend:
		return Paused, "paused by spec.suspend"
	case c.Spec.SkipAnalysis:
		reason = "promoted without analysis (spec.skipAnalysis)"
	}
	return phase, reason
}

func (c *canary) ownPhase(said said) (Phase, string) {
	switch c.Status.Phase {
	case "":
		return Progressing, "Flagger has not seen it yet: is it running?"
	case "Initializing":
		return Progressing, join("the first version starts", said.halt)
	case "Initialized", "Succeeded":
		return Healthy, ""
	case "Waiting":
		return Waiting, "waits for promote before it starts" + c.gateNamed("confirm-rollout")
	case "WaitingPromotion":
		return Waiting, "is good and waits for promote" + c.gateNamed("confirm-promotion")
	case "Promoting":
		return Promoting, "the primary gets the new version"
	case "Finalising":
		return Promoting, "the candidate's pods end"
	case "Failed":
		return Failed, c.failure(said)
	case "Terminating", "Terminated":
		return Progressing, "is being deleted"
	}
	if said.gate {
		return Waiting, "waits for promote before it gets more requests" + c.gateNamed("confirm-traffic-increase")
	}
	return Progressing, said.halt
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + ": " + b
}

// failure is why the candidate was refused.
func (c *canary) failure(said said) string {
	if said.end != "" {
		return said.end
	}
	for _, condition := range c.Status.Conditions {
		if condition.Type == "Promoted" && condition.Message != "" {
			return oneLine(condition.Message)
		}
	}
	return "the analysis failed"
}

func (c *canary) gateNamed(kind string) string {
	for _, w := range c.Spec.Analysis.Webhooks {
		if w.Type == kind {
			return " (gate " + w.Name + ")"
		}
	}
	return ""
}

// full is the weight after the last step.
func (a *analysis) full() int {
	switch n := len(a.StepWeights); {
	case n > 0:
		return min(100, a.StepWeights[n-1])
	case a.MaxWeight > 0:
		return a.MaxWeight
	}
	return 100
}

func (c *canary) steps() int {
	a := c.Spec.Analysis
	switch {
	case a.Iterations > 0:
		return a.Iterations
	case len(a.StepWeights) > 0:
		return len(a.StepWeights)
	case a.StepWeight > 0:
		return (a.full() + a.StepWeight - 1) / a.StepWeight
	case c.Spec.Provider == "kubernetes":
		return 10 // what Flagger itself takes then
	}
	return 0
}

// step is how many steps the candidate has reached.
func (c *canary) step(phase Phase) int {
	a := c.Spec.Analysis
	switch {
	case phase == Healthy || phase == Promoting:
		return c.steps()
	case a.Iterations > 0 || c.Spec.Provider == "kubernetes":
		return min(c.Status.Iterations, c.steps()) // one more moves the requests
	case len(a.StepWeights) > 0:
		return len(slices.DeleteFunc(slices.Clone(a.StepWeights), func(w int) bool { return w > c.Status.CanaryWeight }))
	case a.StepWeight > 0:
		return min((c.Status.CanaryWeight+a.StepWeight-1)/a.StepWeight, c.steps())
	}
	return 0
}

func (c *canary) weight(phase Phase) int {
	switch {
	case phase == Healthy || phase == Promoting: // also the primary is new now
		return 100
	case c.strategy() != "canary" && c.Spec.Analysis.Iterations > 0 && c.Status.Iterations > c.Spec.Analysis.Iterations:
		return 100
	}
	return c.Status.CanaryWeight
}

// flaggerTarget is the Deployment that Git says, with its revisions.
func (r *rollout) flaggerTarget(ctx context.Context, c *canary) (*unstructured.Unstructured, []revision, error) {
	target, err := r.get(ctx, deployments, r.object.GetNamespace(), c.Spec.TargetRef.Name)
	if err != nil || target == nil {
		return nil, nil, err
	}
	revisions, err := r.revisions(ctx, target, deploymentRevision)
	return target, revisions, err
}

// late reports whether there is a version that is newer than the last thing
// Flagger did: it looks once an interval.
func (c *canary) late(revisions []revision) bool {
	return len(revisions) > 1 && !c.Status.Since.IsZero() && revisions[0].set.CreationTimestamp.After(c.Status.Since.Time)
}

// flaggerVersions are what the primary is made of and, while it is another one,
// what the target is.
func (r *rollout) flaggerVersions(ctx context.Context, c *canary, phase Phase, revisions []revision) (stable, candidate *Version, err error) {
	newest := r.version(revisions[0])
	if phase == Healthy {
		return newest, nil, nil
	}
	if c.Status.Phase == "" || c.Status.Phase == "Initializing" {
		return nil, newest, nil
	}
	primary, err := r.get(ctx, deployments, r.object.GetNamespace(), c.Spec.TargetRef.Name+"-primary")
	if err != nil || primary == nil {
		return nil, newest, err
	}
	stable, err = r.promoted(ctx, primary, revisions)
	return stable, newest, err
}

// promoted is the revision of the target that the primary was copied from: the
// newest with its images that is older than the primary's pods.
func (r *rollout) promoted(ctx context.Context, primary *unstructured.Unstructured, revisions []revision) (*Version, error) {
	d, err := as[appsv1.Deployment](primary)
	if err != nil {
		return nil, err
	}
	copies, err := r.revisions(ctx, primary, deploymentRevision)
	if err != nil {
		return nil, err
	}
	image := images(d.Spec.Template.Spec)
	var found *revision
	for i := range revisions {
		rev := &revisions[i]
		if images(rev.set.Spec.Template.Spec) != image {
			continue
		}
		older := len(copies) == 0 || !rev.set.CreationTimestamp.After(copies[0].set.CreationTimestamp.Time)
		if found == nil || older {
			found = rev
		}
		if older {
			break
		}
	}
	if found == nil {
		return &Version{Image: image}, nil
	}
	return r.version(*found), nil
}

func (flagger) history(ctx context.Context, r *rollout) ([]Entry, error) {
	st, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	c, err := as[canary](r.object)
	if err != nil {
		return nil, err
	}
	target, revisions, err := r.flaggerTarget(ctx, c)
	if err != nil {
		return nil, err
	}
	if target == nil {
		return nil, r.noTarget()
	}
	entries := r.entries(revisions, func(revision) string { return "" })
	for i := range entries {
		e := &entries[i]
		switch {
		case st.Stable != nil && e.Revision == st.Stable.Revision:
			e.State = "stable"
		case st.Candidate != nil && e.Revision == st.Candidate.Revision && st.Phase.Bad():
			e.State = "refused"
		case st.Candidate != nil && e.Revision == st.Candidate.Revision:
			e.State = "candidate"
		}
	}
	return entries, nil
}

func (r *rollout) noTarget() error {
	return fmt.Errorf("%w: the Deployment %s of the Canary %s is not there", ErrNone, r.target(), r.workload())
}
