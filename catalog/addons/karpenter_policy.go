package addons

import (
	"slices"

	"slipway.dev/slipway/cfn"
)

// karpenterCluster is the tag with the cluster's name that Karpenter puts on
// everything it makes.
const karpenterCluster = "eks:eks-cluster-name"

// karpenterMay is upstream's policy for the controller ("CloudFormation",
// reference). Upstream tells clusters apart by two tags, one of which has the
// cluster's name in its key; here it is the other, whose value is a parameter.
// Instance profiles are not Karpenter's to make, so it may only read them.
func karpenterMay() []cfn.Statement {
	anyone := arns("ec2:${AWS::Region}::image/*", "ec2:${AWS::Region}::snapshot/*",
		"ec2:${AWS::Region}:*:capacity-reservation/*", "ec2:${AWS::Region}:*:placement-group/*",
		"ec2:${AWS::Region}:*:security-group/*", "ec2:${AWS::Region}:*:subnet/*")
	made := here("ec2", "fleet/*", "instance/*", "launch-template/*", "network-interface/*", "spot-instances-request/*", "volume/*")
	launched := here("ec2", "instance/*", "launch-template/*")
	return slices.Concat([]cfn.Statement{
		cfn.Allow(anyone, "ec2:RunInstances", "ec2:CreateFleet"),
		karpenterTagged(resourceTag, cfn.Allow(here("ec2", "launch-template/*"), "ec2:RunInstances", "ec2:CreateFleet")),
		karpenterTagged(requestTag, cfn.Allow(made, "ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate")),
		onlyFor(karpenterTagged(requestTag, cfn.Allow(made, "ec2:CreateTags")), "ec2:CreateAction", []string{"RunInstances", "CreateFleet", "CreateLaunchTemplate"}),
		where(karpenterTagged(resourceTag, cfn.Allow(here("ec2", "instance/*"), "ec2:CreateTags")),
			"ForAllValues:StringEquals", "aws:TagKeys", []string{karpenterCluster, "karpenter.sh/nodeclaim", "Name"}),
		karpenterTagged(resourceTag, cfn.Allow(launched, "ec2:TerminateInstances", "ec2:DeleteLaunchTemplate")),
	}, karpenterReads(), []cfn.Statement{
		cfn.Allow([]cfn.String{cfn.Att("Queue", "Arn")}, "sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"),
		onlyFor(cfn.Allow([]cfn.String{cfn.Att("NodeRole", "Arn")}, "iam:PassRole"), "iam:PassedToService", []string{"ec2.amazonaws.com", "ec2.amazonaws.com.cn"}),
	})
}

// karpenterTagged is the statement for what Karpenter of this cluster makes, by
// the tags that are asked for or the ones that are there.
func karpenterTagged(key func(tag string) string, s cfn.Statement) cfn.Statement {
	return where(onlyFor(s, key(karpenterCluster), cfn.Ref("ClusterName")), "StringLike", key("karpenter.sh/nodepool"), "*")
}

// karpenterReads is what it looks at.
func karpenterReads() []cfn.Statement {
	return []cfn.Statement{
		anywhere("ec2:DescribeCapacityReservations", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeInstanceStatus",
			"ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplates", "ec2:DescribePlacementGroups",
			"ec2:DescribeSecurityGroups", "ec2:DescribeSpotPriceHistory", "ec2:DescribeSubnets", "pricing:GetProducts"),
		cfn.Allow(arns("ssm:${AWS::Region}::parameter/aws/service/*"), "ssm:GetParameter"),
		cfn.Allow(arns("iam::${AWS::AccountId}:instance-profile/*"), "iam:GetInstanceProfile", "iam:ListInstanceProfiles"),
		cfn.Allow(here("eks", "cluster/${ClusterName}"), "eks:DescribeCluster"),
	}
}
