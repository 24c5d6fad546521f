package local

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/manifest"
)

// volumesUser is who makes volumes.
const volumesUser = "slipway:volumes"

// volumes makes a folder of this machine a volume of a real node, where a claim
// asks for one.
func volumes(nodes []nodeOf) assembly.Process {
	return assembly.Process{
		Name: "volumes", Program: assembly.Self, Command: "volumes",
		After:    []string{"kube-apiserver"},
		Identity: &assembly.Identity{User: volumesUser},
		Args:     append([]string{"--kubeconfig=${kubeconfig}", "--dir=${dir}/volumes"}, each("--node=", realNames(nodes))...),
	}
}

// storage is the cluster's class of volumes, the default, and what making them
// needs. No simulated node is in the class's topology: the scheduler would send
// pods to where there is no volume for them.
func storage(nodes []nodeOf) []manifest.Object {
	hosts := map[string]any{"key": "kubernetes.io/hostname", "values": anys(realNames(nodes))}
	class := manifest.New("storage.k8s.io/v1", "StorageClass", "", "local").
		Annotate("storageclass.kubernetes.io/is-default-class", "true").
		With("provisioner", "slipway.dev/local").
		With("reclaimPolicy", "Delete").
		With("volumeBindingMode", "WaitForFirstConsumer").
		With("allowVolumeExpansion", false).
		With("allowedTopologies", []any{map[string]any{"matchLabelExpressions": []any{hosts}}})
	return append(rights(volumesUser,
		rule("", "persistentvolumes", "get", "list", "watch", "create", "update", "patch", "delete"),
		rule("", "persistentvolumeclaims", "get", "list", "watch", "update"), // to have a pod scheduled elsewhere
		rule("", "nodes", "get"),
		rule("", "events", "create", "patch", "update"),
		rule("storage.k8s.io", "storageclasses", "get", "list", "watch"),
	), class)
}

// rights are a role in the whole cluster and its only holder.
func rights(user string, rules ...any) []manifest.Object {
	role := manifest.New("rbac.authorization.k8s.io/v1", "ClusterRole", "", user).With("rules", rules)
	binding := manifest.New("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", user).
		With("roleRef", map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": user}).
		With("subjects", []any{map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}})
	return []manifest.Object{role, binding}
}

func rule(group, resource string, verbs ...string) any {
	return map[string]any{"apiGroups": []any{group}, "resources": []any{resource}, "verbs": anys(verbs)}
}

func realNames(nodes []nodeOf) []string {
	var out []string
	for _, n := range nodes {
		if n.real {
			out = append(out, n.name)
		}
	}
	return out
}

func each(prefix string, values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, prefix+v)
	}
	return out
}

func anys(values []string) []any {
	var out []any
	for _, v := range values {
		out = append(out, v)
	}
	return out
}
