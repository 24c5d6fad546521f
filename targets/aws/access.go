package aws

import (
	"fmt"
	"strings"

	"slipway.dev/slipway/cfn"
)

// admins gives administrators access to everything in the cluster.
func (c *control) admins() {
	for i, who := range c.blueprint.EKS.Admins {
		c.Add(fmt.Sprintf("Admin%d", i+1), &cfn.EKSAccessEntry{
			ClusterName: c.cluster.Ref(), PrincipalArn: inAccount(who),
			AccessPolicies: []cfn.EKSAccessEntryAccessPolicy{{
				PolicyArn:   cfn.Sub("arn:${AWS::Partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"),
				AccessScope: &cfn.EKSAccessEntryAccessScope{Type: cfn.S("cluster")},
			}},
		})
	}
}

// inAccount is an ARN as it is written, or "role/NAME" in the stack's account.
func inAccount(who string) cfn.String {
	if strings.HasPrefix(who, "arn:") {
		return cfn.S(who)
	}
	return cfn.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:" + who)
}

// identities makes the provider that roles for service accounts trust, where
// pods become roles that way.
func (c *control) identities() {
	if c.blueprint.EKS.Identity != "irsa" {
		return
	}
	c.provider = c.Add("OidcProvider", &cfn.IAMOIDCProvider{
		Url: c.cluster.Att("OpenIdConnectIssuerUrl"), ClientIdList: cfn.L("sts.amazonaws.com"),
	})
}

// webIdentity is the trust policy of a role for one service account. The
// issuer's host stands in the keys of its conditions, where no function can be:
// so the whole policy is one text.
func (c *control) webIdentity(namespace, account string) cfn.String {
	const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${OidcProvider}"},` +
		`"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${Issuer}:aud":"sts.amazonaws.com",` +
		`"${Issuer}:sub":"system:serviceaccount:NAMESPACE:ACCOUNT"}}}]}`
	text := strings.NewReplacer("NAMESPACE", namespace, "ACCOUNT", account).Replace(policy)
	return cfn.SubWith(text, map[string]cfn.String{"Issuer": c.issuer()})
}
