package rollout

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// plain is a Deployment that Kubernetes itself rolls out, read and changed as
// kubectl rollout does.
type plain struct{}

func (plain) name() Engine { return None }

func (plain) status(ctx context.Context, r *rollout) (Status, error) {
	d, err := as[appsv1.Deployment](r.object)
	if err != nil {
		return Status{}, err
	}
	revisions, err := r.revisions(ctx, r.object, deploymentRevision)
	if err != nil {
		return Status{}, err
	}
	st := Status{Strategy: "rolling"}
	if d.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType {
		st.Strategy = "recreate"
	}
	st.Phase, st.Reason = deploymentPhase(d)
	if wanted := replicas(d); wanted > 0 {
		st.Weight = int(100 * min(d.Status.UpdatedReplicas, wanted) / wanted)
	} else if st.Phase == Healthy {
		st.Weight = 100
	}
	st.Stable, st.Candidate = r.trial(revisions, st.Phase)
	return st, nil
}

// trial is which revision has pods yet while the newest one takes over.
func (r *rollout) trial(revisions []revision, phase Phase) (stable, candidate *Version) {
	if len(revisions) == 0 {
		return nil, nil
	}
	newest := r.version(revisions[0])
	if phase == Healthy {
		return newest, nil
	}
	for _, old := range revisions[1:] {
		if old.set.Status.Replicas > 0 {
			return r.version(old), newest
		}
	}
	if phase == Paused { // between two rollouts
		return newest, nil
	}
	return nil, newest
}

func replicas(d *appsv1.Deployment) int32 {
	if d.Spec.Replicas == nil {
		return 1
	}
	return *d.Spec.Replicas
}

// deploymentPhase follows kubectl rollout status.
func deploymentPhase(d *appsv1.Deployment) (Phase, string) {
	wanted, s := replicas(d), d.Status
	for _, c := range s.Conditions {
		if c.Type == appsv1.DeploymentProgressing && c.Reason == "ProgressDeadlineExceeded" && s.ObservedGeneration >= d.Generation {
			return Failed, oneLine(c.Message) + missing(s.Conditions)
		}
	}
	switch {
	case d.Spec.Paused:
		return Paused, "paused by spec.paused"
	case s.ObservedGeneration < d.Generation:
		return Progressing, "the Deployment controller has not seen it yet"
	case s.UpdatedReplicas < wanted:
		return Progressing, fmt.Sprintf("%d of %d pods are new", s.UpdatedReplicas, wanted)
	case s.Replicas > s.UpdatedReplicas:
		return Progressing, fmt.Sprintf("%d old pods have to end", s.Replicas-s.UpdatedReplicas)
	case s.AvailableReplicas < s.UpdatedReplicas:
		return Progressing, fmt.Sprintf("%d of %d new pods are available", s.AvailableReplicas, s.UpdatedReplicas)
	}
	return Healthy, ""
}

// missing says why pods could not even be made.
func missing(conditions []appsv1.DeploymentCondition) string {
	for _, c := range conditions {
		if c.Type == appsv1.DeploymentReplicaFailure && c.Status == corev1.ConditionTrue {
			return " " + oneLine(c.Message)
		}
	}
	return ""
}

func (plain) promote(_ context.Context, r *rollout, _ bool) error {
	return cannot("'slipway rollout resume' ends a pause.", "%s has no step to promote: Kubernetes replaces its pods by itself", r.workload())
}

func (e plain) abort(ctx context.Context, r *rollout) error {
	st, err := r.read(ctx)
	if err != nil {
		return err
	}
	if st.Phase == Healthy {
		return cannot("'slipway rollout undo' goes back to the version before.", "nothing is being rolled out")
	}
	return e.undo(ctx, r, "")
}

func (plain) pause(ctx context.Context, r *rollout) error {
	return r.set(ctx, true, "spec", "paused")
}

func (plain) resume(ctx context.Context, r *rollout) error {
	return r.set(ctx, false, "spec", "paused")
}

func (plain) history(ctx context.Context, r *rollout) ([]Entry, error) {
	revisions, err := r.revisions(ctx, r.object, deploymentRevision)
	if err != nil {
		return nil, err
	}
	d, err := as[appsv1.Deployment](r.object)
	if err != nil {
		return nil, err
	}
	phase, _ := deploymentPhase(d)
	return r.entries(revisions, func(rev revision) string {
		switch newest := rev.number == revisions[0].number; {
		case newest && phase == Failed:
			return "refused"
		case newest && phase == Healthy:
			return "stable"
		case newest:
			return "candidate"
		case phase != Healthy && rev.set.Status.Replicas > 0:
			return "stable"
		}
		return ""
	}), nil
}

func (plain) undo(ctx context.Context, r *rollout, to string) error {
	revisions, err := r.revisions(ctx, r.object, deploymentRevision)
	if err != nil {
		return err
	}
	return r.restore(ctx, deployments, r.workload(), revisions, to, "pod-template-hash")
}
