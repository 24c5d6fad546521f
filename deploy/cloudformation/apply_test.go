package cloudformation

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

func TestCreateThenNothingThenUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	u := unit("dev/network", network, nil)
	before := w.aws.Requests()
	p, err := d.Diff(w.within(), u)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"create AWS::EC2::Subnet SubnetA", "create AWS::EC2::Subnet SubnetB", "create AWS::EC2::VPC Vpc"}
	if diff := cmp.Diff(want, briefly(p.Changes)); diff != "" {
		t.Error(diff)
	}
	if n := w.aws.Requests() - before; n != 1 || len(w.aws.Stacks()) != 0 {
		t.Errorf("comparing to nothing took %d requests and made %d stacks", n, len(w.aws.Stacks()))
	}
	out, err := d.Apply(w.within(), p, w.report)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out["VpcId"], "vpc-") || strings.Count(out["SubnetIds"], "subnet-") != 2 {
		t.Errorf("outputs %v", out)
	}
	changes, again, err := w.run(d, u)
	if err != nil || len(changes) > 0 {
		t.Fatalf("second run: %v %v", briefly(changes), err)
	}
	if diff := cmp.Diff(out, again); diff != "" {
		t.Error(diff)
	}
	changes, _, err = w.run(d, unit("dev/network", network, map[string]string{"Cidr": "10.1.0.0/16"}))
	if err != nil {
		t.Fatal(err)
	}
	want = []string{"update AWS::EC2::VPC Vpc replaces:yes", "update AWS::EC2::Subnet SubnetA replaces:yes", "update AWS::EC2::Subnet SubnetB replaces:yes"}
	if diff := cmp.Diff(want, briefly(changes)); diff != "" {
		t.Error(diff)
	}
	if want := "+CidrBlock: 10.1.0.0/16  # replaces the resource, because of Cidr\n"; !strings.Contains(changes[0].Diff, want) {
		t.Errorf("got %q, want %q", changes[0].Diff, want)
	}
	if got, want := []string{changes[0].Because, changes[1].Because}, []string{"CidrBlock", "CidrBlock, VpcId (because of Vpc)"}; !slices.Equal(got, want) {
		t.Errorf("replaced because of %q, want %q", got, want)
	}
	s, _ := w.aws.Stack("shop-dev-network")
	if s.Status != "UPDATE_COMPLETE" || s.Resources["Vpc"].PhysicalID == out["VpcId"] {
		t.Errorf("after the update: %+v", s)
	}
}

// Events are told once, in order, whatever the pages and however often they are read.
func TestEventsAreToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.deployer(), unit("dev/network", network, nil))
	var got []string
	for _, e := range w.events {
		what, _, _ := strings.Cut(e.What, " (")
		got = append(got, strings.TrimSpace(string(e.Verb)+" "+what+e.Message))
	}
	want := []string{
		"creating AWS::EC2::VPC Vpc", "create AWS::EC2::VPC Vpc", "creating AWS::EC2::Subnet SubnetA", "creating AWS::EC2::Subnet SubnetB",
		"create AWS::EC2::Subnet SubnetA", "create AWS::EC2::Subnet SubnetB",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a tag of the stack says reaches all its resources: a change of one must
// not touch the others.
func TestAChangeTouchesNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.must(d, unit("dev/t", team, map[string]string{"ClusterName": "dev"}, "dev/cluster"))
	changes, _, err := w.run(d, unit("dev/t", strings.Replace(team, "30", "60", 1), map[string]string{"ClusterName": "dev"}, "dev/cluster"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"update AWS::SQS::Queue Jobs"}, briefly(changes)); diff != "" {
		t.Error(diff)
	}
	if changes, _, err = w.run(d, unit("dev/t", strings.Replace(team, "30", "60", 1), map[string]string{"ClusterName": "dev"}, "dev/network", "dev/cluster")); len(changes) > 0 || err != nil {
		t.Errorf("another place in the order: %v %v", briefly(changes), err)
	}
}

func TestPreviewLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.deployer(), unit("dev/t", team, map[string]string{"ClusterName": "dev"}))
	preview := w.deployer(func(o *Options) { o.Preview = true })
	next := strings.Replace(strings.Replace(team, `"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", `, "", 1), "-inbox", "-in", 1)
	p, err := preview.Diff(w.within(), unit("dev/t", next, map[string]string{"ClusterName": "dev"}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"update AWS::S3::Bucket Inbox replaces:yes loses"}, briefly(p.Changes)); diff != "" {
		t.Error(diff)
	}
	if s, _ := w.aws.Stack("shop-dev-t"); len(s.ChangeSets) > 0 || s.Status != "CREATE_COMPLETE" {
		t.Errorf("the preview left %q, the stack is %s", s.ChangeSets, s.Status)
	}
	if _, err := preview.Apply(w.within(), p, w.report); err == nil {
		t.Error("a preview was applied")
	}
}

// Without the right to make change sets the templates are compared.
func TestDeniedChangeSets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.deployer(), unit("dev/c", cluster, map[string]string{"ClusterName": "a", "SubnetIds": "s"}))
	w.aws.Intercept(func(r double.Request) double.Fault {
		if r.Action == "CreateChangeSet" {
			return double.Deny
		}
		return double.None
	})
	next := unit("dev/c", strings.Replace(cluster, "m7g.large", "m7g.xlarge", 1), map[string]string{"ClusterName": "b", "SubnetIds": "s"})
	p, err := w.deployer().Diff(w.within(), next)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"update AWS::EKS::Cluster Cluster replaces:yes loses", "update AWS::EKS::Nodegroup General replaces:yes"}
	if diff := cmp.Diff(want, briefly(p.Changes)); diff != "" {
		t.Error(diff)
	}
	_, err = w.deployer().Apply(w.within(), p, w.report)
	if want := "the credentials for " + where + " may not do CreateChangeSet"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

// A stack that is to be protected, too, is not done with that.
func TestDeniedChangeSetsAreNotForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.deployer(), unit("dev/n", network, nil))
	denied := true
	w.aws.Intercept(func(r double.Request) double.Fault {
		if denied && r.Action == "CreateChangeSet" {
			return double.Deny
		}
		return double.None
	})
	next := stackUnit("dev/n", strings.ReplaceAll(network, "10.0.0.0/16", "10.1.0.0/16"), assembly.Stack{Name: "shop-dev-n", Protected: true})
	p, err := w.deployer().Diff(w.within(), next)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.deployer().Apply(w.within(), p, w.report); err == nil {
		t.Error("only the protection was changed, and nobody said so")
	}
	denied = false
	if p, err = w.deployer().Diff(w.within(), next); err != nil {
		t.Fatal(err)
	}
	if _, err := w.deployer().Apply(w.within(), p, w.report); err != nil {
		t.Fatal(err)
	}
	if s, _ := w.aws.Stack("shop-dev-n"); !s.Protected || s.Parameters["Cidr"] != "10.1.0.0/16" {
		t.Errorf("the stack has %v, protected: %v", s.Parameters, s.Protected)
	}
}

// What refers to a resource that is replaced is replaced, too, which the
// templates alone must show.
func TestDeniedChangeSetsFollowReferences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const before = `{"Resources": {
  "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
  "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
  "Route": {"Type": "AWS::EC2::RouteTable", "DependsOn": "Vpc", "Properties": {"VpcId": {"Fn::Sub": "${Vpc}"}}},
  "Data": {"Type": "AWS::DynamoDB::Table", "Properties": {"KeySchema": []}}
}}`
	w.must(w.deployer(), unit("dev/n", before, nil))
	w.aws.Intercept(func(r double.Request) double.Fault {
		if r.Action == "CreateChangeSet" {
			return double.Deny
		}
		return double.None
	})
	after := strings.Replace(strings.Replace(before, "10.0.0.0/16", "10.0.0.0/15", 1), `,
  "Data": {"Type": "AWS::DynamoDB::Table", "Properties": {"KeySchema": []}}`, "", 1)
	p, err := w.deployer(func(o *Options) { o.Preview = true }).Diff(w.within(), unit("dev/n", after, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"delete AWS::DynamoDB::Table Data loses", "update AWS::EC2::RouteTable Route replaces:yes",
		"update AWS::EC2::Subnet Subnet replaces:yes", "update AWS::EC2::VPC Vpc replaces:yes",
	}
	if diff := cmp.Diff(want, briefly(p.Changes)); diff != "" {
		t.Error(diff)
	}
}

