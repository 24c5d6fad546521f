package local

import (
	"encoding/json"
	"net/netip"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// egress is the socket on which the router takes the API server's connections.
const egress = "${shared.egress}"

// egressConfig sends what is meant for nodes, pods and services through the
// router. Everything else, etcd and webhooks by URL, stays on the machine.
const egressConfig = `apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
  - name: cluster
    connection:
      proxyProtocol: HTTPConnect
      transport:
        uds: {udsName: ` + egress + `}
`

// router is the middle of the cluster's network. Pods reach the API server at
// its address, under the port that it has on the machine: what is published as
// the endpoint of the service "kubernetes" is one number for both.
func router(n network) assembly.Process {
	return assembly.Process{
		Name: "network", Program: assembly.Self, Command: "network",
		Args: []string{
			"--network=${network}",
			"--address=" + n.host(blueprint.HostRouter).String(),
			"--egress=" + egress,
			"--reach=${port.apiserver}",
		},
	}
}

// reachNodes gives the API server what it needs to reach real nodes and pods.
func reachNodes(p *assembly.Process, n network) {
	address := n.host(blueprint.HostRouter).Addr().String()
	p.After = append(p.After, "network")
	p.Files["egress.yaml"] = egressConfig
	p.Serving[0].Hosts = append(p.Serving[0].Hosts, address)
	p.Args = append(p.Args,
		"--advertise-address="+address,
		"--egress-selector-config-file=${dir}/egress.yaml",
		"--enable-aggregator-routing=true", // the router knows pods, not services' addresses
		"--kubelet-certificate-authority=${pki}/ca.crt",
		"--kubelet-client-certificate=${pki}/apiserver-kubelet-client.crt",
		"--kubelet-client-key=${pki}/apiserver-kubelet-client.key",
		"--kubelet-preferred-address-types=InternalIP",
	)
}

// machine is a real node.
func machine(n network, node nodeOf) assembly.Process {
	name := "node-" + node.name
	return assembly.Process{
		Name: name, Program: assembly.Self, Command: "node",
		After:      []string{"kube-apiserver"},
		Args:       []string{"${dir}/node.json"},
		Identity:   &assembly.Identity{User: "system:node:" + node.name, Groups: []string{"system:nodes"}},
		Identities: map[string]assembly.Identity{"kube-proxy": {User: "system:kube-proxy"}},
		Files:      map[string]string{"node.json": machineFile(n, node)},
		Serving:    []assembly.Certificate{{Name: "kubelet", Hosts: []string{node.name, node.address.String()}}},
	}
}

// machineFile is what the package local/node reads. Ports stand in it as texts
// that become numbers: a placeholder is no JSON number.
func machineFile(n network, node nodeOf) string {
	data, err := json.MarshalIndent(map[string]any{
		"name":      node.name,
		"address":   netip.PrefixFrom(node.address, n.hosts.Bits()),
		"gateway":   n.host(blueprint.HostRouter).Addr(),
		"network":   "${network}",
		"pods":      n.pods,
		"dns":       n.dns(),
		"apiserver": "${port.apiserver}",
		"registry":  "${registry}",
		"dir":       "${dir}",
		"kube":      "${program." + programKube + "}",
		"kubelet":   "${kubeconfig}",
		"proxy":     "${kubeconfig.kube-proxy}",
		"ca":        "${pki}/ca.crt",
		"cert":      "${dir}/kubelet.crt",
		"key":       "${dir}/kubelet.key",
	}, "", "  ")
	if err != nil {
		panic(err) // texts always marshal
	}
	return string(data) + "\n"
}

// host is the n-th address of the hosts' range, with the range's prefix.
func (n network) host(number int) netip.Prefix {
	return blueprint.Network{CIDR: n.hosts.String()}.Host(number)
}

// dns is the address of the cluster's name server: the tenth of the services'.
func (n network) dns() netip.Addr {
	address := n.services.Addr()
	for range 10 {
		address = address.Next()
	}
	return address
}
