package aws

import (
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// compute is nodes in the making.
type compute struct {
	*cfn.Template
	part      *blueprint.Part
	blueprint *blueprint.Blueprint
	cluster   cfn.String
	role      *cfn.Resource
	capacity  []*cfn.Resource // what pods run on
}

// nodes is what pods run on: node groups and Fargate profiles, and the cluster's
// DNS, which needs one of them. nil: Auto Mode makes all nodes.
func nodes(b *blueprint.Blueprint) (*blueprint.Part, error) {
	if !hasNodes(b) {
		return nil, nil
	}
	part := &blueprint.Part{Name: nodesPart, Timeout: nodesTimeout, Template: cfn.New("The nodes of a cluster.")}
	part.Stack = assembly.Stack{
		Capabilities: []string{"CAPABILITY_IAM"},
		Parameters:   map[string]string{"ClusterName": part.Of(clusterPart, "ClusterName")},
	}
	n := &compute{Template: part.Template, part: part, blueprint: b, cluster: part.Template.Param("ClusterName", "Name of the cluster.")}
	for i := range b.NodeGroups {
		n.group(&b.NodeGroups[i])
	}
	n.fargate()
	return part, n.dns()
}

// hasNodes reports whether the platform makes what pods run on.
func hasNodes(b *blueprint.Blueprint) bool { return len(b.NodeGroups) > 0 || len(b.EKS.Fargate) > 0 }

// subnets are the cluster's subnets of a kind, as a list.
func (n *compute) subnets(k kind) cfn.Strings {
	id := k.name + "SubnetIds"
	n.part.Stack.Parameters[id] = n.part.Of(clusterPart, id)
	return n.ListParam(id, k.name+" subnets, with commas.")
}

var kindByName = map[string]kind{"private": private, "public": public, "intra": intra}

// group is one managed node group. It has no name of its own, so that a group
// that must be replaced is there before the old one goes.
func (n *compute) group(g *blueprint.NodeGroup) {
	if n.role == nil {
		n.role = n.Add("NodeRole", nodeRole())
	}
	template := n.launchTemplate(g)
	properties := &cfn.EKSNodegroup{
		ClusterName: n.cluster, NodeRole: n.role.Att("Arn"), Subnets: n.subnets(kindByName[g.Subnets]),
		AmiType: cfn.S(amiType(g)), CapacityType: cfn.S(strings.ToUpper(strings.ReplaceAll(g.Capacity, "-", "_"))),
		InstanceTypes: cfn.L(g.InstanceTypes...), Version: cfn.S(n.blueprint.Kubernetes),
		LaunchTemplate: &cfn.EKSNodegroupLaunchTemplateSpecification{Id: template.Ref(), Version: template.Att("LatestVersionNumber")},
		ScalingConfig:  &cfn.EKSNodegroupScalingConfig{MinSize: cfn.I(g.Min), MaxSize: cfn.I(g.Max), DesiredSize: cfn.I(max(g.Desired, g.Min))},
		UpdateConfig:   updateConfig(g.Update),
		Labels:         map[string]cfn.String{"slipway.dev/node-group": cfn.S(g.Name)},
	}
	for key, value := range g.Labels {
		properties.Labels[key] = cfn.S(value)
	}
	for _, t := range g.Taints {
		properties.Taints = append(properties.Taints, cfn.EKSNodegroupTaint{Key: cfn.S(t.Key), Value: text(t.Value), Effect: cfn.S(taintEffects[t.Effect])})
	}
	if on(g.Repair) {
		properties.NodeRepairConfig = &cfn.EKSNodegroupNodeRepairConfig{Enabled: cfn.B(true)}
	}
	n.capacity = append(n.capacity, n.Add("Nodes"+logicalID(g.Name), properties))
}

// taintEffects are EKS' names for the effects of taints.
var taintEffects = map[string]string{"NoSchedule": "NO_SCHEDULE", "PreferNoSchedule": "PREFER_NO_SCHEDULE", "NoExecute": "NO_EXECUTE"}

func updateConfig(u blueprint.NodeUpdate) *cfn.EKSNodegroupUpdateConfig {
	switch {
	case u.MaxUnavailablePercentage > 0:
		return &cfn.EKSNodegroupUpdateConfig{MaxUnavailablePercentage: cfn.F(float64(u.MaxUnavailablePercentage))}
	case u.MaxUnavailable > 0:
		return &cfn.EKSNodegroupUpdateConfig{MaxUnavailable: cfn.F(float64(u.MaxUnavailable))}
	}
	return nil
}

// text is a literal that is left out where it is empty.
func text(s string) cfn.String {
	if s == "" {
		return cfn.String{}
	}
	return cfn.S(s)
}
