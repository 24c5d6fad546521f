package aws

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
)

var (
	vpcID         = regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`)
	subnetID      = regexp.MustCompile(`^subnet-([0-9a-f]{8}|[0-9a-f]{17})$`)
	zoneIDPattern = regexp.MustCompile(`^[a-z]{2,5}[0-9]{1,2}-az[0-9]{1,2}$`)
	routeTableID  = regexp.MustCompile(`^rtb-([0-9a-f]{8}|[0-9a-f]{17})$`)
)

// leastZones are those that a control plane is spread over ("Amazon EKS VPC and
// subnet requirements").
const leastZones = 2

// newVPC checks that the range has room for the subnets, and that the subnets
// fit together.
func (c *checks) newVPC(p at, n *blueprint.Network) {
	if n.Zones < leastZones {
		p.field("zones").report("Use 2 or more.", "Amazon EKS needs subnets in at least %d availability zones", leastZones)
	}
	c.zoneIDs(p, n)
	list := kinds(n)
	if len(list) == 0 && p.sound("subnets") {
		p.field("subnets").report("Leave private on.", "there are no subnets to put the cluster into")
	}
	if p.sound("subnets") {
		c.room(p.field("cidr"), n, list)
	}
	if p.sound("subnets") && n.NAT != "none" && slices.Contains(list, private) && !slices.Contains(list, public) {
		p.field("nat").report("Use nat: none with endpoints, or leave subnets.public on.", "a NAT gateway stands in a public subnet, and there are none")
	}
	c.retention(p.field("flowLogs").field("retentionDays"), n.FlowLogs.RetentionDays)
}

// closedZones are zones without a control plane ("Amazon EKS VPC and subnet requirements").
var closedZones = []string{"use1-az3", "usw1-az2", "cac1-az3"}

func (c *checks) zoneIDs(p at, n *blueprint.Network) {
	here := p.field("zoneIDs")
	here.shapes(n.ZoneIDs, zoneIDPattern, "the id of an availability zone such as use2-az1")
	for i, id := range n.ZoneIDs {
		if slices.Contains(closedZones, id) {
			here.index(i).report("Choose another.", "EKS runs no control plane in the zone %s", id)
		}
	}
	if len(n.ZoneIDs) > 0 && len(n.ZoneIDs) != n.Zones && p.sound("zones") {
		here.report("Name as many as zones says.", "are %d, and zones is %d", len(n.ZoneIDs), n.Zones)
	}
}

func (c *checks) room(p at, n *blueprint.Network, list []kind) {
	vpc, err := netip.ParsePrefix(n.CIDR)
	if err != nil || len(list) == 0 {
		return
	}
	switch longest := longestPrefix(list); {
	case vpc.Bits() < largestVPC:
		p.report("Use a prefix from /16 on.", "%s is larger than a VPC can be", n.CIDR)
	case vpc.Bits() > longest:
		names := make([]string, len(list))
		for i, k := range list {
			names[i] = strings.ToLower(k.name)
		}
		p.report(netip.PrefixFrom(vpc.Addr(), longest).Masked().String()+" is the smallest range with room for them.",
			"%s is too small for subnets of the kinds %s in %d zones", n.CIDR, strings.Join(names, ", "), n.Zones)
	}
}

// Ranges that the services of an EKS cluster can have ("CreateCluster", Amazon EKS API).
var servicesWithin = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
}

func (c *checks) services(p at, n *blueprint.Network) {
	s, err := netip.ParsePrefix(n.Services)
	if err != nil || n.IPv6 || !p.sound("ipv6") {
		return
	}
	inside := slices.ContainsFunc(servicesWithin, func(w netip.Prefix) bool { return w.Contains(s.Addr()) && s.Bits() >= w.Bits() })
	if !inside || s.Bits() < 12 || s.Bits() > 24 {
		p.field("services").report("10.96.0.0/16, for instance.", "%s is no range that EKS takes for services: private, from /12 to /24", n.Services)
	}
}

// existingVPC checks the ids of what is there already.
func (c *checks) existingVPC(p at, b *blueprint.Blueprint) {
	v, here := b.Network.VPC, p.field("vpc")
	here.field("id").shape(v.ID, vpcID, "the id of a VPC such as vpc-0123456789abcdef0")
	for _, s := range []struct {
		field string
		ids   []string
	}{{"privateSubnets", v.PrivateSubnets}, {"publicSubnets", v.PublicSubnets}, {"intraSubnets", v.IntraSubnets}} {
		here.field(s.field).shapes(s.ids, subnetID, "the id of a subnet such as subnet-0123456789abcdef0")
	}
	here.field("routeTables").shapes(v.RouteTables, routeTableID, "the id of a route table such as rtb-0123456789abcdef0")
	for _, k := range []kind{intra, private, public} {
		if ids := existingSubnets(v, k); len(ids) > 0 {
			if len(ids) < leastZones {
				here.field(strings.ToLower(k.name)+"Subnets").report("Name one in another zone, too.", "Amazon EKS needs subnets in at least %d availability zones", leastZones)
			}
			c.existingEndpoints(p, b)
			return
		}
	}
	if !c.subject.Sound(here.path) {
		return
	}
	here.report("Name privateSubnets.", "there are no subnets to put the cluster into")
}

func (c *checks) existingEndpoints(p at, b *blueprint.Blueprint) {
	v := b.Network.VPC
	for i, name := range b.Network.Endpoints {
		switch gateway := slices.Contains(gateways, name); {
		case gateway && len(v.RouteTables) == 0:
			p.field("endpoints").index(i).report("Name them in vpc.routeTables.", "the endpoint %s is entered into route tables, and none are known", name)
		case !gateway && len(v.PrivateSubnets)+len(v.IntraSubnets) == 0:
			p.field("endpoints").index(i).report("Name vpc.privateSubnets.", "the endpoint %s needs private subnets, and none are known", name)
		}
	}
}

// nodeServices are what nodes and pods cannot do without ("Deploy private
// clusters with limited internet access", Amazon EKS).
var nodeServices = []string{"ec2", "ecr", "eks", "eks-auth", "s3", "sts"}

// places checks that nodes have subnets, and a way out of them.
func (c *checks) places(p at, b *blueprint.Blueprint) {
	n := &b.Network
	if !p.sound("network.vpc", "network.subnets", "network.nat", "network.endpoints") {
		return
	}
	closed := ""
	where := itemPaths(p.field("nodeGroups").path, b.NodeGroups, func(g *blueprint.NodeGroup) string { return g.Name })
	for i := range b.NodeGroups {
		g := &b.NodeGroups[i]
		k := kindByName[g.Subnets]
		here := at{c, where[i]}
		if !here.sound("subnets") {
			continue
		}
		if !hasSubnets(n, k) {
			here.field("subnets").report("Choose other subnets, or have these in the network.", "the network has no %s subnets", g.Subnets)
			continue
		}
		if n.VPC == nil && (k == intra || k == private && n.NAT == "none") {
			closed = "nodes of the group " + g.Name
		}
	}
	if len(b.EKS.Fargate) > 0 && !hasSubnets(n, private) {
		p.field("eks").field("fargate").report("Have private subnets in the network.", "pods on Fargate run in private subnets, and there are none")
	}
	if n.VPC == nil && n.NAT == "none" && (b.EKS.AutoMode != nil || len(b.EKS.Fargate) > 0) {
		closed = "pods"
	}
	var missing []string
	for _, service := range nodeServices {
		if !slices.Contains(n.Endpoints, service) {
			missing = append(missing, service)
		}
	}
	if closed != "" && len(missing) > 0 {
		p.field("network").field("endpoints").report("Add the endpoints "+strings.Join(missing, ", ")+", or choose nat: single.",
			"%s could not reach what they need: their subnets have no way out", closed)
	}
}
