package aws

import (
	"net/netip"

	"slipway.dev/slipway/blueprint"
)

// kind is a kind of subnet.
type kind struct {
	name string // as logical ids and the outputs have it: "Private"
	role string // tag that load balancers find their subnets by, "" for none
	// block and bits are where the subnets of the kind are in the VPC's range,
	// which has eight blocks: the first block, and how many bits longer than the
	// VPC's prefix a subnet's is.
	block, bits int
}

// The kinds of subnets. A private subnet has an eighth of the VPC, since pods
// take their addresses from it; public and intra ones have a 64th each. Room
// is kept for six zones, so that one more zone or kind moves nothing.
var (
	private = kind{name: "Private", role: "kubernetes.io/role/internal-elb", block: 0, bits: 3}
	public  = kind{name: "Public", role: "kubernetes.io/role/elb", block: 6, bits: 6}
	intra   = kind{name: "Intra", block: 7, bits: 6}
)

// Sizes that Amazon VPC allows ("VPC CIDR blocks", "Subnet CIDR blocks").
const (
	largestVPC     = 16
	smallestSubnet = 28
)

// kinds are the kinds of subnets that a new VPC has.
func kinds(n *blueprint.Network) []kind {
	var out []kind
	if on(n.Subnets.Private) {
		out = append(out, private)
	}
	if on(n.Subnets.Public) {
		out = append(out, public)
	}
	if n.Subnets.Intra {
		out = append(out, intra)
	}
	return out
}

// on is a switch that is on unless it was turned off.
func on(b *bool) bool { return b == nil || *b }

// longestPrefix is the longest prefix of a VPC with room for the kinds.
func longestPrefix(list []kind) int {
	longest := smallestSubnet
	for _, k := range list {
		longest = min(longest, smallestSubnet-k.bits)
	}
	return longest
}

// subnet is the range of the kind's subnet in a zone, from 0.
func (k kind) subnet(vpc netip.Prefix, zone int) netip.Prefix {
	block := uint32(1) << (32 - vpc.Bits() - 3)
	size := uint32(1) << (32 - vpc.Bits() - k.bits)
	start := number(vpc.Addr()) + uint32(k.block)*block + uint32(zone)*size
	return netip.PrefixFrom(address(start), vpc.Bits()+k.bits)
}

func number(a netip.Addr) uint32 {
	b := a.As4()
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

func address(n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}
