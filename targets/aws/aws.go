// Package aws says what a cluster, a team and an identity are on Amazon EKS:
// CloudFormation stacks of native resources, split by how long they live. It
// only describes. Templates hold no name, account or region of a cluster, so
// that every cluster of a blueprint has the same bytes.
package aws

import (
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// The parts of a cluster, in their order.
const (
	networkPart      = "network"
	clusterPart      = "cluster"
	capabilitiesPart = "capabilities"
	endpointPart     = "endpoint"
	nodesPart        = "nodes"
)

// Cluster is the parts that make a cluster of a blueprint, in their order. One
// that exists already is looked up.
func Cluster(_ *blueprint.Platform, b *blueprint.Blueprint, existing bool) ([]blueprint.Part, error) {
	list := []*blueprint.Part{{Name: clusterPart, Imported: true}, capabilities(b), endpoint(b)}
	if !existing {
		control, err := cluster(b)
		if err != nil {
			return nil, err
		}
		machines, err := nodes(b)
		if err != nil {
			return nil, err
		}
		list = []*blueprint.Part{network(b), control, capabilities(b), endpoint(b), machines}
	}
	var parts []blueprint.Part
	for _, part := range list {
		if part != nil {
			parts = append(parts, *part)
		}
	}
	return parts, nil
}

// managed is the ARN of a policy that AWS keeps.
func managed(policy string) cfn.String {
	return cfn.Sub("arn:${AWS::Partition}:iam::aws:policy/" + policy)
}

// role is a role that one service takes, with policies that AWS keeps.
func role(service string, policies ...string) *cfn.IAMRole {
	arns := make([]cfn.String, len(policies))
	for i, p := range policies {
		arns[i] = managed(p)
	}
	r := &cfn.IAMRole{AssumeRolePolicyDocument: cfn.Trust([]string{"sts:AssumeRole"}, service)}
	if len(arns) > 0 {
		r.ManagedPolicyArns = cfn.List(arns...)
	}
	return r
}

// Bound bounds every role of a template that has no bound yet by the account's
// policy with a name.
func Bound(t *cfn.Template, policy string) {
	for _, r := range t.Resources {
		if role, ok := r.Properties.(*cfn.IAMRole); ok && role.PermissionsBoundary.IsZero() {
			role.PermissionsBoundary = inAccount("policy/" + policy)
		}
	}
}

// logicalID is the part of a logical id that stands for a name: "gpu-a" is "GpuA".
func logicalID(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// has reports whether a blueprint lists an add-on.
func has(b *blueprint.Blueprint, addOn string) bool {
	for _, a := range b.AddOns {
		if a.Info().Name == addOn {
			return true
		}
	}
	return false
}
