package node

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
)

// sandboxImage is the container that holds a pod's namespaces.
const sandboxImage = "registry.k8s.io/pause:3.10"

// podsNetwork is the CNI's configuration, in the node's folder.
const podsNetwork = "cni/10-pods.conflist"

// write places what the node's programs read at their start.
func (c Config) write(plugins string) error {
	for name, content := range map[string]string{
		"containerd.toml":                c.containerd(plugins),
		"registries/_default/hosts.toml": c.hosts(),
		"kubelet.yaml":                   c.kubelet(),
		"proxy.yaml":                     c.proxy(),
		"resolv.conf":                    "nameserver 127.0.0.1\n",
	} {
		file := c.path(name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return fmt.Errorf("preparing the node %s: %w", c.Name, err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			return fmt.Errorf("preparing the node %s: %w", c.Name, err)
		}
	}
	// The share of an earlier node of this name is not this one's.
	if err := os.RemoveAll(c.path(podsNetwork)); err != nil {
		return fmt.Errorf("preparing the node %s: %w", c.Name, err)
	}
	for _, dir := range []string{"cni", "kubelet", "pod-logs"} {
		if err := os.MkdirAll(c.path(dir), 0o700); err != nil {
			return fmt.Errorf("preparing the node %s: %w", c.Name, err)
		}
	}
	return nil
}

// containerd is its configuration, in the form that 1.6 and 1.7 read. What the
// kernel may refuse to a container in a container (raising an OOM score) is
// not insisted on.
func (c Config) containerd(plugins string) string {
	return fmt.Sprintf(`version = 2
root = %[1]q
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = %[2]q
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %[3]q
  restrict_oom_score_adj = true
  disable_tcp_service = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  enable_unprivileged_ports = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = %[4]q
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = %[5]q
    conf_dir = %[6]q
    max_conf_num = 1
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`, c.path("containerd"), socket, sandboxImage, c.path("registries"), plugins, c.path("cni"))
}

// hosts leads every pull to the registry of this machine. There is no way to
// any other: an image that it lacks is refused at once.
func (c Config) hosts() string {
	if c.Registry == 0 {
		return ""
	}
	return fmt.Sprintf("[host.\"http://127.0.0.1:%d\"]\n  capabilities = [\"pull\", \"resolve\"]\n", c.Registry)
}

// network is the CNI's configuration. Pods keep their addresses on their way to
// other nodes (ipMasq), or network policies would see the node instead.
func (c Config) network(share netip.Prefix) []byte {
	return encode(map[string]any{
		"cniVersion": "1.0.0",
		"name":       "pods",
		"plugins": []any{
			map[string]any{
				"type": "bridge", "bridge": "pods", "isGateway": true, "ipMasq": false, "hairpinMode": true,
				"ipam": map[string]any{
					"type": "host-local", "dataDir": "/run/cni",
					"ranges": [][]any{{map[string]any{"subnet": share.String()}}},
					"routes": []any{map[string]any{"dst": "0.0.0.0/0"}},
				},
			},
			map[string]any{"type": "portmap", "capabilities": map[string]any{"portMappings": true}},
		},
	})
}

// kubelet is its configuration. Disk pressure is not a thing of this node: the
// disk is the machine's, and what fills it may be anything.
func (c Config) kubelet() string {
	config := map[string]any{
		"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
		"address": "0.0.0.0", "port": 10250, "readOnlyPort": 0,
		"healthzBindAddress": "127.0.0.1", "healthzPort": 10248,
		"authentication": map[string]any{
			"anonymous": map[string]any{"enabled": false},
			"webhook":   map[string]any{"enabled": true},
			"x509":      map[string]any{"clientCAFile": c.CA},
		},
		"authorization": map[string]any{"mode": "Webhook"},
		"tlsCertFile":   c.Cert, "tlsPrivateKeyFile": c.Key,
		"containerRuntimeEndpoint": "unix://" + socket,
		"cgroupDriver":             "cgroupfs", "cgroupRoot": c.cgroup(), "failCgroupV1": false,
		"failSwapOn": false, "oomScoreAdj": 0,
		"clusterDNS": []any{c.DNS.String()}, "clusterDomain": "cluster.local",
		"resolvConf":                  "", // names of the outside lead nowhere from here
		"podLogsDir":                  c.path("pod-logs"),
		"volumePluginDir":             c.path("volume-plugins"),
		"serializeImagePulls":         false,
		"imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99,
		"evictionHard": map[string]any{
			"memory.available": "100Mi", "nodefs.available": "0%", "nodefs.inodesFree": "0%", "imagefs.available": "0%", "imagefs.inodesFree": "0%",
		},
		"nodeStatusUpdateFrequency": "5s",
	}
	if len(c.Taints) > 0 {
		config["registerWithTaints"] = c.Taints
	}
	return string(encode(config))
}

// proxy is kube-proxy's configuration. Limits of connection tracking are the
// machine's, not the node's to set.
func (c Config) proxy() string {
	return string(encode(map[string]any{
		"apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration",
		"mode": "nftables", "clusterCIDR": c.Pods.String(), "hostnameOverride": c.Name,
		"healthzBindAddress": "127.0.0.1:10256", "metricsBindAddress": "127.0.0.1:10249",
		"clientConnection": map[string]any{"kubeconfig": c.Proxy},
		"conntrack":        map[string]any{"maxPerCore": 0, "min": 0, "tcpCloseWaitTimeout": "0s", "tcpEstablishedTimeout": "0s"},
		"nftables":         map[string]any{"minSyncPeriod": "100ms"},
	}))
}

func encode(v any) []byte {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // maps of texts and numbers always marshal
	}
	return append(data, '\n')
}
