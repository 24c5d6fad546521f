package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/manifest"
)

// AwsGatewayAPIController makes services of Amazon VPC Lattice.
type AwsGatewayAPIController struct {
	Chart          `yaml:",inline"`
	ServiceNetwork string `yaml:"serviceNetwork,omitempty" doc:"Service network that the cluster's VPC joins when the controller starts. Without it each Gateway names one."`
	PrefixList     string `yaml:"prefixList,omitempty" doc:"ID of the region's prefix list com.amazonaws.REGION.vpc-lattice: it is let in by the cluster's security group. Without it nothing that comes through VPC Lattice reaches a pod, unless a group of yours lets it in."`
}

const (
	latticeNamespace = "aws-application-networking-system"
	latticeAccount   = "gateway-api-controller"
)

// Info describes the add-on.
func (*AwsGatewayAPIController) Info() blueprint.Info {
	return blueprint.Info{
		Name:        "aws-gateway-api-controller",
		Doc:         "Routes of the Gateway API as services of Amazon VPC Lattice, across clusters, VPCs and accounts: what AWS App Mesh was used for.",
		Upstream:    "https://github.com/aws/aws-application-networking-k8s",
		Charts:      []assembly.Chart{{Repo: "oci://public.ecr.aws/aws-application-networking-k8s", Name: "aws-gateway-controller-chart", Version: "v1.1.4", Release: "gateway-api-controller", Namespace: latticeNamespace}},
		Needs:       []string{"gateway-api"},
		Namespaces:  []string{latticeNamespace},
		Unavailable: map[string]string{"aws-cn": noService, "aws-us-gov": noService},
		Fidelity:    awsChart("there is no VPC Lattice on this machine"),
	}
}

// Build is the role, upstream's chart and the class that Gateways name.
func (a *AwsGatewayAPIController) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: latticeNamespace, account: latticeAccount, statements: latticeMay()}
	role := pods.part(b)
	if a.PrefixList != "" {
		role.Template.Add("FromLattice", &cfn.EC2SecurityGroupIngress{
			GroupId: parameter(&role, "SecurityGroupId", "The cluster's security group, which nodes have."), IpProtocol: cfn.S("-1"),
			SourcePrefixListId: cfn.S(a.PrefixList), Description: cfn.S("VPC Lattice"),
		})
	}
	b.Add(role)
	part := a.release("", a.Info().Charts[0])
	part.Values = fields{
		"awsRegion":             part.Of("cluster", "Region"),
		"awsAccountId":          part.Of("cluster", "AccountId"),
		"clusterVpcId":          part.Of("cluster", "VpcId"),
		"clusterName":           part.Of("cluster", "ClusterName"),
		"defaultServiceNetwork": a.ServiceNetwork,
		"serviceAccount":        pods.serviceAccount(b, &part),
		"webhookEnabled":        false, // its chart would make other certificates each time
	}
	a.add(b, part)
	return b.Objects("class", nil, manifest.New("gateway.networking.k8s.io/v1", "GatewayClass", "", "amazon-vpc-lattice").
		With("spec", fields{"controllerName": "application-networking.k8s.aws/gateway-api-controller"}))
}

// latticeMay is upstream's recommended-inline-policy.json, with ARNs where that
// has none; what serves logs of access to buckets and streams is left out.
func latticeMay() []cfn.Statement {
	return []cfn.Statement{
		cfn.Allow(here("vpc-lattice", "*"), "vpc-lattice:*"),
		anywhere("vpc-lattice:ListServiceNetworkServiceAssociations",
			"vpc-lattice:ListServiceNetworkVpcAssociations", "vpc-lattice:ListServiceNetworks", "vpc-lattice:ListServices",
			"vpc-lattice:ListTargetGroups",
			"ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcs", "tag:GetResources"),
		onlyFor(cfn.Allow(arns("iam::${AWS::AccountId}:role/aws-service-role/vpc-lattice.amazonaws.com/AWSServiceRoleForVpcLattice"), "iam:CreateServiceLinkedRole"),
			"iam:AWSServiceName", cfn.S("vpc-lattice.amazonaws.com")),
	}
}
