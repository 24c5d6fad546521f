package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// ArgoRollouts rolls new versions out step by step.
type ArgoRollouts struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*ArgoRollouts) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "argo-rollouts",
		Doc:        "Blue/green and canary rollouts with analysis, by Argo Rollouts.",
		Upstream:   "https://github.com/argoproj/argo-rollouts",
		Charts:     []assembly.Chart{{Repo: "https://argoproj.github.io/argo-helm", Name: "argo-rollouts", Version: "2.41.0", Release: "argo-rollouts", Namespace: "argo-rollouts"}},
		Namespaces: []string{"argo-rollouts"},
		Fidelity:   chartFidelity("no pods run here whose rollout could be judged"),
	}
}

// Build is upstream's chart.
func (a *ArgoRollouts) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
