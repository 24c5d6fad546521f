package blueprint

import (
	"net/netip"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/manifest"
)

// The first addresses of a local cluster's hosts, by number. No node has them:
// VPCs keep the first ones for themselves, too.
const (
	HostRouter     = 1 // the way out for all others, and the API server's address for pods
	HostDNS        = 2
	HostGateway    = 3
	HostPrometheus = 4
	HostMetrics    = 5
	HostFlagger    = 6
	HostRollouts   = 7
)

// Host is the address of a host with the prefix of all hosts: 10.0.0.3/16. It is
// zero where the network's cidr is no range.
func (n Network) Host(number int) netip.Prefix {
	hosts, err := netip.ParsePrefix(n.CIDR)
	if err != nil {
		return netip.Prefix{}
	}
	address := hosts.Masked().Addr()
	for range number {
		address = address.Next()
	}
	return netip.PrefixFrom(address, hosts.Bits())
}

// Attach is the place of a process in the cluster's own network, from which it
// reaches nodes and pods: its host's number, the ports of the machine that it
// needs (the API server's is among them), and its own that the machine needs. It
// is nil where nodes are simulated: there is no such network then, and all ports
// are the machine's.
func (b *AddOnBuild) Attach(host int, reach, publish []string) *assembly.Network {
	if b.RealNodes == 0 {
		return nil
	}
	n := b.Blueprint.Network
	return &assembly.Network{
		Address: n.Host(host).String(), Gateway: n.Host(HostRouter).Addr().String(),
		Reach: append([]string{"apiserver"}, reach...), Publish: publish, DNS: n.Host(HostDNS).Addr().String(),
	}
}

// Address is where one host finds another. With simulated nodes all of them are
// the machine.
func (b *AddOnBuild) Address(host int) string {
	if b.RealNodes == 0 {
		return "127.0.0.1"
	}
	return b.Blueprint.Network.Host(host).Addr().String()
}

// Behind is what leads a Service to a host of the cluster's network: an address
// where elsewhere there are pods, so its slice is ours to write. The ports are
// those of the host, as EndpointSlices have them.
func Behind(namespace, service, address string, ports ...any) manifest.Object {
	return manifest.New("discovery.k8s.io/v1", "EndpointSlice", namespace, service).
		Label("kubernetes.io/service-name", service, "endpointslice.kubernetes.io/managed-by", "slipway").
		With("addressType", "IPv4").
		With("endpoints", []any{map[string]any{"addresses": []any{address}, "conditions": map[string]any{"ready": true}}}).
		With("ports", ports)
}
