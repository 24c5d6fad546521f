package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// IngressNginx routes HTTP into the cluster; upstream has ended it.
type IngressNginx struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*IngressNginx) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "ingress-nginx",
		Doc:        "Routes HTTP into the cluster by Ingress objects.",
		Upstream:   "https://github.com/kubernetes/ingress-nginx",
		Charts:     []assembly.Chart{{Repo: "https://kubernetes.github.io/ingress-nginx", Name: "ingress-nginx", Version: "4.15.1", Release: "ingress-nginx", Namespace: "ingress-nginx"}},
		Retired:    "gateway-api; ingress-nginx gets no fixes since March 2026",
		Namespaces: []string{"ingress-nginx"},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Simulated, Note: "Ingress objects are stored by the API server; nothing routes by them"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's chart, its last one"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's chart, its last one, behind a Network Load Balancer"},
		},
	}
}

// Build is upstream's chart. On AWS its Service becomes a Network Load Balancer,
// which the control plane's own controller makes: no other add-on is needed.
func (a *IngressNginx) Build(b *blueprint.AddOnBuild) error {
	var values fields
	if b.Target == blueprint.AWS {
		values = fields{"controller": fields{"service": fields{"annotations": fields{"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"}}}}
	}
	a.install(b, a.Info().Charts[0], values)
	return nil
}
