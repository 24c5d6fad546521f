package addons

import "slipway.dev/slipway/blueprint"

// Calico enforces network policies.
type Calico struct{}

// Info describes the add-on.
func (*Calico) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "calico",
		Doc:      "Network policies enforced on the nodes, by Calico.",
		Upstream: "https://github.com/projectcalico/calico",
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Simulated, Note: "network policies are stored by the API server; simulated pods send nothing that could be stopped"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "upstream publishes no plain manifests; its chart comes with the Helm deployer of a later release; until then the cluster's own network plugin has to enforce policies"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*Calico) Check(*blueprint.Check) {}

// Build makes nothing: see the fidelity.
func (*Calico) Build(*blueprint.AddOnBuild) error { return nil }
