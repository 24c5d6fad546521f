package rollout

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// argo is Argo Rollouts.
type argo struct{}

func (argo) name() Engine { return ArgoRollouts }

// argoRollout are the fields of a Rollout (argoproj.io/v1alpha1) that matter here.
type argoRollout struct {
	Metadata struct {
		Generation int64 `json:"generation"`
	} `json:"metadata"`
	Spec struct {
		Replicas *int32 `json:"replicas"`
		Paused   bool   `json:"paused"`
		Template struct {
			Spec corev1.PodSpec `json:"spec"`
		} `json:"template"`
		Strategy struct {
			Canary *struct {
				Steps          []argoStep      `json:"steps"`
				TrafficRouting *map[string]any `json:"trafficRouting"`
			} `json:"canary"`
			BlueGreen *struct{} `json:"blueGreen"`
		} `json:"strategy"`
	} `json:"spec"`
	Status argoStatus `json:"status"`
}

type argoStep struct {
	SetWeight *int `json:"setWeight"`
	Pause     *struct {
		Duration any `json:"duration"`
	} `json:"pause"`
	Analysis       *map[string]any `json:"analysis"`
	Experiment     *map[string]any `json:"experiment"`
	SetCanaryScale *map[string]any `json:"setCanaryScale"`
	SetHeaderRoute *map[string]any `json:"setHeaderRoute"`
	SetMirrorRoute *map[string]any `json:"setMirrorRoute"`
	Plugin         *map[string]any `json:"plugin"`
}

type argoStatus struct {
	Abort              bool        `json:"abort"`
	PauseConditions    []argoPause `json:"pauseConditions"`
	ControllerPause    bool        `json:"controllerPause"`
	CurrentPodHash     string      `json:"currentPodHash"`
	CurrentStepIndex   *int        `json:"currentStepIndex"`
	ObservedGeneration string      `json:"observedGeneration"`
	StableRS           string      `json:"stableRS"`
	PromoteFull        bool        `json:"promoteFull"`
	Phase              string      `json:"phase"`
	Message            string      `json:"message"`
	Conditions         []condition `json:"conditions"`
	Canary             struct {
		Weights *struct {
			Canary struct {
				Weight int `json:"weight"`
			} `json:"canary"`
		} `json:"weights"`
		Step       *argoRunStatus `json:"currentStepAnalysisRunStatus"`
		Background *argoRunStatus `json:"currentBackgroundAnalysisRunStatus"`
	} `json:"canary"`
	BlueGreen struct {
		Preview string         `json:"previewSelector"`
		Active  string         `json:"activeSelector"`
		Pre     *argoRunStatus `json:"prePromotionAnalysisRunStatus"`
		Post    *argoRunStatus `json:"postPromotionAnalysisRunStatus"`
	} `json:"blueGreen"`
}

type argoPause struct {
	Reason string `json:"reason"`
}

type argoRunStatus struct {
	Status string `json:"status"`
}

// condition is one of a status, of either engine.
type condition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

func (argo) status(ctx context.Context, r *rollout) (Status, error) {
	ro, err := as[argoRollout](r.object)
	if err != nil {
		return Status{}, err
	}
	revisions, err := r.revisions(ctx, r.object, argoRevision)
	if err != nil {
		return Status{}, err
	}
	st := Status{Strategy: ro.strategy()}
	st.Phase, st.Reason = ro.phase()
	if c := ro.Spec.Strategy.Canary; c != nil {
		st.Steps, st.Step = len(c.Steps), ro.step(st.Phase)
	}
	st.Weight = ro.weight(st.Phase)
	for _, rev := range revisions {
		switch hash := rev.set.Labels[argoHash]; {
		case hash == ro.Status.StableRS:
			st.Stable = r.version(rev)
		case hash == ro.Status.CurrentPodHash:
			st.Candidate = r.version(rev)
		}
	}
	if st.Phase != Healthy {
		st.Measured, err = r.argoMeasured(ctx, ro, st.Phase)
	}
	return st, err
}

func (ro *argoRollout) strategy() string {
	if ro.Spec.Strategy.BlueGreen != nil {
		return "blue-green"
	}
	if ro.Spec.Strategy.Canary == nil {
		return ""
	}
	for _, s := range ro.Spec.Strategy.Canary.Steps {
		switch {
		case s.SetHeaderRoute != nil:
			return "ab"
		case s.SetMirrorRoute != nil:
			return "mirror"
		}
	}
	if len(ro.Spec.Strategy.Canary.Steps) == 0 {
		return "rolling"
	}
	return "canary"
}

// promoted reports whether the newest version is the stable one.
func (ro *argoRollout) promoted() bool { return ro.Status.StableRS == ro.Status.CurrentPodHash }

// phase follows upstream's GetRolloutPhase and says why in a person's words.
func (ro *argoRollout) phase() (Phase, string) {
	s := ro.Status
	// A number is the generation; versions before 0.10 had a hash here.
	if seen, err := strconv.ParseInt(s.ObservedGeneration, 10, 64); err == nil && seen < ro.Metadata.Generation {
		return Progressing, "Argo Rollouts has not seen it yet"
	}
	if s.ControllerPause && len(s.PauseConditions) == 0 && !s.Abort {
		return Progressing, "going on after a pause"
	}
	switch s.Phase {
	case "Healthy":
		return Healthy, ""
	case "Degraded":
		return ro.degraded()
	case "Paused":
		return ro.paused()
	case "":
		return Progressing, "Argo Rollouts has not seen it yet: is it running?"
	}
	return ro.progressing()
}

