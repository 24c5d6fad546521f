package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/internal/awsdouble"
	"slipway.dev/slipway/internal/awsdouble/cloudformation"
)

// What keeps a deployment from AWS is found, all of it, before anything is made.
func TestAWSIsLookedAtFirst(t *testing.T) {
	h, out, a := awsHome(t)
	for _, test := range []struct {
		name  string
		spoil func(w *awsWorld)
		want  string
	}{
		{"no credentials", func(w *awsWorld) { w.home.env = append(w.home.env, "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=") },
			"aws:111111111111/us-east-2, aws:222222222222/us-east-2, aws:222222222222/us-west-2: no AWS credentials: looked for AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, the profile default in /nonexistent, a container's and an instance's role\n" +
				"    Log in: aws sso login --profile default, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n"},
		{"role that trusts somebody else", func(w *awsWorld) {
			w.aws.Role(awsdouble.Role{ARN: deployRole, Trust: []string{"arn:aws:iam::" + accountDev + ":user/bob"}})
		},
			"aws:222222222222/us-east-2, aws:222222222222/us-west-2: the role " + deployRole + " cannot be assumed by " + ann + ": it is not there, does not trust it, or the caller lacks sts:AssumeRole\n" +
				"    Look at two things first. Is 222222222222 the account that is meant, which the cluster east-staging (" + a.At("clusters[east-staging]") + ") asks for? And are these the credentials that are meant? They are of the account 111111111111, from AWS_ACCESS_KEY_ID.\n" +
				"    If both are right, make the role in the account 222222222222: slipway bootstrap --platform enterprise --trust " + ann + "\n" +
				`    Or add to its trust policy: {"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"` + ann + "\"}}\n" +
				"    The caller needs sts:AssumeRole on " + deployRole + ", too.\n"},
		{"region that is off", func(w *awsWorld) { w.aws.TurnOff(accountStaging, "us-west-2") },
			"aws:222222222222/us-west-2: the region us-west-2 is off in the account 222222222222\n" +
				"    Enable it in the account 222222222222: aws account enable-region --region-name us-west-2 (it takes minutes to hours), or choose another region.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			own := *h
			w := newAWS(t, &own, a.Clusters)
			test.spoil(w)
			r := own.run(t, "deploy", out, often)
			if message := strings.ReplaceAll(r.err, w.aws.URL, "URL"); r.code != 1 || message != test.want {
				t.Errorf("exit code %d (-want +got):\n%s", r.code, cmp.Diff(test.want, message))
			}
			if n := len(w.stacks.Stacks()) + w.aws.Count("CreateStack") + w.aws.Count("CreateChangeSet"); n > 0 {
				t.Errorf("%d stacks or change sets were made", n)
			}
		})
	}
}

// A session that ends in the middle ends the run: what failed and what did not
// happen is said, with what to do. What was made can be taken away again.
func TestAWSSessionEnds(t *testing.T) {
	h, out, _ := awsHome(t)
	w := newAWS(t, h, nil)
	requests := 0
	w.stacks.Intercept(func(cloudformation.Request) cloudformation.Fault {
		if requests++; requests > 12 {
			return cloudformation.Expire
		}
		return cloudformation.None
	})
	r := h.run(t, "deploy", out, "--cluster", "east-staging", often)
	const want = "slipway: east-staging/cluster (cloudformation, aws:222222222222/us-east-2): applying: the credentials for aws:222222222222/us-east-2 have expired (CreateStack)\n" +
		"    Log in again, for example with aws sso login, and run the same command: what CloudFormation has begun goes on without us, and is picked up\n"
	if r.code != 1 || !strings.Contains(r.err, want) || !strings.Contains(r.err, "27 units not started, because what they need failed: east-staging/nodes,") {
		t.Errorf("deploy: %s", r)
	}
	w.stacks.Intercept(nil)
	if s, ok := w.stacks.Stack("enterprise-east-staging-network"); !ok || s.Status != "CREATE_COMPLETE" {
		t.Errorf("the network is %s", s.Status)
	}
	h.ok(t, "destroy", out, "--cluster", "east-staging", "--yes", often)
	if left := w.stacks.Stacks(); len(left) > 0 {
		t.Errorf("%d stacks are left, the first is %s", len(left), left[0].Name)
	}
}
