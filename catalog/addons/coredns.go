package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// CoreDNS resolves the names of services.
type CoreDNS struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*CoreDNS) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "coredns",
		Doc:      "DNS in the cluster. EKS has it anyway; listed, its version and configuration can be set.",
		Upstream: "https://github.com/coredns/coredns",
		Managed:  "coredns",
		Fidelity: managedFidelity("nothing asks for names here", "the cluster has its own"),
	}
}

// Build is the EKS add-on of a cluster that exists already, or that Auto Mode
// makes all nodes of.
func (a *CoreDNS) Build(b *blueprint.AddOnBuild) error {
	return a.core(b, a.Info().Managed, identity{}, nil)
}

// Core is the EKS add-on of a cluster whose nodes the platform makes.
func (a *CoreDNS) Core(addOn *cfn.EKSAddon, configuration map[string]any) error {
	return a.set(addOn, configuration)
}
