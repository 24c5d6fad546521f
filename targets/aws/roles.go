package aws

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// clusterRole is what the control plane may do ("Amazon EKS cluster IAM role");
// with Auto Mode it makes nodes, disks and load balancers, too.
func (c *control) clusterRole() *cfn.Resource {
	policies := []string{"AmazonEKSClusterPolicy"}
	actions := []string{"sts:AssumeRole"}
	if c.blueprint.EKS.AutoMode != nil {
		policies = append(policies, "AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy")
		actions = append(actions, "sts:TagSession")
	}
	r := role("eks.amazonaws.com", policies...)
	r.AssumeRolePolicyDocument = cfn.Trust(actions, "eks.amazonaws.com")
	return c.Add("Role", r)
}

// autoMode has EKS make the nodes, from built-in pools.
func (c *control) autoMode(properties *cfn.EKSCluster) {
	nodeRole := c.Add("AutoNodeRole", role("ec2.amazonaws.com", "AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"))
	properties.ComputeConfig = &cfn.EKSClusterComputeConfig{
		Enabled: cfn.B(true), NodePools: cfn.L(c.blueprint.EKS.AutoMode.NodePools...), NodeRoleArn: nodeRole.Att("Arn"),
	}
	properties.StorageConfig = &cfn.EKSClusterStorageConfig{BlockStorage: &cfn.EKSClusterBlockStorage{Enabled: cfn.B(true)}}
	properties.KubernetesNetworkConfig.ElasticLoadBalancing = &cfn.EKSClusterElasticLoadBalancing{Enabled: cfn.B(true)}
}

// nodeRole is what nodes may do: join, and pull images. Addresses for pods are
// the network add-on's business, which has a role of its own.
func nodeRole() *cfn.IAMRole {
	return role("ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
}

// networkRole is the role of the VPC CNI: AWS's policy for IPv4; for IPv6,
// where AWS keeps none, that of its documentation ("Configure Amazon VPC CNI
// plugin to use IRSA"), as narrow as EC2 lets it be.
func networkRole(b *blueprint.Blueprint) *cfn.IAMRole {
	r := role("pods.eks.amazonaws.com")
	r.AssumeRolePolicyDocument = cfn.Trust([]string{"sts:AssumeRole", "sts:TagSession"}, "pods.eks.amazonaws.com")
	if !b.Network.IPv6 {
		r.ManagedPolicyArns = cfn.List(managed("AmazonEKS_CNI_Policy"))
		return r
	}
	interfaces := cfn.Sub("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:network-interface/*")
	r.Policies = []cfn.IAMRolePolicyPart{{
		PolicyName: cfn.S("addresses"),
		PolicyDocument: cfn.Policy{Statements: []cfn.Statement{
			cfn.Allow([]cfn.String{interfaces}, "ec2:AssignIpv6Addresses", "ec2:CreateTags"),
			cfn.Allow([]cfn.String{cfn.S("*")}, "ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeTags"),
		}},
	}}
	return r
}
