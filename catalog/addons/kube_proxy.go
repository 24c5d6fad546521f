package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// KubeProxy sends packets for a service to its pods.
type KubeProxy struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*KubeProxy) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "kube-proxy",
		Doc:      "Sends packets for a service to its pods. A cluster has it anyway; listed, its version and configuration can be set.",
		Upstream: "https://github.com/kubernetes/kubernetes",
		Managed:  "kube-proxy",
		Fidelity: managedFidelity("nothing sends packets here", "the cluster has its own"),
	}
}

// Build is the EKS add-on of a cluster that exists already.
func (a *KubeProxy) Build(b *blueprint.AddOnBuild) error {
	return a.core(b, a.Info().Managed, identity{}, nil)
}

// Core is the EKS add-on of a cluster that the platform makes.
func (a *KubeProxy) Core(addOn *cfn.EKSAddon, configuration map[string]any) error {
	return a.set(addOn, configuration)
}
