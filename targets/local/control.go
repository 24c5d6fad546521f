package local

import (
	"fmt"

	"slipway.dev/slipway/assembly"
)

// The programs of the distribution.
const (
	programKube = "kube"
	programKwok = "kwok"
)

// controlPlane is etcd, the three Kubernetes components, real nodes and the
// stand-in for the others. The order in which they start is upstream's need: the
// controller-manager exits when the API server's roles are not there yet.
func controlPlane(n network, nodes []nodeOf) []assembly.Process {
	real := len(nodes) > 0 && nodes[0].real
	processes := []assembly.Process{etcd(), apiserver(n, real), controllerManager(n, len(nodes)), scheduler()}
	if real {
		processes = append([]assembly.Process{router(n)}, append(processes, nameServer(n), volumes(nodes))...)
	}
	needKwok := len(nodes) == 0
	for _, node := range nodes {
		if node.real {
			processes = append(processes, machine(n, node))
		} else {
			needKwok = true
		}
	}
	if needKwok {
		processes = append(processes, kwok(n))
	}
	return processes
}

func etcd() assembly.Process {
	return assembly.Process{
		Name: "etcd", Program: programKube, Command: "etcd",
		Args: []string{
			"--data-dir=${dir}/data",
			"--client-url=https://127.0.0.1:${port.etcd}",
			"--health-url=http://127.0.0.1:${port.etcd-health}",
			"--cert-file=${pki}/etcd.crt",
			"--key-file=${pki}/etcd.key",
			"--trusted-ca-file=${pki}/etcd-ca.crt", // or every user of this machine could read and write the cluster
			"--peer-url=http://127.0.0.1:${port.etcd-peer}",
			// Without fsync a write is in the kernel's cache when it is
			// acknowledged: killing etcd loses nothing, a power cut may. On a
			// developer's machine the half second at each start is worth more.
			"--unsafe-no-fsync",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.etcd-health}/health"},
	}
}

func apiserver(n network, real bool) assembly.Process {
	p := assembly.Process{
		Name: "kube-apiserver", Program: programKube, Command: "kube-apiserver",
		// A start is mostly the API server taking in definitions, a quarter of it
		// garbage collection. Half as many collections save a fifth of its processor
		// time and cost 250 MB (docs/performance.md).
		Env:   map[string]string{"GOGC": "200"},
		After: []string{"etcd"},
		Args: []string{
			"--etcd-servers=https://127.0.0.1:${port.etcd}",
			"--etcd-cafile=${pki}/etcd-ca.crt",
			"--etcd-certfile=${pki}/apiserver-etcd-client.crt",
			"--etcd-keyfile=${pki}/apiserver-etcd-client.key",
			"--bind-address=127.0.0.1",
			"--secure-port=${port.apiserver}",
			"--tls-cert-file=${dir}/serving.crt",
			"--tls-private-key-file=${dir}/serving.key",
			"--client-ca-file=${pki}/ca.crt",
			"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
			"--service-account-key-file=${pki}/sa.pub",
			"--service-account-signing-key-file=${pki}/sa.key",
			"--authorization-mode=Node,RBAC",
			"--allow-privileged=true", // as clusters have it: the Pod Security of a namespace decides
			// A Service that names external addresses would take their traffic,
			// whoever they belong to (CVE-2020-8554).
			"--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs",
			"--service-cluster-ip-range=" + n.services.String(),
			"--requestheader-client-ca-file=${pki}/front-proxy-ca.crt",
			"--requestheader-allowed-names=front-proxy-client",
			"--requestheader-username-headers=X-Remote-User",
			"--requestheader-group-headers=X-Remote-Group",
			"--requestheader-extra-headers-prefix=X-Remote-Extra-",
			"--proxy-client-cert-file=${pki}/front-proxy-client.crt",
			"--proxy-client-key-file=${pki}/front-proxy-client.key",
			"--audit-policy-file=${dir}/audit-policy.yaml",
			"--audit-log-path=${dir}/audit.log",
			"--audit-log-maxsize=20", // MiB
			"--audit-log-maxbackup=2",
			"--profiling=false",
		},
		Files: map[string]string{"audit-policy.yaml": auditPolicy},
		Serving: []assembly.Certificate{{Name: "serving", Hosts: []string{
			"127.0.0.1", "localhost", n.apiAddress(),
			"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
		}}},
		Ready: &assembly.Probe{HTTP: "https://127.0.0.1:${port.apiserver}/readyz"},
	}
	if real {
		reachNodes(&p, n)
		return p
	}
	// Simulated pods call nobody: nothing has to publish an address, and a
	// machine without a default route needs no other one.
	p.Args = append(p.Args, "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none")
	return p
}

