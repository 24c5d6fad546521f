package local

import (
	"cmp"
	"fmt"
	"net/netip"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// simulated is the annotation that hands a node to kwok (kwok's documentation, "Nodes").
const simulated = "kwok.x-k8s.io/node"

// nodes are the least nodes of every group, spread over the zones, with the
// labels that the same group has on Amazon EKS.
func (n network) nodes(groups []blueprint.NodeGroup, region string) ([]manifest.Object, error) {
	region = cmp.Or(region, "local")
	var out []manifest.Object
	address := n.firstHost()
	for _, g := range groups {
		for i := range g.Min {
			if !n.hosts.Contains(address) {
				return nil, fmt.Errorf("network.cidr %s has too few addresses for node %d of group %s", n.hosts, i+1, g.Name)
			}
			zone := region + string(rune('a'+i%n.zones))
			if region == "local" {
				zone = "local-" + string(rune('a'+i%n.zones))
			}
			out = append(out, node(g, i+1, region, zone, address))
			address = address.Next()
		}
	}
	return out, nil
}

// firstHost leaves out the first ten addresses: VPCs keep some of them for themselves.
func (n network) firstHost() netip.Addr {
	address := n.hosts.Addr()
	for range 10 {
		address = address.Next()
	}
	return address
}

func node(g blueprint.NodeGroup, number int, region, zone string, address netip.Addr) manifest.Object {
	name := fmt.Sprintf("%s-%d", g.Name, number)
	instance := instanceType("m7g.large")
	if len(g.InstanceTypes) > 0 {
		instance = instanceType(g.InstanceTypes[0])
	}
	o := manifest.New("v1", "Node", "", name).
		Annotate(simulated, "fake").
		Label(
			"eks.amazonaws.com/nodegroup", g.Name,
			"kubernetes.io/arch", instance.architecture(),
			"kubernetes.io/hostname", name,
			"kubernetes.io/os", "linux",
			"node.kubernetes.io/instance-type", string(instance),
			"slipway.dev/node-group", g.Name,
			"topology.kubernetes.io/region", region,
			"topology.kubernetes.io/zone", zone,
		)
	for key, value := range g.Labels {
		o.Label(key, value)
	}
	if taints := taints(g.Taints); taints != nil {
		o.With("spec", map[string]any{"taints": taints})
	}
	return o.With("status", status(instance, name, address))
}

func taints(list []blueprint.Taint) []any {
	var out []any
	for _, t := range list {
		taint := map[string]any{"key": t.Key, "effect": t.Effect}
		if t.Value != "" {
			taint["value"] = t.Value
		}
		out = append(out, taint)
	}
	return out
}

// status is how the node begins: with its size, which kwok keeps, and not
// Ready, which makes waiting for it mean something.
func status(instance instanceType, name string, address netip.Addr) map[string]any {
	capacity, allocatable := instance.capacity()
	return map[string]any{
		"addresses": []any{
			map[string]any{"type": "InternalIP", "address": address.String()},
			map[string]any{"type": "Hostname", "address": name},
		},
		"capacity":    capacity,
		"allocatable": allocatable,
		"conditions": []any{
			map[string]any{"type": "Ready", "status": "False", "reason": "NodeStarting", "message": "the node has not been heard of yet"},
		},
		"nodeInfo": map[string]any{"architecture": instance.architecture(), "operatingSystem": "linux"},
	}
}
