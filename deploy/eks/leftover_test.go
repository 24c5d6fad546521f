package eks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/internal/awsdouble"
)

func TestLeftovers(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	s.PageSize(2)
	lb, ec2 := "arn:aws:elasticloadbalancing:us-east-2:111111111111:", "arn:aws:ec2:us-east-2:111111111111:"
	own := "kubernetes.io/cluster/" + name
	for arn, tags := range map[string]map[string]string{
		lb + "loadbalancer/net/k8s-1/1":  {"elbv2.k8s.aws/cluster": name, "service.k8s.aws/stack": "shop/web"},
		lb + "loadbalancer/app/k8s-2/2":  {"elbv2.k8s.aws/cluster": name, "ingress.k8s.aws/stack": "shop/www"},
		lb + "loadbalancer/app/k8s-3/3":  {"elbv2.k8s.aws/cluster": name},
		lb + "loadbalancer/app/other/4":  {"elbv2.k8s.aws/cluster": "enterprise-prod"},
		lb + "loadbalancer/net/api/5":    {"elbv2.k8s.aws/cluster": name, "aws:cloudformation:stack-name": "enterprise-dev-endpoint"},
		lb + "targetgroup/k8s-1/6":       {"elbv2.k8s.aws/cluster": name},
		ec2 + "volume/vol-1":             {"ebs.csi.aws.com/cluster-name": name, own: "owned", "kubernetes.io/created-for/pvc/namespace": "shop", "kubernetes.io/created-for/pvc/name": "data-0"},
		ec2 + "network-interface/eni-1":  {"cluster.k8s.amazonaws.com/name": name},
		ec2 + "security-group/sg-1":      {own: "owned", "aws:eks:cluster-name": name},
		ec2 + "security-group/sg-2":      {own: "owned"},
		ec2 + "subnet/subnet-1":          {own: "shared"},
		ec2 + "security-group/sg-shared": {own: "shared"},
		ec2 + "instance/i-1":             {own: "owned", "eks:nodegroup-name": "general"},
		ec2 + "instance/i-2":             {own: "owned", "karpenter.sh/nodepool": "default"},
	} {
		s.Resource(account, region, awsdouble.Resource{ARN: arn, Tags: tags})
	}
	s.Resource(account, "us-west-2", awsdouble.Resource{ARN: ec2 + "volume/vol-west", Tags: map[string]string{own: "owned"}})
	found, err := Leftovers(t.Context(), s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region), name)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range found {
		got = append(got, strings.NewReplacer(lb, "", ec2, "").Replace(l.String()))
	}
	want := []string{
		"instance instance/i-2: made for the cluster for default",
		"load balancer loadbalancer/app/k8s-2/2: made by the AWS Load Balancer Controller for shop/www",
		"load balancer loadbalancer/app/k8s-3/3: made by the AWS Load Balancer Controller",
		"load balancer loadbalancer/net/k8s-1/1: made by the AWS Load Balancer Controller for shop/web",
		"network interface network-interface/eni-1: made by the VPC CNI for pods of a node",
		"security group security-group/sg-2: made for the cluster",
		"target group targetgroup/k8s-1/6: made by the AWS Load Balancer Controller",
		"volume volume/vol-1: made by the EBS CSI driver for shop/data-0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leftovers (-want +got):\n%s", diff)
	}
	if n := s.Count("GetResources"); n < 7 {
		t.Errorf("%d pages of two were read", n)
	}
}

func TestLeftoversSayWhereTheyFailed(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	s.Fail(awsdouble.Denied)
	_, err := Leftovers(t.Context(), s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region), name)
	if err == nil || !strings.Contains(err.Error(), name+" left in us-east-2") {
		t.Errorf("got %v", err)
	}
}
