package kubernetes

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// The roles of a team's people.
const (
	developer = "developer"
	readOnly  = "read-only"
)

var (
	look  = []string{"get", "list", "watch"}
	write = []string{"create", "delete", "deletecollection", "patch", "update"}
)

// people is the team's roles and who has them. Developers change workloads.
// Neither role can widen itself: quotas, network policies, roles and their
// bindings are the platform's. Nobody may ask for a service account's token, and
// a Secret that would become one is refused by the policies of AllTeams.
func people(t *blueprint.Team) []manifest.Object {
	all := append(append([]string{}, look...), write...)
	objects := []manifest.Object{
		role(t, developer, append(workloads(all),
			rule(look, "", "pods/log", "pods/status"),
			// Upgrading the connection is a get or a create, by the client's protocol.
			rule([]string{"create", "get"}, "", "pods/exec", "pods/portforward", "pods/attach"),
			rule([]string{"create"}, "", "pods/eviction"),
			rule([]string{"get", "patch", "update"}, "apps", "deployments/scale", "statefulsets/scale"),
			rule([]string{"get", "patch", "update"}, "", "pods/ephemeralcontainers"),
			bounds(),
		)...),
		role(t, readOnly, append(withoutSecrets(workloads(look)), rule(look, "", "pods/log", "pods/status"), bounds())...),
	}
	if who := subjects(groups(t.Members.Groups, t.Members.Roles, DeveloperGroup(t)), t.Members.Users); len(who) > 0 {
		objects = append(objects, binding(t, developer, who))
	}
	if who := subjects(groups(t.Members.ReadOnlyGroups, t.Members.ReadOnlyRoles, ReadOnlyGroup(t)), t.Members.ReadOnlyUsers); len(who) > 0 {
		objects = append(objects, binding(t, readOnly, who))
	}
	return objects
}

// DeveloperGroup is the group that a cluster puts sessions of the team's IAM
// roles into.
func DeveloperGroup(t *blueprint.Team) string { return "slipway:" + t.Name + ":" + developer }

// ReadOnlyGroup is the group for sessions of the team's read-only IAM roles.
func ReadOnlyGroup(t *blueprint.Team) string { return "slipway:" + t.Name + ":" + readOnly }

// groups are those that the blueprint names, and the one that IAM roles come
// in by where there are any.
func groups(named, roles []string, ofRoles string) []string {
	if len(roles) == 0 {
		return named
	}
	return append(named[:len(named):len(named)], ofRoles)
}

// workloads are the kinds that a team ships. Pods are among them, so whoever
// ships can run as any service account of the namespace; none of those may do
// more than the developer.
func workloads(verbs []string) []fields {
	return []fields{
		rule(verbs, "", "configmaps", "persistentvolumeclaims", "pods", "secrets", "services"),
		rule(verbs, "apps", "daemonsets", "deployments", "replicasets", "statefulsets"),
		rule(verbs, "autoscaling", "horizontalpodautoscalers"),
		rule(verbs, "batch", "cronjobs", "jobs"),
		rule(verbs, "networking.k8s.io", "ingresses"),
		rule(verbs, "policy", "poddisruptionbudgets"),
		rule(verbs, "gateway.networking.k8s.io", "grpcroutes", "httproutes"),
		rule(verbs, "flagger.app", "canaries", "metrictemplates"),
		rule(verbs, "argoproj.io", "analysisruns", "analysistemplates", "rollouts"),
	}
}

func withoutSecrets(rules []fields) []fields {
	rules[0] = rule(look, "", "configmaps", "persistentvolumeclaims", "pods", "services")
	return rules
}

// bounds is what a team may see of what bounds it.
func bounds() fields {
	return fields{
		"apiGroups": names("", "networking.k8s.io", "rbac.authorization.k8s.io", "events.k8s.io", "discovery.k8s.io"),
		"resources": names("endpoints", "endpointslices", "events", "limitranges", "networkpolicies", "resourcequotas", "rolebindings", "roles", "serviceaccounts"),
		"verbs":     names(look...),
	}
}

func rule(verbs []string, group string, resources ...string) fields {
	return fields{"apiGroups": names(group), "resources": names(resources...), "verbs": names(verbs...)}
}

func role(t *blueprint.Team, name string, rules ...fields) manifest.Object {
	list := make([]any, len(rules))
	for i, r := range rules {
		list[i] = r
	}
	return manifest.New("rbac.authorization.k8s.io/v1", "Role", t.Namespace, name).With("rules", list)
}

// binding gives a role its subjects; both have one name.
func binding(t *blueprint.Team, name string, who []any) manifest.Object {
	return manifest.New("rbac.authorization.k8s.io/v1", "RoleBinding", t.Namespace, name).
		With("roleRef", fields{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name}).
		With("subjects", who)
}

func subjects(groups, users []string) []any {
	var out []any
	for _, g := range groups {
		out = append(out, subject("Group", g))
	}
	for _, u := range users {
		out = append(out, subject("User", u))
	}
	return out
}

func subject(kind, name string) fields {
	return fields{"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name}
}
