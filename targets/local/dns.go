package local

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// programCoreDNS is upstream's name server.
const programCoreDNS = "coredns"

// corefile answers for the cluster's names, and says of every other that there
// is none: nothing outside can be reached from here.
const corefile = `cluster.local in-addr.arpa ip6.arpa {
    errors
    ready 0.0.0.0:${port.dns-ready}
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig ${kubeconfig}
        pods insecure
        ttl 5
    }
    cache 5
}
. {
    errors
    template ANY ANY {
        rcode NXDOMAIN
    }
}
`

// nameServer is CoreDNS, with the account and the rights that it has as pods.
func nameServer(n network) assembly.Process {
	return assembly.Process{
		Name: "coredns", Program: programCoreDNS, Command: "coredns",
		After:    []string{"kube-apiserver"},
		Identity: assembly.ServiceAccount("kube-system", "coredns"),
		Args:     []string{"-conf=${dir}/Corefile"},
		Files:    map[string]string{"Corefile": corefile},
		Network: &assembly.Network{
			Address: n.host(blueprint.HostDNS).String(), Gateway: n.host(blueprint.HostRouter).Addr().String(),
			Reach: []string{"apiserver"}, Publish: []string{"dns-ready"},
		},
	}
}

// nameService is the Service that pods ask, with the name server behind it.
func nameService(n network) ([]byte, error) {
	labels := []string{"k8s-app", "kube-dns"}
	port := func(name, protocol string) map[string]any {
		return map[string]any{"name": name, "port": 53, "protocol": protocol}
	}
	return manifest.Encode(
		manifest.New("v1", "ServiceAccount", "kube-system", "coredns"),
		manifest.New("rbac.authorization.k8s.io/v1", "ClusterRole", "", "system:coredns").With("rules", []any{
			map[string]any{"apiGroups": []any{""}, "resources": []any{"endpoints", "services", "pods", "namespaces"}, "verbs": []any{"list", "watch"}},
			map[string]any{"apiGroups": []any{"discovery.k8s.io"}, "resources": []any{"endpointslices"}, "verbs": []any{"list", "watch"}},
		}),
		manifest.New("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "system:coredns").
			With("roleRef", map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:coredns"}).
			With("subjects", []any{map[string]any{"kind": "ServiceAccount", "name": "coredns", "namespace": "kube-system"}}),
		manifest.New("v1", "Service", "kube-system", "kube-dns").Label(labels...).With("spec", map[string]any{
			"clusterIP": n.dns().String(),
			"ports":     []any{port("dns", "UDP"), port("dns-tcp", "TCP")},
		}),
		blueprint.Behind("kube-system", "kube-dns", n.host(blueprint.HostDNS).Addr().String(), port("dns", "UDP"), port("dns-tcp", "TCP")),
	)
}
