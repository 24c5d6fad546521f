package aws

import (
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// capabilities is the controllers that EKS runs outside of the cluster, each
// with a role of its own. nil: none.
func capabilities(b *blueprint.Blueprint) *blueprint.Part {
	wanted := b.EKS.Capabilities
	if wanted == (blueprint.Capabilities{}) {
		return nil
	}
	part := &blueprint.Part{Name: capabilitiesPart, Timeout: capabilitiesTimeout, Template: cfn.New("Controllers that EKS runs for a cluster.")}
	part.Stack = assembly.Stack{
		Capabilities: []string{"CAPABILITY_IAM"}, Parameters: map[string]string{"ClusterName": part.Of(clusterPart, "ClusterName")},
	}
	t := part.Template
	t.Param("ClusterName", "Name of the cluster.")
	if wanted.ArgoCD != nil {
		r := capability(t, "ArgoCd", "argocd", &cfn.EKSCapabilityCapabilityConfiguration{ArgoCd: managedArgoCD(wanted.ArgoCD)}, nil)
		t.Output("ArgoCdUrl", "", r.Att("Configuration.ArgoCd.ServerUrl"))
	}
	if wanted.ACK != nil {
		capability(t, "Ack", "ack", nil, wanted.ACK.Policies)
	}
	if wanted.Kro != nil {
		capability(t, "Kro", "kro", nil, nil)
	}
	return part
}

// capability is one controller with the policies of its role ("Amazon EKS
// capability IAM role"). EKS keeps what the controller made when it goes.
func capability(t *cfn.Template, id, name string, c *cfn.EKSCapabilityCapabilityConfiguration, policies []string) *cfn.Resource {
	r := &cfn.IAMRole{AssumeRolePolicyDocument: cfn.Trust([]string{"sts:AssumeRole", "sts:TagSession"}, "capabilities.eks.amazonaws.com")}
	if len(policies) > 0 {
		arns := make([]cfn.String, len(policies))
		for i, p := range policies {
			arns[i] = inAccount(p)
		}
		r.ManagedPolicyArns = cfn.List(arns...)
	}
	return t.Add(id, &cfn.EKSCapability{
		CapabilityName: cfn.S(name), ClusterName: cfn.Ref("ClusterName"), Type: cfn.S(strings.ToUpper(name)),
		DeletePropagationPolicy: cfn.S("RETAIN"), Configuration: c, RoleArn: t.Add(id+"Role", r).Att("Arn"),
	})
}

func managedArgoCD(a *blueprint.ManagedArgoCD) *cfn.EKSCapabilityArgoCd {
	out := &cfn.EKSCapabilityArgoCd{
		AwsIdc: &cfn.EKSCapabilityAwsIdc{IdcInstanceArn: cfn.S(a.IdentityCenter), IdcRegion: text(a.IdentityCenterRegion)}, Namespace: cfn.S(a.Namespace),
	}
	for _, m := range []struct {
		role   string
		groups []string
	}{{"ADMIN", a.Admins}, {"VIEWER", a.Viewers}} {
		if len(m.groups) == 0 {
			continue
		}
		mapping := cfn.EKSCapabilityArgoCdRoleMapping{Role: cfn.S(m.role)}
		for _, id := range m.groups {
			mapping.Identities = append(mapping.Identities, cfn.EKSCapabilitySsoIdentity{Type: cfn.S("SSO_GROUP"), Id: cfn.S(id)})
		}
		out.RbacRoleMappings = append(out.RbacRoleMappings, mapping)
	}
	return out
}
