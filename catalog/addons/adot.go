package addons

import "slipway.dev/slipway/blueprint"

// ADOT keeps OpenTelemetry collectors.
type ADOT struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*ADOT) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "adot",
		Doc:        "OpenTelemetry collectors as objects: the operator of the AWS Distro for OpenTelemetry. amp and xray bring collectors.",
		Upstream:   "https://github.com/aws-observability/aws-otel-collector",
		Managed:    "adot",
		Needs:      []string{"cert-manager"}, // its webhooks have certificates from there
		Conflicts:  []string{"container-insights", "cloudwatch-observability"},
		Namespaces: []string{"opentelemetry-operator-system"},
		Fidelity:   managedFidelity("nothing makes telemetry here", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on.
func (a *ADOT) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{}, nil)
}
