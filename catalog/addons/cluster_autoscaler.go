package addons

import (
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// ClusterAutoscaler adds and removes nodes by what pods need.
type ClusterAutoscaler struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*ClusterAutoscaler) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "cluster-autoscaler",
		Doc:      "Adds and removes nodes of the node groups by what pods need.",
		Upstream: "https://github.com/kubernetes/autoscaler",
		Charts:   []assembly.Chart{{Repo: "https://kubernetes.github.io/autoscaler", Name: "cluster-autoscaler", Version: "9.59.0", Release: "cluster-autoscaler", Namespace: "kube-system"}},

		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "the node groups stay at their least number of nodes"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "it needs the cloud's node groups, which an existing cluster does not show"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's chart, with the image for the cluster's Kubernetes minor version; EKS tags the node groups so that it finds them"},
		},
	}
}

// Build is the role and upstream's chart.
func (a *ClusterAutoscaler) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: "kube-system", account: "cluster-autoscaler", statements: autoscalerMay()}
	b.Add(pods.part(b))
	part := a.release("", a.Info().Charts[0])
	part.Values = fields{
		"cloudProvider": "aws",
		"awsRegion":     part.Of("cluster", "Region"),
		"autoDiscovery": fields{"clusterName": part.Of("cluster", "ClusterName")},
		// Deployment and metrics are named after the release and the chart else.
		"fullnameOverride": "cluster-autoscaler",
		"rbac":             fields{"serviceAccount": pods.serviceAccount(b, &part)},
	}
	if minor := strings.TrimPrefix(b.Blueprint.Kubernetes, "v"); minor != "" {
		// One minor version of the program fits one of Kubernetes (upstream's README, "Releases").
		part.Values["image"] = fields{"tag": "v" + minor + ".0"}
	}
	a.add(b, part)
	return nil
}

// autoscalerMay is what upstream's documentation for AWS asks for. EKS tags the
// Auto Scaling groups of its node groups with the cluster's name.
func autoscalerMay() []cfn.Statement {
	scale := cfn.Allow(
		here("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
		"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")
	scale = onlyFor(scale, resourceTag("eks:cluster-name"), cfn.Ref("ClusterName"))
	scale = onlyFor(scale, resourceTag("k8s.io/cluster-autoscaler/enabled"), "true")
	return []cfn.Statement{
		anywhere("autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
			"autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities",
			"ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions",
			"ec2:GetInstanceTypesFromInstanceRequirements"),
		scale,
		cfn.Allow(here("eks", "nodegroup/${ClusterName}/*/*"), "eks:DescribeNodegroup"),
	}
}
