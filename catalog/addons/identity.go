package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// iamCapability is what a stack must be allowed that makes roles.
const iamCapability = "CAPABILITY_IAM"

// identity is what the pods of an add-on may do on AWS, by their service account.
type identity struct {
	namespace, account string
	statements         []cfn.Statement
	managed            []string // policies that AWS keeps: "service-role/AmazonEBSCSIDriverPolicy"
}

// identityPart is the part that every chart with an identity comes after.
const identityPart = "identity"

// part is a stack of its own with the role and who may take it.
func (i identity) part(b *blueprint.AddOnBuild) blueprint.Part {
	part := stack(identityPart, "The role of the service account "+i.namespace+"/"+i.account+".")
	role := i.role(b, &part)
	i.associate(b, &part, role)
	return part
}

// role adds the role to the part's stack and hands out its ARN.
func (i identity) role(b *blueprint.AddOnBuild, part *blueprint.Part) *cfn.Resource {
	part.Stack.Capabilities = []string{iamCapability}
	role := &cfn.IAMRole{AssumeRolePolicyDocument: i.trust(b, part)}
	if len(i.statements) > 0 {
		role.Policies = []cfn.IAMRolePolicyPart{{PolicyName: cfn.S("addon"), PolicyDocument: cfn.Policy{Statements: i.statements}}}
	}
	if len(i.managed) > 0 {
		var arns []cfn.String
		for _, name := range i.managed {
			arns = append(arns, cfn.Sub("arn:${AWS::Partition}:iam::aws:policy/"+name))
		}
		role.ManagedPolicyArns = cfn.List(arns...)
	}
	r := part.Template.Add("Role", role)
	part.Template.Output("RoleArn", "", r.Att("Arn"))
	return r
}

// trust says who may take the role: EKS Pod Identity for the pods that it finds
// an association for.
func (identity) trust(*blueprint.AddOnBuild, *blueprint.Part) any {
	return cfn.Trust([]string{"sts:AssumeRole", "sts:TagSession"}, "pods.eks.amazonaws.com")
}

// associate gives the role to the service account.
func (i identity) associate(_ *blueprint.AddOnBuild, part *blueprint.Part, role *cfn.Resource) {
	part.Template.Add("Association", &cfn.EKSPodIdentityAssociation{
		ClusterName: parameter(part, "ClusterName", "Name of the cluster."),
		Namespace:   cfn.S(i.namespace), ServiceAccount: cfn.S(i.account), RoleArn: role.Att("Arn"),
	})
}

// lend gives the role to the pods of an EKS add-on, in the stack of the add-on.
func (i identity) lend(b *blueprint.AddOnBuild, part *blueprint.Part, addOn *cfn.EKSAddon) {
	role := i.role(b, part)
	addOn.PodIdentityAssociations = []cfn.EKSAddonPodIdentityAssociation{{RoleArn: role.Att("Arn"), ServiceAccount: cfn.S(i.account)}}
}

// serviceAccount is the values of a chart's service account that has the role.
func (i identity) serviceAccount(*blueprint.AddOnBuild, *blueprint.Part) fields {
	return fields{"create": true, "name": i.account}
}
