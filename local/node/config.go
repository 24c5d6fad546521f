package node

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
)

// Config is what a node is; the local target writes it.
type Config struct {
	Name    string            `json:"name"`
	Labels  map[string]string `json:"labels,omitempty"`
	Taints  []Taint           `json:"taints,omitempty"`
	Address netip.Prefix      `json:"address"` // its own, with the prefix of all hosts
	Gateway netip.Addr        `json:"gateway"` // the router's
	Network string            `json:"network"` // where the cluster's network is kept
	Pods    netip.Prefix      `json:"pods"`    // the range of all pods
	DNS     netip.Addr        `json:"dns"`     // the cluster's name server

	APIServer int `json:"apiserver,string"`          // port of this machine
	Registry  int `json:"registry,omitempty,string"` // port of this machine that images are pulled from

	Dir     string `json:"dir"`     // its data
	Kube    string `json:"kube"`    // folder of kubelet and kube-proxy
	Kubelet string `json:"kubelet"` // kubeconfig of the kubelet
	Proxy   string `json:"proxy"`   // kubeconfig of kube-proxy
	CA      string `json:"ca"`      // the cluster's authority
	Cert    string `json:"cert"`    // certificate of the kubelet's server
	Key     string `json:"key"`
}

// Taint keeps pods away that do not tolerate it.
type Taint struct {
	Key    string `json:"key"`
	Value  string `json:"value,omitempty"`
	Effect string `json:"effect"`
}

// ReadConfig reads a node's file.
func ReadConfig(file string) (Config, error) {
	var c Config
	data, err := os.ReadFile(file)
	if err != nil {
		return c, fmt.Errorf("reading the node: %w", err)
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("reading the node %s: %w", file, err)
	}
	return c, nil
}

func (c Config) path(elem ...string) string {
	return filepath.Join(append([]string{c.Dir}, elem...)...)
}

// socket is containerd's, in the node's own /run.
const socket = "/run/containerd/containerd.sock"
