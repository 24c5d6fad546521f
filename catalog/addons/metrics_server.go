package addons

import (
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// MetricsServer serves what pods and nodes use, for autoscaling and kubectl top.
type MetricsServer struct{}

// Info describes the add-on.
func (*MetricsServer) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "metrics-server",
		Doc:      "What pods and nodes use, for horizontal autoscaling and kubectl top.",
		Upstream: "https://github.com/kubernetes-sigs/metrics-server",
		Version:  version.MetricsServer,
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			// An API that is registered and never answers would break discovery
			// for every client, so there is not even the registration.
			blueprint.Local:      {Level: blueprint.Absent, Note: "simulated nodes use nothing that could be measured; horizontal autoscalers stay as they are"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's installation"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*MetricsServer) Check(*blueprint.Check) {}

// Build is upstream's installation where there are kubelets to ask.
func (*MetricsServer) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.Local {
		b.Add(blueprint.Part{Files: upstream.MetricsServerAll(), Gates: gates(ready()), Timeout: 5 * time.Minute})
	}
	return nil
}
