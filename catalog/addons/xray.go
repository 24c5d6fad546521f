package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// Xray sends traces to AWS X-Ray.
type Xray struct{}

const xrayNamespace = "xray"

// Info describes the add-on.
func (*Xray) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "xray",
		Doc:        "Traces in AWS X-Ray: an OpenTelemetry collector takes OTLP at xray-collector.xray, ports 4317 and 4318. The X-Ray daemon of old is superseded by it.",
		Upstream:   "https://github.com/aws-observability/aws-otel-collector",
		Needs:      []string{"adot"},
		Namespaces: []string{xrayNamespace},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "there is no X-Ray on this machine"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: needsAccount},
			blueprint.AWS:        {Level: blueprint.Real, Note: "a collector of the adot add-on"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*Xray) Check(*blueprint.Check) {}

// Build is the role and the collector.
func (*Xray) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: xrayNamespace, account: "xray-collector", statements: []cfn.Statement{xrayMay()}}
	b.Add(pods.part(b))
	part := blueprint.Part{Gates: gates(ready())}
	otlp := fields{"grpc": fields{"endpoint": "0.0.0.0:4317"}, "http": fields{"endpoint": "0.0.0.0:4318"}} // pods of other nodes send to it
	objects := collector("xray", pods.object(b, &part), fields{
		"receivers": fields{"otlp": fields{"protocols": otlp}},
		"exporters": fields{"awsxray": fields{"region": part.Of("cluster", "Region")}},
		"service":   fields{"pipelines": fields{"traces": fields{"receivers": list("otlp"), "exporters": list("awsxray")}}},
	})
	var err error
	if part.Files, err = add(nil, "objects.yaml", objects...); err != nil {
		return err
	}
	b.Add(part)
	return nil
}

// xrayMay is the policy AWSXRayDaemonWriteAccess.
func xrayMay() cfn.Statement {
	return anywhere("xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments")
}
