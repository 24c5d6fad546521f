package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// KEDA scales workloads by events.
type KEDA struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*KEDA) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "keda",
		Doc:        "Scales workloads by events, down to zero: KEDA.",
		Upstream:   "https://github.com/kedacore/keda",
		Charts:     []assembly.Chart{{Repo: "https://kedacore.github.io/charts", Name: "keda", Version: "2.20.1", Release: "keda", Namespace: "keda"}},
		Namespaces: []string{"keda"},
		Fidelity:   chartFidelity("no pods run here that could be scaled by what they do"),
	}
}

// Build is upstream's chart.
func (a *KEDA) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
