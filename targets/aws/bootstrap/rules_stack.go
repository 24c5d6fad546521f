package bootstrap

var stackRules = []rule{
	{
		sid: "Stacks", why: "Stacks and change sets, their execution, events, drift and deletion, of the platform's stacks only.", direct: true,
		actions: []string{
			"cloudformation:CancelUpdateStack", "cloudformation:ContinueUpdateRollback", "cloudformation:CreateChangeSet", "cloudformation:CreateStack",
			"cloudformation:DeleteChangeSet", "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet",
			"cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResource", "cloudformation:DescribeStackResourceDrifts",
			"cloudformation:DescribeStackResources", "cloudformation:DescribeStacks", "cloudformation:DetectStackDrift",
			"cloudformation:DetectStackResourceDrift", "cloudformation:ExecuteChangeSet", "cloudformation:GetTemplate",
			"cloudformation:ListChangeSets", "cloudformation:ListStackResources", "cloudformation:RollbackStack",
			"cloudformation:TagResource", "cloudformation:UntagResource", "cloudformation:UpdateTerminationProtection",
		},
		resources: []string{arn("cloudformation", "stack/PLATFORM-*/*"), arn("cloudformation", "changeSet/slipway-*/*")},
	},
	{
		sid: "Look", why: "Lists of stacks and clusters, templates before there is a stack, and what a destroyed cluster left behind by its tags: these actions know no resource.", direct: true,
		actions: []string{
			"cloudformation:DescribeStackDriftDetectionStatus", "cloudformation:GetTemplateSummary", "cloudformation:ListStacks",
			"cloudformation:ValidateTemplate", "eks:ListClusters", "tag:GetResources",
		},
		resources: anywhere,
	},
	{
		sid: "Enter", why: "Endpoint and certificate authority of a cluster. What the role may do inside of it, its access entry says.", direct: true,
		actions: []string{"eks:DescribeCluster"}, resources: []string{arn("eks", "cluster/CLUSTER")},
	},
	{
		sid: "Unprotect", why: "A cluster that is protected from deletion has to be let go before its stack can be destroyed; existing clusters never are.", direct: true,
		actions: []string{"eks:DescribeUpdate", "eks:UpdateClusterConfig"}, resources: []string{arn("eks", "cluster/PLATFORM-*")},
	},
	{
		sid: "Parameters", why: "Public parameters of AWS that templates refer to, such as images of nodes.", direct: true,
		actions: []string{"ssm:GetParameters"}, resources: []string{"arn:${AWS::Partition}:ssm:*::parameter/aws/service/*"},
	},
}

