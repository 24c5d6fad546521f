package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// ExternalDNS keeps DNS records for services and routes.
type ExternalDNS struct {
	Managed `yaml:",inline"`
	Chart   Chart    `yaml:"chart,omitempty" doc:"Upstream's chart, for kubeconfig."`
	Zones   []string `yaml:"zones,omitempty" doc:"IDs of the Route 53 zones whose records it may change; without them every zone of the account. For AWS."`
	Domains []string `yaml:"domains,omitempty" doc:"Domains that it looks after, others stay as they are."`
}

// Info describes the add-on.
func (*ExternalDNS) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "external-dns",
		Doc:        "Keeps the DNS records of services, ingresses and routes.",
		Upstream:   "https://github.com/kubernetes-sigs/external-dns",
		Charts:     []assembly.Chart{{Repo: "https://kubernetes-sigs.github.io/external-dns/", Name: "external-dns", Version: "1.21.1", Release: "external-dns", Namespace: "external-dns"}},
		Managed:    "external-dns",
		Namespaces: []string{"external-dns"},
		Fidelity:   eitherFidelity("there is no DNS on this machine that it could change"),
	}
}

// Check reports what is no zone and no version.
func (a *ExternalDNS) Check(c *blueprint.Check) {
	a.Managed.Check(c)
	a.Chart.check(c, "chart.version")
	checkZones(c, a.Zones)
}

// Build is the EKS add-on, or upstream's chart elsewhere. Records carry the
// cluster's name, so that two clusters may share a zone.
func (a *ExternalDNS) Build(b *blueprint.AddOnBuild) error {
	configuration := fields{}
	if len(a.Domains) > 0 {
		configuration["domainFilters"] = list(a.Domains...)
	}
	if b.Target != blueprint.AWS {
		a.Chart.install(b, a.Info().Charts[0], configuration)
		return nil
	}
	configuration["txtOwnerId"] = clusterName
	pods := identity{namespace: "external-dns", account: "external-dns", statements: externalDNSMay(a.Zones)}
	return a.install(b, a.Info().Managed, pods, configuration)
}

// externalDNSMay is what its documentation asks for ("AWS", "IAM Policy").
func externalDNSMay(zones []string) []cfn.Statement {
	if len(zones) == 0 {
		zones = []string{"*"}
	}
	return []cfn.Statement{
		cfn.Allow(zoneARNs(zones), "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"),
		anywhere("route53:ListHostedZones"),
	}
}
