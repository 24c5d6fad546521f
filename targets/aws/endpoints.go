package aws

import (
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// gateways are the services that are reached by an entry of a route table,
// which costs nothing; all others have network interfaces.
var gateways = []string{"s3", "dynamodb"}

// services are the endpoint services behind a name of network.endpoints where
// it is not one of the same name.
var services = map[string][]string{"ecr": {"ecr.api", "ecr.dkr"}}

// existingNetwork is the endpoints in a VPC that is there already, nil for none.
func existingNetwork(n *blueprint.Network) *blueprint.Part {
	if len(n.Endpoints) == 0 {
		return nil
	}
	t := cfn.New("Endpoints in the network of a cluster.")
	subnets := slices.Concat(n.VPC.PrivateSubnets, n.VPC.IntraSubnets)
	if len(n.VPC.PrivateSubnets) > 0 {
		subnets = n.VPC.PrivateSubnets
	}
	addEndpoints(t, n, cfn.S(n.VPC.ID), cfn.L(subnets...), cfn.L(n.VPC.RouteTables...))
	return &blueprint.Part{Name: networkPart, Timeout: networkTimeout, Template: t, Stack: assembly.Stack{Protected: true}}
}

// addEndpoints lets nodes and pods reach AWS services inside the VPC.
func addEndpoints(t *cfn.Template, n *blueprint.Network, vpc cfn.String, subnets, tables cfn.Strings) {
	var group *cfn.Resource
	for _, name := range n.Endpoints {
		if slices.Contains(gateways, name) {
			t.Add("Endpoint"+logicalID(name), &cfn.EC2VPCEndpoint{
				VpcId: vpc, ServiceName: serviceName(name), VpcEndpointType: cfn.S("Gateway"), RouteTableIds: tables,
			})
			continue
		}
		if group == nil {
			group = t.Add("EndpointsSecurityGroup", &cfn.EC2SecurityGroup{
				GroupDescription: cfn.S("AWS services, for all of the network"), VpcId: vpc, SecurityGroupIngress: httpsFrom(n),
			})
		}
		for _, service := range serviceNames(name) {
			t.Add("Endpoint"+logicalID(strings.ReplaceAll(service, ".", "-")), &cfn.EC2VPCEndpoint{
				VpcId: vpc, ServiceName: serviceName(service), VpcEndpointType: cfn.S("Interface"), PrivateDnsEnabled: cfn.B(true),
				SubnetIds: subnets, SecurityGroupIds: cfn.List(group.Att("GroupId")),
			})
		}
	}
}

// httpsFrom lets in the network. The endpoints take over the services' names for
// everybody in it, so in a VPC that is there already, whose ranges the blueprint
// does not say, they let in every private range: nobody else reaches them.
func httpsFrom(n *blueprint.Network) []cfn.EC2SecurityGroupIngressPart {
	ranges := []string{n.CIDR}
	if n.VPC != nil {
		ranges = privateRanges()
	}
	var out []cfn.EC2SecurityGroupIngressPart
	for _, r := range ranges {
		out = append(out, cfn.EC2SecurityGroupIngressPart{
			IpProtocol: cfn.S("tcp"), FromPort: cfn.I(443), ToPort: cfn.I(443), CidrIp: cfn.S(r), Description: cfn.S("HTTPS from the network"),
		})
	}
	return out
}

func serviceNames(name string) []string {
	if list, ok := services[name]; ok {
		return list
	}
	return []string{name}
}

func serviceName(service string) cfn.String {
	return cfn.Sub("com.amazonaws.${AWS::Region}." + service)
}
