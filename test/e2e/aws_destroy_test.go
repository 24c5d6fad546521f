package e2e

import (
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/internal/awsdouble"
	"slipway.dev/slipway/internal/awsdouble/cloudformation"
)

// destroys wants nothing to be left, and what goes to go in the order that
// controllers, nodes and networks need.
func (x *awsTest) destroys() {
	var deleted []string
	x.stacks.Intercept(func(r cloudformation.Request) cloudformation.Fault { // one request at a time
		if r.Action == "DeleteStack" {
			deleted = append(deleted, r.Stack)
		}
		return cloudformation.None
	})
	defer x.stacks.Intercept(nil)
	volume := "arn:aws:ec2:us-east-2:" + accountDev + ":volume/vol-1"
	x.aws.Resource(accountDev, "us-east-2", awsdouble.Resource{ARN: volume, Tags: map[string]string{"ebs.csi.aws.com/cluster-name": "enterprise-dev"}})
	defer x.aws.Discard(volume)
	r := x.home.ok(x.T, "destroy", x.out, "--yes", often)
	for _, c := range x.assembly.Clusters {
		x.goneInOrder(c, r.err, deleted)
	}
	for _, s := range x.stacks.Stacks() {
		x.Errorf("the stack %s is %s", s.Name, s.Status)
	}
	if loose := "? dev: volume " + volume + ": made by the EBS CSI driver\n"; !strings.Contains(r.err, loose) || strings.Count(r.err, "  ? ") != 2 {
		x.Errorf("destroy should say %q of what no stack has, and nothing else:\n%s", loose, r.err)
	}
	if len(x.balancers) > 0 {
		x.Errorf("load balancers are left: %v", x.balancers)
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
