package addons

import (
	"cmp"
	"strings"
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/manifest"
)

// iamCapability is what a stack must be allowed that makes roles.
const iamCapability = "CAPABILITY_IAM"

// identity is what the pods of an add-on may do on AWS, by their service account.
type identity struct {
	name               string // of its part, "" means identity
	namespace, account string
	statements         []cfn.Statement
	managed            []string // policies that AWS keeps: "service-role/AmazonEBSCSIDriverPolicy"
}

// identityPart is the part that every chart with an identity comes after.
const identityPart = "identity"

// part is a stack of its own with the role and who may take it.
func (i identity) part(b *blueprint.AddOnBuild) blueprint.Part {
	part := blueprint.Part{
		Name:     cmp.Or(i.name, identityPart),
		Template: cfn.New("The role of the service account " + i.namespace + "/" + i.account + "."),
		Timeout:  10 * time.Minute,
	}
	role := i.role(b, &part)
	i.associate(b, &part, role)
	return part
}

// role adds the role to the part's stack and hands out its ARN.
func (i identity) role(b *blueprint.AddOnBuild, part *blueprint.Part) *cfn.Resource {
	part.Stack.Capabilities = []string{iamCapability}
	parameter(part, "ClusterName", "Name of the cluster.") // statements may refer to it
	role := &cfn.IAMRole{AssumeRolePolicyDocument: i.trust(b, part)}
	if len(i.statements) > 0 {
		role.Policies = []cfn.IAMRolePolicyPart{{PolicyName: cfn.S("addon"), PolicyDocument: cfn.Policy{Statements: i.statements}}}
	}
	if len(i.managed) > 0 {
		role.ManagedPolicyArns = awsManaged(i.managed...)
	}
	r := part.Template.Add("Role", role)
	part.Template.Output("RoleArn", "", r.Att("Arn"))
	return r
}

// trust says who may take the role: the service account, and nobody else.
func (i identity) trust(b *blueprint.AddOnBuild, part *blueprint.Part) any {
	if irsa(b) {
		return i.webIdentity(part)
	}
	// EKS puts cluster, namespace and account on the session as tags ("EKS Pod
	// Identity, attribute-based access").
	s := cfn.Statement{Principal: cfn.Principal{Services: []string{"pods.eks.amazonaws.com"}}, Actions: []string{"sts:AssumeRole", "sts:TagSession"}}
	s = onlyFor(s, requestTag("eks-cluster-name"), parameter(part, "ClusterName", "Name of the cluster."))
	s = onlyFor(s, requestTag("kubernetes-namespace"), i.namespace)
	s = onlyFor(s, requestTag("kubernetes-service-account"), i.account)
	return cfn.Policy{Statements: []cfn.Statement{s}}
}

// irsa reports whether pods become roles by the cluster's OIDC provider.
func irsa(b *blueprint.AddOnBuild) bool { return b.Blueprint.EKS.Identity == "irsa" }

// webIdentity is the trust policy by the cluster's OIDC provider. The issuer
// stands in the keys of its conditions, where no function can be: so the whole
// policy is one text.
func (i identity) webIdentity(part *blueprint.Part) cfn.String {
	parameter(part, "OidcProviderArn", "The cluster's OIDC provider.")
	parameter(part, "OidcIssuer", "The cluster's OIDC issuer, without https://.")
	const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${OidcProviderArn}"},` +
		`"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${OidcIssuer}:aud":"sts.amazonaws.com",` +
		`"${OidcIssuer}:sub":"system:serviceaccount:NAMESPACE:ACCOUNT"}}}]}`
	return cfn.Sub(strings.NewReplacer("NAMESPACE", i.namespace, "ACCOUNT", i.account).Replace(policy))
}

// associate gives the role to the service account, unless that names it itself.
func (i identity) associate(b *blueprint.AddOnBuild, part *blueprint.Part, role *cfn.Resource) {
	if irsa(b) {
		return
	}
	part.Template.Add("Association", &cfn.EKSPodIdentityAssociation{
		ClusterName: parameter(part, "ClusterName", "Name of the cluster."),
		Namespace:   cfn.S(i.namespace), ServiceAccount: cfn.S(i.account), RoleArn: role.Att("Arn"),
	})
}

// lend gives the role to the pods of an EKS add-on, in the stack of the add-on.
func (i identity) lend(b *blueprint.AddOnBuild, part *blueprint.Part, addOn *cfn.EKSAddon) {
	role := i.role(b, part)
	if irsa(b) {
		addOn.ServiceAccountRoleArn = role.Att("Arn")
		return
	}
	addOn.PodIdentityAssociations = []cfn.EKSAddonPodIdentityAssociation{{RoleArn: role.Att("Arn"), ServiceAccount: cfn.S(i.account)}}
}

// roleAnnotation is how a service account names its role, where EKS Pod Identity
// does not.
const roleAnnotation = "eks.amazonaws.com/role-arn"

// serviceAccount is the values of a chart's service account that has the role,
// for a part that comes after the identity's.
func (i identity) serviceAccount(b *blueprint.AddOnBuild, part *blueprint.Part) fields {
	out := fields{"create": true, "name": i.account}
	if irsa(b) {
		out["annotations"] = fields{roleAnnotation: i.roleARN(part)}
	}
	return out
}

func (i identity) roleARN(part *blueprint.Part) string {
	return part.From(cmp.Or(i.name, identityPart), "RoleArn")
}

// object is the service account with the role, for parts that are objects.
func (i identity) object(b *blueprint.AddOnBuild, part *blueprint.Part) manifest.Object {
	out := manifest.New("v1", "ServiceAccount", i.namespace, i.account)
	if irsa(b) {
		out = out.Annotate(roleAnnotation, i.roleARN(part))
	}
	return out
}

// awsManaged are policies that AWS keeps, by their names.
func awsManaged(names ...string) cfn.Strings {
	var list []string
	for _, name := range names {
		list = append(list, "iam::aws:policy/"+name)
	}
	return cfn.List(arns(list...)...)
}
