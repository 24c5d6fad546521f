package cloudformation

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"

	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"no such role": "no such role",
		badType:        "t9.large is not an instance type in us-east-2",
		`Resource handler returned message: "Cluster already exists (Service: Eks, Status Code: 409, Request ID: a-b) (SDK Attempt Count: 1)" (RequestToken: c, HandlerErrorCode: AlreadyExists)`: "Cluster already exists",
		"The VPC has dependencies (Service: AmazonEC2; Status Code: 400; Error Code: DependencyViolation; Request ID: x; Proxy: null)":                                                            "The VPC has dependencies",
		"a (kept) remark\n  in two lines": "a (kept) remark in two lines",
	} {
		if got := plain(message); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The client that programs get tries again by itself.
func TestNewClientIsPatient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.Intercept(func(r double.Request) double.Fault {
		if r.N == 1 {
			return double.Throttle
		}
		return double.None
	})
	if _, err := NewClient(w.config()).DescribeStacks(w.within(), &sdk.DescribeStacksInput{}); err != nil || w.aws.Requests() != 2 {
		t.Errorf("got %v after %d requests", err, w.aws.Requests())
	}
}

// A stack that somebody else begins to update between two of our requests is waited for.
func TestOvertaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployer()
	w.must(d, unit("dev/t", team, map[string]string{"ClusterName": "dev"}))
	other := NewClient(w.config(), eager)
	next := unit("dev/t", team, map[string]string{"ClusterName": "prod"})
	w.aws.Intercept(nil)
	p, err := d.Diff(w.within(), next)
	if err != nil {
		t.Fatal(err)
	}
	// The other one executes the very same change set first.
	set := p.Private.(*work).set
	if _, err := other.ExecuteChangeSet(w.within(), &sdk.ExecuteChangeSetInput{ChangeSetName: aws.String(set)}); err != nil {
		t.Fatal(err)
	}
	out, err := d.Apply(context.WithoutCancel(w.within()), p, w.report)
	if err != nil || out["Bucket"] != "prod-inbox" {
		t.Errorf("got %v %v", out, err)
	}
}

// Somebody who begins between our look and our change set is shown, not failed at.
func TestOvertakenWhileComparing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
	w.must(w.deployer(), u)
	web := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil && r.Form.Get("Action") == "CreateChangeSet" {
			if err := w.aws.Force(home, "shop-dev-t", "UPDATE_IN_PROGRESS"); err != nil {
				t.Error(err)
			}
		}
		w.aws.ServeHTTP(rw, r)
	}))
	defer web.Close()
	w.url = web.URL
	p, err := w.deployer().Diff(w.within(), unit("dev/t", team, map[string]string{"ClusterName": "prod"}))
	if err != nil || len(p.Changes) != 1 || !strings.Contains(p.Changes[0].Diff, "is UPDATE_IN_PROGRESS") {
		t.Errorf("got %+v %v", p, err)
	}
}

// Only what IAM refuses on roles without the boundary leads to the boundary.
func TestRefusedForWantOfABoundary(t *testing.T) {
	t.Parallel()
	const denied = "User: arn:aws:sts::222222222222:assumed-role/slipway-deploy/x is not authorized to perform: "
	for reason, want := range map[string]bool{
		denied + "iam:CreateRole on resource: arn:aws:iam::222222222222:role/shop-dev-cluster-Role-1 because no identity-based policy allows the iam:CreateRole action": true,
		denied + "iam:DeleteRolePermissionsBoundary on resource: role shop-dev with an explicit deny":                                                                   true,
		denied + "iam:CreateUser on resource: user x": false,
		"iam:CreateRole was throttled":                false,
	} {
		if refusesUnbounded(reason) != want {
			t.Errorf("%s: got %t", reason, !want)
		}
	}
}
