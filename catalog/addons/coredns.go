package addons

import "slipway.dev/slipway/blueprint"

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

// Build is the EKS add-on.
func (a *CoreDNS) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{}, nil)
}
