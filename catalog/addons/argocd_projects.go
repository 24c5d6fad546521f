package addons

import (
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

const (
	argoAPI         = "argoproj.io/v1alpha1"
	rbacAPI         = "rbac.authorization.k8s.io/v1"
	thisCluster     = "https://kubernetes.default.svc"
	defaultProject  = "default"  // Argo CD makes it, open to everything, when it is not there
	platformProject = "platform" // for the bootstrap repository
	bootstrapper    = "slipway-bootstrap"

	bootstrapApplication = "apps" // brings all others
)

// projects are those that no team has: the default one, closed so that nothing
// can hide in it, and the platform's, which may make Applications and nothing else.
func (a *ArgoCD) projects() []manifest.Object {
	shared := closedProject()
	if a.DefaultProject == "open" {
		shared = openProject()
	}
	if a.Bootstrap.Repo == "" {
		return []manifest.Object{shared}
	}
	return append([]manifest.Object{shared}, a.platform()...)
}

func closedProject() manifest.Object {
	return project(defaultProject, fields{
		"description":                "Closed: every Application belongs to a team or to the platform.",
		"sourceRepos":                list[string](),
		"destinations":               list[any](),
		"namespaceResourceBlacklist": list(fields{"group": "*", "kind": "*"}),
	})
}

// openProject is the default project as upstream makes it. Where syncs are
// impersonated every project has to name an account: here it is Argo CD's own.
func openProject() manifest.Object {
	return project(defaultProject, fields{
		"description":              "Open: Applications may deploy anything from anywhere to every namespace.",
		"sourceRepos":              list("*"),
		"destinations":             list(fields{"server": "*", "namespace": "*"}),
		"clusterResourceWhitelist": list(fields{"group": "*", "kind": "*"}),
		"destinationServiceAccounts": list(fields{
			"server": thisCluster, "namespace": "*", "defaultServiceAccount": argocdNamespace + ":argocd-application-controller",
		}),
	})
}

// platform is the project of the bootstrap repository and the account that
// ships it: whoever writes to that repository decides which Applications there
// are, but each of them stays within its own project.
func (a *ArgoCD) platform() []manifest.Object {
	account := manifest.New("v1", "ServiceAccount", argocdNamespace, bootstrapper).With("automountServiceAccountToken", false)
	role := manifest.New(rbacAPI, "Role", argocdNamespace, bootstrapper).With("rules", list(fields{
		"apiGroups": list("argoproj.io"), "resources": list("applications"),
		"verbs": list("create", "delete", "get", "list", "patch", "update", "watch"),
	}))
	binding := manifest.New(rbacAPI, "RoleBinding", argocdNamespace, bootstrapper).
		With("roleRef", fields{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": bootstrapper}).
		With("subjects", list(fields{"kind": "ServiceAccount", "name": bootstrapper, "namespace": argocdNamespace}))
	return []manifest.Object{account, role, binding, project(platformProject, fields{
		"description":                "The Applications of the platform's bootstrap repository.",
		"sourceRepos":                list(a.Bootstrap.Repo),
		"destinations":               list(fields{"server": thisCluster, "namespace": argocdNamespace}),
		"clusterResourceWhitelist":   list[any](),
		"namespaceResourceWhitelist": list(fields{"group": "argoproj.io", "kind": "Application"}),
		"destinationServiceAccounts": list(fields{"server": thisCluster, "namespace": argocdNamespace, "defaultServiceAccount": bootstrapper}),
	})}
}

// Team confines a team in Argo CD: its repositories, its namespace, its account.
func (*ArgoCD) Team(b *blueprint.AddOnBuild, t *blueprint.Team) error {
	var repos []string
	for _, w := range t.Workloads {
		repos = append(repos, w.Repo)
	}
	slices.Sort(repos)
	repos = slices.Compact(repos)
	return b.Objects("gitops", nil, project(t.Name, fields{
		"description":              "Workloads of the team " + t.Name + ".",
		"sourceRepos":              list(repos...),
		"destinations":             list(fields{"server": thisCluster, "namespace": t.Namespace}),
		"clusterResourceWhitelist": list[any](),
		// The account below has no right to these either. Naming them makes Argo
		// CD refuse them before it tries, and covers a role that grows one day:
		// what bounds a team, who it is and what it may do is the platform's.
		"namespaceResourceBlacklist": list(
			fields{"group": "", "kind": "LimitRange"},
			fields{"group": "", "kind": "ResourceQuota"},
			fields{"group": "", "kind": "ServiceAccount"},
			fields{"group": "networking.k8s.io", "kind": "NetworkPolicy"},
			fields{"group": "rbac.authorization.k8s.io", "kind": "Role"},
			fields{"group": "rbac.authorization.k8s.io", "kind": "RoleBinding"},
		),
		"destinationServiceAccounts": list(fields{"server": thisCluster, "namespace": t.Namespace, "defaultServiceAccount": manifest.TeamDeployer}),
		"roles":                      projectRoles(t),
	}).Label(manifest.TeamLabel, t.Name))
}

// projectRoles let the team's people see their Applications in Argo CD, and its
// developers sync them. Applications themselves come from the platform.
func projectRoles(t *blueprint.Team) []any {
	policy := func(role, resource, action string) string {
		return "p, proj:" + t.Name + ":" + role + ", " + resource + ", " + action + ", " + t.Name + "/*, allow"
	}
	var roles []any
	if len(t.Members.Groups) > 0 {
		roles = append(roles, fields{"name": "developer", "groups": list(t.Members.Groups...), "policies": list(
			policy("developer", "applications", "get"),
			policy("developer", "applications", "sync"),
			policy("developer", "logs", "get"),
		)})
	}
	if len(t.Members.ReadOnlyGroups) > 0 {
		roles = append(roles, fields{"name": "read-only", "groups": list(t.Members.ReadOnlyGroups...), "policies": list(
			policy("read-only", "applications", "get"),
			policy("read-only", "logs", "get"),
		)})
	}
	return roles
}

func project(name string, spec fields) manifest.Object {
	return manifest.New(argoAPI, "AppProject", argocdNamespace, name).With("spec", spec)
}
