// Package kubernetes says what a team is on Kubernetes, whatever cluster it is:
// a namespace that is closed until it is opened, bounded in what it uses, with
// people and programs that can reach nothing else. Nothing here is opt-in. It
// must not depend on a cluster: the same team is the same bytes everywhere.
package kubernetes

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// Team is the objects of a team, in the order a reader wants them: the
// namespace, its bounds, its network, its people, its accounts.
func Team(p *blueprint.Platform, t *blueprint.Team) []manifest.Object {
	objects := []manifest.Object{namespace(t), quota(t), noCritical(t), limits(t)}
	objects = append(objects, network(p, t)...)
	objects = append(objects, people(t)...)
	objects = append(objects, accounts(t)...)
	for _, o := range objects {
		o.Label(manifest.TeamLabel, t.Name)
	}
	return objects
}

type fields = map[string]any

// namespace enforces the restricted profile of the Pod Security Standards, and
// says why where a workload is refused before its pods are.
func namespace(t *blueprint.Team) manifest.Object {
	o := manifest.New("v1", "Namespace", "", t.Namespace)
	for _, mode := range []string{"enforce", "warn", "audit"} {
		o.Label("pod-security.kubernetes.io/"+mode, "restricted", "pod-security.kubernetes.io/"+mode+"-version", "latest")
	}
	return o
}

// names turns names into a list of any, as manifests have them.
func names(list ...string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
