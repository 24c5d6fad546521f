package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Istio is a service mesh.
type Istio struct {
	Chart   `yaml:",inline"`
	CNI     bool  `yaml:"cni,omitempty" doc:"Have a plugin on each node redirect traffic, so that pods need no rights for it."`
	Gateway *bool `yaml:"gateway,omitempty" default:"true" doc:"Bring an ingress gateway."`
}

const (
	istioNamespace = "istio-system"
	istioIngress   = "istio-ingress"
	istioRepo      = "https://istio-release.storage.googleapis.com/charts"
	istioVersion   = "1.30.2"
)

// Info describes the add-on.
func (*Istio) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "istio",
		Doc:      "A service mesh: mutual TLS, routing and telemetry between services. Values are those of istiod.",
		Upstream: "https://github.com/istio/istio",
		Charts: []assembly.Chart{
			{Repo: istioRepo, Name: "base", Version: istioVersion, Release: "istio-base", Namespace: istioNamespace},
			{Repo: istioRepo, Name: "cni", Version: istioVersion, Release: "istio-cni", Namespace: istioNamespace},
			{Repo: istioRepo, Name: "istiod", Version: istioVersion, Release: "istiod", Namespace: istioNamespace},
			{Repo: istioRepo, Name: "gateway", Version: istioVersion, Release: "istio-ingressgateway", Namespace: istioIngress},
		},
		Namespaces: []string{istioNamespace, istioIngress},
		Fidelity:   chartFidelity("simulated pods send nothing that could be meshed"),
	}
}

// Build is upstream's charts in upstream's order: definitions, the plugin, the
// control plane, and when that answers, the gateway, which it injects.
func (a *Istio) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.Local {
		return nil
	}
	charts := a.Info().Charts
	b.Add(a.release("base", charts[0]))
	cni := fields{}
	if a.CNI {
		b.Add(a.release("cni", charts[1]))
		cni["pilot"] = fields{"cni": fields{"enabled": true}}
	}
	istiod := a.release("", charts[2])
	istiod.Values = cni
	a.add(b, istiod)
	if a.Gateway == nil || *a.Gateway {
		b.Add(a.release("gateway", charts[3]))
	}
	return nil
}
