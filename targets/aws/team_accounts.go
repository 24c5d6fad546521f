package aws

import (
	"encoding/json"
	"fmt"

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
	id := blueprint.LogicalID(account.Name)
	role, err := s.add(id+"Role", &cfn.IAMRole{
		Description:              cfn.S("The service account " + s.Namespace + "/" + account.Name + "."),
		AssumeRolePolicyDocument: s.podIdentity(account),
		Policies:                 []cfn.IAMRolePolicyPart{{PolicyName: cfn.S("access"), PolicyDocument: policy}},
	})
	if err != nil {
		return err
	}
	_, err = s.add(id+"Identity", &cfn.EKSPodIdentityAssociation{
		ClusterName: s.clusterName(), Namespace: cfn.S(s.Namespace), ServiceAccount: cfn.S(account.Name), RoleArn: role.Att("Arn"),
	})
	return err
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
