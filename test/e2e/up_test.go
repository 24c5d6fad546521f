package e2e

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/clientcmd"
)

func TestUpFromNothing(t *testing.T) {
	h := sharedPlatform(t)
	st, r := h.status(t)
	if r.code != 0 || !st.Running || len(st.Clusters) != 1 {
		t.Fatalf("status: %s", r)
	}
	c := st.Clusters[0]
	running := map[string]string{}
	for _, p := range c.Processes {
		running[p.Name] = p.State
	}
	want := map[string]string{}
	for _, name := range []string{
		"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "gatekeeper",
		"flux-source-controller", "flux-kustomize-controller", "argocd-redis", "argocd-repo-server",
		"argocd-application-controller", "argocd-applicationset-controller", "argocd-webhook", "argocd-plugin",
	} {
		want[name] = "running"
	}
	if diff := cmp.Diff(want, running); diff != "" {
		t.Errorf("processes (-want +got):\n%s", diff)
	}
	apps := map[string]string{}
	for _, a := range c.Applications {
		apps[a.Name] = a.Project + " " + a.Namespace + " " + a.Sync + " " + a.Health
	}
	if diff := cmp.Diff(map[string]string{
		"apps":                  "platform argocd Synced Healthy",
		"authorization-service": "riker team-riker Synced Healthy",
		"inf-backend-service":   "troi team-troi Synced Healthy",
		"inventory-service":     "burnham team-burnham Synced Healthy",
		"more":                  "platform argocd Synced Healthy",
		"extra":                 "troi team-troi Synced Healthy",
	}, apps); diff != "" {
		t.Errorf("Applications (-want +got):\n%s", diff)
	}
	if len(st.Repositories) != 5 {
		t.Errorf("repositories: %+v", st.Repositories)
	}
}

// Nothing pretends: what an add-on is here is said where people look.
func TestFidelityIsSaid(t *testing.T) {
	h := sharedPlatform(t)
	st, _ := h.status(t)
	got := map[string]string{}
	for _, a := range st.Clusters[0].AddOns {
		got[a.Name] = a.Fidelity
		if a.Note == "" {
			t.Errorf("%s says nothing about being %s", a.Name, a.Fidelity)
		}
	}
	want := map[string]string{
		"calico": "simulated", "metrics-server": "real", "cluster-autoscaler": "absent", "container-insights": "absent",
		"ingress-nginx": "simulated", "gateway-api": "real", "gatekeeper": "real", "fluxcd": "real", "argocd": "real",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status -o json (-want +got):\n%s", diff)
	}
	for name, level := range want {
		if !containsLine(shared.first.out, name, level) {
			t.Errorf("up does not say that %s is %s:\n%s", name, level, shared.first.out)
		}
	}
}

// containsLine reports whether a line of a table begins with these cells.
func containsLine(text string, cells ...string) bool {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) >= len(cells) && cmp.Equal(fields[:len(cells)], cells) {
			return true
		}
	}
	return false
}

func TestKubectlReachesIt(t *testing.T) {
	h := sharedPlatform(t)
	mine, err := clientcmd.LoadFromFile(h.kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	if mine.CurrentContext != enterprise || mine.Contexts["mine"] == nil || mine.AuthInfos["mine"].Token != "secret" {
		t.Errorf("current context %q, contexts %v", mine.CurrentContext, keys(mine.Contexts))
	}
	nodes, err := h.admin(t, enterprise).Resource(kind("nodes")).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes.Items {
		if !ready(&n) {
			t.Errorf("node %s is not ready", n.GetName())
		}
	}
	if len(nodes.Items) != 2 {
		t.Errorf("%d nodes, want 2", len(nodes.Items))
	}
}

// ready reads the condition Ready.
func ready(u *unstructured.Unstructured) bool {
	list, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
	for _, item := range list {
		if m, _ := item.(map[string]any); m["type"] == "Ready" && m["status"] == "True" {
			return true
		}
	}
	return false
}

func TestNestedApplications(t *testing.T) {
	h := sharedPlatform(t)
	u := h.admin(t, enterprise).get(t, "configmaps", "team-troi", "extra")
	if got, _, _ := unstructured.NestedString(u.Object, "data", "from"); got != "nested" {
		t.Errorf("the nested Application brought %q", got)
	}
	r := h.ok(t, "why", "configmap/extra", "-n", "team-troi")
	for _, want := range []string{"Application extra", "team troi", "platform.yaml:"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("why does not mention %q:\n%s", want, r.out)
		}
	}
	if r := h.ok(t, "tree"); !strings.Contains(r.out, "Application extra") {
		t.Errorf("tree does not show the nested Application:\n%s", r.out)
	}
}

