package aws

import (
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// entry is a customer endpoint in the making.
type entry struct {
	*cfn.Template
	part     *blueprint.Part
	settings *blueprint.Endpoint
	auto     bool // Auto Mode balances the load
}

// endpoint is the way from a domain to a Service: zone and certificate, an HTTP
// API, and a private load balancer whose targets are the Service's pods. nil: none.
func endpoint(b *blueprint.Blueprint) *blueprint.Part {
	if b.Endpoint == nil {
		return nil
	}
	// A certificate in a new zone is waited for until the zone is delegated to.
	part := &blueprint.Part{Name: endpointPart, Timeout: endpointTimeout, Template: cfn.New("Where customers reach a cluster.")}
	part.Stack = assembly.Stack{Protected: true, Parameters: map[string]string{}}
	e := &entry{Template: part.Template, part: part, settings: b.Endpoint, auto: b.EKS.AutoMode != nil}
	domain := e.Param("Domain", "Host name that customers call.")
	part.Stack.Parameters["Domain"] = strings.NewReplacer("{cluster}", "${slipway.cluster}", "{region}", "${slipway.region}").Replace(b.Endpoint.Domain)
	zone := e.zone(domain)
	listener := e.balancer()
	e.domain(domain, zone, e.api(listener))
	return part
}

// output is a parameter that holds what the cluster hands out under the same name.
func (e *entry) output(name string) cfn.String {
	e.part.Stack.Parameters[name] = e.part.Of(clusterPart, name)
	return e.Param(name, "")
}

func (e *entry) outputs(name string) cfn.Strings {
	e.part.Stack.Parameters[name] = e.part.Of(clusterPart, name)
	return e.ListParam(name, "")
}

// zone is the hosted zone of the domain: one that is there, or a new one, which
// stays when the stack goes, since others delegate to its name servers.
func (e *entry) zone(domain cfn.String) cfn.String {
	if e.settings.Zone != "" {
		return cfn.S(e.settings.Zone)
	}
	z := e.Add("Zone", &cfn.Route53HostedZone{Name: domain}).Keep()
	servers := cfn.AttList(z.ID(), "NameServers")
	e.Output("NameServers", "Name servers to delegate the domain to.", cfn.Join(",", servers))
	if e.settings.ParentZone != "" {
		e.Add("Delegation", &cfn.Route53RecordSet{
			HostedZoneId: cfn.S(e.settings.ParentZone), Name: domain, Type: cfn.S("NS"), TTL: cfn.S("300"), ResourceRecords: servers,
		})
	}
	return z.Ref()
}

// domain leads the host name to the API.
func (e *entry) domain(domain, zone cfn.String, stage *cfn.Resource) {
	certificate := e.Add("Certificate", &cfn.CertificateManagerCertificate{
		DomainName: domain, ValidationMethod: cfn.S("DNS"),
		DomainValidationOptions: []cfn.CertificateManagerCertificateDomainValidationOption{{DomainName: domain, HostedZoneId: zone}},
	})
	if r := e.Resources["Delegation"]; r != nil {
		certificate.After(r)
	}
	name := e.Add("DomainName", &cfn.ApiGatewayV2DomainName{
		DomainName: domain,
		DomainNameConfigurations: []cfn.ApiGatewayV2DomainNameDomainNameConfiguration{{
			CertificateArn: certificate.Ref(), EndpointType: cfn.S("REGIONAL"), SecurityPolicy: cfn.S("TLS_1_2"),
		}},
	})
	e.Add("Mapping", &cfn.ApiGatewayV2ApiMapping{ApiId: cfn.Ref("Api"), DomainName: name.Ref(), Stage: stage.Ref()})
	e.Add("Record", &cfn.Route53RecordSet{
		HostedZoneId: zone, Name: domain, Type: cfn.S("A"),
		AliasTarget: &cfn.Route53RecordSetAliasTarget{DNSName: name.Att("RegionalDomainName"), HostedZoneId: name.Att("RegionalHostedZoneId")},
	})
	e.Output("Url", "", cfn.Sub("https://${Domain}"))
}
