package aws

import "slipway.dev/slipway/cfn"

// encryption is the key for the cluster's objects, and lets the cluster use it.
func (c *control) encryption(clusterRole *cfn.Resource) []cfn.EKSClusterEncryptionConfig {
	var key cfn.String
	switch c.blueprint.EKS.Encryption {
	case "off":
		return nil
	case "own":
		key = c.key().Att("Arn")
	default:
		key = cfn.S(c.blueprint.EKS.Encryption)
	}
	r := clusterRole.Properties.(*cfn.IAMRole)
	r.Policies = append(r.Policies, cfn.IAMRolePolicyPart{
		PolicyName: cfn.S("encrypt"),
		PolicyDocument: cfn.Policy{Statements: []cfn.Statement{
			cfn.Allow([]cfn.String{key}, "kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"),
		}},
	})
	return []cfn.EKSClusterEncryptionConfig{{Provider: &cfn.EKSClusterProvider{KeyArn: key}, Resources: cfn.L("secrets")}}
}

// key is the cluster's own key. It goes away with the cluster, after the month
// that KMS leaves to change one's mind, and never by being replaced.
func (c *control) key() *cfn.Resource {
	account := cfn.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")
	k := c.Add("Key", &cfn.KMSKey{
		Description: cfn.Sub("Objects of the EKS cluster ${ClusterName}"), EnableKeyRotation: cfn.B(true), PendingWindowInDays: cfn.I(30),
		KeyPolicy: cfn.Policy{Statements: []cfn.Statement{{
			Principal: cfn.Principal{AWS: []cfn.String{account}},
			Actions:   []string{"kms:*"},
			Resources: []cfn.String{cfn.S("*")}, // in a key's policy: this key
		}}},
	})
	k.UpdateReplacePolicy = cfn.Retain
	return k
}
