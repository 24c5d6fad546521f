package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Crossplane makes cloud resources from Kubernetes objects.
type Crossplane struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Crossplane) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "crossplane",
		Doc:        "Cloud resources as Kubernetes objects: Crossplane. What its providers may do in an account is theirs to be given.",
		Upstream:   "https://github.com/crossplane/crossplane",
		Charts:     []assembly.Chart{{Repo: "https://charts.crossplane.io/stable", Name: "crossplane", Version: "2.3.4", Release: "crossplane", Namespace: "crossplane-system"}},
		Namespaces: []string{"crossplane-system"},
		Fidelity:   chartFidelity("there is no cloud on this machine"),
	}
}

// Build is upstream's chart.
func (a *Crossplane) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
