package bootstrap_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/targets/aws/bootstrap"
)

// What CloudFormation calls for types in use, from the permissions of their
// handlers in the resource schemas: those that go beyond the obvious ones.
func TestHandlersMayDoWhatTheirSchemasName(t *testing.T) {
	t.Parallel()
	all := statementsOf(t, bootstrap.Options{Platform: "shop", Role: "slipway-deploy", Clusters: []string{"legacy"}})
	for _, want := range []struct{ action, resource string }{
		{"aps:UpdateWorkspaceConfiguration", "arn:${AWS::Partition}:aps:*:${AWS::AccountId}:workspace/*"},
		{"aps:DescribeWorkspaceConfiguration", "arn:${AWS::Partition}:aps:*:${AWS::AccountId}:workspace/*"},
		{"sso:CreateApplication", "*"}, // a capability with Argo CD
		{"kms:DescribeKey", "*"},       // a key that AWS keeps has no tag of the platform
		{"iam:CreateInstanceProfile", "arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile/eks-*"},  // Auto Mode
		{"events:ListTagsForResource", "arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/shop-*"},        // Karpenter
		{"cloudwatch:PutDashboard", "arn:${AWS::Partition}:cloudwatch::${AWS::AccountId}:dashboard/legacy-*"}, // on an existing cluster
		{"logs:CreateLogGroup", "arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:/slipway/legacy/*"},
	} {
		ok := false
		for _, s := range all {
			untagged := s.Condition["StringEquals"]["aws:ResourceTag/slipway.dev/platform"] == nil
			named := slices.ContainsFunc(list(s.Action), func(a string) bool { fits, err := path.Match(a, want.action); return err == nil && fits })
			ok = ok || s.Effect == "Allow" && untagged && named && slices.Contains(list(s.Resource), want.resource)
		}
		if !ok {
			t.Errorf("nothing allows %s on %s, with no tag asked for", want.action, strings.ReplaceAll(want.resource, "${AWS::Partition}", "aws"))
		}
	}
}
