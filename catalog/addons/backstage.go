package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Backstage is a portal for developers.
type Backstage struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Backstage) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "backstage",
		Doc:        "A portal for developers: Backstage. It wants an image and settings of your own in values.",
		Upstream:   "https://github.com/backstage/backstage",
		Charts:     []assembly.Chart{{Repo: "https://backstage.github.io/charts", Name: "backstage", Version: "2.8.2", Release: "backstage", Namespace: "backstage"}},
		Namespaces: []string{"backstage"},
		Fidelity:   chartFidelity("pods on simulated nodes do nothing that it could act on"),
	}
}

// Build is upstream's chart.
func (a *Backstage) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
