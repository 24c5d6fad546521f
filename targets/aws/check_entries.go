package aws

import (
	"cmp"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// defaultDeployRole is the role that 'slipway bootstrap' makes.
const defaultDeployRole = "slipway-deploy"

// entries reports administrators that a cluster has an access entry for
// anyway: EKS takes one for each principal.
func (c *checks) entries(cluster *blueprint.Cluster, b *blueprint.Blueprint) {
	arn := func(who string) string {
		if strings.HasPrefix(who, "arn:") {
			return who
		}
		return "arn:" + Partition(cluster.Region) + ":iam::" + c.platform.Accounts[cluster.Account] + ":" + who
	}
	taken := map[string]string{arn("role/" + cmp.Or(c.platform.AWS.DeployRole, defaultDeployRole)): "it makes the cluster"}
	for i := range c.platform.Teams {
		t := &c.platform.Teams[i]
		if !slices.Contains(b.Teams, t.Name) {
			continue
		}
		for _, role := range slices.Concat(t.Members.Roles, t.Members.ReadOnlyRoles) {
			taken[arn(role)] = "it belongs to the team " + t.Name
		}
	}
	for i, who := range b.EKS.Admins {
		if why, ok := taken[arn(who)]; ok && slices.Index(b.EKS.Admins, who) == i {
			c.blueprintOf(cluster).field("eks").field("admins").index(i).report("Remove it there or here.",
				"has access to the cluster %s already: %s, and EKS takes one entry for each role or user", cluster.Name, why)
		}
		taken[arn(who)] = "it is there before, written differently"
	}
}

func (c *checks) blueprintOf(cluster *blueprint.Cluster) at {
	return at{c, "blueprints[" + cluster.Blueprint + "]"}
}
