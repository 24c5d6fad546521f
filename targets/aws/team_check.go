package aws

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/diag"
)

// minSubnets is how many zones a database or a cache may be placed in at least.
const minSubnets = 2

// teamProblems are services that a cluster has no place for.
func teamProblems(v *blueprint.Valid, clusters []*blueprint.Cluster) diag.Problems {
	var problems diag.Problems
	p := v.Platform()
	for _, c := range clusters {
		b := p.Blueprints[c.Blueprint]
		for i := range p.Teams {
			t := &p.Teams[i]
			if b == nil || !slices.Contains(b.Teams, t.Name) {
				continue
			}
			for k := range t.Services {
				message, fix := misplaced(b, c, t, &t.Services[k])
				path := "teams[" + t.Name + "].services[" + t.Services[k].Name + "]"
				if message != "" {
					problems.Add(diag.Problem{Pos: v.At(path), Path: path, Message: message + " (cluster " + c.Name + ")", Fix: fix})
				}
			}
		}
	}
	return problems
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
