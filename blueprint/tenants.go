package blueprint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// reservedNamespaces belong to Kubernetes, to Slipway, or to programs that a
// team must never share a namespace with.
var reservedNamespaces = []string{"default", "argocd", "flux-system", "slipway-system", "gatekeeper-system"}

// namespaces gives every team the namespace it has by default.
func (v *validation) namespaces() {
	for i := range v.platform.Teams {
		if t := &v.platform.Teams[i]; t.Namespace == "" && isName(t.Name) {
			t.Namespace = "team-" + t.Name
		}
	}
}

// teams checks what a team is given against itself and its surroundings.
func (v *validation) teams() {
	owners := v.namespaceOwners()
	v.eachTeam(func(t *Team, at *place) {
		v.namespace(t, owners, at.field("namespace"))
		v.limits(t, at)
		v.egress(t, at.field("network").field("egressTo"))
		v.people(at.field("members").field("users"), t.Members.Users)
		v.people(at.field("members").field("readOnlyUsers"), t.Members.ReadOnlyUsers)
	})
	for _, url := range slices.Sorted(maps.Keys(v.platform.Local.Git)) {
		at := (&place{name: "local"}).field("git").at(segment(url))
		if message, fix := checkRepository(url); message != "" {
			v.report(at, message, fix)
		} else if v.platform.Local.Git[url] == "" {
			v.report(at, "is empty", "Name the folder that stands in for the repository.")
		}
	}
}

// namespaceOwners are the add-ons that keep a namespace for themselves, by
// namespace, for each team by its name.
func (v *validation) namespaceOwners() map[[2]string]string {
	owners := map[[2]string]string{}
	v.blueprints(func(b *Blueprint, _ *place) {
		for _, a := range b.AddOns {
			if a == nil {
				continue
			}
			info := v.info(a)
			for _, namespace := range info.Namespaces {
				for _, team := range b.Teams {
					owners[[2]string{team, namespace}] = info.Name
				}
			}
		}
	})
	return owners
}

func (v *validation) namespace(t *Team, owners map[[2]string]string, at *place) {
	const fix = "Choose another namespace; without one it is team-NAME."
	switch owner := owners[[2]string{t.Name, t.Namespace}]; {
	case strings.HasPrefix(t.Namespace, "kube-"), slices.Contains(reservedNamespaces, t.Namespace):
		v.report(at, "the namespace "+t.Namespace+" is reserved", fix)
	case owner != "":
		v.report(at, "the namespace "+t.Namespace+" belongs to the add-on "+owner, fix)
	}
}

// limits reports containers that could never start: defaults above the most
// that is allowed, or above what the whole team has.
func (v *validation) limits(t *Team, at *place) {
	l, q := t.Limits, t.Quota
	for _, c := range []struct {
		field, is    string
		value, bound Quantity
	}{
		{"defaultCPU", "limits.maxCPU", l.DefaultCPU, l.MaxCPU},
		{"defaultCPU", "quota.cpu", l.DefaultCPU, q.CPU},
		{"defaultMemory", "limits.maxMemory", l.DefaultMemory, l.MaxMemory},
		{"defaultMemory", "quota.memory", l.DefaultMemory, q.Memory},
	} {
		if v.amounts.exceeds(c.value, c.bound) {
			v.report(at.field("limits").field(c.field), fmt.Sprintf("is %s, more than %s, which is %s: no container could start", c.value, c.is, c.bound),
				"Lower it, or raise "+c.is+".")
		}
	}
}

// MetadataService answers every pod of a cloud with the node's credentials.
const MetadataService = "169.254.169.254/32"

// egress reports a range that is nothing but the metadata service. Wider ranges
// are opened without it.
func (v *validation) egress(t *Team, at *place) {
	for _, to := range entries(at, t.Network.EgressTo) {
		if to.name == MetadataService {
			v.report(to.at, "is the metadata service, which answers every pod with its node's credentials", "Remove it; it stays closed in wider ranges, too.")
		}
	}
}

// people warns of users who are known by an ARN: that is a name to EKS only
// where somebody has made an access entry, and Slipway makes them for roles.
func (v *validation) people(at *place, users []string) {
	for _, who := range entries(at, users) {
		if !strings.HasPrefix(who.name, "arn:") {
			continue
		}
		list := map[string]string{"users": "roles", "readOnlyUsers": "readOnlyRoles"}[at.name]
		fix := "Give the user a role to take, and name that in members." + list + "."
		if strings.Contains(who.name, ":role/") {
			fix = "Name the role in members." + list + "."
		}
		v.warn(who.at, "is a name of IAM, and Slipway makes access entries for roles only: EKS lets it in only where somebody else has made one", fix)
	}
}
