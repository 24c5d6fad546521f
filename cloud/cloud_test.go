package cloud_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/cloud"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/awsdouble"
	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

const (
	devAccount     = "111111111111"
	stagingAccount = "222222222222"
)

// world is AWS with two accounts and the example's stacks.
type world struct {
	*testing.T
	aws    *awsdouble.Server
	stacks *double.Server
	mu     sync.Mutex
	notes  []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := awsdouble.New(t)
	stacks := double.New(double.Options{Validate: double.Spec, Replaces: double.Replacement})
	s.CloudFormation(stacks)
	user := "arn:aws:iam::" + devAccount + ":user/ann"
	s.Role(awsdouble.Role{ARN: "arn:aws:iam::" + stagingAccount + ":role/slipway-deploy", Trust: []string{user}})
	s.Setenv(t, s.User(user))
	return &world{T: t, aws: s, stacks: stacks}
}

func (w *world) open(a *assembly.Assembly) *cloud.Cloud {
	w.Helper()
	c, err := cloud.New(w.Context(), a, cloud.Options{Poll: time.Microsecond, Report: w.listen})
	if err != nil {
		w.Fatal(err)
	}
	return c
}

func (w *world) listen(e deploy.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e.Type == deploy.Note {
		w.notes = append(w.notes, e.Message)
	}
}

func (w *world) run(a *assembly.Assembly) error {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 2*time.Minute)
	defer cancel()
	return deploy.Run(ctx, a, w.open(a).Execution())
}

// stacksOf is the example for AWS without what needs a cluster that answers.
func stacksOf(t *testing.T, clusters ...string) *assembly.Assembly {
	t.Helper()
	p, err := blueprint.Load("../examples/enterprise/platform.yaml", catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Validate()
	if err != nil {
		t.Fatal(err)
	}
	a, err := compile.Compile(v, compile.Options{Target: blueprint.AWS, Clusters: clusters})
	if err != nil {
		t.Fatal(err)
	}
	a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return u.Kind != assembly.CloudFormation })
	for i := range a.Units {
		u := &a.Units[i]
		u.After = slices.DeleteFunc(slices.Clone(u.After), func(id assembly.UnitID) bool { return a.Unit(id) == nil })
	}
	return a
}

// complete are the stacks that are as they should be, "account/region name".
func (w *world) complete() []string {
	var out []string
	for _, s := range w.stacks.Stacks() {
		if s.Status != "CREATE_COMPLETE" && s.Status != "UPDATE_COMPLETE" {
			w.Errorf("%s is %s", s.Name, s.Status)
		}
		out = append(out, s.Place.Account+"/"+s.Place.Region+" "+s.Name)
	}
	slices.Sort(out)
	return out
}

func TestEveryClusterGoesToItsAccountAndRegion(t *testing.T) {
	w := newWorld(t)
	a := stacksOf(t)
	if err := w.open(a).Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.run(a); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, u := range a.Units {
		s, err := u.Stack()
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, strings.TrimPrefix(u.Where, "aws:")+" "+s.Name)
	}
	slices.Sort(want)
	if got := w.complete(); !slices.Equal(got, want) {
		t.Errorf("stacks are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, part := range []string{devAccount + "/us-east-2 enterprise-dev-cluster", stagingAccount + "/us-east-2 enterprise-east-staging-cluster", stagingAccount + "/us-west-2 enterprise-west-staging-cluster"} {
		if !slices.Contains(want, part) {
			t.Errorf("there is no stack %s", part)
		}
	}

	before := w.aws.Count("CreateStack") + w.aws.Count("ExecuteChangeSet")
	if err := w.run(a); err != nil {
		t.Fatal(err)
	}
	if n := w.aws.Count("CreateStack") + w.aws.Count("ExecuteChangeSet"); n != before {
		t.Errorf("a second run changed %d stacks", n-before)
	}
}

// Each resource of each of a cluster's stacks fails once. The run says which
// one and why, nothing that needs it is started, and the next run converges.
func TestEachResourceFailsOnce(t *testing.T) {
	w := newWorld(t)
	if err := w.run(stacksOf(t, "dev")); err != nil {
		t.Fatal(err)
	}
	resources := 0
	for _, s := range w.stacks.Stacks() {
		for id, r := range s.Resources {
			resources++
			t.Run(s.Name+"/"+id, func(t *testing.T) { failsOnce(t, s.Name, id, r.Type) })
		}
	}
	if resources < 40 {
		t.Errorf("only %d resources were tried", resources)
	}
}

func failsOnce(t *testing.T, stack, id, kind string) {
	w := newWorld(t)
	reason := "the service has no room for " + id
	w.stacks.Fail(double.Failure{Stack: stack, Resource: id, On: "CREATE", Reason: reason})
	a := stacksOf(t, "dev")
	err := w.run(a)
	if err == nil || !strings.Contains(err.Error(), kind+" "+id) || !strings.Contains(err.Error(), reason) {
		t.Fatalf("the first run says %v", err)
	}
	for _, s := range w.stacks.Stacks() {
		if strings.HasSuffix(s.Status, "_IN_PROGRESS") {
			t.Errorf("after the first run %s is %s", s.Name, s.Status)
		}
	}
	if err := w.run(a); err != nil {
		t.Fatalf("the second run: %v", err)
	}
	if got := w.complete(); len(got) != len(a.Units) {
		t.Errorf("%d stacks of %d are there", len(got), len(a.Units))
	}
}

