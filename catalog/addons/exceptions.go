package addons

import "slipway.dev/slipway/cfn"

// anywhere is a statement on every resource, for actions that AWS lets nobody
// narrow. Each must be in Unscoped, with the reason.
func anywhere(actions ...string) cfn.Statement {
	return cfn.Allow([]cfn.String{cfn.S("*")}, actions...)
}

// Unscoped are the actions that an add-on may be allowed on every resource, with
// the reason why no ARN can be named (Service Authorization Reference). Whatever
// else an add-on may do names what it is about, or is in a policy that AWS keeps.
func Unscoped() map[string]string {
	out := map[string]string{}
	for _, e := range []struct {
		reason  string
		actions []string
	}{
		{"EC2 Auto Scaling knows no resources for what it describes", []string{
			"autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
			"autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities",
		}},
		{"EC2 knows no resources for what it describes", []string{
			"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones", "ec2:DescribeCapacityReservations",
			"ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypeOfferings",
			"ec2:DescribeInstanceTypes", "ec2:DescribeInternetGateways", "ec2:DescribeIpamPools", "ec2:DescribeLaunchTemplateVersions",
			"ec2:DescribeLaunchTemplates", "ec2:DescribeNetworkInterfaces", "ec2:DescribePlacementGroups", "ec2:DescribeRouteTables",
			"ec2:DescribeSecurityGroups", "ec2:DescribeSnapshots", "ec2:DescribeSpotPriceHistory", "ec2:DescribeSubnets",
			"ec2:DescribeTags", "ec2:DescribeVolumes", "ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpcs",
			"ec2:GetInstanceTypesFromInstanceRequirements",
		}},
		{"Elastic Load Balancing knows no resources for what it describes", []string{
			"elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
			"elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
			"elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
			"elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags",
			"elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
			"elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStores",
		}},
		{"a list of everything is about no one thing", []string{
			"acm:ListCertificates", "iam:ListServerCertificates", "route53:ListHostedZones", "route53:ListHostedZonesByName", "tag:GetResources",
			"vpc-lattice:ListServiceNetworkServiceAssociations", "vpc-lattice:ListServiceNetworkVpcAssociations",
			"vpc-lattice:ListServiceNetworks", "vpc-lattice:ListServices", "vpc-lattice:ListTargetGroups",
		}},
		{"the price list has no resources", []string{"pricing:GetProducts"}},
		{"X-Ray takes what is sent into the account and the region of the sender", []string{
			"xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
		}},
	} {
		for _, action := range e.actions {
			out[action] = e.reason
		}
	}
	return out
}
