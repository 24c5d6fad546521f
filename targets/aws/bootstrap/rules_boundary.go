package bootstrap

// boundaryRules are the most that a role of the platform may ever do, whatever
// its own policies say: what roles of clusters, nodes, add-ons and service
// accounts are made for. A role may still do only what its own policies allow,
// too. What is not here, above all the rest of IAM, no role of the platform can do.
var boundaryRules = []rule{
	{
		sid: "Machines", direct: true,
		why: "Nodes, their disks, addresses, network interfaces and security groups. Not what could give a machine of others another program: ec2:ModifyInstanceAttribute, new versions of its launch template, autoscaling:UpdateAutoScalingGroup. AmazonEKSClusterPolicy names some, nothing here needs them.",
		actions: []string{
			"autoscaling:Describe*", "autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup",
			"ec2:Assign*", "ec2:AttachNetworkInterface", "ec2:AttachVolume", "ec2:AuthorizeSecurityGroup*", "ec2:CopyVolumes", "ec2:CreateFleet",
			"ec2:CreateLaunchTemplate", "ec2:CreateNetworkInterface*", "ec2:CreateRoute", "ec2:CreateSecurityGroup", "ec2:CreateSnapshot*", "ec2:CreateTags",
			"ec2:CreateVolume", "ec2:Delete*Snapshot*", "ec2:DeleteFleets", "ec2:DeleteLaunchTemplate", "ec2:DeleteNetworkInterface*", "ec2:DeleteRoute",
			"ec2:DeleteSecurityGroup", "ec2:DeleteTags", "ec2:DeleteVolume", "ec2:Describe*", "ec2:DetachNetworkInterface", "ec2:DetachVolume",
			"ec2:EnableFastSnapshotRestores", "ec2:Get*", "ec2:LockSnapshot", "ec2:ModifyNetworkInterface*", "ec2:ModifyVolume",
			"ec2:RevokeSecurityGroup*", "ec2:RunInstances", "ec2:TerminateInstances", "ec2:Unassign*", "pricing:GetProducts",
		},
		resources: anywhere,
	},
	{
		sid: "Balancers", direct: true, why: "Load balancers, certificates and names for them, web ACLs, service networks.",
		actions: []string{
			"acm:Describe*", "acm:Get*", "acm:List*", "acm-pca:Describe*", "acm-pca:Get*", "acm-pca:IssueCertificate", "cognito-idp:DescribeUserPoolClient",
			"elasticloadbalancing:*", "route53:Change*", "route53:Get*", "route53:List*", "shield:*Protection", "shield:GetSubscriptionState",
			"tag:GetResources", "vpc-lattice:*", "waf-regional:*WebACL*", "wafv2:*WebACL*",
		},
		resources: anywhere,
	},
	{
		sid: "Clusters", direct: true, why: "Nodes join, pods get their own roles, machines report to Systems Manager, images are pulled and pushed.",
		actions: []string{
			"ec2messages:*", "ecr:Batch*", "ecr:CompleteLayerUpload", "ecr:Describe*", "ecr:Get*", "ecr:InitiateLayerUpload", "ecr:List*", "ecr:PutImage",
			"ecr:UploadLayerPart", "eks-auth:AssumeRoleForPodIdentity", "eks:Describe*", "eks:List*", "ssm:Describe*", "ssm:Get*", "ssm:List*", "ssm:PutCompl*",
			"ssm:PutConfig*", "ssm:PutInventory", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus", "ssm:UpdateInstanceInformation", "ssmmessages:*",
		},
		resources: anywhere,
	},
	{
		sid: "Watching", direct: true, why: "Logs, metrics, traces.",
		actions: []string{
			"application-signals:*", "aps:Get*", "aps:QueryMetrics", "aps:RemoteWrite", "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
			"cloudwatch:PutMetricData", "logs:Create*", "logs:Describe*", "logs:FilterLogEvents", "logs:Get*", "logs:PutLogEvents", "logs:PutRetentionPolicy",
			"networkflowmonitor:Publish", "xray:Get*", "xray:Put*",
		},
		resources: anywhere,
	},
	{
		sid: "Data", direct: true, why: "What programs do with services, by roles that name the one resource; disks and secrets that are encrypted.",
		actions: []string{
			"dynamodb:*Item", "dynamodb:ConditionCheckItem", "dynamodb:DescribeStream", "dynamodb:DescribeTable", "dynamodb:Get*", "dynamodb:Query",
			"dynamodb:Scan", "elasticache:Connect", "elasticfilesystem:*AccessPoint*", "elasticfilesystem:Client*", "elasticfilesystem:Describe*",
			"elasticfilesystem:TagResource", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ListGrants",
			"kms:ReEncrypt*", "rds-db:connect", "s3:AbortMultipartUpload", "s3:DeleteObject*", "s3:Get*", "s3:List*", "s3:PutObject*", "s3:RestoreObject",
			"s3files:*", "secretsmanager:DescribeSecret", "secretsmanager:Get*", "secretsmanager:List*", "secretsmanager:PutSecretValue", "sns:Get*", "sns:Publish",
			"sqs:*MessageMoveTask*", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:Get*", "sqs:PurgeQueue", "sqs:ReceiveMessage", "sqs:SendMessage",
		},
		resources: anywhere,
	},
	{
		sid: "Profiles", direct: true, why: "Auto Mode puts the role of nodes into profiles of its own.",
		actions: []string{
			"iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile",
		},
		resources: []string{global("iam", "instance-profile/PLATFORM-*"), global("iam", "instance-profile/eks-*")},
	},
	{
		sid: "Look", direct: true, why: "Karpenter looks at profiles, load balancers at certificates that are kept in IAM. Nothing else of IAM.",
		actions:   []string{"iam:GetInstanceProfile", "iam:GetServerCertificate", "iam:ListInstanceProfiles", "iam:ListServerCertificates"},
		resources: anywhere,
	},
	{
		sid: "Pass", direct: true, why: "Roles of the platform, which are bounded like this one, to machines.",
		actions: []string{"iam:PassRole"}, resources: []string{global("iam", "role/PLATFORM-*")},
		condition: map[string]map[string][]string{"StringLike": {"iam:PassedToService": {"ec2.amazonaws.com*"}}},
	},
	{
		sid: "ServiceRoles", direct: true, why: "Roles that AWS services make for themselves when they are used first.",
		actions: []string{"iam:CreateServiceLinkedRole"}, resources: []string{global("iam", "role/aws-service-role/*")},
	},
	{
		sid: "Further", direct: true, why: "What --attach and --allow ask for.", actions: []string{"ALLOW"}, resources: anywhere,
	},
	{
		sid: "Never", direct: true, effect: "Deny", why: "No role of the platform touches policies, boundaries, people or the organization, nor becomes another role; not by a policy of a resource either.",
		actions: []string{
			"account:*", "iam:*AccessKey*", "iam:*Boundary", "iam:*Group*", "iam:*LoginProfile", "iam:*Policy", "iam:*PolicyVersion", "iam:*User*",
			"iam:CreateRole", "iam:DeleteRole", "iam:UpdateRole*", "organizations:*", "sts:AssumeRole*", "sts:GetFederationToken",
		},
		resources: anywhere,
	},
}
