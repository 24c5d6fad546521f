package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/awsdouble/cloudformation"
)

// inOrder wants every unit to begin when those before it were done, and
// returns when each was.
func (x *awsTest) inOrder(events string) map[assembly.UnitID]time.Time {
	began, done := map[assembly.UnitID]time.Time{}, map[assembly.UnitID]time.Time{}
	for line := range strings.Lines(events) {
		var e deploy.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			x.Fatalf("deploy -o json prints %q", line)
		}
		switch e.Type {
		case deploy.UnitStarted:
			began[e.Unit] = e.Time
		case deploy.UnitDone:
			done[e.Unit] = e.Time
		}
	}
	for _, u := range x.assembly.Units {
		if done[u.ID].IsZero() {
			x.Errorf("%s was not deployed", u.ID)
		}
		for _, before := range u.After {
			if began[u.ID].Before(done[before]) {
				x.Errorf("%s began before %s was done", u.ID, before)
			}
		}
	}
	return done
}

// stacksInOrder wants a cluster's stacks in its own account and region, made
// from the network upwards.
func (x *awsTest) stacksInOrder(c assembly.Cluster) {
	var order []string
	for _, s := range x.stacks.Stacks() {
		name, ours := strings.CutPrefix(s.Name, c.EKS+"-")
		if !ours {
			continue
		}
		if s.Status != "CREATE_COMPLETE" || s.Place != place(c.Where) || s.Tags["slipway.dev/platform"] != "enterprise" {
			x.Errorf("the stack %s in %v is %s and has the tags %v", s.Name, s.Place, s.Status, s.Tags)
		}
		order = append(order, name)
	}
	if len(order) < 6 || !slices.Equal(order[:2], []string{"network", "cluster"}) || slices.Index(order, "nodes") > slices.IndexFunc(order, func(s string) bool { return strings.HasPrefix(s, "addons-") }) {
		x.Errorf("the stacks of %s were made in the order %v", c.Name, order)
	}
}

// objectsInOrder wants a cluster to get add-ons when it has nodes, then teams,
// then what they ship.
func (x *awsTest) objectsInOrder(c *hosted, done map[assembly.UnitID]time.Time) {
	writes := c.writes(c.creator())
	last := done[assembly.UnitID(c.Name+"/nodes")]
	for _, path := range []string{
		"/api/v1/namespaces/gatekeeper-system/services/gatekeeper-webhook-service",
		"/api/v1/namespaces/team-troi", "/api/v1/namespaces/team-troi/configmaps/inf-inbox",
		"/apis/argoproj.io/v1alpha1/namespaces/argocd/appprojects/troi",
		"/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/apps",
	} {
		i := slices.IndexFunc(writes, func(w write) bool { return w.what == "patch "+path })
		if i < 0 {
			x.Errorf("%s: nobody wrote %s", c.Name, path)
		} else if writes[i].at.Before(last) {
			x.Errorf("%s: %s was written at %s, before %s", c.Name, path, writes[i].at, last)
		} else {
			last = writes[i].at
		}
	}
}

// delivered wants a cluster to have what it is for.
func (x *awsTest) delivered(c *hosted) {
	t, p := x.T, place(c.Where)
	for _, name := range []string{"apps", "inf-backend-service", "authorization-service", "inventory-service"} {
		app := c.get(t, "argoproj.io/v1alpha1/applications", "argocd", name)
		sync, _, _ := unstructured.NestedString(app.Object, "status", "sync", "status")
		health, _, _ := unstructured.NestedString(app.Object, "status", "health", "status")
		if sync != "Synced" || health != "Healthy" {
			t.Errorf("%s: the Application %s is %s and %s", c.Name, name, sync, health)
		}
	}
	c.get(t, "apps/v1/deployments", "team-troi", "inf-backend")

	// What a stack hands out reaches the team, and the chart of an add-on.
	stack, _ := x.stacks.Stack(c.EKS + "-teams-troi-aws")
	settings, _, _ := unstructured.NestedStringMap(c.get(t, "configmaps", "team-troi", "inf-inbox").Object, "data")
	if bucket := stack.Outputs["InfInboxBucket"]; bucket == "" || settings["bucket"] != bucket || settings["region"] != p.Region {
		t.Errorf("%s: the bucket is %q, the team is told %v", c.Name, bucket, settings)
	}
	containers, _, _ := unstructured.NestedSlice(c.get(t, "apps/v1/deployments", "kube-system", "cluster-autoscaler").Object, "spec", "template", "spec", "containers")
	if diff := cmp.Diff([]any{"--cluster=" + c.EKS, "--region=" + p.Region}, containers[0].(map[string]any)["args"]); diff != "" {
		t.Errorf("%s: the autoscaler's arguments (-want +got):\n%s", c.Name, diff)
	}
	identity := slices.ContainsFunc(x.of(p, "AWS::EKS::PodIdentityAssociation"), func(r cloudformation.Resource) bool {
		return r.Properties["ClusterName"] == c.EKS && r.Properties["Namespace"] == "team-troi" && r.Properties["ServiceAccount"] == "inf-backend"
	})
	if !identity || !c.has(t, "serviceaccounts", "team-troi", "inf-backend") {
		t.Errorf("%s: the team's service account has no identity", c.Name)
	}
}
