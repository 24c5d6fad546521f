package addons

import (
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// MetricsServer serves what pods and nodes use, for autoscaling and kubectl top.
type MetricsServer struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*MetricsServer) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "metrics-server",
		Doc:      "What pods and nodes use, for horizontal autoscaling and kubectl top.",
		Upstream: "https://github.com/kubernetes-sigs/metrics-server",
		Version:  version.MetricsServer,
		Managed:  "metrics-server",
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Real, Note: "where nodes are real, upstream's program asks them from the cluster's network; what a node uses is what the machine uses; simulated nodes use nothing that could be measured, and there is no metrics API then"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's installation"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "the community add-on that EKS keeps"},
		},
	}
}

// Build is upstream's installation where there are kubelets to ask.
func (a *MetricsServer) Build(b *blueprint.AddOnBuild) error {
	switch b.Target {
	case blueprint.Local:
		return metricsHere(b)
	case blueprint.Kubeconfig:
		b.Add(blueprint.Part{Files: upstream.MetricsServerAll(), Gates: gates(ready()), Timeout: 5 * time.Minute})
	case blueprint.AWS:
		return a.install(b, a.Info().Managed, identity{}, nil)
	}
	return nil
}