func TestUpAgainWritesNothing(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	log, before := h.audit(t, "enterprise", "dev"), admin.applied(t)
	if len(before) < 50 {
		t.Fatalf("only %d objects carry the mark of a unit", len(before))
	}
	r := h.ok(t, "up", "-o", "json", h.blueprint(), "--git", demoURL+"=demo")
	ended := map[string]int{}
	for line := range strings.Lines(r.out) {
		var e struct{ Type, Unit, What string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("up -o json prints %q: %v", line, err)
		}
		ended[e.Type]++
	}
	delete(ended, "waiting") // a gate may be asked twice on a busy machine
	if ended["unchanged"] < 15 || len(ended) != 2 || ended["started"] != ended["unchanged"] {
		t.Errorf("events: %v", ended)
	}
	if writes := log.writes(t); len(writes) > 0 {
		t.Errorf("slipway wrote:\n%s", strings.Join(writes, "\n"))
	}
	if diff := cmp.Diff(before, admin.applied(t)); diff != "" {
		t.Errorf("objects changed (-before +after):\n%s", diff)
	}
	if r := h.run(t, "diff", "--local", h.blueprint()); r.code != 0 || !strings.Contains(r.out, "No differences") {
		t.Errorf("diff: %s", r)
	}
}

func TestDriftIsSeenAndRepaired(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	pods := func() string {
		hard, _, _ := unstructured.NestedString(admin.get(t, "resourcequotas", "team-troi", "team").Object, "spec", "hard", "pods")
		return hard
	}
	patch := []byte(`{"spec":{"hard":{"pods":"777"}}}`)
	if _, err := admin.Resource(kind("resourcequotas")).Namespace("team-troi").Patch(t.Context(), "team", types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	r := h.run(t, "diff", "--local", h.blueprint())
	if r.code != 1 || !strings.Contains(r.out, "  dev/teams/troi  # teams[troi]\n    ~ ResourceQuota team-troi/team  (drift: changed by someone else since it was applied)\n") ||
		!strings.Contains(r.out, "\nTouches cluster dev; teams troi; workloads inf-backend-service\nPlan: 0 to add, 1 to change, ") || !strings.Contains(r.out, "777") {
		t.Errorf("diff: %s", r)
	}
	if got := pods(); got != "777" {
		t.Errorf("diff changed the quota to %s", got)
	}
	log := h.audit(t, "enterprise", "dev")
	h.ok(t, "up", h.blueprint(), "--git", demoURL+"=demo")
	if got := pods(); got != "50" {
		t.Errorf("up left the quota at %s pods", got)
	}
	writes := 0
	for _, w := range log.writes(t) {
		if !strings.Contains(w, "resourcequotas/team") {
			continue
		}
		writes++
	}
	if writes != 1 {
		t.Errorf("%d writes to the quota:\n%s", writes, strings.Join(log.writes(t), "\n"))
	}
}

// A team that leaves takes its namespace along and nothing else; one that comes
// back starts anew.
func TestTeamIsRemoved(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	before, objects := admin.uids(t), admin.applied(t)
	app := "enterprise/repos/platform-apps/apps/inventory-service.yaml"
	hidden, err := os.ReadFile(filepath.Join(h.dir, app))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(h.blueprint())
	if err != nil {
		t.Fatal(err)
	}
	h.save(t, "enterprise/without.yaml", withoutBurnham(t, string(text)))
	if err := os.Remove(filepath.Join(h.dir, app)); err != nil {
		t.Fatal(err)
	}
	eventually(t, soon, "the Application is pruned", func() (bool, string) {
		return !admin.has(t, "argoproj.io/v1alpha1/applications", "argocd", "inventory-service"), "it is there"
	})
	h.ok(t, "up", filepath.Join(h.dir, "enterprise/without.yaml"), "--git", demoURL+"=demo")

	after := admin.uids(t)
	want := maps.Clone(before)
	delete(want, "team-burnham")
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("namespaces (-want +got):\n%s", diff)
	}
	for _, name := range keys(objects) {
		if strings.Contains(name, "burnham") {
			delete(objects, name)
		}
	}
	delete(objects, "networkpolicies team-troi/allow-to-teams") // it led to burnham only, who had let troi in
	left := admin.applied(t)
	if diff := cmp.Diff(keys(objects), keys(left)); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}

	h.save(t, app, string(hidden))
	h.ok(t, "up", h.blueprint(), "--git", demoURL+"=demo")
	if admin.uids(t)["team-burnham"] == "" {
		t.Error("the team did not come back")
	}
	h.well(t, 2*time.Minute)
}

// withoutBurnham cuts the team out of the example, and its own repository.
func withoutBurnham(t *testing.T, text string) string {
	t.Helper()
	text = strings.Replace(text, "teams: [troi, riker, burnham]", "teams: [troi, riker]", 1)
	from, to := strings.Index(text, "  - name: burnham"), strings.Index(text, "local:\n")
	if from < 0 || to < from {
		t.Fatal("the example has no team burnham any more")
	}
	text = text[:from] + text[to:]
	return strings.Replace(text, "    https://git.example.com/burnham/inventory: repos/burnham\n", "", 1)
}
