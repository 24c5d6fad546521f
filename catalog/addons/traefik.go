package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream/version"
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
		Version:    version.Traefik,
		After:      []string{"gateway-api"},
		Charts:     []assembly.Chart{{Repo: "https://traefik.github.io/charts", Name: "traefik", Version: "41.3.0", Release: "traefik", Namespace: "traefik"}},
		Namespaces: []string{"traefik", gatewayNamespace},
		Fidelity:   realChart("upstream's program runs as a process on the cluster's network and serves gateways of the Gateway API at a port of 127.0.0.1; simulated pods answer nothing"),
	}
}

// Build is upstream's chart.
func (a *Traefik) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.Local {
		return traefikHere(b)
	}
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
