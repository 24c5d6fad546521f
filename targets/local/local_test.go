package local

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

func bp(groups ...blueprint.NodeGroup) *blueprint.Blueprint {
	return &blueprint.Blueprint{
		Network:    blueprint.Network{CIDR: "10.0.0.0/16", Zones: 3, Pods: "10.244.0.0/16", Services: "10.96.0.0/16"},
		NodeGroups: groups,
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"m7g.large":      "arm64 2 8192Mi 110",
		"m7i.xlarge":     "amd64 4 16384Mi 110",
		"c7gn.2xlarge":   "arm64 8 16384Mi 110",
		"r8g.16xlarge":   "arm64 64 524288Mi 250",
		"t3.micro":       "amd64 2 1024Mi 110",
		"t4g.large":      "arm64 2 8192Mi 110",
		"g5.xlarge":      "amd64 4 16384Mi 110",
		"g5g.xlarge":     "arm64 4 16384Mi 110",
		"a1.medium":      "arm64 1 4096Mi 110",
		"m7i.metal":      "amd64 64 262144Mi 250",
		"m7i.metal-24xl": "amd64 96 393216Mi 250",
		"x2gd.medium":    "arm64 1 16384Mi 110",
	} {
		i := instanceType(name)
		capacity, _ := i.capacity()
		if got := fmt.Sprintf("%s %s %s %s", i.architecture(), capacity["cpu"], capacity["memory"], capacity["pods"]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestSomethingIsLeftOfEveryNode(t *testing.T) {
	t.Parallel()
	for _, name := range []instanceType{"t3.nano", "t3.micro", "m7g.large", "m7i.metal"} {
		_, allocatable := name.capacity()
		for what, amount := range allocatable {
			if strings.HasPrefix(amount.(string), "-") || strings.HasPrefix(amount.(string), "0") {
				t.Errorf("%s: %s %v", name, what, amount)
			}
		}
	}
}

func TestNodes(t *testing.T) {
	t.Parallel()
	parts, err := Cluster(bp(
		blueprint.NodeGroup{Name: "general", InstanceTypes: []string{"m7g.large"}, Min: 4, Labels: map[string]string{"tier": "app"}},
		blueprint.NodeGroup{Name: "gpu", InstanceTypes: []string{"g5.xlarge"}, Min: 1, Taints: []blueprint.Taint{{Key: "gpu", Effect: "NoSchedule"}}},
		blueprint.NodeGroup{Name: "none", Min: 0},
	), "us-east-2", 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for doc := range strings.SplitSeq(string(parts[1].Files["nodes.yaml"]), "---\n") {
		var o struct {
			Metadata struct {
				Name   string
				Labels map[string]string
			}
			Spec   struct{ Taints []any }
			Status struct{ Addresses []struct{ Address string } }
		}
		if err := yaml.Unmarshal([]byte(doc), &o); err != nil {
			t.Fatal(err)
		}
		l := o.Metadata.Labels
		got = append(got, fmt.Sprint(o.Metadata.Name, " ", l["topology.kubernetes.io/zone"], " ", l["eks.amazonaws.com/nodegroup"], " ", o.Status.Addresses[0].Address, " ", l["tier"], " ", len(o.Spec.Taints)))
	}
	want := []string{
		"general-1-simulated us-east-2a general 10.0.0.10 app 0",
		"general-2-simulated us-east-2b general 10.0.0.11 app 0",
		"general-3-simulated us-east-2c general 10.0.0.12 app 0",
		"general-4-simulated us-east-2a general 10.0.0.13 app 0",
		"gpu-1-simulated us-east-2a gpu 10.0.0.14  1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestABlueprintWithoutNodesGetsOne(t *testing.T) {
	t.Parallel()
	parts, err := Cluster(bp(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if data := string(parts[1].Files["nodes.yaml"]); !strings.Contains(data, "name: default-1-simulated") || !strings.Contains(data, "topology.kubernetes.io/zone: local-a") {
		t.Errorf("no node of the region local:\n%s", data)
	}
	parts, err = Cluster(bp(blueprint.NodeGroup{Name: "x", Min: 0}), "", 0)
	if err != nil || len(parts) != 1 {
		t.Errorf("a group that may be empty got nodes: %d parts, %v", len(parts), err)
	}
}

func TestTooManyNodesForTheNetwork(t *testing.T) {
	t.Parallel()
	b := bp(blueprint.NodeGroup{Name: "x", Min: 20})
	b.Network.CIDR = "10.0.0.0/28"
	if _, err := Cluster(b, "", 0); err == nil || !strings.Contains(err.Error(), "too few addresses for node 7 of group x") {
		t.Errorf("Cluster() = %v", err)
	}
}

// Every node needs a share of the pod range, or it never becomes Ready.
func TestNodeMask(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		pods        string
		nodes, want int
	}{
		{"10.244.0.0/16", 1, 24}, {"10.244.0.0/16", 256, 24}, {"10.244.0.0/16", 257, 25}, {"10.244.0.0/16", 900, 26},
		{"10.0.0.0/8", 900, 24}, {"10.244.0.0/26", 1, 26}, {"10.244.0.0/26", 3, 28},
	} {
		n := network{pods: netip.MustParsePrefix(tc.pods)}
		if got := n.nodeMask(tc.nodes); got != tc.want {
			t.Errorf("%d nodes in %s: /%d, want /%d", tc.nodes, tc.pods, got, tc.want)
		}
	}
}

// A process may name ports and its own directory; an address that others reach,
// or a path of one machine, it may not.
func TestProcessesStayOnTheLoopbackInterface(t *testing.T) {
	t.Parallel()
	parts, err := Cluster(bp(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	ready := map[string]bool{}
	for _, p := range parts[0].Processes {
		for _, before := range p.After {
			if !ready[before] {
				t.Errorf("%s waits for %s, which stands behind it", p.Name, before)
			}
		}
		ready[p.Name] = p.Ready != nil
		for _, arg := range p.Args {
			if strings.Contains(arg, "0.0.0.0:") || strings.Contains(arg, "=/") {
				t.Errorf("%s: %s", p.Name, arg)
			}
		}
	}
}

func TestNobodyTakesTheTrafficOfAnAddress(t *testing.T) {
	t.Parallel()
	for _, arg := range apiserver(network{}, false).Args {
		if plugins, ok := strings.CutPrefix(arg, "--enable-admission-plugins="); ok && slices.Contains(strings.Split(plugins, ","), "DenyServiceExternalIPs") {
			return
		}
	}
	t.Error("the API server admits Services with externalIPs")
}

// Simulated nodes have no volumes: a class beside them would promise some.
func TestVolumesAreOnRealNodesOnly(t *testing.T) {
	t.Parallel()
	groups := blueprint.NodeGroup{Name: "general", InstanceTypes: []string{"m7g.large"}, Min: 2}
	for realNodes, want := range map[int]string{0: "", 1: "values:\n          - general-1\napiVersion", 2: "values:\n          - general-1\n          - general-2\napiVersion"} {
		parts, err := Cluster(bp(groups), "", realNodes)
		if err != nil {
			t.Fatal(err)
		}
		process := slices.ContainsFunc(parts[0].Processes, func(p assembly.Process) bool { return p.Name == "volumes" })
		class := ""
		for _, part := range parts {
			class += string(part.Files["storage.yaml"])
		}
		if process != (want != "") || !strings.Contains(class, want) || (want == "") != (class == "") {
			t.Errorf("%d real nodes: process %v, class:\n%s", realNodes, process, class)
		}
	}
}
