package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// PodIdentityAgent hands pods the credentials of their roles.
type PodIdentityAgent struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*PodIdentityAgent) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "pod-identity-agent",
		Doc:      "Hands pods the credentials of their roles. A cluster has it anyway; listed, its version and configuration can be set.",
		Upstream: "https://github.com/aws/eks-pod-identity-agent",
		Managed:  "eks-pod-identity-agent",
		Fidelity: managedFidelity("there are no roles of AWS on this machine", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on of a cluster that exists already.
func (a *PodIdentityAgent) Build(b *blueprint.AddOnBuild) error {
	return a.core(b, a.Info().Managed, identity{}, nil)
}

// Core is the EKS add-on of a cluster that the platform makes.
func (a *PodIdentityAgent) Core(addOn *cfn.EKSAddon, configuration map[string]any) error {
	return a.set(addOn, configuration)
}
