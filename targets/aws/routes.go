package aws

import (
	"fmt"

	"slipway.dev/slipway/cfn"
)

const (
	everywhere  = "0.0.0.0/0"
	everywhere6 = "::/0"
)

// table is a route table for some subnets of a kind. Its name is that of the
// kind with a number where every zone has its own.
func (v *vpc) table(k kind, number string, subnets []*cfn.Resource) *cfn.Resource {
	name := k.name + "Routes" + number
	t := v.Add(name, &cfn.EC2RouteTable{VpcId: v.vpc.Ref(), Tags: named("${AWS::StackName}-" + name)})
	for _, s := range subnets {
		v.Add(s.ID()+"Association", &cfn.EC2SubnetRouteTableAssociation{RouteTableId: t.Ref(), SubnetId: s.Ref()})
	}
	v.tables[k.name] = append(v.tables[k.name], t)
	return t
}

// openToInternet gives the public subnets a way in and out.
func (v *vpc) openToInternet() {
	gateway := v.Add("Internet", &cfn.EC2InternetGateway{Tags: named("${AWS::StackName}")})
	v.internet = v.Add("InternetAttachment", &cfn.EC2VPCGatewayAttachment{VpcId: v.vpc.Ref(), InternetGatewayId: gateway.Ref()})
	t := v.table(public, "", v.subnets[public.name])
	v.Add("PublicRoute", &cfn.EC2Route{RouteTableId: t.Ref(), DestinationCidrBlock: cfn.S(everywhere), GatewayId: gateway.Ref()}).After(v.internet)
	if v.ipv6 != nil {
		v.Add("PublicRoute6", &cfn.EC2Route{RouteTableId: t.Ref(), DestinationIpv6CidrBlock: cfn.S(everywhere6), GatewayId: gateway.Ref()}).After(v.internet, v.ipv6)
	}
}

// private gives the private subnets a way out: one table for all of them, or
// one in each zone, next to the zone's NAT gateway.
func (v *vpc) private() {
	var out *cfn.Resource
	if v.ipv6 != nil {
		out = v.Add("EgressOnly", &cfn.EC2EgressOnlyInternetGateway{VpcId: v.vpc.Ref()})
	}
	subnets := v.subnets[private.name]
	if v.settings.NAT != "zone" {
		t := v.table(private, "", subnets)
		if v.settings.NAT == "single" {
			v.nat(t, "", v.subnets[public.name][0])
		}
		v.route6(t, "", out)
		return
	}
	for zone, s := range subnets {
		number := fmt.Sprint(zone + 1)
		t := v.table(private, number, []*cfn.Resource{s})
		v.nat(t, number, v.subnets[public.name][zone])
		v.route6(t, number, out)
	}
}

// nat leads a route table through a NAT gateway in a public subnet.
func (v *vpc) nat(t *cfn.Resource, number string, in *cfn.Resource) {
	ip := v.Add("NatAddress"+number, &cfn.EC2EIP{Domain: cfn.S("vpc"), Tags: named("${AWS::StackName}")}).After(v.internet)
	gateway := v.Add("Nat"+number, &cfn.EC2NatGateway{AllocationId: ip.Att("AllocationId"), SubnetId: in.Ref(), Tags: named("${AWS::StackName}")}).
		After(v.internet, v.Resources["PublicRoute"], v.Resources[in.ID()+"Association"])
	v.Add("PrivateRoute"+number, &cfn.EC2Route{RouteTableId: t.Ref(), DestinationCidrBlock: cfn.S(everywhere), NatGatewayId: gateway.Ref()})
}

func (v *vpc) route6(t *cfn.Resource, number string, out *cfn.Resource) {
	if out != nil {
		v.Add("PrivateRoute6"+number, &cfn.EC2Route{RouteTableId: t.Ref(), DestinationIpv6CidrBlock: cfn.S(everywhere6), EgressOnlyInternetGatewayId: out.Ref()}).After(v.ipv6)
	}
}

// interfaceSubnets are where endpoints have their network interfaces: in the
// subnets of nodes, one a zone.
func (v *vpc) interfaceSubnets() cfn.Strings {
	for _, k := range []kind{private, intra, public} {
		if len(v.subnets[k.name]) > 0 {
			return refs(v.subnets[k.name])
		}
	}
	return cfn.Strings{}
}

func (v *vpc) routeTables() cfn.Strings {
	var all []*cfn.Resource
	for _, k := range []kind{private, public, intra} {
		all = append(all, v.tables[k.name]...)
	}
	return refs(all)
}
