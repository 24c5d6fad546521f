package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// VpcCni gives pods addresses of the VPC.
type VpcCni struct {
	Managed          `yaml:",inline"`
	PrefixDelegation bool  `yaml:"prefixDelegation,omitempty" doc:"Give nodes whole prefixes of addresses: more pods a node, larger gaps in a subnet."`
	NetworkPolicy    *bool `yaml:"networkPolicy,omitempty" default:"true" doc:"Enforce network policies by the plugin itself; with calico it is calico that does."`
}

// Info describes the add-on.
func (*VpcCni) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "vpc-cni",
		Doc:      "Gives pods addresses of the VPC. A cluster has it anyway; listed, its version and configuration can be set.",
		Upstream: "https://github.com/aws/amazon-vpc-cni-k8s",
		Managed:  "vpc-cni",
		Fidelity: managedFidelity("simulated pods have no network", "the cluster has a network of its own"),
	}
}

// Build is the EKS add-on of a cluster that exists already. Its pods may change
// network interfaces; nodes may not.
func (a *VpcCni) Build(b *blueprint.AddOnBuild) error {
	configuration := fields{}
	if !has(b.Blueprint, "calico") && !has(b.Blueprint, "cilium") {
		configuration[enforce] = "true" // a text, says its schema
	}
	pods := identity{namespace: "kube-system", account: "aws-node", managed: []string{"AmazonEKS_CNI_Policy"}}
	if b.Blueprint.Network.IPv6 { // AWS keeps no policy for it ("Configure Amazon VPC CNI plugin to use IRSA")
		pods.managed = nil
		pods.statements = []cfn.Statement{
			cfn.Allow(here("ec2", "network-interface/*"), "ec2:AssignIpv6Addresses", "ec2:CreateTags"),
			anywhere("ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeTags"),
		}
	}
	return a.core(b, a.Info().Managed, pods, a.configuration(configuration))
}

// Core is the EKS add-on of a cluster that the platform makes.
func (a *VpcCni) Core(addOn *cfn.EKSAddon, configuration map[string]any) error {
	return a.set(addOn, a.configuration(configuration))
}

// enforce has the plugin enforce network policies.
const enforce = "enableNetworkPolicy"

// configuration is what its own settings make of that of the cluster.
func (a *VpcCni) configuration(cluster fields) fields {
	if a.NetworkPolicy != nil && !*a.NetworkPolicy {
		delete(cluster, enforce)
	}
	if a.PrefixDelegation {
		cluster["env"] = fields{"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}
	}
	return cluster
}
