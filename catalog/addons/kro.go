package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Kro makes one object of many.
type Kro struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Kro) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "kro",
		Doc:        "Kinds of your own, composed of other objects: kro.",
		Upstream:   "https://github.com/kubernetes-sigs/kro",
		Charts:     []assembly.Chart{{Repo: "oci://registry.k8s.io/kro/charts", Name: "kro", Version: "0.9.2", Release: "kro", Namespace: "kro"}},
		Namespaces: []string{"kro"},
		Fidelity:   chartFidelity("its controller is not among the programs that run as processes yet"),
	}
}

// Build is upstream's chart.
func (a *Kro) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
