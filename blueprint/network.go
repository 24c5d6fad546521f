package blueprint

import (
	"fmt"
	"net/netip"
)

// networks checks the address plan, versions and sizes of each blueprint.
func (v *validation) networks() {
	v.blueprints(func(b *Blueprint, at *place) {
		v.ranges(b.Network, at.field("network"))
		if EKSSupport(b.Kubernetes) == ExtendedSupport {
			v.warn(at.field("kubernetes"), fmt.Sprintf("Amazon EKS has Kubernetes %s in extended support only, at a higher price", b.Kubernetes),
				fmt.Sprintf("Versions from %s on are in standard support.", EKSVersions(StandardSupport)[0]))
		}
		for i, g := range items(at.field("nodeGroups"), namesOf(b.NodeGroups, func(g NodeGroup) string { return g.Name })) {
			if group := b.NodeGroups[i]; group.Min > group.Max && group.Max > 0 {
				v.report(g.at.field("min"), fmt.Sprintf("is %d, more than max, which is %d", group.Min, group.Max), "Lower it, or raise max.")
			}
		}
	})
}

// ranges reports ranges of one cluster that overlap. Those of different clusters
// may: each has a network of its own.
func (v *validation) ranges(n Network, at *place) {
	ranges := []struct{ field, text, of string }{
		{"cidr", n.CIDR, "nodes"}, {"pods", n.Pods, "pods"}, {"services", n.Services, "services"},
	}
	for i, a := range ranges {
		for _, b := range ranges[:i] {
			x, errX := netip.ParsePrefix(a.text)
			y, errY := netip.ParsePrefix(b.text)
			if errX == nil && errY == nil && x.Overlaps(y) {
				v.report(at.field(a.field), fmt.Sprintf("the range of the %s, %s, overlaps that of the %s, %s", a.of, a.text, b.of, b.text),
					"Choose ranges that share no address.")
			}
		}
	}
}
