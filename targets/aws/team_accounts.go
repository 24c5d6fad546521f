package aws

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// maxInlinePolicy is what the inline policies of a role may have in all, in
// characters ("IAM and AWS STS quotas").
const maxInlinePolicy = 10_240

// tracing is what a program does with X-Ray (the managed policy
// AWSXRayDaemonWriteAccess).
func tracing() []string {
	return []string{
		"xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
	}
}

// addAccounts gives each service account with something to do on AWS a role of
// its own.
func (s *team) addAccounts() error {
	for i := range s.ServiceAccounts {
		account := &s.ServiceAccounts[i]
		statements := s.statements(account)
		if len(statements) == 0 {
			continue
		}
		if err := s.account(account, statements); err != nil {
			return fmt.Errorf("service account %s: %w", account.Name, err)
		}
	}
	return nil
}

// statements are what the account may do, in the order of the team's services.
func (s *team) statements(account *blueprint.ServiceAccount) []cfn.Statement {
	var out []cfn.Statement
	for _, service := range s.Services {
		if level, ok := account.Access[service.Name]; ok {
			out = append(out, s.services[service.Name].Statements(level)...)
		}
	}
	if s.AWS.Logs != nil {
		out = append(out, cfn.Allow([]cfn.String{cfn.Att(logsID, "Arn")}, "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"))
	}
	if s.AWS.XRay {
		out = append(out, blueprint.AllowEverywhere(tracing()...))
	}
	return out
}

func (s *team) account(account *blueprint.ServiceAccount, statements []cfn.Statement) error {
	policy := cfn.Policy{Statements: statements}
	data, err := json.Marshal(policy)
	if err != nil {
		return fmt.Errorf("writing its policy: %w", err)
	}
	if len(data) > maxInlinePolicy {
		return fmt.Errorf("its policy has %d characters, a role's may have %d: share the access out among several accounts", len(data), maxInlinePolicy)
	}
	id := roleID(account)
	properties := &cfn.IAMRole{
		Description: cfn.S("The service account " + s.Namespace + "/" + account.Name + "."),
		Policies:    []cfn.IAMRolePolicyPart{{PolicyName: cfn.S("access"), PolicyDocument: policy}},
	}
	role, err := s.add(id, properties)
	if err != nil {
		return err
	}
	if s.irsa {
		properties.AssumeRolePolicyDocument = s.webIdentity(account)
		s.template.Output(id+"Arn", "", role.Att("Arn"))
		return nil
	}
	properties.AssumeRolePolicyDocument = s.podIdentity(account)
	_, err = s.add(blueprint.LogicalID(account.Name)+"Identity", &cfn.EKSPodIdentityAssociation{
		ClusterName: s.clusterName(), Namespace: cfn.S(s.Namespace), ServiceAccount: cfn.S(account.Name), RoleArn: role.Att("Arn"),
	})
	return err
}

func roleID(account *blueprint.ServiceAccount) string {
	return blueprint.LogicalID(account.Name) + "Role"
}

// hasRole reports whether the account has anything to do on AWS.
func hasRole(t *blueprint.Team, account *blueprint.ServiceAccount) bool {
	return len(account.Access) > 0 || t.AWS.Logs != nil || t.AWS.XRay
}

// WithRoles is the team with service accounts that name their roles, which the
// part gets bound to; nil where EKS Pod Identity knows the roles by itself.
func WithRoles(part *blueprint.Part, b *blueprint.Blueprint, t *blueprint.Team) *blueprint.Team {
	if b.EKS.Identity != "irsa" {
		return nil
	}
	out := *t
	out.ServiceAccounts = slices.Clone(t.ServiceAccounts)
	for i := range out.ServiceAccounts {
		account := &out.ServiceAccounts[i]
		if !hasRole(t, account) {
			continue
		}
		annotations := map[string]string{"eks.amazonaws.com/role-arn": part.Of(stackOf(t), roleID(account)+"Arn")}
		maps.Copy(annotations, account.Annotations) // what the blueprint says itself wins
		account.Annotations = annotations
	}
	return &out
}

// webIdentity lets pods of this account take the role by tokens of the cluster's
// OIDC provider. The issuer stands in the keys of the conditions, where no
// function can be, so the whole policy is one text.
func (s *team) webIdentity(account *blueprint.ServiceAccount) cfn.String {
	s.template.Param("OidcProviderArn", "ARN of the cluster's OIDC provider.")
	s.template.Param("OidcIssuer", "Its issuer, without https://.")
	return cfn.Sub(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${OidcProviderArn}"},` +
		`"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"${OidcIssuer}:aud":"sts.amazonaws.com",` +
		`"${OidcIssuer}:sub":"system:serviceaccount:` + s.Namespace + ":" + account.Name + `"}}}]}`)
}

// podIdentity lets EKS Pod Identity take the role for pods of this account
// alone, whatever other associations are made: EKS puts cluster, namespace and
// account on the session as tags ("EKS Pod Identity, attribute-based access").
func (s *team) podIdentity(account *blueprint.ServiceAccount) cfn.Policy {
	return cfn.Policy{Statements: []cfn.Statement{{
		Principal: cfn.Principal{Services: []string{"pods.eks.amazonaws.com"}}, Actions: []string{"sts:AssumeRole", "sts:TagSession"},
		Condition: map[string]map[string]any{"StringEquals": {
			"aws:RequestTag/eks-cluster-name":           s.clusterName(),
			"aws:RequestTag/kubernetes-namespace":       s.Namespace,
			"aws:RequestTag/kubernetes-service-account": account.Name,
		}},
	}}}
}
