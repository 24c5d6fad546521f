package addons

import "slipway.dev/slipway/blueprint"

// NodeMonitoringAgent finds nodes that are ill.
type NodeMonitoringAgent struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*NodeMonitoringAgent) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "node-monitoring-agent",
		Doc:      "Finds what is wrong with a node and says so in its conditions; node groups with repair act on it.",
		Upstream: "https://github.com/aws/eks-node-monitoring-agent",
		Managed:  "eks-node-monitoring-agent",
		Fidelity: managedFidelity("simulated nodes are never ill", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on.
func (a *NodeMonitoringAgent) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{}, nil)
}