// An answer that is lost makes no second change set and no second update.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"CreateStack", "CreateChangeSet", "ExecuteChangeSet", "DeleteStack"} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d, lost := w.deployer(), 0
			w.aws.Intercept(func(r double.Request) double.Fault {
				if r.Action == action && lost < 2 {
					lost++
					return double.LoseAnswer
				}
				return double.None
			})
			u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
			w.must(d, u)
			p, err := d.Diff(w.within(), unit("dev/t", team, map[string]string{"ClusterName": "prod"}))
			if err != nil {
				t.Fatal(err)
			}
			if s, _ := w.aws.Stack("shop-dev-t"); len(s.ChangeSets) != 1 {
				t.Errorf("change sets %q", s.ChangeSets)
			}
			if _, err := d.Apply(w.within(), p, w.report); err != nil {
				t.Fatal(err)
			}
			if err := d.Delete(w.within(), u, w.report); err != nil || lost != 2 {
				t.Errorf("got %v, %d answers lost", err, lost)
			}
			if strings.Contains(w.said(), "since an earlier run") {
				t.Errorf("a request that was sent again was taken for somebody else's: %s", w.said())
			}
		})
	}
}

func TestProtection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	s := assembly.Stack{Name: "shop-dev-network", Protected: true}
	u := stackUnit("dev/network", network, s)
	w.must(d, u)
	if s, _ := w.aws.Stack(s.Name); !s.Protected {
		t.Error("the stack is not protected")
	}
	if changes, _, err := w.run(d, u); len(changes) > 0 || err != nil {
		t.Errorf("then %v %v", briefly(changes), err)
	}
	if err := d.Delete(w.within(), u, w.report); err != nil {
		t.Fatal(err)
	}
	if len(w.aws.Stacks()) > 0 {
		t.Error("destroying left the stack")
	}
}

func TestProtectionAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.must(d, stackUnit("dev/network", network, assembly.Stack{Name: "shop-n"}))
	changes, out, err := w.run(d, stackUnit("dev/network", network, assembly.Stack{Name: "shop-n", Protected: true}))
	if s, _ := w.aws.Stack("shop-n"); err != nil || !s.Protected || len(out) != 2 || len(changes) != 1 || changes[0].Diff != "+termination protection\n" {
		t.Errorf("got %+v %v %v", changes, out, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	big := strings.Replace(network, `"Resources"`, `"Description": "`+strings.Repeat("x", 60_000)+`", "Resources"`, 1)
	iam := unit("dev/x", cluster, map[string]string{"ClusterName": "a", "SubnetIds": "s"})
	iam.Files[assembly.StackFile] = []byte(`{"name":"shop-dev-x","parameters":{"ClusterName":"a","SubnetIds":"s"}}`)
	for name, tc := range map[string]struct {
		u    *assembly.Unit
		want string
	}{
		"too large":         {unit("dev/x", big, nil), "a request carries 51200, and there is no bucket to put it in"},
		"no capability":     {iam, "Requires capabilities : [CAPABILITY_IAM]"},
		"unknown parameter": {unit("dev/x", network, map[string]string{"Nope": "1"}), "Parameters: [Nope] do not exist in the template"},
		"missing parameter": {unit("dev/x", cluster, nil), "Parameters: [ClusterName, SubnetIds] must have values"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, _, err := w.run(w.deployer(), tc.u)
			if err == nil || !strings.Contains(err.Error(), tc.want) || len(w.aws.Stacks()) > 0 {
				t.Errorf("got %v, want %q; %d stacks", err, tc.want, len(w.aws.Stacks()))
			}
		})
	}
}
