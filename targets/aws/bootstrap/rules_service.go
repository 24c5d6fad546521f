package bootstrap

var serviceRules = []rule{
	{
		sid: "Buckets", why: "Buckets and their settings; no object is read, written or deleted.",
		actions: []string{
			"s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:Get*Configuration", "s3:GetBucket*", "s3:ListBucket",
			"s3:ListTagsForResource", "s3:Put*Configuration", "s3:PutBucket*", "s3:TagResource", "s3:UntagResource",
		},
		resources: []string{"arn:${AWS::Partition}:s3:::PLATFORM-*"},
	},
	{
		sid: "Queues", why: "Queues and topics; no message is sent or received.",
		actions: []string{
			"sns:CreateTopic", "sns:DeleteTopic", "sns:GetDataProtectionPolicy", "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes",
			"sns:ListSubscriptionsByTopic", "sns:ListTagsForResource", "sns:SetSubscriptionAttributes", "sns:SetTopicAttributes", "sns:Subscribe",
			"sns:TagResource", "sns:Unsubscribe", "sns:UntagResource", "sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes",
			"sqs:GetQueueUrl", "sqs:ListQueueTags", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue",
		},
		resources: []string{arn("sns", "PLATFORM-*"), arn("sqs", "PLATFORM-*")},
	},
	{
		sid: "Tables", why: "Tables and their settings; no item is read or written.",
		actions: []string{
			"dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:Describe*", "dynamodb:GetResourcePolicy", "dynamodb:ListTagsOfResource",
			"dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive",
		},
		resources: []string{arn("dynamodb", "table/PLATFORM-*")},
	},
	{
		sid: "SecretsNew", why: "A secret's name is CloudFormation's; its value is made there, too.",
		actions: []string{"secretsmanager:CreateSecret", "secretsmanager:GetRandomPassword", "secretsmanager:TagResource"}, resources: anywhere,
	},
	{
		sid: "Secrets", why: "The platform's secrets; values are never read.", tagged: true,
		actions: []string{
			"secretsmanager:DeleteResourcePolicy", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy",
			"secretsmanager:PutResourcePolicy", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
		},
		resources: []string{arn("secretsmanager", "secret:*")},
	},
	{
		sid: "Images", why: "Repositories of teams, named after the cluster; images are neither pushed nor pulled.",
		actions: []string{
			"ecr:CreateRepository", "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepository", "ecr:DeleteRepositoryPolicy", "ecr:DescribeRepositories",
			"ecr:GetLifecyclePolicy", "ecr:GetRepositoryPolicy", "ecr:ListTagsForResource", "ecr:PutImageScanningConfiguration",
			"ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy", "ecr:TagResource", "ecr:UntagResource",
		},
		resources: []string{arn("ecr", "repository/CLUSTER/*")},
	},
	{
		sid: "Settings", why: "Parameters that the platform keeps.",
		actions: []string{
			"ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:GetParameters", "ssm:ListTagsForResource", "ssm:PutParameter", "ssm:RemoveTagsFromResource",
		},
		resources: []string{arn("ssm", "parameter/PLATFORM-*"), arn("ssm", "parameter/PLATFORM/*"), arn("ssm", "parameter/CFN-*")},
	},
}

var databaseRules = []rule{
	{
		sid: "Databases", why: "PostgreSQL instances, named after their stacks. Passwords are made and kept by RDS.",
		actions: []string{
			"rds:AddTagsToResource", "rds:CreateDBCluster", "rds:CreateDBInstance", "rds:CreateDBParameterGroup", "rds:CreateDBSnapshot",
			"rds:CreateDBSubnetGroup", "rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:DeleteDBParameterGroup", "rds:DeleteDBSubnetGroup",
			"rds:ListTagsForResource", "rds:ModifyDBCluster", "rds:ModifyDBInstance", "rds:ModifyDBParameterGroup", "rds:ModifyDBSubnetGroup",
			"rds:RebootDBInstance", "rds:RemoveTagsFromResource", "rds:ResetDBParameterGroup",
		},
		resources: []string{arn("rds", "cluster:PLATFORM-*"), arn("rds", "db:PLATFORM-*"), arn("rds", "pg:*"), arn("rds", "subgrp:PLATFORM-*"), arn("rds", "snapshot:PLATFORM-*")},
	},
	{
		sid: "DatabasesLook", why: "Descriptions in RDS and ElastiCache, which CloudFormation waits by, also for their default groups.",
		actions: []string{"elasticache:Describe*", "elasticache:ListTagsForResource", "rds:Describe*"}, resources: anywhere,
	},
	{
		sid: "DatabaseSecrets", why: "RDS keeps a password in Secrets Manager in the caller's name.",
		actions: []string{"secretsmanager:CreateSecret", "secretsmanager:TagResource"}, resources: []string{arn("secretsmanager", "secret:rds!*")},
	},
	{
		sid: "CachesNew", why: "Caches; what is made has no tag before.",
		actions: []string{
			"elasticache:AddTagsToResource", "elasticache:CreateCacheParameterGroup", "elasticache:CreateCacheSubnetGroup", "elasticache:CreateReplicationGroup",
			"elasticache:CreateServerlessCache", "elasticache:CreateUser", "elasticache:CreateUserGroup",
		},
		resources: []string{arn("elasticache", "*")},
	},
	{
		sid: "Caches", why: "The platform's caches.", tagged: true,
		actions: []string{
			"elasticache:CreateSnapshot", "elasticache:DecreaseReplicaCount", "elasticache:Delete*", "elasticache:IncreaseReplicaCount",
			"elasticache:Modify*", "elasticache:RemoveTagsFromResource",
		},
		resources: []string{arn("elasticache", "*")},
	},
	{
		sid: "FilesNew", why: "A file system has no name before it is made.",
		actions: []string{"elasticfilesystem:CreateFileSystem", "elasticfilesystem:Describe*", "elasticfilesystem:TagResource"}, resources: anywhere,
	},
	{
		sid: "Files", why: "The platform's file systems; nothing in them.", tagged: true,
		actions: []string{
			"elasticfilesystem:CreateAccessPoint", "elasticfilesystem:CreateMountTarget", "elasticfilesystem:Delete*", "elasticfilesystem:Put*",
			"elasticfilesystem:UntagResource", "elasticfilesystem:UpdateFileSystem",
		},
		resources: []string{arn("elasticfilesystem", "*")},
	},
}
