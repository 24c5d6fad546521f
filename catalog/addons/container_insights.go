package addons

import "slipway.dev/slipway/blueprint"

// ContainerInsights sends metrics and logs to Amazon CloudWatch.
type ContainerInsights struct {
	Managed `yaml:",inline"`
}

// observability is the EKS add-on that both container-insights and
// cloudwatch-observability are.
const observability = "amazon-cloudwatch-observability"

// cloudWatch is the namespace of everything that sends to CloudWatch.
const cloudWatch = "amazon-cloudwatch"

// Info describes the add-on.
func (*ContainerInsights) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "container-insights",
		Doc:        "Metrics and logs of the cluster in Amazon CloudWatch Container Insights.",
		Upstream:   "https://github.com/aws/amazon-cloudwatch-agent-operator",
		Managed:    observability,
		Namespaces: []string{cloudWatch},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "there is no CloudWatch on this machine; logs are kept by slipway logs"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "it needs an identity in an AWS account, which comes with the target aws"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "the add-on " + observability + " that EKS keeps"},
		},
	}
}

// Build is the EKS add-on, with traces and Application Signals left out: those
// are what cloudwatch-observability has.
func (a *ContainerInsights) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, cloudWatchAgent(), fields{"manager": fields{"applicationSignals": fields{"autoMonitor": fields{"monitorAllServices": false}}}})
}

// cloudWatchAgent is the agent, with the policy that AWS keeps for it.
func cloudWatchAgent() identity {
	return identity{namespace: cloudWatch, account: "cloudwatch-agent", managed: []string{"CloudWatchAgentServerPolicy"}}
}
