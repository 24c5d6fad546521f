package aws

import (
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// nodeGroups checks that there is something to run on, and each group.
func (c *checks) nodeGroups(p at, b *blueprint.Blueprint) {
	if len(b.NodeGroups) == 0 && len(b.EKS.Fargate) == 0 && b.EKS.AutoMode == nil && p.sound("eks.fargate", "eks.autoMode") {
		p.field("nodeGroups").report("List nodeGroups, or choose eks.autoMode or eks.fargate.", "nothing could run on the cluster: it has no nodes")
	}
	ids := map[string]string{}
	where := itemPaths(p.field("nodeGroups").path, b.NodeGroups, func(g *blueprint.NodeGroup) string { return g.Name })
	for i := range b.NodeGroups {
		g := &b.NodeGroups[i]
		here := at{c, where[i]}
		if other, taken := ids[logicalID(g.Name)]; taken && other != g.Name {
			here.report("Rename one of them.", "the node groups %s and %s have names that CloudFormation cannot tell apart", other, g.Name)
		}
		ids[logicalID(g.Name)] = g.Name
		c.sizes(here, g)
		c.instances(here, g)
		for key := range g.Labels {
			if domain, _, _ := strings.Cut(key, "/"); slices.Contains(reservedLabels, domain) {
				here.field("labels").report("Choose another prefix.", "EKS keeps the label %s for itself", key)
			}
		}
	}
}

// reservedLabels are domains of labels that EKS refuses on node groups.
var reservedLabels = []string{"kubernetes.io", "k8s.io", "eks.amazonaws.com"}

func (c *checks) sizes(p at, g *blueprint.NodeGroup) {
	if p.sound("min", "max") && g.Desired > 0 && (g.Desired < g.Min || g.Desired > g.Max) {
		p.field("desired").report("Choose a number between them.", "is %d, but min is %d and max is %d", g.Desired, g.Min, g.Max)
	}
	if p.sound("update") && g.Update.MaxUnavailable > 0 && g.Update.MaxUnavailablePercentage > 0 {
		p.field("update").report("Keep one of the two.", "bounds an update twice: by a number and by a share of the nodes")
	}
}

// instances checks that a group's instances are known, alike, and have an image.
func (c *checks) instances(p at, g *blueprint.NodeGroup) {
	var first family
	var firstType string
	for i, t := range g.InstanceTypes {
		here := p.field("instanceTypes").index(i)
		name, f, known := familyOf(t)
		if !known {
			here.report(nearFamily(name), "there is no family %s of EC2 instances", name)
			continue
		}
		if _, size, _ := strings.Cut(t, "."); !slices.Contains(instanceSizes(), size) {
			here.report(nearSize(name, size), "EC2 has no instances of the size %s", size)
		}
		switch {
		case firstType == "":
			first, firstType = f, t
		case f.arm != first.arm:
			here.report("Make a node group for each.", "%s and %s have different processors (%s, %s), and nodes of a group share an image", firstType, t, processor(first), processor(f))
		case f.accelerator != first.accelerator:
			here.report("Make a node group for each.", "%s and %s have different accelerators, and nodes of a group share an image", firstType, t)
		}
	}
	if firstType != "" && p.sound("ami") && imageOf(g.AMI, first) == "" {
		p.field("ami").report("Use ami: al2023.", "EKS has no image of %s for instances with %s", g.AMI, title(first.accelerator))
	}
}

func processor(f family) string {
	if f.arm {
		return "ARM"
	}
	return "x86"
}

// title is how the makers of an accelerator are written.
func title(accelerator string) string {
	if accelerator == "NEURON" {
		return "AWS Neuron"
	}
	return accelerator
}

func itoa(n int) string { return strconv.Itoa(n) }
