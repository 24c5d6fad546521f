package addons

import "slipway.dev/slipway/blueprint"

// IngressNginx routes HTTP into the cluster; upstream has ended it.
type IngressNginx struct{}

// Info describes the add-on.
func (*IngressNginx) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "ingress-nginx",
		Doc:      "Routes HTTP into the cluster by Ingress objects.",
		Upstream: "https://github.com/kubernetes/ingress-nginx",
		Retired:  "gateway-api; ingress-nginx gets no fixes since March 2026",
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Simulated, Note: "Ingress objects are stored by the API server; nothing routes by them"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "retired; upstream publishes no plain manifests; its chart comes with the Helm deployer of a later release"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*IngressNginx) Check(*blueprint.Check) {}

// Build makes nothing: see the fidelity.
func (*IngressNginx) Build(*blueprint.AddOnBuild) error { return nil }
