package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Traefik routes HTTP and TCP into the cluster.
type Traefik struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Traefik) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "traefik",
		Doc:        "Routes HTTP and TCP into the cluster by Ingress, Gateway API and its own objects.",
		Upstream:   "https://github.com/traefik/traefik",
		Charts:     []assembly.Chart{{Repo: "https://traefik.github.io/charts", Name: "traefik", Version: "41.3.0", Release: "traefik", Namespace: "traefik"}},
		Namespaces: []string{"traefik"},
		Fidelity:   chartFidelity("nothing sends packets here that could be routed"),
	}
}

// Build is upstream's chart.
func (a *Traefik) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
