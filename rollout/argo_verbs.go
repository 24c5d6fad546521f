package rollout

import (
	"context"
	"fmt"
)

// The verbs of Argo Rollouts are the patches of its own kubectl plugin
// (pkg/kubectl-argo-rollouts/cmd). Those of the status survive Argo CD.

func (argo) promote(ctx context.Context, r *rollout, full bool) error {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return err
	}
	switch {
	case ro.Status.Abort:
		return cannot("'slipway rollout resume' tries the new version again; 'git revert' gives it up.", "the rollout of %s was aborted", r.workload())
	case ro.promoted() && !ro.Spec.Paused:
		return cannot("", "nothing is being rolled out: %s is at its newest version", r.workload())
	}
	if patch := ro.promotion(full); patch != "" {
		if err := r.patch(ctx, r.gvr, r.object.GetNamespace(), r.workload(), patch, "status"); err != nil {
			return err
		}
	}
	return r.set(ctx, false, "spec", "paused")
}

// promotion is the patch of the status: past everything, past a pause, or past
// the step that is being done.
func (ro *argoRollout) promotion(full bool) string {
	s := ro.Status
	inconclusive := s.Canary.Step != nil && s.Canary.Step.Status == "Inconclusive"
	next := ro.step("")
	if ro.current() != nil {
		next++
	}
	switch {
	case full && !ro.promoted():
		return `{"status":{"promoteFull":true}}`
	case full:
		return ""
	case inconclusive && len(s.PauseConditions) > 0 && s.ControllerPause && s.CurrentStepIndex != nil:
		return fmt.Sprintf(`{"status":{"pauseConditions":null,"controllerPause":false,"currentStepIndex":%d}}`, next)
	case len(s.PauseConditions) > 0:
		return `{"status":{"pauseConditions":null}}`
	case ro.Spec.Strategy.Canary != nil && s.CurrentStepIndex != nil:
		return fmt.Sprintf(`{"status":{"pauseConditions":null,"currentStepIndex":%d}}`, next)
	}
	return ""
}

func (argo) abort(ctx context.Context, r *rollout) error {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return err
	}
	if ro.promoted() {
		return cannot("'slipway rollout undo' goes back to the version before.", "nothing is being rolled out: %s is at its newest version", r.workload())
	}
	return r.patch(ctx, r.gvr, r.object.GetNamespace(), r.workload(), `{"status":{"abort":true}}`, "status")
}

func (argo) pause(ctx context.Context, r *rollout) error {
	return r.set(ctx, true, "spec", "paused")
}

// resume ends what pause and abort did.
func (argo) resume(ctx context.Context, r *rollout) error {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return err
	}
	switch {
	case ro.Status.Abort:
		return r.patch(ctx, r.gvr, r.object.GetNamespace(), r.workload(), `{"status":{"abort":false}}`, "status")
	case !ro.Spec.Paused && len(ro.Status.PauseConditions) > 0:
		return cannot("'slipway rollout promote' goes on.", "%s is not paused, it waits for a decision", r.workload())
	}
	return r.set(ctx, false, "spec", "paused")
}

func (argo) history(ctx context.Context, r *rollout) ([]Entry, error) {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return nil, err
	}
	revisions, err := r.revisions(ctx, r.object, argoRevision)
	if err != nil {
		return nil, err
	}
	phase, _ := ro.phase()
	return r.entries(revisions, func(rev revision) string {
		switch hash := rev.set.Labels[argoHash]; {
		case hash == ro.Status.StableRS:
			return "stable"
		case hash == ro.Status.CurrentPodHash && phase.Bad():
			return "refused"
		case hash == ro.Status.CurrentPodHash:
			return "candidate"
		}
		return ""
	}), nil
}

// undo goes back to an earlier template. While a new version is on trial that is
// what abort does, and abort survives Argo CD.
func (e argo) undo(ctx context.Context, r *rollout, to string) error {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return err
	}
	if phase, _ := ro.phase(); to == "" && !ro.promoted() && ro.Status.StableRS != "" && !phase.Bad() {
		return e.abort(ctx, r)
	}
	revisions, err := r.revisions(ctx, r.object, argoRevision)
	if err != nil {
		return err
	}
	if r.target() != r.workload() {
		return r.restore(ctx, deployments, r.target(), revisions, to, argoHash)
	}
	return r.restore(ctx, rollouts, r.workload(), revisions, to, argoHash)
}
