package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// Flagger promotes new versions by what metrics say of them.
type Flagger struct {
	Chart    `yaml:",inline"`
	Provider string `yaml:"provider,omitempty" check:"enum=kubernetes|gatewayapi:v1|istio|nginx|traefik" default:"kubernetes" doc:"What shifts the traffic. kubernetes: nothing, blue/green only."`
	Metrics  string `yaml:"metrics,omitempty" doc:"Address of the Prometheus that is asked. Without it Flagger brings its own."`
}

// Info describes the add-on.
func (*Flagger) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "flagger",
		Doc:        "Canary and blue/green rollouts judged by metrics, by Flagger.",
		Upstream:   "https://github.com/fluxcd/flagger",
		Version:    version.Flagger,
		After:      []string{"gateway-api", "traefik"},
		Charts:     []assembly.Chart{{Repo: "https://flagger.app", Name: "flagger", Version: "1.36.1", Release: "flagger", Namespace: "flagger-system"}},
		Namespaces: []string{"flagger-system"},
		Fidelity:   realChart("upstream's program runs as a process on the cluster's network and judges by Debian's Prometheus, which asks Traefik; pods on simulated nodes give it nothing to judge"),
	}
}

// Check reports a provider that no add-on of the blueprint is.
func (a *Flagger) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	need := map[string]string{"gatewayapi:v1": "gateway-api", "istio": "istio", "nginx": "ingress-nginx", "traefik": "traefik"}[a.Provider]
	if need != "" && !has(c.Blueprint, need) {
		c.Problem("provider", "is "+a.Provider+", which needs the add-on "+need, "Add "+need+" to the same blueprint.")
	}
}

// Build is upstream's chart.
func (a *Flagger) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.Local {
		return a.here(b)
	}
	values := fields{"meshProvider": a.Provider}
	if a.Metrics != "" {
		values["metricsServer"] = a.Metrics
	} else {
		values["prometheus"] = fields{"install": true}
	}
	a.install(b, a.Info().Charts[0], values)
	return nil
}
