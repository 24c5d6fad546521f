package aws

import (
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// needsCore reports whether a cluster needs the add-ons that make nodes work:
// the nodes of Auto Mode have them built in.
func needsCore(b *blueprint.Blueprint) bool {
	return b.EKS.AutoMode == nil || len(b.NodeGroups) > 0 || len(b.EKS.Fargate) > 0
}

// coreAddOns are the add-ons without which no node becomes Ready, but for those
// that the blueprint lists itself: then they have stacks of their own.
func (c *control) coreAddOns() {
	if !needsCore(c.blueprint) {
		return
	}
	if !has(c.blueprint, "kube-proxy") {
		c.addOn("KubeProxy", "kube-proxy")
	}
	if c.provider == nil && !has(c.blueprint, "pod-identity-agent") {
		c.addOn("PodIdentityAgent", "eks-pod-identity-agent")
	}
	if !has(c.blueprint, "vpc-cni") {
		c.vpcCNI()
	}
}

func (c *control) addOn(id, name string) *cfn.EKSAddon {
	a := addOn(c.cluster.Ref(), name)
	c.Add(id, a)
	return a
}

// addOn is a managed add-on in the version that EKS gives a cluster of its version.
func addOn(cluster cfn.String, name string) *cfn.EKSAddon {
	return &cfn.EKSAddon{ClusterName: cluster, AddonName: cfn.S(name), ResolveConflicts: cfn.S("OVERWRITE")}
}

// policyEngines are add-ons that enforce network policies themselves.
var policyEngines = []string{"calico", "cilium"}

// vpcCNI gives pods addresses of the VPC, and enforces network policies unless
// something else does.
func (c *control) vpcCNI() {
	properties := networkRole(c.blueprint)
	a := c.addOn("VpcCni", "vpc-cni")
	if c.provider != nil {
		properties.AssumeRolePolicyDocument = c.webIdentity("kube-system", "aws-node")
	}
	r := c.Add("VpcCniRole", properties)
	if c.provider != nil {
		a.ServiceAccountRoleArn = r.Att("Arn")
	} else {
		a.PodIdentityAssociations = []cfn.EKSAddonPodIdentityAssociation{{ServiceAccount: cfn.S("aws-node"), RoleArn: r.Att("Arn")}}
	}
	if !slices.ContainsFunc(policyEngines, func(name string) bool { return has(c.blueprint, name) }) {
		a.ConfigurationValues = cfn.S(`{"enableNetworkPolicy":"true"}`)
	}
}
