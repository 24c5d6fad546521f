package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// KubePrometheus is Prometheus, Alertmanager and Grafana.
type KubePrometheus struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*KubePrometheus) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "kube-prometheus",
		Doc:        "Prometheus with its operator, Alertmanager and Grafana in the cluster: the chart kube-prometheus-stack.",
		Upstream:   "https://github.com/prometheus-operator/kube-prometheus",
		Charts:     []assembly.Chart{{Repo: "https://prometheus-community.github.io/helm-charts", Name: "kube-prometheus-stack", Version: "88.5.3", Release: "kube-prometheus", Namespace: "monitoring"}},
		Conflicts:  []string{"kube-state-metrics", "node-exporter"},
		Namespaces: []string{"monitoring"},
		Fidelity:   chartFidelity("simulated nodes and pods have no metrics"),
	}
}

// Build is upstream's chart.
func (a *KubePrometheus) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}
