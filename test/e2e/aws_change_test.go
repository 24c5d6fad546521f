package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counts are how much was written so far by whoever deploys, by cluster and action.
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