func (ro *argoRollout) degraded() (Phase, string) {
	message := ro.Status.Message
	for _, c := range ro.Status.Conditions {
		if c.Reason == "RolloutAborted" && message == "" {
			message = c.Message
		}
	}
	message = strings.TrimPrefix(oneLine(message), "RolloutAborted: ")
	// "Rollout aborted update to revision 2" is all there is when a person did it.
	if ro.Status.Abort && (message == "" || strings.HasPrefix(message, "Rollout aborted") && !strings.Contains(message, ": ")) {
		return Aborted, byPerson
	}
	return Failed, message
}

func (ro *argoRollout) paused() (Phase, string) {
	if ro.Spec.Paused {
		return Paused, "paused by spec.paused"
	}
	for _, p := range ro.Status.PauseConditions {
		switch p.Reason {
		case "CanaryPauseStep":
			if step := ro.current(); step != nil && step.Pause != nil && step.Pause.Duration != nil {
				return Progressing, fmt.Sprintf("step %s lasts %s", ro.place(), pauseTime(step.Pause.Duration))
			}
			return Waiting, fmt.Sprintf("step %s waits for promote", ro.place())
		case "BlueGreenPause":
			return Waiting, "the new version is ready and waits for promote"
		case "InconclusiveAnalysis":
			return Waiting, "the analysis is inconclusive: promote or abort"
		default:
			return Waiting, p.Reason
		}
	}
	return Waiting, oneLine(ro.Status.Message)
}

// pauseTime is a duration as a step has it: "1m", or seconds.
func pauseTime(d any) string {
	if s, ok := d.(string); ok {
		if _, err := strconv.Atoi(s); err != nil {
			return s
		}
	}
	return fmt.Sprintf("%vs", d)
}

func (ro *argoRollout) progressing() (Phase, string) {
	message := oneLine(ro.Status.Message)
	if ro.promoted() || ro.Status.StableRS == "" {
		return Progressing, message // scaling, or the very first version
	}
	if bg := ro.Status.BlueGreen; ro.Spec.Strategy.BlueGreen != nil && bg.Active == ro.Status.CurrentPodHash {
		return Promoting, message
	}
	if ro.Status.PromoteFull {
		return Promoting, "promoted past all steps"
	}
	if c := ro.Spec.Strategy.Canary; c != nil && len(c.Steps) > 0 && ro.step("") == len(c.Steps) {
		return Promoting, message
	}
	if step := ro.current(); step != nil {
		return Progressing, fmt.Sprintf("step %s: %s", ro.place(), step)
	}
	return Progressing, message
}

// step is how many steps are done.
func (ro *argoRollout) step(phase Phase) int {
	switch i := ro.Status.CurrentStepIndex; {
	case phase == Healthy && ro.Spec.Strategy.Canary != nil:
		return len(ro.Spec.Strategy.Canary.Steps)
	case i == nil:
		return 0
	default:
		return *i
	}
}

// current is the step at work, nil after the last.
func (ro *argoRollout) current() *argoStep {
	c := ro.Spec.Strategy.Canary
	if i := ro.step(""); c != nil && i < len(c.Steps) {
		return &c.Steps[i]
	}
	return nil
}

func (ro *argoRollout) place() string {
	return fmt.Sprintf("%d of %d", ro.step("")+1, len(ro.Spec.Strategy.Canary.Steps))
}

// String is what a step does.
func (s *argoStep) String() string {
	switch {
	case s.SetWeight != nil:
		return fmt.Sprintf("set weight %d%%", *s.SetWeight)
	case s.Pause != nil:
		return "pause"
	case s.Analysis != nil:
		return "analysis"
	case s.Experiment != nil:
		return "experiment"
	case s.SetCanaryScale != nil:
		return "set scale"
	case s.SetHeaderRoute != nil:
		return "route by header"
	case s.SetMirrorRoute != nil:
		return "mirror"
	case s.Plugin != nil:
		return "plugin"
	}
	return "?"
}

// weight is the share of the newest version: what the traffic router was told,
// else what the steps ask for.
func (ro *argoRollout) weight(phase Phase) int {
	switch {
	case phase == Healthy:
		return 100
	case phase.Bad(), ro.Status.StableRS == "": // the first version waits for no step
		return 0
	case ro.Spec.Strategy.BlueGreen != nil:
		if ro.Status.BlueGreen.Active == ro.Status.CurrentPodHash {
			return 100
		}
		return 0
	case ro.Status.Canary.Weights != nil:
		return ro.Status.Canary.Weights.Canary.Weight
	case ro.Spec.Strategy.Canary == nil:
		return 0
	}
	steps := ro.Spec.Strategy.Canary.Steps
	if at := ro.step(""); at < len(steps) {
		for i := at; i >= 0; i-- {
			if w := steps[i].SetWeight; w != nil {
				return *w
			}
		}
		return 0
	}
	return 100
}
