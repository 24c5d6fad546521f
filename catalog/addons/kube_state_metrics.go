package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// KubeStateMetrics counts objects as metrics.
type KubeStateMetrics struct {
	Managed `yaml:",inline"`
	Chart   Chart `yaml:"chart,omitempty" doc:"Upstream's chart, for kubeconfig."`
}

// Info describes the add-on.
func (*KubeStateMetrics) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "kube-state-metrics",
		Doc:        "Metrics about the objects in the cluster, for Prometheus.",
		Upstream:   "https://github.com/kubernetes/kube-state-metrics",
		Charts:     []assembly.Chart{{Repo: "https://prometheus-community.github.io/helm-charts", Name: "kube-state-metrics", Version: "7.5.1", Release: "kube-state-metrics", Namespace: "kube-state-metrics"}},
		Managed:    "kube-state-metrics",
		Namespaces: []string{"kube-state-metrics"},
		Fidelity:   eitherFidelity("nobody collects metrics here"),
	}
}

// Check reports versions that are none.
func (a *KubeStateMetrics) Check(c *blueprint.Check) {
	a.Managed.Check(c)
	a.Chart.check(c, "chart.version")
}

// Build is the EKS add-on, or upstream's chart elsewhere.
func (a *KubeStateMetrics) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.AWS {
		return a.install(b, a.Info().Managed, identity{}, nil)
	}
	a.Chart.install(b, a.Info().Charts[0], nil)
	return nil
}
