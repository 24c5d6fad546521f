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

// simulatedTaint is on simulated nodes beside real ones.
const simulatedTaint = "slipway.dev/simulated"

// nodeOf is one node of a group, wherever it runs.
type nodeOf struct {
	group        blueprint.NodeGroup
	name         string
	region, zone string
	address      netip.Addr
	real         bool // on this machine; false: simulated
}

// nodes are the least nodes of every group, spread over the zones. The first
// ones are real.
func (n network) nodes(groups []blueprint.NodeGroup, region string, realNodes int) ([]nodeOf, error) {
	region = cmp.Or(region, "local")
	var out []nodeOf
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
			n := nodeOf{group: g, name: fmt.Sprintf("%s-%d", g.Name, i+1), region: region, zone: zone, address: address, real: len(out) < realNodes}
			if !n.real {
				// The name says it, and a node that becomes real is another one: what
				// ran on the simulated one never did.
				n.name += "-simulated"
			}
			out = append(out, n)
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

// object is the Node with the labels that the same group has on Amazon EKS. A
// real one says the rest about itself; beside real ones a simulated one takes
// only pods that ask for it, since what is started there serves nobody.
func (n nodeOf) object(mixed bool) manifest.Object {
	instance := instanceType("m7g.large")
	if len(n.group.InstanceTypes) > 0 {
		instance = instanceType(n.group.InstanceTypes[0])
	}
	o := manifest.New("v1", "Node", "", n.name).
		Label(
			"eks.amazonaws.com/nodegroup", n.group.Name,
			"node.kubernetes.io/instance-type", string(instance),
			"slipway.dev/node-group", n.group.Name,
			"topology.kubernetes.io/region", n.region,
			"topology.kubernetes.io/zone", n.zone,
		)
	for key, value := range n.group.Labels {
		o.Label(key, value)
	}
	taints := taints(n.group.Taints)
	if !n.real {
		o.Annotate(simulated, "fake").Label(
			"kubernetes.io/arch", instance.architecture(),
			"kubernetes.io/hostname", n.name,
			"kubernetes.io/os", "linux",
		)
		o.With("status", status(instance, n.name, n.address))
		if mixed {
			taints = append(taints, map[string]any{"key": simulatedTaint, "effect": "NoSchedule"})
		}
	}
	if taints != nil {
		o.With("spec", map[string]any{"taints": taints})
	}
	return o
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
