package bootstrap

var endpointRules = []rule{
	{
		sid: "Gateways", why: "HTTP APIs, their domains and links into the VPC. API Gateway has paths for resources, without the account.",
		actions: []string{"apigateway:DELETE", "apigateway:GET", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT", "apigateway:TagResource", "apigateway:UntagResource"},
		resources: []string{
			"arn:${AWS::Partition}:apigateway:*::/apis*", "arn:${AWS::Partition}:apigateway:*::/domainnames*",
			"arn:${AWS::Partition}:apigateway:*::/vpclinks*", "arn:${AWS::Partition}:apigateway:*::/tags*",
		},
	},
	{
		sid: "NewNames", why: "Certificates and zones have no name before they are made; changes are followed by their ids.",
		actions: []string{
			"acm:AddTagsToCertificate", "acm:ListCertificates", "acm:RequestCertificate", "route53:ChangeTagsForResource", "route53:CreateHostedZone",
			"route53:GetChange", "route53:ListHostedZones", "route53:ListHostedZonesByName",
		},
		resources: anywhere,
	},
	{
		sid: "Certificates", why: "The platform's certificates.", tagged: true,
		actions:   []string{"acm:DeleteCertificate", "acm:DescribeCertificate", "acm:ListTagsForCertificate", "acm:RemoveTagsFromCertificate", "acm:UpdateCertificateOptions"},
		resources: []string{arn("acm", "certificate/*")},
	},
	{
		sid: "Zones", why: "Records that prove a certificate or lead to the platform. Route 53 knows no tags in conditions: narrow this to your zones.",
		actions: []string{
			"route53:ChangeResourceRecordSets", "route53:DeleteHostedZone", "route53:GetHostedZone", "route53:ListQueryLoggingConfigs",
			"route53:ListResourceRecordSets", "route53:ListTagsForResource", "route53:UpdateHostedZoneComment",
		},
		resources: []string{"arn:${AWS::Partition}:route53:::hostedzone/*"},
	},
	{
		sid: "BalancersLook", why: "Descriptions of load balancers know no resource.", actions: []string{"elasticloadbalancing:Describe*"}, resources: anywhere,
	},
	{
		sid: "BalancersNew", why: "Load balancers of the customer endpoint: CloudFormation shortens their names, and there is no tag before.",
		actions: []string{
			"elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup",
		},
		resources: []string{arn("elasticloadbalancing", "*")},
	},
	{
		sid: "Balancers", why: "The platform's load balancers.", tagged: true,
		actions: []string{
			"elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:DeleteTargetGroup",
			"elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:Modify*", "elasticloadbalancing:RegisterTargets",
			"elasticloadbalancing:RemoveTags", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
		},
		resources: []string{arn("elasticloadbalancing", "*")},
	},
	{
		sid: "Watch", why: "Dashboards and alarms.",
		actions: []string{
			"cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource",
			"cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource",
		},
		resources: []string{global("cloudwatch", "dashboard/CLUSTER-*"), arn("cloudwatch", "alarm:PLATFORM-*")},
	},
	{
		sid: "Events", why: "Rules that tell Karpenter of nodes about to end.",
		actions: []string{
			"events:DeleteRule", "events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets",
			"events:TagResource", "events:UntagResource",
		},
		resources: []string{arn("events", "rule/PLATFORM-*")},
	},
	{
		sid: "Traces", why: "X-Ray groups and Prometheus workspaces.",
		actions: []string{
			"aps:CreateWorkspace", "aps:DeleteWorkspace", "aps:Describe*", "aps:ListTagsForResource", "aps:TagResource", "aps:UntagResource",
			"aps:UpdateWorkspaceAlias", "aps:UpdateWorkspaceConfiguration",
			"xray:CreateGroup", "xray:DeleteGroup", "xray:GetGroup", "xray:ListTagsForResource", "xray:TagResource", "xray:UntagResource", "xray:UpdateGroup",
		},
		resources: []string{arn("aps", "workspace/*"), arn("aps", "/workspaces"), arn("xray", "group/*/*")},
	},
	{
		sid: "SignOn", why: "The managed Argo CD is an application of IAM Identity Center, which EKS makes in the caller's name; its id is not known before.",
		actions: []string{
			"identitystore:DescribeGroup", "identitystore:ListGroups", "identitystore:ListUsers", "sso:CreateApplication",
			"sso:CreateApplicationAssignment", "sso:DeleteApplication", "sso:DeleteApplicationAccessScope", "sso:DeleteApplicationAssignment",
			"sso:DeleteApplicationAuthenticationMethod", "sso:DeleteApplicationGrant", "sso:DescribeInstance", "sso:DescribeRegisteredRegions",
			"sso:ListApplicationAssignments", "sso:PutApplicationAccessScope", "sso:PutApplicationAssignmentConfiguration",
			"sso:PutApplicationAuthenticationMethod", "sso:PutApplicationGrant",
		},
		resources: anywhere,
	},
	{
		sid: "Lattice", why: "Service networks of the Gateway API controller.",
		actions: []string{
			"vpc-lattice:CreateServiceNetwork", "vpc-lattice:CreateServiceNetworkVpcAssociation", "vpc-lattice:DeleteServiceNetwork",
			"vpc-lattice:DeleteServiceNetworkVpcAssociation", "vpc-lattice:GetServiceNetwork", "vpc-lattice:GetServiceNetworkVpcAssociation",
			"vpc-lattice:ListTagsForResource", "vpc-lattice:TagResource", "vpc-lattice:UntagResource", "vpc-lattice:UpdateServiceNetwork",
			"vpc-lattice:UpdateServiceNetworkVpcAssociation",
		},
		resources: []string{arn("vpc-lattice", "servicenetwork/*"), arn("vpc-lattice", "servicenetworkvpcassociation/*")},
	},
}
