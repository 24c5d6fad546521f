// Package aws says what a cluster, a team and an identity are on Amazon EKS:
// CloudFormation stacks of native resources, split by how long they live. It
// only describes. Templates hold no name, account or region of a cluster, so
// that every cluster of a blueprint has the same bytes.
package aws

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// The parts of a cluster, in their order.
const (
	networkPart = "network"
	clusterPart = "cluster"
	nodesPart   = "nodes"
)

// Cluster is the parts that make a cluster of a blueprint, in their order. One
// that exists already is looked up.
func Cluster(_ *blueprint.Platform, b *blueprint.Blueprint, existing bool) ([]blueprint.Part, error) {
	if existing {
		return []blueprint.Part{{Name: clusterPart, Imported: true}}, nil
	}
	return []blueprint.Part{network(b), cluster(b), nodes(b)}, nil
}

func network(b *blueprint.Blueprint) blueprint.Part {
	t := cfn.New("The network of a cluster.")
	vpc := t.Add("Vpc", &cfn.EC2VPC{CidrBlock: cfn.S(b.Network.CIDR)})
	t.Output("VpcId", "", vpc.Ref())
	return blueprint.Part{Name: networkPart, Template: t}
}

func cluster(b *blueprint.Blueprint) blueprint.Part {
	part := blueprint.Part{Name: clusterPart}
	t := cfn.New("An EKS cluster.")
	name := t.Param("ClusterName", "Name of the cluster.")
	t.Param("VpcId", "The network.")
	role := t.Add("Role", &cfn.IAMRole{AssumeRolePolicyDocument: cfn.Trust([]string{"sts:AssumeRole", "sts:TagSession"}, "eks.amazonaws.com")})
	eks := t.Add("Cluster", &cfn.EKSCluster{Name: name, Version: cfn.S(b.Kubernetes), RoleArn: role.Att("Arn"), ResourcesVpcConfig: &cfn.EKSClusterResourcesVpcConfig{}})
	t.Output("ClusterName", "", eks.Ref())
	t.Output("VpcId", "", cfn.Ref("VpcId"))
	part.Template = t
	part.Stack = assembly.Stack{
		Parameters:   map[string]string{"ClusterName": "${slipway.eks}", "VpcId": part.Of(networkPart, "VpcId")},
		Capabilities: []string{"CAPABILITY_IAM"}, Protected: true,
	}
	return part
}

func nodes(*blueprint.Blueprint) blueprint.Part {
	part := blueprint.Part{Name: nodesPart}
	t := cfn.New("The nodes of a cluster.")
	name := t.Param("ClusterName", "Name of the cluster.")
	t.Add("General", &cfn.EKSNodegroup{ClusterName: name})
	part.Template = t
	part.Stack = assembly.Stack{Parameters: map[string]string{"ClusterName": part.Of(clusterPart, "ClusterName")}}
	return part
}
