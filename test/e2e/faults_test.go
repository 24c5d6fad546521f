package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/clientcmd"
)

// back is how long a process may be away on a busy machine.
const back = 15 * time.Second

// One platform of its own goes through all that can happen to it.
func TestFaults(t *testing.T) {
	needProc(t)
	h := newHome(t)
	copyExample(t, h)
	step := func(name string, f func(*testing.T)) {
		if !t.Failed() {
			t.Run(name, f)
		}
	}
	step("up is killed at every unit", func(t *testing.T) {
		boundaries := h.killEverywhere(t, h.blueprint())
		t.Logf("killed after %v", boundaries)
		if len(boundaries) < 8 {
			t.Errorf("only %d boundaries: %v", len(boundaries), boundaries)
		}
		h.ok(t, "up", h.blueprint())
		h.ok(t, "status")
	})
	var uids map[string]string
	step("every process is killed", func(t *testing.T) {
		admin := h.admin(t, enterprise)
		uids = admin.uids(t)
		if err := admin.try(t, "configmaps", "default", configMap("kept", "a", "b")); err != nil {
			t.Fatal(err)
		}
		killAll(t, h)
		h.well(t, 2*time.Minute)
		if diff := cmp.Diff(uids, admin.uids(t)); diff != "" {
			t.Errorf("namespaces (-before +after):\n%s", diff)
		}
		admin.get(t, "configmaps", "default", "kept")
		// The controllers do more than run: they still act.
		h.replace(t, "enterprise/repos/troi/deploy/service.yaml", "port: 80,", "port: 82,")
		eventually(t, soon, "a push is live", func() (bool, string) {
			data, err := json.Marshal(admin.get(t, "services", "team-troi", "inf-backend").Object["spec"])
			return strings.Contains(string(data), `"port":82`), fmt.Sprint(string(data), err)
		})
	})
	step("the daemon is killed", func(t *testing.T) {
		before := processesOf(h.dir)
		for _, p := range before {
			if strings.Contains(p.name, "daemon "+h.state()) {
				kill(t, p.pid)
			}
		}
		h.ok(t, "up", h.blueprint())
		h.well(t, time.Minute)
		if diff := cmp.Diff(uids, h.admin(t, enterprise).uids(t)); diff != "" {
			t.Errorf("namespaces (-before +after):\n%s", diff)
		}
		if after := processesOf(h.dir); len(after) != len(before) {
			t.Errorf("%d processes before, %d after: %v", len(before), len(after), after)
		}
	})
	step("down leaves nothing", func(t *testing.T) {
		ports := h.ports(t, "enterprise")
		if len(ports) < 10 || !listening(ports["dev/apiserver"]) {
			t.Fatalf("ports: %v", ports)
		}
		r := h.ok(t, "down")
		if !strings.Contains(r.err, "enterprise is stopped; its data is kept") {
			t.Errorf("down: %s", r)
		}
		h.leftNothing(t, ports)
		if r := h.run(t, "status"); r.code != 1 || !strings.Contains(r.out, "stopped; 'slipway up' starts it") {
			t.Errorf("status of a stopped platform: %s", r)
		}
	})
	step("up again has the data", func(t *testing.T) {
		h.ok(t, "up", h.blueprint())
		h.well(t, time.Minute)
		if diff := cmp.Diff(uids, h.admin(t, enterprise).uids(t)); diff != "" {
			t.Errorf("namespaces (-before +after):\n%s", diff)
		}
	})
	step("down --purge forgets it", func(t *testing.T) {
		ports := h.ports(t, "enterprise")
		h.ok(t, "down", "--purge", h.blueprint())
		h.leftNothing(t, ports)
		if _, err := os.Stat(filepath.Join(h.state(), "enterprise")); !os.IsNotExist(err) {
			t.Errorf("the state folder is there: %v", err)
		}
	})
}

// killAll kills each process of the platform once: those that the others need
// one by one, the rest together.
func killAll(t *testing.T, h *home) {
	t.Helper()
	st, _ := h.status(t)
	var rest []string
	for _, p := range st.Clusters[0].Processes {
		if p.Name != "etcd" && p.Name != "kube-apiserver" {
			rest = append(rest, p.Name)
		}
	}
	if len(rest) != 12 {
		t.Fatalf("processes: %v", rest)
	}
	for _, batch := range [][]string{{"etcd"}, {"kube-apiserver"}, rest} {
		was := h.pids(t)
		for _, name := range batch {
			kill(t, was[name])
		}
		began := time.Now()
		eventually(t, back, fmt.Sprintf("%v run again", batch), func() (bool, string) {
			now := h.pids(t)
			for _, name := range batch {
				if now[name] == 0 || now[name] == was[name] {
					return false, name + " does not"
				}
			}
			return true, ""
		})
		t.Logf("%d of %v run again after %s", len(batch), batch, time.Since(began).Round(time.Millisecond))
	}
}

// pids are the processes that run, by name.
func (h *home) pids(t *testing.T) map[string]int {
	t.Helper()
	st, _ := h.status(t)
	out := map[string]int{}
	for _, p := range st.Clusters[0].Processes {
		if p.State == "running" {
			out[p.Name] = p.PID
		}
	}
	return out
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if pid <= 1 {
		t.Fatalf("no process to kill: %d", pid)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func (h *home) ports(t *testing.T, platform string) map[string]int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(h.state(), platform, "ports.json"))
	if err != nil {
		t.Fatal(err)
	}
	ports := map[string]int{}
	if err := json.Unmarshal(data, &ports); err != nil {
		t.Fatal(err)
	}
	return ports
}

// leftNothing looks for processes, ports and contexts.
func (h *home) leftNothing(t *testing.T, ports map[string]int) {
	t.Helper()
	for _, p := range processesOf(h.dir) {
		t.Errorf("left running: %d %s", p.pid, p.name)
	}
	for name, port := range ports {
		if listening(port) {
			t.Errorf("%s: somebody still listens on %d", name, port)
		}
	}
	mine, err := clientcmd.LoadFromFile(h.kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"mine"}, keys(mine.Contexts)); diff != "" {
		t.Errorf("contexts (-want +got):\n%s", diff)
	}
	if len(mine.Clusters) != 1 || len(mine.AuthInfos) != 1 || mine.CurrentContext != "" {
		t.Errorf("left in the kubeconfig: %d clusters, %d users, current context %q", len(mine.Clusters), len(mine.AuthInfos), mine.CurrentContext)
	}
}
