package addons

import (
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// ACK makes resources of AWS from Kubernetes objects.
type ACK struct {
	Services []string       `yaml:"services,omitempty" default:"s3" doc:"Services to bring a controller for, such as s3, sqs or rds."`
	Values   map[string]any `yaml:"values,omitempty" doc:"Values of every controller's chart, laid over those that the add-on sets."`
}

const ackNamespace = "ack-system"

// ackService is a controller's chart and the policy that its own documentation
// recommends (recommended-policy-arn). Controllers for IAM, EC2 and EKS are left
// out: their policies would hand the account to whoever may create an object.
type ackService struct{ version, policy string }

func ackServices() map[string]ackService {
	return map[string]ackService{
		"dynamodb":       {"1.5.1", "AmazonDynamoDBFullAccess"},
		"ecr":            {"1.3.0", "AmazonEC2ContainerRegistryFullAccess"},
		"elasticache":    {"1.2.2", "AmazonElastiCacheFullAccess"},
		"kms":            {"1.1.0", "AWSKeyManagementServicePowerUser"},
		"lambda":         {"1.9.0", "AWSLambda_FullAccess"},
		"rds":            {"1.6.0", "AmazonRDSFullAccess"},
		"s3":             {"1.1.0", "AmazonS3FullAccess"},
		"secretsmanager": {"1.1.0", "SecretsManagerReadWrite"},
		"sns":            {"1.2.0", "AmazonSNSFullAccess"},
		"sqs":            {"1.2.0", "AmazonSQSFullAccess"},
	}
}

func ackChart(service string) assembly.Chart {
	return assembly.Chart{
		Repo: "oci://public.ecr.aws/aws-controllers-k8s", Name: service + "-chart", Version: ackServices()[service].version,
		Release: "ack-" + service, Namespace: ackNamespace,
	}
}

// Info describes the add-on.
func (*ACK) Info() blueprint.Info {
	names := slices.Sorted(maps.Keys(ackServices()))
	charts := make([]assembly.Chart, len(names))
	for i, name := range names {
		charts[i] = ackChart(name)
	}
	return blueprint.Info{
		Name:       "ack",
		Doc:        "Resources of AWS as Kubernetes objects: AWS Controllers for Kubernetes, for " + strings.Join(names, ", ") + ". Each may do with its service in the account what the policy that its authors recommend allows.",
		Upstream:   "https://github.com/aws-controllers-k8s/community",
		Charts:     charts,
		Namespaces: []string{ackNamespace},
		Fidelity:   awsChart("there is no AWS on this machine"),
	}
}

// Check reports services that have no controller here.
func (a *ACK) Check(c *blueprint.Check) {
	for _, service := range a.Services {
		if _, ok := ackServices()[service]; !ok {
			known := slices.Sorted(maps.Keys(ackServices()))
			c.Problem("services", "has "+service+", for which there is no controller here", strings.TrimSpace(diag.DidYouMean(service, known)+" Known here: "+strings.Join(known, ", ")+"."))
		}
	}
}

// Build is, for each service, the controller's role and its chart.
func (a *ACK) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	services := a.Services
	if len(services) == 0 {
		services = []string{"s3"}
	}
	settings := Chart{Values: a.Values}
	for _, service := range services {
		pods := identity{
			name: service + "-identity", namespace: ackNamespace, account: "ack-" + service + "-controller",
			managed: []string{ackServices()[service].policy},
		}
		b.Add(pods.part(b))
		part := settings.release(service, ackChart(service))
		part.Values = fields{"aws": fields{"region": part.Of("cluster", "Region")}, "serviceAccount": pods.serviceAccount(b, &part)}
		settings.add(b, part)
	}
	return nil
}
