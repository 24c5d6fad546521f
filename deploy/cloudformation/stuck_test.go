package cloudformation

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

const badType = `Resource handler returned message: "t9.large is not an instance type in us-east-2 (Service: Eks, Status Code: 400, Request ID: 1-2)" (RequestToken: 5, HandlerErrorCode: InvalidRequest)`

var dev = map[string]string{"ClusterName": "dev", "SubnetIds": "s"}

// The error of a stack that failed names what failed first, in plain words, not what was cancelled.
func TestAFailedCreationSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.Fail(double.Failure{Stack: "shop-dev-n", Resource: "SubnetA", On: "CREATE", Reason: badType})
	_, _, err := w.run(w.deployer(), unit("dev/n", network, nil))
	want := "stack shop-dev-n rolled back; nothing of it is left, and the next run begins anew\nAWS::EC2::Subnet SubnetA: t9.large is not an instance type in us-east-2"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if got := w.said(); !strings.Contains(got, "rolling back: The following resource(s) failed to create: [SubnetA, SubnetB]") {
		t.Errorf("said %s", got)
	}
	w.must(w.deployer(), unit("dev/n", network, nil))
	if got := w.said(); !strings.Contains(got, "was never complete (ROLLBACK_COMPLETE); it is deleted and created again") {
		t.Errorf("said %s", got)
	}
}

func TestAFailedUpdateSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.must(d, unit("dev/c", cluster, dev))
	w.aws.Fail(double.Failure{Stack: "shop-dev-c", Resource: "General", On: "UPDATE", Reason: badType})
	next := unit("dev/c", strings.Replace(cluster, "m7g.large", "t9.large", 1), dev)
	_, _, err := w.run(d, next)
	want := "stack shop-dev-c rolled back; it is as it was before\nAWS::EKS::Nodegroup General: t9.large is not an instance type in us-east-2"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if s, _ := w.aws.Stack("shop-dev-c"); s.Status != "UPDATE_ROLLBACK_COMPLETE" || strings.Contains(s.Template, "t9.large") {
		t.Errorf("the stack is %s", s.Status)
	}
	if changes, _, err := w.run(d, unit("dev/c", cluster, dev)); len(changes) > 0 || err != nil {
		t.Errorf("what was there before: %v %v", briefly(changes), err)
	}
	w.must(d, next)
}

func TestRollbackFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.aws.Fail(double.Failure{Stack: "shop-dev-n", Resource: "SubnetA", On: "CREATE", Reason: "no"})
	w.aws.Fail(double.Failure{Stack: "shop-dev-n", Resource: "Vpc", On: "DELETE", Reason: "it has dependencies"})
	_, _, err := w.run(d, unit("dev/n", network, nil))
	if err == nil || !strings.Contains(err.Error(), "nor taken away again") || !strings.Contains(err.Error(), "AWS::EC2::VPC Vpc: it has dependencies") {
		t.Errorf("got %v", err)
	}
	w.must(d, unit("dev/n", network, nil))
}

// A stack that was never complete and yet holds what its template retains is not deleted.
func TestRollbackFailedHoldingData(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.aws.Fail(double.Failure{Stack: "shop-dev-t", Resource: "Jobs", On: "CREATE", Reason: "no"})
	w.aws.Fail(double.Failure{Stack: "shop-dev-t", Resource: "Inbox", On: "DELETE", Reason: "not empty"})
	second := strings.Replace(team, `"Properties": {"VisibilityTimeout"`, `"DependsOn": "Inbox", "Properties": {"VisibilityTimeout"`, 1)
	u := unit("dev/t", second, map[string]string{"ClusterName": "dev"})
	if _, _, err := w.run(d, u); err == nil {
		t.Fatal("no error")
	}
	_, _, err := w.run(d, u)
	if want := "holds what its template retains: AWS::S3::Bucket Inbox (dev-inbox)"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if got := w.status("shop-dev-t"); got != "ROLLBACK_FAILED" {
		t.Errorf("the stack is %q", got)
	}
}

