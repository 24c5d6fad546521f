package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// AwsLoadBalancerController makes load balancers of AWS.
type AwsLoadBalancerController struct {
	Chart `yaml:",inline"`
	WAF   bool `yaml:"waf,omitempty" doc:"Let it put web ACLs of AWS WAF on load balancers."`
}

// Info describes the add-on.
func (*AwsLoadBalancerController) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "aws-load-balancer-controller",
		Doc:      "Application Load Balancers for Ingress objects, Network Load Balancers for services of the class service.k8s.aws/nlb.",
		Upstream: "https://github.com/kubernetes-sigs/aws-load-balancer-controller",
		Charts:   []assembly.Chart{{Repo: "https://aws.github.io/eks-charts", Name: "aws-load-balancer-controller", Version: "3.4.0", Release: "aws-load-balancer-controller", Namespace: "kube-system"}},
		Fidelity: awsChart("there are no load balancers on this machine"),
	}
}

// Build is the role and upstream's chart. Its webhook for every Service of the
// cluster stays off: while the controller is away nobody could make a Service.
// So no other add-on has to wait for this one.
func (a *AwsLoadBalancerController) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: "kube-system", account: "aws-load-balancer-controller", statements: loadBalancerMay(a.WAF)}
	role := pods.part(b)
	parameter(&role, "SecurityGroupId", "The cluster's security group, which nodes have.")
	b.Add(role)
	part := a.release("", a.Info().Charts[0])
	part.Values = fields{
		"clusterName":                 part.Of("cluster", "ClusterName"),
		"region":                      part.Of("cluster", "Region"),
		"vpcId":                       part.Of("cluster", "VpcId"),
		"serviceAccount":              pods.serviceAccount(b, &part),
		"enableServiceMutatorWebhook": false,
		"enableShield":                false,
		"enableWaf":                   false,
		"enableWafv2":                 a.WAF,
	}
	a.add(b, part)
	return nil
}