// auditPolicy keeps who wrote what, without contents: enough to answer 'who did
// this' and to count writes. Left out are the writes that machines make all the
// time and that change nothing people asked for.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    verbs: [get, list, watch]
  - level: None
    resources:
      - {group: coordination.k8s.io, resources: [leases]}
      - {group: "", resources: [events, nodes/status]}
      - {group: events.k8s.io, resources: [events]}
      - {group: authentication.k8s.io}
      - {group: authorization.k8s.io}
  - level: Metadata
`

func controllerManager(n network, nodes int) assembly.Process {
	return assembly.Process{
		Name: "kube-controller-manager", Program: programKube, Command: "kube-controller-manager",
		After:    []string{"kube-apiserver"},
		Identity: &assembly.Identity{User: "system:kube-controller-manager"},
		Args: append(component("kube-controller-manager"),
			"--use-service-account-credentials=true",
			"--service-account-private-key-file=${pki}/sa.key",
			"--root-ca-file=${pki}/ca.crt",
			"--cluster-signing-cert-file=${pki}/ca.crt",
			"--cluster-signing-key-file=${pki}/ca.key",
			"--cluster-cidr="+n.pods.String(),
			"--allocate-node-cidrs=true",
			fmt.Sprintf("--node-cidr-mask-size=%d", n.nodeMask(nodes)),
			"--service-cluster-ip-range="+n.services.String(),
		),
		Ready: &assembly.Probe{HTTP: "https://127.0.0.1:${port.kube-controller-manager}/healthz", Insecure: true},
	}
}

func scheduler() assembly.Process {
	return assembly.Process{
		Name: "kube-scheduler", Program: programKube, Command: "kube-scheduler",
		After:    []string{"kube-apiserver"},
		Identity: &assembly.Identity{User: "system:kube-scheduler"},
		Args:     component("kube-scheduler"),
		Ready:    &assembly.Probe{HTTP: "https://127.0.0.1:${port.kube-scheduler}/healthz", Insecure: true},
	}
}

// component is what the controller-manager and the scheduler have in common.
func component(name string) []string {
	return []string{
		"--kubeconfig=${kubeconfig}",
		"--authentication-kubeconfig=${kubeconfig}",
		"--authorization-kubeconfig=${kubeconfig}",
		"--bind-address=127.0.0.1",
		"--secure-port=${port." + name + "}",
		"--cert-dir=${dir}/certs",
		"--leader-elect=false", // there is one
		// Upstream's 20 a second is meant for shared clusters; here it is only slow.
		"--kube-api-qps=300",
		"--kube-api-burst=600",
		"--profiling=false",
	}
}

// kwok plays the kubelets of the simulated nodes. It is no guest of the cluster
// but stands in for its machines, so it has the rights of an administrator.
func kwok(n network) assembly.Process {
	return assembly.Process{
		Name: "kwok", Program: programKwok, Command: "kwok",
		After:    []string{"kube-apiserver"},
		Identity: &assembly.Identity{User: "slipway:nodes", Groups: []string{"system:masters"}},
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--manage-all-nodes=false",
			"--manage-nodes-with-annotation-selector=" + simulated + "=fake",
			"--cidr=" + n.pods.String(),
			"--node-ip=127.0.0.1",
			"--server-address=127.0.0.1:${port.kwok}",
			"--node-lease-duration-seconds=40",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.kwok}/healthz"},
	}
}
