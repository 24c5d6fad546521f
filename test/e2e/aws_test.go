package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/awsdouble/cloudformation"
)

// awsTest is the example on AWS: an assembly for it, and what it is deployed to.
type awsTest struct {
	*awsWorld
	assembly *assembly.Assembly
	out      string // where the assembly is
	hosted   map[string]*hosted
	settled  map[string][]string // namespaces that a cluster has by itself, by its name
}

// The example goes to AWS: three clusters in two accounts, from the network to
// what teams ship. Stacks, roles and tokens are those of doubles; behind the
// endpoints of the clusters are real control planes, whose admission webhooks
// and deliveries are the real Gatekeeper and the real Argo CD.
func TestDeployToAWS(t *testing.T) {
	needProc(t)
	needPort443(t)
	x := newAWSTest(t)
	x.deploys()
	if t.Failed() {
		return
	}
	t.Run("again", x.nothingToDo)
	t.Run("entries", x.letsIn)
	t.Run("change", x.changes)
	x.destroys()
	if !t.Failed() {
		t.Run("killed", x.survivesKills)
	}
}

func newAWSTest(t *testing.T) *awsTest {
	t.Helper()
	h := newHome(t)
	copyExample(t, h)
	h.ok(t, append([]string{"vendor", h.blueprint()}, serveCharts(t)...)...)
	x := &awsTest{out: filepath.Join(h.dir, "out"), settled: map[string][]string{}}
	h.ok(t, "compile", h.blueprint(), "--target", "aws", "-o", x.out)
	var err error
	if x.assembly, err = assembly.Read(x.out); err != nil {
		t.Fatal(err)
	}
	x.awsWorld = newAWS(t, h, x.assembly.Clusters)
	x.raise()
	x.hosted = x.host()
	for name, c := range x.hosted {
		x.settled[name] = keys(c.uids(t))
	}
	return x
}

// often is how often stacks are looked at: the double's take a step at each look.
const often = "--poll=50ms"

func (x *awsTest) deploys() {
	r := x.home.ok(x.T, "deploy", x.out, "-o", "json", often)
	done := x.inOrder(r.out)
	for _, c := range x.assembly.Clusters {
		x.stacksInOrder(c)
		x.objectsInOrder(x.hosted[c.Name], done)
		x.delivered(x.hosted[c.Name])
	}
	want := 0
	for _, u := range x.assembly.Units {
		if u.Kind == assembly.CloudFormation {
			want++
		}
	}
	if all := x.stacks.Stacks(); len(all) != want {
		x.Errorf("%d stacks, want %d", len(all), want)
	}
}

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

// writesOf are all writes of whoever deploys, by cluster.
func (x *awsTest) counts() map[string]int {
	out := map[string]int{}
	for name, c := range x.hosted {
		out[name] = len(c.writes(c.creator()))
	}
	for _, action := range []string{"ExecuteChangeSet", "DeleteStack", "CreateStack"} {
		out[action] = x.aws.Count(action)
	}
	return out
}

func (x *awsTest) nothingToDo(t *testing.T) {
	before := x.counts()
	if r := x.home.ok(t, "deploy", x.out, often); !strings.Contains(r.err, "unchanged") || strings.Contains(r.err, "✓") {
		t.Errorf("deploy again: %s", r)
	}
	if r := x.home.ok(t, "diff", x.out); !strings.Contains(r.out, "No differences") && !strings.Contains(r.out, "0 differences") {
		t.Errorf("diff: %s", r)
	}
	if diff := cmp.Diff(before, x.counts()); diff != "" {
		t.Errorf("writes (-before +after):\n%s", diff)
	}
}

// A change is shown, and a deployment that dies in the middle of it is gone on with.
func (x *awsTest) changes(t *testing.T) {
	x.home.replace(t, "enterprise/platform.yaml", "min: 2, max: 4", "min: 2, max: 5")
	x.home.replace(t, "enterprise/platform.yaml", "pods: 50", "pods: 60")
	to := []string{x.home.blueprint(), "--target", "aws", "--all"}
	r := x.home.run(t, append([]string{"diff"}, to...)...)
	for _, c := range x.assembly.Clusters {
		if r.code != 1 || !strings.Contains(r.out, c.Name+"/nodes") || !strings.Contains(r.out, c.Name+"/teams/troi") {
			t.Errorf("diff of a change in %s: %s", c.Name, r)
		}
	}
	if !x.home.killedWhen(t, lineWith(`"type":"changed"`, 1), append([]string{"deploy", "-o", "json", often}, to...)...) {
		t.Error("nothing changed")
	}
	x.home.ok(t, append([]string{"deploy", often}, to...)...)
	if r := x.home.run(t, append([]string{"diff"}, to...)...); r.code != 0 {
		t.Errorf("diff after: %s", r)
	}
	for _, c := range x.assembly.Clusters {
		s, _ := x.stacks.Stack(c.EKS + "-nodes")
		scaling, _ := s.Resources["NodesGeneral"].Properties["ScalingConfig"].(map[string]any)
		if s.Status != "UPDATE_COMPLETE" || scaling["MaxSize"] != 5.0 {
			t.Errorf("%s: the nodes' stack is %s and scales by %v", c.Name, s.Status, scaling)
		}
	}
}

