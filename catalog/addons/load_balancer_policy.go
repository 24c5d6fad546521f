package addons

import (
	"slices"

	"slipway.dev/slipway/cfn"
)

// ownedByController is the tag that the controller puts on what it makes, with
// the cluster's name.
const ownedByController = "elbv2.k8s.aws/cluster"

// loadBalancerMay is upstream's docs/install/iam_policy.json, with ARNs where
// that has none and the cluster's name where that asks for any. What serves WAF
// is there where it is asked for; Shield and Outposts are left out.
func loadBalancerMay(waf bool) []cfn.Statement {
	balancers := here("elasticloadbalancing", "loadbalancer/app/*/*", "loadbalancer/net/*/*")
	targets := here("elasticloadbalancing", "targetgroup/*/*")
	listeners := here("elasticloadbalancing", "listener/app/*/*/*", "listener/net/*/*/*")
	rules := here("elasticloadbalancing", "listener-rule/app/*/*/*", "listener-rule/net/*/*/*")
	made := slices.Concat(balancers, targets)
	out := []cfn.Statement{
		onlyFor(cfn.Allow(arns("iam::${AWS::AccountId}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"), "iam:CreateServiceLinkedRole"),
			"iam:AWSServiceName", cfn.S("elasticloadbalancing.amazonaws.com")),
		loadBalancerSees(),
		cfn.Allow(here("acm", "certificate/*"), "acm:DescribeCertificate"),
		cfn.Allow(arns("iam::${AWS::AccountId}:server-certificate/*"), "iam:GetServerCertificate"),
		cfn.Allow(here("cognito-idp", "userpool/*"), "cognito-idp:DescribeUserPoolClient"),

		onlyFor(cfn.Allow(made, "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags"), requestTag(ownedByController), cfn.Ref("ClusterName")),
		onlyFor(cfn.Allow(made, "elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags",
			"elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetSecurityGroups",
			"elasticloadbalancing:SetSubnets", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:ModifyTargetGroup",
			"elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:ModifyCapacityReservation",
			"elasticloadbalancing:ModifyIpPools", "elasticloadbalancing:CreateListener"), resourceTag(ownedByController), cfn.Ref("ClusterName")),
		// Also targets of groups that others make, such as the customer endpoint's.
		cfn.Allow(targets, "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"),
		cfn.Allow(slices.Concat(listeners, rules), "elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags",
			"elasticloadbalancing:CreateRule", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:ModifyListener",
			"elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:SetRulePriorities",
			"elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:RemoveListenerCertificates"),
	}
	out = append(out, loadBalancerGuards()...)
	if waf {
		out = append(out, cfn.Allow(slices.Concat(here("wafv2", "regional/webacl/*/*"), balancers[:1]), "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL",
			"wafv2:GetWebACL", "wafv2:GetWebACLForResource", "elasticloadbalancing:SetWebAcl"))
	}
	return out
}

// loadBalancerGuards are the rules about security groups: its own, and the ones
// of the nodes, which let its load balancers in.
func loadBalancerGuards() []cfn.Statement {
	groups := here("ec2", "security-group/*")
	return []cfn.Statement{
		cfn.Allow(here("ec2", "vpc/*"), "ec2:CreateSecurityGroup", "ec2:GetSecurityGroupsForVpc"),
		onlyFor(cfn.Allow(groups, "ec2:CreateSecurityGroup", "ec2:CreateTags"), requestTag(ownedByController), cfn.Ref("ClusterName")),
		onlyFor(cfn.Allow(groups, "ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup", "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
			resourceTag(ownedByController), cfn.Ref("ClusterName")),
		cfn.Allow(here("ec2", "security-group/${SecurityGroupId}"), "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
	}
}

// loadBalancerSees is what it looks for before it knows any name.
func loadBalancerSees() cfn.Statement {
	return anywhere("acm:ListCertificates", "iam:ListServerCertificates",
		"ec2:DescribeAccountAttributes", "ec2:DescribeAddresses", "ec2:DescribeAvailabilityZones",
		"ec2:DescribeInstances", "ec2:DescribeInternetGateways", "ec2:DescribeIpamPools", "ec2:DescribeNetworkInterfaces",
		"ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags",
		"ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpcs",
		"elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeListenerAttributes",
		"elasticloadbalancing:DescribeListenerCertificates", "elasticloadbalancing:DescribeListeners",
		"elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancers",
		"elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeSSLPolicies", "elasticloadbalancing:DescribeTags",
		"elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
		"elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DescribeTrustStores")
}
