package bootstrap

var clusterRules = []rule{
	{
		sid: "Clusters", why: "The platform's clusters with their nodes, add-ons, access and identities.",
		actions: []string{
			"eks:AssociateAccessPolicy", "eks:AssociateEncryptionConfig", "eks:AssociateIdentityProviderConfig", "eks:CreateAccessEntry",
			"eks:CreateAddon", "eks:CreateCapability", "eks:CreateCluster", "eks:CreateFargateProfile", "eks:CreateNodegroup",
			"eks:CreatePodIdentityAssociation", "eks:DeleteAccessEntry", "eks:DeleteAddon", "eks:DeleteCapability", "eks:DeleteCluster",
			"eks:DeleteFargateProfile", "eks:DeleteNodegroup", "eks:DeletePodIdentityAssociation", "eks:Describe*",
			"eks:DisassociateAccessPolicy", "eks:DisassociateIdentityProviderConfig", "eks:List*", "eks:TagResource", "eks:UntagResource",
			"eks:UpdateAccessEntry", "eks:UpdateAddon", "eks:UpdateCapability", "eks:UpdateClusterConfig", "eks:UpdateClusterVersion",
			"eks:UpdateNodegroupConfig", "eks:UpdateNodegroupVersion", "eks:UpdatePodIdentityAssociation",
		},
		resources: []string{
			arn("eks", "cluster/CLUSTER"), arn("eks", "nodegroup/CLUSTER/*"), arn("eks", "addon/CLUSTER/*"), arn("eks", "access-entry/CLUSTER/*"),
			arn("eks", "podidentityassociation/CLUSTER/*"), arn("eks", "fargateprofile/CLUSTER/*"), arn("eks", "identityproviderconfig/CLUSTER/*"),
			arn("eks", "capability/CLUSTER/*"),
		},
	},
	{
		sid: "Versions", why: "What EKS offers: these actions know no resource.",
		actions:   []string{"eks:DescribeAddonConfiguration", "eks:DescribeAddonVersions", "eks:DescribeClusterVersions", "eks:ListAccessPolicies"},
		resources: anywhere,
	},
	{
		sid: "NewKeys", why: "A key has neither name nor tags before it is made; RDS looks at the key that AWS keeps for passwords, and EKS at one that a blueprint names.",
		actions: []string{"kms:CreateKey", "kms:DescribeKey", "kms:ListAliases", "kms:ListKeys", "kms:TagResource"}, resources: anywhere,
	},
	{
		sid: "Keys", why: "The platform's keys: made, described, handed to EKS and other services by grants, scheduled for deletion. Never used to decrypt by the role itself.", tagged: true,
		actions: []string{
			"kms:CreateAlias", "kms:CreateGrant", "kms:DeleteAlias", "kms:DisableKeyRotation", "kms:EnableKey",
			"kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListResourceTags", "kms:PutKeyPolicy",
			"kms:ScheduleKeyDeletion", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
		},
		resources: []string{arn("kms", "key/*")},
	},
	{
		sid: "Aliases", why: "Names of those keys; an alias carries no tags.",
		actions: []string{"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}, resources: []string{arn("kms", "alias/*PLATFORM-*")},
	},
	{
		sid: "LogGroups", why: "Log groups of clusters, teams and networks; not what is in them.",
		actions: []string{
			"logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:DescribeIndexPolicies",
			"logs:DisassociateKmsKey", "logs:GetDataProtectionPolicy", "logs:ListTagsForResource", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
		},
		resources: []string{arn("logs", "log-group:*PLATFORM-*"), arn("logs", "log-group:/slipway/CLUSTER/*")},
	},
	{
		sid: "LogList", why: "The lists of log groups, and log deliveries of gateways: these actions know no resource.",
		actions: []string{
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
			"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		},
		resources: anywhere,
	},
	{
		sid: "Nodes", why: "EKS checks in the caller's name that a node group's launch template may start instances; nothing is started without a template of the account.",
		actions: []string{"ec2:RunInstances"}, resources: anywhere,
		condition: map[string]map[string][]string{"ArnLike": {"ec2:LaunchTemplate": {arn("ec2", "launch-template/*")}}},
	},
	{
		sid: "Tags", why: "What is made in EC2 gets the stack's tags, by which the other rules know it.",
		actions: []string{"ec2:CreateTags"}, resources: anywhere,
	},
}

var networkRules = []rule{
	{
		sid: "Describe", why: "Descriptions, which CloudFormation waits by, know no resource.", actions: []string{"ec2:Describe*", "ec2:GetManagedPrefixListEntries", "ec2:GetSecurityGroupsForVpc"}, resources: anywhere,
	},
	{
		sid: "Make", why: "What is made has no name and no tag before.",
		actions: []string{
			"ec2:AllocateAddress", "ec2:CreateEgressOnlyInternetGateway", "ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateLaunchTemplate",
			"ec2:CreateNatGateway", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet", "ec2:CreateVpc", "ec2:CreateVpcEndpoint",
		},
		resources: anywhere,
	},
	{
		sid: "Change", why: "Everything else happens to what is tagged as the platform's.", tagged: true,
		actions: []string{
			"ec2:AssociateRouteTable", "ec2:AssociateSubnetCidrBlock", "ec2:AssociateVpcCidrBlock", "ec2:AttachInternetGateway",
			"ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateLaunchTemplateVersion", "ec2:CreateRoute",
			"ec2:DeleteEgressOnlyInternetGateway", "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteLaunchTemplate",
			"ec2:DeleteLaunchTemplateVersions", "ec2:DeleteNatGateway", "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup",
			"ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:DisassociateAddress",
			"ec2:DisassociateRouteTable", "ec2:DisassociateSubnetCidrBlock", "ec2:DisassociateVpcCidrBlock", "ec2:ModifyLaunchTemplate",
			"ec2:ModifySecurityGroupRules", "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint", "ec2:ReleaseAddress",
			"ec2:ReplaceRoute", "ec2:ReplaceRouteTableAssociation", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
			"ec2:UpdateSecurityGroupRuleDescriptionsIngress",
		},
		resources: []string{arn("ec2", "*")},
	},
	{
		sid: "ClusterGroup", why: "The security group that EKS makes for a cluster carries EKS' tag, not the platform's.",
		actions: []string{
			"ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
		},
		resources: []string{arn("ec2", "security-group/*")},
		condition: map[string]map[string][]string{"StringLike": {"aws:ResourceTag/aws:eks:cluster-name": {"CLUSTER"}}},
	},
}