var roleRules = []rule{
	{
		sid: "Roles", why: "Roles of clusters, nodes, add-ons and service accounts. CloudFormation names them after their stacks, EKS the profiles of Auto Mode after itself. Whatever begins with the platform's name counts as the platform's: IAM knows no condition on the boundary for trust policies.",
		actions: []string{
			"iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:DeleteRole",
			"iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetInstanceProfile", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies",
			"iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags",
			"iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:TagRole", "iam:UntagInstanceProfile", "iam:UntagRole",
			"iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
		},
		resources: []string{global("iam", "role/PLATFORM-*"), global("iam", "instance-profile/PLATFORM-*"), global("iam", "instance-profile/eks-*")},
	},
	{
		sid: "Bounded", why: "What gives a role rights: only to a role that the boundary holds. It can be put on a role, never taken off.", bounded: true,
		actions:   []string{"iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"},
		resources: []string{global("iam", "role/PLATFORM-*")},
	},
	{
		sid: "Attach", why: "To those roles, policies of AWS for EKS and its add-ons, and the platform's own: none that administrates.", bounded: true,
		actions:   []string{"iam:AttachRolePolicy"},
		resources: []string{global("iam", "role/PLATFORM-*")},
		condition: map[string]map[string][]string{"ArnLike": {"iam:PolicyARN": {
			aws("AmazonEKS*"), aws("AmazonEC2ContainerRegistryPullOnly"), aws("AmazonEC2ContainerRegistryReadOnly"), aws("AmazonSSMManagedInstanceCore"),
			aws("CloudWatchAgentServerPolicy"), aws("AWSXrayWriteOnlyAccess"), aws("AmazonPrometheusRemoteWriteAccess"),
			aws("AWSPrivateCAConnectorForKubernetesPolicy"), aws("CloudWatchNetworkFlowMonitorAgentPublishPolicy"),
			aws("service-role/AmazonEBSCSIDriver*"), aws("service-role/AmazonEFSCSIDriver*"), aws("service-role/AmazonS3FilesCSIDriver*"),
			global("iam", "policy/PLATFORM-*"), "ATTACH",
		}}},
	},
	{
		sid: "Pass", why: "Only those roles, and only to the services that run what the templates make.", direct: true,
		actions: []string{"iam:PassRole"}, resources: []string{global("iam", "role/PLATFORM-*")},
		condition: map[string]map[string][]string{"StringEquals": {"iam:PassedToService": {
			"capabilities.eks.amazonaws.com", "ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com", "eks.amazonaws.com",
			"pods.eks.amazonaws.com", "rds.amazonaws.com", "monitoring.rds.amazonaws.com", "vpc-flow-logs.amazonaws.com",
		}}},
	},
	{
		sid: "Policies", why: "Policies of the platform's add-ons.",
		actions: []string{
			"iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:GetPolicy",
			"iam:GetPolicyVersion", "iam:ListEntitiesForPolicy", "iam:ListPolicyVersions", "iam:TagPolicy", "iam:UntagPolicy",
		},
		resources: []string{global("iam", "policy/PLATFORM-*")},
	},
	{
		sid: "Issuers", why: "Clusters as issuers of identities, where the blueprint asks for IRSA.",
		actions: []string{
			"iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider",
			"iam:GetOpenIDConnectProvider", "iam:ListOpenIDConnectProviderTags", "iam:RemoveClientIDFromOpenIDConnectProvider", "iam:TagOpenIDConnectProvider",
			"iam:UntagOpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint",
		},
		resources: []string{global("iam", "oidc-provider/oidc.eks.*"), global("iam", "oidc-provider/oidc-eks.*")},
	},
	{
		sid: "ServiceRoles", why: "Roles that AWS services make for themselves when they are used first.",
		actions: []string{"iam:CreateServiceLinkedRole", "iam:GetRole"}, resources: []string{global("iam", "role/aws-service-role/*")},
		condition: map[string]map[string][]string{"StringEqualsIfExists": {"iam:AWSServiceName": {
			"autoscaling.amazonaws.com", "eks-fargate.amazonaws.com", "eks-nodegroup.amazonaws.com", "eks.amazonaws.com",
			"elasticache.amazonaws.com", "elasticloadbalancing.amazonaws.com", "ops.apigateway.amazonaws.com", "rds.amazonaws.com",
			"spot.amazonaws.com", "vpc-lattice.amazonaws.com",
		}}},
	},
	{
		sid: "NeverItself", why: "Neither the role's own policies nor the boundary of the roles it makes can be changed by it, whatever the platform is called.", effect: "Deny", direct: true,
		actions: []string{
			"iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Remove*", "iam:SetDefaultPolicyVersion", "iam:Update*",
		},
		resources: []string{global("iam", "role/DEPLOYROLE"), global("iam", "policy/DEPLOYROLE-*"), "BOUNDARY", global("iam", "user/*"), global("iam", "group/*")},
	},
	{
		sid: "NeverUnbounded", why: "A role that lost its boundary would be as free as its policies.", effect: "Deny", direct: true,
		actions: []string{"iam:DeleteRolePermissionsBoundary"}, resources: anywhere,
	},
}