// lineWith counts lines with a text, and matches the nth.
func lineWith(text string, n int) func(string) bool {
	return func(line string) bool {
		if strings.Contains(line, text) {
			n--
		}
		return n == 0
	}
}

// killedWhen runs slipway and kills it at the first line, of whichever output,
// that matches. It reports whether there was one.
func (h *home) killedWhen(t *testing.T, matches func(line string) bool, args ...string) (killed bool) {
	t.Helper()
	c := h.command(args...)
	out, write := io.Pipe()
	c.Stdout, c.Stderr = write, write
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait(); _ = write.Close() }()
	var seen strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		seen.WriteString(lines.Text() + "\n")
		if !killed && matches(lines.Text()) {
			killed = true
			_ = c.Process.Signal(syscall.SIGKILL)
		}
	}
	if err := <-ended; err != nil && !killed {
		t.Fatalf("%v: %v\n%s", args, err, seen.String())
	}
	return killed
}

// destroys wants nothing to be left, and what goes to go in the order that
// controllers, nodes and networks need.
func (x *awsTest) destroys() {
	var mu = make(chan struct{}, 1)
	var deleted []string
	x.stacks.Intercept(func(r cloudformation.Request) cloudformation.Fault {
		if r.Action == "DeleteStack" {
			mu <- struct{}{}
			deleted = append(deleted, r.Stack)
			<-mu
		}
		return cloudformation.None
	})
	defer x.stacks.Intercept(nil)
	r := x.home.ok(x.T, "destroy", x.out, "--yes", often)
	for _, c := range x.assembly.Clusters {
		x.goneInOrder(c, r.err, deleted)
	}
	for _, s := range x.stacks.Stacks() {
		x.Errorf("the stack %s is %s", s.Name, s.Status)
	}
}

func (x *awsTest) goneInOrder(c assembly.Cluster, said string, deleted []string) {
	var order []string
	for _, id := range deleted {
		if _, name, ours := strings.Cut(id, "/"+c.EKS+"-"); ours {
			name, _, _ = strings.Cut(name, "/")
			order = append(order, name)
		}
	}
	if n := len(order); n < 6 || !slices.Equal(order[n-3:], []string{"nodes", "cluster", "network"}) {
		x.Errorf("the stacks of %s were deleted in the order %v", c.Name, order)
	}
	var lines []string
	for _, m := range regexp.MustCompile(`✓ `+c.Name+`/(\S+)`).FindAllStringSubmatch(said, -1) {
		if !slices.Contains(lines, m[1]) {
			lines = append(lines, m[1])
		}
	}
	if len(lines) < 10 || lines[0] != "gitops" || slices.Index(lines, "teams/troi/gitops") > slices.Index(lines, "addons/argocd/controllers") {
		x.Errorf("of %s these went, in this order: %v", c.Name, lines)
	}
	for _, text := range []string{
		"- " + c.Name + ": Service ingress-nginx/ingress-nginx-controller (a load balancer)",
		c.Name + "/teams/troi/aws: kept: AWS::S3::Bucket InfInboxBucket (" + c.EKS + "-teams-troi-aws-InfInboxBucket-",
	} {
		if !strings.Contains(said, text) {
			x.Errorf("destroy does not say %q:\n%s", text, said)
		}
	}
	settled := append(slices.Clone(x.settled[c.Name]), "tigera-operator", "ingress-nginx") // Helm leaves namespaces
	slices.Sort(settled)
	if diff := cmp.Diff(settled, keys(x.hosted[c.Name].uids(x.T))); diff != "" {
		x.Errorf("namespaces of %s (-want +got):\n%s", c.Name, diff)
	}
}

// Runs that die, one a bit further than the one before, do not keep a cluster
// from being made, nor from being taken away.
func (x *awsTest) survivesKills(t *testing.T) {
	to := []string{x.out, "--cluster", "dev", often}
	deploying := append([]string{"deploy", "-o", "json"}, to...)
	for _, n := range []int{4, 30, 60, 90} {
		if !x.home.killedWhen(t, lineWith(`"type":"changed"`, n), deploying...) {
			t.Errorf("there were no %d changes", n)
		}
	}
	if !x.home.killedWhen(t, lineWith(`"type":"waiting","unit":"dev/gitops"`, 1), deploying...) {
		t.Error("nothing waited for Applications")
	}
	x.home.ok(t, append([]string{"deploy"}, to...)...)
	x.home.ok(t, "diff", x.out, "--cluster", "dev")
	x.delivered(x.hosted["dev"])

	destroying := append([]string{"destroy", "--yes"}, to...)
	for _, text := range []string{"✓ dev/gitops", "✓ dev/teams/troi/services", "✓ dev/addons/argocd/controllers", "deleting AWS::EKS::Nodegroup", "deleting AWS::EC2::Subnet"} {
		if !x.home.killedWhen(t, lineWith(text, 1), destroying...) {
			t.Errorf("%s: not said", text)
		}
	}
	x.home.ok(t, destroying...)
	if left := x.stacks.Stacks(); len(left) > 0 {
		t.Errorf("%d stacks are left, the first is %s", len(left), left[0].Name)
	}
	if names := keys(x.hosted["dev"].uids(t)); slices.Contains(names, "team-troi") {
		t.Errorf("the cluster has %v", names)
	}
}
