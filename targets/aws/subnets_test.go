package aws

import (
	"fmt"
	"net/netip"
	"testing"
)

// Subnets of every kind and zone lie in the VPC and share no address, in the
// largest VPC as in the smallest that has room.
func TestSubnetsShareNoAddress(t *testing.T) {
	t.Parallel()
	all := []kind{private, public, intra}
	for bits := largestVPC; bits <= longestPrefix(all); bits++ {
		vpc := netip.MustParsePrefix(fmt.Sprintf("10.32.0.0/%d", bits))
		var made []netip.Prefix
		for _, k := range all {
			for zone := range 6 {
				s := k.subnet(vpc, zone)
				if s.Masked() != s || s.Bits() > smallestSubnet || !vpc.Contains(s.Addr()) || s.Bits() < vpc.Bits() {
					t.Errorf("%s: %s%d is %s", vpc, k.name, zone+1, s)
				}
				for _, other := range made {
					if s.Overlaps(other) {
						t.Errorf("%s: %s%d is %s, which overlaps %s", vpc, k.name, zone+1, s, other)
					}
				}
				made = append(made, s)
			}
		}
	}
}

func TestLongestPrefix(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kinds []kind
		want  int
	}{{[]kind{private}, 25}, {[]kind{private, public}, 22}, {[]kind{intra}, 22}} {
		if got := longestPrefix(tc.kinds); got != tc.want {
			t.Errorf("longestPrefix(%v) is %d, want %d", tc.kinds, got, tc.want)
		}
	}
}
