package cloudformation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func TestForeignStacksAreLeftAlone(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		tags map[string]string
		want string
	}{
		"another platform": {map[string]string{PlatformTag: "other"}, "the stack shop-dev-n belongs to the platform other, not to shop; it was not touched"},
		"no platform":      {nil, "there is a stack shop-dev-n that no platform made"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			other := w.deployer()
			u := unit("dev/n", network, nil)
			wk, err := other.read(u)
			if err != nil {
				t.Fatal(err)
			}
			wk.tags = tc.tags
			if err := other.create(w.within(), wk, w.report); err != nil {
				t.Fatal(err)
			}
			before := w.aws.Stacks()
			_, _, applied := w.run(w.deployer(), u)
			_, drifted := w.deployer().Drift(w.within(), u)
			for _, err := range []error{applied, drifted, w.deployer().Delete(w.within(), u, w.report)} {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("got %v, want %q", err, tc.want)
				}
			}
			if diff := cmp.Diff(before, w.aws.Stacks()); diff != "" {
				t.Error(diff)
			}
			if orphans, err := w.deployer().Orphans(w.within(), &assembly.Assembly{}); len(orphans) > 0 || err != nil {
				t.Errorf("orphans %v %v", orphans, err)
			}
		})
	}
}

func TestRetainedResourcesAreNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
	w.must(d, u)
	if err := d.Delete(w.within(), u, w.report); err != nil {
		t.Fatal(err)
	}
	if got := w.said(); !strings.Contains(got, "kept: AWS::S3::Bucket Inbox (dev-inbox)\n") || strings.Contains(got, "kept: AWS::SQS") {
		t.Errorf("said %s", got)
	}
	if len(w.aws.Stacks()) > 0 {
		t.Error("the stack is still there")
	}
	if err := d.Delete(w.within(), u, w.report); err != nil {
		t.Errorf("deleting what is gone: %v", err)
	}
}

// What destroying has kept is in the way of the next stack, and is taken over.
func TestKeptResourcesAreTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
	w.must(d, u)
	if err := d.Delete(w.within(), u, w.report); err != nil {
		t.Fatal(err)
	}
	w.must(d, u)
	if got := w.said(); !strings.Contains(got, "taken over: AWS::S3::Bucket Inbox") {
		t.Errorf("said %s", got)
	}
	if s, _ := w.aws.Stack("shop-dev-t"); s.Status != "CREATE_COMPLETE" || s.Resources["Inbox"].Status != "IMPORT_COMPLETE" {
		t.Errorf("the stack is %s, the bucket %s", s.Status, s.Resources["Inbox"].Status)
	}
	if changes, _, err := w.run(d, u); len(changes) > 0 || err != nil {
		t.Errorf("then: %v %v", briefly(changes), err)
	}
	if err := d.Delete(w.within(), u, w.report); err != nil {
		t.Fatal(err)
	}
	loose := unit("dev/t", strings.Replace(team, `"DeletionPolicy": "Retain", `, "", 1), map[string]string{"ClusterName": "dev"})
	if _, _, err := w.run(d, loose); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("one that would be deleted with the stack: %v", err)
	}
}

// CloudFormation would take over whatever has the name.
func TestForeignResourcesAreNotTakenOver(t *testing.T) {
	t.Parallel()
	for name, tags := range map[string]map[string]string{
		"of nobody": nil, "of another platform": {PlatformTag: "other", UnitTag: "dev/t"}, "of another unit": {PlatformTag: "shop", UnitTag: "dev/u"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.Leave(home, "AWS::S3::Bucket", "dev-inbox", tags)
			u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
			for range 2 {
				_, _, err := w.run(w.deployer(), u)
				if err == nil || !strings.Contains(err.Error(), "AWS::S3::Bucket Inbox (dev-inbox)\nIt was not left behind by an earlier stack of dev/t") {
					t.Fatalf("got %v", err)
				}
			}
			if left := w.aws.Stacks(); len(left) > 0 {
				t.Errorf("%s is left, %s", left[0].Name, left[0].Status)
			}
			w.aws.Leave(home, "AWS::S3::Bucket", "dev-inbox", map[string]string{PlatformTag: "shop", UnitTag: "dev/t"})
			w.must(w.deployer(), u)
		})
	}
}

func TestAdoptedARNs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		physical, arn string
		want          bool
	}{
		{"inbox", "arn:aws:s3:::inbox", true},
		{"inbox", "arn:aws:s3:::not-inbox", false},
		{"dev/troi/web", "arn:aws:ecr:us-east-2:111111111111:repository/dev/troi/web", true},
		{"/aws/eks/dev/cluster", "arn:aws:logs:us-east-2:111111111111:log-group:/aws/eks/dev/cluster", true},
		{"https://sqs.us-east-2.amazonaws.com/111111111111/jobs", "arn:aws:sqs:us-east-2:111111111111:jobs", true},
		{"arn:aws:sns:us-east-2:111111111111:news", "arn:aws:sns:us-east-2:111111111111:news", true},
		{"", "arn:aws:s3:::", false},
	} {
		if got := (adopted{physical: tc.physical}).is(tc.arn); got != tc.want {
			t.Errorf("%s and %s: %v", tc.physical, tc.arn, got)
		}
	}
}