// Working on one cluster must never touch another one of the same platform,
// not even in the same account and region.
func TestOtherClustersStay(t *testing.T) {
	w := newWorld(t)
	if err := w.run(stacksOf(t, "east-staging", "west-staging")); err != nil {
		t.Fatal(err)
	}
	one := stacksOf(t, "west-staging")
	one.Clusters[0].Where = "aws:" + stagingAccount + "/us-east-2" // both in one place now
	for i := range one.Units {
		one.Units[i].Where = one.Clusters[0].Where
	}
	if err := w.run(one); err != nil {
		t.Fatal(err)
	}
	if err := w.open(one).Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, s := range w.stacks.Stacks() {
		if s.Place.Region == "us-east-2" && !strings.HasPrefix(s.Name, "enterprise-east-staging-") {
			t.Errorf("%s is still there", s.Name)
		}
	}
	if _, ok := w.stacks.Stack("enterprise-east-staging-cluster"); !ok {
		t.Error("the cluster that nobody asked for is gone")
	}
	if !slices.ContainsFunc(w.notes, func(n string) bool { return strings.Contains(n, "cluster east-staging in aws:"+stagingAccount) }) {
		t.Errorf("nobody was told of the other cluster: %q", w.notes)
	}
}

// Destroying goes the other way round, and what holds data stays.
func TestDestroy(t *testing.T) {
	w := newWorld(t)
	a := stacksOf(t, "dev")
	if err := w.run(a); err != nil {
		t.Fatal(err)
	}
	w.aws.Resource(devAccount, "us-east-2", awsdouble.Resource{
		ARN:  "arn:aws:elasticloadbalancing:us-east-2:" + devAccount + ":loadbalancer/net/k8s-web/1",
		Tags: map[string]string{"elbv2.k8s.aws/cluster": "enterprise-dev"},
	})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	err := w.open(a).Destroy(ctx)
	cancel()
	if err == nil || !strings.Contains(err.Error(), "loadbalancer/net/k8s-web/1") {
		t.Errorf("with a load balancer left: %v", err)
	}
	if got := w.complete(); len(got) != len(a.Units) {
		t.Errorf("stacks went before the load balancer: %q are left", got)
	}

	w = newWorld(t)
	if err := w.run(a); err != nil {
		t.Fatal(err)
	}
	if err := w.open(a).Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := w.stacks.Stacks(); len(left) > 0 {
		t.Errorf("%d stacks are left", len(left))
	}
	if !slices.ContainsFunc(w.notes, func(n string) bool { return strings.Contains(n, "AWS::S3::Bucket") }) {
		t.Errorf("nobody was told that the bucket stays: %q", w.notes)
	}
	if err := w.run(a); err != nil {
		t.Fatalf("the platform cannot come back: %v", err)
	}
	if !slices.ContainsFunc(w.notes, func(n string) bool { return strings.Contains(n, "taken over: AWS::Logs::LogGroup") }) {
		t.Errorf("nobody was told that the logs are taken over: %q", w.notes)
	}
}

// A cluster that the platform has made does not go because somebody calls it an
// existing one.
func TestDisownedClusterStays(t *testing.T) {
	w := newWorld(t)
	a := stacksOf(t, "dev")
	if err := w.run(a); err != nil {
		t.Fatal(err)
	}
	before := w.complete()
	a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return u.ID == "dev/network" || u.ID == "dev/nodes" })
	cluster := a.Unit("dev/cluster")
	cluster.Kind, cluster.Files, cluster.After, cluster.Bind = assembly.EKS, nil, nil, nil
	c := w.open(a)
	if _, err := c.Execution().Orphans(t.Context(), a); err == nil || !strings.Contains(err.Error(), "an existing one, but this platform has made enterprise-dev") {
		t.Errorf("got %v", err)
	}
	if err := c.Destroy(t.Context()); err == nil {
		t.Error("it was destroyed")
	}
	if after := w.complete(); !slices.Equal(before, after) {
		t.Errorf("stacks are %q, were %q", after, before)
	}
}

// What waits for values that nothing has made yet is shown all the same.
func TestNewStacksAreShown(t *testing.T) {
	w := newWorld(t)
	a := stacksOf(t, "dev")
	plans, err := deploy.Diff(t.Context(), a, w.open(a).Execution())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plans {
		for _, c := range p.Changes {
			if c.Verb != deploy.Create || !strings.HasPrefix(c.Type, "AWS::") {
				t.Errorf("%s: %s %s", p.Unit.ID, c.Verb, c.What)
			}
		}
		if p.Empty() {
			t.Errorf("%s is not shown", p.Unit.ID)
		}
	}
}

// What is wrong with an account is found before anything is made, everywhere at once.
func TestCheckComesFirst(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(w *world)
		want  []string
	}{
		"nobody trusts us": {
			func(w *world) {
				w.aws.Role(awsdouble.Role{ARN: "arn:aws:iam::" + stagingAccount + ":role/slipway-deploy"})
			},
			[]string{"slipway-deploy", "slipway bootstrap", "which the cluster east-staging (../examples/enterprise/platform.yaml:34:5) asks for?", "of the account " + devAccount + ", from AWS_ACCESS_KEY_ID"},
		},
		"a region is off": {func(w *world) { w.aws.TurnOff(stagingAccount, "us-west-2") }, []string{"us-west-2"}},
		"expired":         {func(w *world) { w.aws.Fail(func(awsdouble.Call) *awsdouble.Fault { return awsdouble.Expired() }) }, []string{"expired"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			tc.spoil(w)
			err := w.open(stacksOf(t)).Check(t.Context())
			for _, want := range tc.want {
				if err == nil || !strings.Contains(fmt.Sprint(err), want) {
					t.Errorf("%q is missing in: %v", want, err)
				}
			}
			if n := w.aws.Count("CreateStack"); n > 0 || len(w.stacks.Stacks()) > 0 {
				t.Errorf("%d stacks were made", n)
			}
		})
	}
}
