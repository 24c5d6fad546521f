package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Karpenter makes nodes for the pods that wait for one.
type Karpenter struct {
	Chart         `yaml:",inline"`
	Architectures []string `yaml:"architectures,omitempty" check:"enum=arm64|amd64" default:"arm64" doc:"Processors that nodes may have; images must exist for all of them."`
	Capacity      []string `yaml:"capacity,omitempty" check:"enum=on-demand|spot" default:"on-demand" doc:"How nodes may be bought."`
	CPU           int      `yaml:"cpu,omitempty" check:"min=1" default:"100" doc:"Most processors that all its nodes together may have."`
	Image         string   `yaml:"image,omitempty" default:"al2023@latest" doc:"Alias of the image that nodes boot: al2023 or bottlerocket, with a version to pin it."`
	Subnets       []string `yaml:"subnets,omitempty" doc:"IDs of the subnets that nodes are put in. Without them the private ones of the blueprint's network; for a cluster that exists already they must be named."`
}

// Info describes the add-on.
func (*Karpenter) Info() blueprint.Info {
	return blueprint.Info{
		Name:      "karpenter",
		Doc:       "Makes nodes of the right size for the pods that wait for one, and takes them away: Karpenter, with a first node pool named default.",
		Upstream:  "https://github.com/aws/karpenter-provider-aws",
		Charts:    []assembly.Chart{{Repo: "oci://public.ecr.aws/karpenter", Name: "karpenter", Version: "1.13.0", Release: "karpenter", Namespace: "kube-system"}},
		Conflicts: []string{"cluster-autoscaler"},
		Fidelity:  awsChart("the nodes of a local cluster are those of its node groups"),
	}
}

// Check reports a cluster that has Karpenter built in, and one whose subnets
// nobody has named.
func (a *Karpenter) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	if c.Blueprint.EKS.AutoMode != nil {
		c.Problem("", "is built into EKS Auto Mode", "Leave it out, or leave out eks.autoMode.")
	}
	for i := range c.Platform.Clusters {
		cluster := &c.Platform.Clusters[i]
		if cluster.Existing != "" && c.Platform.Blueprints[cluster.Blueprint] == c.Blueprint && len(a.Subnets) == 0 {
			c.Problem("subnets", "is missing: the cluster "+cluster.Name+" exists already, and its subnets are not known", "Name the subnets that nodes are put in.")
		}
	}
}

// Build is what it needs in the account, upstream's chart, and the first pool.
func (a *Karpenter) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: "kube-system", account: "karpenter", statements: karpenterMay()}
	account := pods.part(b)
	karpenterNodes(&account)
	karpenterInterruptions(account.Template)
	b.Add(account)

	part := a.release("", a.Info().Charts[0])
	part.Values = fields{
		"serviceAccount": pods.serviceAccount(b, &part),
		"settings": fields{
			"clusterName":       part.Of("cluster", "ClusterName"),
			"interruptionQueue": part.From(identityPart, "Queue"),
		},
	}
	a.add(b, part)
	return a.pool(b)
}
