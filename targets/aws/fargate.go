package aws

import (
	"maps"
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// fargate is the profiles that run pods without nodes. They are made one after
// the other: EKS makes one profile of a cluster at a time.
func (n *compute) fargate() {
	if len(n.blueprint.EKS.Fargate) == 0 {
		return
	}
	pods := n.Add("FargateRole", role("eks-fargate-pods.amazonaws.com", "AmazonEKSFargatePodExecutionRolePolicy"))
	var last *cfn.Resource
	for _, p := range n.blueprint.EKS.Fargate {
		r := n.Add("Fargate"+logicalID(p.Name), &cfn.EKSFargateProfile{
			ClusterName: n.cluster, PodExecutionRoleArn: pods.Att("Arn"), Subnets: n.subnets(private), Selectors: selectors(p.Selectors),
		})
		if last != nil {
			r.After(last)
		}
		last = r
		n.capacity = append(n.capacity, r)
	}
}

func selectors(list []blueprint.FargateSelector) []cfn.EKSFargateProfileSelector {
	out := make([]cfn.EKSFargateProfileSelector, len(list))
	for i, s := range list {
		out[i].Namespace = cfn.S(s.Namespace)
		for _, key := range slices.Sorted(maps.Keys(s.Labels)) {
			out[i].Labels = append(out[i].Labels, cfn.EKSFargateProfileLabel{Key: cfn.S(key), Value: cfn.S(s.Labels[key])})
		}
	}
	return out
}

// onlyFargate reports whether a cluster begins with no nodes but those of Fargate.
func onlyFargate(b *blueprint.Blueprint) bool {
	return len(b.EKS.Fargate) > 0 && len(b.NodeGroups) == 0 && b.EKS.AutoMode == nil
}

// dns is the cluster's DNS, which is up only with something to run on.
func (n *compute) dns() error {
	configuration := map[string]any{}
	if onlyFargate(n.blueprint) {
		configuration["computeType"] = "Fargate"
	}
	a, err := addOn(n.blueprint, n.cluster, dnsAddOn, dnsAddOn, configuration)
	n.Add("CoreDns", a).After(n.capacity...)
	return err
}

// dnsAddOn is the cluster's DNS, in the catalogue and for EKS.
const dnsAddOn = "coredns"
