package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Kyverno enforces policies written as Kubernetes objects.
type Kyverno struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Kyverno) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "kyverno",
		Doc:        "Policies as Kubernetes objects: Kyverno admits, mutates, generates and cleans up.",
		Upstream:   "https://github.com/kyverno/kyverno",
		Charts:     []assembly.Chart{{Repo: "https://kyverno.github.io/kyverno/", Name: "kyverno", Version: "3.9.1", Release: "kyverno", Namespace: "kyverno"}},
		Namespaces: []string{"kyverno"},
		Fidelity:   chartFidelity("its controller is not among the programs that run as processes yet"),
	}
}

// GuardsAdmission has everything that the policies could judge wait for them.
func (*Kyverno) GuardsAdmission() bool { return true }

// Build is upstream's chart.
func (a *Kyverno) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
