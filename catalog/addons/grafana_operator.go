package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// GrafanaOperator keeps Grafana instances and dashboards.
type GrafanaOperator struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*GrafanaOperator) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "grafana-operator",
		Doc:        "Grafana instances, data sources and dashboards as Kubernetes objects.",
		Upstream:   "https://github.com/grafana/grafana-operator",
		Charts:     []assembly.Chart{{Repo: "oci://ghcr.io/grafana/helm-charts", Name: "grafana-operator", Version: "v5.19.0", Release: "grafana-operator", Namespace: "grafana-operator"}},
		Namespaces: []string{"grafana-operator"},
		Fidelity:   chartFidelity("pods on simulated nodes do nothing that it could act on"),
	}
}

// Build is upstream's chart.
func (a *GrafanaOperator) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