func TestOrphans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	a := platform()
	if err := deploy.Run(w.within(), a, w.options(d)); err != nil {
		t.Fatal(err)
	}
	for i := range 9 { // more than a page
		w.must(w.deployer(func(o *Options) { o.Platform = "other" }), unit("dev/o"+string(rune('a'+i)), network, nil))
	}
	orphans, err := d.Orphans(w.within(), &assembly.Assembly{Units: a.Units[:1]})
	if err != nil {
		t.Fatal(err)
	}
	got := map[assembly.UnitID][]assembly.UnitID{}
	for _, o := range orphans {
		got[o.ID] = o.After
	}
	want := map[assembly.UnitID][]assembly.UnitID{"dev/cluster": {"dev/network"}, "dev/teams/web/aws": {"dev/cluster"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.events = nil
	a.Units = a.Units[:1]
	if err := deploy.Run(w.within(), a, w.options(d)); err != nil {
		t.Fatal(err)
	}
	var deleted []string
	for _, e := range w.events {
		if e.Type == deploy.UnitDone {
			deleted = append(deleted, string(e.Unit))
		}
	}
	if diff := cmp.Diff([]string{"dev/teams/web/aws", "dev/cluster"}, deleted); diff != "" {
		t.Error(diff)
	}
	if n := len(w.aws.Stacks()); n != 10 {
		t.Errorf("%d stacks are left", n)
	}
}

// Edges of tags that were written at different times must never close a circle.
func TestOrphansThatContradictEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	many := make([]string, 40)
	for i := range many {
		many[i] = "dev/addons/quite-long"
	}
	w.must(d, unit("dev/a", network, nil, "dev/b"))
	w.must(d, unit("dev/b", network, nil, "dev/a"))
	w.must(d, unit("dev/c", network, nil, many...)) // does not fit into a tag
	opts := w.options(d)
	if err := deploy.Run(w.within(), &assembly.Assembly{}, opts); err != nil {
		t.Fatal(err)
	}
	if len(w.aws.Stacks()) > 0 {
		t.Error("stacks are left")
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer(func(o *Options) { o.Drift = true })
	u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
	w.must(d, u)
	if got, err := d.Drift(w.within(), u); len(got) > 0 || err != nil {
		t.Errorf("without drift: %v %v", got, err)
	}
	if err := w.aws.Meddle(home, "shop-dev-t", "Jobs", "VisibilityTimeout", 99); err != nil {
		t.Fatal(err)
	}
	got, err := d.Drift(w.within(), u)
	if err != nil || len(got) != 1 || !got[0].Drift || got[0].Diff != "-VisibilityTimeout: 99\n+VisibilityTimeout: 30\n" {
		t.Errorf("got %+v %v", got, err)
	}
	if changes, _, err := w.run(w.deployer(), u); len(changes) > 0 || err != nil {
		t.Errorf("nobody asked for drift: %v %v", briefly(changes), err)
	}
	p, err := w.deployer(func(o *Options) { o.Drift, o.Preview = true, true }).Diff(w.within(), u)
	if err != nil || len(p.Changes) != 1 || !p.Changes[0].Drift {
		t.Errorf("preview: %v %v", p, err)
	}
	changes, _, err := w.run(d, u)
	if diff := cmp.Diff([]string{"update AWS::SQS::Queue Jobs drift"}, briefly(changes)); diff != "" || err != nil {
		t.Errorf("%s %v", diff, err)
	}
	if changes, _, err := w.run(d, u); len(changes) > 0 || err != nil {
		t.Errorf("then: %v %v", briefly(changes), err)
	}
}

// Accounts and regions have stacks of their own.
func TestPlacesAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.deployer(), unit("dev/n", network, nil))
	cfg := w.config()
	cfg.Region = "eu-central-1"
	out, err := NewClient(cfg, eager).DescribeStacks(w.within(), &sdk.DescribeStacksInput{})
	if err != nil || len(out.Stacks) > 0 {
		t.Errorf("got %v %v", out, err)
	}
	there, err := NewClient(w.config(), eager).DescribeStacks(w.within(), &sdk.DescribeStacksInput{StackName: aws.String("shop-dev-n")})
	if err != nil || len(there.Stacks) != 1 {
		t.Errorf("got %v %v", there, err)
	}
}
