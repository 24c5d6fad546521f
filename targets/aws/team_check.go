package aws

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// minSubnets is how many zones a database or a cache may be placed in at least.
const minSubnets = 2

// teams reports what a team could not have on AWS.
func (c *checks) teams(clusters []*blueprint.Cluster) {
	where := itemPaths("teams", c.platform.Teams, func(t *blueprint.Team) string { return t.Name })
	for i := range c.platform.Teams {
		if t := &c.platform.Teams[i]; t.AWS.Logs != nil {
			c.retention(at{c, where[i]}.field("aws").field("logs").field("retention"), t.AWS.Logs.Retention)
		}
	}
	for _, cluster := range clusters {
		b := c.platform.Blueprints[cluster.Blueprint]
		for i := range c.platform.Teams {
			if t := &c.platform.Teams[i]; b != nil && slices.Contains(b.Teams, t.Name) {
				c.team(b, cluster, t, at{c, where[i]})
			}
		}
	}
}

// team reports services that a cluster has no place for.
func (c *checks) team(b *blueprint.Blueprint, cluster *blueprint.Cluster, t *blueprint.Team, p at) {
	where := itemPaths(p.field("services").path, t.Services, func(s *blueprint.Service) string { return s.Name })
	for i := range t.Services {
		s := &t.Services[i]
		if !c.subject.Sound(where[i], c.blueprintOf(cluster).field("network").path, c.at(cluster).field("existing").path) || s.Type == nil {
			continue
		}
		if message, fix := misplaced(b, cluster, t, s); message != "" {
			at{c, where[i]}.report(fix, "%s (cluster %s)", message, cluster.Name)
		}
	}
}

// misplaced says why a cluster has no place for a service, "" where it has.
func misplaced(b *blueprint.Blueprint, c *blueprint.Cluster, t *blueprint.Team, s *blueprint.Service) (message, fix string) {
	build := &blueprint.ServiceBuild{Template: cfn.New(""), Team: t, Service: s}
	s.Type.Build(build)
	switch {
	case build.Port > 0 && c.Existing == "" && privateSubnets(&b.Network) < minSubnets:
		return fmt.Sprintf("needs private subnets in %d zones, and the network has them in %d", minSubnets, privateSubnets(&b.Network)),
			"Give the network of the blueprint " + c.Blueprint + " private subnets in more zones."
	case hasRepository(build.Template) && strings.ToLower(c.Existing) != c.Existing:
		return "its name begins with the cluster's, " + c.Existing + ", and names of repositories have no capital letters",
			"Leave it out on existing clusters with capital letters."
	}
	return "", ""
}

// privateSubnets is the number of zones that a network has private subnets in.
func privateSubnets(n *blueprint.Network) int {
	switch {
	case n.VPC != nil:
		return len(n.VPC.PrivateSubnets)
	case n.Subnets.Private != nil && !*n.Subnets.Private:
		return 0
	}
	return n.Zones
}

// hasRepository reports whether a service has a name with the cluster's in it that has
// to be in small letters.
func hasRepository(t *cfn.Template) bool {
	for _, r := range t.Resources {
		if _, ok := r.Properties.(*cfn.ECRRepository); ok {
			return true
		}
	}
	return false
}
