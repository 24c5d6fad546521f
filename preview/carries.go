package preview

import (
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// foundation are the resources that all pods of a cluster run on or reach the
// world through.
var foundation = []string{
	"AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup",
	"AWS::EC2::Subnet", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC", "AWS::EC2::VPCCidrBlock", "AWS::EC2::VPCGatewayAttachment",
	"AWS::EKS::Addon", "AWS::EKS::Cluster", "AWS::EKS::FargateProfile", "AWS::EKS::Nodegroup",
}

// running are the objects and releases that an add-on works by.
var running = []string{
	"CustomResourceDefinition", "DaemonSet", "Deployment", "MutatingWebhookConfiguration", "Namespace", "Service", "StatefulSet",
	"ValidatingWebhookConfiguration", "release",
}

// podNetwork are the add-ons that pods reach each other through.
var podNetwork = []string{"calico", "cilium", "coredns", "kube-proxy", "vpc-cni"}

// severe reports whether a change takes something away, or may for a while.
func severe(c deploy.Change) bool {
	return c.Verb == deploy.Delete || c.Replacement != deploy.InPlace
}

// carries reports whether a change of a cluster's unit touches every team.
func carries(u *Unit, c deploy.Change, guards map[string]bool) bool {
	p := part(u.ID)
	switch {
	case u.Team != "":
		return false
	case p[0] == "teams":
		return true
	case !severe(c):
		return false
	case slices.Contains([]string{"network", "cluster", "nodes"}, p[0]):
		return whole(c) || slices.Contains(foundation, c.Type)
	case p[0] == "control-plane":
		return true
	case p[0] == "addons" && len(p) > 1 && guards[u.Cluster+"/"+p[1]]:
		kind, _, _ := strings.Cut(c.What, " ")
		return whole(c) || slices.Contains(running, kind) || slices.Contains(foundation, c.Type)
	}
	return false
}

// guards are the add-ons, as "CLUSTER/NAME", that every pod depends on: those
// that answer admission webhooks, and those that make the pods' network.
func guards(all ...*assembly.Assembly) map[string]bool {
	out := map[string]bool{}
	for _, a := range all {
		if a == nil {
			continue
		}
		for i := range a.Units {
			u := &a.Units[i]
			p := part(u.ID)
			if p[0] != "addons" || len(p) < 2 {
				continue
			}
			webhook := slices.ContainsFunc(u.Gates, func(g assembly.Gate) bool { return g.Kind == assembly.Webhook })
			if webhook || slices.Contains(podNetwork, p[1]) {
				out[clusterOf(u.ID)+"/"+p[1]] = true
			}
		}
	}
	return out
}

// typed is the resource type that a name begins with, "" for other names.
func typed(what string) string {
	if kind, _, _ := strings.Cut(what, " "); strings.HasPrefix(kind, "AWS::") {
		return kind
	}
	return ""
}
