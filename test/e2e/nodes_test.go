package e2e

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/local/node"
)

// services are what the example's teams serve.
var services = map[string]string{"team-troi": "inf-backend", "team-riker": "authorization", "team-burnham": "inventory"}

// Pods of the example run on real nodes, whatever happens to these, and nothing
// is left of them.
func TestRealNodes(t *testing.T) {
	needProc(t)
	if missing := node.Missing(); len(missing) > 0 {
		t.Skipf("there can be no real nodes here: %v", missing)
	}
	h := newHome(t)
	before := h.footprint(t)
	h.env = append(h.env, "SLIPWAY_NODES=real")
	copyExample(t, h)
	step := func(name string, f func(*testing.T)) {
		if !t.Failed() {
			t.Run(name, f)
		}
	}
	var admin *cluster
	step("every team's workload serves", func(t *testing.T) {
		h.ok(t, "up", h.blueprint())
		admin = h.admin(t, enterprise)
		admin.allServe(t)
	})
	step("again changes nothing", func(t *testing.T) {
		if r := h.ok(t, "up", h.blueprint()); !strings.Contains(r.err, "units unchanged") || strings.Contains(r.err, "updated") {
			t.Errorf("up: %s", r)
		}
	})
	step("an image that nobody has is refused at once", func(t *testing.T) {
		admin.create(t, "pods", "default", `{apiVersion: v1, kind: Pod, metadata: {name: nowhere}, spec: {containers: [{name: a, image: "registry.example.com/nowhere:1"}]}}`)
		eventually(t, 20*time.Second, "the pod says so", func() (bool, string) {
			text := fmt.Sprint(admin.get(t, "pods", "default", "nowhere").Object["status"])
			return strings.Contains(text, "ErrImagePull") || strings.Contains(text, "ImagePullBackOff"), text
		})
	})
	for _, program := range []string{"kubelet", "containerd", "kube-proxy"} {
		step(program+" is killed", func(t *testing.T) {
			pods := admin.startTimes(t)
			killed := nodePrograms(h.dir, program)
			if len(killed) != 2 {
				t.Fatalf("processes of %s: %v", program, killed)
			}
			kill(t, killed[0].pid)
			eventually(t, back, "it runs again", func() (bool, string) {
				now := nodePrograms(h.dir, program)
				return len(now) == 2 && now[0].pid != killed[0].pid && now[1].pid != killed[0].pid, fmt.Sprint(now)
			})
			admin.allServe(t)
			if diff := cmp.Diff(pods, admin.startTimes(t)); diff != "" {
				t.Errorf("containers were started anew (-before +after):\n%s", diff)
			}
		})
	}
	step("a node is switched off and on", func(t *testing.T) {
		pid := h.pids(t)["node-general-1"]
		kill(t, pid)
		eventually(t, back, "it runs again", func() (bool, string) {
			now := h.pids(t)["node-general-1"]
			return now != 0 && now != pid, fmt.Sprint(now)
		})
		admin.allServe(t)
	})
	step("a crash leaves no process", func(t *testing.T) {
		for _, p := range processesOf(h.dir) {
			if strings.Contains(p.name, "daemon "+h.state()) {
				kill(t, p.pid)
			}
		}
		eventually(t, back, "nothing runs any more", func() (bool, string) {
			left := fmt.Sprint(processesOf(h.dir), h.containers())
			return left == "[] []", left
		})
		h.ok(t, "up", h.blueprint())
		admin.allServe(t)
	})
	step("other nodes", func(t *testing.T) {
		h.ok(t, "up", "--nodes", "real,1", h.blueprint())
		admin.allServe(t)
		if text := fmt.Sprint(admin.get(t, "nodes", "", "general-2-simulated").Object["spec"]); !strings.Contains(text, "slipway.dev/simulated") {
			t.Errorf("the simulated node takes every pod: %s", text)
		}
	})
	step("down leaves nothing", func(t *testing.T) {
		ports := h.ports(t, "enterprise")
		h.ok(t, "down", "--purge", h.blueprint())
		h.leftNothing(t, ports)
		if diff := cmp.Diff(before, h.footprint(t)); diff != "" {
			t.Errorf("the machine (-before +after):\n%s", diff)
		}
	})
}

// allServe waits until every team's service answers through the API server.
func (c *cluster) allServe(t *testing.T) {
	t.Helper()
	client, err := rest.HTTPClientFor(c.config)
	if err != nil {
		t.Fatal(err)
	}
	for namespace, service := range services {
		eventually(t, 90*time.Second, service+" answers", func() (bool, string) {
			response, err := client.Get(c.config.Host + "/api/v1/namespaces/" + namespace + "/services/" + service + ":http/proxy/")
			if err != nil {
				return false, err.Error()
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			return response.StatusCode == http.StatusOK && strings.Contains(string(body), service), fmt.Sprint(response.Status, string(body), err)
		})
	}
}

// startTimes tell whether a container was started anew.
func (c *cluster) startTimes(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for namespace := range services {
		list, err := c.Resource(kind("pods")).Namespace(namespace).List(t.Context(), metav1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, pod := range list.Items {
			statuses, _ := pod.Object["status"].(map[string]any)["containerStatuses"].([]any)
			for _, status := range statuses {
				out[pod.GetName()] = fmt.Sprint(status.(map[string]any)["containerID"])
			}
		}
	}
	return out
}

// nodePrograms are the processes of one program on all nodes.
func nodePrograms(dir, program string) []process {
	var out []process
	for _, p := range processesOf(dir) {
		if command, _, _ := strings.Cut(p.name, " "); filepath.Base(command) == program {
			out = append(out, p)
		}
	}
	return out
}

// groups are the control groups of this home's nodes: other platforms may run
// on the machine.
func (h *home) groups() []string {
	name := node.ControlGroup(filepath.Join(h.state(), "enterprise", "clusters", "dev", "network"))
	one, _ := filepath.Glob("/sys/fs/cgroup/" + name)
	many, _ := filepath.Glob("/sys/fs/cgroup/*/" + name)
	return append(one, many...)
}

// containers are the processes in the control groups of real nodes.
func (h *home) containers() (out []string) {
	for _, group := range h.groups() {
		_ = filepath.WalkDir(group, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "cgroup.procs" {
				data, _ := os.ReadFile(path)
				out = append(out, strings.Fields(string(data))...)
			}
			return nil // groups come and go
		})
	}
	return out
}

// footprint is what of a machine's state nodes could leave behind.
func (h *home) footprint(t *testing.T) map[string]int {
	t.Helper()
	count := func(file string) int {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(data), "\n")
	}
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		t.Fatal(err)
	}
	namespaces, _ := filepath.Glob("/run/netns/*")
	tables, _ := exec.Command("nft", "list", "tables").Output()
	return map[string]int{
		"mounts":         strings.Count(string(mounts), h.dir),
		"interfaces":     count("/proc/net/dev"),
		"routes":         count("/proc/net/route"),
		"control groups": len(h.groups()),
		"namespaces":     len(namespaces),
		"nft tables":     strings.Count(string(tables), "\n"),
		"containers":     len(h.containers()),
	}
}
