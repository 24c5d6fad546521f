package aws

import (
	"fmt"
	"net/netip"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// vpc is a network in the making.
type vpc struct {
	*cfn.Template
	settings *blueprint.Network
	vpc      *cfn.Resource
	internet *cfn.Resource              // the internet gateway's attachment
	ipv6     *cfn.Resource              // the range of IPv6 addresses
	subnets  map[string][]*cfn.Resource // by kind, a zone each
	tables   map[string][]*cfn.Resource // route tables by kind
}

// network is the VPC of a cluster. nil: the VPC is there already and needs nothing.
func network(b *blueprint.Blueprint) *blueprint.Part {
	if b.Network.VPC != nil {
		return existingNetwork(&b.Network)
	}
	v := &vpc{
		Template: cfn.New("The network of a cluster."), settings: &b.Network,
		subnets: map[string][]*cfn.Resource{}, tables: map[string][]*cfn.Resource{},
	}
	v.build(slices.ContainsFunc(b.NodeGroups, func(g blueprint.NodeGroup) bool { return g.Subnets == "public" }))
	part := &blueprint.Part{Name: networkPart, Timeout: networkTimeout, Template: v.Template, Stack: assembly.Stack{Protected: true}}
	if v.settings.FlowLogs.Traffic != "none" {
		part.Stack.Capabilities = []string{"CAPABILITY_IAM"}
	}
	return part
}

func (v *vpc) build(publicNodes bool) {
	v.vpc = v.Add("Vpc", &cfn.EC2VPC{
		CidrBlock: cfn.S(v.settings.CIDR), EnableDnsHostnames: cfn.B(true), EnableDnsSupport: cfn.B(true), Tags: named("${AWS::StackName}"),
	})
	if v.settings.IPv6 {
		v.ipv6 = v.Add("Ipv6", &cfn.EC2VPCCidrBlock{VpcId: v.vpc.Ref(), AmazonProvidedIpv6CidrBlock: cfn.B(true)})
	}
	list := kinds(v.settings)
	for _, k := range list {
		for zone := range v.settings.Zones {
			v.subnet(k, zone, publicNodes)
		}
	}
	if slices.Contains(list, public) {
		v.openToInternet()
	}
	if slices.Contains(list, private) {
		v.private()
	}
	if slices.Contains(list, intra) {
		v.table(intra, "", v.subnets[intra.name])
	}
	addEndpoints(v.Template, v.settings, v.vpc.Ref(), v.interfaceSubnets(), v.routeTables())
	v.flowLogs()
	v.outputs(list)
}

func (v *vpc) subnet(k kind, zone int, publicNodes bool) {
	name := fmt.Sprintf("%s%d", k.name, zone+1)
	s := &cfn.EC2Subnet{
		VpcId:     v.vpc.Ref(),
		CidrBlock: cfn.S(k.subnet(netip.MustParsePrefix(v.settings.CIDR), zone).String()),
		Tags:      named("${AWS::StackName}-" + name),
	}
	if len(v.settings.ZoneIDs) > 0 {
		s.AvailabilityZoneId = cfn.S(v.settings.ZoneIDs[zone])
	} else {
		s.AvailabilityZone = cfn.Select(zone, cfn.Zones())
	}
	if k.role != "" {
		s.Tags = append(s.Tags, cfn.Tag{Key: cfn.S(k.role), Value: cfn.S("1")})
	}
	if k == public && publicNodes {
		s.MapPublicIpOnLaunch = cfn.B(true)
	}
	if v.settings.IPv6 {
		// One /64 a subnet, at a fixed place of the /56 that Amazon provides.
		ranges := cfn.Cidr(cfn.Select(0, cfn.AttList(v.vpc.ID(), "Ipv6CidrBlocks")), 24, 64)
		s.Ipv6CidrBlock = cfn.Select(8*slices.Index([]kind{private, public, intra}, k)+zone, ranges)
		s.AssignIpv6AddressOnCreation = cfn.B(true)
	}
	r := v.Add(name, s)
	if v.ipv6 != nil {
		r.After(v.ipv6)
	}
	v.subnets[k.name] = append(v.subnets[k.name], r)
}

// outputs hands out the subnets of every kind, those of a kind that is not
// there as "".
func (v *vpc) outputs(list []kind) {
	v.Output("VpcId", "", v.vpc.Ref())
	for _, k := range list {
		v.Output(k.name+"SubnetIds", "", cfn.Join(",", refs(v.subnets[k.name])))
	}
}

func refs(resources []*cfn.Resource) cfn.Strings {
	out := make([]cfn.String, len(resources))
	for i, r := range resources {
		out[i] = r.Ref()
	}
	return cfn.List(out...)
}

func named(text string) []cfn.Tag { return []cfn.Tag{{Key: cfn.S("Name"), Value: cfn.Sub(text)}} }
