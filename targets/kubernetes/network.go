package kubernetes

import (
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// network closes the namespace both ways, then opens what every team needs and
// what this one asked for. An edge between teams needs both ends: what a team
// lets in is opened on the other side too.
func network(p *blueprint.Platform, t *blueprint.Team) []manifest.Object {
	objects := []manifest.Object{
		policy(t, "default-deny", fields{"policyTypes": names("Ingress", "Egress")}),
		policy(t, "allow-dns", egress(fields{
			"to":    []any{inNamespaces("kube-system")},
			"ports": []any{fields{"port": 53, "protocol": "UDP"}, fields{"port": 53, "protocol": "TCP"}},
		})),
		policy(t, "allow-same-namespace", fields{
			"policyTypes": names("Ingress", "Egress"),
			"ingress":     []any{fields{"from": []any{fields{"podSelector": fields{}}}}},
			"egress":      []any{fields{"to": []any{fields{"podSelector": fields{}}}}},
		}),
	}
	if from := namespacesOf(p, t.Network.IngressFrom); len(from) > 0 {
		objects = append(objects, policy(t, "allow-from-teams", fields{
			"policyTypes": names("Ingress"),
			"ingress":     []any{fields{"from": []any{inNamespaces(from...)}}},
		}))
	}
	if to := hosts(p, t); len(to) > 0 {
		objects = append(objects, policy(t, "allow-to-teams", egress(fields{"to": []any{inNamespaces(to...)}})))
	}
	if len(t.Network.EgressTo) > 0 {
		var blocks []any
		for _, cidr := range t.Network.EgressTo {
			blocks = append(blocks, fields{"ipBlock": block(cidr)})
		}
		objects = append(objects, policy(t, "allow-to-addresses", egress(fields{"to": blocks})))
	}
	return objects
}

// policy is a NetworkPolicy for every pod of the namespace.
func policy(t *blueprint.Team, name string, spec fields) manifest.Object {
	spec["podSelector"] = fields{}
	return manifest.New("networking.k8s.io/v1", "NetworkPolicy", t.Namespace, name).With("spec", spec)
}

// EgressPolicy is a NetworkPolicy that opens the way out for every pod of the team.
func EgressPolicy(t *blueprint.Team, name string, rules ...any) manifest.Object {
	return policy(t, name, fields{"policyTypes": names("Egress"), "egress": rules})
}

// EgressTo is a rule of an EgressPolicy: one TCP port of address ranges. The
// metadata service stays closed.
func EgressTo(port int, cidrs ...string) any {
	blocks := make([]any, len(cidrs))
	for i, cidr := range cidrs {
		blocks[i] = fields{"ipBlock": block(cidr)}
	}
	return fields{"to": blocks, "ports": []any{fields{"port": port, "protocol": "TCP"}}}
}

func egress(rule fields) fields {
	return fields{"policyTypes": names("Egress"), "egress": []any{rule}}
}

// inNamespaces selects by the name that the API server itself puts on a
// namespace: a label that nobody can borrow.
func inNamespaces(list ...string) fields {
	return fields{"namespaceSelector": fields{"matchExpressions": []any{
		fields{"key": "kubernetes.io/metadata.name", "operator": "In", "values": names(list...)},
	}}}
}

func namespacesOf(p *blueprint.Platform, teams []string) []string {
	var out []string
	for i := range p.Teams {
		if slices.Contains(teams, p.Teams[i].Name) {
			out = append(out, p.Teams[i].Namespace)
		}
	}
	slices.Sort(out)
	return out
}

// hosts are the namespaces of the teams that let this team in.
func hosts(p *blueprint.Platform, t *blueprint.Team) []string {
	var out []string
	for i := range p.Teams {
		if slices.Contains(p.Teams[i].Network.IngressFrom, t.Name) {
			out = append(out, p.Teams[i].Namespace)
		}
	}
	slices.Sort(out)
	return out
}
