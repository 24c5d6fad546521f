// Package local says what a cluster is on this machine: upstream's control
// plane as processes on the loopback interface, and nodes, real or simulated. It only
// describes; whoever deploys the description starts it. It must not look at the
// machine: what only the machine knows stands in placeholders.
package local

import (
	"fmt"
	"net/netip"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// Cluster is the parts that make a cluster of a blueprint: control-plane, then
// the name service where there are real nodes, then nodes, of which the first realNodes run pods and the others simulate them. The
// region only shows in the nodes' labels; "" is the region "local".
func Cluster(b *blueprint.Blueprint, region string, realNodes int) ([]blueprint.Part, error) {
	net, err := readNetwork(b)
	if err != nil {
		return nil, err
	}
	nodes, err := net.nodes(groups(b), region, realNodes)
	if err != nil {
		return nil, err
	}
	processes := controlPlane(net, nodes)
	control := blueprint.Part{Name: "control-plane", Processes: processes, Timeout: 3 * time.Minute}
	if len(nodes) == 0 {
		return []blueprint.Part{control}, nil
	}
	var objects []manifest.Object
	for _, n := range nodes {
		objects = append(objects, n.object(nodes[0].real))
	}
	data, err := manifest.Encode(objects...)
	if err != nil {
		return nil, err
	}
	parts := []blueprint.Part{control}
	if nodes[0].real {
		dns, err := nameService(net)
		if err != nil {
			return nil, err
		}
		class, err := manifest.Encode(storage(nodes)...)
		if err != nil {
			return nil, err
		}
		parts = append(parts,
			blueprint.Part{Name: "dns", Files: map[string][]byte{"dns.yaml": dns}},
			blueprint.Part{Name: "storage", Files: map[string][]byte{"storage.yaml": class}},
		)
	}
	return append(parts, blueprint.Part{
		Name:  "nodes",
		Files: map[string][]byte{"nodes.yaml": data},
		Gates: []assembly.Gate{{Kind: assembly.Ready, Within: time.Minute}},
	}), nil
}

// groups are the blueprint's groups of nodes. A blueprint without any still
// gets one node here: elsewhere the cluster brings its own.
func groups(b *blueprint.Blueprint) []blueprint.NodeGroup {
	if len(b.NodeGroups) > 0 {
		return b.NodeGroups
	}
	return []blueprint.NodeGroup{{Name: "default", InstanceTypes: []string{"m7g.large"}, Min: 1, Max: 1}}
}

// network is the blueprint's address plan, read.
type network struct {
	hosts, pods, services netip.Prefix
	zones                 int
}

func readNetwork(b *blueprint.Blueprint) (network, error) {
	n := network{zones: max(b.Network.Zones, 1)}
	for _, r := range []struct {
		name, text string
		into       *netip.Prefix
	}{{"cidr", b.Network.CIDR, &n.hosts}, {"pods", b.Network.Pods, &n.pods}, {"services", b.Network.Services, &n.services}} {
		prefix, err := netip.ParsePrefix(r.text)
		if err != nil {
			return n, fmt.Errorf("reading network.%s: %w", r.name, err)
		}
		*r.into = prefix.Masked()
	}
	return n, nil
}

// apiAddress is the address of the service "kubernetes": the first of its range.
func (n network) apiAddress() string { return n.services.Addr().Next().String() }

// nodeMask is the prefix length of a node's share of the pod range: 24 where
// every node gets one, else what fits.
func (n network) nodeMask(nodes int) int {
	mask := max(24, n.pods.Bits())
	for mask < 30 && 1<<(mask-n.pods.Bits()) < nodes {
		mask++
	}
	return mask
}
