package addons

import "slipway.dev/slipway/blueprint"

// NetworkFlowMonitor measures the network between pods and AWS.
type NetworkFlowMonitor struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*NetworkFlowMonitor) Info() blueprint.Info {
	return blueprint.Info{
		Name:        "network-flow-monitor",
		Doc:         "Latency and loss of the network in CloudWatch Network Flow Monitor.",
		Upstream:    "https://github.com/aws/network-flow-monitor-agent",
		Managed:     "aws-network-flow-monitoring-agent",
		Namespaces:  []string{"amazon-network-flow-monitor"},
		Unavailable: map[string]string{"aws-cn": noService, "aws-us-gov": noService},
		Fidelity:    managedFidelity("nothing sends packets here", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on.
func (a *NetworkFlowMonitor) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{namespace: "amazon-network-flow-monitor", account: "aws-network-flow-monitor-agent-service-account", managed: []string{"CloudWatchNetworkFlowMonitorAgentPublishPolicy"}}, nil)
}