func TestUpdateRollbackFailed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		times int
		want  string // of the second run
	}{
		"continued":   {1, ""},
		"fails again": {2, "--resources-to-skip Role"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := w.deployer()
			w.must(d, unit("dev/c", cluster, dev))
			next := strings.Replace(strings.Replace(cluster, "m7g.large", "t9.large", 1), "2012-10-17", "2008-10-17", 1)
			w.aws.Fail(double.Failure{Stack: "shop-dev-c", Resource: "General", On: "UPDATE", Reason: badType})
			w.aws.Fail(double.Failure{Stack: "shop-dev-c", Resource: "Role", On: "ROLLBACK", Times: tc.times, Reason: "it is in use"})
			_, _, err := w.run(d, unit("dev/c", next, dev))
			if err == nil || !strings.Contains(err.Error(), "Nodegroup General: t9.large") || !strings.Contains(err.Error(), "in the rollback:\nAWS::IAM::Role Role: it is in use") {
				t.Errorf("got %v", err)
			}
			_, _, err = w.run(d, unit("dev/c", next, dev))
			if tc.want == "" && (err != nil || w.status("shop-dev-c") != "UPDATE_COMPLETE") {
				t.Errorf("got %v, the stack is %s", err, w.status("shop-dev-c"))
			}
			if tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestReviewInProgress(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set  string
		want string
	}{
		"of ours":          {"slipway-1234", ""},
		"of somebody else": {"my-plan", "there is a stack shop-dev-n that no platform made"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, err := NewClient(w.config(), eager).CreateChangeSet(w.within(), &sdk.CreateChangeSetInput{
				StackName: aws.String("shop-dev-n"), ChangeSetName: aws.String(tc.set), ChangeSetType: types.ChangeSetTypeCreate, TemplateBody: aws.String(network),
			})
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = w.run(w.deployer(), unit("dev/n", network, nil))
			switch {
			case tc.want == "" && (err != nil || w.status("shop-dev-n") != "CREATE_COMPLETE"):
				t.Errorf("got %v, the stack is %s", err, w.status("shop-dev-n"))
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want) || w.status("shop-dev-n") != "REVIEW_IN_PROGRESS"):
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestDeleteFailed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		times int
		want  string
	}{
		"once":  {1, ""},
		"again": {2, "AWS::EC2::VPC Vpc: it has dependencies\nRemove what still uses these and run again, or leave them behind, for somebody to delete by hand:\naws cloudformation delete-stack --stack-name shop-dev-n --region us-east-2 --retain-resources Vpc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := w.deployer()
			u := unit("dev/n", network, nil)
			w.must(d, u)
			w.aws.Fail(double.Failure{Stack: "shop-dev-n", Resource: "Vpc", On: "DELETE", Times: tc.times, Reason: "it has dependencies"})
			err := d.Delete(w.within(), u, w.report)
			switch {
			case tc.want == "" && (err != nil || len(w.aws.Stacks()) > 0):
				t.Errorf("got %v", err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want) || w.status("shop-dev-n") != "DELETE_FAILED"):
				t.Errorf("got %v, want %q", err, tc.want)
			}
			if tc.want == "" {
				return
			}
			w.must(d, u) // it is deleted at last and created again
		})
	}
}

// A state that has no safe way out is explained and left alone.
func TestNoWayOut(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{
		"IMPORT_ROLLBACK_FAILED": "is IMPORT_ROLLBACK_FAILED, which takes no update",
		"UPDATE_FAILED":          "aws cloudformation rollback-stack --stack-name shop-dev-n --region us-east-2",
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			d := w.deployer()
			w.must(d, unit("dev/n", network, nil))
			if err := w.aws.Force(home, "shop-dev-n", status); err != nil {
				t.Fatal(err)
			}
			_, _, err := w.run(d, unit("dev/n", network, nil))
			if err == nil || !strings.Contains(err.Error(), want) || w.status("shop-dev-n") != status {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

// A retained resource that a failed update has made is empty, and goes with it.
func TestAFailedUpdateLeavesNothingNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	more := strings.Replace(team, `"Jobs": {`, `"Late": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}, "Jobs": {"DependsOn": "Late", `, 1)
	w.must(d, unit("dev/t", strings.Replace(team, "30", "31", 1), map[string]string{"ClusterName": "dev"}))
	w.aws.Fail(double.Failure{Stack: "shop-dev-t", Resource: "Jobs", On: "UPDATE", Reason: "no"})
	_, _, err := w.run(d, unit("dev/t", more, map[string]string{"ClusterName": "dev"}))
	if err == nil || !strings.Contains(err.Error(), "Jobs: no") {
		t.Errorf("got %v", err)
	}
	if s, _ := w.aws.Stack("shop-dev-t"); len(s.Resources) != 2 || strings.Contains(w.said(), "kept: ") {
		t.Errorf("there are %d resources; said %s", len(s.Resources), w.said())
	}
}

// What is in progress is waited for, told and judged, whoever began it.
func TestInProgressIsPickedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	u := unit("dev/n", network, nil)
	p, err := d.Diff(w.within(), u)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	w.aws.Intercept(func(r double.Request) double.Fault {
		if r.Action == "CreateStack" {
			defer cancel()
		}
		return double.None
	})
	if _, err := d.Apply(ctx, p, w.report); err == nil {
		t.Fatal("a run that was stopped ended well")
	}
	if got := w.status("shop-dev-n"); got != "CREATE_IN_PROGRESS" {
		t.Fatalf("the stack is %q", got)
	}
	w.aws.Intercept(nil)
	changes, _, err := w.run(d, u)
	if err != nil || len(changes) != 1 || changes[0].What != "stack shop-dev-n" {
		t.Errorf("got %v %v", changes, err)
	}
	if got := w.said(); !strings.Contains(got, "waiting for it") || !strings.Contains(got, "creating AWS::EC2::VPC Vpc") {
		t.Errorf("said %s", got)
	}
	if err := w.deployer().Hold(w.within(), u, assembly.Gate{Kind: assembly.Ready, Within: time.Minute}); err != nil {
		t.Error(err)
	}
}
