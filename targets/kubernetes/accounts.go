package kubernetes

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// accounts are the team's service accounts and the one that ships its
// workloads. No pod gets a token for the API server by default: few need one,
// and a token is what an intruder looks for first.
func accounts(t *blueprint.Team) []manifest.Object {
	ofDefault := map[string]string{}
	objects := []manifest.Object{account(t, manifest.TeamDeployer, nil)}
	for _, sa := range t.ServiceAccounts {
		if sa.Name == "default" { // every namespace has it; the team may annotate it
			ofDefault = sa.Annotations
			continue
		}
		objects = append(objects, account(t, sa.Name, sa.Annotations))
	}
	objects = append(objects, account(t, "default", ofDefault))
	// The deployer ships the kinds of workloads and nothing else: whatever Git
	// says, it can neither open the network, widen the quota, grant a right nor
	// make an account. The same kinds as a developer's, so a pod that runs as
	// the deployer gains nothing.
	all := append(append([]string{}, look...), write...)
	return append(objects,
		role(t, manifest.TeamDeployer, workloads(all)...),
		binding(t, manifest.TeamDeployer, []any{fields{"kind": "ServiceAccount", "name": manifest.TeamDeployer, "namespace": t.Namespace}}),
	)
}

func account(t *blueprint.Team, name string, annotations map[string]string) manifest.Object {
	o := manifest.New("v1", "ServiceAccount", t.Namespace, name).With("automountServiceAccountToken", false)
	for key, value := range annotations {
		o.Annotate(key, value)
	}
	return o
}
