package bootstrap_test

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/targets/aws/bootstrap"
)

const shopBoundary = "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/shop-boundary"

func boundary(t *testing.T, o bootstrap.Options) (allowed, denied []string) {
	t.Helper()
	var parsed template
	if err := json.Unmarshal(render(t, o), &parsed); err != nil {
		t.Fatal(err)
	}
	for _, s := range parsed.Resources["BoundaryPolicy"].Properties.PolicyDocument.Statement {
		if s.Effect == "Deny" {
			denied = append(denied, list(s.Action)...)
		} else {
			allowed = append(allowed, list(s.Action)...)
		}
	}
	return allowed, denied
}

func covers(patterns []string, action string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { ok, err := path.Match(p, action); return err == nil && ok })
}

// What gives a role rights is allowed only on roles that the boundary holds, and
// nothing takes the boundary off or changes it.
func TestTheDeployRoleMakesBoundedRolesOnly(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set  bootstrap.Options
		want string
	}{
		"made":  {bootstrap.Options{}, shopBoundary},
		"named": {bootstrap.Options{Boundary: "team/bound"}, "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/team/bound"},
		"ARN":   {bootstrap.Options{Boundary: "arn:aws:iam::111111111111:policy/bound"}, "arn:aws:iam::111111111111:policy/bound"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.set.Platform, tc.set.Role = "shop", "slipway-deploy"
			all := statementsOf(t, tc.set)
			for _, action := range []string{"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"} {
				found := false
				for id, s := range all {
					if s.Effect != "Allow" || !covers(list(s.Action), action) {
						continue
					}
					found = true
					if got := list(s.Condition["StringEquals"]["iam:PermissionsBoundary"]); !slices.Equal(got, []string{tc.want}) {
						t.Errorf("%s allows %s with the boundary %v, want %s", id, action, got, tc.want)
					}
				}
				if !found {
					t.Errorf("nothing allows %s", action)
				}
			}
			if s := all["RolesPolicy/NeverUnbounded"]; s.Effect != "Deny" || !slices.Equal(list(s.Action), []string{"iam:DeleteRolePermissionsBoundary"}) || !slices.Equal(list(s.Resource), []string{"*"}) || len(s.Condition) > 0 {
				t.Errorf("the boundary can be taken off: %v", s)
			}
			never := all["RolesPolicy/NeverItself"]
			if !slices.Contains(list(never.Resource), tc.want) || len(never.Condition) > 0 {
				t.Errorf("the boundary can be changed: %v", never)
			}
			for _, action := range []string{"iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"} {
				if !covers(list(never.Action), action) {
					t.Errorf("nothing denies %s", action)
				}
			}
		})
	}
}

func TestWithoutABoundaryTheTemplateSaysSo(t *testing.T) {
	t.Parallel()
	o := bootstrap.Options{Platform: "shop", Role: "slipway-deploy", NoBoundary: true}
	text := string(render(t, o))
	if !strings.Contains(text, `"WARNING": "NO BOUNDARY`) || strings.Contains(text, "iam:PermissionsBoundary") || strings.Contains(text, "shop-boundary") {
		t.Error(text[:min(len(text), 2000)])
	}
}

// What the roles of templates may do by their own policies, the boundary lets through.
func TestTheBoundaryHoldsWhatRolesNeed(t *testing.T) {
	t.Parallel()
	allowed, denied := boundary(t, bootstrap.Options{Platform: "shop", Role: "slipway-deploy"})
	for _, action := range append(roleActions(t), managedActions...) {
		if !covers(allowed, action) {
			t.Errorf("no statement of the boundary allows %s", action)
		}
		if covers(denied, action) {
			t.Errorf("the boundary denies %s", action)
		}
	}
}

// managedActions are some of what the policies of AWS allow that templates
// attach: those that show first when they are missing.
var managedActions = []string{
	"ec2:CreateNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:ModifyNetworkInterfaceAttribute", // AmazonEKS_CNI_Policy
	"eks-auth:AssumeRoleForPodIdentity", "ec2:DescribeInstances", // AmazonEKSWorkerNodePolicy
	"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchImportUpstreamImage", // AmazonEC2ContainerRegistryPullOnly
	"ec2:CreateVolume", "ec2:AttachVolume", "ec2:ModifyVolume", "ec2:CreateSnapshot", "kms:CreateGrant", // AmazonEBSCSIDriverPolicy
	"elasticfilesystem:CreateAccessPoint", "elasticfilesystem:DeleteAccessPoint", "elasticfilesystem:ClientMount", // AmazonEFSCSIDriverPolicy
	"ssm:UpdateInstanceInformation", "ssmmessages:OpenControlChannel", "ec2messages:GetMessages", // AmazonSSMManagedInstanceCore
	"iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile", "ec2:CreateFleet", "ec2:CreateLaunchTemplate", // AmazonEKSComputePolicy
	"elasticloadbalancing:CreateLoadBalancer", "shield:GetSubscriptionState", "wafv2:GetWebACLForResource", // AmazonEKSLoadBalancingPolicy
	"iam:CreateServiceLinkedRole", "kms:DescribeKey", // AmazonEKSClusterPolicy
	"cloudwatch:PutMetricData", "logs:CreateLogGroup", "logs:PutRetentionPolicy", "networkflowmonitor:Publish", "acm-pca:IssueCertificate", "aps:RemoteWrite",
}

func TestTheBoundaryKeepsRolesFromGoverning(t *testing.T) {
	t.Parallel()
	allowed, denied := boundary(t, bootstrap.Options{Platform: "shop", Role: "slipway-deploy", Allow: []string{"bedrock:InvokeModel"}, Attach: []string{"arn:aws:iam::aws:policy/AmazonS3FullAccess"}})
	for _, action := range []string{"bedrock:InvokeModel", "s3:CreateBucket"} {
		if !covers(allowed, action) {
			t.Errorf("%s was asked for, and is not allowed", action)
		}
	}
	for _, action := range []string{
		"iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary",
		"iam:CreateUser", "iam:CreateAccessKey", "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AddUserToGroup", "iam:CreateLoginProfile",
		"organizations:LeaveOrganization", "sts:AssumeRole", "account:CloseAccount",
	} {
		if covers(allowed, action) || !covers(denied, action) && action != "iam:SetDefaultPolicyVersion" {
			t.Errorf("the boundary lets %s through", action)
		}
	}
	for _, action := range []string{"cloudformation:CreateStack", "lambda:UpdateFunctionCode", "ssm:SendCommand", "ssm:UpdateAssociation", "ssm:StartSession", "ec2:CreateLaunchTemplateVersion", "autoscaling:UpdateAutoScalingGroup", "ec2:ModifyInstanceAttribute", "eks:CreateAccessEntry", "kms:PutKeyPolicy"} {
		if covers(allowed, action) {
			t.Errorf("the boundary allows %s", action)
		}
	}
}
