package aws

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/targets/kubernetes"
)

// accessPart is the stack that lets the teams' IAM roles in.
const accessPart = "access"

// AllTeams are the parts that hold for all teams of a blueprint: the access
// entries of the IAM roles that they name. EKS has one entry a role and cluster,
// and a role can belong to several teams, so no team's own stack can have them.
// An entry only puts the role into groups; what these may do the teams' own
// Roles say.
func AllTeams(p *blueprint.Platform, b *blueprint.Blueprint) []blueprint.Part {
	groups, roles := map[string][]string{}, []string(nil)
	enter := func(role, group string) {
		if groups[role] == nil {
			roles = append(roles, role)
		}
		if !slices.Contains(groups[role], group) {
			groups[role] = append(groups[role], group)
		}
	}
	for i := range p.Teams {
		t := &p.Teams[i]
		if !slices.Contains(b.Teams, t.Name) {
			continue
		}
		for _, role := range t.Members.Roles {
			enter(role, kubernetes.DeveloperGroup(t))
		}
		for _, role := range t.Members.ReadOnlyRoles {
			enter(role, kubernetes.ReadOnlyGroup(t))
		}
	}
	if len(roles) == 0 {
		return nil
	}
	part := blueprint.Part{Name: accessPart, Timeout: rolesTimeout, Template: cfn.New("The IAM roles of the teams' people.")}
	part.Stack = assembly.Stack{Parameters: map[string]string{"ClusterName": part.Of(clusterPart, "ClusterName")}}
	name := part.Template.Param("ClusterName", "Name of the cluster.")
	for _, role := range roles {
		part.Template.Add(entryID(role), &cfn.EKSAccessEntry{
			ClusterName: name, PrincipalArn: inAccount(role), KubernetesGroups: cfn.L(groups[role]...), Type: cfn.S("STANDARD"),
		})
	}
	return []blueprint.Part{part}
}

// entryID tells roles of one name in two accounts apart.
func entryID(role string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, role[strings.LastIndex(role, "/")+1:])
	return fmt.Sprintf("%sEntry%x", name, sha256.Sum256([]byte(role)))[:len(name)+len("Entry")+8]
}
