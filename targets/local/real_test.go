package local

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/blueprint"
)

// A cluster with real nodes has a network of its own; beside real nodes the
// simulated ones take no pods by themselves.
func TestRealNodes(t *testing.T) {
	t.Parallel()
	parts, err := Cluster(bp(blueprint.NodeGroup{Name: "general", Min: 3, Labels: map[string]string{"tier": "app"}}), "us-east-2", 2)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range parts[0].Processes {
		names = append(names, p.Name)
		if p.Name == "node-general-2" {
			var file map[string]any
			if err := json.Unmarshal([]byte(p.Files["node.json"]), &file); err != nil {
				t.Fatal(err)
			}
			if got := []any{file["address"], file["gateway"], file["dns"], p.Identity.User}; !cmp.Equal(got, []any{"10.0.0.11/16", "10.0.0.1", "10.96.0.10", "system:node:general-2"}) {
				t.Errorf("node general-2 is %v", got)
			}
		}
	}
	want := []string{"network", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "coredns", "volumes", "node-general-1", "node-general-2", "kwok"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("processes (-want +got):\n%s", diff)
	}
	if len(parts) != 4 || parts[1].Name != "dns" || parts[2].Name != "storage" || parts[3].Name != "nodes" {
		t.Fatalf("parts: %v", parts)
	}
	nodes := strings.Split(string(parts[3].Files["nodes.yaml"]), "---\n")
	for i, text := range nodes {
		simulated := i == 2
		if strings.Contains(text, simulatedTaint) != simulated || strings.Contains(text, "kwok.x-k8s.io/node: fake") != simulated || !strings.Contains(text, "tier: app") {
			t.Errorf("node %d:\n%s", i+1, text)
		}
	}
}

// Without real nodes nothing needs the rights of root.
func TestSimulatedNodesHaveNoNetwork(t *testing.T) {
	t.Parallel()
	parts, err := Cluster(bp(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts[0].Processes {
		if p.Program == "slipway" || p.Network != nil {
			t.Errorf("process %s", p.Name)
		}
		for _, arg := range p.Args {
			if strings.Contains(arg, "egress") || strings.Contains(arg, "kubelet") {
				t.Errorf("%s: %s", p.Name, arg)
			}
		}
	}
}
