package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// CertManager issues and renews certificates.
type CertManager struct {
	Managed `yaml:",inline"`
	Chart   Chart    `yaml:"chart,omitempty" doc:"Upstream's chart, for kubeconfig."`
	Zones   []string `yaml:"zones,omitempty" doc:"IDs of the Route 53 zones in which it may prove that a domain is yours (ACME, DNS-01). For AWS."`
}

// Info describes the add-on.
func (*CertManager) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "cert-manager",
		Doc:        "Issues certificates and renews them in time.",
		Upstream:   "https://github.com/cert-manager/cert-manager",
		Charts:     []assembly.Chart{{Repo: "https://charts.jetstack.io", Name: "cert-manager", Version: "v1.20.3", Release: "cert-manager", Namespace: "cert-manager"}},
		Managed:    "cert-manager",
		Namespaces: []string{"cert-manager"},
		Fidelity:   eitherFidelity("its controller is not among the programs that run as processes yet"),
	}
}

// Check reports what is no zone and no version.
func (a *CertManager) Check(c *blueprint.Check) {
	a.Managed.Check(c)
	a.Chart.check(c, "chart.version")
	checkZones(c, a.Zones)
}

// Build is the EKS add-on, or upstream's chart elsewhere.
func (a *CertManager) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		a.Chart.install(b, a.Info().Charts[0], fields{"crds": fields{"enabled": true}})
		return nil
	}
	var pods identity
	if len(a.Zones) > 0 {
		pods = identity{namespace: "cert-manager", account: "cert-manager", statements: certManagerMay(a.Zones)}
	}
	return a.install(b, a.Info().Managed, pods, nil)
}

// certManagerMay is what its documentation asks for ("Route53").
func certManagerMay(zones []string) []cfn.Statement {
	return []cfn.Statement{
		cfn.Allow(arns("route53:::change/*"), "route53:GetChange"),
		cfn.Allow(zoneARNs(zones), "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"),
		anywhere("route53:ListHostedZonesByName"),
	}
}
