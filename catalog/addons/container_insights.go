package addons

import "slipway.dev/slipway/blueprint"

// ContainerInsights sends metrics and logs to Amazon CloudWatch.
type ContainerInsights struct{}

// Info describes the add-on.
func (*ContainerInsights) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "container-insights",
		Doc:      "Metrics and logs of the cluster in Amazon CloudWatch Container Insights.",
		Upstream: "https://github.com/aws/amazon-cloudwatch-agent-operator",
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "there is no CloudWatch on this machine; logs are kept by slipway logs"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "it needs an AWS account and comes with the AWS target of a later release"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*ContainerInsights) Check(*blueprint.Check) {}

// Build makes nothing: see the fidelity.
func (*ContainerInsights) Build(*blueprint.AddOnBuild) error { return nil }
