package addons

import "slipway.dev/slipway/blueprint"

// ClusterAutoscaler adds and removes nodes by what pods need.
type ClusterAutoscaler struct{}

// Info describes the add-on.
func (*ClusterAutoscaler) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "cluster-autoscaler",
		Doc:      "Adds and removes nodes of the node groups by what pods need.",
		Upstream: "https://github.com/kubernetes/autoscaler",
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "the node groups stay at their least number of nodes"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "it needs the cloud's node groups; upstream publishes no plain manifests; its chart comes with the Helm deployer of a later release"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*ClusterAutoscaler) Check(*blueprint.Check) {}

// Build makes nothing: see the fidelity.
func (*ClusterAutoscaler) Build(*blueprint.AddOnBuild) error { return nil }
