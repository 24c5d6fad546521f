package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// NodeExporter shows what nodes use.
type NodeExporter struct {
	Managed `yaml:",inline"`
	Chart   Chart `yaml:"chart,omitempty" doc:"Upstream's chart, for kubeconfig."`
}

// Info describes the add-on.
func (*NodeExporter) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "node-exporter",
		Doc:        "Metrics of the nodes themselves, for Prometheus.",
		Upstream:   "https://github.com/prometheus/node_exporter",
		Charts:     []assembly.Chart{{Repo: "https://prometheus-community.github.io/helm-charts", Name: "prometheus-node-exporter", Version: "4.55.0", Release: "node-exporter", Namespace: "prometheus-node-exporter"}},
		Managed:    "prometheus-node-exporter",
		Namespaces: []string{"prometheus-node-exporter"},
		Fidelity:   eitherFidelity("simulated nodes have nothing to measure"),
	}
}

// Check reports versions that are none.
func (a *NodeExporter) Check(c *blueprint.Check) {
	a.Managed.Check(c)
	a.Chart.check(c, "chart.version")
}

// Build is the EKS add-on, or upstream's chart elsewhere.
func (a *NodeExporter) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.AWS {
		return a.install(b, a.Info().Managed, identity{}, nil)
	}
	a.Chart.install(b, a.Info().Charts[0], nil)
	return nil
}
