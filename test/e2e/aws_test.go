package e2e

import (
	"testing"

	"slipway.dev/slipway/assembly"
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
	h, out, a := awsHome(t)
	x := &awsTest{awsWorld: newAWS(t, h, a.Clusters), assembly: a, out: out, settled: map[string][]string{}}
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
