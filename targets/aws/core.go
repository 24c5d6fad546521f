package aws

import (
	"encoding/json"
	"fmt"
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// needsCore reports whether a cluster needs the add-ons that make nodes work:
// the nodes of Auto Mode have them built in.
func needsCore(b *blueprint.Blueprint) bool {
	return b.EKS.AutoMode == nil || len(b.NodeGroups) > 0 || len(b.EKS.Fargate) > 0
}

// InCluster reports whether an add-on is in the stack of a cluster that the
// platform makes, or of its nodes: the cluster has it whether it is listed or
// not, and has it in the same place.
func InCluster(b *blueprint.Blueprint, a blueprint.AddOn) bool {
	if _, ok := a.(blueprint.Core); !ok {
		return false
	}
	return a.Info().Name != dnsAddOn || hasNodes(b)
}

// coreListed is a core add-on with the settings of the blueprint, nil without any.
func coreListed(b *blueprint.Blueprint, name string) blueprint.Core {
	for _, a := range b.AddOns {
		if core, ok := a.(blueprint.Core); ok && a.Info().Name == name {
			return core
		}
	}
	return nil
}

// coreAddOns are the add-ons without which no node becomes Ready, and others of
// their kind that the blueprint lists.
func (c *control) coreAddOns() error {
	needed := needsCore(c.blueprint)
	if needed || coreListed(c.blueprint, "kube-proxy") != nil {
		if _, err := c.addOn("KubeProxy", "kube-proxy", "kube-proxy", nil); err != nil {
			return err
		}
	}
	if needed && c.provider == nil || coreListed(c.blueprint, "pod-identity-agent") != nil {
		if _, err := c.addOn("PodIdentityAgent", "pod-identity-agent", "eks-pod-identity-agent", nil); err != nil {
			return err
		}
	}
	if needed || coreListed(c.blueprint, "vpc-cni") != nil {
		return c.vpcCNI()
	}
	return nil
}

// addOn adds what the catalogue calls name and EKS managed.
func (c *control) addOn(id, name, managed string, configuration map[string]any) (*cfn.EKSAddon, error) {
	a, err := addOn(c.blueprint, c.cluster.Ref(), name, managed, configuration)
	c.Add(id, a)
	return a, err
}

// addOn is an add-on that EKS keeps: where the blueprint does not list it, in the
// version that EKS gives a cluster of its version.
func addOn(b *blueprint.Blueprint, cluster cfn.String, name, managed string, configuration map[string]any) (*cfn.EKSAddon, error) {
	a := &cfn.EKSAddon{ClusterName: cluster, AddonName: cfn.S(managed), ResolveConflicts: cfn.S("OVERWRITE")}
	if core := coreListed(b, name); core != nil {
		if err := core.Core(a, configuration); err != nil {
			return a, fmt.Errorf("add-on %s: %w", name, err)
		}
		return a, nil
	}
	if len(configuration) > 0 {
		text, err := json.Marshal(configuration)
		if err != nil {
			return a, fmt.Errorf("the configuration of the add-on %s: %w", name, err)
		}
		a.ConfigurationValues = cfn.S(string(text))
	}
	return a, nil
}

// policyEngines are add-ons that enforce network policies themselves.
var policyEngines = []string{"calico", "cilium"}

// vpcCNI gives pods addresses of the VPC, and enforces network policies unless
// something else does.
func (c *control) vpcCNI() error {
	configuration := map[string]any{}
	if !slices.ContainsFunc(policyEngines, func(name string) bool { return has(c.blueprint, name) }) {
		configuration["enableNetworkPolicy"] = "true"
	}
	properties := networkRole(c.blueprint)
	a, err := c.addOn("VpcCni", "vpc-cni", "vpc-cni", configuration)
	if c.provider != nil {
		properties.AssumeRolePolicyDocument = c.webIdentity("kube-system", "aws-node")
	}
	r := c.Add("VpcCniRole", properties)
	if c.provider != nil {
		a.ServiceAccountRoleArn = r.Att("Arn")
	} else {
		a.PodIdentityAssociations = []cfn.EKSAddonPodIdentityAssociation{{ServiceAccount: cfn.S("aws-node"), RoleArn: r.Att("Arn")}}
	}
	return err
}
