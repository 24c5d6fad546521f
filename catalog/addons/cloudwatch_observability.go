package addons

import "slipway.dev/slipway/blueprint"

// CloudWatchObservability sends metrics, logs and traces to Amazon CloudWatch.
type CloudWatchObservability struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*CloudWatchObservability) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "cloudwatch-observability",
		Doc:        "Container Insights, and Application Signals with the traces of what runs in the cluster.",
		Upstream:   "https://github.com/aws-observability/helm-charts",
		Managed:    observability,
		Conflicts:  []string{"container-insights", "fluent-bit"}, // the same program twice, the same logs twice
		Namespaces: []string{cloudWatch},
		Fidelity:   managedFidelity("there is no CloudWatch on this machine; logs are kept by slipway logs", needsAccount),
	}
}

// Build is the EKS add-on, which may also send traces.
func (a *CloudWatchObservability) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := cloudWatchAgent()
	pods.managed = append(pods.managed, "AWSXrayWriteOnlyAccess")
	return a.install(b, a.Info().Managed, pods, nil)
}
